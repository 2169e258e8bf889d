"""The page of any definition: what it says, where it is used, how it came to be so, and its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trigpoint.access.models import User
from trigpoint.ask import door
from trigpoint.catalogue import ledger
from trigpoint.catalogue.entries import KIND_NAMES, PARTNER, owner_of
from trigpoint.catalogue.history import history_of, text_of
from trigpoint.catalogue.uses import ORGANISATION, data_sets_of, uses_of
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.describing import Row, describe, described_lists
from trigpoint.definitions.dimensions import Dimension
from trigpoint.definitions.document import Document
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.sources import Source
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, DataNote, Empty
from trigpoint.web.components.tables import TableView, download_asked, plain_view, table_view
from trigpoint.web.definition_tables import columns_table, loads_table, measures_table, members_table
from trigpoint.web.frame import page
from trigpoint.web.framework_table import framework_table
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50
SHOWN_USES = 12
WORDS = {
    "Dimension": "Breakdown",
    "Dimensions": "Broken down by",
    "Provider dimension": "Supplied by each",
    "Load": "How an upload changes it",
}
"""What labels of the schema are called on pages."""


@dataclass(frozen=True)
class Use:
    """Definitions of one kind that use this one: what they are called, and each as (name, address)."""

    kind: str
    links: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class Part:
    """A table beneath the description, with a heading. intro: a line above it. search: what was typed, None for no box."""

    title: str
    table: TableView
    intro: str = ""
    search: str | None = None
    path: tuple[tuple[str, str], ...] = ()


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
    lists = _lists(here, document, {part_id for part_id, _ in parts})
    if file := download_asked(request, tables):
        return file
    name = KIND_NAMES[kind][0]
    return render(
        request,
        "web/catalogue/definition.html",
        page(
            here, "catalogue", document.name, kind=name, headline=document.description.split("\n")[0], help_page="definitions", uses=None,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb(KIND_NAMES[kind][1], f"{reverse('catalogue')}?kind={kind}"), Crumb(document.name)],
            says=_says(here, document, {part_id for part_id, _ in parts}), lists=[plain_view(table, id=table.name) for table in lists], used_by=_by_kind(here, uses_of(here.definitions).of(document.identity)),
            names=_by_kind(here, uses_of(here.definitions).uses.get(document.identity, ())), history=history_of(kind, code),
            file_href=here.here(file="yaml"), code=code, parts=[part for _, part in parts],
            page_href=reverse("indicator", args=[code]) if isinstance(document, Indicator) else "",
            data_href=reverse("data-set", args=[code]) if isinstance(document, DataSet) else "",
            data_notes=_notes(here, document),
        ),
    )  # fmt: skip


def _file(here: Visit, document: Document) -> HttpResponse:
    kind, code = document.identity
    text = text_of(kind, code, door.known(here.context.as_at).snapshot)
    if text is None:
        raise Http404("Its file is not kept.")
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.yaml"'
    return response


APART = {"tree": {"Nodes"}, "measures": {"Measures"}, "columns": {"A column a measure", "Dimensions", "Other columns"}}
"""Labels of what the table of that id shows better."""


def _lists(here: Visit, document: Document, apart: set[str]) -> list[Table]:
    """Each list of parts of the document as a table, but for those that another table shows better."""
    better = {label for id, labels in APART.items() if id in apart for label in labels}
    return [
        Table(
            _on_pages(one.label),
            tuple(Column(f"c{n}", heading, sort=False) for n, heading in enumerate(one.headings)),
            [{f"c{n}": text for n, text in enumerate(row)} for row in one.rows],
            name=f"list-{number}",
        )
        for number, one in enumerate(described_lists(document, here.definitions), 1)
        if one.label not in better
    ]


def _says(here: Visit, document: Document, apart: set[str]) -> list[Row]:
    """What the document says, less what stands in the heading or in a table of its own."""
    left_out = {"Kind", "Name", "Description"} if "\n" not in document.description else {"Kind", "Name"}
    left_out |= {label for id, labels in APART.items() if id in apart for label in labels}
    left_out |= {one.label for one in described_lists(document, here.definitions)}
    rows = describe(document, here.definitions)
    kept = [row for row in rows if row.label not in left_out and row.label.rstrip(" 0123456789") not in left_out]
    return [Row(_on_pages(row.label), row.text) for row in kept]


def _on_pages(label: str) -> str:
    """A label in the words of pages, where the model's own is another."""
    stem = label.rstrip(" 0123456789")
    return WORDS.get(stem, stem) + label[len(stem) :]


def _by_kind(here: Visit, identities: Iterable[tuple[str, str]]) -> list[Use]:
    """Definitions (and partners) with their pages, by kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    tree = here.definitions.organisations
    for kind, code in identities:
        if kind == ORGANISATION:
            name = tree.name(code) if tree else code
            found.setdefault(PARTNER, []).append((name, reverse("definition", args=[PARTNER, code])))
        elif (document := here.definitions.by_key.get((kind, code))) is not None:
            address = (
                reverse("indicator", args=[code]) if kind == "indicator" else reverse("definition", args=[kind, code])
            )
            found.setdefault(kind, []).append((document.name, address))
    uses = []
    for kind in (kind for kind in KIND_NAMES if kind in found):
        links = sorted(found[kind], key=lambda link: link[0].casefold())
        uses.append(Use(KIND_NAMES[kind][len(links) > 1], tuple(links[:SHOWN_USES]), max(0, len(links) - SHOWN_USES)))
    return uses


def _notes(here: Visit, document: Document) -> list[DataNote]:
    """Freshness and owner, where it has them."""
    found = []
    owner, tree = owner_of(document), here.definitions.organisations
    if owner and tree:
        found.append(DataNote("Owner", tree.name(owner), reverse("definition", args=[PARTNER, owner])))
    data_sets = [document.code] if isinstance(document, DataSet) else []
    if isinstance(document, Indicator):
        data_sets = list(data_sets_of(here.definitions, document.code))
    fresh = ledger.freshness() if data_sets else {}
    for code in data_sets:
        text = f"{fresh[code]:%-d %B %Y}" if code in fresh else "nothing has come yet"
        found.append(DataNote("Newest upload", text, reverse("data-set", args=[code]), warn=code not in fresh))
    return found


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
            add("members", document.plural, table, intro=intro, search=request.GET.get("find", "")[:100], path=path)
    return found, tables


def _partner(request: HttpRequest, here: Visit, code: str) -> HttpResponse:
    """A partner (or a part of one): what it owns, supplies and answers for. One query for the people."""
    definitions, tree = here.definitions, here.definitions.organisations
    if tree is None or code not in tree.members:
        raise Http404(f"There is no partner with the code “{code[:60]}”. The catalogue lists those that there are.")
    member = tree.members[code]
    within = tree.beneath(code)
    rows: list[dict[str, Cell]] = []
    for document in definitions.by_key.values():
        if owner_of(document) in within:
            kind = document.identity[0]
            address = (
                reverse("indicator", args=[document.code])
                if kind == "indicator"
                else reverse("definition", args=[kind, document.code])
            )
            part = "supplies it" if isinstance(document, DataSet) else "owns it"
            rows.append({"name": Link(document.name, address), "kind": KIND_NAMES[kind][0], "part": part})
    for data_set, supplies in definitions.expected_supplies.items():
        if any(one.provider in within for one in supplies) and definitions.data_sets[data_set].provider not in within:
            rows.append(
                {
                    "name": Link(
                        definitions.data_sets[data_set].name, reverse("definition", args=["data-set", data_set])
                    ),
                    "kind": "Data set",
                    "part": "supplies part of it",
                }
            )
    columns = (Column("name", "Name", "link", wide=True), Column("kind", "What it is"), Column("part", "Its part"))
    table = Table(f"What {member.name} owns and supplies", columns, rows, name=code)
    if file := download_asked(request, {"table": table}):
        return file
    people = User.objects.filter(memberships__organisation=code, is_active=True).distinct().order_by("name")
    says = [Row("Level", tree.levels[member.level].name), Row("Code", code)]
    says += [Row("Also called", ", ".join(member.aliases))] if member.aliases else []
    says += [Row(tree.levels[one.level].name, one.name) for one in tree.lineage(code)[:-1]]
    view = table_view(
        request, table, per_page=PER_PAGE, show_caption=False, empty=Empty("It owns and supplies nothing itself")
    )
    return render(
        request,
        "web/catalogue/definition.html",
        page(
            here, "catalogue", member.name, kind=KIND_NAMES[PARTNER][0], headline=member.note, help_page="definitions", uses=None,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Partners", f"{reverse('catalogue')}?kind={PARTNER}"), Crumb(member.name)],
            says=says, parts=[Part("What it owns and supplies", view)], history=[], used_by=[], code=code, members_here=list(people[:50]),
        ),
    )  # fmt: skip
