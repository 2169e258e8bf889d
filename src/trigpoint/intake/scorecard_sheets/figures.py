"""What the cells of one indicator say: each figure, target and baseline, or why one is not taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trigpoint.definitions.datasets import Measure, ValueKind
from trigpoint.definitions.indicators import Baseline, Target
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.rules import Polarity
from trigpoint.definitions.sources import Nothing
from trigpoint.intake.numbers import Read, Reading, read, reading_of
from trigpoint.intake.scorecard_sheets.aims import AIMED, Aim, Unset, range_of, runs_up, targets_of
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.found import LeftOut, Row
from trigpoint.intake.scorecard_sheets.kinds import STAGES, decimals_of, kind_of, polarity_of
from trigpoint.intake.scorecard_sheets.marks import read_marks
from trigpoint.intake.scorecard_sheets.words import NOTHING

LONGEST_COMMENT = 500
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]")


@dataclass(frozen=True)
class Taken:
    """A figure as it is loaded. nothing: the kind of nothing that it says. read: what it is read as. state, comment: what
    a mark behind it says."""

    period: Period
    cell: Cell
    text: str
    nothing: Nothing | None
    read: Read
    state: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Decided:
    """An indicator as it would be made. polarity None: the sheet does not say, and a person must. runs_up: its figures are
    counted from the start of each year on. doubtful: it has shares that may be of one or of a hundred."""

    row: Row
    kind: ValueKind
    unit: str
    decimals: int
    polarity: Polarity | None
    figures: tuple[Taken, ...] = ()
    targets: tuple[Target, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    runs_up: bool = False
    doubtful: bool = False

    @property
    def newest(self) -> Period | None:
        """The newest period with a figure, else with anything."""
        said = [one for one in self.figures if one.nothing is None] or list(self.figures)
        return max((one.period for one in said), key=lambda one: one.start, default=None)

    def measure(self, code: str) -> Measure:
        """The data item: one that is never added up, over anything."""
        stages = tuple(dict.fromkeys(STAGES.values())) if self.kind == "stage" else ()
        return Measure(
            code=code, name=self.row.name[:300], value_kind=self.kind, unit=self.unit, over_members="none",
            over_time="none", stages=stages, decimals=self.decimals, cumulative=self.runs_up,
        )  # fmt: skip


def decide(row: Row, calendars: Calendars, latest: Period | None, notes: Mapping[str, str] | None = None) -> Decided:
    """What a row says. latest: the newest period of the whole sheet, whose year a target without one is of. notes: what
    marks lead to."""
    kind, unit = kind_of(row)
    draft = Decided(row, kind, unit, decimals_of([one.cell for one in row.figures]), _polarity(row, kind))
    reader = _Cells(row, kind, reading_of(draft.measure("figure"), NOTHING), notes or {})
    figures = tuple(taken for one in row.figures if (taken := reader.figure(one.period, one.cell)) is not None)
    values = {one.period: value for one in figures if (value := _number(one.read)) is not None}
    said = [row.name, row.said.get("unit", ""), *(cell.said for _, cell in row.targets)]
    rising = kind in ("number", "money", "percentage") and runs_up(said, values, calendars)
    aims = [(span, cell, aim) for span, cell in row.targets if (aim := reader.aim(cell)) is not None]
    targets, others = targets_of(aims, calendars, latest, rising)
    if draft.polarity == "range" and not targets:
        why = "Good is within a range, and no column states the range. Set it as a target afterwards."
        others.append(LeftOut(f"Row {row.row}", row.name[:120], why))
    baselines = []
    for span, cell in row.baselines:
        if span is None:
            reader.leave(cell, "Its heading does not say of which year: write Baseline 2018/19.")
        elif isinstance(aim := reader.aim(cell), Decimal):
            baselines.append(Baseline(period=span.code, value=aim))
    return Decided(
        row, kind, unit, draft.decimals, draft.polarity, figures, targets, tuple(baselines), (*reader.left, *others),
        rising, reader.doubtful,
    )  # fmt: skip


def _polarity(row: Row, kind: ValueKind) -> Polarity | None:
    if kind == "text":
        return "none"  # Of words, none is better than another.
    found = polarity_of(row.said.get("polarity", ""))
    # Red, amber, green are in order: green is good, whatever they are of.
    return "high" if kind == "stage" and found is None else found


class _Cells:
    """Reads the cells of one row. left: what is not taken."""

    def __init__(self, row: Row, kind: ValueKind, reading: Reading, notes: Mapping[str, str]) -> None:
        self.kind, self.reading, self.notes = kind, reading, notes
        self.beside = [figure.cell for figure in row.figures]
        self.left: list[LeftOut] = []
        self.doubtful = False

    def leave(self, cell: Cell, why: str, figures: int = 0) -> None:
        self.left.append(LeftOut(cell.place, cell.said[:120], why, figures))

    def figure(self, period: Period, cell: Cell) -> Taken | None:
        text, state, mark = _text(cell, self.kind), "", ""
        if self.kind != "text":
            text, state, mark = read_marks(text)
        found = self._read(cell, text, 1)
        marked = self.notes.get(mark) or f"Marked {mark} in the spreadsheet." if mark else ""
        comment = " ".join(part for part in (marked, " ".join(cell.note.split())) if part)[:LONGEST_COMMENT]
        return None if found is None else Taken(period, cell, text, found.nothing, found, state, comment)

    def aim(self, cell: Cell) -> Aim | None:
        """What a target or baseline says; None where it says nothing, or is not taken."""
        text = read_marks(AIMED.sub("", _text(cell, self.kind)))[0]
        if self.kind not in ("date", "text", "stage") and (between := range_of(text)) is not None:
            return between
        if self.kind == "text":
            self.leave(cell, "A target in words: of what is only told in words nothing is judged.")
            return None
        found = self._read(cell, text, 0)
        if found is not None and found.nothing == "not-published":
            return Unset.TO_BE_AGREED
        if found is None or found.nothing is not None:
            return None
        if found.text is not None:
            return date.fromisoformat(found.text) if self.kind == "date" else found.text
        return _number(found)

    def _read(self, cell: Cell, text: str, figures: int) -> Read | None:
        why = self._cannot(cell)
        found = read(text, self.reading) if not why else Read()
        if not why and found.expected:
            why = f"{found.expected[:1].upper()}{found.expected[1:]} was expected. {found.what_to_do}".split(
                " If this text"
            )[0].replace("A number of number", "A number")
        if why:
            self.leave(cell, why, figures)
            return None
        return found

    def _cannot(self, cell: Cell) -> str:
        """Why a cell cannot be taken, as far as its look says; '' where it may."""
        kind = self.kind
        if (cell.kind == "error" or _ERROR.fullmatch(cell.text)) and cell.text.casefold() != "#n/a":
            return f"The spreadsheet’s error {cell.text}: mend the formula."
        if cell.scaled:
            return "Its format shows it in thousands or millions: write it in the sheet as it is meant, with the unit."
        if cell.kind == "uncounted":
            return "A formula whose result is not in the file: open it in Excel, let it count, and save it."
        if cell.kind == "date" and kind not in ("date", "text"):
            return "A date, where a figure was expected."
        if cell.kind == "time" and kind != "duration":
            return "A time, where a figure was expected."
        if kind not in ("stage", "text") and cell.said.casefold() in STAGES:
            return "A colour’s name instead of a figure: a status is worked out here."
        if kind == "percentage" and cell.kind == "number" and not cell.percent and abs(Decimal(cell.text)) <= 1:
            shares = [
                one for one in self.beside if one.kind == "number" and not one.percent and abs(Decimal(one.text)) > 1
            ]
            if cell.text not in ("0",) and not shares:
                whole = (Decimal(cell.text) * 100).normalize()
                self.doubtful = True
                return f"It may be {cell.text}% or {whole:f}%: say which under “Units that the sheet does not say”."
        if kind not in ("percentage", "text") and cell.percent:
            return "A percentage among figures that are none."
        return ""


def _text(cell: Cell, kind: ValueKind) -> str:
    """The cell's text as the load door reads it."""
    said = cell.said
    if kind == "stage":
        return STAGES.get(said.casefold(), said)
    return said.removesuffix("%") if kind not in ("percentage", "text") and cell.kind == "number" else said


def _number(found: Read) -> Decimal | None:
    if found.published is not None:
        return Decimal(repr(found.published)).normalize() + 0
    return found.value
