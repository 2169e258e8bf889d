"""Which periods and which slice an indicator is read for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trigpoint.ask.answered import measures_of
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Calendars, Grain, Period
from trigpoint.definitions.whole import Definitions

WINDOW: dict[Grain, int] = {
    "week": 60,
    "month": 26,
    "quarter": 13,
    "half": 9,
    "financial-year": 8,
    "academic-year": 8,
    "calendar-year": 8,
    "range": 8,
}
"""How many periods a series holds: two years of months, so that last year and process limits are inside."""


Periods = tuple[Period, ...]

Pairs = tuple[tuple[str, str], ...]
"""(dimension, member code), in order of dimension."""


def held_by(definitions: Definitions, indicator: str) -> frozenset[str]:
    """The breakdowns by which any of the figures are kept that an indicator is worked out from."""
    data_sets = {data_set for data_set, _ in measures_of(definitions, indicator)}
    return frozenset(one.dimension for code in data_sets for one in definitions.data_sets[code].dimensions)


def slice_for(definitions: Definitions, own: Sequence[tuple[str, str]], page: Sequence[tuple[str, str]]) -> Pairs:
    """The slice that is read: a page's filters over an indicator's own, save where its own lies within the page's."""
    found = dict(own)
    for dimension, member in page:
        mine = found.get(dimension)
        tree = definitions.dimensions.get(dimension)
        if mine is not None and tree is not None and member in tree.members and mine in tree.beneath(member):
            continue
        found[dimension] = member
    return tuple(sorted(found.items()))


def reporting_end(
    definitions: Definitions,
    indicators: Sequence[str],
    newest: dict[str, Period],
    period: Period | None,
    known_day: date,
    framework: str | None = None,
) -> date:
    """The last day of the reporting period: the one asked for, else of the newest figures that there are.

    framework: in whose places the indicators are read. One whose years are over is read at their end: it says how those
    years ended, and not what came after.
    """
    if period is not None:
        return period.last_day
    over = ended(definitions, framework, known_day)
    until = known_day if over is None else over
    ends = [newest[code].last_day for code in indicators if code in newest]
    # Plans and budgets may be held for periods to come; the newest that is over is meant.
    return max((min(day, until) for day in ends if day <= known_day), default=until)


def ended(definitions: Definitions, framework: str | None, day: date) -> date | None:
    """The day on which a framework's years ended, where that was before a day."""
    found = definitions.frameworks.get(framework or "")
    end = None if found is None else found.years.end
    return end if end is not None and end < day else None


def window(calendars: Calendars, indicator: Indicator, end: date, newest: Period | None) -> tuple[Period, ...]:
    """The periods of an indicator's series that end with the last one that is over by `end`.

    Where its newest figures are older than the whole window, the window ends with them.
    """
    grain = indicator.grain
    if grain == "range":
        return (newest,) if newest is not None else (calendars.containing(end, "financial-year"),)
    last = calendars.containing(end, grain)
    if last.last_day > end:
        last = calendars.shift(last, -1)
    count = WINDOW[grain]
    first = calendars.shift(last, 1 - count)
    if newest is not None and newest.grain == grain and newest < first:
        last = newest
        first = calendars.shift(last, 1 - count)
    return tuple(calendars.shift(first, i) for i in range(count))


def periods_after(calendars: Calendars, periods: Periods, until: date) -> Periods:
    """The periods after those of a series that are over by a day."""
    found: list[Period] = []
    last = periods[-1]
    while last.grain != "range" and (last := calendars.shift(last, 1)).last_day <= until:
        found.append(last)
    return tuple(found)


def period_before(
    periods: Sequence[Period], period: Period, to_date: bool, every: int, calendars: Calendars
) -> Period | None:
    """The period with which one of a series is compared; None where the series does not reach back to it.

    to_date: whether figures grow through the year: they are compared with the same part of the year before.
    """
    if to_date:
        earlier = calendars.same_last_year(period)
        return earlier if earlier in periods else None
    at = periods.index(period)
    return periods[at - every] if at >= every else None
