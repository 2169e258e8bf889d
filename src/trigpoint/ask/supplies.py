"""What came and what did not, and what each data set holds: states of supply are the partnership's, not one viewer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from trigpoint.access.loading import may_load
from trigpoint.access.permissions import may, require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import Known, engine, known, store
from trigpoint.cube.codes import Codes
from trigpoint.cube.holdings import Holdings
from trigpoint.cube.supplies import Supplies
from trigpoint.cube.warehouse import PlanReport
from trigpoint.definitions.datasets import DataSet, Expected, Grain
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.supply import PeriodSupply, Received, supplies_of, supply_states

SHOWN: dict[Grain, int] = {
    "week": 12,
    "month": 12,
    "quarter": 8,
    "half": 6,
    "financial-year": 6,
    "academic-year": 6,
    "calendar-year": 6,
}
"""How many finished periods of each length a calendar goes back. Supplies of odd spans have no calendar."""

MOST_CODES = 50
MOST_ROWS = 10_000


@dataclass(frozen=True)
class SupplyLine:
    """What one provider is to supply of one data set. measures: codes of those that it is limited to; none: all."""

    data_set: str
    provider: str
    measures: tuple[str, ...]
    states: tuple[PeriodSupply, ...]


@dataclass(frozen=True)
class SupplyCalendar:
    """The supplies of one length of period. periods: oldest first; each line has one state for each."""

    grain: Grain
    periods: tuple[Period, ...]
    lines: tuple[SupplyLine, ...]


@dataclass(frozen=True)
class HeldMeasure:
    """What is held of one measure: its first day, the day after its last, and how many periods. None: nothing yet."""

    measure: str
    start: date | None
    end: date | None
    periods: int


@dataclass(frozen=True)
class UnknownCode:
    """A supplier's code that nobody knows, counted under Unknown. rows: figures that carry it; more: at least so many."""

    role: str
    code: str
    rows: int
    more: bool


def supply_calendars(viewer: Viewer, today: date, data_set: str | None = None) -> list[SupplyCalendar]:
    """The states of the finished periods of every expected supply (of one data set, where named), longest list first.

    Two database queries; one engine query a data set, once for each version of its table. Raises NotAllowed.
    """
    require(viewer, "read")
    found = _calendars(_State(known(), today))
    if data_set is None:
        return list(found)
    chosen = [replace(one, lines=tuple(line for line in one.lines if line.data_set == data_set)) for one in found]
    return [one for one in chosen if one.lines]


@dataclass(frozen=True)
class _State:
    """What the calendars are made from: equal, and so kept, while snapshot, versions and day are the same."""

    known: Known = field(compare=False)
    today: date
    key: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        key = (self.known.snapshot, id(self.known.definitions), tuple(sorted(self.known.versions.items())))
        object.__setattr__(self, "key", key)


@lru_cache(maxsize=4)
def _calendars(made_from: _State) -> tuple[SupplyCalendar, ...]:
    state, today = made_from.known, made_from.today
    definitions = state.definitions
    found: dict[Grain, list[SupplyLine]] = {}
    spans: dict[Grain, tuple[Period, ...]] = {}
    for code, expected in definitions.expected_supplies.items():
        if code not in definitions.data_sets:
            continue
        for one in expected:
            if one.grain not in SHOWN:
                continue
            periods = spans.setdefault(one.grain, tuple(_finished(state, one.grain, today)))
            found.setdefault(one.grain, []).append(_line(state, code, one, periods, today))
    return tuple(SupplyCalendar(grain, spans[grain], tuple(found[grain])) for grain in SHOWN if grain in found)


def _line(state: Known, code: str, one: Expected, periods: tuple[Period, ...], today: date) -> SupplyLine:
    """The states of one expected supply of a data set."""
    definitions, data_set = state.definitions, state.definitions.data_sets[code]
    tree = definitions.organisations
    names = {member.code: member.name for member in tree.members.values()} if tree else {}
    meaning = engine().meaning(definitions, code, state.table(code), PlanReport())
    came = set(_received(state, data_set, meaning.supplies, one, periods))
    states = supply_states([one], periods, came, today, definitions.calendars, names=names)
    if one.start is None:
        states = _since_the_first(states, _first_day(meaning.codes.holdings, one))
    return SupplyLine(code, one.provider, one.measures, tuple(states))


def supplies_missing(viewer: Viewer, span: Period, today: date) -> list[SupplyLine]:
    """The expected supplies of periods that end in a span of which anything has not come: only those periods' states.

    Raises NotAllowed.
    """
    require(viewer, "read")
    state = known()
    found = []
    for code, expected in state.definitions.expected_supplies.items():
        for one in expected if code in state.definitions.data_sets else ():
            periods = tuple(state.definitions.calendars.ending_in(span, one.grain))
            line = _line(state, code, one, periods, today)
            missing = tuple(each for each in line.states if each.late or each.awaited)
            if missing:
                found.append(replace(line, states=missing))
    return found


def held(viewer: Viewer, data_set: DataSet) -> list[HeldMeasure]:
    """What is held of each measure of a data set, in its order. Raises NotAllowed."""
    require(viewer, "read")
    state = known()
    holdings = engine().holdings(data_set, state.table(data_set.code))
    lines = []
    for measure in data_set.measures:
        periods = holdings.periods.get(measure.code, ())
        lines.append(
            HeldMeasure(
                measure.code,
                min((one.start for one in periods), default=None),
                max((one.end for one in periods), default=None),
                len(periods),
            )
        )
    return lines


def may_see_codes(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> bool:
    """Whether suppliers' own codes are shown: to who sees the records, loads them, or changes definitions."""
    return (
        data_set.code in viewer.sources
        or may_load(viewer, definitions, data_set)
        or may(viewer, "apply-definitions")
        or viewer.everything
    )


def unknown_codes(viewer: Viewer, data_set: DataSet) -> list[UnknownCode]:
    """The codes of a data set that no member has, those with most figures first; none for who may not see codes."""
    state = known()
    if not may_see_codes(viewer, state.definitions, data_set):
        return []
    table = state.table(data_set.code)
    if table is None:
        return []
    holdings = engine().holdings(data_set, table)
    codes = Codes(state.definitions, data_set, holdings)
    spans = {(one.start, one.end) for periods in holdings.periods.values() for one in periods}
    _, days = codes.eras(sorted(spans))
    found = []
    facts = store().table(data_set)
    for role in codes.roles:
        meanings = [codes.meanings(role, day) for day in days]
        nobody = sorted({code for one in meanings for code, member in one.items() if member is None and code})
        for code in nobody[:MOST_CODES]:
            rows = facts.rows({f"dim_{role}": code}, table.version, most=MOST_ROWS).num_rows
            found.append(UnknownCode(role, code, rows, rows == MOST_ROWS))
    return sorted(found, key=lambda one: (-one.rows, one.role, one.code))


def _first_day(holdings: Holdings, expected: Expected) -> date | None:
    """The first day for which anything of an expected supply is held; None where nothing ever came."""
    return min(
        (
            one.start
            for measure, held in holdings.periods.items()
            if not expected.measures or measure in expected.measures
            for one in held
        ),
        default=None,
    )


def _since_the_first(states: Sequence[PeriodSupply], first: date | None) -> list[PeriodSupply]:
    """Where no first day is agreed, nothing is missed before the first supply that came: the years before it are not
    late for ever."""
    return [
        replace(one, state="not-expected", have=0, expected=0, late=(), awaited=(), words="before its first supply")
        if first is not None and one.period.end <= first
        else one
        for one in states
    ]


def _finished(state: Known, grain: Grain, today: date) -> Iterator[Period]:
    """The newest finished periods, oldest first."""
    calendars = state.definitions.calendars
    last = calendars.shift(calendars.containing(today, grain), -1)
    for back in range(SHOWN[grain] - 1, -1, -1):
        yield calendars.shift(last, -back)


def _received(
    state: Known, data_set: DataSet, supplies: Supplies, expected: Expected, periods: tuple[Period, ...]
) -> Iterator[Received]:
    """The supplies of one expectation that came: any of its measures makes one."""
    measures = [m for m in data_set.measures if not expected.measures or m.code in expected.measures]
    for period in periods:
        came: set[tuple[str, Period]] = set()
        for measure in measures:
            needs = supplies.of(measure, period, ()).needs
            came |= {(unit, part) for (_, unit, part), arrived in needs.items() if arrived}
        for due in supplies_of([expected], period, state.definitions.calendars):
            # Without a dimension that says who supplies, whatever came came from the provider.
            if (due.member, due.period) in came or (
                data_set.provider_dimension is None and (due.provider, due.period) in came
            ):
                yield Received(due.member, due.period)


def day_before(end: date | None) -> date | None:
    """The last day of a span whose end is excluded."""
    return end - timedelta(days=1) if end else None
