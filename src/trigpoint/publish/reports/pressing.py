"""What a report says first: the headline, how many stand how, and what needs attention; then what is slipping."""

from __future__ import annotations

from trigpoint.ask.attention import Triage
from trigpoint.definitions.periods import Period
from trigpoint.publish.blocks import Block, ChartBlock, Heading, Headline
from trigpoint.publish.reports import parts
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.findings import chart_of, drawn

MOST_IN_SUMMARY = 6
MOST_CHARTS = 4


def summary(asked: Asked, found: Triage, period: Period) -> list[Block]:
    """The first page: the counts, all over the same indicators once each, and the most pressing of them.

    Where there is room left, also what is slipping: who reads no further should not miss it.
    """
    label = asked.definitions.calendars.label(period)
    blocks: list[Block] = [
        Headline(found.headline.sentence),
        *parts.counts_block(asked, found.readings, found.headline.due),
        Heading("Most pressing"),
        parts.attention_table(asked, found.pressing, period, f"Most pressing, {label}", most=MOST_IN_SUMMARY),
    ]
    room = MOST_IN_SUMMARY - len(found.pressing)
    if found.slipping and room > 0:
        heading = parts.SLIPPING.heading
        blocks.append(Heading(heading))
        caption = f"{heading}, {label}"
        blocks.append(parts.attention_table(asked, found.slipping, period, caption, parts.SLIPPING, most=room))
    return blocks


def in_full(asked: Asked, found: Triage, period: Period, where: str) -> list[Block]:
    """All that needs attention, what is only slipping, what its leads say of either, and charts of the worst few."""
    everything = (*found.pressing, *found.slipping)
    expected = parts.expected_by_leads(asked, [one.reading for one in everything], period)
    blocks: list[Block] = [Heading("What needs attention")]
    caption = "What needs attention, most pressing first"
    blocks.append(parts.attention_table(asked, found.pressing, period, caption, expected=expected))
    if found.slipping:
        heading = parts.SLIPPING.heading
        blocks.append(Heading(heading, 2))
        blocks.append(parts.attention_table(asked, found.slipping, period, heading, parts.SLIPPING, expected=expected))
    texts = parts.said_by_leads(asked, [one.reading for one in everything])
    said = [text for one in everything for text in texts.get(one.reading.indicator.code, ())]
    if said:
        blocks += [Heading("What is said of these figures", 2), *said]
    charts = [one.reading for one in found.pressing if drawn(one.reading)][:MOST_CHARTS]
    if charts:
        blocks.append(Heading("The most pressing, over time", 2))
        blocks += [
            ChartBlock(chart_of(reading, parts.slice_words(asked, reading.wanted.where) or where)) for reading in charts
        ]
    return blocks
