"""Lists of definitions as sheets: taken, changed elsewhere, and brought back as one draft with the differences shown."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import require
from trigpoint.catalogue.changing import BadChange, Wanted, draft
from trigpoint.catalogue.models import Change, Entry
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.definitions.yaml_files import write
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.files import ANY_FILE, open_table
from trigpoint.intake.readers.table import ReadLimits
from trigpoint.mistakes import Mistake
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import FORMATS, download
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.sheet_reading import MOST_PROBLEMS, Line, SheetRead, read_sheet
from trigpoint.web.editing.sheets import ROW, Sheet, rows_of, sheets_of, table_of
from trigpoint.web.frame import page
from trigpoint.web.views.write_definition import lookup_of
from trigpoint.web.visit import Visit, visit

LIMITS = ReadLimits(file_bytes=20 * 2**20, unpacked_bytes=200 * 2**20, columns=500)
MOST_ROWS = 20_000


@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """The lists that there are."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    definitions = in_force()
    lookup = lookup_of(definitions, None)
    listed = [(sheet, sum(1 for _ in rows_of(sheet, definitions, lookup))) for sheet in sheets_of(definitions).values()]
    return render(
        request,
        "web/catalogue/sheets.html",
        page(
            here, "catalogue", "Definitions as sheets", uses=None, help_page="making-definitions", listed=listed,
            headline="Take a list, change it in a spreadsheet, and bring it back: you see what it would change first.",
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Sheets")],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def definition_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One list: `download=` takes it as a file; a file that is sent becomes a draft of what it changes."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    definitions = in_force()
    sheet = sheets_of(definitions).get(code)
    if sheet is None:
        raise Http404("There is no such list. “Definitions as sheets” shows those that there are.")
    lookup = lookup_of(definitions, None)
    lookup.dimension = sheet.breakdown
    if (asked := request.GET.get("download", "")) in FORMATS:
        return download(table_of(sheet, definitions, lookup), asked)
    problems: list[Problem] = []
    overtaken: list[str] = []
    if request.method == "POST":
        try:
            read = _read(request, sheet, lookup)
            problems = [Problem(str(wrong)) for wrong in read.problems[:MOST_PROBLEMS]]
            if (more := len(read.problems) - MOST_PROBLEMS) > 0:
                problems.append(Problem(f"And {more} more. Mend these first."))
            overtaken = [str(wrong) for wrong in read.overtaken] if not request.POST.get("over") else []
            if not problems and not overtaken:
                return redirect("change", _drafted(here, sheet, read, request.POST.get("note", "")[:2000]).pk)
        except (Mistake, BadDefinitions) as mistake:
            problems = [Problem(line) for line in str(mistake).split("\n")[:MOST_PROBLEMS]]
    return render(
        request,
        "web/catalogue/sheet.html",
        page(
            here, "catalogue", f"{sheet.title} as a sheet", uses=None, help_page="making-definitions", problems=problems,
            overtaken=overtaken, formats=[(key, label) for key, (label, _) in FORMATS.items() if key != "json"], row_heading=ROW,
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Sheets", reverse("definition-sheets")), Crumb(sheet.title)],
        ),
        status=400 if problems or overtaken else 200,
    )  # fmt: skip


def _read(request: HttpRequest, sheet: Sheet, lookup: Lookup) -> SheetRead:
    """What the file that was sent would change. Raises Mistake where it is no sheet of ours."""
    sent = request.FILES.get("sheet")
    if not isinstance(sent, UploadedFile) or not sent.name:
        raise BadChange("Choose the sheet that you changed.")
    if sent.size is not None and sent.size > LIMITS.file_bytes:
        raise BadChange(f"{sent.name[:80]} has more than {LIMITS.file_bytes // 2**20} MB: no list is so long.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        with path.open("wb") as stream:
            for chunk in sent.chunks():
                stream.write(chunk)
        table = open_table(path, sent.name, ANY_FILE, [*sheet.headings, ROW], LIMITS)
        try:
            headings = [heading.strip() for heading in table.look.columns]
            lines = list(_lines(headings, table, sent.name))
        finally:
            table.close()
    return read_sheet(sheet, in_force(), lookup, headings, lines, over=bool(request.POST.get("over")))


def _lines(headings: list[str], table, name: str) -> Iterator[Line]:
    count = 0
    for batch in table.batches():
        if batch.faults:
            fault = batch.faults[0]
            raise CannotRead(
                name, f"row {fault.row} has {fault.text}, where {fault.expected} was expected.", fault.what_to_do
            )
        for number, row in zip(
            batch.rows, zip(*(column.to_pylist() for column in batch.columns), strict=True), strict=True
        ):
            count += 1
            if count > MOST_ROWS:
                raise BadChange(f"The sheet has more than {MOST_ROWS:,} rows. Bring it back in parts.")
            yield Line(number, dict(zip(headings, (text or "" for text in row), strict=False)))


def _drafted(here: Visit, sheet: Sheet, read: SheetRead, note: str) -> Change:
    if read.nothing:
        raise BadChange("The sheet says the same as what is in force: there is nothing to change.")
    codes = [one.code for one in read.changed] + read.out
    bases = dict(Entry.objects.filter(kind=sheet.kind, code__in=codes, until=None).values_list("code", "document_id"))
    wanted = [Wanted(sheet.kind, one.code, write(one), bases.get(one.code, "")) for one in read.changed]
    wanted += [Wanted(sheet.kind, code, "", bases.get(code, "")) for code in read.out]
    counts = [(read.rows_changed, "changed"), (read.rows_added, "added"), (read.rows_out, "taken out")]
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return draft(here.viewer, wanted, title=f"Sheet of {sheet.title.lower()}: {said}", note=note)
