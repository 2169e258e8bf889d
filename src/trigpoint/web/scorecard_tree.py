"""A scorecard as a tree of cells, and as the lines of its board view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trigpoint.ask.readings import Reading
from trigpoint.ask.scorecards import Scorecard, other_rule_sets
from trigpoint.definitions.frameworks import Node, Place
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import RuleSet
from trigpoint.judge.rollup import RolledUp, pulled_down_by
from trigpoint.judge.status import JUDGED, USUAL_WORDS, status_word
from trigpoint.manage.forecasts import Forecasts
from trigpoint.publish.cells import Cell, Figure, Link, Status
from trigpoint.publish.from_answers import (
    reading_direction,
    reading_figure,
    reading_status,
    reading_target,
    sparkline_cell,
    status_cell,
)
from trigpoint.publish.tables import Column
from trigpoint.web.about_readings import place_words, usual_period
from trigpoint.web.components.trees import TreeNode
from trigpoint.web.leads import Leads
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.visit import Visit

SAID_BENEATH = ("not-applicable", "not-permitted", "hidden", "not-additive", "not-published")
"""Kinds of nothing whose reason stands in the cell itself, not only on pointing at it."""

MOST_POINTS = 13
"""How many periods a line in the tree shows: a page of sixty of them is to stay light."""

GAP_UNITS = {"date": "days", "stage": "stages", "yes-no": "points", "percentage": "points"}


def columns(visit: Visit, *, expected: bool = False) -> tuple[Column, ...]:
    """The columns of a scorecard; one for each comparator of the context. expected: also what leads expect of the year."""
    compared = tuple(
        Column(f"against-{code}", visit.definitions.comparison_name(code), "figure", sort=False)
        for code in visit.context.compare
    )
    return (
        Column("name", "Indicator", "link", sort=False),
        Column("status", "Status", "status", sort=False),
        Column("value", "Value", "figure", sort=False),
        Column("target", "Target", sort=False),
        Column("gap", "Gap", "figure", sort=False, help="Plus is better than the target, minus is worse."),
        Column("direction", "Direction", "direction", sort=False),
        Column("trend", "Trend", "sparkline", sort=False),
        *compared,
        *(
            (Column("expected", "Lead expects", sort=False, help="In their own judgement; the status is without it."),)
            if expected
            else ()
        ),
        Column("owner", "Lead", sort=False),
    )


IN_HAND = Column("in-hand", "In hand")
"""What is done about a node: in files a column of its own, on the page words beside its status."""


def not_compared(visit: Visit, card: Scorecard) -> list[str]:
    """Why figures of a scorecard have nothing to be compared with, each reason once: rows only point at it."""
    found = {}
    for code in visit.context.compare:
        for reading in card.readings.values():
            _, nothing, reason = reading.compared(code)
            if nothing == "not-applicable" and reason:
                found[f"{visit.definitions.comparison_name(code)}: {reason}"] = None
    return list(found)


def nodes_of(
    visit: Visit,
    card: Scorecard,
    leads: Leads,
    opened: frozenset[str],
    rule_set: RuleSet | None = None,
    in_hand: Mapping[str, tuple[Link, ...]] | None = None,
    expected: Forecasts | None = None,
) -> tuple[TreeNode, ...]:
    """The tree. opened: codes of the nodes whose children are shown. rule_set: another that is asked for beside.

    in_hand: for each node, links to what is done about it. expected: what leads expect of the year, where that is asked for.
    """
    usual = usual_period(list(card.readings.values()))

    def node(one: Node) -> TreeNode:
        rolled = card.rolled[one.code]
        items = tuple(item(place) for place in one.items)
        cells: dict[str, Cell] = {"name": Link(one.name), "status": rolled_status(visit, rolled)}
        links = (in_hand or {}).get(one.code, ())
        if links:
            cells["in-hand"] = "; ".join(link.text for link in links)
        children = (*items, *(node(child) for child in one.nodes))
        return TreeNode(one.code, cells, children, one.code in opened, "node", rolled_words(rolled), links)

    def item(place: Place) -> TreeNode:
        reading = card.readings[place.item]
        cells = item_cells(visit, reading, usual, rule_set)
        if expected is not None:
            said = expected.get(place.indicator, reading.where)
            cells["expected"] = said.words(reading.terms) if said else None
        return TreeNode(f"item-{place.item}", {**cells, "owner": leads.of(place.indicator, place)}, kind="item")

    return tuple(node(one) for one in card.framework.nodes)


def rolled_status(visit: Visit, rolled: RolledUp) -> Status:
    """The status of a basket, in the partnership's own words."""
    if rolled.status not in JUDGED:
        return Status(rolled.status, why=rolled.sum)
    words = visit.definitions.partnership.status_words if visit.definitions.partnership else USUAL_WORDS
    own = getattr(words, rolled.status)
    return Status(rolled.status, own.word, own.letter, rolled.sum)


def item_cells(
    visit: Visit, reading: Reading, usual: Period | None, rule_set: RuleSet | None = None
) -> dict[str, Cell]:
    """The cells of one reading, but for who leads on it. usual: the period that need not be said."""
    indicator, framework = reading.indicator, reading.wanted.framework
    about = explain_href(visit.context, indicator.code, reading.period, reading.where, framework=framework)
    cells: dict[str, Cell] = {
        "name": Link(
            indicator.name,
            indicator_href(visit.context, indicator.code, framework=framework),
            place_words(visit, reading),
        ),
        "status": status_of(reading, about, rule_set),
        "value": figure_of(reading, about, usual),
        "target": reading_target(reading),
        "gap": gap_of(reading),
        "direction": reading_direction(reading) if reading.before is not None else None,
        "trend": sparkline_cell(reading, MOST_POINTS),
    }
    for code in visit.context.compare:
        value, nothing, why = reading.compared(code)
        # Why there is nothing to compare with is the same for many: it is said once beneath them (see `not_compared`).
        why = "" if nothing == "not-applicable" else why
        cells[f"against-{code}"] = Figure(value, indicator.unit, indicator.decimals, nothing=nothing, reason=why)
    return cells


def figure_of(reading: Reading, href: str, usual: Period | None) -> Figure:
    """The figure that stands, with its period where that is not the usual one of the page."""
    figure = reading_figure(reading, href)
    if usual is not None and reading.period != usual and not figure.period and reading.has_figure:
        label = reading.definitions.calendars.label(reading.period, short=True)
        figure = figure.with_period(label[0].upper() + label[1:])
    return figure


def gap_of(reading: Reading) -> Figure | None:
    """How far the figure stands from its target, plus being better."""
    gap = reading.judgement.gap
    if gap is None:
        return None
    kind, indicator = reading.indicator.value_kind, reading.indicator
    unit = "points" if indicator.unit == "%" else GAP_UNITS.get(kind, indicator.unit)
    if kind in ("date", "stage"):
        # Several of them are judged by the share that meets the target.
        several = sum(count for _, count in reading.cell.counts) > 1
        return Figure(gap, "points" if several else unit, 0, signed=True)
    return Figure(gap, unit, indicator.decimals, signed=True, apart_from=(0,) if gap else ())


def status_of(reading: Reading, href: str, rule_set: RuleSet | None) -> Status:
    """The official status; beneath: why there is none, what the process chart says, and what other rules would say."""
    status = reading_status(reading, href)
    if reading.cell.nothing in SAID_BENEATH and reading.cell.reason:
        return replace(status, beneath=reading.cell.reason)
    parts = [status.beneath, under_other_rules(reading, rule_set)]
    return replace(status, beneath="; ".join(part for part in parts if part))


def under_other_rules(reading: Reading, rule_set: RuleSet | None) -> str:
    """What the figure is by other rule sets: "red under Service".

    Of those by which it is judged elsewhere, where they differ; of the one that is asked for in any case.
    """
    if not reading.figure_judgement.is_judged and rule_set is None:
        return ""
    words = reading.definitions.partnership.status_words if reading.definitions.partnership else USUAL_WORDS
    others = [rule_set] if rule_set is not None else other_rule_sets(reading.definitions, reading)
    said = []
    for other in others:
        judgement = reading.judged_by(other.code)
        if judgement.is_judged and (rule_set is not None or judgement.status != reading.figure_judgement.status):
            said.append(f"{status_word(judgement.status, words)} under {other.name}")
    return ", ".join(said)


def rolled_words(rolled: RolledUp) -> str:
    """By which rule a basket has its status, and what pulls it down most; all of the sum stands with the status."""
    text = rolled.how
    if rolled.pulled_down:
        text += f". {pulled_down_by(rolled.pulled_down, 2)}"
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class BoardLine:
    """One indicator of the board view."""

    name: str
    href: str
    where: str
    status: Status
    value: Figure
    target: Cell


@dataclass(frozen=True)
class BoardNode:
    """One node of the board view. level: 1 at the top. lines: its own items."""

    name: str
    level: int
    status: Status
    lines: tuple[BoardLine, ...]


def board_nodes(visit: Visit, card: Scorecard) -> list[BoardNode]:
    """The whole scorecard in order, for one page."""
    usual = usual_period(list(card.readings.values()))
    return list(_board(visit, card, card.framework.nodes, 1, usual))


def _board(
    visit: Visit, card: Scorecard, nodes: Iterable[Node], level: int, usual: Period | None
) -> Iterator[BoardNode]:
    for node in nodes:
        status = rolled_status(visit, card.rolled[node.code])
        yield BoardNode(node.name, level, status, tuple(_lines(visit, card, node, usual)))
        yield from _board(visit, card, node.nodes, level + 1, usual)


def _lines(visit: Visit, card: Scorecard, node: Node, usual: Period | None) -> Iterator[BoardLine]:
    for place in node.items:
        reading = card.readings[place.item]
        indicator = reading.indicator
        partnership = visit.definitions.partnership
        yield BoardLine(
            indicator.short_name or indicator.name,
            indicator_href(visit.context, indicator.code, framework=card.framework.code),
            place_words(visit, reading),
            status_cell(reading.judgement, partnership.status_words if partnership else None),
            replace(figure_of(reading, "", usual), footnote="", coverage=None, lower=None, upper=None, state=None),
            reading_target(reading),
        )


def count_words(counts: Sequence[tuple[str, int]]) -> str:
    """How many are of each kind: "5 input, 12 process, 20 output and 20 outcome"."""
    parts = [f"{number} {word}" for word, number in counts if number]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
