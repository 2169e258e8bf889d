"""The cells that every part of a report is made of: names, figures, statuses and who leads, said one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.ask.readings import Reading
from trigpoint.definitions.partnership import StatusWords
from trigpoint.definitions.periods import Period
from trigpoint.publish.cells import Figure, Link, Status
from trigpoint.publish.from_answers import (
    reading_figure,
    reading_status,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.tables import Column

UNIT = Column("unit", "Unit", on_paper=False)
"""Beside the numbers of a file; a page and a document say it with each figure."""

AIM = Column("aim", "Target figure", "figure", on_paper=False)
"""The target as a number that a file can be worked with; a page and a document say it in words."""


def words_of(asked: Asked) -> StatusWords | None:
    """The partnership's own words for each status."""
    return asked.definitions.partnership.status_words if asked.definitions.partnership else None


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


def first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def once(readings: Sequence[Reading]) -> list[Reading]:
    """Each indicator and slice once, in order: it may stand in several places."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Reading] = {}
    for one in readings:
        found.setdefault((one.indicator.code, one.wanted.where), one)
    return list(found.values())
