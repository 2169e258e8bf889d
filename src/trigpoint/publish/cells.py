"""What stands in a cell of a table, wherever the table is drawn: page, CSV, Excel, JSON or document.

Each kind knows its plain value (for files), its words (for eyes and screen readers) and its place in a sorted list.
How a page draws it is decided in `trigpoint.web`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from trigpoint.judge.numbers import Number, plain, with_unit

StatusCode = Literal[
    "exceeding", "on_target", "within_tolerance", "off_target", "late", "incomplete",
    "no_target", "not_yet_due", "no_data", "hidden", "contextual", "too_small",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatusLook:
    """A status in words: `word` beside the shape, `letter` in print, `rank` for sorting with the worst first."""

    word: str
    letter: str
    rank: int


STATUS_LOOKS: dict[str, StatusLook] = {
    "off_target": StatusLook("Red", "R", 0),
    "late": StatusLook("Late", "L", 1),
    "within_tolerance": StatusLook("Amber", "A", 2),
    "on_target": StatusLook("Green", "G", 3),
    "exceeding": StatusLook("Exceeding", "G+", 4),
    "incomplete": StatusLook("Incomplete", "½", 5),
    "too_small": StatusLook("Too few to judge", "~", 6),
    "no_target": StatusLook("No target", "○", 7),
    "contextual": StatusLook("For context", "c", 8),
    "not_yet_due": StatusLook("Not yet due", "…", 9),
    "hidden": StatusLook("Hidden", "#", 10),
    "no_data": StatusLook("No data", "–", 11),
}

NOTHING_WORDS: dict[str, str] = {
    "no-data": "no data",
    "not-yet-due": "not yet due",
    "late": "late",
    "not-published": "not published",
    "not-applicable": "not applicable",
    "hidden": "hidden",
    "not-additive": "cannot be added up",
    "not-permitted": "not permitted",
}
"""How each kind of nothing is said. A figure that is absent always says which it is; none of them is ever a 0."""

STATE_WORDS: dict[str, str] = {"estimate": "estimate", "provisional": "provisional", "revised": "revised"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, or the kind of nothing that stands in its place.

    value: exact, never rounded; `decimals` is for eyes. nothing: a key of NOTHING_WORDS when value is None.
    reason: why there is no value, and what can be had instead. href: the figure's explanation.
    state: estimate, provisional, revised (final is not said). coverage: (supplies that came, supplies expected).
    period: the period's label where it is another than the one asked for ("March 2018, 11 months old").
    lower, upper: confidence limits. signed: drawn with a plus (gaps, changes).
    apart_from: figures beside which it stands and must not read as if it touched or crossed them: given as many places
    as tell it from them.
    """

    value: Number | None
    unit: str = ""
    decimals: int | None = None
    nothing: str | None = None
    reason: str = ""
    href: str = ""
    state: str | None = None
    footnote: str = ""
    coverage: tuple[int, int] | None = None
    period: str = ""
    lower: Number | None = None
    upper: Number | None = None
    signed: bool = False
    words: str = ""
    apart_from: tuple[Number, ...] = ()

    def with_period(self, period: str) -> Figure:
        """The same figure, said to be of another period than the one asked for."""
        return replace(self, period=period)

    @property
    def text(self) -> str:
        if self.words:
            return self.words
        if self.value is None:
            return NOTHING_WORDS.get(self.nothing or "no-data", "no data")
        return with_unit(self.value, self.unit, self.decimals, signed=self.signed, apart_from=self.apart_from)

    @property
    def interval(self) -> str:
        """The confidence limits in words, or ''."""
        if self.lower is None or self.upper is None:
            return ""
        return f"{plain(self.lower, self.decimals)} to {with_unit(self.upper, self.unit, self.decimals)}"

    @property
    def note(self) -> str:
        """All that a reader must know beside the number, in one line."""
        parts = [] if self.value is not None or self.words else [self.text]
        if self.reason:
            parts.append(self.reason)
        if self.state in STATE_WORDS:
            parts.append(STATE_WORDS[self.state])
        if self.coverage and self.coverage[0] != self.coverage[1] and (self.value is not None or self.words):
            parts.append(f"{self.coverage[0]} of {self.coverage[1]} supplies")
        if self.period:
            parts.append(self.period)
        if self.footnote:
            parts.append(self.footnote)
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Status:
    """A status: one shape and one word. `word` and `letter` are the partnership's own where it has them.

    why: the sum in words ("92.1% against 95%, within the 5-point tolerance of Board"). href: opens that sum.
    beneath: one line of what else is known ("no more than usual variation"; "amber under Council").
    """

    code: str
    word: str = ""
    letter: str = ""
    why: str = ""
    href: str = ""
    beneath: str = ""

    @property
    def text(self) -> str:
        return self.word or STATUS_LOOKS[self.code].word

    @property
    def printed(self) -> str:
        return self.letter or STATUS_LOOKS[self.code].letter


@dataclass(frozen=True, slots=True)
class Direction:
    """Direction of travel, in the polarity's terms: better or worse, not up or down.

    sense: better, worse, same, changed (where neither high nor low is good) or unknown. moved: the way the figure went.
    news: False when the change is no more than usual variation. since: "on February 2019". amount: by how much the
    figure is higher (less than nought: lower), as `change` says it in words.
    """

    sense: Literal["better", "worse", "same", "changed", "unknown"]
    moved: Literal["up", "down", "level"] = "level"
    change: str = ""
    since: str = ""
    news: bool | None = None
    amount: Number | None = None

    @property
    def text(self) -> str:
        word = {
            "better": "Better", "worse": "Worse", "same": "No change", "changed": "Changed", "unknown": "Not known",
        }[self.sense]  # fmt: skip
        return f"{word}, usual variation" if self.news is False and self.sense in {"better", "worse"} else word


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line of a figure over time. None is a gap, and stays one."""

    values: Sequence[Number | None]
    target: Number | None = None
    last_label: str = ""
    unit: str = ""
    decimals: int | None = None

    @property
    def text(self) -> str:
        """The line in words, for those who cannot see it."""
        known = [v for v in self.values if v is not None]
        if not known:
            return "no figures"
        gaps = len(self.values) - len(known)
        until = f" to {self.last_label}" if self.last_label else ""
        words = (
            f"The trend over {len(self.values)} periods{until} goes from {self._said(known[0])} to "
            f"{self._said(known[-1])}; the lowest is {self._said(min(known))} and the highest {self._said(max(known))}"
        )
        return f"{words}; {gaps} without a figure" if gaps else words

    @property
    def brief(self) -> str:
        """The same in the fewest words, for a page that has many: 7.7% to 9.8% over 13 periods to September 2026."""
        known = [v for v in self.values if v is not None]
        if not known:
            return "no figures"
        until = f" to {self.last_label}" if self.last_label else ""
        gaps = len(self.values) - len(known)
        return (
            f"{self._said(known[0])} to {self._said(known[-1])} over {len(self.values)} periods{until}; "
            f"lowest {self._said(min(known))}, highest {self._said(max(known))}"
            f"{f'; {gaps} without a figure' if gaps else ''}"
        )

    def _said(self, value: Number) -> str:
        return with_unit(value, self.unit, self.decimals)


@dataclass(frozen=True, slots=True)
class Bullet:
    """Value against target on one zero-based bar, with the band of tolerance."""

    value: Number | None
    target: Number | None
    low: Number = 0
    high: Number = 100
    amber: Number | None = None
    status: str = "no_target"
    unit: str = ""
    decimals: int | None = None

    @property
    def text(self) -> str:
        if self.value is None:
            return "no data"
        said = with_unit(self.value, self.unit, self.decimals)
        return said if self.target is None else f"{said} against {with_unit(self.target, self.unit, self.decimals)}"


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to its page. beneath: a second, quieter line. sort: its place when the text's own is wrong."""

    text: str
    href: str = ""
    beneath: str = ""
    sort: str | Number | date | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """A few short labels in one cell."""

    items: tuple[str, ...]

    @property
    def text(self) -> str:
        return ", ".join(self.items)


Cell = str | bool | Decimal | int | float | date | Figure | Status | Direction | Sparkline | Bullet | Link | Tags | None


def words(cell: Cell) -> str:
    """The cell as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, (Decimal, int, float)):
        return plain(cell)
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    return cell if isinstance(cell, str) else cell.text


def _gain(way: Direction) -> Number:
    """By how much it is better, less than nought where it is worse: what fell furthest comes first."""
    size = abs(way.amount) if way.amount is not None else 1
    return {"worse": -size, "better": size, "changed": way.amount or 0}.get(way.sense, 0)


def sort_key(cell: Cell) -> tuple[int, Number | str]:
    """Its place in a sorted list. The first part keeps numbers (0), texts (1) and nothing (2) apart; nothing is last."""
    nothing: tuple[int, Number | str] = (2, "")
    if cell is None:
        return nothing
    if isinstance(cell, (Figure, Bullet)):
        return nothing if cell.value is None else (0, cell.value)
    if isinstance(cell, Status):
        return (0, STATUS_LOOKS[cell.code].rank)
    if isinstance(cell, Direction):
        if cell.sense == "unknown":
            return nothing
        return (0, _gain(cell))
    if isinstance(cell, Sparkline):
        known = [v for v in cell.values if v is not None]
        return (0, known[-1]) if known else nothing
    if isinstance(cell, Link) and cell.sort is not None:
        return sort_key(cell.sort)
    if isinstance(cell, date):
        return (0, cell.toordinal())
    if isinstance(cell, (Decimal, int, float)):
        return (0, cell)
    text = words(cell)
    return (1, text.casefold()) if text else nothing
