"""Tours: for each role a walk over the pages that it works with, a note at the head of each. Plain data, and who sees what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from trigpoint.access.models import Role
from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.web.numbers_sent import number_sent

PARAMETER = "tour"
"""Of addresses: the role of the tour and the number of the stop, joined by a colon."""


@dataclass(frozen=True)
class Stop:
    """path: of the page; in braces what the partnership has. needs: what the viewer must be allowed to do; '' is nothing."""

    path: str
    where: str
    look: str
    needs: str = ""


@dataclass(frozen=True)
class Tour:
    role: str
    title: str
    stops: tuple[Stop, ...]


HOME = Stop("/", "Home", "The sentence at the top says how much needs attention; beneath it each figure, yours first, with the reason. What you owe and what changed since you were last here stand beside it.")  # fmt: skip
INDICATOR = Stop("/indicators/{indicator}/", "An indicator", "The figure, its target and status stand large, with the sum in words. Press “Show the usual range” beneath the chart to see whether a change is news or noise.")  # fmt: skip
CATALOGUE = Stop("/catalogue/", "The catalogue", "All that is defined, found by any of its names. Each line says who owns it and how fresh it is; each leads to what it means.")  # fmt: skip
EXPLAIN = Stop("/indicators/{indicator}/explain/", "Where a figure comes from", "Formula, components and the loads that brought them. Every figure in the product leads to a page like this one.")  # fmt: skip
NEWS = Stop("/news/choices/", "What you are told", "Choose what you hear of, by which way and when it is quiet. News waits behind the tray at the top of every page.")  # fmt: skip
ACTIONS = Stop("/actions/", "Actions", "What is being done, by whom and until when. “Off target without one” lists figures that nobody does anything about.")  # fmt: skip

TOURS: tuple[Tour, ...] = (
    Tour(Role.BOARD_MEMBER, "For a board member", (
        HOME,
        Stop("/scorecards/", "Scorecards", "Each agreement or plan as a tree, with the status of every part. Open one, and see what pulls a part down."),
        INDICATOR, EXPLAIN, ACTIONS,
        Stop("/reports/", "Reports", "The board’s pack, made from the same figures, as a page or a document. It says what was restated since the last one."),
        NEWS,
    )),
    Tour(Role.INDICATOR_LEAD, "For an indicator lead", (
        HOME, INDICATOR,
        Stop("/commentary/", "Commentary", "What is asked for and not written, and what waits. Beside the form of each stand facts to start from."),
        ACTIONS,
        Stop("/catalogue/new/", "Making definitions", "An indicator is drafted on a form, seen for what it would change, and proposed to partners. Nothing changes for anybody until it is in force.", "propose-definitions"),
        NEWS,
    )),
    Tour(Role.DATA_STEWARD, "For a data steward", (
        HOME,
        Stop("/data/", "Data", "A calendar of what came and what did not, by partner and period. One click leads to a load and its rejected rows."),
        Stop("/data/upload/", "Uploading", "Choose a file; you see what it would change before anything is taken in. Every row is accounted for.", "load"),
        Stop("/data/sets/{data_set}/", "A data set", "What is held, what it counts, and whose codes nobody knows yet."),
        Stop("/trail/", "Who did what", "Everything that was loaded, changed and decided, newest first.", "see-audit"),
        NEWS,
    )),
    Tour(Role.ANALYST, "For an analyst", (
        HOME, CATALOGUE,
        Stop("/explore/", "Explore", "Put figures on shelves: rows, columns, filters. Each step is in the address, and undone by Back."),
        EXPLAIN,
        Stop("/catalogue/changes/", "Changes of definitions", "Drafts, proposals and what came into force, each with what it changes in words and in figures."),
        Stop("/catalogue/health/", "Health of definitions", "What has no owner, no target, no data or no use. Begin here when you tidy up."),
        Stop("/closing/", "Closing periods", "A year’s end: what is missing, what is carried forward, undone until somebody confirms it.", "close-periods"),
    )),
    Tour(Role.ADMINISTRATOR, "For an administrator", (
        HOME,
        Stop("/people/", "People", "Who may see and do what. Add a person, and invite them by mail.", "manage-people"),
        Stop("/partnership/", "The partnership", "Its name, partners, words and look.", "manage-people"),
        Stop("/mail/", "What is sent", "What could not be sent, and why. Send a mail to see whether it arrives.", "manage-people"),
        Stop("/adoption/", "What is used", "Which pages are used and which indicators nobody looks at, by groups of people and never by person.", "manage-people"),
        Stop("/closing/", "Closing periods", "A year’s end; and the one place where a closed period is reopened.", "close-periods"),
        Stop("/trail/", "Who did what", "Everything that was loaded, changed and decided, newest first.", "see-audit"),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class TourNote:
    """What stands at the head of a page that is a stop. number: from 1. next: of the stop that follows; 0 at the end."""

    tour: Tour
    stop: Stop
    number: int
    of: int

    @property
    def next(self) -> int:
        return self.number + 1 if self.number < self.of else 0


def tour_of(role: str) -> Tour | None:
    """The tour of a role, or None."""
    return next((one for one in TOURS if one.role == role), None)


def stops_for(tour: Tour, viewer: Viewer, definitions: Definitions) -> list[tuple[Stop, str]]:
    """The stops of a tour that the viewer may reach, each with its address."""
    there_is = {
        "indicator": next((code for code, one in definitions.indicators.items() if one.life.state == "in-force"), ""),
        "data_set": next(iter(definitions.data_sets), ""),
    }
    found = []
    for stop in tour.stops:
        lacking = any(f"{{{name}}}" in stop.path and not code for name, code in there_is.items())
        if not lacking and (not stop.needs or may(viewer, stop.needs)):
            number = len(found) + 1
            found.append((stop, f"{stop.path.format_map(there_is)}?{PARAMETER}={tour.role}:{number}"))
    return found


def own_tour(viewer: Viewer) -> Tour | None:
    """The tour of the viewer's role: of several, of the one that does most."""
    roles = {role for _, role in viewer.memberships}
    return next((one for one in reversed(TOURS) if one.role in roles), None)


def note_at(request: HttpRequest, viewer: Viewer, definitions: Definitions) -> TourNote | None:
    """The note of the stop that an address names, where it is one of this very page."""
    role, _, number = request.GET.get(PARAMETER, "").partition(":")
    tour, at = tour_of(role), number_sent(number)
    if tour is None or at is None:
        return None
    stops = stops_for(tour, viewer, definitions)
    if not 1 <= at <= len(stops) or stops[at - 1][1].partition("?")[0] != request.path:
        return None
    return TourNote(tour, stops[at - 1][0], at, len(stops))


def offered(viewer: Viewer, settings: Mapping[str, Any], first_visit: bool) -> Tour | None:
    """The tour that Home offers: of the viewer's role, on a first visit, until it is begun or declined."""
    return own_tour(viewer) if first_visit and "tour" not in settings else None


def begun_at(settings: Mapping[str, Any], role: str) -> int:
    """The stop at which somebody is on a tour; 0: not begun, or at its end."""
    kept = settings.get("tour")
    return kept.get("stop", 0) if isinstance(kept, dict) and kept.get("role") == role else 0
