"""Actions as tables and beside figures: what is to be done, what is off target without any, and what they moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from trigpoint.ask.attention import triage
from trigpoint.ask.readings import Wanted, breaks_in, wanted_of
from trigpoint.ask.standing import read
from trigpoint.definitions.periods import Period
from trigpoint.judge.direction import direction
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.actions import Standing, with_action
from trigpoint.manage.following import own_frameworks
from trigpoint.manage.models import ActionState
from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Cell, Figure, Link, Status
from trigpoint.publish.from_answers import direction_cell, figure_cell, reading_figure, reading_status
from trigpoint.publish.tables import Column, Table, in_order
from trigpoint.web.about_readings import place_words
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.leads import leads
from trigpoint.web.links import explain_href, indicator_href, write_href
from trigpoint.web.visit import Visit


def actions_table(here: Visit, chosen: Sequence[Standing], caption: str) -> Table:
    columns = (
        Column("action", "Action", "link"), Column("due", "By", "date"), Column("state", "State"),
        Column("owner", "Who does it"), Column("about", "Because of", "link"), Column("said", "Last said", wide=True),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for one in chosen:
        action, last = one.action, one.last
        indicator = here.definitions.indicators.get(action.indicator)
        framework = action.framework or None
        about = indicator_href(here.context, action.indicator, framework=framework) if indicator else ""
        rows.append(
            {
                "action": Link(action.title, reverse("action", args=[action.pk])),
                "about": Link(
                    indicator.name if indicator else action.indicator, about, where_words(here.definitions, action)
                ),
                "owner": str(last.owner),
                "due": last.due,
                "state": f"{one.state}, late" if one.late else one.state,
                "said": last.text,
            }
        )
    return Table(caption, columns, rows, name="actions")


def without_table(here: Visit, known: Sequence[Standing]) -> Table:
    """The figures of the viewer's scorecards that need attention, and for which nothing is to be done. One batch."""
    placed = wanted_of(here.definitions, own_frameworks(here.viewer, here.definitions, here.today))
    readings = read(here.viewer, here.definitions, placed, as_at=here.context.as_at, today=here.today)
    has, names = with_action(known), leads(here.definitions, here.today)
    columns = (
        Column("name", "Indicator", "link"), Column("status", "Status", "status"), Column("value", "Value", "figure"),
        Column("raise", "Action", "link", sort=False, in_files=False),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for one in triage(readings).pressing:
        reading, code = one.reading, one.reading.indicator.code
        if code in has:
            continue
        framework = reading.wanted.framework
        beneath = " · ".join(part for part in (place_words(here, reading), names.of(code)) if part)
        about = explain_href(here.context, code, reading.period, reading.where, framework=framework)
        rows.append(
            {
                "name": Link(reading.indicator.name, indicator_href(here.context, code, framework=framework), beneath),
                "status": reading_status(reading, about),
                "value": reading_figure(reading, about),
                "raise": Link("Raise an action", write_href(here.context, code, "action", framework=framework)),
            }
        )
    return Table("Off target without an action", columns, rows, name="without-action")


def moved_table(here: Visit, known: Sequence[Standing]) -> Table:
    """The figure on which each action was raised, the newest, and the way from one to the other: the worst first. One batch.

    Left out: what was dropped, what is about no period, and what was raised longer ago than a series reaches.
    """
    about = [
        one
        for one in known
        if one.action.period
        and one.last.state != ActionState.DROPPED
        and one.action.indicator in here.definitions.indicators
    ]
    wanted = [_wanted(here, one) for one in about]
    readings = read(here.viewer, here.definitions, wanted, as_at=here.context.as_at, today=here.today)
    columns = (
        Column("action", "Action", "link"), Column("state", "State"), Column("then", "Then", "figure"),
        Column("now", "Now", "figure"), Column("moved", "The figure is", "direction"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for one, reading in zip(about, readings, strict=True):
        facts, code = reading.answered.facts, reading.indicator.code
        at = next((i for i in reading.cells if facts.asked[i].code == one.action.period), None)
        if at is None:
            continue
        periods = [period for period, _ in reading.series if period >= facts.asked[at]]
        way = direction(
            reading.cell.value, facts.value[at], reading.terms, target=reading.target,
            comparable_figures=not breaks_in(here.definitions, code, periods),
        )  # fmt: skip
        label = here.definitions.calendars.label
        rows.append(
            {
                "action": Link(one.action.title, reverse("action", args=[one.action.pk]), reading.indicator.name),
                "state": one.state,
                "then": figure_cell(reading.answered, at).with_period(label(facts.asked[at], short=True)),
                "now": reading_figure(reading).with_period(label(reading.period, short=True)),
                "moved": direction_cell(way) if reading.period > facts.asked[at] else "nothing newer yet",
            }
        )
    return in_order(Table("What actions moved", columns, rows, name="moved"), "moved")


def _wanted(here: Visit, one: Standing) -> Wanted:
    """What an action is about, as it is read: what is defined no more is left off."""
    action = one.action
    where = tuple(pair for pair in slice_pairs(action.slice) if pair[0] in here.definitions.dimensions)
    return Wanted(
        action.indicator, where, action.framework if action.framework in here.definitions.frameworks else None
    )


@dataclass(frozen=True)
class Moved:
    """A figure beside an action: of which period, how much, and how it stands."""

    period: str
    figure: Figure
    status: Status


def figures_beside(here: Visit, one: Standing) -> tuple[Moved | None, Moved | None]:
    """The figure that the action was raised on, as it is known now, and the newest; None where there is none of the kind."""
    action, calendars = one.action, here.definitions.calendars
    wanted = [_wanted(here, one)]
    framework = wanted[0].framework

    def moved(period: Period | None) -> Moved:
        (reading,) = read(
            here.viewer, here.definitions, wanted, period=period, as_at=here.context.as_at, today=here.today
        )
        about = explain_href(here.context, action.indicator, reading.period, reading.where, framework=framework)
        return Moved(calendars.label(reading.period), reading_figure(reading, about), reading_status(reading, about))

    try:
        then = moved(calendars.parse(action.period)) if action.period else None
    except Mistake:
        then = None  # of a period that is no period any more
    now = moved(None)
    return then, None if then is not None and then.period == now.period else now
