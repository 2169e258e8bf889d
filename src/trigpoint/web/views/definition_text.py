"""A definition written as text, as its file has it, with faults by line; and a definition withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from trigpoint.access.permissions import require
from trigpoint.catalogue.changing import BadChange, Wanted, draft, wanted_of
from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.catalogue.models import Entry
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.views.write_definition import given_of
from trigpoint.web.visit import visit

LONGEST = 2_000_000
"""Letters of a definition that a page takes."""


@require_http_methods(["GET", "HEAD", "POST"])
def definition_text(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A definition as text; `draft=` writes a draft of it further."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    if kind not in KIND_NAMES:
        raise Http404("There is no such kind of definition.")
    given = given_of(here, kind, code, request.GET.get("draft", ""))
    assert given.document is not None
    note = given.note
    if given.draft is None:
        text = _text_in_force(kind, code)
    else:
        text = next(part.text for part in given.draft.parts.all() if (part.kind, part.code) == (kind, code))
    problems: list[Problem] = []
    if request.method == "POST":
        text, note = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST], request.POST.get("note", "")[:2000]
        pk = given.draft.pk if given.draft else None
        name = KIND_NAMES[kind][0]
        others = wanted_of(given.draft) if given.draft else []
        rest = [one for one in others if (one.kind, one.code) != (kind, code)]
        try:
            if not text.strip():
                raise BadChange("The text is empty. To withdraw the definition, use the button on its page.")
            done = draft(
                here.viewer, [*rest, Wanted(kind, code, text, given.base)], title=f"{name}: {given.document.name}",
                note=note, pk=pk,
            )  # fmt: skip
        except BadDefinitions as bad:
            problems = [Problem(_said(fault), "#text") for fault in bad.faults[:20]]
        except BadChange as bad:
            problems = [Problem(str(bad), "#text")]
        else:
            return redirect("change", done.pk)
    return render(
        request,
        "web/catalogue/text.html",
        page(
            here, "catalogue", f"Change {given.document.name} as text", kind=KIND_NAMES[kind][0], uses=None, help_page="definitions-reference",
            headline="Nothing changes for anybody until it is put in force: first you see what it would change.",
            problems=problems, text=text, note=note,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb(given.document.name, reverse("definition", args=[kind, code])), Crumb("As text")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


@require_POST
def withdraw_definition(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Draft the withdrawal of a definition: what stands in its way is said, and nothing is withdrawn yet."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    document = in_force().by_key.get((kind, code))
    entry = Entry.objects.filter(kind=kind, code=code, until=None).first()
    if document is None or entry is None:
        raise Http404("There is no such definition to withdraw.")
    name = KIND_NAMES[kind][0]
    try:
        done = draft(
            here.viewer, [Wanted(kind, code, "", entry.document_id)], title=f"{name} withdrawn: {document.name}"
        )
    except (BadDefinitions, BadChange) as bad:
        lines = [fault.message for fault in bad.faults] if isinstance(bad, BadDefinitions) else [str(bad)]
        more = f" And {len(lines) - 3} more." if len(lines) > 3 else ""
        messages.error(request, f"It cannot be withdrawn while others need it. {' '.join(lines[:3])}{more}")
        return redirect("definition", kind, code)
    return redirect("change", done.pk)


def _text_in_force(kind: str, code: str) -> str:
    return Entry.objects.select_related("document").get(kind=kind, code=code, until=None).document.text


def _said(fault: object) -> str:
    """A fault by its line: the file it would be in is of no account here."""
    line, message, instead = (getattr(fault, name) for name in ("line", "message", "instead"))
    where = f"Line {line}: " if line and getattr(fault, "path", None) else ""
    return f"{where}{message} {instead}".strip()
