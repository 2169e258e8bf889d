"""What commentary the figures of a period ask for and have, as a table: its state, and who owes the next thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from trigpoint.ask.readings import Reading, wanted_of
from trigpoint.ask.standing import read
from trigpoint.manage.answering import answers_for
from trigpoint.manage.approvers import Approvers, approvers
from trigpoint.manage.asked_for import commentary_beside
from trigpoint.manage.following import own_frameworks
from trigpoint.manage.models import CommentaryState
from trigpoint.manage.told import Told
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.from_answers import reading_figure, reading_status
from trigpoint.publish.issues.issuing import went_out
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Empty
from trigpoint.web.leads import leads
from trigpoint.web.links import commentary_href, explain_href, text_href
from trigpoint.web.visit import Visit

SHOWN = (
    ("asked", "Asked for"), ("draft", "Draft or sent back"), ("waiting", "Waiting for approval"), ("approved", "Approved"),
    ("mine", "Mine"),
)  # fmt: skip
NONE = {
    "asked": Empty(
        "No commentary is owed", "Whatever figure asks for one has one, or a draft of it.", achievement=True
    ),
    "draft": Empty("There is no draft", "What somebody writes and has not sent for approval yet stands here."),
    "waiting": Empty("Nothing waits for approval", "What is sent for approval stands here until it is decided."),
    "approved": Empty("Nothing is approved for this period yet", "Approved commentary stands in reports and on pages."),
    "mine": Empty(
        "None is yours", "What you are to write, have written or are to approve stands here.", achievement=True
    ),
}


@dataclass(frozen=True)
class Line:
    """A figure with a commentary on it, or with one that is asked for. owes: whose turn it is, in words. shows: the lists
    in which it stands. issued: whether what is approved of it went out in a pack."""

    reading: Reading
    told: Told | None
    asked: bool
    owes: str
    shows: frozenset[str]
    issued: bool = False

    @property
    def state(self) -> str:
        if self.told is None:
            return "Asked for"
        label = self.told.newest.state.label
        if self.told.draft and self.told.approved:
            return f"{label}; an earlier one is {'issued' if self.issued else 'approved'}"
        return "Issued" if self.issued else label


def lines(here: Visit) -> list[Line]:
    """Every figure of the viewer's scorecards in the period that has a commentary or asks for one."""
    who = approvers(here.definitions, here.today if here.known_at is None else timezone.localdate(here.known_at))
    readings = read(
        here.viewer, here.definitions, wanted_of(here.definitions, own_frameworks(here.viewer, here.definitions, here.today)), period=here.context.period,
        where=here.chosen, where_held=here.at_own, as_at=here.context.as_at, today=here.today,
    )  # fmt: skip
    names = leads(here.definitions, here.today)
    mine = answers_for(here.definitions, here.request.user.get_username(), here.today)
    found = []
    for one in commentary_beside(here.viewer, here.definitions, readings, here.known_at, who):
        lead = names.of(one.reading.indicator.code)
        if not one.told and one.asked:
            own = {"mine"} if one.reading.indicator.code in mine else set()
            found.append(Line(one.reading, None, True, lead, frozenset({"asked", *own})))
        found += [_line(here, one.reading, text, one.asked, who) for text in one.told]
    approved = [one.told.approved.row.pk if one.told and one.told.approved else 0 for one in found]
    issued = went_out(here.viewer, approved)
    return [replace(one, issued=pk in issued) for one, pk in zip(found, approved, strict=True)]


def _line(here: Visit, reading: Reading, text: Told, asked: bool, who: Approvers) -> Line:
    newest = text.newest
    shows = {"approved"} if text.approved else set()
    owes = ""
    mine = newest.row.author_id == here.viewer.user_id
    if newest.state == CommentaryState.PROPOSED:
        shows.add("waiting")
        owes = who.words(newest.row)
        mine = mine or who.may(here.viewer, newest.row)
    elif newest.state != CommentaryState.APPROVED:
        shows.add("draft")
        owes = str(newest.row.author)
    return Line(reading, text, asked, owes, frozenset(shows | ({"mine"} if mine else set())))


def commentary_table(here: Visit, chosen: Sequence[Line], caption: str) -> Table:
    columns = [
        Column("name", "Indicator", "link"), Column("state", "Commentary"), Column("owes", "Whose turn"),
        Column("period", "Period"), Column("status", "Status", "status"), Column("value", "Value", "figure"),
    ]  # fmt: skip
    if any(one.told for one in chosen):
        columns.append(Column("by", "Written by"))
    rows: list[dict[str, Cell]] = []
    for one in chosen:
        reading, code, framework = one.reading, one.reading.indicator.code, one.reading.wanted.framework
        row = one.told.newest.row if one.told else None
        href = text_href(here.definitions, here.context, row) if row else ""
        about = explain_href(here.context, code, reading.period, reading.where, framework=framework)
        beneath = here.definitions.frameworks[framework].name if framework else ""
        if row and row.audience != "partnership":
            beneath += f"; for {row.get_audience_display().lower()}"
        rows.append(
            {
                "name": Link(
                    reading.indicator.name,
                    href or commentary_href(here.context, code, framework=framework, period=reading.period),
                    beneath,
                ),
                "period": here.definitions.calendars.label(reading.period, short=True),
                "status": reading_status(reading, about),
                "value": reading_figure(reading, about),
                "state": one.state,
                "owes": one.owes,
            }
        )
        if row:
            rows[-1]["by"] = f"{row.author}, {timezone.localdate(row.at):%-d %b %Y}"
    return Table(caption, columns, rows, name="commentary")
