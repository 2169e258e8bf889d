"""The one question that the shelves and the context of the explore screen make."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from trigpoint.ask import door
from trigpoint.ask.answered import measures_of
from trigpoint.ask.reading import read_question
from trigpoint.cube.question import AskGrain, Question
from trigpoint.definitions.periods import Grain, Period
from trigpoint.definitions.whole import Definitions
from trigpoint.web.context import Context
from trigpoint.web.explore.shelves import FINER, MOST_PERIODS, USUAL_PERIODS, Shelves

TO_DATE = ("ytd", "rolling-12")


def question_of(shelves: Shelves, context: Context, definitions: Definitions) -> Question:
    """The question. Raises BadQuestion (or BadPeriod) where it cannot be asked, saying what can."""
    grain, periods = _when(shelves, context, definitions)
    asked = read_question(
        definitions,
        shelves.indicators,
        where=[f"{dimension}={member}" for dimension, member in context.where],
        grain=grain,
        as_at=context.as_at,
        compare=context.compare,
        totals=shelves.totals,
    )
    return replace(
        asked,
        by=tuple(axis.by(definitions) for axis in shelves.members),
        periods=periods,
        by_period=shelves.by_period or len(periods) <= 1,
    )


def _when(shelves: Shelves, context: Context, definitions: Definitions) -> tuple[AskGrain, tuple[Period, ...]]:
    """The length of period asked for, and the periods; none of them is the newest that each indicator has."""
    calendars = definitions.calendars
    own = definitions.indicators[shelves.indicators[0]].grain
    grain = shelves.grain or (context.period.grain if context.period and not shelves.by_period else own)
    if grain in ("range", "supplied"):
        return "supplied", (context.period,) if context.period else ()
    step = cast(Grain, "month" if grain in TO_DATE else grain)
    if not shelves.by_period:
        if context.period is None:
            return cast(AskGrain, grain), ()
        if grain in TO_DATE:
            return cast(AskGrain, grain), (calendars.containing(context.period.last_day, step),)
        return cast(AskGrain, grain), _within(context.period, step, definitions)
    if context.period is not None and len(parts := _within(context.period, step, definitions)) > 1:
        return cast(AskGrain, grain), parts
    last = context.period or newest_of(shelves.indicators, step, definitions, context)
    if last is None:
        return cast(AskGrain, grain), ()
    last = calendars.containing(last.last_day, step)
    count = min(shelves.last or USUAL_PERIODS.get(grain, 6), MOST_PERIODS)
    return cast(AskGrain, grain), tuple(calendars.shift(last, n) for n in range(1 - count, 1))


def _within(period: Period, step: Grain, definitions: Definitions) -> tuple[Period, ...]:
    """The periods of a length that make up a longer one; or the one that holds a shorter one."""
    calendars = definitions.calendars
    if period.grain == step:
        return (period,)
    around = calendars.containing(period.last_day, step)
    if around.start <= period.start and period.end <= around.end:
        return (around,)
    return calendars.parts(period, step)


def newest_of(indicators: tuple[str, ...], step: Grain, definitions: Definitions, context: Context) -> Period | None:
    """The newest whole period of a length for which any of the indicators has figures."""
    calendars = definitions.calendars
    newest = list(door.newest_periods(indicators, context.as_at).values())
    if not newest:
        return None
    end = max(newest, key=lambda period: period.end)
    found = calendars.containing(end.last_day, step)
    return found if found.end <= end.end or end.grain not in FINER else calendars.shift(found, -1)


def dimensions_of(indicators: tuple[str, ...], definitions: Definitions) -> list[str]:
    """The dimensions by which any of the indicators can be broken down: those that all its data sets hold."""
    held: set[str] = set()
    for code in indicators:
        data_sets = dict.fromkeys(data_set for data_set, _ in measures_of(definitions, code))
        each = [{role.dimension for role in definitions.data_sets[one].dimensions} for one in data_sets]
        held |= set.intersection(*each) if each else set()
    return [code for code in definitions.dimensions if code in held]


def finest_of(indicators: tuple[str, ...], definitions: Definitions) -> str:
    """The shortest period in which any of the indicators is reported."""
    grains = [definitions.indicators[code].grain for code in indicators]
    known = [grain for grain in grains if grain in FINER]
    return max(known, key=FINER.index) if known else ""


def grains_for(indicators: tuple[str, ...], definitions: Definitions) -> list[str]:
    """The lengths of period that may be asked for: none shorter than the first indicator is reported."""
    if not indicators:
        return []
    own = definitions.indicators[indicators[0]].grain
    if own not in FINER:
        return [""]
    longer = [grain for grain in FINER if FINER.index(grain) < FINER.index(own)]
    more = ["calendar-year"] if own in ("month", "quarter", "half") else []
    to_date = ["ytd", "rolling-12"] if own in ("month", "quarter") else []
    return ["", *reversed(longer), *more, *to_date]
