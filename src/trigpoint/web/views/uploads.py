"""Uploading: choose a file and a source, see what it would change, then take it in or give it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.loading import may_load, require_load
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import Load
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_text
from trigpoint.definitions.yaml_writing import write
from trigpoint.intake.models import Upload
from trigpoint.intake.previews import Preview, preview
from trigpoint.intake.proposal import propose
from trigpoint.intake.uploads import Decided, give_up, keep_upload, may_decide, supplied, take_in_upload
from trigpoint.judge.numbers import plain
from trigpoint.mistakes import Mistake
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import TableView, plain_view
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.views.changed_figures import MOST_DIFFERENCES, differences_table
from trigpoint.web.views.loads import account_bar, fault_places
from trigpoint.web.visit import Visit, visit

PROPOSE = "propose:"


def sources_for(viewer: Viewer, definitions: Definitions) -> list[tuple[str, str, str]]:
    """(code, name, data set's name) of the sources by which the viewer may load."""
    found = []
    for source in definitions.sources.values():
        data_set = definitions.data_sets[source.data_set]
        if may_load(viewer, definitions, data_set):
            found.append((source.code, source.name, data_set.name, data_set.code))
    return sorted(found, key=lambda one: (one[2], one[1]))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file, and how to read it."""
    here = visit(request)
    require(here.viewer, "load")
    sent: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    mends = _mended(here, sent.get("mends", ""))
    sources = sources_for(here.viewer, here.definitions)
    sets = sorted(
        (one.name, one.code)
        for one in here.definitions.data_sets.values()
        if may_load(here.viewer, here.definitions, one)
    )
    chosen = sent.get("source", "") or (mends.source if mends else "")
    wanted = sent.get("data-set", "")
    if not chosen and wanted:
        chosen = next((code for code, *_, data_set in sources if data_set == wanted), f"{PROPOSE}{wanted}")
    problems: list[Problem] = []
    if request.method == "POST":
        problems, answer = _receive(request, here, chosen, sources, sets, mends)
        if answer is not None:
            return answer
    return render(
        request,
        "web/upload.html",
        page(
            here,
            "data",
            "Mend and supply again" if mends else "Upload data",
            help_page="data",
            uses=None,
            crumbs=[Crumb("Data", reverse("data")), Crumb("Upload")],
            problems=problems,
            sources=[(code, f"{name} ({data_set})") for code, name, data_set, _ in sources],
            proposals=[(f"{PROPOSE}{code}", name) for name, code in sets],
            chosen=chosen,
            mends=mends,
            waiting=Upload.objects.filter(uploaded_by_id=here.viewer.user_id, load=None, given_up_at=None).order_by(
                "-pk"
            )
            if here.viewer.user_id
            else (),
        ),
        status=400 if problems else 200,
    )


def _mended(here: Visit, pk: str) -> Load | None:
    """The upload whose rejected rows are brought again."""
    if not pk:
        return None
    number = number_sent(pk)
    load = Load.objects.filter(pk=number).first() if number is not None else None
    if load is None or load.data_set not in here.definitions.data_sets:
        raise Http404("There is no such upload to mend.")
    require_load(here.viewer, here.definitions, here.definitions.data_sets[load.data_set])
    return load


def _receive(
    request: HttpRequest, here: Visit, chosen: str, sources: list[Any], sets: list[tuple[str, str]], mends: Load | None
) -> tuple[list[Problem], HttpResponse | None]:
    problems = []
    sent = request.FILES.get("file")
    if sent is None:
        problems.append(Problem("Choose a file: CSV, Excel, OpenDocument or Parquet.", "#file"))
    proposing = chosen.removeprefix(PROPOSE) if chosen.startswith(PROPOSE) else ""
    known = {code for code, *_ in sources} | {f"{PROPOSE}{code}" for _, code in sets}
    if chosen not in known:
        problems.append(Problem("Choose how the file is to be read.", "#source"))
    if problems or sent is None:
        return problems, None
    try:
        kept = keep_upload(here.viewer, sent, source="" if proposing else chosen, data_set=proposing, mends=mends)
    except NotAllowed:
        raise
    except Mistake as mistake:
        return [Problem(str(mistake), "#file")], None
    where = reverse("upload-preview", args=[kept.pk])
    return [], redirect(f"{where}?data-set={proposing}" if proposing else where)


def _own(here: Visit, pk: int) -> Upload:
    found = Upload.objects.filter(pk=pk).select_related("mends", "load").first()
    if found is None:
        raise Http404("There is no such upload.")
    if not may_decide(here.viewer, found):
        raise NotAllowed("Only the person who uploaded this file, or an administrator, may see and decide about it.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def upload_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, and the decision; or, without a source yet, a proposal of one."""
    here = visit(request)
    require(here.viewer, "load")
    kept = _own(here, pk)
    if kept.load_id is not None:
        messages.info(request, f"{kept.name} was taken in. This is its account.")
        return redirect("load", kept.load_id)
    try:
        supplied(kept)
    except Decided as decided:
        messages.info(request, str(decided))
        return redirect("upload")
    if request.method == "POST" and request.POST.get("do") == "give-up":
        give_up(here.viewer, kept)
        messages.success(request, f"{kept.name} was given up. Nothing was changed.")
        return redirect("data")
    if not kept.source:
        return _propose(request, here, kept)
    return _decide(request, here, kept)


def _decide(request: HttpRequest, here: Visit, kept: Upload) -> HttpResponse:
    problems: list[Problem] = []
    if request.method == "POST" and request.POST.get("do") == "take-in":
        try:
            note = request.POST.get("note", "").strip()[:2_000]
            accept = request.POST.get("accept") == "yes"
            outcome = take_in_upload(here.viewer, kept, note=note, accept=accept)
        except NotAllowed:
            raise
        except Mistake as mistake:
            problems.append(Problem(str(mistake), "#accept" if "accept" in str(mistake).lower() else ""))
        else:
            messages.success(request, f"Taken in: {outcome.account.in_words()}.")
            return redirect("load", outcome.load.pk)
    title = f"What {kept.name} would change"
    common = {
        "kept": kept,
        "crumbs": [Crumb("Data", reverse("data")), Crumb("Upload", reverse("upload")), Crumb(kept.name)],
    }
    try:
        found = preview(here.viewer, kept.source, [supplied(kept)])
    except NotAllowed:
        raise
    except Mistake as mistake:
        context = page(
            here, "data", f"{kept.name} cannot be read", help_page="data", uses=None, preview=None,
            problems=[*problems, Problem(str(mistake))], **common,
        )  # fmt: skip
        return render(request, "web/upload_preview.html", context, status=400)
    rows = differences_table(here, found.differences.changed)
    source = here.definitions.sources[kept.source]
    return render(
        request,
        "web/upload_preview.html",
        page(
            here,
            "data",
            title,
            headline=preview_words(found),
            help_page="data",
            uses=None,
            problems=problems,
            preview=found,
            source=source,
            bar=account_bar(found.account),
            groups=[(group, [(fault_places(one), one) for one in group.examples[:10]]) for group in found.groups],
            changes=plain_view(rows, id="changes", compact=False),
            more=max(0, len(found.differences.changed) - MOST_DIFFERENCES),
            not_added=[here.definitions.indicators[code].name for code in found.differences.not_added],
            note=request.POST.get("note", ""),
            **common,
        ),
        status=400 if problems else 200,
    )


def preview_words(found: Preview) -> str:
    """What the decision is about, in one sentence."""
    facts = found.facts
    if not (facts.inserted or facts.corrected or facts.removed):
        first = (
            "Nothing would change: all of it is held already" if not found.account.rejected else "Nothing would change"
        )
    else:
        parts = [
            f"{_figures(count)} {word}"
            for count, word in ((facts.inserted, "added"), (facts.corrected, "corrected"), (facts.removed, "removed"))
            if count
        ]
        first = ", ".join(parts)
    restated = sum(not one.is_new for one in found.differences.changed)
    colours = sum(one.status_changes and not one.is_new for one in found.differences.changed)
    if restated:
        first += f"; {_figures(restated, 'published ')} restated"
        if colours:
            first += f", {plain(colours)} with another status"
    if found.account.rejected:
        rows = found.account.rejected
        first += f"; {plain(rows)} {'row' if rows == 1 else 'rows'} rejected"
    return f"{first}."


def _figures(count: int, kind: str = "") -> str:
    return f"{plain(count)} {kind}{'figure' if count == 1 else 'figures'}"


def _propose(request: HttpRequest, here: Visit, kept: Upload) -> HttpResponse:
    """Look at the file and propose a source; who may change definitions agrees it here."""
    code = request.POST.get("data-set") or request.GET.get("data-set", "")
    data_set = here.definitions.data_sets.get(code)
    if data_set is None:
        raise Http404("Say for which data set the file is: upload it again and choose.")
    require_load(here.viewer, here.definitions, data_set)
    problems: list[Problem] = []
    text = request.POST.get("text", "") if request.method == "POST" else ""
    proposal = None
    try:
        proposal = propose(supplied(kept).path, kept.name, data_set, here.definitions, code=_free_code(here, code))
    except Mistake as mistake:
        problems.append(Problem(str(mistake)))
    if text and request.POST.get("do") == "agree":
        require(here.viewer, "apply-definitions")
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
