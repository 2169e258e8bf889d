"""Indicators with their status, figure, target, direction and trend; and a framework node by node."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.readings import Reading
from trigpoint.ask.scorecards import lowest
from trigpoint.definitions.frameworks import Framework, Node, every_node
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import listed
from trigpoint.judge.rollup import RolledUp
from trigpoint.publish.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    TableBlock,
)
from trigpoint.publish.cells import Cell
from trigpoint.publish.from_answers import (
    reading_direction,
    reading_target,
    sparkline_cell,
    target_figure,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.leads import short_name
from trigpoint.publish.reports.parts.cells import AIM, UNIT, figure_of, first_up, name_of, status_of
from trigpoint.publish.tables import Column, Table

ITEM_COLUMNS = (
    Column("name", "Indicator", "link"),
    Column("status", "Status", "status"),
    Column("value", "Figure", "figure"),
    UNIT,
    Column("target", "Target"),
    AIM,
    Column("direction", "Direction", "direction"),
    Column("trend", "Trend", "sparkline", sort=False),
)


def items_table(asked: Asked, readings: Sequence[Reading], period: Period, caption: str, name: str) -> TableBlock:
    """Indicators with status, figure, target, direction and trend."""
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, reading, _lead_organisation(asked, reading)),
            "status": status_of(reading),
            "value": figure_of(asked, reading, period),
            "unit": reading.indicator.unit,
            "target": reading_target(reading),
            "aim": target_figure(reading),
            "direction": reading_direction(reading),
            "trend": sparkline_cell(reading),
        }
        for reading in readings
    ]
    return TableBlock(Table(caption, ITEM_COLUMNS, rows, name=name))


def _lead_organisation(asked: Asked, reading: Reading) -> str:
    framework = asked.definitions.frameworks.get(reading.wanted.framework or "")
    if framework is not None:
        for item in asked.definitions.places[framework.code]:
            if item.place.indicator == reading.indicator.code and item.place.lead:
                return short_name(asked.definitions, item.place.lead)
    lead = asked.leads.get(reading.indicator.code)
    return lead.organisation_name if lead is not None else ""


def scorecard_blocks(
    asked: Asked, framework: Framework, readings: dict[str, Reading], rolled: dict[str, RolledUp], period: Period
) -> list[Block]:
    """A framework node by node: its rolled-up status in words, then its indicators."""
    blocks: list[Block] = [
        Heading(f"Scorecard: {framework.name}"),
        Paragraph(f"As a whole: {rolled[framework.code].sum}."),
    ]
    label = asked.definitions.calendars.label(period)
    for node in [node for node in every_node(framework.nodes) if node.items]:
        here = [readings[place.item] for place in node.items if place.item in readings]
        if not here:
            continue
        blocks += [Heading(node.name, 2), Paragraph(f"{first_up(rolled[node.code].sum)}.")]
        blocks.append(items_table(asked, here, period, f"{node.name}, {label}", node.name))
    without = [node.name for node in lowest(framework.nodes) if node.items and not _has_outcome(node, readings)]
    if without:
        many = "No outcome indicator shows" if len(without) == 1 else "No outcome indicators show"
        blocks.append(Notice(f"{many} whether this helped anybody: {listed(without)}."))
    return blocks


def _has_outcome(node: Node, readings: dict[str, Reading]) -> bool:
    return any(readings[place.item].indicator.chain == "outcome" for place in node.items if place.item in readings)
