"""What stands twice in a sheet: references and names of different indicators, and two figures of one period. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.intake.scorecard_sheets.found import Figure, LeftOut, Row


def doubles_of(rows: Sequence[Row], calendars: Calendars) -> tuple[str, ...]:
    """What stands twice, with the rows in which it does; nobody can tell which of them is meant."""
    return (*_called("reference", rows), *_called("name", rows), *_periods(rows, calendars))


def without_repeats(row: Row, calendars: Calendars) -> list[LeftOut]:
    """Take out of a row what only says again what it says already: the same figure of the same period in another cell, and
    figures of the year before that stand for comparison where that year has its own. Gives what was taken out."""
    kept: dict[Period, Figure] = {}
    left = []
    for figure in sorted(row.figures, key=lambda one: one.compared):
        first = kept.setdefault(figure.period, figure)
        if first is figure:
            continue
        if first.cell.said == figure.cell.said:
            why = f"The same figure of {calendars.label(figure.period)} stands in {first.cell.place}."
        elif figure.compared:
            why = (
                f"Another figure of {calendars.label(figure.period)} stands in {first.cell.place}, as that year’s own."
            )
        else:
            continue
        left.append(LeftOut(figure.cell.place, figure.cell.said[:120], why, 1))
        row.figures.remove(figure)
    return left


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
