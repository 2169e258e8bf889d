"""Where a figure comes from and how places differ: the breakdown, and the gap between its ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trigpoint.ask.answered import Answered
from trigpoint.ask.histories import COUNTED_KINDS, Cut, History, Members
from trigpoint.ask.readings import breaks_in
from trigpoint.cube.answer import Cell as AnswerCell
from trigpoint.judge.direction import direction
from trigpoint.judge.numbers import number_in_words
from trigpoint.judge.status import JUDGED
from trigpoint.publish import charts
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.charts import Chart
from trigpoint.publish.charts.chart import BadChart
from trigpoint.publish.from_answers import direction_cell, figure_cell, status_cell, target_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.context import Context
from trigpoint.web.indicator.intervals import interval
from trigpoint.web.indicator.series import place_words
from trigpoint.web.links import explain_href, indicator_href

MOST_DOTS = 40


@dataclass(frozen=True)
class Section:
    """A part of the page. finding: its sentence. note: what must be known beside it. empty: why there is nothing."""

    finding: str
    chart: Chart | None = None
    table: Table | None = None
    gap: Chart | None = None
    note: str = ""
    empty: str = ""


def where_section(history: History, context: Context, framework: str | None) -> Section | None:
    """The breakdown of the figure that stands, member by member; None where there is none to be had."""
    members = history.places
    if members is None:
        return None
    cells = members.at(members.period)
    if not cells:
        return Section("", empty=f"There are no figures by {members.cut.name.lower()} for {label_of(members)}.")
    before = members.at(members.before) if members.before is not None else {}
    table = _members_table(history, members, cells, before, context, framework)
    finding = _finding(history, members, cells)
    chart, note = _dots(history, members, cells, finding)
    gap = _gap(history, members) if members.cut.ordered else None
    return Section(finding, chart, table, gap, note)


def label_of(members: Members) -> str:
    """The period of the members' figures, as people say it."""
    return members.answered.label(members.period)


def name_of(history: History, cut: Cut, code: str) -> str:
    """What a member is called."""
    return history.definitions.dimensions[cut.dimension].name(code)


def _members_table(
    history: History,
    members: Members,
    cells: dict[str, int],
    before: dict[str, int],
    context: Context,
    framework: str | None,
) -> Table:
    indicator, cut, answered = history.indicator, members.cut, members.answered
    partnership = history.definitions.partnership
    words = partnership.status_words if partnership else None
    terms = answered.terms(indicator.code)
    ratio = any(answered.cell(i).denominator is not None for i in cells.values())
    columns = [
        Column("member", cut.name, "link"),
        Column("value", indicator.short_name or "Value", "figure", indicator.unit, indicator.decimals),
    ]
    if ratio:
        columns += [Column("numerator", "Numerator", "number"), Column("denominator", "Denominator", "number")]
    columns += [Column("target", "Target"), Column("status", "Status", "status")]
    if before and indicator.value_kind not in COUNTED_KINDS:
        columns.append(Column("change", "Direction", "direction"))
    rows: list[dict[str, Cell]] = []
    grain = history.grain if history.grain in ("ytd", "rolling-12") else None
    comparable = members.before is not None and not breaks_in(
        history.definitions, indicator.code, [members.before, members.period]
    )
    for code, i in cells.items():
        pair = ((cut.dimension, code),)
        known = code in history.definitions.dimensions[cut.dimension].members
        lead = indicator_href(context, indicator.code, framework=framework, where=pair) if known else ""
        explained = explain_href(
            context, indicator.code, members.period, history.where, pair, framework=framework, grain=grain
        ) if known or code == "unknown" else ""  # fmt: skip
        cell = answered.cell(i)
        row: dict[str, Cell] = {
            "member": Link(name_of(history, cut, code), lead),
            "value": _with_interval(figure_cell(answered, i, explained, beside_target=True), cell, history),
            "target": target_cell(answered, i),
            "status": status_cell(answered.judgement(i), words),
        }
        if ratio:
            row |= {"numerator": cell.numerator, "denominator": cell.denominator}
        if before and "change" in {column.key for column in columns}:
            earlier = answered.cell(before[code]).value if code in before else None
            way = direction(cell.value, earlier, terms, target=answered.target(i), comparable_figures=comparable)
            row["change"] = direction_cell(way)
        rows.append(row)
    caption = f"{indicator.name} by {cut.name.lower()}, {place_words(history)}, {label_of(members)}"
    return Table(caption, tuple(columns), rows, name=f"{indicator.code}-by-{cut.level}")


def _with_interval(figure: Figure, cell: AnswerCell, history: History) -> Figure:
    ends = interval(cell, history)
    if figure.lower is not None or ends is None:
        return figure
    return replace(figure, lower=ends[0], upper=ends[1])


def _finding(history: History, members: Members, cells: dict[str, int]) -> str:
    answered, indicator, cut = members.answered, history.indicator, members.cut
    terms = answered.terms(indicator.code)
    cells = themselves(history, cut, cells)
    judged = [(code, j) for code, i in cells.items() if (j := answered.judgement(i)).status in JUDGED]
    if judged:
        off = [code for code, j in judged if j.status in ("off_target", "within_tolerance")]
        if len(judged) > 1:
            named = f": {name_of(history, cut, off[0])}" if len(off) == 1 else ""
            return _missed(len(off), len(judged), len(cells), cut) + named
        if not off:
            return "It meets its target"
    known = [
        (code, v)
        for code, i in cells.items()
        if (v := answered.cell(i).value) is not None and indicator.value_kind not in COUNTED_KINDS
    ]
    if len(known) < 2:
        return f"By {cut.name.lower()}, {label_of(members)}"
    (low, least), (high, most) = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    if cut.ordered:
        (first, a), (last, b) = known[0], known[-1]
        return f"From {terms.say(a)} ({name_of(history, cut, first)}) to {terms.say(b)} ({name_of(history, cut, last)})"
    return (
        f"From {terms.say(least)} in {name_of(history, cut, low)} to {terms.say(most)} in {name_of(history, cut, high)}"
    )


def themselves(history: History, cut: Cut, cells: dict[str, int]) -> dict[str, int]:
    """The cells of the cut's own members: those in no district are shown beside the districts, and are not one."""
    return {code: i for code, i in cells.items() if code in history.definitions.dimensions[cut.dimension].members}


def _missed(off: int, judged: int, there_are: int, cut: Cut) -> str:
    """How many miss the target, of those that are judged: all five districts, two of five districts."""
    several = f"{number_in_words(judged)} {cut.plural.lower()}{' that are judged' if judged < there_are else ''}"
    whole = f"Both {several.removeprefix('two ')}" if judged == 2 else f"All {several}"
    if off == 0:
        return f"{whole} meet the target"
    if off == judged:
        return f"{whole} miss the target"
    return f"{number_in_words(off, start=True)} of {several} {'misses' if off == 1 else 'miss'} the target"


def _dots(history: History, members: Members, cells: dict[str, int], finding: str) -> tuple[Chart | None, str]:
    indicator, cut, answered = history.indicator, members.cut, members.answered
    if indicator.value_kind in COUNTED_KINDS:
        return None, ""
    if all(answered.cell(i).value is None for i in cells.values()):
        return None, "None of them has a figure that may be shown; the table says why."
    chosen, note = list(cells.items()), ""
    if len(chosen) > MOST_DOTS:
        known = [pair for pair in chosen if answered.cell(pair[1]).value is not None]
        worst_first = sorted(
            known, key=lambda pair: float(answered.cell(pair[1]).value or 0), reverse=indicator.polarity != "high"
        )
        chosen = worst_first[: MOST_DOTS // 2]
        which = {"high": "lowest", "low": "highest"}.get(indicator.polarity, "highest")
        note = f"The chart shows the {number_in_words(len(chosen))} {which} of {number_in_words(len(themselves(history, cut, cells)))} {cut.plural.lower()}; the table has all of them."
    drawn = []
    for code, i in chosen:
        cell, ends = answered.cell(i), interval(answered.cell(i), history)
        status = answered.judgement(i).status
        drawn.append(
            charts.Member(
                name_of(history, cut, code), cell.value, ends[0] if ends else None, ends[1] if ends else None,
                status if status in JUDGED or status in ("incomplete", "too_small") else None, cell.nothing,
            )
        )  # fmt: skip
    intervals = ", 95% intervals" if any(m.lower is not None for m in drawn) else ""
    whole = history.reading.cell.value
    same = history.reading.period == members.period and whole is not None and _is_rate(answered, cells)
    try:
        chart = charts.dot_plot(
            title=finding,
            subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, {place_words(history)}, {label_of(members)}{intervals}",
            members=drawn,
            unit=indicator.unit,
            decimals=indicator.decimals,
            reference=whole if same else None,
            reference_name=place_words(history) if same else "",
            keep_order=cut.ordered,
        )  # fmt: skip
    except BadChart:
        return None, "Two of them have the same name, so they are told apart only in the table."
    return chart, note


def _is_rate(answered: Answered, cells: dict[str, int]) -> bool:
    """Whether the whole is on the members' own scale: a rate is, a count is not."""
    kinds = answered.definitions.indicators[answered.facts.question.indicators[0]].value_kind
    return kinds in ("percentage", "ratio", "duration") or any(
        answered.cell(i).denominator is not None for i in cells.values()
    )


def _gap(history: History, members: Members) -> Chart | None:
    """The first and the last of members that have an order, over time: does the gap widen?"""
    indicator, cut, answered = history.indicator, members.cut, members.answered
    if indicator.value_kind in COUNTED_KINDS or not answered.facts.members:
        return None
    order = list(themselves(history, cut, members.at(members.period)))
    if len(order) < 2:
        return None
    ends = (order[0], order[-1])
    periods = [p for p in members.periods if p <= members.period]
    columns = {
        code: [answered.cell(i).value if (i := members.at(p).get(code)) is not None else None for p in periods]
        for code in ends
    }
    both = [
        (p, a, b)
        for p, a, b in zip(periods, columns[ends[0]], columns[ends[1]], strict=True)
        if a is not None and b is not None
    ]
    if len(both) < 3 or breaks_in(history.definitions, indicator.code, [both[0][0], both[-1][0]]):
        return None
    calendars, terms = history.definitions.calendars, answered.terms(indicator.code)
    (first, a, b), (last, c, d) = both[0], both[-1]
    was, now = abs(float(a) - float(b)), abs(float(c) - float(d))
    word = "has widened" if now > was else "has narrowed"
    if terms.say_size(was) == terms.say_size(now):
        word = "is as it was"
    names = [name_of(history, cut, code) for code in ends]
    return charts.line_over_time(
        title=f"The gap between {names[0]} and {names[1]} {word}: {terms.say_size(was)} in {answered.label_within(first)}, {terms.say_size(now)} in {answered.label_within(last)}",
        subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, {place_words(history)}",
        points=[charts.Point(calendars.label(p, short=True), v, answered.label(p)) for p, v in zip(periods, columns[ends[0]], strict=True)],
        name=names[0],
        unit=indicator.unit,
        decimals=indicator.decimals,
        comparators=[charts.Line(names[1], columns[ends[1]])],
    )  # fmt: skip
