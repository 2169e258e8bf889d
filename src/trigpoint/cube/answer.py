"""An answer: columns of equal length, one entry a cell. Lists, so that judging and drawing read them alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from trigpoint.cube.question import Question
from trigpoint.definitions.periods import Period

Nothing = Literal[
    "no-data", "not-yet-due", "late", "not-published", "not-applicable", "hidden", "not-additive", "not-permitted"
]
State = Literal["estimate", "provisional", "final", "revised"]

TOTAL = "·total"
"""Stands for "all of them" in an axis column of a total."""


class Coverage(NamedTuple):
    """Supplies that came, of those that the cell needs: (providers x supply periods)."""

    have: int
    expected: int


class Compared(NamedTuple):
    """What a figure is held against: a value; or which kind of nothing, and why there is none to hold it against."""

    value: Decimal | float | None
    nothing: Nothing | None = None
    reason: str = ""


class Cell(NamedTuple):
    """One figure, or one kind of nothing. `value` is None exactly when `nothing` is not None, save for text kinds."""

    indicator: str
    members: tuple[str, ...]
    period: Period
    value: Decimal | float | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str | None
    counts: tuple[tuple[str, int], ...]
    base: float | None
    lower: float | None
    upper: float | None
    coverage: Coverage | None
    state: State | None
    nothing: Nothing | None
    reason: str
    footnote: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Answer:
    """The cells of a question, in the order: indicator as asked, axes, period.

    members: a tuple of codes a cell, one an axis (`TOTAL` in totals). period: the period answered (for
    `latest_available` it may be older than the one asked for, which is in `asked`).
    numerator, denominator: of ratios only. text, counts: of yes/no, stage, date and text ("4 of 7: yes").
    nothing, reason: why there is no value, and what can be had instead.
    comparisons: by comparator, one a cell.
    """

    question: Question
    indicator: list[str]
    members: list[tuple[str, ...]]
    period: list[Period]
    asked: list[Period]
    value: list[Decimal | float | None]
    numerator: list[Decimal | None]
    denominator: list[Decimal | None]
    text: list[str | None]
    counts: list[tuple[tuple[str, int], ...]]
    base: list[float | None]
    lower: list[float | None]
    upper: list[float | None]
    coverage: list[Coverage | None]
    state: list[State | None]
    nothing: list[Nothing | None]
    reason: list[str]
    footnote: list[str]
    comparisons: dict[str, list[Compared]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.indicator)

    @cached_property
    def compared(self) -> dict[str, list[Decimal | float | None]]:
        """By comparator, the values alone."""
        return {code: [one.value for one in column] for code, column in self.comparisons.items()}

    def cells(self) -> Iterator[Cell]:
        """The cells one by one."""
        for i in range(len(self)):
            yield Cell(
                self.indicator[i], self.members[i], self.period[i], self.value[i], self.numerator[i],
                self.denominator[i], self.text[i], self.counts[i], self.base[i], self.lower[i], self.upper[i],
                self.coverage[i], self.state[i], self.nothing[i], self.reason[i], self.footnote[i],
                tuple(column[i] for column in self.comparisons.values()),
            )  # fmt: skip
