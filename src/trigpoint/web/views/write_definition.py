"""Writing a definition on its form: a new one, a copy, a change, or a draft written further. Nothing is in force by it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.models import User
from trigpoint.access.permissions import require
from trigpoint.catalogue.changing import (
    BadChange,
    Wanted,
    changes_seen,
    draft,
    may_write,
    over_what_is_in_force,
    wanted_of,
)
from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.catalogue.models import Change, ChangePart, Entry
from trigpoint.catalogue.own_source import own_code, own_source
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.document import Document, code_from
from trigpoint.definitions.kinds import KINDS
from trigpoint.definitions.whole import BadDefinitions, Definitions
from trigpoint.definitions.yaml_files import read_text, write
from trigpoint.intake.uploads import may_make
from trigpoint.web.components.page import Crumb
from trigpoint.web.editing.drawn import drawn
from trigpoint.web.editing.form import Form, Read, TooLong, plain_values
from trigpoint.web.editing.formula_check import FormulaSaid, formula_said, items_to_use
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.problems import Problems, faults_within, made
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit

ROW_ACTS = ("add", "out:", "up:", "down:", "in:", "back:")
MAKE = {
    "indicator": "A figure that somebody answers for: what is worked out from data items, aimed at and judged.",
    "data-set": "What is counted, for which places or organisations, how often, and how it adds up.",
    "dimension": "What figures are broken down by: areas, organisations, services, groups of people.",
    "framework": "A scorecard or agreement: a tree of themes and objectives in which indicators stand.",
    "rule-set": "How red, amber and green are given.",
    "comparator": "What figures are compared with: England, the region, places most alike.",
    "group-set": "Groups of places or organisations, such as statistical neighbours.",
    "expected-supply": "Who is to supply which data by when.",
    "responsibilities": "Who leads on, provides, checks and approves what.",
}
"""What can be made on a page, in the order in which people ask for it."""


@dataclass(frozen=True)
class Given:
    """What a form is opened on. document: None for a new one. base: the hash of the document in force that it is written
    over. note: why, of a draft."""

    document: Document | None
    base: str = ""
    note: str = ""
    draft: Change | None = None


@require_GET
def make(request: HttpRequest) -> HttpResponse:
    """What can be made: a list to choose from."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    kinds = [(KIND_NAMES[kind][0], reverse("make-definition", args=[kind]), says) for kind, says in MAKE.items()]
    return render(
        request,
        "web/catalogue/make.html",
        page(
            here, "catalogue", "Make a definition", uses=None, help_page="making-definitions", kinds=kinds,
            may_make=may_make(here.viewer),
            headline="It is a draft until it is put in force: nothing that others see changes before.",
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Make a definition")],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def make_definition(request: HttpRequest, kind: str) -> HttpResponse:
    """A new definition of a kind; `from=code` begins with a copy."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    if kind not in MAKE or kind not in WRITTEN:
        raise Http404("There is no form for that. “Make a definition” lists what can be made.")
    copied = in_force().by_key.get((kind, request.GET.get("from", "")))
    given = Given(copied)
    if pk := request.GET.get("draft"):
        given = given_of(here, kind, "", pk)
    return _write(request, here, kind, "", given)


@require_http_methods(["GET", "HEAD", "POST"])
def change_definition(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A change of a definition in force; `draft=` writes a draft of it further."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    if kind not in WRITTEN:
        raise Http404("That kind of definition has no form. It can be changed as text.")
    return _write(request, here, kind, code, given_of(here, kind, code, request.GET.get("draft", "")))


def given_of(here: Visit, kind: str, code: str, pk: str) -> Given:
    """What is written further: the draft where one is named, else what is in force. Raises Http404."""
    entry = Entry.objects.filter(kind=kind, code=code, until=None).first() if code else None
    if pk:
        change = changes_seen(here.viewer).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None
        part = _part_of(change, kind, code) if change and may_write(here.viewer, change) else None
        if change is None or part is None or not part.text:
            raise Http404("There is no such draft to write further, or it is not yours.")
        return Given(read_text(part.text, part.path).document, part.base, change.note, change)
    document = in_force().by_key.get((kind, code))
    if document is None or entry is None:
        raise Http404(f"There is no {KIND_NAMES[kind][0].lower()} with the code “{code[:60]}” to change.")
    return Given(document, entry.document_id)


def _part_of(change: Change, kind: str, code: str) -> ChangePart | None:
    return next((one for one in change.parts.all() if one.kind == kind and code in ("", one.code)), None)


def lookup_of(definitions: Definitions, document: Document | None) -> Lookup:
    """The names by which a form speaks of codes. One query: the people."""
    people = dict(User.objects.filter(is_active=True).order_by("name").values_list("username", "name"))
    about = getattr(document, "dimension", None) or ""
    return Lookup(definitions, people, definitions.dimensions.get(about))


def _write(request: HttpRequest, here: Visit, kind: str, code: str, given: Given) -> HttpResponse:
    definitions = in_force()
    lookup = lookup_of(definitions, given.document)
    try:
        form, note, typed_code = _opened(request, definitions, kind, given, lookup)
    except TooLong as long:
        messages.warning(request, str(long))
        return redirect("definition-text", kind, code) if code else redirect("make")
    problems: Problems = {}
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "formula":
        return _formula(request, definitions, form)
    if request.method == "POST" and not act.startswith(ROW_ACTS):
        kept = _keep(
            here, definitions, kind, code or typed_code, given, form, note, new=not code and given.draft is None
        )
        if isinstance(kept, Change):
            return redirect("change", kept.pk)
        problems = kept
    name = KIND_NAMES[kind][0]
    title = f"Change {given.document.name}" if code and given.document else f"New {name.lower()}"
    crumbs = [Crumb("Catalogue", reverse("catalogue"))]
    crumbs += [Crumb(given.document.name, reverse("definition", args=[kind, code]))] if code and given.document else []
    return render(
        request,
        "web/catalogue/write.html",
        page(
            here, "catalogue", title, kind=name, uses=None, help_page="making-definitions", note=note,
            form=drawn(form, problems, _all_said(definitions, form) if kind == "indicator" else None),
            code=typed_code, new=not code, items=items_to_use(definitions) if kind == "indicator" else None,
            text_href=reverse("definition-text", args=[kind, code]) if code else "",
            headline="Nothing changes for anybody until it is put in force: first you see what it would change.",
            crumbs=[*crumbs, Crumb("Change" if code else title)],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _opened(
    request: HttpRequest, definitions: Definitions, kind: str, given: Given, lookup: Lookup
) -> tuple[Form, str, str]:
    """The form, why, and the code as typed. Raises TooLong where the form cannot show all that there is."""
    written = WRITTEN[kind]
    sections = written.sections(definitions)
    if request.method == "POST":
        form = written.form.sent(sections, written.model, request.POST, lookup)
        return form, request.POST.get("note", "")[:2000], request.POST.get("code", "").strip()[:100]
    raw = plain_values(given.document) if given.document else {}
    raw = {key: value for key, value in raw.items() if key not in ("kind", "code")}
    form = written.form.opened(sections, written.model, written.into(raw), lookup)
    if given.document is not None:
        document, _ = made(form, whole(written.out(form.read()), kind, given.document.code), KINDS[kind])
        if document != given.document:
            raise TooLong("It says something that the form cannot show. Change it as text.")
    return form, given.note, given.document.code if given.draft and given.document else ""


def whole(read: Read, kind: str, code: str) -> Read:
    """What a form says with what it does not ask: the kind, and the code that stays."""
    return replace(read, raw={**read.raw, "kind": kind, "code": code})


def _keep(
    here: Visit, definitions: Definitions, kind: str, code: str, given: Given, form: Form, note: str, *, new: bool
) -> Change | Problems:
    """The draft that was kept, or what is wrong."""
    read = WRITTEN[kind].out(form.read())
    code = code or code_from(str(read.raw.get("name", "")))
    if new and (kind, code) in definitions.by_key:
        return {"code": [f"There is a definition with the code “{code}” already. Give this one another."]}
    document, problems = made(form, whole(read, kind, code), KINDS[kind])
    if document is None:
        return problems
    assert isinstance(document, Document)
    beside = _beside(definitions, document, new=new)
    mine = {document.identity, *(one.identity for one in beside)}
    others = (one for key, one in definitions.by_key.items() if key not in mine)
    problems = faults_within(Definitions([*others, document, *beside]), document, form, read)
    if problems:
        return problems
    if document == definitions.by_key.get((kind, code)):
        return {"": ["It says the same as what is in force: there is nothing to change yet."]}
    wanted = Wanted(kind, code, write(document), "" if new else given.base)
    pk = given.draft.pk if given.draft else None
    try:
        rest = [one for one in (wanted_of(given.draft) if given.draft else []) if (one.kind, one.code) not in mine]
        return draft(
            here.viewer,
            [*rest, wanted, *over_what_is_in_force(beside)],
            title=_title(document, new),
            note=note,
            pk=pk,
        )
    except BadDefinitions as bad:
        return {"": [str(fault) for fault in bad.faults[:8]]}
    except BadChange as bad:
        return {"": [str(bad)]}


def _beside(definitions: Definitions, document: Document, *, new: bool) -> list[Document]:
    """What goes with a definition: with a data set the file of our own in which its figures can be typed, where that is not
    a file that somebody wrote otherwise."""
    if not isinstance(document, DataSet):
        return []
    held = definitions.sources.get(own_code(document.code))
    before = definitions.data_sets.get(document.code)
    ours = new if held is None or before is None else held == own_source(before, definitions)
    made = own_source(document, definitions) if ours else None
    return [made] if made is not None and made != held else []


def _title(document: Document, new: bool) -> str:
    kind = KIND_NAMES[document.identity[0]][0]
    return f"New {kind.lower()}: {document.name}" if new else f"{kind}: {document.name}"


def _formula(request: HttpRequest, definitions: Definitions, form: Form) -> HttpResponse:
    """What is said of one formula, as a part of the page."""
    name = request.POST.get("of", "formula")
    said = formula_said(definitions, form.read().raw, (form.texts.get(name) or [""])[0])
    return render(request, "web/catalogue/formula_said.html", {"said": said})


def _all_said(definitions: Definitions, form: Form) -> dict[str, FormulaSaid]:
    """What is said of each formula of the form, by the control's name."""
    raw = form.read().raw
    names = [name for name in form.texts if name == "formula" or name.endswith(".formula")]
    return {name: formula_said(definitions, raw, (form.texts[name] or [""])[0]) for name in names}
