"""Every indicator with the sum that gave its status, and how the report was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.ask.readings import Reading
from trigpoint.definitions.periods import Period
from trigpoint.publish.blocks import (
    Block,
    Heading,
    TableBlock,
)
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.from_answers import (
    reading_figure,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.parts.cells import (
    UNIT,
    first_up,
    lead_words,
    name_of,
    once,
    status_of,
)
from trigpoint.publish.tables import Column, Table

APPENDIX = "Appendix: all indicators"
"""The heading of every indicator, where it stands at a report's end."""

LONG_STATEMENT = 60
"""Words that are longer than this have no room in a column of figures."""


def all_blocks(
    asked: Asked, readings: Sequence[Reading], period: Period, heading: str = "All indicators"
) -> list[Block]:
    """Every indicator with its period and the sum that gave its status."""
    calendars = asked.definitions.calendars
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one),
            "period": first_up(calendars.label(one.period)),
            "value": _figure(asked, one),
            "unit": one.indicator.unit,
            "status": replace(status_of(one), why=""),
            "why": _why(one),
            "lead": lead_words(asked, one),
        }
        for one in once(readings)
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
    return [Heading(heading), TableBlock(Table(caption, columns, rows, name="All indicators"))]


def _figure(asked: Asked, reading: Reading) -> Figure:
    """The figure that stands. What is said in sentences stands beside it, where there is room."""
    figure = replace(reading_figure(reading, asked.to_figure(reading)), reason="", period="")
    return replace(figure, words="in words, beside") if _statements(reading) else figure


def _why(reading: Reading) -> str:
    said = _statements(reading)
    return f"{first_up(reading.judgement.sum)}. What is said: {said}" if said else first_up(reading.judgement.sum)


def _statements(reading: Reading) -> str:
    said = reading_figure(reading).words
    return said if reading.terms.value_kind == "text" and len(said) > LONG_STATEMENT else ""


def how_made(asked: Asked, readings: Sequence[Reading], period: Period) -> tuple[str, ...]:
    """How the report was made: what a reader needs to judge it by."""
    calendars = asked.definitions.calendars
    notes = [
        f"A figure stands for the newest period that had come, and was due, by the end of {calendars.label(period)}; "
        "where that is not the report's own period, the period is said beneath it.",
        "Late means that a newer figure was due and has not come; it says nothing of performance.",
        "Direction compares with the period before. Whether a change is real, or no more than usual variation, is told "
        "by the rules of process charts (XmR), from 12 figures on.",
        asked.made_for,
    ]
    if asked.as_at is not None:
        notes.insert(0, f"Figures, definitions and targets are those known on {asked.as_at:%-d %B %Y}.")
    fresh = [at for one in readings for at in one.answered.made.fresh.values()]
    if fresh and asked.as_at is None:
        notes.append(f"The newest data that it rests on came in on {calendars.day_of(max(fresh)):%-d %B %Y}.")
    return tuple(notes)
