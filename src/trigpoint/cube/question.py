"""A question: a small frozen value. One that cannot be asked cannot be built.

Checks here need the question alone; what needs definitions (unknown codes, additivity) is checked in `cube.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trigpoint.definitions.periods import Period
from trigpoint.mistakes import Mistake

AskGrain = Literal[
    "week",
    "month",
    "quarter",
    "half",
    "financial-year",
    "academic-year",
    "calendar-year",
    "ytd",
    "rolling-12",
    "supplied",
]


class BadQuestion(Mistake):
    """A question that cannot be asked. The message says why, and what can be asked instead."""


@dataclass(frozen=True, slots=True)
class By:
    """An axis: the members of a dimension at a level, or the dimension's members directly beneath a member.

    `level` None means the level below the filter on that dimension, or the top level. `under` lists the members
    directly beneath one member (drill down) whatever their level (ragged hierarchies).
    """

    dimension: str
    level: str | None = None
    hierarchy: str | None = None
    under: str | None = None
    group_set: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A filter: rows of these members and all beneath them. Member codes; 'unknown' is the Unknown member."""

    dimension: str
    members: tuple[str, ...]
    hierarchy: str | None = None

    def __post_init__(self) -> None:
        if not self.members:
            raise BadQuestion(f"The filter on {self.dimension} names nothing to filter by.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    indicators: codes. by: axes besides the period. where: filters, at most one a dimension.
    periods: the reporting periods, in order, all of `grain` (empty: the latest period that has figures).
    by_period: True for a cell a period; False adds the periods up (or takes the last, by each measure's rule).
    latest_available: in place of a period without figures, the newest one before it, with its own period and age.
    totals: also a total over each axis. compare: comparator codes, and 'last-period', 'last-year', 'baseline'.
    framework: the framework in whose places targets and official status rules are read.
    rule_set: another rule set than the official one.
    as_at: as known at the end of that day.
    """

    indicators: tuple[str, ...]
    grain: AskGrain
    periods: tuple[Period, ...] = ()
    by: tuple[By, ...] = ()
    where: tuple[Where, ...] = ()
    by_period: bool = True
    latest_available: bool = False
    totals: bool = False
    compare: tuple[str, ...] = ()
    framework: str | None = None
    rule_set: str | None = None
    as_at: date | None = None

    def __post_init__(self) -> None:
        if not self.indicators:
            raise BadQuestion("A question needs at least one indicator.")
        if len(set(self.indicators)) != len(self.indicators):
            raise BadQuestion("The same indicator is asked for twice.")
        seen: set[str] = set()
        for filter_ in self.where:
            if filter_.dimension in seen:
                raise BadQuestion(f"There are two filters on {filter_.dimension}; put them in one.")
            seen.add(filter_.dimension)
        if len({axis.dimension for axis in self.by}) != len(self.by):
            raise BadQuestion("The same breakdown is asked for twice.")
        if len(set(self.compare)) != len(self.compare):
            raise BadQuestion("The same comparison is asked for twice.")
