"""Writing what a breakdown holds: some new areas, organisations or teams, or one that there is."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.catalogue.changing import BadChange, Wanted, changes_seen, draft, wanted_of
from trigpoint.catalogue.models import Change, ChangeState, Entry
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.dimensions import Member, Members
from trigpoint.definitions.document import Value
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_text, write
from trigpoint.web.components.page import Crumb
from trigpoint.web.editing.drawn import drawn
from trigpoint.web.editing.form import Form, Read, plain_values
from trigpoint.web.editing.layouts.breakdowns import values
from trigpoint.web.editing.problems import Problems, faults_within, made
from trigpoint.web.frame import page
from trigpoint.web.views.write_definition import ROW_ACTS, lookup_of
from trigpoint.web.visit import Visit, visit

NEW = "new"


class Several(Value):
    """What the form makes: some of what a breakdown holds."""

    members: tuple[Member, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def write_values(request: HttpRequest, code: str, value: str) -> HttpResponse:
    """Some new values of a breakdown (value "new"), or one that it holds."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    definitions = in_force()
    tree = definitions.dimensions.get(code)
    if tree is None or (value != NEW and value not in tree.members):
        raise Http404("There is no such breakdown, or it holds nothing of that code.")
    mine = _own_draft(here, code, value)
    held, base = _held(definitions, tree, value, mine)
    new = value == NEW
    layout = values(tree.dimension.name.lower(), new=new)
    lookup = lookup_of(definitions, held)
    lookup.dimension = tree
    if request.method == "POST":
        form = Form.sent(layout, Several, request.POST, lookup)
    else:
        chosen = [] if new else [plain_values(one) for one in held.members if one.code == value]
        form = Form.opened(layout, Several, {"members": chosen}, lookup)
    problems: Problems = {}
    note = request.POST.get("note", mine.note if mine else "")[:2000]
    if request.method == "POST" and not request.POST.get("act", "").startswith(ROW_ACTS):
        kept = _keep(here, definitions, tree, held, base, form, value, note, mine)
        if isinstance(kept, Change):
            return redirect("change", kept.pk)
        problems = kept
    called = tree.dimension.plural.lower() if new else tree.members[value].name
    return render(
        request,
        "web/catalogue/write.html",
        page(
            here, "catalogue", f"Add {called}" if new else f"Change {called}", kind=tree.dimension.name, uses=None, help_page="making-definitions",
            headline="Nothing changes for anybody until it is put in force: first you see what it would change.",
            form=drawn(form, problems), note=note,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb(tree.dimension.name, reverse("definition", args=["dimension", code])),
                    Crumb("Add" if new else called)],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _own_draft(here: Visit, dimension: str, value: str) -> Change | None:
    """The viewer's open draft of the list that holds a value, which is then written further: several may be added so."""
    rows = changes_seen(here.viewer).filter(
        state=ChangeState.DRAFT, author_id=here.viewer.user_id, parts__kind="members"
    )
    for change in rows.order_by("-changed_at"):
        for part in change.parts.all():
            held = read_text(part.text, part.path).document if part.kind == "members" and part.text else None
            mine = isinstance(held, Members) and held.dimension == dimension
            if mine and (value == NEW or value in {one.code for one in held.members}):
                return change
    return None


def _held(definitions: Definitions, tree: DimensionTree, value: str, mine: Change | None) -> tuple[Members, str]:
    """The list in which a value stands or new ones go, and the hash of what it is written over."""
    dimension = tree.dimension
    if mine is not None:
        part = next(one for one in mine.parts.all() if one.kind == "members")
        held = read_text(part.text, part.path).document
        assert isinstance(held, Members)
        return held, part.base
    lists = [one for one in definitions.documents if isinstance(one, Members) and one.dimension == dimension.code]
    holding = [one for one in lists if any(member.code == value for member in one.members)] or lists
    if not holding:
        return Members(
            kind="members", code=f"{dimension.code}-values", name=dimension.plural, dimension=dimension.code, members=()
        ), ""
    entry = Entry.objects.get(kind="members", code=holding[0].code, until=None)
    return holding[0], entry.document_id


def _keep(
    here: Visit, definitions: Definitions, tree: DimensionTree, held: Members, base: str, form: Form, value: str, note: str,
    mine: Change | None,
) -> Change | Problems:  # fmt: skip
    read = form.read()
    for row in read.raw.get("members", ()):
        if value != NEW:
            row["code"] = value
    several, problems = made(form, read, Several)
    if several is None:
        return problems
    assert isinstance(several, Several)
    there = [one.code for one in held.members]
    known = {*tree.members, *there}
    for n, one in enumerate(several.members):
        if value == NEW and (one.code in known or one.code in [other.code for other in several.members[:n]]):
            return {
                read.name_at(("members", n, "code")): [f"There is “{one.code}” already. Give this one another code."]
            }
    if value == NEW:
        after, first = (*held.members, *several.members), len(held.members)
    else:
        first = there.index(value)
        after = (*held.members[:first], *several.members[:1], *held.members[first + 1 :])
    document = held.model_copy(update={"members": after})
    rest = wanted_of(mine) if mine else []
    rest = [one for one in rest if (one.kind, one.code) != document.identity]
    others = (one for key, one in definitions.by_key.items() if key != document.identity)
    problems = faults_within(Definitions([*others, document]), document, form, _placed(read, first))
    if problems:
        return problems
    try:
        wanted = Wanted("members", document.code, write(document), base)
        title = f"{tree.dimension.plural}: {_counted(several)}"
        return draft(here.viewer, [*rest, wanted], title=title, note=note, pk=mine.pk if mine else None)
    except BadChange as bad:
        return {"": [str(bad)]}


def _placed(read: Read, first: int) -> Read:
    """What a form says, its rows at the places in the list where they will stand."""
    names = {
        ("members", int(path[1]) + first, *path[2:]) if path[:1] == ("members",) and len(path) > 1 else path: name
        for path, name in read.names.items()
    }
    return replace(read, names=names)


def _counted(several: Several) -> str:
    names = [one.name for one in several.members]
    return names[0] if len(names) == 1 else f"{len(names)} new"
