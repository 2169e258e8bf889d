"""What organisations are expected to supply and have not: what is overdue, and what falls due, by when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from trigpoint.ask.door import Known, engine, known
from trigpoint.cube.supplies import Supplies
from trigpoint.cube.warehouse import PlanReport
from trigpoint.definitions.datasets import DataSet, Expected
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions

LOOKS_BACK = 6
"""How many periods that are over are looked at: what is older than that is no longer asked for."""


@dataclass(frozen=True)
class Owed:
    """A supply that has not come: of one data set, by one organisation, for one period, on `day` at the latest."""

    data_set: DataSet
    organisation: str
    period: Period
    day: date
    late: bool


def owed(organisations: Collection[str], today: date) -> list[Owed]:
    """What these organisations owe of periods that are over, soonest due first. Raises NoDefinitions."""
    if not organisations:
        return []
    state = known()
    found = [
        one
        for code, expected in state.definitions.expected_supplies.items()
        if code in state.definitions.data_sets
        for each in expected
        for one in _owed(state, state.definitions.data_sets[code], each, organisations, today)
    ]
    return sorted(dict.fromkeys(found), key=lambda one: (one.day, one.data_set.name, one.organisation))


def provided_by(definitions: Definitions, organisations: Collection[str]) -> frozenset[str]:
    """The data sets that these organisations provide, all or in part."""
    expected = {
        code
        for code, several in definitions.expected_supplies.items()
        for each in several
        if not set(organisations).isdisjoint(each.members or (each.provider,))
    }
    return frozenset(expected | {d.code for d in definitions.data_sets.values() if d.provider in organisations})


def _owed(
    state: Known, data_set: DataSet, expected: Expected, organisations: Collection[str], today: date
) -> Iterator[Owed]:
    units = [unit for unit in expected.members or (expected.provider,) if unit in organisations]
    if not units and expected.provider in organisations:
        units = list(expected.members)
    if not units or expected.grain == "range":
        return
    calendars = state.definitions.calendars
    newest = calendars.shift(calendars.containing(today, expected.grain), -1)
    table = state.table(data_set.code)
    supplies = engine().meaning(state.definitions, data_set.code, table, PlanReport()).supplies
    for back in range(LOOKS_BACK):
        period = calendars.shift(newest, -back)
        if not expected.holds_on(period.last_day):
            continue
        day = period.last_day + timedelta(days=expected.due_days)
        for unit in units:
            if not _came(supplies, data_set, expected, unit, period):
                yield Owed(data_set, unit, period, day, today > day)


def _came(supplies: Supplies, data_set: DataSet, expected: Expected, unit: str, period: Period) -> bool:
    """Whether anything of the supply has come. Who supplies the whole data set is not told apart in it."""
    for measure in data_set.measures:
        if expected.measures and measure.code not in expected.measures:
            continue
        needs = supplies.of(measure, period, ()).needs
        if any(came for (_, who, _), came in needs.items() if who in (unit, expected.provider)):
            return True
    return False
