"""Finds the head of a scorecard sheet, of one row or two, and what each of its columns is for. Pure.

A guess always says why, and gives way to what a person chose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from trigpoint.definitions.period_reading import tidy
from trigpoint.definitions.periods import GRAIN_WORDS, Calendars, Period
from trigpoint.intake.scorecard_sheets.cells import Sheet
from trigpoint.intake.scorecard_sheets.roles import (
    AGAINST,
    COMMENT,
    KINDS,
    PATTERNS,
    ROLE_WORDS,
    STATUS,
    TARGET,
    WORKED_OUT,
    YEAR,
    Role,
)
from trigpoint.intake.scorecard_sheets.spans import names_period, period_of

Shape = Literal["across", "long", "pairs"]
"""across: a row an indicator. long: a row an indicator and period. pairs: rows of actuals and targets."""

ROWS_LOOKED_AT = 40
_ONE_EACH: frozenset[Role] = frozenset(
    {"reference", "name", "theme", "lead", "partner", "polarity", "unit", "value", "period", "year", "kind"}
)


@dataclass(frozen=True)
class Column:
    """A column, what it is taken for, and why. period: that its heading means."""

    number: int
    heading: str
    role: Role
    why: str
    period: Period | None = None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A sheet's head (first and last row), its columns, its shape, and what is in the way of reading it.

    year: of the headings that are parts of a year and say of none (Apr, Q1); None where there are no such headings."""

    first: int
    last: int
    columns: tuple[Column, ...]
    shape: Shape
    problems: tuple[str, ...] = ()
    year: str | None = None

    def of(self, role: Role) -> tuple[Column, ...]:
        """The columns of a role, from the left."""
        return tuple(column for column in self.columns if column.role == role)

    def one(self, role: Role) -> Column | None:
        """The first column of a role."""
        return next(iter(self.of(role)), None)


def propose(
    sheet: Sheet, calendars: Calendars, chosen: Mapping[int, Role] | None = None, said_year: str = ""
) -> Layout:
    """The head and what its columns are for. chosen: what a person says of columns, by their number. said_year: of which
    year they say that headings are which do not say so themselves."""
    best: tuple[tuple[int, int, int], int, int, list[Column]] | None = None
    for row in range(1, min(ROWS_LOOKED_AT, sheet.last_row) + 1):
        year = said_year or year_above(sheet, calendars, row)
        for last in (row, row + 1):
            columns = _columns(sheet, calendars, row, last, year)
            # Of a head of two rows the upper alone has one year over four columns: different periods count, not columns.
            told = {(one.role, one.period or one.number) for one in columns if one.role}
            score = (int(any(role == "name" for role, _ in told)), len(told), row - last)
            if best is None or score > best[0]:
                best = (score, row, last, columns)
    assert best is not None
    _, first, last, columns = best
    columns = [replace(column, samples=_samples(sheet, last, column.number)) for column in columns]
    columns = _one_each(_with_kinds(sheet, last, columns))
    columns = _one_length(columns)
    for number, role in (chosen or {}).items():
        columns = [_as_chosen(column, role) if column.number == number else column for column in columns]
    used = [column for column in columns if column.heading or column.role or column.samples]
    of_no_year = any(_is_part(calendars, column.heading) for column in used)
    year = (said_year or year_above(sheet, calendars, first)) if of_no_year else None
    return _judged(first, last, used, year)


def year_above(sheet: Sheet, calendars: Calendars, row: int) -> str:
    """The one year that is named above a row, or in the name of the sheet: "2025/26"; '' where there is none, or several."""
    texts = [sheet.name, *(cell.said for above in range(1, row) for cell in sheet.written(above))]
    named = {found for text in texts for found in YEAR.findall(text)}
    years = {period.code: text for text in sorted(named) if (period := period_of(calendars, text)) is not None}
    return years.popitem()[1] if len(years) == 1 else ""


def _is_part(calendars: Calendars, heading: str) -> bool:
    """Whether a heading is part of a year, and says of none: Apr, Q1."""
    return bool(heading) and period_of(calendars, heading) is None and names_period(calendars, heading)


def _columns(sheet: Sheet, calendars: Calendars, first: int, last: int, year: str) -> list[Column]:
    found = []
    above = ""
    for number in range(1, sheet.last_column + 1):
        cells = sheet.filled(first, number), sheet.filled(last, number)
        upper, lower = (cell.said if cell is not None else "" for cell in cells)
        if last == first:
            found.append(_column(calendars, number, "", lower, year))
            continue
        if cells[0] is cells[1]:
            lower = ""
        # A year that is written once over its quarters, without merging, holds until the next.
        above = upper or (above if lower and not sheet.is_merged(first, number) else "")
        found.append(_column(calendars, number, above, lower, year))
    return found


def _column(calendars: Calendars, number: int, above: str, text: str, year: str) -> Column:
    heading = " · ".join(part for part in (above, text) if part)
    both, period = _plain(f"{above} {text}"), period_of(calendars, text or above, above)
    of_year = ""
    if period is None and year and _is_part(calendars, text or above):
        period, of_year = period_of(calendars, text or above, year), f", and the table is of {year}"
    if WORKED_OUT.fullmatch(both) or AGAINST.search(both):
        return Column(number, heading, "", "what it says is worked out here from the figures")
    if STATUS.search(both):
        return Column(number, heading, "status", "its heading says that it is a status")
    if COMMENT.search(both):
        return Column(number, heading, "comment", "its heading says that it is a comment", period)
    if re.search(r"\btargets?\b", both):
        return Column(number, heading, "target", "its heading says target", period)
    if both.startswith("baseline"):
        return Column(number, heading, "baseline", "its heading says baseline", period)
    for words in dict.fromkeys((text or above, f"{above} {text}".strip(), above if not text else "")):
        bare = _plain(words)
        if not bare:
            continue
        if WORKED_OUT.fullmatch(bare) or re.search(r"\btotals?\b", bare):
            return Column(number, heading, "", "what it says is worked out here from the figures")
        if period is not None:
            return Column(number, heading, "figure", f"its heading is {calendars.label(period)}{of_year}", period)
        role = next((role for role, pattern in PATTERNS if pattern.fullmatch(bare)), None)
        if role is not None:
            return Column(number, heading, role, f"its heading says “{words[:60]}”", period)
    return Column(number, heading, "", "its heading is not known" if heading else "it has no heading")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s/#%&]", " ", tidy(text))).strip()


def _samples(sheet: Sheet, last: int, number: int) -> tuple[str, ...]:
    texts = (cell.said for row in range(last + 1, sheet.last_row + 1) if (cell := sheet.at(row, number)) is not None)
    return tuple(dict.fromkeys(texts))[:3]


def _with_kinds(sheet: Sheet, last: int, columns: list[Column]) -> list[Column]:
    """A column in which Actual and Target stand in turn says of what its rows are, whatever its heading."""
    for at, column in enumerate(columns):
        if column.role not in ("", "kind"):
            continue
        texts = [
            cell.said
            for row in range(last + 1, sheet.last_row + 1)
            if (cell := sheet.at(row, column.number)) is not None and len(cell.text) < 20
        ]
        known = [text for text in texts if any(one.fullmatch(text) for one in KINDS)]
        if len(known) >= 2 and len(known) >= 0.5 * len(texts) and any(TARGET.fullmatch(text) for text in known):
            why = "Actual and Target stand in it in turn"
            return [*columns[:at], replace(column, role="kind", why=why), *columns[at + 1 :]]
    return [
        replace(c, role="", why="neither Actual nor Target stands in it") if c.role == "kind" else c for c in columns
    ]


def _one_each(columns: list[Column]) -> list[Column]:
    """Where two columns seem to be the same one thing, the first is."""
    seen: dict[Role, Column] = {}
    found = []
    for column in columns:
        first = seen.setdefault(column.role, column)
        if column.role in _ONE_EACH and first is not column:
            found.append(replace(column, role="", why=f"“{first.heading}” is taken for that already"))
        else:
            found.append(column)
    return found


def _one_length(columns: list[Column]) -> list[Column]:
    """Figures of one length of period only: a year's figure beside its quarters would be counted with them."""
    lengths = Counter(column.period.grain for column in columns if column.role == "figure" and column.period)
    if len(lengths) < 2:
        return columns
    usual = lengths.most_common(1)[0][0]
    why = f"the figures here are of {GRAIN_WORDS[usual][1]}, and this is not one"
    return [
        replace(column, role="", why=why) if column.role == "figure" and column.period and column.period.grain != usual
        else column
        for column in columns
    ]  # fmt: skip


def _as_chosen(column: Column, role: Role) -> Column:
    return column if role == column.role else replace(column, role=role, why="you said so")


def _judged(first: int, last: int, columns: list[Column], year: str | None) -> Layout:
    """The shape that the columns make, and what is in the way."""
    layout = Layout(first, last, tuple(columns), "across")
    problems: list[str] = []
    across = layout.of("figure")
    shape: Shape = "pairs" if layout.one("kind") and across else "across" if across else "long"
    foreign, why = (
        (("value", "period", "year"), "the figures stand across") if across else (("kind",), "no figures stand across")
    )
    columns = [replace(column, role="", why=why) if column.role in foreign else column for column in columns]
    layout = Layout(first, last, tuple(columns), shape)
    if layout.one("name") is None:
        problems.append("No column is taken for the indicators’ names. Choose the one that is.")
    problems += [
        f"{len(same)} columns are taken for “{ROLE_WORDS[role]}”: {', '.join(f'“{one.heading}”' for one in same)}. Choose one."
        for role in ROLE_WORDS
        if role in _ONE_EACH and len(same := layout.of(role)) > 1
    ]
    if shape == "long":
        if year == "":
            problems.append(
                "Its columns are parts of a year, and nothing above them says of which. Write the year beneath “What it becomes”."
            )
        elif layout.one("value") is None or (layout.one("period") is None and layout.one("year") is None):
            problems.append(
                "No figures are found: there is neither a column whose heading is a period (Q1 2023/24), nor one for the "
                "figure of the row and one for its period. Choose them, or mend the headings in the sheet."
            )
    else:
        problems += [
            f"The heading “{one.heading[:60]}” does not say of which period its figures are. Mend it in the sheet (Q1 2023/24), "
            "or do not use it."
            for one in across
            if one.period is None
        ]
        spans = Counter(one.period for one in across if one.period)
        problems += [
            f"{count} columns have figures of {span.code}: choose which is meant."
            for span, count in spans.items()
            if count > 1
        ]
        lengths = sorted({one.period.grain for one in across if one.period})
        if len(lengths) > 1:
            problems.append(
                f"The figures are of {' and of '.join(GRAIN_WORDS[one][1] for one in lengths)}. Use those of one length of period."
            )
    return replace(layout, problems=tuple(problems), year=year)
