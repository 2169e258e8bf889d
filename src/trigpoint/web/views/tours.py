"""The tours by role: which there are, and how far somebody is on theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from trigpoint.access.permissions import require
from trigpoint.web.components.page import Crumb
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.tours import TOURS, begun_at, own_tour, stops_for, tour_of
from trigpoint.web.visit import visit


@require_GET
def tours(request: HttpRequest) -> HttpResponse:
    """Every tour with its stops, one's own first."""
    here = visit(request)
    require(here.viewer, "read")
    own = own_tour(here.viewer)
    found = [
        (one, stops_for(one, here.viewer, here.definitions), begun_at(request.user.settings, one.role), one == own)
        for one in sorted(TOURS, key=lambda one: one != own)
    ]
    return render(
        request,
        "web/help/tours.html",
        page(
            here, "help", "Tours", uses=None, help_page="getting-help", tours=found,
            headline="A walk over the pages that you work with, a note at the head of each.",
            crumbs=[Crumb("Help", reverse("help")), Crumb("Tours")],
        ),
    )  # fmt: skip


@require_POST
def tour_step(request: HttpRequest) -> HttpResponse:
    """Go to a stop of a tour: `role` and `stop`; 0 ends it. How far one is is kept with one's own settings."""
    here = visit(request)
    require(here.viewer, "read")
    tour, number = tour_of(request.POST.get("role", "")), number_sent(request.POST.get("stop"))
    stops = stops_for(tour, here.viewer, here.definitions) if tour else []
    if tour is None or number is None or not 0 <= number <= len(stops):
        raise Http404("There is no such stop of a tour.")
    request.user.settings = {**request.user.settings, "tour": {"role": tour.role, "stop": number}}
    request.user.save(update_fields=["settings"])
    if number:
        return redirect(stops[number - 1][1])
    messages.info(request, "The tour is over. All tours stand under Help.")
    return redirect("home")
