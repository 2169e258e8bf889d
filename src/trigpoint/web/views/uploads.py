"""Uploading: choose a file and a source, see what it would change, then take it in or give it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.loading import may_load, require_any_load, require_load
from trigpoint.access.permissions import NotAllowed
from trigpoint.catalogue.models import Load
from trigpoint.intake.closed import PeriodClosed
from trigpoint.intake.faults import NoRoom, TooMuch
from trigpoint.intake.models import Upload
from trigpoint.intake.previews import Preview, preview
from trigpoint.intake.uploads import (
    Decided,
    give_up,
    keep_upload,
    may_decide,
    note_whether_readable,
    read_as,
    supplied,
    take_in_upload,
    waiting_of,
)
from trigpoint.judge.numbers import plain
from trigpoint.mistakes import Mistake
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import plain_view
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.upload_choices import PROPOSE, otherwise, sources_for
from trigpoint.web.views.changed_figures import MOST_DIFFERENCES, differences_table
from trigpoint.web.views.loads import account_bar, fault_places, hint_for
from trigpoint.web.views.proposal import propose_source
from trigpoint.web.visit import Visit, visit


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file, and how to read it."""
    here = visit(request)
    require_any_load(here.viewer, here.definitions)
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
    waiting, unreadable = waiting_of(here.viewer)
    problems: list[Problem] = []
    if request.method == "POST":
        _require_own(here, chosen)
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
            waiting=waiting,
            unreadable=unreadable,
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


def _require_own(here: Visit, chosen: str) -> None:
    """Raise NotAllowed where the way to read the file, if there is such a one, is of data that is not the viewer's."""
    source = here.definitions.sources.get(chosen)
    data_set = here.definitions.data_sets.get(source.data_set if source else chosen.removeprefix(PROPOSE))
    if data_set is not None:
        require_load(here.viewer, here.definitions, data_set)


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
    require_any_load(here.viewer, here.definitions)
    kept = _own(here, pk)
    if kept.scorecard:
        return redirect("sheet", pk)
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
    if request.method == "POST" and request.POST.get("do") == "read-as":
        return _read_as(here, kept, request.POST.get("source", ""))
    if not kept.source:
        return propose_source(request, here, kept)
    return _decide(request, here, kept)


def _read_as(here: Visit, kept: Upload, chosen: str) -> HttpResponse:
    """Read the kept file by another source, or look at it to propose one."""
    where = reverse("upload-preview", args=[kept.pk])
    if chosen.startswith(PROPOSE) and kept.mends is None:
        Upload.objects.filter(pk=kept.pk).update(source="", unreadable="")
        return redirect(f"{where}?data-set={chosen.removeprefix(PROPOSE)}")
    if chosen:
        read_as(here.viewer, kept, chosen)
    else:
        messages.error(here.request, "Choose first how the file is to be read.")
    return redirect(where)


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
            for warning in outcome.warnings:
                messages.info(request, warning)
            return redirect("load", outcome.load.pk)
    title = f"What {kept.name} would change"
    common = {
        "kept": kept,
        "crumbs": [Crumb("Data", reverse("data")), Crumb("Upload", reverse("upload")), Crumb(kept.name)],
    }
    try:
        found = preview(here.viewer, kept.source, [supplied(kept)])
    except NotAllowed as mistake:
        note_whether_readable(kept, str(mistake))
        raise
    except Mistake as mistake:
        if not isinstance(mistake, NoRoom | TooMuch):
            note_whether_readable(kept, str(mistake))
        # What is refused for its periods was read well: to read it otherwise is no way out.
        closed = isinstance(mistake, PeriodClosed)
        context = page(
            here, "data", f"{kept.name} cannot be {'taken in' if closed else 'read'}", help_page="data", uses=None, preview=None,
            problems=[*problems, Problem(str(mistake))], **otherwise(here, kept, other_sources=not closed), **common,
        )  # fmt: skip
        return render(request, "web/upload_preview.html", context, status=400)
    note_whether_readable(kept, "")
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
            groups=[
                (group, [(fault_places(one), one) for one in group.examples[:10]], hint_for(here, group.kind))
                for group in found.groups
            ],
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
