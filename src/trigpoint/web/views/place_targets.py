"""Targets of one indicator for smaller places: typed a row a place, shared out, or inherited; seen before it is drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.ask.answered import terms_of
from trigpoint.catalogue.changing import BadChange
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.targets import Wish, let_smaller_places, set_targets
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.judge.setting import Proposed
from trigpoint.manage.about import require_now
from trigpoint.web.components.page import Crumb, Empty, Problem
from trigpoint.web.context import BadContext
from trigpoint.web.frame import page
from trigpoint.web.links import indicator_href
from trigpoint.web.targets.places import WAYS, Places, levels_of, places_of_level, proposed
from trigpoint.web.targets.typed import BadFigure, Control, controls, in_controls, read_aim
from trigpoint.web.targets.words import aim_words
from trigpoint.web.views.indicator import known_indicator
from trigpoint.web.views.targets import asked_year, years_offered
from trigpoint.web.visit import Visit, visit


@dataclass(frozen=True)
class Line:
    """One place: its outturn, what holds for it now, and its boxes (none where it has a target of its own already)."""

    name: str
    outturn: str
    target: str
    controls: tuple[Control, ...]
    said: str


@require_http_methods(["GET", "HEAD", "POST"])
def place_targets(request: HttpRequest, code: str) -> HttpResponse:
    """`by`: the level of places; `year`: for which; `way`: how. By POST a change is drafted."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    indicator = known_indicator(here.definitions, code)
    require_now(here.known_at, "set targets")
    year = asked_year(here)
    levels = (
        levels_of(here.definitions, code) if indicator.polarity != "none" and indicator.value_kind != "text" else []
    )
    cut = next((one for one in levels if one.code == request.GET.get("by")), levels[0] if levels else None)
    if request.GET.get("by") and (cut is None or cut.code != request.GET["by"]):
        there_are = ", ".join(f"{one.code} ({one.plural.lower()})" for one in levels) or "none"
        raise BadContext(f"There are no places “{request.GET['by'][:60]}” to set targets for. There are: {there_are}.")
    way = request.GET.get("way", "hand")
    way = way if way in WAYS else "hand"
    places = None
    if cut is not None:
        places = places_of_level(
            here.viewer, here.definitions, code, cut, year, as_at=here.context.as_at, today=here.today
        )
    problems: list[Problem] = []
    wrong: dict[str, str] = {}
    lines: list[Line] = []
    given: dict[str, Proposed] = {}
    if places is not None:
        given = proposed(places, way)
        if request.method == "POST":
            kept = _keep(here, places, way, given)
            if isinstance(kept, Change):
                return redirect("change", kept.pk)
            wrong = kept
            problems = [Problem(said, f"#{id}" if id else "") for id, said in wrong.items()]
        lines = _lines(request, places, way, given, wrong)
    first_wrong = next((one.sum for one in given.values() if not one.is_given), "") if way != "hand" else ""
    return render(
        request,
        "web/place_targets.html",
        page(
            here, "catalogue", "Targets for smaller places", kind=indicator.name, help_page="targets", uses=None, problems=problems,
            headline="Nothing is in force by it: first you see what it would change, and may ask partners to agree.",
            lines=lines, places=places, way=way, refused=first_wrong,
            ways=[(one, words, one == way) for one, words in WAYS.items()],
            levels=[(one.code, one.plural, one is cut) for one in levels], years=years_offered(here, year),
            above=places.above.words if places else "",
            outturn_of=here.definitions.calendars.label(places.outturn_of) if places and places.outturn_of else "",
            period=here.definitions.calendars.label(places.period) if places else "", hidden=here.context.parameters(),
            can_post=any(line.controls for line in lines) or (way == "inherit" and not first_wrong),
            empty=Empty("It has no smaller places to set targets for",
                        "Its figures are kept for the whole alone, nothing can be aimed at, or its years cannot be told."),
            crumbs=[Crumb("Catalogue", here.context.url(reverse("catalogue"))), Crumb(indicator.name, indicator_href(here.context, code)),
                    Crumb("Targets", here.context.url(reverse("indicator-targets", args=[code]))), Crumb("Smaller places")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _lines(
    request: HttpRequest, places: Places, way: str, given: Mapping[str, Proposed], wrong: Mapping[str, str]
) -> list[Line]:
    terms = terms_of(places.definitions, places.indicator.code)
    is_range = places.indicator.polarity == "range"
    found = []
    for n, row in enumerate(places.rows):
        name = f"aim-{n}"
        boxes: tuple[Control, ...] = ()
        offer = given.get(row.code)
        if row.own is None and way != "inherit" and offer is not None:
            sent = request.POST if request.method == "POST" else in_controls(name, offer, terms)
            boxes = controls(name, f"Target of {row.name}", terms, sent, is_range=is_range, problem=wrong.get(name, ""))
        now = row.target.words if row.target and row.target.has_figure else "none"
        if row.own is not None:
            now = f"{aim_words(row.own, terms)}, its own"
        said = offer.sum if offer is not None else "has one of its own: revise that one"
        outturn = "no data" if row.outturn is None else terms.say(row.outturn)
        found.append(Line(row.name, outturn, now, boxes, said))
    return found


def _keep(here: Visit, places: Places, way: str, given: Mapping[str, Proposed]) -> Change | dict[str, str]:
    """The change that was drafted, or by the control what is wrong; '' is the whole."""
    code = places.indicator.code
    try:
        if way == "inherit":
            if places.above.own is None:
                return {"": "The target above is not for this very year, so that nothing can be said of it here."}
            return let_smaller_places(here.viewer, code, places.above.own, "inherited")
        terms = terms_of(places.definitions, code)
        wrong: dict[str, str] = {}
        wishes: list[Wish] = []
        for n, row in enumerate(places.rows):
            if row.code not in given:
                continue
            name = f"aim-{n}"
            try:
                aim = read_aim(name, here.request.POST, terms, is_range=places.indicator.polarity == "range")
            except BadFigure as bad:
                wrong[name] = f"{row.name}: {bad}"
                continue
            if aim.is_given:
                wishes.append(Wish(code, places.period, aim, tuple(places.slice_of(row.code).items())))
        if wrong:
            return wrong
        if not wishes:
            return {"": "Type a target for one place at least."}
        label = places.definitions.calendars.label(places.period)
        title = f"Targets of {places.indicator.name} for {places.cut.plural.lower()}, {label}"
        return set_targets(here.viewer, wishes, title=title, note=WAYS[way] + ".")
    except BadDefinitions as bad:
        return {f"fault-{n}": str(fault) for n, fault in enumerate(bad.faults[:8])}
    except BadChange as bad:
        return {"": str(bad)}
