"""The catalogue: what is held, found as one types; and asking for what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import may
from trigpoint.catalogue import ledger
from trigpoint.catalogue.entries import CHAIN_WORDS, KIND_NAMES, LIFE_WORDS, PARTNER, index_of
from trigpoint.catalogue.search import Entry, Hit, Index
from trigpoint.catalogue.uses import data_sets_of
from trigpoint.intake.uploads import may_make
from trigpoint.manage.about import BadText
from trigpoint.manage.missing import WANTED, ask_for, asked_for
from trigpoint.manage.models import Note
from trigpoint.manage.notes import withdraw
from trigpoint.manage.own_addresses import is_own
from trigpoint.manage.portfolios import views_found_by
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.reports import REPORTS
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.links import definition_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.visit import Visit, visit

VIEW, REPORT = "view", "report"
KINDS = {**KIND_NAMES, VIEW: ("Saved view", "Saved views"), REPORT: ("Report", "Reports")}
FACETS = {"kind": "What it is", "topic": "Topic", "owner": "Owner", "life": "Life", "chain": "In the chain"}
PER_PAGE = 50
MOST_VALUES = 12


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: how many of what is found have it, and the address that chooses it or lets it go."""

    label: str
    count: int
    href: str
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """The page; `part=results` is what changes as one types. By POST: ask for what is missing, or take that back."""
    here = visit(request)
    if request.method == "POST":
        return _asked(request, here)
    query = request.GET.get("q", "").strip()[:200]
    chosen = {facet: request.GET[facet] for facet in FACETS if request.GET.get(facet)}
    index = index_of(here.definitions)
    others = Index(tuple(_others(here)))
    hits = sorted(
        [*index.search(query, facets=chosen.items()), *others.search(query, facets=chosen.items())],
        key=lambda hit: -hit.score,
    )
    if not query:
        order = list(KINDS)
        hits.sort(key=lambda hit: (order.index(hit.entry.kind), hit.entry.name.casefold()))
    table = _table(here, hits, query)
    if file := download_asked(request, {"table": table}):
        return file
    nothing = Empty(
        f"Nothing is held under “{query}”" if query else "Nothing is held of that kind",
        "Try fewer words, or ask for it below.",
    )
    context = {
        "results": table_view(request, table, per_page=PER_PAGE, show_caption=False, empty=nothing),
        "found": _found(hits, query),
        "facets": [(FACETS[facet], _values(here, index, hits, facet, chosen, query)) for facet in FACETS],
        "query": query,
        "chosen": list(chosen.items()),
    }
    if request.GET.get("part") == "results":
        response = render(request, "web/catalogue/results.html", context)
        response["HX-Push-Url"] = _address(query, chosen)
        return response
    return render(
        request,
        "web/catalogue/catalogue.html",
        page(
            here, "catalogue", "Catalogue", headline=_held(index), help_page="catalogue", uses=None,
            wanted=[(note, note.author_id == here.viewer.user_id or may(here.viewer, "manage-people")) for note in asked_for(here.viewer)],
            may_ask=may(here.viewer, "annotate"), may_make=may(here.viewer, "propose-definitions"),
            none_yet=not here.definitions.indicators and may_make(here.viewer), **context,
        ),
    )  # fmt: skip


def _asked(request: HttpRequest, here: Visit) -> HttpResponse:
    """Ask for what is missing, or take off the list what was asked for."""
    try:
        if (number := number_sent(request.POST.get("withdraw"))) is not None:
            withdraw(here.viewer, get_object_or_404(Note, pk=number, **WANTED.fields()))
            messages.success(request, "Taken off the list.")
        else:
            ask_for(here.viewer, request.POST.get("text", ""))
            messages.success(request, "Asked for: the whole partnership now sees it here.")
    except BadText as mistake:
        messages.error(request, str(mistake))
    return HttpResponseRedirect(reverse("catalogue") + "#missing")


def _others(here: Visit) -> Iterable[Entry]:
    """What is held and is no definition: the reader's own views, those that people share, and reports. One query."""
    for view in views_found_by(here.viewer):
        owner = str(view.owner)
        if is_own(view.path):
            seen = "" if view.shared else "; only you see it"
            facets = (("kind", VIEW), ("owner", owner))
            yield Entry(VIEW, view.path, view.name, (), f"View saved by {owner}{seen}", facets)
    for report in REPORTS:
        yield Entry(REPORT, report.name, report.title, ("report",), report.describes, (("kind", REPORT),))


def _href(entry: Entry) -> str:
    if entry.kind == VIEW:
        return entry.code
    if entry.kind == REPORT:
        return reverse("report", args=[entry.code])
    return definition_href(entry.kind, entry.code)


def _table(here: Visit, hits: list[Hit], query: str) -> Table:
    fresh = ledger.freshness()
    rows = [_row(here, hit.entry, fresh) for hit in hits]
    columns = (
        Column("name", "Name", "link", wide=True),
        Column("kind", "What it is"),
        Column("topic", "Topic"),
        Column("owner", "Owner"),
        Column("life", "Life"),
        Column("fresh", "Newest upload", "date"),
    )
    name = f"catalogue-{query}" if query else "catalogue"
    return Table(f"What is held{f': {query}' if query else ''}", columns, rows, name=name)


def _row(here: Visit, entry: Entry, fresh: dict[str, datetime]) -> dict[str, Cell]:
    document = here.definitions.by_key.get((entry.kind, entry.code))
    about = document.description if document else entry.text
    row: dict[str, Cell] = {
        "name": Link(entry.name, _href(entry), _short(about)),
        "kind": KINDS[entry.kind][0],
        "topic": ", ".join(entry.facet("topic")),
        "owner": entry.facet("owner")[-1] if entry.facet("owner") and entry.kind != PARTNER else "",
        "life": ", ".join(LIFE_WORDS.get(value, value) for value in entry.facet("life")),
    }
    data_sets = (entry.code,) if entry.kind == "data-set" else ()
    if entry.kind == "indicator":
        data_sets = data_sets_of(here.definitions, entry.code)
    times = [fresh[code] for code in data_sets if code in fresh]
    if times:
        row["fresh"] = max(times).date()
    return row


def _short(text: str, most: int = 130) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: line.rfind(" ", 0, most)] + "…"


def _found(hits: list[Hit], query: str) -> str:
    count = f"{len(hits):,} found" if len(hits) != 1 else "1 found"
    if query and hits and all(hit.near for hit in hits):
        return f"Nothing is called quite that; {len(hits):,} {'is' if len(hits) == 1 else 'are'} nearly so"
    return count


def _held(index: Index) -> str:
    counts: dict[str, int] = {}
    for entry in index.entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    said = [
        f"{counts[kind]:,} {KINDS[kind][counts[kind] > 1].lower()}"
        for kind in ("indicator", "data-set", "framework")
        if counts.get(kind)
    ]
    return f"{', '.join(said[:-1])} and {said[-1]} are held here." if len(said) > 1 else ""


def _values(
    here: Visit, index: Index, hits: list[Hit], facet: str, chosen: dict[str, str], query: str
) -> list[FacetValue]:
    """The values of a facet among what is found, each with its address; a chosen one lets go."""
    found = []
    for value, count in list(index.counts(hits, facet).items())[:MOST_VALUES]:
        rest = {name: held for name, held in chosen.items() if name != facet}
        there = chosen.get(facet) == value
        found.append(
            FacetValue(_label(facet, value), count, _address(query, rest if there else {**rest, facet: value}), there)
        )
    return found if len(found) > 1 or any(one.chosen for one in found) else []


def _label(facet: str, value: str) -> str:
    if facet == "kind":
        return KINDS[value][1]
    return {"life": LIFE_WORDS, "chain": CHAIN_WORDS}.get(facet, {}).get(value, value)


def _address(query: str, chosen: dict[str, str]) -> str:
    found = {**({"q": query} if query else {}), **chosen}
    return f"{reverse('catalogue')}?{urlencode(found)}" if found else reverse("catalogue")
