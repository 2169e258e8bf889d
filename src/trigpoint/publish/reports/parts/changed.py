"""What is another than a reader of the last report saw: statuses, and figures that were restated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.ask.readings import Reading
from trigpoint.definitions.periods import Period
from trigpoint.judge.numbers import decimals_that_tell, number_in_words, rounded
from trigpoint.judge.status import JUDGED
from trigpoint.publish.blocks import (
    Block,
    Heading,
    Paragraph,
    TableBlock,
)
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.from_answers import (
    figure_cell,
    reading_direction,
    status_cell,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.parts.cells import (
    UNIT,
    figure_of,
    first_up,
    name_of,
    once,
    status_of,
    words_of,
)
from trigpoint.publish.reports.restated import Restated
from trigpoint.publish.tables import Column, Table

MOST_RESTATED = 30
MOST_PLACES = 6


def changed_blocks(
    asked: Asked, readings: Sequence[Reading], restated: Sequence[Restated], period: Period
) -> list[Block]:
    """What is another than a reader of the last report saw: statuses that changed, and figures that were restated."""
    blocks: list[Block] = [Heading("What changed")]
    words = words_of(asked)
    moved = once(
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
        caption = "Indicators whose status is not what it was in the period before"
        blocks.append(TableBlock(Table(caption, columns, rows, name="Changed status")))
    else:
        blocks.append(Paragraph("Every indicator has the status that it had in the period before."))
    blocks += _restated(asked, restated, asked.before(period), period)
    return blocks


def _restated(asked: Asked, restated: Sequence[Restated], since: object, period: Period) -> list[Block]:
    day = f"{since:%-d %B %Y}"
    heading = Heading(f"Figures restated since {day}", 2)
    if not restated:
        return [heading, Paragraph(f"No figure that was known on {day} has been restated since.")]
    calendars = asked.definitions.calendars
    rows: list[dict[str, Cell]] = [
        {
            "name": name_of(asked, one.reading),
            "period": first_up(calendars.label(one.period)),
            "was": _both(one)[0],
            "is": _both(one)[1],
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
    caption = f"Figures as they were known on {day}, and as they are now"
    return [heading, TableBlock(Table(caption, columns, rows, notes, "Restated"))]


def _both(one: Restated) -> tuple[Figure, Figure]:
    was = figure_cell(one.earlier.answered, one.then, asked=False)
    return told_apart(was, figure_cell(one.reading.answered, one.now, asked=False))


def told_apart(was: Figure, now: Figure) -> tuple[Figure, Figure]:
    """A figure as it was and as it is, at as many places as show that they are two: 28.61 days and 28.64 days."""
    if was.value is None or now.value is None or was.decimals is None:
        return was, now
    places = min(decimals_that_tell(was.value, (now.value,), was.decimals), MOST_PLACES)
    while places < MOST_PLACES and rounded(was.value, places) == rounded(now.value, places):
        places += 1
    return replace(was, decimals=places), replace(now, decimals=places)
