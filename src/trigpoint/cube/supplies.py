"""Coverage: the supplies that a cell needs, and which of them came. A month with two of seven partners is incomplete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trigpoint.cube.cells import Constraint, Family
from trigpoint.cube.codes import Codes
from trigpoint.cube.reporting import parts_within
from trigpoint.definitions.datasets import Expected, Measure
from trigpoint.definitions.dimension_tree import UNKNOWN
from trigpoint.definitions.periods import Calendars, Period

Need = tuple[str, str, Period]
"""A supply: data set, supplying unit ('' where one supplies all), supply period."""


@dataclass(frozen=True)
class Reported:
    """needs: each supply that the figure rests on, and whether it came. periods: supplied periods in which somebody in
    the cell reported the measure. last_end: the end of the latest of these.
    """

    needs: dict[Need, bool]
    periods: int
    last_end: date | None


class Supplies:
    """The supplies of one data set, for many cells."""

    def __init__(self, codes: Codes, calendars: Calendars) -> None:
        self._codes, self._calendars = codes, calendars
        self._data_set = codes.data_set
        self._expected: tuple[Expected, ...] = codes.definitions.expected_supplies.get(self._data_set.code, ())
        role = self._data_set.provider_dimension
        self._role = codes.roles.get(role) if role else None
        self._families: dict[date, Family] = {}
        self._by_measure: dict[str, dict[tuple[date, date], set[str]]] = {}
        self._related: dict[tuple[str, tuple[Constraint, ...], date], bool] = {}
        self._answers: dict[tuple[str, Period, tuple[Constraint, ...]], Reported] = {}
        self._arrived: dict[tuple[str, str, Period], bool] = {}

    @property
    def stated(self) -> bool:
        """Whether the definitions say who supplies what."""
        return bool(self._expected)

    def of(self, measure: Measure, span: Period, constraints: tuple[Constraint, ...]) -> Reported:
        """The supplies of a measure that a cell needs. constraints: on the dimension that says who supplies."""
        key = (measure.code, span, constraints)
        if key not in self._answers:
            self._answers[key] = self._reported(measure, span, constraints)
        return self._answers[key]

    def _reported(self, measure: Measure, span: Period, constraints: tuple[Constraint, ...]) -> Reported:
        needs: dict[Need, bool] = {}
        for expected in self._expected:
            if expected.measures and measure.code not in expected.measures:
                continue
            parts = [
                part for part in parts_within(span, expected.grain, self._calendars) if expected.holds_on(part.last_day)
            ]
            if measure.over_time == "last":
                parts = parts[-1:]
            for part in parts:
                for unit in self._units(expected):
                    if self._is_related(unit, constraints, part.last_day):
                        key = (self._data_set.code, unit, part)
                        needs[key] = self._came(measure.code, unit, part)
        found = self._inside(measure.code, span, constraints)
        return Reported(needs, len(found), max((end for _, end in found), default=None))

    def _units(self, expected: Expected) -> Iterable[str]:
        if self._role is None:
            return (expected.provider,)
        return expected.members or (expected.provider,)

    def _family(self, day: date) -> Family:
        if day not in self._families:
            assert self._role is not None
            self._families[day] = Family(self._codes.tree(self._role.role), day)
        return self._families[day]

    def _is_related(self, unit: str, constraints: tuple[Constraint, ...], day: date) -> bool:
        if self._role is None or not constraints:
            return True
        key = (unit, constraints, day)
        if key not in self._related:
            if unit not in self._codes.tree(self._role.role).members:
                self._related[key] = True
            else:
                family = self._family(day)
                self._related[key] = all(
                    any(code != UNKNOWN and family.related(unit, code) for code in constraint)
                    for constraint in constraints
                )
        return self._related[key]

    def _supplied(self, measure: str) -> dict[tuple[date, date], set[str]]:
        """Who (as members; codes that nobody knows as they are) supplied a measure, by period."""
        if not self._by_measure:
            members: dict[tuple[str, date, date], str] = {}
            for supply in self._codes.holdings.supplies:
                key = (supply.code, supply.start, supply.end)
                if key not in members:
                    members[key] = self._member(*key)
                periods = self._by_measure.setdefault(supply.measure, {})
                periods.setdefault((supply.start, supply.end), set()).add(members[key])
        return self._by_measure.get(measure, {})

    def _member(self, code: str, start: date, end: date) -> str:
        if self._role is None:
            return ""
        eras, days = self._codes.eras([(start, end)])
        return self._codes.meanings(self._role.role, days[eras[start, end]]).get(code) or UNKNOWN

    def _came(self, measure: str, unit: str, part: Period) -> bool:
        key = (measure, unit, part)
        if key not in self._arrived:
            self._arrived[key] = self._has_come(measure, unit, part)
        return self._arrived[key]

    def _has_come(self, measure: str, unit: str, part: Period) -> bool:
        for (start, end), members in self._supplied(measure).items():
            if part.start <= start and end <= part.end:
                if self._role is None or unit not in self._codes.tree(self._role.role).members:
                    return True
                if not members.isdisjoint(self._family(part.last_day).beneath(unit)):
                    return True
        return False

    def _inside(self, measure: str, span: Period, constraints: tuple[Constraint, ...]) -> list[tuple[date, date]]:
        found = []
        for (start, end), members in self._supplied(measure).items():
            if not (span.start <= start and end <= span.end):
                continue
            if self._role is None or not constraints or self._any_within(members, constraints, span.last_day):
                found.append((start, end))
        return found

    def _any_within(self, members: set[str], constraints: tuple[Constraint, ...], day: date) -> bool:
        family = self._family(day)
        return any(
            all(any(family.related(member, code) for code in constraint) for constraint in constraints)
            for member in members
        )
