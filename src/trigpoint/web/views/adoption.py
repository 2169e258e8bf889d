"""What is used and what never is, for administrators; of groups of people, never of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.models import Role
from trigpoint.judge.numbers import format_date
from trigpoint.manage.adoption import FEWEST, LOOKED_BACK, adoption
from trigpoint.publish.cells import Cell
from trigpoint.publish.reports import REPORTS
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.links import definition_href
from trigpoint.web.looks import PAGES
from trigpoint.web.visit import visit

OTHERS = f"Others: groups of fewer than {FEWEST} people"
MOST = 20
"""Names of one kind that are listed; how many more there are is said."""


@require_GET
def adoption_page(request: HttpRequest) -> HttpResponse:
    """Looks by kind of page, by role and by organisation; and what nobody looked at."""
    here = visit(request)
    definitions, tree = here.definitions, here.definitions.organisations
    reports = {one.name: one.title for one in REPORTS}
    found = adoption(here.viewer, definitions, reports, here.today)
    partners = {code: one.name for code, one in tree.members.items()} if tree else {}
    tables = {
        "pages": _table("By kind of page", "Page", found.routes, PAGES),
        "roles": _table("By role", "Role", found.roles, dict(Role.choices)),
        "organisations": _table("By organisation", "Organisation", found.organisations, partners),
    }
    if file := download_asked(request, tables):
        return file
    unseen = [
        _list("Indicators", [(definitions.indicators[c].name, definition_href("indicator", c)) for c in found.unseen_indicators]),
        _list("Scorecards", [(definitions.frameworks[c].name, reverse("scorecard", args=[c])) for c in found.unseen_scorecards]),
        _list("Reports", [(reports[c], reverse("report", args=[c])) for c in found.unseen_reports]),
    ]  # fmt: skip
    unread = _list("Data sets", [(definitions.data_sets[c].name, reverse("data-set", args=[c])) for c in found.unread])
    in_force = sum(one.life.state == "in-force" for one in definitions.indicators.values())
    seen = in_force - len(found.unseen_indicators)
    since = format_date(found.since) if found.since else ""
    return render(
        request,
        "web/adoption.html",
        page(
            here, "", "What is used", uses=None, help_page="what-is-used", found=found, since=since, days=LOOKED_BACK, fewest=FEWEST,
            headline=f"{seen} of {in_force} indicators were looked at in the last {LOOKED_BACK} days." if since else "Nothing is counted yet.",
            tables=[table_view(request, one, id=name, show_caption=False) for name, one in tables.items() if one.rows],
            unseen=[one for one in unseen if one[1]], unread=unread if unread[1] else None,
            crumbs=[Crumb("Home", reverse("home")), Crumb("What is used")],
        ),
    )  # fmt: skip


def _table(caption: str, heading: str, looks: Mapping[str, int], names: Mapping[str, str]) -> Table:
    rows: list[dict[str, Cell]] = [
        {"name": names.get(code, code) if code else OTHERS, "looks": number} for code, number in looks.items()
    ]
    return Table(
        caption,
        (Column("name", heading, wide=True), Column("looks", "Looks", "number", decimals=0)),
        rows,
        name=caption,
    )


def _list(title: str, named: Iterable[tuple[str, str]]) -> tuple[str, list[tuple[str, str]], int]:
    """(title with how many, the first by name with where each leads, how many more)."""
    every = sorted(named, key=lambda pair: pair[0].casefold())
    return f"{title}: {len(every)}", every[:MOST], max(0, len(every) - MOST)
