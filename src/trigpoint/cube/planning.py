"""A question made into asks: axes and filters looked up, reporting periods settled, and runaway questions refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from trigpoint.cube.asks import Ask
from trigpoint.cube.codes import Codes
from trigpoint.cube.holdings import Supplied
from trigpoint.cube.places import Axis, axis_of, check_filter, listed
from trigpoint.cube.question import AskGrain, BadQuestion, Question, Where
from trigpoint.cube.reporting import ROUGH_DAYS, Asked, answered_span, newest_whole, together
from trigpoint.definitions.comparators import BUILT_IN
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.periods import Grain, Period
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True)
class Plan:
    """A question's axes, filters and, for each indicator, the periods that are asked for."""

    question: Question
    axes: tuple[Axis, ...]
    filters: tuple[Where, ...]
    asked: tuple[tuple[Asked, ...], ...]

    def asks(self) -> list[Ask]:
        """One ask an indicator."""
        return [
            Ask(code, self.axes, self.filters, periods, self.question.totals)
            for code, periods in zip(self.question.indicators, self.asked, strict=True)
        ]


def plan(
    question: Question, definitions: Definitions, codes_of: Callable[[str], Codes], today: date, most_cells: int
) -> Plan:
    """BadQuestion for anything that does not exist, and for more cells than `most_cells`."""
    for code in question.indicators:
        if code not in definitions.indicators:
            raise BadQuestion(f"There is no indicator {code!r}. {did_you_mean(code, definitions.indicators)}".strip())
    for code in question.compare:
        if code not in BUILT_IN and code not in definitions.comparators:
            raise BadQuestion(f"There is no comparator {code!r}. {did_you_mean(code, definitions.comparators)}".strip())
    filters = tuple(check_filter(where, definitions) for where in question.where)
    axes = tuple(axis_of(by, filters, definitions) for by in question.by)
    asked = tuple(tuple(_reporting(question, code, definitions, codes_of, today)) for code in question.indicators)
    spans = [each.span for periods in asked for each in periods]
    first, last = min(span.start for span in spans), max(span.last_day for span in spans)
    members = prod(len(listed(axis, filters, definitions, first, last)) + question.totals for axis in axes)
    cells = members * len(spans) * (1 + len(question.compare))
    if cells > most_cells:
        raise BadQuestion(
            f"This asks for about {cells:,} figures, and {most_cells:,} is the most at once. "
            "Ask for fewer periods, a higher level, or what lies within one place."
        )
    return Plan(question, axes, filters, asked)


def _reporting(
    question: Question, indicator: str, definitions: Definitions, codes_of: Callable[[str], Codes], today: date
) -> Iterable[Asked]:
    calendars, grain = definitions.calendars, question.grain
    periods = question.periods
    if not periods:
        newest = newest_whole(begun(supplied_of(indicator, definitions, codes_of), today), grain, calendars)
        if newest is None:
            step: Grain = "month" if grain in ("ytd", "rolling-12", "supplied") else grain  # type: ignore[assignment]
            newest = calendars.containing(today, step)
        periods = (newest,)
    asked = [Asked(period, answered_span(period, grain, calendars)) for period in periods]
    if len({each.span for each in asked}) != len(asked):
        raise BadQuestion("The same period is asked for twice.")
    if question.by_period or len(asked) == 1:
        return asked
    span = together([each.span for each in asked], calendars)
    return [Asked(span, span)]


def begun(supplied: Sequence[Supplied], today: date) -> tuple[Supplied, ...]:
    """The supplied periods that have begun: a projection, or a year that was mistyped, is not the latest figure.

    All of them where none has begun.
    """
    return tuple(each for each in supplied if each.start <= today) or tuple(supplied)


def supplied_of(indicator: str, definitions: Definitions, codes_of: Callable[[str], Codes]) -> tuple[Supplied, ...]:
    """The supplied periods for which all components of an indicator have come, by its newest formula."""
    version = definitions.version_on(indicator, None)
    if version is None:
        return ()
    held = [
        codes_of(component.data_set).holdings.periods.get(component.measure, ())
        for component in definitions.formula(version.formula).components
    ]
    if not held or not all(held):
        return ()
    last = min(max(each.end for each in periods) for periods in held)
    return tuple(each for each in held[0] if each.end <= last) or held[0]


def candidates(
    asked: Asked, grain: AskGrain, indicator: str, definitions: Definitions, supplied: Sequence[Supplied]
) -> list[Period]:
    """Older reporting periods that may stand in for one without figures, newest first."""
    calendars = definitions.calendars
    own = definitions.indicators[indicator].grain
    if grain == "supplied":
        spans = {Period(each.start, each.end, each.grain) for each in supplied}  # type: ignore[arg-type]
    else:
        step: AskGrain = grain
        if own != "range" and ROUGH_DAYS[own] > ROUGH_DAYS[grain]:
            step = own
        unit: Grain = "month" if step in ("ytd", "rolling-12") else step  # type: ignore[assignment]
        spans = {
            answered_span(calendars.containing(Period(each.start, each.end, "range").last_day, unit), step, calendars)
            for each in supplied
        }
    older = [span for span in spans if span.end <= asked.span.end and span != asked.span]
    return sorted(older, key=lambda span: (span.end, span.start), reverse=True)
