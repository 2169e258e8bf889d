"""Which supplied periods make up which reporting period, and where they cannot."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trigpoint.cube.holdings import Supplied
from trigpoint.cube.question import AskGrain, BadQuestion
from trigpoint.definitions.datasets import DataSet, Measure
from trigpoint.definitions.datasets import Grain as SupplyGrain
from trigpoint.definitions.periods import Calendars, Period

ROUGH_DAYS: dict[str, int] = {
    "week": 7, "month": 30, "quarter": 91, "half": 182, "financial-year": 365, "academic-year": 365,
    "calendar-year": 365, "ytd": 30, "rolling-12": 30,
}  # fmt: skip

GRAIN_PLURALS: dict[str, str] = {
    "week": "weeks", "month": "months", "quarter": "quarters", "half": "half years", "financial-year": "financial years",
    "academic-year": "academic years", "calendar-year": "calendar years", "range": "spans of its own",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A reporting period: what was asked for, and the days that are answered for."""

    period: Period
    span: Period


@dataclass(frozen=True)
class SpanMap:
    """pairs: (start, end) of a supplied period and the index of the reporting period that it belongs to.
    refused: by index, why there can be no figure. notes: by index, what a reader must know. waiting: by index, why there
    is none, in words, where nothing was supplied that fits.
    """

    pairs: tuple[tuple[date, date, int], ...]
    refused: tuple[tuple[int, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()


def answered_span(period: Period, grain: AskGrain, calendars: Calendars) -> Period:
    """The days that a reporting period covers: for a year to date or rolling twelve months, more than the month named.

    BadQuestion when the period is not of the grain asked for.
    """
    if grain == "ytd":
        return period if period.grain == "range" else calendars.year_to_date(period)
    if grain == "rolling-12":
        return period if period.grain == "range" else calendars.rolling(period, 12)
    if grain != "supplied" and period.grain != grain:
        raise BadQuestion(f"{calendars.label(period)} is not one of the {GRAIN_PLURALS[grain]} that are asked for.")
    return period


def named_period(span: Period, grain: AskGrain, calendars: Calendars) -> Period:
    """The month that names a year to date or rolling twelve months; any other period names itself."""
    if grain in ("ytd", "rolling-12") and span.grain == "range":
        return calendars.containing(span.last_day, "month")
    return span


def earlier(period: Period, grain: AskGrain, calendars: Calendars) -> Period:
    """The reporting period before."""
    return calendars.shift(named_period(period, grain, calendars), -1)


def year_before(period: Period, grain: AskGrain, calendars: Calendars) -> Period:
    """The same reporting period of the year before."""
    return calendars.same_last_year(named_period(period, grain, calendars))


def together(periods: Sequence[Period], calendars: Calendars) -> Period:
    """The one span of periods that follow on from each other. BadQuestion where they leave a gap or overlap."""
    ordered = sorted(periods)
    for before, after in itertools.pairwise(ordered):
        if before.end != after.start:
            fault = "overlap" if after.start < before.end else "leave a gap"
            raise BadQuestion(
                f"{calendars.label(before)} and {calendars.label(after)} {fault}, so they cannot be taken as one; "
                "ask for a cell a period."
            )
    if len(ordered) == 1:
        return ordered[0]
    return calendars.spanning(ordered)


def newest_whole(supplied: Sequence[Supplied], grain: AskGrain, calendars: Calendars) -> Period | None:
    """The latest reporting period whose end has been supplied; failing that, the one with the latest figures."""
    if not supplied:
        return None
    latest = max(supplied, key=lambda each: (each.end, each.start))
    if grain == "supplied":
        return Period(latest.start, latest.end, _grain(latest.grain), calendars.financial_start)
    last_day = Period(latest.start, latest.end, "range").last_day
    step: SupplyGrain = "month" if grain in ("ytd", "rolling-12") else grain  # type: ignore[assignment]
    newest = calendars.containing(last_day, step)
    if newest.end > latest.end:
        before = calendars.shift(newest, -1)
        if any(before.start <= each.start and each.end <= before.end for each in supplied):
            return before
    return newest


def _grain(text: str) -> SupplyGrain:
    return text  # type: ignore[return-value]


def span_map(
    measure: Measure, data_set: DataSet, supplied: Sequence[Supplied], spans: Sequence[Period], calendars: Calendars
) -> SpanMap:
    """How the supplied periods of a measure make up the reporting periods, by its rule over time."""
    pairs: list[tuple[date, date, int]] = []
    refused: list[tuple[int, str]] = []
    notes: list[tuple[int, str]] = []
    waiting: list[tuple[int, str]] = []
    for index, span in enumerate(spans):
        inside = [each for each in supplied if span.start <= each.start and each.end <= span.end]
        same = [each for each in inside if each.start == span.start and each.end == span.end]
        if measure.over_time == "none":
            if same:
                pairs.append((same[0].start, same[0].end, index))
            elif inside:
                refused.append((index, _cannot_add(measure, inside, span, calendars)))
            else:
                waiting.append((index, _none_fits(measure, supplied, span)))
            continue
        straddling = [
            each
            for each in supplied
            if each.start < span.end
            and span.start < each.end
            and not (span.start <= each.start and each.end <= span.end)
            and not (each.start <= span.start and span.end <= each.end)
        ]
        if straddling and measure.over_time in ("sum", "distinct") and _same_kind(straddling, inside, data_set):
            kind = GRAIN_PLURALS.get(straddling[0].grain, "periods")
            refused.append(
                (index, f"{measure.name} is supplied by {kind}, which do not fit {calendars.label(span)} exactly; "
                        f"ask for {kind}.")
            )  # fmt: skip
            continue
        chosen = inside
        if _overlap(inside):
            chosen = [each for each in inside if each.grain == data_set.grain]
            if not chosen or _overlap(chosen):
                refused.append(
                    (index, f"{measure.name} was supplied for periods that overlap within {calendars.label(span)}, "
                            "so adding them would count some days twice; ask for the periods as supplied.")
                )  # fmt: skip
                continue
            notes.append((index, f"Only figures supplied by {GRAIN_PLURALS[data_set.grain]} are used."))
        if not chosen:
            waiting.append((index, _none_fits(measure, supplied, span)))
        pairs.extend((each.start, each.end, index) for each in chosen)
    return SpanMap(tuple(pairs), tuple(refused), tuple(notes), tuple(waiting))


def _same_kind(straddling: Sequence[Supplied], inside: Sequence[Supplied], data_set: DataSet) -> bool:
    # A stray figure of another length beside the ordinary ones does not spoil them.
    return not inside or any(each.grain == data_set.grain for each in straddling)


def _overlap(periods: Sequence[Supplied]) -> bool:
    ordered = sorted(periods)
    return any(after.start < before.end for before, after in itertools.pairwise(ordered))


def _cannot_add(measure: Measure, inside: Sequence[Supplied], span: Period, calendars: Calendars) -> str:
    kind = GRAIN_PLURALS.get(inside[0].grain, "periods")
    return (
        f"{measure.name} may not be added up or averaged over time, and no figure was supplied for "
        f"{calendars.label(span)} as a whole; ask for {kind}, as supplied."
    )


def _none_fits(measure: Measure, supplied: Sequence[Supplied], span: Period) -> str:
    around = [each for each in supplied if each.start < span.end and span.start < each.end]
    if around:
        kinds = " and ".join(sorted({GRAIN_PLURALS.get(each.grain, "periods") for each in around}))
        return f"{measure.name} is supplied by {kinds}; ask for those."
    return ""


def parts_within(span: Period, grain: SupplyGrain, calendars: Calendars) -> tuple[Period, ...]:
    """The whole periods of a grain inside a span, in order. A range is its own only part."""
    if grain == "range" or span.grain == grain:
        return (span,)
    found = []
    part = calendars.containing(span.start, grain)
    if part.start < span.start:
        part = calendars.shift(part, 1)
    while part.end <= span.end:
        found.append(part)
        part = calendars.shift(part, 1)
    return tuple(found)
