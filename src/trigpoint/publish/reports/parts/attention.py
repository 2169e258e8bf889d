"""What needs attention: the table, what those who lead say of it, and the worst of it over time."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.attention import Attention
from trigpoint.ask.readings import Reading
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
    reading_target,
    target_figure,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.findings import chart_of, drawn
from trigpoint.publish.reports.parts.cells import (
    AIM,
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

IN_FULL = "What needs attention"


def pressing_block(asked: Asked, found: Sequence[Attention], period: Period, label: str) -> Block:
    """The few most pressing, for a first page; the rest are counted, with where they stand."""
    shown = found[:MOST_IN_SUMMARY]
    if not shown:
        return Paragraph("Nothing needs attention.")
    left = len(found) - len(shown)
    notes = (f"{number_in_words(left, start=True)} more under {IN_FULL}.",) if left else ()
    return _table(asked, shown, period, f"Most pressing, {label}", "Most pressing", notes)


def _table(
    asked: Asked, shown: Sequence[Attention], period: Period, caption: str, name: str, notes: tuple[str, ...] = ()
) -> TableBlock:
    """One row each, most pressing first, with the reason and who leads."""
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one.reading),
            "status": status_of(one.reading),
            "value": figure_of(asked, one.reading, period),
            "unit": one.reading.indicator.unit,
            "target": reading_target(one.reading),
            "aim": target_figure(one.reading),
            "why": one.why,
            "lead": lead_words(asked, one.reading),
        }
        for one in shown
    ]
    columns = (
        Column("name", "Indicator", "link"),
        Column("status", "Status", "status"),
        Column("value", "Figure", "figure"),
        UNIT,
        Column("target", "Target"),
        AIM,
        Column("why", "Why", wide=True),
        Column("lead", "Who leads"),
    )
    return TableBlock(Table(caption, columns, rows, notes, name))


def said_by_leads(asked: Asked, readings: Sequence[Reading]) -> dict[str, list[TextBy]]:
    """The commentary on the very figures that stand, by indicator: what the viewer may read. One query."""
    by_code = {reading.indicator.code: reading for reading in readings}
    found: dict[str, list[TextBy]] = {}
    day_of = asked.definitions.calendars.day_of
    for row in commentaries(asked.viewer, list(by_code), known_at=asked.known_at):
        reading = by_code[row.indicator]
        if row.period and row.period != reading.period.code:
            continue
        if row.slice and row.slice != slice_text(reading.wanted.where):
            continue
        found.setdefault(row.indicator, []).append(
            TextBy(reading.indicator.name, row.text, str(row.author), day_of(row.at))
        )
    return found


def attention_in_full(asked: Asked, found: Sequence[Attention], period: Period, where: str) -> list[Block]:
    """All that needs attention, what is worth watching, what those who lead say of it, and the worst few over time."""
    # The headline counts what needs attention. What is within its limits and getting worse is not in that number, and
    # must not stand in one table with what is.
    needs = [one for one in found if one.reading.needs_attention]
    watched = [one for one in found if not one.reading.needs_attention]
    blocks: list[Block] = [Heading(IN_FULL)]
    if needs:
        blocks.append(_table(asked, needs, period, f"{IN_FULL}, most pressing first", "Needs attention"))
    else:
        blocks.append(Paragraph("Nothing needs attention."))
    if watched:
        blocks.append(Heading("Worth watching", 2))
        caption = "Within target or tolerance, and really getting worse"
        blocks.append(_table(asked, watched, period, caption, "Worth watching"))
    texts = said_by_leads(asked, [one.reading for one in found])
    said = [text for one in found for text in texts.get(one.reading.indicator.code, ())]
    if said:
        blocks += [Heading("What is said of these figures", 2), *said]
    charts = [one.reading for one in found if drawn(one.reading)][:MOST_CHARTS]
    if charts:
        blocks.append(Heading("The most pressing, over time", 2))
        blocks += [
            ChartBlock(chart_of(reading, slice_words(asked, reading.wanted.where) or where)) for reading in charts
        ]
    return blocks
