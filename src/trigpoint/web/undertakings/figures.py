"""The figures that an undertaking should move: as they were when it was raised, as they are, and which way they went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trigpoint.ask.readings import Reading, Wanted, breaks_in
from trigpoint.ask.standing import read_each
from trigpoint.definitions.periods import Period
from trigpoint.judge.direction import direction
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.standing import Standing
from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Cell, Figure, Link, Status
from trigpoint.publish.from_answers import direction_cell, reading_figure, reading_status
from trigpoint.publish.tables import Column, Table
from trigpoint.web.about_readings import place_words
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Moved:
    """One figure of one undertaking. then: as it stood when that was raised, None where that is no period any more."""

    one: Standing
    then: Reading | None
    now: Reading

    @property
    def newer(self) -> bool:
        """Whether there is a figure of a later period than the one that it was raised on."""
        return self.then is not None and self.now.period > self.then.period


def moved(here: Visit, found: Sequence[Standing]) -> list[Moved]:
    """The figures of all of them, in order, of those that are still defined. One batch."""
    asked = [
        (one, _wanted(here, one, code), _then(here, one, code))
        for one in found
        for code in one.figures
        if code in here.definitions.indicators
    ]
    wanted = [(about, None) for _, about, _ in asked] + [(about, then) for _, about, then in asked if then is not None]
    readings = read_each(here.viewer, here.definitions, wanted, as_at=here.context.as_at, today=here.today)
    thens = iter(readings[len(asked) :])
    return [
        Moved(one, next(thens) if then is not None else None, now)
        for (one, _, then), now in zip(asked, readings, strict=False)
    ]


def _wanted(here: Visit, one: Standing, code: str) -> Wanted:
    """What a figure is, as it is read: the one that it was raised on in its place and framework, others as a whole."""
    raised = one.undertaking
    if code != raised.indicator:
        return Wanted(code, (), None)
    where = tuple(pair for pair in slice_pairs(raised.slice) if pair[0] in here.definitions.dimensions)
    return Wanted(code, where, raised.framework if raised.framework in here.definitions.frameworks else None)


def _then(here: Visit, one: Standing, code: str) -> Period | None:
    """The period that it was raised on; of a figure that it was not raised on, the month in which it began."""
    calendars = here.definitions.calendars
    if code == one.undertaking.indicator and one.undertaking.period:
        try:
            return calendars.parse(one.undertaking.period)
        except Mistake:
            return None
    began = one.last.start or calendars.day_of(one.undertaking.at)
    return calendars.containing(min(began, here.today), "month")


def way_of(here: Visit, one: Moved) -> Cell:
    """Whether the figure is better or worse than it was."""
    then, now = one.then, one.now
    if then is None or not one.newer:
        return "nothing newer yet"
    periods = [period for period, _ in now.series if period >= then.period]
    return direction_cell(
        direction(
            now.cell.value, then.cell.value, now.terms, target=now.target,
            comparable_figures=not breaks_in(here.definitions, now.indicator.code, [then.period, *periods]),
        )
    )  # fmt: skip


def figure_of(here: Visit, reading: Reading, linked: bool = True) -> Figure:
    """The figure with its period beneath; linked: it leads to its explanation."""
    label = here.definitions.calendars.label(reading.period, short=True)
    return reading_figure(reading, _explained(here, reading) if linked else "").with_period(label)


def status_of(here: Visit, reading: Reading) -> Status:
    """Its status alone: what else is known of it stands on its own page."""
    return replace(reading_status(reading, _explained(here, reading)), beneath="")


def _explained(here: Visit, reading: Reading) -> str:
    return explain_href(
        here.context, reading.indicator.code, reading.period, reading.where, framework=reading.wanted.framework
    )


def figures_table(here: Visit, one: Standing) -> Table:
    """The figures of one undertaking. One batch."""
    columns = (
        Column("name", "Indicator", "link", sort=False), Column("then", "Then", "figure", sort=False),
        Column("then-status", "Status then", "status", sort=False), Column("now", "Now", "figure", sort=False),
        Column("now-status", "Status now", "status", sort=False), Column("moved", "It is", "direction", sort=False),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for each in moved(here, [one]):
        then, now = each.then, each.now
        href = indicator_href(here.context, now.indicator.code, framework=now.wanted.framework)
        rows.append(
            {
                "name": Link(now.indicator.name, href, place_words(here, now)),
                "then": figure_of(here, then) if then else None,
                "then-status": status_of(here, then) if then else None,
                "now": figure_of(here, now),
                "now-status": status_of(here, now),
                "moved": way_of(here, each),
            }
        )
    return Table("Figures that it should move", columns, rows, name="figures")
