"""The page of any definition: what it says, where it is used, how it came to be so, and its file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trigpoint.access.models import User
from trigpoint.access.permissions import may
from trigpoint.ask import door
from trigpoint.catalogue.changing import open_changes_of
from trigpoint.catalogue.entries import KIND_NAMES, PARTNER
from trigpoint.catalogue.history import history_of, text_of
from trigpoint.catalogue.uses import uses_of
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimensions import Dimension
from trigpoint.definitions.document import Document
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.sources import Source
from trigpoint.publish.tables import Table
from trigpoint.web.components.page import Crumb, Empty
from trigpoint.web.components.tables import TableView, download_asked, plain_view, table_view
from trigpoint.web.definition.bands import BandDrawn, bands_of
from trigpoint.web.definition.data_notes import data_notes
from trigpoint.web.definition.framework import framework_table
from trigpoint.web.definition.partner import partner_says, partner_table
from trigpoint.web.definition.said import lists_of, says_of
from trigpoint.web.definition.tables import columns_table, loads_table, measures_table, members_table
from trigpoint.web.definition.uses import uses_by_kind
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.frame import page
from trigpoint.web.views.write_definition import MAKE
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50


@dataclass(frozen=True)
class Part:
    """A table beneath the description, with a heading. intro: a line above it. search: what was typed, None for no box.
    add_href: where more of it is made."""

    title: str
    table: TableView
    intro: str = ""
    search: str | None = None
    path: tuple[tuple[str, str], ...] = ()
    add_href: str = ""


@require_safe
def definition(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One definition. `file=yaml` answers with its file as it was written. Raises Http404 where there is none."""
    here = visit(request)
    if kind == PARTNER:
        return _partner(request, here, code)
    document = here.definitions.by_key.get((kind, code))
    if document is None:
        what = KIND_NAMES.get(kind, ("definition", ""))[0].lower()
        when = f" as known on {here.context.as_at:%-d %B %Y}" if here.context.as_at else ""
        raise Http404(
            f"There is no {what} with the code “{code[:60]}”{when}. The catalogue lists those that there are."
        )
    if request.GET.get("file") == "yaml":
        return _file(here, document)
    parts, tables = _parts(request, here, document)
    lists = lists_of(here, document, {part_id for part_id, _ in parts})
    if file := download_asked(request, tables):
        return file
    name = KIND_NAMES[kind][0]
    return render(
        request,
        "web/catalogue/definition.html",
        page(
            here, "catalogue", document.name, kind=name, headline=document.description.split("\n")[0], help_page="definitions", uses=None,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb(KIND_NAMES[kind][1], f"{reverse('catalogue')}?kind={kind}"), Crumb(document.name)],
            says=says_of(here, document, {part_id for part_id, _ in parts}), lists=[plain_view(table, id=table.name) for table in lists], used_by=uses_by_kind(here, uses_of(here.definitions).of(document.identity)),
            names=uses_by_kind(here, uses_of(here.definitions).uses.get(document.identity, ())), history=history_of(kind, code),
            file_href=here.here(file="yaml"), code=code, parts=[part for _, part in parts],
            page_href=reverse("indicator", args=[code]) if isinstance(document, Indicator) else "",
            data_href=reverse("data-set", args=[code]) if isinstance(document, DataSet) else "",
            bands=_bands(here, document), data_notes=data_notes(here, document), **_written(here, kind, code),
        ),
    )  # fmt: skip


def _bands(here: Visit, document: Document) -> list[BandDrawn]:
    """Of a status rule, its bands."""
    words = here.definitions.partnership.status_words if here.definitions.partnership else None
    return bands_of(document.rule, words) if isinstance(document, RuleSet) else []


def _written(here: Visit, kind: str, code: str) -> dict[str, object]:
    """How the definition can be changed by the viewer, and what is open on it. One query."""
    if here.context.as_at is not None:
        return {}
    found: dict[str, object] = {"open_changes": open_changes_of(here.viewer, kind, code)}
    if may(here.viewer, "propose-definitions"):
        has_form = kind in WRITTEN
        found["change_href"] = reverse("change-definition" if has_form else "definition-text", args=[kind, code])
        found["copy_href"] = (
            f"{reverse('make-definition', args=[kind])}?from={code}" if kind in MAKE and has_form else ""
        )
        found["withdraw_href"] = reverse("withdraw-definition", args=[kind, code]) if kind != "partnership" else ""
    return found


def _file(here: Visit, document: Document) -> HttpResponse:
    kind, code = document.identity
    text = text_of(kind, code, door.known(here.context.as_at).snapshot)
    if text is None:
        raise Http404("Its file is not kept.")
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return response


def _parts(request: HttpRequest, here: Visit, document: Document) -> tuple[list[tuple[str, Part]], dict[str, Table]]:
    """The tables beneath the description, by id, and the same as tables for files."""
    found: list[tuple[str, Part]] = []
    tables: dict[str, Table] = {}

    def add(id: str, title: str, table: Table, **more: object) -> None:
        tables[id] = table
        view = table_view(
            request,
            table,
            id=id,
            per_page=PER_PAGE if id != "tree" else None,
            show_caption=False,
            empty=Empty("Nothing here"),
        )
        found.append((id, Part(title, view, **more)))  # type: ignore[arg-type]

    match document:
        case DataSet():
            add("measures", "What is counted or stated", measures_table(here, document))
            add("uploads", "Newest uploads", loads_table(document))
        case Framework():
            add("tree", "What stands in it", framework_table(document, here.definitions))
        case Source():
            add("columns", "Its columns, and what becomes of each", columns_table(document))
        case Dimension():
            tree = here.definitions.dimensions[document.code]
            table, intro, path = members_table(request, here, tree)
            add(
                "members",
                document.plural,
                table,
                intro=intro,
                search=request.GET.get("find", "")[:100],
                path=path,
                add_href=_add_href(here, document),
            )
    return found, tables


def _add_href(here: Visit, dimension: Dimension) -> str:
    """Where more of what a breakdown holds is added; '' for who may not."""
    may_add = may(here.viewer, "propose-definitions") and here.context.as_at is None
    return reverse("write-values", args=[dimension.code, "new"]) if may_add else ""


def _partner(request: HttpRequest, here: Visit, code: str) -> HttpResponse:
    """A partner (or a part of one): what it owns, supplies and answers for. One query for the people."""
    definitions, tree = here.definitions, here.definitions.organisations
    if tree is None or code not in tree.members:
        raise Http404(f"There is no partner with the code “{code[:60]}”. The catalogue lists those that there are.")
    member = tree.members[code]
    table = partner_table(definitions, tree, code)
    if file := download_asked(request, {"table": table}):
        return file
    people = User.objects.filter(memberships__organisation=code, is_active=True).distinct().order_by("name")
    view = table_view(
        request, table, per_page=PER_PAGE, show_caption=False, empty=Empty("It owns and supplies nothing itself")
    )
    return render(
        request,
        "web/catalogue/definition.html",
        page(
            here, "catalogue", member.name, kind=KIND_NAMES[PARTNER][0], headline=member.note, help_page="definitions", uses=None,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Partners", f"{reverse('catalogue')}?kind={PARTNER}"), Crumb(member.name)],
            says=partner_says(tree, code), parts=[Part("What it owns and supplies", view)], history=[], used_by=[], code=code, members_here=list(people[:50]),
        ),
    )  # fmt: skip
