"""What the cells of one indicator say: its kind, unit and places, each figure, target and baseline, or why one is not taken. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from trigpoint.definitions.datasets import Measure, ValueKind
from trigpoint.definitions.indicators import Baseline, Target
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.rules import Polarity
from trigpoint.definitions.sources import Nothing
from trigpoint.intake.numbers import Read, read, reading_of
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.rows import LeftOut, Row

LONGEST_UNIT = 60
STAGES = ("Red", "Amber", "Green")
NOTHING: dict[str, Nothing] = {
    "n/a": "not-applicable", "na": "not-applicable", "not applicable": "not-applicable",
    "-": "no-data", "–": "no-data", "—": "no-data", "..": "no-data", "no data": "no-data", "nil return": "no-data",
    "not available": "no-data", "tbc": "not-published", "awaited": "not-published", "not yet available": "not-published",
    "*": "hidden", "suppressed": "hidden",
}  # fmt: skip
"""Words by which such sheets say that there is no figure, and the kind of nothing that each is."""

_LETTERS = {"r": "Red", "red": "Red", "a": "Amber", "amber": "Amber", "g": "Green", "green": "Green"}
_HIGH = re.compile(r"(?:bigger|high|higher|more|up|increase|increasing|maximise|max|above|↑|▲|\+)(?: .*)?")
_LOW = re.compile(r"(?:smaller|low|lower|less|fewer|down|decrease|decreasing|reduce|minimise|min|below|↓|▼)(?: .*)?")
_NEITHER = re.compile(r"(?:neither|none|context|contextual|information only|for information)(?: .*)?")
_TIMES = re.compile(
    r"(?:(?:working |calendar )?(?:days?|weeks?|months?|hours?|minutes?|years?|seconds?))", re.IGNORECASE
)
_AIMED = re.compile(r"^(?:>=|<=|≥|≤|at least|at most|minimum|maximum|min|max)\s*", re.IGNORECASE)
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]")
_SHARE = re.compile(r"^(?:%|percentage|per cent|proportion|share)\b|^% |\(%\)|% of ", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """A figure as it is loaded. nothing: the kind of nothing that it says. read: what it is read as."""

    period: Period
    cell: Cell
    text: str
    nothing: Nothing | None
    read: Read


@dataclass(frozen=True)
class Decided:
    """An indicator as it would be made. polarity None: the sheet does not say, and a person must."""

    row: Row
    kind: ValueKind
    unit: str
    decimals: int
    polarity: Polarity | None
    figures: tuple[Taken, ...]
    targets: tuple[Target, ...]
    baselines: tuple[Baseline, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def newest(self) -> Period | None:
        """The newest period with a figure, else with anything."""
        said = [one for one in self.figures if one.nothing is None] or list(self.figures)
        return max((one.period for one in said), key=lambda one: one.start, default=None)

    def measure(self, code: str) -> Measure:
        """The data item: one that is never added up, over anything."""
        stages = STAGES if self.kind == "stage" else ()
        return Measure(
            code=code, name=self.row.name[:300], value_kind=self.kind, unit=self.unit, over_members="none",
            over_time="none", stages=stages, decimals=self.decimals,
        )  # fmt: skip


def decide(row: Row, calendars: Calendars, latest: Period | None) -> Decided:
    """What a row says. latest: the newest period of the whole sheet, whose year a target without one is of."""
    kind, unit = _kind(row)
    cells = [figure.cell for figure in row.figures]
    polarity = polarity_of(row.said.get("polarity", ""))
    if kind == "stage" and polarity is None:
        polarity = "high"  # Red, amber, green are in order: green is good, whatever they are of.
    draft = Decided(row, kind, unit, _decimals(cells), polarity, (), (), (), ())
    measure = draft.measure("figure")
    reading = reading_of(measure, NOTHING)
    left: list[LeftOut] = []

    def of(cell: Cell, figures: int) -> tuple[str, Read] | None:
        why = _cannot(cell, kind, cells)
        text = _text(cell, kind) if figures else _AIMED.sub("", _text(cell, kind))
        found = read(text, reading) if not why else Read()
        if not why and found.expected:
            why = f"{found.expected[:1].upper()}{found.expected[1:]} was expected. {found.what_to_do}".split(
                " If this text"
            )[0]
        if why:
            left.append(LeftOut(cell.place, cell.said[:120], why, figures))
            return None
        return text, found

    figures = [
        Taken(one.period, one.cell, got[0], got[1].nothing, got[1])
        for one in row.figures
        if (got := of(one.cell, 1)) is not None
    ]
    targets = _targets(calendars, latest, [(span, cell, of(cell, 0)) for span, cell in row.targets], left)
    baselines = []
    for span, cell in row.baselines:
        if span is None:
            left.append(
                LeftOut(cell.place, cell.said[:120], "Its heading does not say of which year: write Baseline 2018/19.")
            )
        elif (got := of(cell, 0)) is not None and (value := _number(got[1])) is not None:
            baselines.append(Baseline(period=span.code, value=value))
    return Decided(row, kind, unit, draft.decimals, polarity, tuple(figures), targets, tuple(baselines), tuple(left))


def polarity_of(text: str) -> Polarity | None:
    """Whether high or low is good, as a sheet says it; None where it does not, or not plainly."""
    bare = text.strip().casefold()
    for polarity, pattern in (("high", _HIGH), ("low", _LOW), ("none", _NEITHER)):
        if pattern.fullmatch(bare):
            return polarity  # type: ignore[return-value]
    return None


def _kind(row: Row) -> tuple[ValueKind, str]:
    """The kind and unit: as the sheet's unit says, else as its cells are shown, else as its name begins."""
    cells = [figure.cell for figure in row.figures]
    words = [cell.said.casefold() for cell in cells if cell.kind == "text" and cell.said.casefold() not in NOTHING]
    numbers = [cell for cell in cells if cell.kind == "number"]
    if words and not numbers and all(word in _LETTERS for word in words):
        return "stage", "stage"
    if words and not numbers and all(word in ("yes", "no", "y", "n") for word in words):
        return "yes-no", "yes or no"
    unit = row.said.get("unit", "").strip()[:LONGEST_UNIT]
    shown = [*cells, *(cell for _, cell in row.targets)]
    if unit.casefold() in ("%", "per cent", "percent", "percentage", "% of total") or (
        not unit and (any(cell.percent or cell.said.endswith("%") for cell in shown) or _SHARE.search(row.name))
    ):
        return "percentage", "%"
    currency = next((cell.currency for cell in cells if cell.currency), "")
    written = next((word[0] for word in words if word[0] in "£$€"), "")
    if re.search("[£$€]", unit) or currency or (written and not unit):
        return "money", unit if re.search("[£$€]", unit) else currency or written
    if _TIMES.fullmatch(unit):
        return "duration", unit.casefold()
    return "number", unit if unit and unit.casefold() not in ("no", "no.", "number", "#", "count") else "number"


def _decimals(cells: list[Cell]) -> int:
    """As many places as the sheet shows; where it does not say, as many as its figures have, two at most."""
    shown = [one.decimals for one in cells if one.decimals is not None]
    written = [re.search(r"\.(\d+)%?$", one.said) for one in cells if one.decimals is None]
    return max(
        (*(min(places, 6) for places in shown), *(min(len(found[1]), 2) for found in written if found)), default=0
    )


def _text(cell: Cell, kind: ValueKind) -> str:
    """The cell's text as the load door reads it."""
    said = cell.said
    if kind == "stage":
        return _LETTERS.get(said.casefold(), said)
    return said.removesuffix("%") if kind != "percentage" and cell.kind == "number" else said


def _cannot(cell: Cell, kind: ValueKind, beside: list[Cell]) -> str:
    """Why a cell cannot be taken, as far as its look says; '' where it may."""
    if (cell.kind == "error" or _ERROR.fullmatch(cell.text)) and cell.text.casefold() != "#n/a":
        return f"The spreadsheet’s error {cell.text}: mend the formula."
    if cell.scaled:
        return "Its format shows it in thousands or millions: write it in the sheet as it is meant, with the unit."
    if cell.kind == "uncounted":
        return "A formula whose result is not in the file: open it in Excel, let it count, and save it."
    if cell.kind == "date":
        return "A date, where a figure was expected."
    if kind not in ("stage", "text") and cell.said.casefold() in _LETTERS:
        return "A colour’s name instead of a figure: a status is worked out here."
    if kind == "percentage" and cell.kind == "number" and not cell.percent and abs(Decimal(cell.text)) <= 1:
        shares = [one for one in beside if one.kind == "number" and not one.percent and abs(Decimal(one.text)) > 1]
        if cell.text not in ("0",) and not shares:
            whole = (Decimal(cell.text) * 100).normalize()
            return f"It may be {cell.text}% or {whole:f}%: format it as a percentage in the sheet."
    if kind not in ("percentage",) and cell.percent:
        return "A percentage among figures that are none."
    return ""


def _number(found: Read) -> Decimal | None:
    if found.published is not None:
        return Decimal(repr(found.published)).normalize() + 0
    return found.value


def _targets(
    calendars: Calendars,
    latest: Period | None,
    cells: list[tuple[Period | None, Cell, tuple[str, Read] | None]],
    left: list[LeftOut],
) -> tuple[Target, ...]:
    """A target for each period; where those of all periods of a year are the same, one for the year."""
    found: dict[Period, tuple[str, Decimal | str]] = {}
    for span, cell, got in cells:
        if got is None or got[1].nothing is not None:
            continue
        period = span or (calendars.containing(latest.start, "financial-year") if latest else None)
        value: Decimal | str | None = got[1].text if got[1].text is not None else _number(got[1])
        if period is None or value is None:
            continue
        before = found.setdefault(period, (cell.place, value))
        if before[1] != value:
            left.append(
                LeftOut(
                    cell.place, cell.said[:120], f"Another target of {calendars.label(period)} than in {before[0]}."
                )
            )
    return tuple(
        Target(type="single", period=period.code, stage=value)
        if isinstance(value, str)
        else Target(type="single", period=period.code, value=value)
        for period, value in _by_year({span: value for span, (_, value) in found.items()}, calendars)
    )


def _by_year(found: dict[Period, Decimal | str], calendars: Calendars) -> list[tuple[Period, Decimal | str]]:
    years: dict[Period, list[Period]] = {}
    for period in found:
        years.setdefault(calendars.containing(period.start, "financial-year"), []).append(period)
    given: list[tuple[Period, Decimal | str]] = []
    for year, periods in sorted(years.items(), key=lambda one: one[0].start):
        in_order = sorted(periods, key=lambda one: one.start)
        values = {found[period] for period in periods}
        if len(values) == 1 and in_order[0].start == year.start and in_order[-1].end == year.end:
            given.append((year, values.pop()))
        else:
            given += [(period, found[period]) for period in in_order]
    return given
