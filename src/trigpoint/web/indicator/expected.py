"""What the lead of an indicator expects its year to come to, beside what is calculated, and the form to say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trigpoint.ask.histories import History
from trigpoint.ask.outturns import years_of
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.forecasts import UNTOLD, may_forecast, told_of
from trigpoint.mistakes import Mistake
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class YearExpected:
    """One year: what is expected of it now, and what was before, newest first. when: (sentence, day)."""

    label: str
    words: str
    when: str
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Expectation:
    """years: newest first. now: of the year that runs, '' where nobody says anything. may_write: whether there is a form."""

    years: tuple[YearExpected, ...]
    now: str
    may_write: bool


def expectation(here: Visit, history: History) -> Expectation:
    """All of it, in one query, and one more for whoever may write it."""
    definitions, code = history.definitions, history.indicator.code
    terms = history.reading.terms
    told = told_of(here.viewer, code, history.where, known_at=here.known_at)
    running = definitions.calendars.containing(here.context.as_at or here.today, "financial-year")
    found = {}
    for year, several in told.items():
        said = [(one.words(terms), f"{one.row.at:%-d %B %Y}") for one in several]
        found[year] = YearExpected(_label(definitions, code, year), *said[0], tuple(said[1:]))
    may_write = (
        here.known_at is None
        and bool(years_offered(here.definitions, code, here.today))
        and may_forecast(here.viewer, code)
    )
    return Expectation(tuple(found.values()), found[running.code].words if running.code in found else "", may_write)


def years_offered(definitions: Definitions, code: str, today: date) -> list[tuple[str, str]]:
    """(code, label) of the years that may be forecast: the one that runs, the next and the last; none where a year cannot be
    told as a figure."""
    indicator = definitions.indicators[code]
    if indicator.value_kind in UNTOLD:
        return []
    calendars = definitions.calendars
    running = calendars.containing(today, "financial-year")
    years = [running, calendars.shift(running, 1), calendars.shift(running, -1)]
    return [(year.code, _said(definitions, own, year)) for year, own in years_of(definitions, indicator, years).items()]


def _said(definitions: Definitions, own: Period, year: Period) -> str:
    label = definitions.calendars.label(own)
    return label if own.grain.endswith("-year") else f"{definitions.calendars.label(year)} (by {label})"


def _label(definitions: Definitions, code: str, year: str) -> str:
    try:
        period = definitions.calendars.parse(year, grain="financial-year")
    except Mistake:
        return year
    own = years_of(definitions, definitions.indicators[code], [period]).get(period)
    return definitions.calendars.label(period) if own is None else _said(definitions, own, period)
