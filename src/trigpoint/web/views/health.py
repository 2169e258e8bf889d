"""Definition health: what is worth mending in the definitions, each finding with what to do about it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trigpoint.ask import door
from trigpoint.catalogue.health import AILMENTS, Known, examine
from trigpoint.catalogue.models import Entry
from trigpoint.manage.models import PortfolioItem, SavedView
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """All findings, or those of one kind (`of`)."""
    here = visit(request)
    findings = examine(here.definitions, _known(here))
    chosen = request.GET.get("of", "")
    chosen = chosen if chosen in AILMENTS else ""
    shown = [one for one in findings if one.ailment == chosen] if chosen else findings
    tree = here.definitions.organisations
    rows: list[dict[str, Cell]] = [
        {
            "name": Link(one.name, _href(one.kind, one.code)),
            "ailment": AILMENTS[one.ailment][0],
            "text": one.text,
            "do": AILMENTS[one.ailment][1],
            "owner": tree.name(one.owner) if tree and one.owner else "",
        }
        for one in shown
    ]
    columns = (
        Column("name", "Definition", "link"), Column("ailment", "What ails it"), Column("text", "What was found", wide=True),
        Column("do", "What to do", wide=True), Column("owner", "Owner"),
    )  # fmt: skip
    table = Table("Definition health", columns, rows, name="definition-health")
    if file := download_asked(request, {"table": table}):
        return file
    counts = {ailment: sum(one.ailment == ailment for one in findings) for ailment in AILMENTS}
    tabs = [Tab("All", here.here(), not chosen, len(findings))]
    tabs += [Tab(AILMENTS[a][0], here.here(of=a), a == chosen, n) for a, n in counts.items() if n]
    sick = len({(one.kind, one.code) for one in findings})
    examined = len(here.definitions.indicators) + len(here.definitions.rule_sets)
    headline = "Nothing is worth mending." if not findings else (
        f"{sick:,} of {examined:,} indicators and status rules "
        f"{'has' if sick == 1 else 'have'} something worth mending."
    )  # fmt: skip
    well = Empty("Nothing of that kind", "The definitions are well.", achievement=True)
    return render(
        request,
        "web/catalogue/health.html",
        page(
            here, "catalogue", "Definition health", headline=headline, help_page="definitions", uses=None,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Definition health")], tabs=tabs,
            findings=table_view(request, table, per_page=100, show_caption=False, empty=well),
        ),
    )  # fmt: skip


def _href(kind: str, code: str) -> str:
    return reverse("definition", args=[kind, code])


def _known(here: Visit) -> Known:
    """What is known beside the definitions. Three queries beside the door's."""
    wanted = set(PortfolioItem.objects.values_list("indicator", flat=True).distinct())
    for path in SavedView.objects.values_list("path", flat=True):
        try:
            parts = urlsplit(path)
        except ValueError:  # an address of before they were checked
            continue
        wanted |= {code for value in parse_qs(parts.query).get("indicator", ()) for code in value.split(",")}
        wanted |= {piece for piece in parts.path.split("/") if piece}
    made = (
        Entry.objects.filter(kind="indicator", until__isnull=True).values_list("code").annotate(Max("since__made_at"))
    )
    since = {code: at.date() for code, at in made}
    newest = door.newest_periods(tuple(here.definitions.indicators), here.context.as_at)
    return Known(here.today, newest, wanted, since)
