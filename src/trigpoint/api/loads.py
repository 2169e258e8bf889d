"""Uploads: what was taken in, taking files in, and the rows that were rejected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from trigpoint.api.identity import require_key_may_load, viewer_of_call
from trigpoint.api.reading import as_json
from trigpoint.catalogue.models import Load
from trigpoint.intake.actions import Outcome, take_in_files
from trigpoint.intake.rejected import faults_of, looked_at, rejects_of
from trigpoint.intake.supply import SuppliedFile
from trigpoint.null_characters import refuse_in_form

router = Router()

COUNTS = ("supplied", "loaded", "unchanged", "corrected", "superseded", "rejected", "removed")
MOST_LISTED = 200


@router.get("/loads", summary="Uploads, newest first")
def loads(request: HttpRequest, data_set: Query[str | None] = None, before: Query[int | None] = None) -> HttpResponse:
    """At most 200. before: only uploads of smaller numbers, to read on."""
    viewer_of_call(request)
    found = Load.objects.select_related("loaded_by").prefetch_related("files").order_by("-pk")
    if data_set:
        found = found.filter(data_set=data_set)
    if before is not None:
        found = found.filter(pk__lt=before)
    return as_json([_record(load) for load in found[:MOST_LISTED]])


@router.get("/loads/{int:number}", summary="One upload")
def load(request: HttpRequest, number: int) -> HttpResponse:
    """Its account, and the kinds of fault of its rejected rows."""
    viewer, found = viewer_of_call(request), _load(number)
    groups = [
        {"kind": group.kind, "column": group.column, "rows": group.rows, "what_to_do": group.what_to_do}
        for group in faults_of(viewer, found)
    ]
    return as_json(_record(found) | {"faults": groups})


@router.post("/loads", summary="Take files in")
def take_in(
    request: HttpRequest,
    source: Form[str],
    files: File[list[UploadedFile]],
    note: Form[str] = "",
    accept: Form[bool] = False,
    dry_run: Form[bool] = False,
) -> HttpResponse:
    """All or nothing; the account says what became of every row. A key must have been made for taking data in."""
    viewer = viewer_of_call(request)
    require_key_may_load(request)
    refuse_in_form(request)
    supplied = [SuppliedFile(Path(file.temporary_file_path()), file.name) for file in files]
    outcome = take_in_files(viewer, source, supplied, note=note, accept=accept, dry_run=dry_run)
    return as_json(_outcome(outcome), 200 if outcome.load is None else 201)


@router.get("/loads/{int:number}/rejects.csv", summary="The rejected rows of an upload")
def rejects(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Every fault of every rejected row, for those who may see the data set's source rows or load it.

    Each look is written in the trail. A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    viewer, found = viewer_of_call(request), _load(number)
    if rejects_of(found).complete is None:
        raise Http404(f"Upload {number} has no rejected rows.")
    response = StreamingHttpResponse(looked_at(viewer, found).csv_lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rejects-{number}.csv"'
    return response


def _load(number: int) -> Load:
    found = Load.objects.select_related("loaded_by").prefetch_related("files").filter(pk=number).first()
    if found is None:
        raise Http404(f"There is no upload {number}.")
    return found


def _record(found: Load) -> dict[str, Any]:
    return {
        "load": found.pk,
        "data_set": found.data_set,
        "source": found.source,
        "state": found.state,
        "files": [file.name for file in found.files.all()],
        "loaded_by": str(found.loaded_by) if found.loaded_by else "command line",
        "known_on": found.known_on,
        "note": found.note,
        "failure": found.failure,
        "version": found.version_after,
        "account": {name: getattr(found, name) for name in COUNTS},
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    account = outcome.account
    return {
        "load": outcome.load.pk if outcome.load else None,
        "data_set": outcome.data_set.code,
        "account": {name: getattr(account, name) for name in COUNTS[:-1]},
        "changed": outcome.changed,
        "warnings": list(outcome.warnings),
        "cautions": list(outcome.cautions),
        "rejects": [
            {
                "kind": group.kind,
                "heading": group.heading,
                "rows": group.rows,
                "examples": [reject.in_words() for reject in group.examples[:3]],
            }
            for group in outcome.rejects.groups
        ],
    }
