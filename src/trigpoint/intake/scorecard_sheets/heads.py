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
from trigpoint.intake.scorecard_sheets.spans import period_of

Role = Literal[
    "reference", "name", "theme", "lead", "partner", "polarity", "unit", "baseline", "target", "figure", "period", "year",
    "value", "kind", "status", "comment", "",
]  # fmt: skip
"""What a column is for; '' nothing that is taken."""

Shape = Literal["across", "long", "pairs"]
"""across: a row an indicator. long: a row an indicator and period. pairs: rows of actuals and targets."""

ROLE_WORDS: dict[Role, str] = {
    "reference": "Reference", "name": "Indicator", "theme": "Theme", "lead": "Lead", "partner": "Partner",
    "polarity": "What is good", "unit": "Unit", "baseline": "Baseline", "target": "Target", "figure": "Figures of a period",
    "period": "Period of the row", "year": "Year of the row", "value": "Figure of the row", "kind": "Actual or target",
    "status": "Status colour", "comment": "Comments", "": "Not used",
}  # fmt: skip
ROWS_LOOKED_AT = 40
ACTUAL = re.compile(r"actuals?|results?|outturn|performance|achieved", re.IGNORECASE)
TARGET = re.compile(r"targets?|planned|plan|trajectory", re.IGNORECASE)

_LEAD_IN = (
    r"(?:(?:key )?performance |pi |kpi |measure |indicator |lead |responsible |accountable |reporting |strategic )*"
)
_WORDS: tuple[tuple[Role, str], ...] = (
    ("reference", r"(?:ref|reference|id|code|number|no|#)(?: (?:no|number|code))?|(?:kpi|pi) (?:no|number)"),
    ("name", r"(?:indicator|measure|kpi|pi|metric|description|title|name|what we measure)s?"
             r"(?: (?:name|title|description|definition))?"),
    ("theme", r"(?:corporate )?(?:theme|priority|outcome|section|objective|ambition|aim)s?(?: (?:area|name))?"),
    ("lead", r"(?:lead|owner|officer|manager|director|person|head of service|who leads)s?(?: (?:officer|person|manager|director))?"),
    ("partner", r"(?:partner|organisation|organization|agency|body)s?(?: (?:name|responsible))?"),
    ("polarity", r"(?:good|good is|good performance(?: is)?|good to be|polarity|better(?: is)?|what is good|aim to(?: be)?|"
                 r"(?:high|bigger)(?: or (?:low|smaller))?(?: is)?(?: (?:good|better))?)"),
    ("unit", r"(?:unit|format|measured in|unit of measure(?:ment)?|type of figure)s?"),
    ("status", r"(?:rag|status|traffic light|colour)s?(?: (?:status|rating|colour))?"),
    ("comment", r"(?:.{1,25} )?(?:comment|commentary|narrative|note|remark|explanation|progress|update)s?(?: .{1,40})?"),
    ("year", r"(?:financial )?year"),
    ("period", r"(?:reporting )?(?:quarter|period|month|qtr|date)"),
    ("value", r"(?:actual|value|result|outturn|figure|performance|score)s?"),
    ("kind", r"(?:actual or target|actual/target|type|row)"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(f"{_LEAD_IN}(?:{words})")) for role, words in _WORDS)
_WORKED_OUT = re.compile(
    r"(?:dot|direction|direction of travel|trend|variance|gap|difference|change|arrow|ytd|year to date)(?: .*)?"
)
_AGAINST = re.compile(
    r"\b(?:against|from|to|of|on|off|above|below)(?: the| our)? targets?\b|\btargets?(?: \w+)? (?:met|achieved|hit|missed)\b"
)
_STATUS = re.compile(r"\b(?:rag|traffic lights?)\b|^status\b|\bstatus$")
_COMMENT = re.compile(r"\b(?:comments?|commentary|narrative|remarks?)\b")
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
    """A sheet's head (first and last row), its columns, its shape, and what is in the way of reading it."""

    first: int
    last: int
    columns: tuple[Column, ...]
    shape: Shape
    problems: tuple[str, ...] = ()

    def of(self, role: Role) -> tuple[Column, ...]:
        """The columns of a role, from the left."""
        return tuple(column for column in self.columns if column.role == role)

    def one(self, role: Role) -> Column | None:
        """The first column of a role."""
        return next(iter(self.of(role)), None)


def propose(sheet: Sheet, calendars: Calendars, chosen: Mapping[int, Role] | None = None) -> Layout:
    """The head and what its columns are for. chosen: what a person says of columns, by their number."""
    best: tuple[tuple[int, int, int], int, int, list[Column]] | None = None
    for row in range(1, min(ROWS_LOOKED_AT, sheet.last_row) + 1):
        for last in (row, row + 1):
            columns = _columns(sheet, calendars, row, last)
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
    return _judged(first, last, used)


def _columns(sheet: Sheet, calendars: Calendars, first: int, last: int) -> list[Column]:
    found = []
    above = ""
    for number in range(1, sheet.last_column + 1):
        cells = sheet.filled(first, number), sheet.filled(last, number)
        upper, lower = (cell.said if cell is not None else "" for cell in cells)
        if last == first:
            found.append(_column(calendars, number, "", lower))
            continue
        if cells[0] is cells[1]:
            lower = ""
        # A year that is written once over its quarters, without merging, holds until the next.
        above = upper or (above if lower and not sheet.is_merged(first, number) else "")
        found.append(_column(calendars, number, above, lower))
    return found


def _column(calendars: Calendars, number: int, above: str, text: str) -> Column:
    heading = " · ".join(part for part in (above, text) if part)
    both, period = _plain(f"{above} {text}"), period_of(calendars, text or above, above)
    if _WORKED_OUT.fullmatch(both) or _AGAINST.search(both):
        return Column(number, heading, "", "what it says is worked out here from the figures")
    if _STATUS.search(both):
        return Column(number, heading, "status", "its heading says that it is a status")
    if _COMMENT.search(both):
        return Column(number, heading, "comment", "its heading says that it is a comment", period)
    if re.search(r"\btargets?\b", both):
        return Column(number, heading, "target", "its heading says target", period)
    if both.startswith("baseline"):
        return Column(number, heading, "baseline", "its heading says baseline", period)
    for words in dict.fromkeys((text or above, f"{above} {text}".strip(), above if not text else "")):
        bare = _plain(words)
        if not bare:
            continue
        if _WORKED_OUT.fullmatch(bare) or re.search(r"\btotals?\b", bare):
            return Column(number, heading, "", "what it says is worked out here from the figures")
        if period is not None:
            return Column(number, heading, "figure", f"its heading is {calendars.label(period)}", period)
        role = next((role for role, pattern in _PATTERNS if pattern.fullmatch(bare)), None)
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
        known = [text for text in texts if ACTUAL.fullmatch(text) or TARGET.fullmatch(text)]
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


def _judged(first: int, last: int, columns: list[Column]) -> Layout:
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
        if layout.one("value") is None or (layout.one("period") is None and layout.one("year") is None):
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
    return replace(layout, problems=tuple(problems))
