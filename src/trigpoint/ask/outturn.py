"""What the year of a reading comes to: its outturn, as a forecast from the figures so far."""

from __future__ import annotations

from decimal import Decimal

from trigpoint.ask.answered import measures_of
from trigpoint.ask.histories import COUNTED_KINDS
from trigpoint.ask.readings import Reading, breaks_in, is_complete
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.forecast import Forecast, forecast
from trigpoint.judge.numbers import Number

PERIODS_A_YEAR = {"month": 12, "quarter": 4}


def outturn_forecast(reading: Reading) -> tuple[Forecast | None, str]:
    """The year's outturn, where the indicator is reported within the year and its parts make a year."""
    definitions, indicator = reading.definitions, reading.indicator
    periods = PERIODS_A_YEAR.get(indicator.grain)
    if (
        periods is None
        or reading.answered.facts.question.grain != indicator.grain
        or indicator.value_kind in COUNTED_KINDS
        or not reading.has_figure
    ):
        return None, ""
    calendars, facts = definitions.calendars, reading.answered.facts
    year = calendars.containing(reading.period.start, "financial-year")
    held = [i for i in reading.cells if year.start <= facts.asked[i].start and facts.asked[i] <= reading.period]
    asked = [facts.asked[i] for i in held]
    if not asked or asked[0].start != year.start or breaks_in(definitions, indicator.code, asked):
        return None, ""
    outturn = _outturn(definitions, indicator)
    if outturn is None:
        return None, ""
    checked = definitions.checked(indicator.code, reading.period.last_day)
    target = reading.answered.year_target(reading.at, year)
    if outturn == "ratio":
        scale = checked.scale if checked else Decimal(1)
        points = [None if (n := facts.numerator[i]) is None else n * scale for i in held]
        bases = [facts.denominator[i] for i in held]
        made = forecast(points, reading.terms, target, periods=periods, outturn="ratio", bases=bases)
    else:
        made = forecast(
            [facts.value[i] for i in held], reading.terms, target, periods=periods, outturn=outturn,
            year_before=_year_before(reading, year),
        )  # fmt: skip
    return made, calendars.label(year)


def _year_before(reading: Reading, year: Period) -> list[Number | None]:
    """The figures of the year before within the series, where none is incomplete or worked out otherwise."""
    definitions, facts = reading.definitions, reading.answered.facts
    before = definitions.calendars.shift(year, -1)
    held = [i for i in reading.cells if before.start <= facts.asked[i].start and facts.asked[i].end <= before.end]
    if breaks_in(definitions, reading.indicator.code, [facts.asked[i] for i in held] + [year]):
        return []
    return [facts.value[i] if is_complete(reading.answered.cell(i)) else None for i in held]


def _outturn(definitions: Definitions, indicator: Indicator):
    measures = [m for _, m in measures_of(definitions, indicator.code)]
    checked = definitions.checked(indicator.code)
    if checked is None or any(m.over_time in ("none", "distinct") for m in measures):
        return None
    if checked.denominator is not None:
        # A year's ratio of sums is the pooled one only where both sides are added up over the year.
        summed = all(m.over_time == "sum" for m in measures)
        return "ratio" if summed and indicator.ratio == "of-sums" else None
    rules = {m.over_time for m in measures}
    if len(rules) != 1:
        return None
    rule = rules.pop()
    return rule if rule in ("sum", "mean", "last") else None
