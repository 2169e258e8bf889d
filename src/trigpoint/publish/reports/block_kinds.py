"""The blocks that a report is composed of: what each is called, what is chosen for it, and what it makes of the material."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from trigpoint.ask.readings import Reading
from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Contents,
    Cover,
    Heading,
    Headline,
    Notice,
    Paragraph,
)
from trigpoint.publish.reports import parts, pressing
from trigpoint.publish.reports.findings import chart_of, drawn
from trigpoint.publish.reports.material import Material
from trigpoint.publish.reports.parts.in_hand import actions_blocks, risks_blocks
from trigpoint.publish.reports.restated import restated_since

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """options: what is chosen for it: framework, indicator, heading, text. own_page: whether it begins a page."""

    kind: str
    name: str
    describes: str
    build: Callable[[Material, Options], list[Block]]
    options: tuple[str, ...] = ()
    own_page: bool = False

    @property
    def wants(self) -> str:
        """What is to be asked for it: a framework, an indicator, or nothing."""
        return next((one for one in self.options if one in ("framework", "indicator")), "")


def _cover(material: Material, options: Options) -> list[Block]:
    line = options.get("text", "").strip()
    return [Cover((line,) if line else (), material.logo)]


def _contents(material: Material, options: Options) -> list[Block]:
    return [Contents()]


def _summary(material: Material, options: Options) -> list[Block]:
    card = material.card(options)
    if card is None:
        return [Heading("Summary"), _no_framework()]
    asked, triage = material.asked, card.triage
    under = parts.APPENDIX if "appendix" in material.kinds else ""
    return [
        Heading("Summary"),
        Headline(triage.headline.sentence),
        *parts.counts_block(asked, triage.readings, triage.headline.due, under),
        Heading("How each part stands", 2),
        *parts.parts_table(asked, card.framework, card.rolled),
    ]


def _scorecard(material: Material, options: Options) -> list[Block]:
    card = material.card(options)
    if card is None:
        return [Heading("Scorecard"), _no_framework()]
    return parts.scorecard_blocks(material.asked, card.framework, card.readings, card.rolled, material.period)


def _exceptions(material: Material, options: Options) -> list[Block]:
    card = material.card(options)
    if card is None:
        return [Heading("What needs attention"), _no_framework()]
    partnership = material.asked.definitions.partnership
    found = card.triage
    said = pressing.in_full(material.asked, found, material.period, partnership.name if partnership else "")
    codes = {one.reading.indicator.code: one.reading.indicator.name for one in (*found.pressing, *found.slipping)}
    return [*said, *actions_blocks(material.asked, codes)]


def _indicator(material: Material, options: Options) -> list[Block]:
    reading = material.singles.get(options.get("indicator", ""))
    if reading is None:
        return [Heading("An indicator"), Notice("The indicator of this block is not defined any more.")]
    asked, name = material.asked, reading.indicator.name
    table = parts.items_table(asked, [reading], material.period, f"{name}, {material.label}", name)
    return [Heading(options.get("heading") or name), table, *_chart(material, reading), *_said(material, reading)]


def _chart(material: Material, reading: Reading) -> list[Block]:
    if not drawn(reading):
        return [Paragraph("It has too few figures for a chart.")]
    partnership = material.asked.definitions.partnership
    return [ChartBlock(chart_of(reading, partnership.name if partnership else ""))]


def _said(material: Material, reading: Reading) -> list[Block]:
    return list(parts.said_by_leads(material.asked, [reading]).get(reading.indicator.code, ()))


def _risks(material: Material, options: Options) -> list[Block]:
    return risks_blocks(material.asked)


def _changed(material: Material, options: Options) -> list[Block]:
    asked, period = material.asked, material.period
    readings = material.readings
    restated = restated_since(asked.viewer, readings, asked.before(period), period=period, today=asked.today)
    return parts.changed_blocks(asked, readings, restated, period)


def _late(material: Material, options: Options) -> list[Block]:
    return parts.late_blocks(material.asked, material.readings)


def _text(material: Material, options: Options) -> list[Block]:
    heading = options.get("heading", "").strip()
    lines = [line.strip() for line in options.get("text", "").splitlines() if line.strip()]
    return [*([Heading(heading)] if heading else []), *(Paragraph(line) for line in lines)]


def _appendix(material: Material, options: Options) -> list[Block]:
    return parts.all_blocks(material.asked, material.readings, material.period, parts.APPENDIX)


def _no_framework() -> Notice:
    return Notice("There is no scorecard for this block: none is in force, or the one chosen is not defined any more.")


KINDS: dict[str, BlockKind] = {
    one.kind: one
    for one in (
        BlockKind("cover", "Cover", "The first page: logo, partnership, title, period and date.", _cover, ("text",)),
        BlockKind("contents", "Contents", "The headings with their pages.", _contents),
        BlockKind(
            "summary", "Summary", "The sentence that says it all, how many stand how, and each part of a scorecard.",
            _summary, ("framework",), own_page=True,
        ),
        BlockKind(
            "exceptions", "Exceptions", "What needs attention, with approved commentary, charts, and what is being done.",
            _exceptions, ("framework",), own_page=True,
        ),
        BlockKind("scorecard", "Scorecard", "A scorecard part by part, each indicator in a line.", _scorecard, ("framework",)),
        BlockKind(
            "indicator", "One indicator", "Its figure, its chart and what its lead says.", _indicator, ("indicator", "heading"),
        ),
        BlockKind("risks", "Risk register", "The open risks, highest score after control first.", _risks),
        BlockKind("changed", "What changed", "Statuses that turned, and figures that were restated.", _changed),
        BlockKind("late", "Late data", "What has not come, and whose it is.", _late),
        BlockKind("text", "Text of your own", "A heading and some paragraphs.", _text, ("heading", "text")),
        BlockKind(
            "appendix", "Appendix", "Every figure with the sum that gave its status.", _appendix, own_page=True,
        ),
    )
}  # fmt: skip
"""In the order in which they are offered."""


def without_names(block: Block) -> Block:
    """A block for readers to whom no person is named: what somebody wrote stands there without who wrote it."""
    return replace(block, author="The partnership") if hasattr(block, "author") else block
