"""Figures that were restated: the series as it was known before each load that corrected something, against what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.catalogue.models import Load, LoadFile
from trigpoint.catalogue.snapshots import NoDefinitions, newest
from trigpoint.catalogue.snapshots import definitions as definitions_of
from trigpoint.cube.answer import Cell
from trigpoint.definitions.periods import Period

MOST_STATES = 3
"""How many of the newest corrections a page goes back through."""


@dataclass(frozen=True)
class State:
    """What was known at the end of `day`, the day before `loads` changed it on `changed`."""

    day: date
    changed: date
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class Known:
    """The series as answered for one state."""

    state: State
    answered: Answered


@dataclass(frozen=True)
class Correction:
    """One figure that changed: what it was, what it became, on which day, by which loads."""

    period: Period
    before: Cell
    after: Cell
    changed: date
    loads: tuple[Load, ...]


def earlier_states(
    data_sets: Sequence[str], indicator: str, periods: Sequence[Period], as_at: date | None, timezone: str
) -> list[State]:
    """The states to compare with, oldest first: before each of the newest days on which something within the periods
    was corrected or taken back. Days before the indicator was defined are left out. One query, and one a state."""
    loads = correcting_loads(data_sets, (periods[0].start, periods[-1].end), as_at, timezone)
    days: dict[date, list[Load]] = {}
    for load in loads[: 4 * MOST_STATES]:
        if load.known_on is not None:
            days.setdefault(load.known_on.astimezone(ZoneInfo(timezone)).date(), []).append(load)
    found = []
    for changed, some in list(days.items())[:MOST_STATES]:
        day = changed - timedelta(days=1)
        try:
            then = definitions_of(newest(end_of_day(day, timezone)))
        except NoDefinitions:
            continue
        if indicator in then.indicators:
            found.append(State(day, changed, tuple(some)))
    return sorted(found, key=lambda state: state.day)


def correcting_loads(
    data_sets: Sequence[str], span: tuple[date, date], as_at: date | None, timezone: str
) -> QuerySet[Load]:
    """The loads that corrected or took back something of these data sets within a span (end excluded), newest first."""
    start, end = span
    loads = (
        Load.objects.filter(data_set__in=set(data_sets), state=Load.State.DONE)
        .filter(Q(corrected__gt=0) | Q(removed__gt=0))
        .filter(Q(first_day__isnull=True) | Q(first_day__lt=end), Q(last_day__isnull=True) | Q(last_day__gt=start))
        .select_related("loaded_by")
        .order_by("-known_on", "-pk")
    )
    return loads if as_at is None else loads.filter(known_on__lte=end_of_day(as_at, timezone))


def compared(states: Sequence[Known], now: Answered) -> list[Correction]:
    """The figures that differ from one state to the next, newest change first."""
    found: list[Correction] = []
    later = [*(known.answered for known in states), now][1:]
    for known, after in zip(states, later, strict=True):
        for key, i in known.answered.index.items():
            j = after.index.get(key)
            if j is None:
                continue
            old, new = known.answered.cell(i), after.cell(j)
            if said(old) and said(old) != said(new):
                found.append(Correction(key[2], old, new, known.state.changed, known.state.loads))
    return sorted(found, key=lambda one: (one.changed, one.period), reverse=True)


def said(cell: Cell) -> tuple[object, ...] | None:
    """What a figure says, for comparing; None where nothing was known. A float's last bits mean nothing."""
    if cell.value is not None:
        return (round(float(cell.value), 9),)
    if cell.text or cell.counts:
        return (cell.text, cell.counts)
    return None if cell.nothing in ("no-data", "not-yet-due", "late", None) else (cell.nothing,)


@dataclass(frozen=True)
class Brought:
    """The load that brought a source row, as the viewer may see it. file: '' where its name is not known."""

    load: Load | None
    file: str


def brought(viewer: Viewer, rows: Sequence[tuple[int, int | None]]) -> dict[tuple[int, int | None], Brought]:
    """The load and file of each (load, file ordinal) of source rows. Two queries, whatever their number."""
    numbers = {load for load, _ in rows}
    if not numbers:
        return {}
    loads = Load.objects.select_related("loaded_by").in_bulk(numbers)
    names = {
        (load, ordinal): name
        for load, ordinal, name in LoadFile.objects.filter(load_id__in=numbers).values_list(
            "load_id", "ordinal", "name"
        )
    }
    return {pair: Brought(loads.get(pair[0]), names.get((pair[0], pair[1] or 0), "")) for pair in rows}
