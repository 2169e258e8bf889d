"""Actions and projects as tables: what is to be done, what is off target without any, and what they moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trigpoint.ask.attention import triage
from trigpoint.ask.readings import wanted_of
from trigpoint.ask.standing import read
from trigpoint.manage.following import own_frameworks
from trigpoint.manage.models import Kind, State
from trigpoint.manage.standing import Standing, with_action
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.from_answers import reading_figure, reading_status
from trigpoint.publish.tables import Column, Table, in_order
from trigpoint.web.about_readings import place_words
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.leads import leads
from trigpoint.web.links import explain_href, indicator_href, write_href
from trigpoint.web.undertakings.figures import figure_of, moved, way_of
from trigpoint.web.undertakings.words import href_of, progress_words, waiting_words
from trigpoint.web.visit import Visit


def work_table(here: Visit, chosen: Sequence[Standing], waits: Mapping[int, Sequence[Standing]], caption: str) -> Table:
    """Actions and projects. waits: for each, what it waits for."""
    columns = (
        Column("action", "What", "link"), Column("due", "By", "date"), Column("state", "State"),
        Column("owner", "Who does it"), Column("about", "Because of", "link"), Column("said", "Last said", wide=True),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "action": Link(one.title, href_of(one), beneath_of(one, waits.get(one.pk, ()))),
            "about": about_cell(here, one),
            "owner": str(one.last.owner),
            "due": one.last.due,
            "state": f"{one.state}, late" if one.late else one.state,
            "said": one.said,
        }
        for one in chosen
    ]
    return Table(caption, columns, rows, name="actions")


def beneath_of(one: Standing, awaited: Sequence[Standing]) -> str:
    """What stands beneath a title: that it is a project and how far, and what it waits for."""
    words = ["Project" if one.kind == Kind.PROJECT else "", progress_words(one), waiting_words(awaited)]
    said = " · ".join(filter(None, words))
    return said[:1].upper() + said[1:]


def about_cell(here: Visit, one: Standing) -> Cell:
    """The figure because of which it is, and how many others it should move."""
    if not one.figures:
        return None
    code, others = one.figures[0], len(one.figures) - 1
    indicator, raised = here.definitions.indicators.get(code), one.undertaking
    framework = (raised.framework or None) if code == raised.indicator else None
    more = f"and {others} other{'s' if others > 1 else ''}" if others else ""
    where = where_words(here.definitions, raised) if code == raised.indicator else ""
    return Link(
        indicator.name if indicator else code,
        indicator_href(here.context, code, framework=framework) if indicator else "",
        ", ".join(filter(None, (where, more))),
    )


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
    """The figures when each action or project began, the newest, and the way from one to the other: the worst first.

    Left out: what was dropped, and what is about no figure. One batch.
    """
    columns = (
        Column("action", "What", "link"), Column("state", "State"), Column("then", "Then", "figure"),
        Column("now", "Now", "figure"), Column("moved", "The figure is", "direction"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "action": Link(each.one.title, href_of(each.one), each.now.indicator.name),
            "state": each.one.state,
            "then": figure_of(here, each.then, linked=False),
            "now": figure_of(here, each.now, linked=False),
            "moved": way_of(here, each),
        }
        for each in moved(here, [one for one in known if one.last.state != State.DROPPED])
        if each.then is not None
    ]
    return in_order(Table("What actions moved", columns, rows, name="moved"), "moved")
