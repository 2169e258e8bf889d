"""What is late, whose it is, and the last figure that is known."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.ask.readings import Reading
from trigpoint.judge.numbers import number_in_words
from trigpoint.publish.blocks import (
    Block,
    Heading,
    Paragraph,
    TableBlock,
)
from trigpoint.publish.cells import Cell
from trigpoint.publish.from_answers import (
    reading_figure,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.parts.cells import (
    UNIT,
    first_up,
    name_of,
    once,
)
from trigpoint.publish.tables import Column, Table


def late_blocks(asked: Asked, readings: Sequence[Reading]) -> list[Block]:
    """What is late, whose it is, and the last figure that is known: never called poor performance."""
    late = once([one for one in readings if one.status == "late"])
    blocks: list[Block] = [Heading("Late data")]
    if not late:
        return [*blocks, Paragraph("Nothing is late.")]
    rows: list[dict[str, Cell]] = []
    for one in late:
        missing = one.overdue if one.overdue is not None else one.at
        rows.append(
            {
                "name": name_of(asked, one),
                "late": first_up(_late_for(one)),
                "whose": first_up(one.answered.cell(missing).reason) or first_up(one.judgement.sum),
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


def _late_for(reading: Reading) -> str:
    """The periods that have not come: one, or from the first to the newest, with how many they are."""
    calendars = reading.definitions.calendars
    asked = reading.answered.facts.asked
    newest = reading.overdue if reading.overdue is not None else reading.at
    after = reading.period if reading.has_figure else None
    periods = [
        asked[i]
        for i in reading.cells
        if reading.answered.cell(i).nothing == "late"
        and asked[i] <= asked[newest]
        and (after is None or asked[i] > after)
    ]
    if len(periods) < 2:
        return calendars.label(asked[newest])
    many = number_in_words(len(periods))
    return f"{calendars.label(periods[0])} to {calendars.label(periods[-1])}: {many} are missing"
