"""States of supply: for each period, what has come, what is late and whose it is, and what is not yet due.

A supply is one supplying member and one period of the grain in which it supplies. It is late from the day after it is
due. Late is a fact about the supply, and says nothing of how anybody performed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from trigpoint.definitions.datasets import Expected
from trigpoint.definitions.periods import BadPeriod, Calendars, Period
from trigpoint.judge.numbers import format_date, listed, plain

SupplyState = Literal["complete", "incomplete", "late", "not-yet-due", "not-expected"]

NAMED = 3


class Received(NamedTuple):
    """A supply that came: the supplying member (or the provider itself) and the period that it is for."""

    member: str
    period: Period


@dataclass(frozen=True, slots=True)
class Due:
    """A supply that is expected: by `provider` for `member` and `period`, on `day` at the latest."""

    provider: str
    member: str
    period: Period
    day: date


@dataclass(frozen=True, slots=True)
class PeriodSupply:
    """The supply of one reporting period.

    complete: all came. incomplete: some came. late: none came, though at least one was due. not-yet-due: none came and
    none was due. not-expected: nobody was to supply it. have, expected: its coverage. late, awaited: supplies that have
    not come, overdue or not.
    """

    period: Period
    state: SupplyState
    have: int
    expected: int
    late: tuple[Due, ...]
    awaited: tuple[Due, ...]
    words: str

    @property
    def coverage(self) -> tuple[int, int]:
        """Supplies that came, of those expected."""
        return self.have, self.expected

    @property
    def nothing(self) -> Literal["late", "not-yet-due", "no-data"]:
        """What a figure of this period that has no value is: the kind of nothing."""
        match self.state:
            case "late" | "not-yet-due":
                return self.state
            case _:
                return "late" if self.late else "not-yet-due" if self.awaited else "no-data"


def supply_states(
    expected: Sequence[Expected],
    periods: Sequence[Period],
    received: Collection[Received],
    today: date,
    calendars: Calendars,
    *,
    names: Mapping[str, str] | None = None,
    measure: str | None = None,
    members: Collection[str] | None = None,
) -> list[PeriodSupply]:
    """The state of supply of each period.

    expected: of one data set. names: of providers and members. measure: only supplies that bring it; None: all.
    members: only these suppliers (those that a slice needs); None: all.
    """
    came = set(received)
    return [
        _state(period, list(supplies_of(expected, period, calendars, measure, members)), came, today, names or {})
        for period in periods
    ]


def supplies_of(
    expected: Sequence[Expected],
    period: Period,
    calendars: Calendars,
    measure: str | None = None,
    members: Collection[str] | None = None,
) -> Iterator[Due]:
    """The supplies that a period needs: of the periods within it, or of the one that holds it. Each once."""
    seen: set[tuple[str, Period]] = set()
    for each in expected:
        if measure is not None and each.measures and measure not in each.measures:
            continue
        for part in _parts(period, each, calendars):
            if not each.holds_on(part.last_day):
                continue
            for member in each.members or (each.provider,):
                if (members is None or member in members) and (member, part) not in seen:
                    seen.add((member, part))
                    yield Due(each.provider, member, part, part.last_day + timedelta(days=each.due_days))


def _parts(period: Period, expected: Expected, calendars: Calendars) -> tuple[Period, ...]:
    if expected.grain == period.grain or expected.grain == "range":
        return (period,)
    try:
        return calendars.parts(period, expected.grain)
    except BadPeriod:
        # A yearly supply serves each month within it; weeks serve a month by those that end in it.
        holding = calendars.containing(period.last_day, expected.grain)
        if holding.contains(period):
            return (holding,)
        parts = [calendars.containing(period.start, expected.grain)]
        while parts[-1].last_day < period.last_day:
            parts.append(calendars.shift(parts[-1], 1))
        return tuple(part for part in parts if period.contains(part.last_day))


def _state(
    period: Period, due: Sequence[Due], came: Collection[Received], today: date, names: Mapping[str, str]
) -> PeriodSupply:
    missing = [each for each in due if Received(each.member, each.period) not in came]
    late = tuple(each for each in missing if today > each.day)
    awaited = tuple(each for each in missing if today <= each.day)
    have = len(due) - len(missing)
    state: SupplyState
    if not due:
        state, words = "not-expected", "nobody is expected to supply it"
    elif not missing:
        state = "complete"
        words = "supplied" if len(due) == 1 else f"all {plain(len(due))} supplies have come"
    elif have:
        state, words = "incomplete", f"{plain(have)} of {plain(len(due))} supplies have come"
    else:
        state, words = ("late", "") if late else ("not-yet-due", "")
    parts = [words] if words else []
    if late:
        parts.append(_late(late, names))
    if awaited:
        parts.append(_awaited(awaited, names, alone=state == "not-yet-due"))
    return PeriodSupply(period, state, have, len(due), late, awaited, "; ".join(parts))


def _late(late: Sequence[Due], names: Mapping[str, str]) -> str:
    whose = listed(_named(late, names), NAMED)
    days = {each.day for each in late}
    verb = "was" if len(_named(late, names)) == 1 else "were"
    return f"{whose} {verb} due to supply it by {format_date(min(days))}"


def _awaited(awaited: Sequence[Due], names: Mapping[str, str], *, alone: bool) -> str:
    last = format_date(max(each.day for each in awaited))
    return f"due by {last}" if alone else f"{listed(_named(awaited, names), NAMED)} due by {last}"


def _named(due: Sequence[Due], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names.get(each.member, each.member) for each in due))
