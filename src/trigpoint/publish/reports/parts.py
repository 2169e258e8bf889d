"""The parts that reports are made of: each takes readings and answers with blocks, none where there is nothing to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trigpoint.ask.attention import Attention
from trigpoint.ask.readings import Reading
from trigpoint.ask.scorecards import lowest
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.definitions.frameworks import Framework, Node
from trigpoint.definitions.partnership import StatusWords
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import listed, number_in_words
from trigpoint.judge.rollup import RolledUp
from trigpoint.judge.status import JUDGED, UNJUDGED_WORDS, Judgement, StatusCode
from trigpoint.manage.about import slice_text
from trigpoint.manage.commentary import commentaries
from trigpoint.publish.blocks import (
    Block,
    Heading,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.cells import Cell, Figure, Link, Status
from trigpoint.publish.from_answers import (
    figure_cell,
    reading_direction,
    reading_figure,
    reading_status,
    sparkline_cell,
    status_cell,
    target_cell,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.leads import short_name
from trigpoint.publish.reports.restated import Restated
from trigpoint.publish.tables import Column, Table

UNIT = Column("unit", "Unit", on_paper=False)
"""Beside the numbers of a file; a page and a document say it with each figure."""

MOST_RESTATED = 30


def words_of(asked: Asked) -> StatusWords | None:
    """The partnership's own words for each status."""
    return asked.definitions.partnership.status_words if asked.definitions.partnership else None


COUNTED_STATUSES: dict[StatusCode, str] = {
    "off_target": "Off target",
    "within_tolerance": "Within tolerance",
    "on_target": "On target",
    "exceeding": "Past the target",
    "late": "Late data",
}
ALWAYS_COUNTED = ("off_target", "within_tolerance", "on_target")


def counts_block(asked: Asked, readings: Sequence[Reading], due: int) -> list[Block]:
    """How many are red, amber, green, exceeding and late, as cards; and how many are not judged, in words."""
    counts = Counter(reading.status for reading in readings)
    words = words_of(asked)
    figures = []
    for code, name in COUNTED_STATUSES.items():
        if counts[code] or code in ALWAYS_COUNTED:
            status = status_cell(Judgement(code, ""), words)
            figures.append(KeyFigure(name, Figure(counts[code]), status, f"of {due} due"))
    blocks: list[Block] = [KeyFigures(figures)]
    silent = [
        f"{number_in_words(counts[code])} {UNJUDGED_WORDS[code]}"
        for code in ("incomplete", "too_small", "no_target", "hidden", "no_data", "not_yet_due", "contextual")
        if counts[code]
    ]
    if silent:
        blocks.append(Paragraph(f"Not judged: {listed(silent)}. Each is named with its reason under All indicators."))
    return blocks


def figure_of(asked: Asked, reading: Reading, period: Period) -> Figure:
    """The figure that stands, with its own period where that is not the report's."""
    # Why there is none is said in full by the status's sum; in a narrow column it would push everything else away.
    figure = replace(reading_figure(reading, asked.to_figure(reading)), reason="")
    if reading.has_figure and reading.period != period:
        figure = figure.with_period(reading.definitions.calendars.label(reading.period))
    return figure


def status_of(reading: Reading) -> Status:
    """The status, without what the process chart says: a report says that under Why or Direction."""
    return replace(reading_status(reading), beneath="")


def name_of(asked: Asked, reading: Reading, beneath: str = "") -> Link:
    """An indicator's name, with the slice that it is read for where that is not the whole."""
    tail = "; ".join(part for part in (slice_words(asked, reading.wanted.where), beneath) if part)
    return Link(reading.indicator.name, asked.to_indicator(reading), tail, sort=reading.indicator.name)


def slice_words(asked: Asked, where: Sequence[tuple[str, str]]) -> str:
    """A slice as people say it: Eastmarsh, 65 and over."""
    return ", ".join(asked.definitions.dimensions[dimension].name(member) for dimension, member in where)


def lead_words(asked: Asked, reading: Reading) -> str:
    """Who leads on it: the person, or in a place of a framework the organisation that leads there."""
    lead = asked.leads.get(reading.indicator.code)
    return lead.words if lead is not None and lead.words else "nobody named"


@dataclass(frozen=True, slots=True)
class Looked:
    """A list of what somebody should look at: the heading under which it stands whole, and its name in files."""

    heading: str
    name: str


PRESSING = Looked("What needs attention", "Needs attention")
SLIPPING = Looked("Not off target, but worse than usual", "Worse than usual")


def attention_table(
    asked: Asked, found: Sequence[Attention], period: Period, caption: str, which: Looked = PRESSING, *, most: int = 0
) -> list[Block]:
    """What somebody should look at, with the reason and who leads. most: how many at most; 0 is all."""
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
    notes = (f"{number_in_words(left, start=True)} more under {which.heading}.",) if left else ()
    columns = (
        Column("name", "Indicator", "link"),
        Column("status", "Status", "status"),
        Column("value", "Figure", "figure"),
        UNIT,
        Column("target", "Target"),
        Column("why", "Why", wide=True),
        Column("lead", "Who leads"),
    )
    return [TableBlock(Table(caption, columns, rows, notes, which.name))]


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


def parts_table(asked: Asked, framework: Framework, rolled: dict[str, RolledUp]) -> list[Block]:
    """How each part of a framework stands, its rule and what pulls it down."""
    words = words_of(asked)
    rows: list[dict[str, Cell]] = []
    for node in framework.nodes:
        one = rolled[node.code]
        rows.append(
            {
                "name": Link(node.name, beneath=node.level or ""),
                "status": status_cell(Judgement(one.status, one.sum), words),
                "judged": sum(one.counts.values()),
                "why": _first_up(pulled_by(one)),
            }
        )
    whole = rolled[framework.code]
    columns = (
        Column("name", "Part", "link"),
        Column("status", "Status", "status"),
        Column("judged", "Judged", "number", decimals=0),
        Column("why", "Why", wide=True),
    )
    status = status_cell(Judgement(whole.status, whole.sum), words)
    caption = f"{framework.name} as a whole: {status.text.lower()}, {ROLL_UP_WORDS[framework.roll_up]}"
    return [TableBlock(Table(caption, columns, rows, name="Parts"))]


ROLL_UP_WORDS = {
    "weight": "by the weight of what it holds",
    "worst": "as bad as the worst in it",
    "count": "as at least half of what it holds",
}


def pulled_by(one: RolledUp) -> str:
    """What pulled a part down, in a few words; the sum itself is for the scorecard."""
    if one.score is None:
        return "nothing in it is judged"
    return (
        f"pulled down by {listed([pull.name for pull in one.pulled_down], 3)}"
        if one.pulled_down
        else "nothing pulls it down"
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


ITEM_COLUMNS = (
    Column("name", "Indicator", "link"),
    Column("status", "Status", "status"),
    Column("value", "Figure", "figure"),
    UNIT,
    Column("target", "Target"),
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
            "target": target_cell(reading.target, reading.terms),
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
    for node in _with_items(framework.nodes):
        here = [readings[place.item] for place in node.items if place.item in readings]
        if not here:
            continue
        blocks.append(Heading(node.name, 2))
        caption = f"{node.name}, {label}: {rolled[node.code].sum}"
        blocks.append(items_table(asked, here, period, caption, node.name))
    without = [node.name for node in lowest(framework.nodes) if node.items and not _has_outcome(node, readings)]
    if without:
        many = "No outcome indicator shows" if len(without) == 1 else "No outcome indicators show"
        blocks.append(Notice(f"{many} whether this helped anybody: {listed(without)}."))
    return blocks


def _has_outcome(node: Node, readings: dict[str, Reading]) -> bool:
    return any(readings[place.item].indicator.chain == "outcome" for place in node.items if place.item in readings)


def _with_items(nodes: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if node.items:
            found.append(node)
        found.extend(_with_items(node.nodes))
    return found


def changed_blocks(
    asked: Asked, readings: Sequence[Reading], restated: Sequence[Restated], period: Period
) -> list[Block]:
    """What is another than a reader of the last report saw: statuses that changed, and figures that were restated."""
    blocks: list[Block] = [Heading("What changed")]
    words = words_of(asked)
    moved = _once(
        [
            one
            for one in readings
            if one.status_before in JUDGED and one.status in JUDGED and one.status_before != one.status
        ]
    )
    moved.sort(key=lambda one: (-JUDGED.index(one.status), one.indicator.name))
    if moved:
        rows: list[dict[str, Cell]] = [
            {
                "name": name_of(asked, one),
                "was": status_cell(one.answered.judgement(one.before), words) if one.before is not None else None,
                "status": status_of(one),
                "value": figure_of(asked, one, period),
                "unit": one.indicator.unit,
                "direction": reading_direction(one),
            }
            for one in moved
        ]
        columns = (
            Column("name", "Indicator", "link"),
            Column("was", "Was", "status"),
            Column("status", "Is", "status"),
            Column("value", "Figure", "figure"),
            UNIT,
            Column("direction", "Direction", "direction"),
        )
        caption = "Indicators whose status is another than in the period before"
        blocks.append(TableBlock(Table(caption, columns, rows, name="Changed status")))
    else:
        blocks.append(Paragraph("No indicator has another status than in the period before."))
    blocks += _restated(asked, restated, asked.before(period), period)
    return blocks


def _restated(asked: Asked, restated: Sequence[Restated], since: object, period: Period) -> list[Block]:
    day = f"{since:%-d %B %Y}"
    heading = Heading("Figures restated since then", 2)
    if not restated:
        return [heading, Paragraph(f"No figure that was known on {day} has been restated since.")]
    calendars = asked.definitions.calendars
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one.reading),
            "period": calendars.label(one.period),
            "was": figure_cell(one.earlier.answered, one.then, asked=False),
            "is": figure_cell(one.reading.answered, one.now, asked=False),
            "unit": one.reading.indicator.unit,
            "status": status_cell(one.reading.answered.judgement(one.now), words_of(asked)),
        }
        for one in restated[:MOST_RESTATED]
    ]
    left = len(restated) - len(rows)
    notes = (f"{number_in_words(left, start=True)} more, of earlier periods, are not listed.",) if left else ()
    columns = (
        Column("name", "Indicator", "link"),
        Column("period", "Period"),
        Column("was", f"As known on {day}", "figure"),
        Column("is", "Now", "figure"),
        UNIT,
        Column("status", "Status now", "status"),
    )
    caption = f"Figures known on {day} that are others now"
    return [heading, TableBlock(Table(caption, columns, rows, notes, "Restated"))]


def late_blocks(asked: Asked, readings: Sequence[Reading]) -> list[Block]:
    """What is late, whose it is, and the last figure that is known: never called poor performance."""
    late = _once([one for one in readings if one.status == "late"])
    blocks: list[Block] = [Heading("Late data")]
    if not late:
        return [*blocks, Paragraph("Nothing is late.")]
    calendars = asked.definitions.calendars
    rows: list[dict[str, Cell]] = []
    for one in late:
        missing = one.overdue if one.overdue is not None else one.at
        rows.append(
            {
                "name": name_of(asked, one),
                "late": calendars.label(one.answered.facts.asked[missing]),
                "whose": _first_up(one.answered.cell(missing).reason) or _first_up(one.judgement.sum),
                "last": reading_figure(one, asked.to_figure(one)) if one.has_figure else None,
                "unit": one.indicator.unit,
            }
        )
    columns = (
        Column("name", "Indicator", "link"),
        Column("late", "Late for"),
        Column("whose", "Whose it is", wide=True),
        Column("last", "Last figure known", "figure"),
        UNIT,
    )
    return [*blocks, TableBlock(Table("What is late, and whose it is", columns, rows, name="Late"))]


def all_blocks(asked: Asked, readings: Sequence[Reading], period: Period) -> list[Block]:
    """Every indicator with its period and the sum that gave its status."""
    calendars = asked.definitions.calendars
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one),
            "period": calendars.label(one.period),
            "value": replace(reading_figure(one, asked.to_figure(one)), reason=""),
            "unit": one.indicator.unit,
            "status": status_of(one),
            "why": _first_up(one.judgement.sum),
            "lead": lead_words(asked, one),
        }
        for one in _once(readings)
    ]
    columns = (
        Column("name", "Indicator", "link"),
        Column("period", "Period"),
        Column("value", "Figure", "figure"),
        UNIT,
        Column("status", "Status", "status"),
        Column("why", "How it was judged", wide=True),
        Column("lead", "Who leads"),
    )
    caption = f"All indicators, {calendars.label(period)}"
    return [Heading("All indicators"), TableBlock(Table(caption, columns, rows, name="All indicators"))]


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """Each indicator and slice once, in order: it may stand in several places."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Reading] = {}
    for one in readings:
        found.setdefault((one.indicator.code, one.wanted.where), one)
    return list(found.values())


def how_made(asked: Asked, readings: Sequence[Reading], period: Period) -> tuple[str, ...]:
    """How the report was made: what a reader needs to judge it by."""
    calendars = asked.definitions.calendars
    notes = [
        f"A figure stands for the newest period that had come, and was due, by the end of {calendars.label(period)}; "
        "where it is of another period than the report's, that period is said beneath it.",
        "Late means that a newer figure was due and has not come; it says nothing of performance.",
        "Direction compares with the period before. Real change is told from usual variation by process charts (XmR), "
        "from 12 figures on.",
        f"Made for {asked.viewer.name}, from what they may see.",
    ]
    if asked.as_at is not None:
        notes.insert(0, f"Figures, definitions and targets are those known on {asked.as_at:%-d %B %Y}.")
    fresh = [at for one in readings for at in one.answered.made.fresh.values()]
    if fresh and asked.as_at is None:
        notes.append(f"The newest data that it rests on came in on {calendars.day_of(max(fresh)):%-d %B %Y}.")
    return tuple(notes)
