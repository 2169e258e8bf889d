"""Texts that mean periods: as people type them, as files untidily label them, and as pages say them.

A text that could mean two periods is refused, not guessed at; the refusal says what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.period_reading import MONTHS, DateOrder, Reading, quoted, tidy
from trigpoint.definitions.period_texts import read
from trigpoint.definitions.sources import LabelRule, State
from trigpoint.definitions.spans import MONTHS_IN, BadPeriod, Period

if TYPE_CHECKING:
    from trigpoint.definitions.periods import Calendars

YearGrain = Literal["financial-year", "academic-year", "calendar-year"]

STATES: dict[str, State | None] = {
    "final": "final", "f": "final",
    "revised": "revised", "rev": "revised", "r": "revised",
    "provisional": "provisional", "prov": "provisional", "p": "provisional",
    "estimate": "estimate", "estimated": "estimate", "est": "estimate", "e": "estimate",
    # Outturn: money as it was spent, not as budgeted. It says what is counted, not how sure the figure is.
    "outturn": None, "ot": None,
}  # fmt: skip
"""What a word after a label says of the state of its figures."""


MOST_DIGITS = 9
"""Of a count of periods: whatever has so many is beyond all years."""


@dataclass(frozen=True, slots=True)
class ReadLabel:
    """What a label in a file means. state: of all figures under it, where the label says."""

    period: Period
    state: State | None = None


def parse(calendars: Calendars, text: str, year: Grain, grain: Grain | None) -> Period:
    """See `Calendars.parse`."""
    return read(Reading(calendars, text.strip(), year, grain), tidy(text))


def parse_span(calendars: Calendars, text: str, grain: Grain, newest: Period | None) -> tuple[Period, ...]:
    """See `Calendars.parse_span`."""
    last = re.fullmatch(r"last[: ](\d+)", tidy(text))
    if last:
        if newest is None:
            raise BadPeriod(
                f"{quoted(text)} counts back from the newest figure, and there is no figure yet: name the periods."
            )
        count = int(last[1]) if len(last[1]) < MOST_DIGITS else 10**MOST_DIGITS
        if count < 1:
            raise BadPeriod(f"{quoted(text)} asks for no period: write last:1 for the newest, last:12 for twelve.")
        final = newest if newest.grain == grain else calendars.containing(newest.last_day, grain)
        if final.end > newest.end:
            final = calendars.shift(final, -1)
        return tuple(calendars.shift(final, back - count + 1) for back in range(count))
    year: Grain = grain if grain in ("academic-year", "calendar-year") else "financial-year"
    return calendars.parts(parse(calendars, text, year, grain if grain != "range" else None), grain)


def nearest_whole(calendars: Calendars, period: Period, grain: Grain) -> str:
    """What to write for the whole periods of a grain in which a period lies."""
    first, last = calendars.containing(period.start, grain), calendars.containing(period.last_day, grain)
    return first.code if first == last else f"{first.code}..{last.code}"


def label(calendars: Calendars, period: Period, short: bool = False) -> str:
    """See `Calendars.label`."""
    start, last = period.start, period.last_day
    match period.grain:
        case "week":
            return f"{'w/c' if short else 'week of'} {_day_in_words(start, short)}"
        case "month":
            return _month_in_words(start, short)
        case "quarter" | "half":
            year = calendars.containing(start, "financial-year")
            part = calendars.parts(year, period.grain).index(period) + 1
            return f"{'Q' if period.grain == 'quarter' else 'H'}{part} {_year_in_words(year)}"
        case "calendar-year":
            return f"{start.year}"
        case "financial-year" | "academic-year":
            words = _year_in_words(period)
            return words if short else f"{period.grain.replace('-', ' ')} {words}"
        case "range":
            whole_months = start.day == 1 and period.end.day == 1
            say = _month_in_words if whole_months else _day_in_words
            if say(start, short) == say(last, short):
                return say(start, short)
            return f"{say(start, short)} {'–' if short else 'to'} {say(last, short)}"


def label_to(calendars: Calendars, period: Period, told: str, short: bool = False) -> str:
    """See `Calendars.label_to`."""
    if told not in ("rolling-12", "ytd"):
        return label(calendars, period, short)
    whole_months = period.end.day == 1
    last = _month_in_words(period.last_day, short) if whole_months else _day_in_words(period.last_day, short)
    if told == "rolling-12":
        return f"{'12 months' if short else 'twelve months'} to {last}"
    year = calendars.year_to_date(period)
    if not whole_months or year.start.day != 1 or year.start.year != year.last_day.year:
        return label(calendars, year, short)
    first = MONTHS[year.start.month - 1]
    if year.start.month == year.last_day.month:
        return last
    return f"{first[:3] if short else first} {'–' if short else 'to'} {last}"


def read_label(
    calendars: Calendars,
    text: str,
    year: YearGrain,
    rules: tuple[LabelRule, ...],
    date_order: DateOrder | None,
    grain: Grain | None,
) -> ReadLabel:
    """The period and state that a label in a supplied file means.

    year: the measure's year type. It decides what bare and joined years are:

    - `2018` is the year of that type that *ends* in 2018 (a financial year from April 2017), for so publishers of
      financial and academic years label them: figures labelled 2025 are out before April 2025 to March 2026 is over.
    - `2015-16` is one financial or academic year, and for a calendar-year measure the range of the years 2015 and 2016,
      as `2014-16` is a range of three: rates pooled over three years are labelled by their first and last year.
    - `2014-16` of financial or academic years is refused: it may start in 2013 or 2014, and some count its last year in
      and some do not. `2013/14-15/16` is plain: three years.
    - `2015/16` of calendar years is refused: the file and the definition disagree about the year.

    grain: of the data set, where known. A date means the period of that grain in which it lies (absent: the month), and
    2010-11 or 201011 is a year rather than November where the grain is longer than a month; absent: refused.
    date_order: 01/03/2019 is refused without it. rules: patterns for the whole label, tried first, in order.
    A word after the label, as in `2025 (Rev)`, gives the state. BadPeriod with the reason for what is not read.
    """
    stated: State | None = None
    for rule in rules:
        found = re.fullmatch(rule.matches, text.strip())
        if not found:
            continue
        if rule.reject is not None:
            raise BadPeriod(f"It is rejected: {rule.reject}")
        stated = rule.state
        if rule.grain is not None:
            year, grain = _ruled_grain(rule.grain, year)
        if rule.period is not None:
            meant = _fill(rule, found)
            return ReadLabel(parse(calendars, meant, year, grain), stated)
        break
    bare, state = _without_state(text)
    reading = Reading(calendars, text.strip(), year, grain, date_order, supplied=True)
    return ReadLabel(read(reading, bare), stated or state)


def _ruled_grain(text: str, year: YearGrain) -> tuple[YearGrain, Grain]:
    """The year type and grain that a label rule's grain asks for; a rule of weeks leaves the year type as it was."""
    for grain in (*MONTHS_IN, "week", "range"):
        if text == grain:
            return next((kind for kind in get_args(YearGrain) if kind == grain), year), grain
    raise BadPeriod(f"A label rule names the grain '{text}', which there is not: write {', '.join(MONTHS_IN)} or week.")


def _fill(rule: LabelRule, found: re.Match[str]) -> str:
    try:
        return (rule.period or "").format(found[0], *found.groups(""), **found.groupdict(""))
    except (IndexError, KeyError, ValueError):
        raise BadPeriod(
            f"The label rule '{rule.matches}' writes its period as '{rule.period}', "
            "which uses a group that the pattern has not."
        ) from None


def _without_state(text: str) -> tuple[str, State | None]:
    bare, state = tidy(text), None
    after = re.fullmatch(r"(.*\d)\s*(?:\((.*)\)|\s([a-z]{3,}))", bare)
    if after:
        words = re.split(r"[\s,;/.]+", (after[2] if after[2] is not None else after[3]).strip(" ."))
        if all(word in STATES for word in words):
            return after[1], next((STATES[word] for word in words if STATES[word]), None)
        if after[2] is not None:
            raise BadPeriod(
                "It is not read, since what its words in brackets mean is not known: give the source a label rule."
            )
    return bare, state


def _day_in_words(day: date, short: bool) -> str:
    return f"{day.day} {_month_in_words(day, short)}"


def _month_in_words(day: date, short: bool) -> str:
    name = MONTHS[day.month - 1]
    return f"{name[:3] if short else name} {day.year}"


def _year_in_words(year: Period) -> str:
    start = year.start.year
    return f"{start}" if year.start.month == 1 else f"{start}/{(start + 1) % 100:02}"
