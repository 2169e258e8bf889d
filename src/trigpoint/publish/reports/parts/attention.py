"""What somebody should look at: the table of it, and what those who lead say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.ask.attention import Attention
from trigpoint.ask.readings import Reading
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import slice_text
from trigpoint.manage.forecasts import Forecasts, forecasts_of
from trigpoint.manage.told import told
from trigpoint.publish.blocks import (
    Block,
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
from trigpoint.publish.reports.parts.cells import (
    AIM,
    UNIT,
    figure_of,
    lead_words,
    name_of,
    status_of,
)
from trigpoint.publish.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Looked:
    """A list of what somebody should look at: the heading under which it stands whole, and its name in files."""

    heading: str
    name: str


PRESSING = Looked("What needs attention", "Needs attention")
SLIPPING = Looked("Not off target, but worse than usual", "Worse than usual")


def attention_table(
    asked: Asked,
    found: Sequence[Attention],
    period: Period,
    caption: str,
    which: Looked = PRESSING,
    *,
    most: int = 0,
    expected: Forecasts | None = None,
) -> Block:
    """What somebody should look at, with the reason and who leads. most: how many at most, for a first page; the rest are
    counted, with where they stand. 0 is all. expected: what leads expect of the year, which is told beside the status."""
    shown = found[:most] if most else found
    if not shown:
        return Paragraph("Nothing needs attention.")
    left = len(found) - len(shown)
    notes = (f"{number_in_words(left, start=True)} more under {which.heading}.",) if left else ()
    name = "Most pressing" if most and which is PRESSING else f"{which.name}, first" if most else which.name
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
            "expected": _expected(one.reading, expected),
        }
        for one in shown
    ]
    told = any(row["expected"] for row in rows)
    if not told:
        rows = [{key: cell for key, cell in row.items() if key != "expected"} for row in rows]
    columns = (
        Column("name", "Indicator", "link"),
        Column("status", "Status", "status"),
        Column("value", "Figure", "figure"),
        UNIT,
        Column("target", "Target"),
        AIM,
        Column("why", "Why", wide=True),
        *((Column("expected", "The lead expects of the year", wide=True),) if told else ()),
        Column("lead", "Who leads"),
    )
    return TableBlock(Table(caption, columns, rows, notes, name))


def expected_by_leads(asked: Asked, readings: Sequence[Reading], period: Period) -> Forecasts:
    """What leads expect of the year in which the reporting period ends. One query."""
    year = asked.definitions.calendars.containing(period.last_day, "financial-year")
    codes = [reading.indicator.code for reading in readings]
    return forecasts_of(asked.viewer, codes, year.code, known_at=asked.known_at)


def _expected(reading: Reading, expected: Forecasts | None) -> str:
    said = expected.get(reading.indicator.code, reading.where) if expected else None
    return said.words(reading.terms) if said else ""


def said_by_leads(asked: Asked, readings: Sequence[Reading]) -> dict[str, list[TextBy]]:
    """The commentary on the very figures that stand, by indicator: what was approved, and the viewer may read. One
    query, and those for approvers."""
    by_code = {reading.indicator.code: reading for reading in readings}
    found: dict[str, list[TextBy]] = {}
    day_of = asked.definitions.calendars.day_of
    for one in told(asked.viewer, asked.definitions, indicators=list(by_code), known_at=asked.known_at):
        if one.approved is None:
            continue
        row = one.approved.row
        reading = by_code[row.indicator]
        if row.period and row.period != reading.period.code:
            continue
        if row.slice and row.slice != slice_text(reading.wanted.where):
            continue
        found.setdefault(row.indicator, []).append(
            TextBy(
                reading.indicator.name,
                [(heading, text) for heading, text in row.parts],
                str(row.author),
                day_of(row.at),
                version=row.pk,
            )
        )
    return found
