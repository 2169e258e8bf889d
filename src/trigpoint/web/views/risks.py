"""The register of risks, and the matrix of how likely and how harmful they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.permissions import may, require
from trigpoint.judge.numbers import counted, number_in_words
from trigpoint.manage.models import Kind
from trigpoint.manage.risks import HIGH
from trigpoint.manage.standing import Standing, standing
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.undertakings.parts import part_asked
from trigpoint.web.undertakings.risks import IMPACTS, matrix, register
from trigpoint.web.visit import visit

PER_PAGE = 50
SHOWN = (("open", "Register"), ("matrix", "Matrix"), ("mine", "Mine"), ("closed", "Closed"))


@require_GET
def risks(request: HttpRequest) -> HttpResponse:
    """The risks, by `show`: open, matrix, mine or closed; of one part of a scorecard where the address names it."""
    here = visit(request)
    require(here.viewer, "read")
    show = request.GET.get("show", "open")
    show = show if show in dict(SHOWN) else "open"
    part = part_asked(here)
    known = standing(here.viewer, here.today, kinds=[Kind.RISK], known_at=here.known_at)
    known = part.of(known) if part else known
    open_ones = [one for one in known if one.open]
    mine = [one for one in open_ones if one.last.owner_id == here.viewer.user_id]
    chosen = {"mine": mine, "closed": [one for one in known if not one.open]}.get(show, open_ones)
    table = register(here, chosen, f"{dict(SHOWN)[show]}, the highest score first")
    if file := download_asked(request, named(here, {"table": table}, ())):
        return file
    own = part.own if part else {}
    return render(
        request,
        "web/risks.html",
        page(
            here, "home", "Risks", headline=_headline(open_ones), help_page="projects-and-risks", uses=("as-at",),
            tabs=[Tab(label, here.here(show=code, **own), code == show) for code, label in SHOWN], part=part,
            table=table_view(request, table, show_caption=False, cards=True, per_page=PER_PAGE) if table.rows and show != "matrix" else None,
            matrix=matrix(open_ones) if show == "matrix" else None, impacts=IMPACTS, empty=NONE[show],
            new_href=reverse("new-risk") if may(here.viewer, "act") else "",
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb("Risks")],
        ),
    )  # fmt: skip


NONE = {
    "open": Empty("No risk is open", "A risk is added here, or on the page of an indicator that it would harm."),
    "matrix": Empty("No risk is open", "A risk is added here, or on the page of an indicator that it would harm."),
    "mine": Empty("You watch no risk", "What you watch stands here, and on Home when its review is near."),
    "closed": Empty("No risk is closed yet", "What was closed stays here, with why."),
}


def _headline(open_ones: Sequence[Standing]) -> str:
    if not open_ones:
        return "No risk is open."
    high, late = sum(one.score.after >= HIGH for one in open_ones), sum(one.late for one in open_ones)
    said = counted(len(open_ones), "risk")
    words = f"{said[:1].upper()}{said[1:]} {'is' if len(open_ones) == 1 else 'are'} open, {number_in_words(high) if high else 'none'} of them high"
    return f"{words}; {counted(late, 'review')} {'is' if late == 1 else 'are'} late." if late else f"{words}."
