"""What stands twice in a sheet: references and names of different indicators, and two figures of one period. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.intake.scorecard_sheets.rows import Row


def doubles_of(rows: Sequence[Row], calendars: Calendars) -> tuple[str, ...]:
    """What stands twice, with the rows in which it does; nobody can tell which of them is meant."""
    return (*_called("reference", rows), *_called("name", rows), *_periods(rows, calendars))


def _called(what: str, rows: Sequence[Row]) -> list[str]:
    seen: dict[str, list[Row]] = {}
    for row in rows:
        seen.setdefault(plain_words(_text(what, row)), []).append(row)
    return [
        f"The {what} “{_text(what, same[0])[:80]}” stands in rows {_listed(one.row for one in same)}, which are different "
        "indicators. Mend it in the sheet, and bring it again."
        for text, same in seen.items()
        if text and len(same) > 1
    ]


def _text(what: str, row: Row) -> str:
    return row.reference if what == "reference" else row.name


def _periods(rows: Sequence[Row], calendars: Calendars) -> list[str]:
    problems = []
    for row in rows:
        by_period: dict[Period, list[int]] = {}
        for figure in row.figures:
            by_period.setdefault(figure.period, []).append(figure.cell.row)
        problems += [
            f"“{row.name[:80]}” has {len(found)} figures of {calendars.label(period)}, in rows {_listed(found)}. Leave one in "
            "the sheet."
            for period, found in by_period.items()
            if len(found) > 1
        ]
    return problems


def _listed(rows: Iterable[int]) -> str:
    return " and ".join(str(row) for row in sorted(set(rows)))
