"""Where a figure comes from and how places differ: the breakdown, the gap between its ends, and who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from trigpoint.ask.answered import Answered
from trigpoint.ask.histories import COUNTED_KINDS, Cut, History, Members
from trigpoint.ask.readings import breaks_in
from trigpoint.cube.answer import Cell as AnswerCell
from trigpoint.judge.compare import quarters, ranks, wilson
from trigpoint.judge.direction import direction
from trigpoint.judge.numbers import Number, number_in_words
from trigpoint.judge.status import JUDGED
from trigpoint.publish import charts
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.charts import Chart
from trigpoint.publish.charts.chart import BadChart
from trigpoint.publish.from_answers import direction_cell, figure_cell, status_cell, target_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.context import Context
from trigpoint.web.indicator.series import comparison_name, place_words
from trigpoint.web.links import explain_href, indicator_href

MOST_DOTS = 40
LEAST_FOR_QUARTERS = 8
MEASURED = frozenset({"£", "€", "$", "tonnes", "kg", "hours", "days", "minutes", "seconds", "FTE", "%"})
"""Units of amounts: a share of pounds or tonnes is no proportion of people, and has no interval of that kind."""


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
        return Section("", empty=f"There are no figures by {members.cut.name.lower()} for {_label(history, members)}.")
    before = members.at(members.before) if members.before is not None else {}
    table = _members_table(history, members, cells, before, context, framework)
    finding = _finding(history, members, cells)
    chart, note = _dots(history, members, cells, finding)
    gap = _gap(history, members) if members.cut.ordered else None
    return Section(finding, chart, table, gap, note)


def _label(history: History, members: Members) -> str:
    return history.definitions.calendars.label(members.period)


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
            "value": _with_interval(figure_cell(answered, i, explained), cell, history),
            "target": target_cell(answered.target(i), terms),
            "status": status_cell(answered.judgement(i), words),
        }
        if ratio:
            row |= {"numerator": cell.numerator, "denominator": cell.denominator}
        if before and "change" in {column.key for column in columns}:
            earlier = answered.cell(before[code]).value if code in before else None
            way = direction(cell.value, earlier, terms, target=answered.target(i), comparable_figures=comparable)
            row["change"] = direction_cell(way)
        rows.append(row)
    caption = f"{indicator.name} by {cut.name.lower()}, {place_words(history)}, {_label(history, members)}"
    return Table(caption, tuple(columns), rows, name=f"{indicator.code}-by-{cut.level}")


def _with_interval(figure: Figure, cell: AnswerCell, history: History) -> Figure:
    ends = interval(cell, history)
    if figure.lower is not None or ends is None:
        return figure
    return replace(figure, lower=ends[0], upper=ends[1])


def interval(cell: AnswerCell, history: History) -> tuple[Number, Number] | None:
    """The 95% interval: as supplied; else, for a share of people or things counted, Wilson's. None for all others."""
    if cell.lower is not None and cell.upper is not None:
        return cell.lower, cell.upper
    if cell.value is None or history.indicator.value_kind != "percentage":
        return None
    if cell.base is not None and cell.base > 0 and 0 <= cell.value <= 100:
        found = wilson(float(cell.value) / 100 * cell.base, cell.base, scale=100.0)
        return (found.lower, found.upper) if found else None
    checked = history.definitions.checked(history.indicator.code, cell.period.last_day)
    if checked is None or checked.scale != 100 or cell.numerator is None or not cell.denominator:
        return None
    measures = [
        history.definitions.measure(c.data_set, c.measure) for c in checked_components(history, cell.period.last_day)
    ]
    if any(m is None or m.unit in MEASURED or m.value_kind != "number" or m.over_members != "sum" for m in measures):
        return None
    if not 0 <= cell.numerator <= cell.denominator:
        return None
    found = wilson(cell.numerator, cell.denominator, scale=100.0)
    return (found.lower, found.upper) if found else None


def checked_components(history: History, day: date):
    """The components of the formula in force on a day."""
    version = history.definitions.version_on(history.indicator.code, day)
    return history.definitions.formula(version.formula).components if version else ()


def _finding(history: History, members: Members, cells: dict[str, int]) -> str:
    answered, indicator, cut = members.answered, history.indicator, members.cut
    terms = answered.terms(indicator.code)
    judged = [(code, j) for code, i in cells.items() if (j := answered.judgement(i)).status in JUDGED]
    if judged:
        off = [code for code, j in judged if j.status in ("off_target", "within_tolerance")]
        if not off:
            return (
                f"All {len(judged)} {cut.plural.lower()} with a target meet it"
                if len(judged) > 1
                else "It meets its target"
            )
        if len(judged) > 1:
            named = f": {name_of(history, cut, off[0])}" if len(off) == 1 else ""
            return (
                f"{number_in_words(len(off), start=True)} of {len(judged)} {cut.plural.lower()} miss the target{named}"
            )
    tree = history.definitions.dimensions[cut.dimension]
    known = [
        (code, v)
        for code, i in cells.items()
        if (v := answered.cell(i).value) is not None
        and indicator.value_kind not in COUNTED_KINDS
        and code in tree.members
    ]
    if len(known) < 2:
        return f"By {cut.name.lower()}, {_label(history, members)}"
    (low, least), (high, most) = min(known, key=lambda k: k[1]), max(known, key=lambda k: k[1])
    if cut.ordered:
        (first, a), (last, b) = known[0], known[-1]
        return f"From {terms.say(a)} ({name_of(history, cut, first)}) to {terms.say(b)} ({name_of(history, cut, last)})"
    return (
        f"From {terms.say(least)} in {name_of(history, cut, low)} to {terms.say(most)} in {name_of(history, cut, high)}"
    )


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
        note = f"The chart shows the {len(chosen)} {which} of {len(cells)} {cut.plural.lower()}; the table has all of them."
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
            subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, {place_words(history)}, {_label(history, members)}{intervals}",
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
    order = list(members.at(members.period))
    order = [code for code in order if code in history.definitions.dimensions[cut.dimension].members]
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
        title=f"The gap between {names[0]} and {names[1]} {word}: {terms.say_size(was)} in {calendars.label(first)}, {terms.say_size(now)} in {calendars.label(last)}",
        subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, {place_words(history)}",
        points=[charts.Point(calendars.label(p, short=True), v, calendars.label(p)) for p, v in zip(periods, columns[ends[0]], strict=True)],
        name=names[0],
        unit=indicator.unit,
        decimals=indicator.decimals,
        comparators=[charts.Line(names[1], columns[ends[1]])],
    )  # fmt: skip


def others_section(history: History, compare: Sequence[str]) -> Section | None:
    """Where we stand: among all members of our level, and against each comparator."""
    members, indicator = history.others, history.indicator
    comparators = _comparators_table(history)
    if members is None or indicator.value_kind in COUNTED_KINDS:
        return Section("Beside what it is compared with", table=comparators) if comparators else None
    cells = members.at(members.period)
    codes, terms = list(cells), members.answered.terms(indicator.code)
    values = [members.answered.cell(cells[code]).value for code in codes]
    if history.ours not in cells or sum(v is not None for v in values) < 2:
        return Section("Beside what it is compared with", table=comparators) if comparators else None
    at = codes.index(history.ours)
    ours, name = values[at], name_of(history, members.cut, history.ours)
    rank, quarter = ranks(values, indicator.polarity)[at], quarters(values, indicator.polarity)[at]
    count = sum(v is not None for v in values)
    note = ""
    if ours is None:
        finding = f"{name} has no figure to stand among {count} {members.cut.plural.lower()}"
    elif indicator.polarity in ("high", "low"):
        finding = f"{name} is {_ordinal(rank or 0)} of {count} {members.cut.plural.lower()}, the first being the best"
        if quarter is not None and count >= LEAST_FOR_QUARTERS:
            note = f"In the {['best', 'second', 'third', 'worst'][quarter - 1]} quarter (quartiles by Hyndman and Fan's method 7)."
    else:
        finding = f"{name} is {_ordinal(rank or 0)} highest of {count} {members.cut.plural.lower()}"
    try:
        chart = charts.strip(
            title=finding,
            subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, all {members.cut.plural.lower()}, {_label(history, members)}",
            members=[
                charts.Member(name_of(history, members.cut, code), value, nothing=members.answered.cell(cells[code]).nothing, ours=code == history.ours)
                for code, value in zip(codes, values, strict=True)
            ],
            unit=indicator.unit,
            decimals=indicator.decimals,
        )  # fmt: skip
    except BadChart:
        chart = None
    del terms
    return Section(finding, chart, comparators, note=note)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _comparators_table(history: History) -> Table | None:
    facts, reading, indicator = history.reading.answered.facts, history.reading, history.indicator
    rows: list[dict[str, Cell]] = []
    for code in dict.fromkeys([*history.compare, "last-year"]):
        column = facts.compared.get(code)
        value = column[reading.at] if column else None
        if value is None:
            continue
        way = direction(reading.cell.value, value, reading.terms, target=reading.target)
        comparator = history.definitions.comparators.get(code)
        rows.append(
            {
                "name": comparator.name if comparator else comparison_name(history, code),
                "value": Figure(value, indicator.unit, indicator.decimals),
                "ours": Figure(reading.cell.value, indicator.unit, indicator.decimals, reading.cell.nothing),
                "way": direction_cell(way),
            }
        )
    if not rows:
        return None
    label = history.definitions.calendars.label(reading.period)
    columns = (
        Column("name", "Compared with"),
        Column("value", "Its figure", "figure", indicator.unit, indicator.decimals),
        Column("ours", "Ours", "figure", indicator.unit, indicator.decimals),
        Column("way", "We are", "direction"),
    )
    return Table(
        f"{indicator.name}, {place_words(history)}, {label}, beside what it is compared with",
        columns,
        rows,
        name=f"{indicator.code}-compared",
    )


def moved_section(history: History) -> Section | None:
    """What the change from the period before is made of: exact for what is added up, and shown in its parts for a ratio."""
    members, indicator = history.places, history.indicator
    if members is None or members.before is None or indicator.value_kind in COUNTED_KINDS:
        return None
    reading, calendars = history.reading, history.definitions.calendars
    now, before = members.at(members.period), members.at(members.before)
    whole_before = reading.answered.cell(reading.answered.index[indicator.code, (), members.before])
    whole = reading.cell
    if whole.value is None or whole_before.value is None:
        return None
    names = calendars.label(members.before), calendars.label(members.period)
    if breaks_in(history.definitions, indicator.code, [members.before, members.period]):
        return Section(
            "", empty=f"The definition changed between {names[0]} and {names[1]}, so the change has no parts to show."
        )
    if whole.denominator is not None:
        return _ratio_parts(history, members, now, before, whole_before, names)
    checked = history.definitions.checked(indicator.code, members.period.last_day)
    if checked is None or not checked.additive or indicator.value_kind not in ("number", "money", "duration"):
        return None
    parts = []
    for code, i in now.items():
        value = members.answered.cell(i).value
        earlier = members.answered.cell(before[code]).value if code in before else None
        if value is None and earlier is None:
            continue
        if value is None or earlier is None:
            return Section(
                "",
                empty=f"Some {members.cut.plural.lower()} have no figure for one of the two periods, so the change cannot be told apart by them.",
            )
        parts.append((code, value - earlier))
    if len(parts) < 2:
        return None
    if abs(float(sum(p for _, p in parts)) - float(whole.value - whole_before.value)) > 1e-6 * max(
        1.0, abs(float(whole.value))
    ):
        return Section(
            "",
            empty=f"{members.cut.plural} may not be added up to the whole, so the change cannot be told apart by them.",
        )
    parts.sort(key=lambda part: -abs(part[1]))
    shown, rest = parts[:8], parts[8:]
    amounts = [charts.Contribution(name_of(history, members.cut, code), amount) for code, amount in shown]
    if rest:
        amounts.append(charts.Contribution(f"{len(rest)} others", sum(amount for _, amount in rest)))
    change = whole.value - whole_before.value
    terms = reading.terms
    if change == 0:
        finding = f"No change from {names[0]} to {names[1]}, though its parts moved"
    else:
        first = max((p for p in parts if (p[1] > 0) == (change > 0)), key=lambda p: abs(p[1]), default=parts[0])
        finding = f"{name_of(history, members.cut, first[0])} moved most with it: {terms.say_size(first[1])} of {terms.say_size(change)} {'more' if change > 0 else 'fewer'}"
    table = Table(
        f"{indicator.name} by {members.cut.name.lower()}, {names[0]} to {names[1]}",
        (Column("member", members.cut.name), Column("change", "Change", "figure", indicator.unit, indicator.decimals)),
        [{"member": name_of(history, members.cut, code), "change": Figure(amount, indicator.unit, indicator.decimals, signed=True)} for code, amount in parts],
        name=f"{indicator.code}-change",
    )  # fmt: skip
    try:
        chart = charts.contributions(
            title=finding, subtitle=f"{indicator.name}, {place_words(history)}, {names[0]} to {names[1]}",
            before=whole_before.value, before_name=names[0], after=whole.value, after_name=names[1], parts=amounts,
            unit=indicator.unit, decimals=indicator.decimals,
        )  # fmt: skip
    except BadChart:
        chart = None
    return Section(finding, chart, table)


def _ratio_parts(
    history: History,
    members: Members,
    now: dict[str, int],
    before: dict[str, int],
    whole_before: AnswerCell,
    names: tuple[str, str],
) -> Section:
    """A ratio's change is not the sum of its members' changes: its numerators and denominators are shown, no more."""
    indicator, whole = history.indicator, history.reading.cell
    columns = (
        Column("member", members.cut.name),
        Column("n0", f"Numerator, {names[0]}", "number"), Column("n1", f"Numerator, {names[1]}", "number"),
        Column("d0", f"Denominator, {names[0]}", "number"), Column("d1", f"Denominator, {names[1]}", "number"),
        Column("v0", names[0], "figure", indicator.unit, indicator.decimals),
        Column("v1", names[1], "figure", indicator.unit, indicator.decimals),
    )  # fmt: skip

    def row(name: str, old: AnswerCell | None, new: AnswerCell) -> dict[str, Cell]:
        return {
            "member": name, "n0": old.numerator if old else None, "n1": new.numerator,
            "d0": old.denominator if old else None, "d1": new.denominator,
            "v0": Figure(old.value if old else None, indicator.unit, indicator.decimals, old.nothing if old else "no-data"),
            "v1": Figure(new.value, indicator.unit, indicator.decimals, new.nothing),
        }  # fmt: skip

    rows = [
        row(
            name_of(history, members.cut, code),
            members.answered.cell(before[code]) if code in before else None,
            members.answered.cell(i),
        )
        for code, i in now.items()
    ]
    rows.append({**row(place_words(history), whole_before, whole), "_class": "row-total"})
    return Section(
        _ratio_finding(history, whole_before, names),
        table=Table(f"{indicator.name} by {members.cut.name.lower()}, {names[0]} and {names[1]}", columns, rows, name=f"{indicator.code}-change"),
        note="A rate's change is not the sum of its parts' changes, so both sides of the sum are shown instead.",
    )  # fmt: skip


def _ratio_finding(history: History, before: AnswerCell, names: tuple[str, str]) -> str:
    cell = history.reading.cell
    said = []
    for word, old, new in (
        ("numerator", before.numerator, cell.numerator),
        ("denominator", before.denominator, cell.denominator),
    ):
        if old and new is not None:
            percent = (float(new) - float(old)) / abs(float(old)) * 100
            way = "rose" if percent > 0 else "fell"
            said.append(
                f"the {word} did not change" if abs(percent) < 0.05 else f"the {word} {way} by {abs(percent):.1f}%"
            )
    if not said:
        return f"From {names[0]} to {names[1]}"
    text = f"From {names[0]} to {names[1]}, " + " and ".join(said)
    return text
