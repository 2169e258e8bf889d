"""The account of one upload: what became of every row, what it changed, and how to mend what was rejected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trigpoint.access.loading import may_load
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.ask.differences import Differences, changed_by, changed_rows, may_see_rows
from trigpoint.catalogue.mending import leave_rest, mending_of
from trigpoint.catalogue.models import Load
from trigpoint.definitions.datasets import DataSet
from trigpoint.intake.account import Account
from trigpoint.intake.rejected import faults_of, looked_at, may_see_rejected, rejects_of
from trigpoint.intake.rejects import HINTS, Reject
from trigpoint.judge.numbers import plain
from trigpoint.mistakes import Mistake
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, DataNote, Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.views.changed_figures import differences_table
from trigpoint.web.visit import Visit, visit

PARTS = (
    ("loaded", "loaded", "on_target"),
    ("unchanged", "unchanged", "contextual"),
    ("corrected", "corrected", "within_tolerance"),
    ("rejected", "rejected", "off_target"),
    ("superseded", "superseded", "no_data"),
)
WIDTH = 600


@dataclass(frozen=True)
class Part:
    """One part of the account's bar: x and width in its own units of 600."""

    name: str
    rows: int
    share: str
    x: float
    width: float


def account_bar(account: Account | Load) -> tuple[Part, ...]:
    """What became of the rows, as parts of one bar that together are all that was supplied."""
    total = account.supplied or 1
    parts, x = [], 0.0
    for field, name, _ in PARTS:
        rows = getattr(account, field)
        width = WIDTH * rows / total
        if rows or field != "superseded":
            parts.append(Part(name, rows, f"{100 * rows / total:.1f}%", round(x, 2), round(width, 2)))
        x += width
    return tuple(parts)


def fault_places(one: Reject) -> str:
    """Where a fault stands, as a spreadsheet would say it."""
    sheet = f"sheet {one.sheet}, " if one.sheet else ""
    column = f", column {one.letter} ({one.column})" if one.letter else ""
    return f"{sheet}row {one.row:,}{column}"


def hint_for(here: Visit, kind: str) -> str:
    """What else mends a kind of fault, for who may change definitions; '' for others."""
    return HINTS.get(kind, "") if may(here.viewer, "apply-definitions") else ""


def _find(request: HttpRequest, pk: int) -> tuple[Visit, Load, DataSet]:
    here = visit(request)
    require(here.viewer, "read")
    load = Load.objects.filter(pk=pk).select_related("loaded_by", "mends").first()
    if load is None or load.data_set not in here.definitions.data_sets:
        raise Http404(f"There is no upload number {pk}.")
    return here, load, here.definitions.data_sets[load.data_set]


@require_safe
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of one upload."""
    here, found, data_set = _find(request, pk)
    changes, gone = _changes(here, found, data_set)
    table = differences_table(here, changes.changed)
    rows = None
    sees_rows = may_see_rows(here.viewer, data_set.code)
    if request.GET.get("rows"):
        rows = _rows_table(changed_rows(here.viewer, found, data_set), data_set)
    if file := download_asked(request, {"changes": table} | ({"rows": rows} if rows else {})):
        return file
    shows = may_see_rejected(here.viewer, found)
    examples: dict[str, list[Reject]] = {}
    kept = rejects_of(found)
    if shows and found.rejected:
        for one in kept.every():
            several = examples.setdefault(one.kind, [])
            if len(several) < 10:
                several.append(one)
    groups = [
        (
            group.heading,
            group,
            [(fault_places(o), o) for o in examples.get(group.kind, ())],
            hint_for(here, group.kind),
        )
        for group in faults_of(here.viewer, found)
    ]
    mending = mending_of([found])[found.pk]
    files = list(found.files.order_by("ordinal"))
    who = str(found.loaded_by) if found.loaded_by else "Command line"
    return render(
        request,
        "web/load.html",
        page(
            here,
            "data",
            files[0].name if len(files) == 1 else f"Upload {found.pk}",
            kind=f"Upload to {data_set.name}",
            headline=_headline(found),
            help_page="data",
            uses=None,
            crumbs=[
                Crumb("Data", reverse("data")),
                Crumb(data_set.name, reverse("data-set", args=[data_set.code])),
                Crumb(f"Upload {found.pk}"),
            ],
            load=found,
            data_set=data_set,
            files=files,
            who=who,
            source=here.definitions.sources.get(found.source),
            bar=account_bar(found),
            groups=groups,
            shows_rejects=shows,
            has_list=kept.complete is not None,
            rejected_files=[
                (i, files[i].name) for i, path in enumerate(kept.files) if path is not None and i < len(files)
            ],
            mending=mending,
            may_mend=shows
            and may_load(here.viewer, here.definitions, data_set)
            and bool(found.rejected)
            and bool(mending.waiting),
            mend_href=f"{reverse('upload')}?mends={found.pk}",
            changes=table_view(
                request,
                table,
                id="changes",
                empty=Empty("No published figure changed", gone or "Of the figures for the whole partnership."),
            ),
            restated=sum(not one.is_new for one in changes.changed),
            more=max(0, len(changes.changed) - len(table.rows)),
            not_added=[here.definitions.indicators[code].name for code in changes.not_added],
            sees_rows=sees_rows,
            rows=table_view(request, rows, id="rows") if rows else None,
            data_notes=[
                DataNote("Taken in by", who),
                DataNote("Known from", _when(found.known_on)),
                DataNote("Number", str(found.pk)),
            ],
        ),
    )


@require_POST
def leave_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rest of the rejected rows needs no mending."""
    here, found, data_set = _find(request, pk)
    if not may_see_rejected(here.viewer, found):
        raise NotAllowed(f"Rejected rows of {data_set.name} are for those who take in what they are rows of.")
    leave_rest(here.viewer, found)
    messages.success(request, "They are left as they are, and wait no longer.")
    return redirect("load", found.pk)


def _when(at: Any) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}" if at else "not taken in"


def _headline(load: Load) -> str:
    if load.state == Load.State.FAILED:
        return "This upload failed, and nothing of it was kept."
    if load.state == Load.State.PENDING:
        return "This upload is being taken in. Look again in a moment."
    account = Account(load.supplied, load.loaded, load.unchanged, load.corrected, load.rejected, load.superseded)
    removed = f". {plain(load.removed)} figures that it replaces are no longer held" if load.removed else ""
    return f"{account.in_words()}{removed}."


def _changes(here: Visit, found: Load, data_set: DataSet) -> tuple[Differences, str]:
    """The figures that changed; where the old version is no longer kept, the reason in words."""
    if found.state != Load.State.DONE:
        return Differences((), (), 0), ""
    try:
        return changed_by(here.viewer, found, data_set), ""
    except NotAllowed:
        raise
    except Mistake as mistake:
        return Differences((), (), 0), str(mistake)


EFFECTS = {"insert": "Added", "revive": "Added again", "correct": "Corrected", "remove": "Removed"}


def _rows_table(rows: list[dict[str, Any]], data_set: DataSet) -> Table:
    names = {measure.code: measure.name for measure in data_set.measures}
    roles = [one.role for one in data_set.dimensions]
    drawn = []
    for row in rows:
        cells = {
            "measure": names.get(row["measure"], row["measure"]),
            "period": row["period_label"] or f"{row['period_start']:%-d %b %Y}",
            "effect": EFFECTS.get(row["effect"], row["effect"]),
            "before": _value(row, "old_"),
            "after": "" if row["effect"] == "remove" else _value(row, ""),
            "line": row["line"],
        }
        drawn.append(cells | {f"dim_{role}": row.get(f"dim_{role}") or "" for role in roles})
    return Table(
        f"Records that this upload changed (the first {plain(len(rows))})",
        (
            Column("measure", "Data item"),
            Column("period", "Period as supplied"),
            *(Column(f"dim_{role}", role.replace("-", " ").capitalize()) for role in roles),
            Column("effect", "What happened"),
            Column("before", "Before", "number"),
            Column("after", "After", "number"),
            Column("line", "Row in the file", "number"),
        ),
        drawn,
        name="changed-records",
    )


def _value(row: dict[str, Any], old: str) -> Any:
    for name in ("value", "published", "text", "nothing"):
        if (found := row.get(f"{old}{name}")) is not None:
            return found
    return None


@require_safe
def rejected_file(request: HttpRequest, pk: int, ordinal: int) -> HttpResponse:
    """The rejected rows of one file, as it was supplied, with the reason in a column after the last."""
    here, found, _ = _find(request, pk)
    kept = rejects_of(found).files
    path = kept[ordinal] if ordinal < len(kept) else None
    if path is None:
        raise Http404("No rejected rows are kept of this file.")
    looked_at(here.viewer, found)
    name = found.files.get(ordinal=ordinal).name
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"rejected-{Path(name).stem[:100]}{path.suffix}",
        content_type="application/octet-stream",
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def fault_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every fault of every row, as CSV, sent a piece at a time."""
    here, found, _ = _find(request, pk)
    if rejects_of(found).complete is None:
        raise Http404("No list of faults is kept of this upload.")
    lines = looked_at(here.viewer, found).csv_lines(kinds_in_words=True)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faults-{pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
