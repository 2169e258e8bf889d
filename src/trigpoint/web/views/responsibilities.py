"""Who leads on, provides, checks and approves each indicator and data set today, with the gaps."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.permissions import may, require
from trigpoint.judge.numbers import number_in_words
from trigpoint.mistakes import Mistake
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.responsibility.table import Answered, answered, people_named, responsibility_table
from trigpoint.web.responsibility.words import PARTS
from trigpoint.web.visit import visit

PER_PAGE = 50


class NoSuchChoice(Mistake):
    """A part or a partner in the address that there is not."""


@require_GET
def responsibilities(request: HttpRequest) -> HttpResponse:
    """By `partner` and `role`; `show=gaps`: only where something is amiss."""
    here = visit(request)
    require(here.viewer, "read")
    partner, role, gaps = request.GET.get("partner", ""), request.GET.get("role", ""), request.GET.get("show") == "gaps"
    if role and role not in PARTS:
        raise NoSuchChoice(f"There is no part “{role[:40]}”. There are: {', '.join(PARTS)}.")
    people = people_named(here.definitions)
    every = answered(here.definitions, here.context.as_at or here.today, people)
    partners = sorted(
        {one.partner for one in every if one.partner}, key=lambda code: organisation_name(here.definitions, code)
    )
    if partner and partner not in partners:
        raise NoSuchChoice(f"No indicator or data set is of a partner “{partner[:60]}”.")
    among = [one for one in every if not partner or one.partner == partner]
    amiss = [one for one in among if _amiss(one, role)]
    may_change = may(here.viewer, "propose-definitions") and here.known_at is None
    table = responsibility_table(here.definitions, amiss if gaps else among, people, role, may_change=may_change)
    if file := download_asked(request, named(here, {"responsibilities": table}, ())):
        return file
    own = {"partner": partner or None, "role": role or None}
    return render(
        request,
        "web/responsibilities.html",
        page(
            here, "catalogue", "Who answers for what", help_page="responsibility", uses=("as-at",), headline=_headline(among, amiss),
            tabs=[Tab("Everything", here.here(**own), not gaps, len(among)), Tab("Gaps", here.here(**own, show="gaps"), gaps, len(amiss))],
            partners=[(code, organisation_name(here.definitions, code)) for code in partners], partner=partner,
            roles=list(PARTS.items()), role=role, gaps=gaps, as_at=here.context.as_at,
            table=table_view(request, table, id="responsibilities", show_caption=False, cards=True, per_page=PER_PAGE) if table.rows else None,
            empty=Empty("Nothing is amiss", "Everything has somebody who answers for it.", achievement=True) if gaps else Empty("There is nothing to answer for yet"),
            crumbs=[Crumb("Catalogue", here.context.url(reverse("catalogue"))), Crumb("Who answers for what")],
        ),
    )  # fmt: skip


def _amiss(one: Answered, role: str) -> bool:
    return any(not role or part == role for part, _ in one.gaps)


def _headline(among: Sequence[Answered], amiss: Sequence[Answered]) -> str:
    if not amiss:
        return "Everything has somebody who answers for it."
    return f"Of {len(among):,} indicators and data sets, something is amiss with {number_in_words(len(amiss))}."
