"""Help: the guide, beside every page, with search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from trigpoint.access.permissions import may, require
from trigpoint.catalogue.snapshots import NoDefinitions
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import look, page, partnership_now, top_bar
from trigpoint.web.help_pages import HelpPage, contents, find, pages, picture_file
from trigpoint.web.help_words import Word, matching, words
from trigpoint.web.visit import visit

PER_PAGE = 50
MOST_WORDS = 5
"""Words of the partnership that stand above what the guide says."""


def _link(name: str) -> str:
    return reverse("help-page", args=[name])


def _picture(name: str) -> str:
    return reverse("help-picture", args=[name])


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """All pages; with `q` the sections that have these words."""
    held = pages(_link, _picture)
    query = request.GET.get("q", "").strip()[:100]
    found = find(held, query) if query else []
    if query and not found:
        said = f"Nothing in the guide has “{query}”."
    else:
        said = f"{len(found)} {'part' if len(found) == 1 else 'parts'} of the guide for “{query}”." if query else ""
    template = "web/help/found.html" if request.GET.get("part") == "found" else "web/help/index.html"
    own = {"pages": list(held.values()), "query": query, "found": found, "said": said, "absent": not held}
    own["words"] = matching(_words(request), query)[:MOST_WORDS] if query else []
    if not query and "index" in held:
        own["text"] = _safe(held["index"])
    return render(request, template, _frame(request, "Help", said, [], **own))


@require_safe
def help_words(request: HttpRequest) -> HttpResponse:
    """The words of the partnership and of the product; with `q` those that hold these words."""
    here = visit(request)
    require(here.viewer, "read")
    query = request.GET.get("q", "").strip()[:100]
    found = matching(words(here.definitions), query)
    columns = (Column("word", "Word", "link"), Column("kind", "What it is"), Column("means", "It means", wide=True))
    told: list[dict[str, Cell]] = [
        {"word": Link(one.word, one.href) if one.href else one.word, "kind": one.kind, "means": one.means}
        for one in found
    ]
    table = Table("Words", columns, told, name="words")
    if file := download_asked(request, {"table": table}):
        return file
    return render(
        request,
        "web/help/words.html",
        page(
            here, "help", "Words", uses=None, help_page="getting-help", query=query,
            headline=f"{len(found):,} {'word' if len(found) == 1 else 'words'}, the partnership’s own among them.",
            table=table_view(request, table, show_caption=False, cards=True, per_page=PER_PAGE) if found else None,
            empty=Empty("No word fits", f"Nothing here is called “{query}”. Try another word.", reverse("help-words"), "Show all"),
            crumbs=[Crumb("Help", reverse("help")), Crumb("Words")],
        ),
    )  # fmt: skip


def _words(request: HttpRequest) -> list[Word]:
    """The words for a search of the guide: none before anything is defined, or for who may read nothing."""
    try:
        here = visit(request)
    except NoDefinitions:
        return []
    return words(here.definitions) if may(here.viewer, "read") else []


@require_safe
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of the guide. Where there is none of that name, what the guide says about those words."""
    held = pages(_link, _picture)
    one = held.get(page)
    if one is None:
        return HttpResponseRedirect(f"{reverse('help')}?{urlencode({'q': page.replace('-', ' ')[:100]})}")
    crumbs = [Crumb("Help", reverse("help")), Crumb(one.title)]
    own = {"pages": list(held.values()), "one": one, "text": _safe(one), "contents": contents(one)}
    return render(request, "web/help/page.html", _frame(request, one.title, "", crumbs, **own))


def _safe(one: HelpPage) -> str:
    # The reader escapes all HTML in the text; what is left are its own tags.
    return mark_safe(one.html)  # noqa: S308


@require_safe
def help_picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide."""
    path = picture_file(name)
    if path is None:
        raise Http404("There is no such picture in the guide.")
    return FileResponse(path.open("rb"))


def _frame(request: HttpRequest, title: str, headline: str, crumbs: list[Crumb], **more: object) -> dict:
    """A page's frame; help is there before anything is defined, too."""
    try:
        return page(visit(request), "help", title, headline=headline, uses=None, crumbs=crumbs, **more)
    except NoDefinitions:
        request.frame_made = True  # type: ignore[attr-defined]
        partnership = partnership_now()
        return {
            "top_bar": top_bar(request, "", partnership),
            **look(partnership),
            "page_title": title,
            "headline": headline,
            "crumbs": crumbs,
            **more,
        }
