"""A reading as a line of Home: what needs attention, what slips, what is late, what I follow."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.ask.attention import Attention
from trigpoint.ask.readings import Reading
from trigpoint.manage.models import PortfolioItem
from trigpoint.publish.cells import Figure, Sparkline, Status
from trigpoint.publish.from_answers import reading_status, sparkline_cell
from trigpoint.web.about_readings import place_words
from trigpoint.web.leads import Leads
from trigpoint.web.links import explain_href, indicator_href, write_href
from trigpoint.web.scorecard_tree import figure_of, under_other_rules
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Line:
    """One reading as a line: what, where, how it stands, why it is here, and who answers for it."""

    name: str
    href: str
    note_href: str
    where: str
    why: str
    owner: str
    mine: bool
    status: Status
    value: Figure
    against: str
    spark: Sparkline | None
    item: PortfolioItem | None = None


def attention_line(here: Visit, names: Leads, one: Attention) -> Line:
    why = "; ".join(part for part in (one.why, under_other_rules(one.reading, None)) if part)
    return _of(here, names, one.reading, why, one.mine)


def followed_line(here: Visit, names: Leads, item: PortfolioItem, reading: Reading) -> Line:
    way = reading.direction
    why = way.words if reading.has_figure else reading.cell.reason
    return _of(here, names, reading, why, False, item)


def _of(here: Visit, names: Leads, reading: Reading, why: str, mine: bool, item: PortfolioItem | None = None) -> Line:
    indicator, framework = reading.indicator, reading.wanted.framework
    about = explain_href(here.context, indicator.code, reading.period, reading.where, framework=framework)
    own = [pair for pair in reading.where if here.context.member(pair[0]) != pair[1]]
    context = here.context
    for dimension, member in own:
        context = context.at(dimension, member)
    leads_to = context if item is not None else here.context
    href = indicator_href(leads_to, indicator.code, framework=framework)
    note_href = write_href(leads_to, indicator.code, "note", framework=framework)
    status = reading_status(reading, about)
    return Line(
        indicator.name, href, note_href, place_words(here, reading), why, names.of(indicator.code), mine,
        Status(status.code, status.word, status.letter, status.why, status.href), figure_of(reading, about, None),
        _against(reading, reading.aim), sparkline_cell(reading), item,
    )  # fmt: skip


def _against(reading: Reading, words: str) -> str:
    label = reading.definitions.calendars.label(reading.period, short=True)
    period = label[0].upper() + label[1:]
    return f"{words} · {period}" if words else period
