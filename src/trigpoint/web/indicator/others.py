"""Where we stand: among all members of our level, and beside what we are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.histories import COUNTED_KINDS, History
from trigpoint.judge.compare import quarters, ranks
from trigpoint.judge.direction import direction
from trigpoint.publish import charts
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart
from trigpoint.publish.from_answers import direction_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.indicator.places import Section, label_of, name_of, themselves
from trigpoint.web.indicator.series import place_words

LEAST_FOR_QUARTERS = 8


def others_section(history: History, compare: Sequence[str]) -> Section | None:
    """Where we stand: among all members of our level, and against each comparator. compare: those that were asked for,
    which are shown even where there is nothing to compare with."""
    members, indicator = history.others, history.indicator
    comparators = _comparators_table(history, compare)
    if members is None or indicator.value_kind in COUNTED_KINDS:
        return Section("Beside what it is compared with", table=comparators) if comparators else None
    cells = themselves(history, members.cut, members.at(members.period))
    codes = list(cells)
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
            subtitle=f"{indicator.name}{f', {indicator.unit}' if indicator.unit else ''}, all {members.cut.plural.lower()}, {label_of(members)}",
            members=[
                charts.Member(name_of(history, members.cut, code), value, nothing=members.answered.cell(cells[code]).nothing, ours=code == history.ours)
                for code, value in zip(codes, values, strict=True)
            ],
            unit=indicator.unit,
            decimals=indicator.decimals,
        )  # fmt: skip
    except BadChart:
        chart = None
    return Section(finding, chart, comparators, note=note)


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _comparators_table(history: History, asked: Sequence[str]) -> Table | None:
    facts, reading, indicator = history.reading.answered.facts, history.reading, history.indicator
    rows: list[dict[str, Cell]] = []
    for code in dict.fromkeys([*history.compare, "last-year"]):
        value, nothing, reason = facts.comparisons[code][reading.at]
        if value is None and code not in asked:
            continue
        way = direction(reading.cell.value, value, reading.terms, target=reading.target)
        comparator = history.definitions.comparators.get(code)
        rows.append(
            {
                "name": comparator.name if comparator else history.definitions.comparison_name(code),
                "value": Figure(value, indicator.unit, indicator.decimals, nothing, reason),
                "ours": Figure(reading.cell.value, indicator.unit, indicator.decimals, reading.cell.nothing),
                "way": direction_cell(way) if value is not None else reason,
            }
        )
    if not rows:
        return None
    label = reading.answered.label(reading.period)
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
