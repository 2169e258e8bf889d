"""A reading as a chart whose title is what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.ask.readings import Reading, breaks_in
from trigpoint.publish.charts import Chart, Point, ProcessLimits, line_over_time
from trigpoint.publish.from_answers import COUNTED, reading_figure, reading_status

HEIGHT = 210
"""Of a drawing, in pixels: so that three of them fit a page, each as wide as the text."""

LEAST_POINTS = 6
"""With fewer figures than this a line says less than the table does."""

UNITS = {"%": "per cent", "£": "pounds"}

NEWS = {"improvement": "better", "concern": "worse"}


def drawn(reading: Reading) -> bool:
    """Whether a reading makes a chart worth its room."""
    held = [value for _, value in reading.series if value is not None]
    return reading.terms.value_kind not in COUNTED and len(held) >= LEAST_POINTS


def chart_of(reading: Reading, where: str) -> Chart:
    """The series with its target and, where there are figures enough, the range of usual variation."""
    calendars = reading.definitions.calendars
    facts = reading.answered.facts
    shown = [i for i in reading.cells if facts.asked[i] <= reading.period]
    periods = [facts.asked[i] for i in shown]
    process = reading.process
    broken = set(breaks_in(reading.definitions, reading.indicator.code, periods))
    points = []
    for place, (i, period, mark) in enumerate(zip(shown, periods, process.points, strict=True)):
        cell, target = reading.answered.cell(i), reading.answered.target(i)
        points.append(
            Point(
                calendars.label(period, short=True),
                cell.value,
                calendars.label(period),
                nothing=cell.nothing,
                state=cell.state,
                target=target.value if target is not None else None,
                lower=cell.lower,
                upper=cell.upper,
                news=NEWS.get(mark.variation) if mark is not None else None,
                changed="Definition changed" if place in broken else "",
            )
        )
    limits = _limits(reading, len(points))
    unit = UNITS.get(reading.indicator.unit, reading.indicator.unit)
    said = [unit[0].upper() + unit[1:] if unit else "", where, f"to {calendars.label(periods[-1])}"]
    subtitle = ", ".join(part for part in said if part)
    if limits is not None:
        subtitle += ". Dotted lines: the range of usual variation"
    chart = line_over_time(
        title=finding(reading),
        subtitle=subtitle,
        points=points,
        unit=reading.indicator.unit,
        decimals=reading.indicator.decimals,
        limits=limits,
        height=HEIGHT,
    )
    return replace(chart, table=replace(chart.table, name=reading.indicator.name) if chart.table else None)


def finding(reading: Reading) -> str:
    """What the newest figure says, in one line."""
    name = reading.indicator.name
    label = reading.definitions.calendars.label(reading.period)
    if reading.overdue is not None:
        return f"{name}: nothing has come since {label}"
    figure = reading_figure(reading).text
    aim = f" against {reading.aim}" if reading.aim and reading.judgement.is_judged else ""
    news = f": {reading.news}" if reading.news else ""
    return f"{name}, {figure}{aim}, {reading_status(reading).text.lower()}{news}"


def _limits(reading: Reading, size: int) -> ProcessLimits | None:
    stretches = reading.process.limits
    if not stretches:
        return None

    def column(values: Sequence[tuple[int, int, float]]) -> list[float | None]:
        result: list[float | None] = [None] * size
        for start, end, value in values:
            result[start:end] = [value] * (end - start)
        return result

    # A count or a share cannot fall under nought, whatever the arithmetic of its limits says.
    floor = 0.0 if all(value >= 0 for _, value in reading.series if value is not None) else None
    return ProcessLimits(
        mean=column([(one.start, one.end, one.mean) for one in stretches]),
        lower=column(
            [(one.start, one.end, one.lower if floor is None else max(floor, one.lower)) for one in stretches]
        ),
        upper=column([(one.start, one.end, one.upper) for one in stretches]),
    )
