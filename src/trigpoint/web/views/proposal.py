"""A file that no source fits: what each column was taken for, and the source that is proposed for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trigpoint.access.loading import require_load
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.sources import Source
from trigpoint.definitions.yaml_files import read_text
from trigpoint.definitions.yaml_writing import write
from trigpoint.intake.models import Upload
from trigpoint.intake.proposal import propose
from trigpoint.intake.uploads import note_whether_readable, supplied
from trigpoint.mistakes import Mistake
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import TableView, plain_view
from trigpoint.web.frame import page
from trigpoint.web.upload_choices import otherwise
from trigpoint.web.visit import Visit


def propose_source(request: HttpRequest, here: Visit, kept: Upload) -> HttpResponse:
    """Look at the file and propose a source; who may change definitions agrees it here."""
    code = request.POST.get("data-set") or request.GET.get("data-set", "")
    data_set = here.definitions.data_sets.get(code)
    if data_set is None:
        raise Http404("Say for which data set the file is: upload it again and choose.")
    require_load(here.viewer, here.definitions, data_set)
    if agreeing := request.method == "POST" and request.POST.get("do") == "agree":
        require(here.viewer, "apply-definitions")
    problems: list[Problem] = []
    text = request.POST.get("text", "") if request.method == "POST" else ""
    proposal = None
    try:
        proposal = propose(supplied(kept).path, kept.name, data_set, here.definitions, code=_free_code(here, code))
        note_whether_readable(kept, "")
    except Mistake as mistake:
        problems.append(Problem(str(mistake)))
        note_whether_readable(kept, str(mistake))
    if text and agreeing:
        try:
            source = _agree(here, text[:200_000], code)
        except NotAllowed:
            raise
        except Mistake as mistake:
            problems.append(Problem(str(mistake), "#text"))
        else:
            Upload.objects.filter(pk=kept.pk).update(source=source)
            messages.success(request, f"The source “{source}” is agreed. This is what the file would change.")
            return redirect("upload-preview", kept.pk)
    columns = _columns_table(proposal) if proposal else None
    return render(
        request,
        "web/upload_proposal.html",
        page(
            here,
            "data",
            f"How to read {kept.name}",
            headline="" if proposal is None else f"{data_set.name}: this is what each column was taken for.",
            help_page="data",
            uses=None,
            crumbs=[Crumb("Data", reverse("data")), Crumb("Upload", reverse("upload")), Crumb(kept.name)],
            kept=kept,
            problems=problems,
            proposal=proposal,
            columns=columns,
            data_set=data_set,
            text=text or (write(proposal.source) if proposal else ""),
            may_agree=may(here.viewer, "apply-definitions"),
            **otherwise(here, kept),
        ),
        status=400 if problems else 200,
    )


def _free_code(here: Visit, code: str) -> str:
    free, n = code, 2
    while free in here.definitions.sources:
        free, n = f"{code}-{n}", n + 1
    return free


def _agree(here: Visit, text: str, data_set: str) -> str:
    """Make the source part of the definitions in force, as a set of its own, so that it takes nothing else away."""
    read = read_text(text, "source.yaml")
    source = read.document
    if not isinstance(source, Source):
        raise Mistake("Only a source can be agreed here: the text must begin with “kind: source”.")
    if source.data_set != data_set:
        raise Mistake(f"This file is for the data set “{data_set}”; the text says “{source.data_set}”.")
    if source.code in here.definitions.sources:
        raise Mistake(f"There is a source “{source.code}” already. Give this one another code.")
    name = f"source-{source.code}"
    apply_documents(here.viewer, name, [read], note="Proposed from an uploaded file, and agreed on the page.")
    return source.code


def _columns_table(proposal: Any) -> TableView:
    rows = [
        {
            "column": f"{one.letter}: {one.name}",
            "means": one.means or "Not used",
            "why": one.why,
            "samples": ", ".join(sample[:40] for sample in one.samples[:3]),
        }
        for one in proposal.columns
    ]
    table = Table(
        "What each column was taken for",
        (
            Column("column", "Column"),
            Column("means", "Taken for"),
            Column("why", "Because"),
            Column("samples", "For example", wide=True),
        ),
        rows,
    )
    return plain_view(table, id="columns", compact=False)
