"""What needs attention: the table, what those who lead say of it, and the worst of it over time."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.attention import Attention
from trigpoint.ask.readings import Reading
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import slice_text
from trigpoint.manage.commentary import commentaries
from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Heading,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.cells import Cell
from trigpoint.publish.from_answers import (
    target_cell,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.findings import chart_of, drawn
from trigpoint.publish.reports.parts.cells import (
    UNIT,
    figure_of,
    lead_words,
    name_of,
    slice_words,
    status_of,
)
from trigpoint.publish.tables import Column, Table

MOST_IN_SUMMARY = 6
MOST_CHARTS = 4


def attention_table(
    asked: Asked, found: Sequence[Attention], period: Period, caption: str, *, most: int = 0
) -> list[Block]:
    """What needs attention, most pressing first, with the reason and who leads. most: how many at most; 0 is all."""
    shown = found[:most] if most else found
    if not shown:
        return [Paragraph("Nothing needs attention: that is worth saying.")]
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one.reading),
            "status": status_of(one.reading),
            "value": figure_of(asked, one.reading, period),
            "unit": one.reading.indicator.unit,
            "target": target_cell(one.reading.target, one.reading.terms),
            "why": one.why,
            "lead": lead_words(asked, one.reading),
        }
        for one in shown
    ]
    left = len(found) - len(shown)
    notes = (f"{number_in_words(left, start=True)} more under What needs attention.",) if left else ()
    columns = (
        Column("name", "Indicator", "link"),
        Column("status", "Status", "status"),
        Column("value", "Figure", "figure"),
        UNIT,
        Column("target", "Target"),
        Column("why", "Why", wide=True),
        Column("lead", "Who leads"),
    )
    return [TableBlock(Table(caption, columns, rows, notes, "Needs attention"))]


def said_by_leads(asked: Asked, readings: Sequence[Reading]) -> dict[str, list[TextBy]]:
    """The commentary on the very figures that stand, by indicator: what the viewer may read. One query."""
    by_code = {reading.indicator.code: reading for reading in readings}
    found: dict[str, list[TextBy]] = {}
    latest = end_of_day(asked.as_at, asked.definitions.calendars.timezone) if asked.as_at else None
    for row in commentaries(asked.viewer, list(by_code)):
        reading = by_code[row.indicator]
        if row.period and row.period != reading.period.code:
            continue
        if row.slice and row.slice != slice_text(reading.wanted.where):
            continue
        if latest is not None and row.at > latest:
            continue
        heading = f"What is said of {reading.indicator.name}"
        found.setdefault(row.indicator, []).append(TextBy(heading, row.text, str(row.author), row.at.date()))
    return found


def attention_in_full(asked: Asked, found: Sequence[Attention], period: Period, where: str) -> list[Block]:
    """All that needs attention, what its leads say of it, and charts of the worst few."""
    blocks: list[Block] = [Heading("What needs attention")]
    blocks += attention_table(asked, found, period, "What needs attention, most pressing first")
    texts = said_by_leads(asked, [one.reading for one in found])
    blocks += [text for one in found for text in texts.get(one.reading.indicator.code, ())]
    charts = [one.reading for one in found if drawn(one.reading)][:MOST_CHARTS]
    if charts:
        blocks.append(Heading("The most pressing, over time", 2))
        blocks += [
            ChartBlock(chart_of(reading, slice_words(asked, reading.wanted.where) or where)) for reading in charts
        ]
    return blocks
