"""The main chart of an indicator, its finding in a sentence, and the table behind it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from trigpoint.ask.histories import COUNTED_KINDS, History
from trigpoint.ask.readings import breaks_in, has_figure, is_complete
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import AbsoluteTolerance, ImprovedOnLastYear, PercentageTolerance
from trigpoint.judge.numbers import Number, number_in_words
from trigpoint.judge.status import JUDGED
from trigpoint.manage.notes import Beside
from trigpoint.publish import charts
from trigpoint.publish.cells import Cell
from trigpoint.publish.charts import Chart
from trigpoint.publish.from_answers import compared_cell, figure_cell, said, status_cell, target_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.context import Context
from trigpoint.web.indicator.flags import flags
from trigpoint.web.links import explain_href

RECENT = 12
PERIOD_NOUNS = {
    "week": ("week", "weeks"), "month": ("month", "months"), "quarter": ("quarter", "quarters"),
    "half": ("half year", "half years"), "financial-year": ("year", "years"), "academic-year": ("year", "years"),
    "calendar-year": ("year", "years"), "ytd": ("figure to date", "figures to date"),
    "rolling-12": ("twelve-month figure", "twelve-month figures"),
}  # fmt: skip
GRAIN_WORDS = {
    "week": "By week", "month": "By month", "quarter": "By quarter", "half": "By half year", "financial-year": "By year",
    "academic-year": "By year", "calendar-year": "By year", "ytd": "Year to date", "rolling-12": "Last twelve months",
    "supplied": "As supplied",
}  # fmt: skip


def place_words(history: History) -> str:
    """The slice in words: Saltwythe, aged 65 and over; or the partnership where nothing is filtered."""
    names = [history.definitions.dimensions[dimension].name(member) for dimension, member in history.where]
    partnership = history.definitions.partnership
    return ", ".join(names) or (partnership.name if partnership else "the whole")


def subtitle(history: History) -> str:
    """What is drawn, its unit, its place and its span."""
    indicator, calendars = history.indicator, history.definitions.calendars
    periods = [history.reading.answered.facts.asked[i] for i in history.reading.cells]
    unit = f", {indicator.unit}" if indicator.unit else ""
    drawn = f"{indicator.name}{unit}, {place_words(history)}, "
    if len(periods) == 1:
        return drawn + history.reading.answered.label(periods[0])
    how = {"ytd": "year to date, ", "rolling-12": "twelve months to each month, "}.get(history.grain, "")
    return f"{drawn}{how}{calendars.label(periods[0])} to {calendars.label(periods[-1])}"


def finding(history: History) -> str:
    """What the series shows, as a sentence made from its figures."""
    reading = history.reading
    if not reading.has_figure:
        return f"There is no figure for {reading.answered.label_within(reading.period)}"
    recent = [
        i
        for i in reading.cells
        if reading.answered.facts.asked[i] <= reading.period
        and has_figure(reading.answered.cell(i))
        and (i == reading.at or is_complete(reading.answered.cell(i)))
    ]
    recent = recent[-RECENT:]
    if _without_target(history):
        return _moved(history, recent) + _news(history)
    judged = [j for i in recent if (j := reading.answered.judgement(i)).status in JUDGED]
    if len(judged) >= 2:
        return _against_target(history, [j.status in ("on_target", "exceeding") for j in judged]) + _news(history)
    return _moved(history, recent) + _news(history)


def _without_target(history: History) -> bool:
    """Whether the page says that there is no target here: then its chart must not draw one, nor speak of one.

    A target for a year falls on one figure to date a year, or one rolling figure: that is no line.
    """
    target = history.reading.target
    return history.grain in ("ytd", "rolling-12") and (target is None or not target.has_figure)


def _against_target(history: History, met: list[bool]) -> str:
    _, many = PERIOD_NOUNS.get(history.grain, ("period", "periods"))
    missed, count = met.count(False), len(met)
    last = f"the last {number_in_words(count)} {many} judged"
    word = {"high": "Below", "low": "Above"}.get(history.indicator.polarity, "Off")
    if history.indicator.value_kind in COUNTED_KINDS:
        word = "Short of"
    rule_set = history.reading.rule_set
    if rule_set is not None and isinstance(rule_set.rule, ImprovedOnLastYear):
        if not missed:
            return f"Better than a year before in each of {last}"
        return f"Worse than a year before in {'each' if missed == count else number_in_words(missed)} of {last}"
    if missed == 0:
        return f"On target in each of {last}"
    if missed == count:
        return f"{word} target in each of {last}"
    run = next((n for n, ok in enumerate(reversed(met)) if ok), count)
    if run == 0:
        return f"On target now, and {word.lower()} it in {number_in_words(missed)} of {last}"
    return f"{word} target in {number_in_words(missed)} of {last}"


def _moved(history: History, recent: list[int]) -> str:
    reading, terms = history.reading, history.reading.terms
    label = reading.answered.label_within
    values = [(reading.answered.facts.asked[i], reading.answered.cell(i).value) for i in recent]
    known = [(period, value) for period, value in values if value is not None]
    if reading.to_date:
        # Of what grows through the year, only the same year's figures can be told to have moved.
        start = history.definitions.calendars.containing(reading.period.start, "financial-year").start
        known = [(period, value) for period, value in known if period.start >= start]
    if len(known) < 2 or terms.value_kind in COUNTED_KINDS:
        cell = reading.cell
        words = said(cell, terms) or (terms.say(cell.value) if cell.value is not None else "")
        return f"{words} in {label(reading.period)}"
    (first, before), (last, now) = known[0], known[-1]
    if breaks_in(history.definitions, history.indicator.code, [first, last]):
        return f"{terms.say(now)} in {label(last)}, after a change of definition"
    if terms.say(before) == terms.say(now):
        return f"The same in {label(last)} as in {label(first)}: {terms.say(now)}"
    way = "Up" if now > before else "Down"
    return f"{way} from {terms.say(before)} in {label(first)} to {terms.say(now)} in {label(last)}"


def _news(history: History) -> str:
    """What the process chart found beside it; usual variation is no finding, and is said under the direction."""
    reading = history.reading
    return f": {reading.news}" if reading.process.variation in ("concern", "improvement") else ""


def main_chart(history: History, beside: Beside, *, limits: bool, compare: tuple[str, ...]) -> Chart | None:
    """The series drawn; None for kinds that are counted or told in words, and where there is no figure at all."""
    reading, indicator = history.reading, history.indicator
    facts = reading.answered.facts
    if indicator.value_kind in COUNTED_KINDS or all(facts.value[i] is None for i in reading.cells):
        return None
    points = _points(history, beside)
    lines = [
        charts.Line(history.definitions.comparison_name(code), [facts.compared[code][i] for i in reading.cells])
        for code in compare
        if any(facts.compared[code][i] is not None for i in reading.cells)
    ]
    if indicator.polarity == "range":
        lines += _range_lines(history)
    else:
        lines += _first_agreed(history)
    return charts.line_over_time(
        title=finding(history),
        subtitle=subtitle(history),
        points=points,
        name=place_words(history),
        unit=indicator.unit,
        decimals=indicator.decimals,
        comparators=lines,
        limits=_limits(history) if limits else None,
        notes=_chart_notes(history, limits),
    )


def _first_agreed(history: History) -> list[charts.Line]:
    """The target as it was first agreed, where it was revised since: it is never lost from sight."""
    if _without_target(history):
        return []
    targets = [history.reading.answered.target(i) for i in history.reading.cells]
    values = [t.original if t and t.revised and t.original != t.value else None for t in targets]
    return [charts.Line("Target as first agreed", values)] if any(v is not None for v in values) else []


def _range_lines(history: History) -> list[charts.Line]:
    if _without_target(history):
        return []
    targets = [history.reading.answered.target(i) for i in history.reading.cells]
    ends = (
        ("Least on target", [t.low if t else None for t in targets]),
        ("Most on target", [t.high if t else None for t in targets]),
    )
    return [charts.Line(name, values) for name, values in ends if any(v is not None for v in values)]


def _points(history: History, beside: Beside) -> list[charts.Point]:
    reading, calendars = history.reading, history.definitions.calendars
    facts = reading.answered.facts
    periods = [facts.asked[i] for i in reading.cells]
    breaks = breaks_in(history.definitions, history.indicator.code, periods)
    news, aimed = reading.process.points, not _without_target(history)
    notes = flags(history, beside, periods)
    restated = {}
    for one in history.corrections:  # newest first: the last written is the figure as it first stood
        restated[one.period] = one.before.value
    points = []
    for at, i in enumerate(reading.cells):
        cell = reading.answered.cell(i)
        target = reading.answered.target(i)
        aim = target.value if aimed and target is not None and history.indicator.polarity != "range" else None
        told = news[at] if at < len(news) else None
        points.append(
            charts.Point(
                label=calendars.label(periods[at], short=True),
                value=cell.value,
                period=reading.answered.label(periods[at]),
                nothing=cell.nothing,
                state=cell.state,
                target=aim,
                amber=_amber(history, aim),
                lower=cell.lower,
                upper=cell.upper,
                news={"improvement": "better", "concern": "worse"}.get(told.variation) if told else None,
                restated_from=restated.get(periods[at]),
                note=notes.get(periods[at], ""),
                changed=_change_words(history, periods[at]) if at in breaks else "",
            )
        )
    return points


def _change_words(history: History, period: Period) -> str:
    version = history.definitions.version_on(history.indicator.code, period.last_day)
    return (version.note if version else "") or "The definition changed"


def _amber(history: History, aim: Decimal | None) -> Decimal | None:
    """The edge of the tolerance, where the rule has one that is told by the target alone."""
    rule_set = history.reading.rule_set
    if aim is None or rule_set is None:
        return None
    match rule_set.rule:
        case AbsoluteTolerance(amber=amber):
            reach = amber
        case PercentageTolerance(amber_percent=percent):
            reach = abs(aim) * percent / 100
        case _:
            return None
    if not reach:
        return None
    match history.indicator.polarity:
        case "high":
            return aim - reach
        case "low":
            return aim + reach
        case _:
            return None


def _limits(history: History) -> charts.ProcessLimits | None:
    process, count = history.reading.process, len(history.reading.cells)
    if not process.limits:
        return None
    columns: list[list[Number | None]] = [[None] * count for _ in range(3)]
    for one in process.limits:
        for at in range(one.start, min(one.end, count)):
            columns[0][at], columns[1][at], columns[2][at] = one.mean, one.lower, one.upper
    return charts.ProcessLimits(*columns)


def _chart_notes(history: History, limits: bool) -> tuple[str, ...]:
    reading = history.reading
    notes = []
    if limits and reading.process.limits:
        notes.append(f"Usual range: mean and natural process limits (XmR). The newest figure: {reading.chart_words}.")
    if history.corrections:
        count = len({one.period for one in history.corrections})
        notes.append(
            f"{number_in_words(count, start=True)} of these figures {'was' if count == 1 else 'were'} restated: see Corrections."
        )
    return tuple(notes)


def series_table(history: History, context: Context, compare: tuple[str, ...], framework: str | None) -> Table:
    """The series as a table, newest first: the twin of the chart and what is downloaded."""
    reading, indicator = history.reading, history.indicator
    answered, facts = reading.answered, reading.answered.facts
    partnership = history.definitions.partnership
    words = partnership.status_words if partnership else None
    ratio = any(facts.denominator[i] is not None for i in reading.cells)
    columns = [
        Column("period", "Period", "link", sort=False),
        Column("value", indicator.short_name or "Value", "figure", indicator.unit, indicator.decimals, sort=False),
    ]
    if ratio:
        columns += [
            Column("numerator", "Numerator", "number", sort=False),
            Column("denominator", "Denominator", "number", sort=False),
        ]
    columns += [Column("target", "Target", sort=False), Column("status", "Status", "status", sort=False)]
    columns += [
        Column(
            f"vs-{code}",
            history.definitions.comparison_name(code),
            "figure",
            indicator.unit,
            indicator.decimals,
            sort=False,
        )
        for code in compare
    ]
    grain = history.grain if history.grain in ("ytd", "rolling-12") else None
    rows: list[dict[str, Cell]] = []
    for i in reversed(reading.cells):
        period = facts.asked[i]
        href = explain_href(context, indicator.code, period, history.where, framework=framework, grain=grain)
        row: dict[str, Cell] = {
            "period": answered.label(period),
            "value": figure_cell(answered, i, href, beside_target=True),
            "target": target_cell(answered, i),
            "status": status_cell(answered.judgement(i), words),
        }
        if i == reading.at:
            row["_class"] = "row-ours"
        if ratio:
            row |= {"numerator": facts.numerator[i], "denominator": facts.denominator[i]}
        for code in compare:
            row[f"vs-{code}"] = compared_cell(answered, i, code)
        rows.append(row)
    return Table(subtitle(history), tuple(columns), rows, name=f"{indicator.code}-{context_name(history)}")


def context_name(history: History) -> str:
    """The slice as part of a file's name."""
    return "-".join(member for _, member in history.where) or "all"


def with_table(chart: Chart, table: Table | None) -> Chart:
    """The chart with another table as its twin; None where its table stands beneath it anyway."""
    return replace(chart, table=table)
