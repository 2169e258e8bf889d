"""A data set: what it holds, what came of it, and what waits."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trigpoint.access.loading import may_load
from trigpoint.access.models import SourcePermission
from trigpoint.access.permissions import require
from trigpoint.ask.differences import fed_by, may_see_rows
from trigpoint.ask.supplies import (
    SupplyCalendar,
    day_before,
    held,
    may_see_codes,
    supply_calendars,
    unknown_codes,
)
from trigpoint.catalogue.mending import mending_of
from trigpoint.catalogue.models import Load
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.periods import GRAIN_WORDS
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.typed import rows_of, sheet_of
from trigpoint.judge.numbers import format_date, plain
from trigpoint.publish.cells import Link, Status
from trigpoint.publish.tables import Column, Table
from trigpoint.web.account_columns import taken_in, taken_in_columns
from trigpoint.web.components.page import Crumb, DataNote, Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.views.data import MARKS, day_of, grid, grid_table, rejected_waiting
from trigpoint.web.visit import Visit, visit

MEASURES = {"sum": "Added up", "last": "The last one counts", "mean": "Averaged", "none": "Never added up"}


def data_set_or_404(definitions: Definitions, code: str) -> DataSet:
    """The data set of an address, or a page that says what there is."""
    if code not in definitions.data_sets:
        raise Http404(f"There is no data set “{code[:60]}”. {did_you_mean(code, definitions.data_sets)}".strip())
    return definitions.data_sets[code]


def _can_be_typed(here: Visit, data_set: DataSet) -> bool:
    sheet = sheet_of(here.viewer, here.definitions, data_set)
    return sheet is not None and bool(rows_of(sheet, here.viewer, here.definitions, here.today))


@require_safe
def data_set(request: HttpRequest, code: str) -> HttpResponse:
    """What a data set holds, what came of it, and what waits."""
    here = visit(request)
    require(here.viewer, "read")
    found = data_set_or_404(here.definitions, code)
    calendars = supply_calendars(here.viewer, here.today, code)
    measures = _measures_table(here, found)
    unknown = _unknown_table(here, found)
    uploads = _uploads_table(here, code)
    expected = _expected_table(here, code)
    tables = {"items": measures, "unknown": unknown, "uploads": uploads, "expected": expected}
    grids = {f"came-{c.grain}": grid_table(here, c) for c in calendars}
    if file := download_asked(request, tables | grids):
        return file
    waiting = rejected_waiting(code).get(code, 0)
    seers = [
        str(one.user)
        for one in SourcePermission.objects.filter(data_set=code, user__is_active=True).select_related("user")
    ]
    sources = [source for source in here.definitions.sources.values() if source.data_set == code]
    loads = may_load(here.viewer, here.definitions, found)
    return render(
        request,
        "web/data_set.html",
        page(
            here,
            "data",
            found.name,
            kind="Data set",
            headline=_set_headline(calendars, waiting, len(unknown.rows)),
            help_page="data",
            uses=None,
            crumbs=[Crumb("Data", reverse("data")), Crumb(found.name)],
            data_set=found,
            description=found.description,
            provider=organisation_name(here.definitions, found.provider),
            grain=GRAIN_WORDS[found.grain][0],
            breakdowns=[
                (here.definitions.dimensions[one.dimension].dimension.name, one.dimension)
                for one in found.dimensions
                if one.dimension in here.definitions.dimensions
            ],
            audience={"public": "Anybody", "partnership": "Everybody in the partnership"}.get(
                found.release.audience, "The providing organisation only"
            ),
            small=found.small_numbers,
            feeds=sorted(
                (here.definitions.indicators[one].name, reverse("indicator", args=[one]))
                for one in fed_by(here.definitions, code)
            ),
            sources=[
                (source.name, reverse("definition", args=["source", source.code]), source.code) for source in sources
            ],
            seers=sorted(seers),
            sees_rows=may_see_rows(here.viewer, code),
            measures=table_view(request, measures, id="items"),
            unknown=table_view(
                request,
                unknown,
                id="unknown",
                empty=Empty("Every code is known", "Nothing is counted under Unknown.", achievement=True),
            ),
            sees_codes=may_see_codes(here.viewer, here.definitions, found),
            uploads=table_view(
                request,
                uploads,
                id="uploads",
                per_page=25,
                empty=Empty("Nothing was uploaded yet", "The first upload will stand here with its account."),
            ),
            expected=table_view(
                request,
                expected,
                id="expected",
                empty=Empty(
                    "Nobody is expected to supply it", "A definition of expected supplies says who and by when."
                ),
            ),
            grids=[grid(here, calendar, grids[f"came-{calendar.grain}"]) for calendar in calendars],
            key=[Status(*MARKS[state]) for state in MARKS],
            may_load=loads,
            type_href=reverse("type-figures", args=[code]) if loads and _can_be_typed(here, found) else "",
            upload_href=f"{reverse('upload')}?data-set={code}",
            data_notes=[DataNote("Source", found.source_note)] if found.source_note else [],
        ),
    )


def _set_headline(calendars: Sequence[SupplyCalendar], waiting: int, unknown: int) -> str:
    late = sum(bool(one.late) for calendar in calendars for line in calendar.lines for one in line.states)
    parts = ["nothing is late" if not late else f"{plain(late)} {'supply is' if late == 1 else 'supplies are'} late"]
    if not calendars:
        parts = ["no due days are set"]
    if waiting:
        parts.append(f"{plain(waiting)} rejected {'row waits' if waiting == 1 else 'rows wait'} to be mended")
    if unknown:
        parts.append(f"{plain(unknown)} {'code is' if unknown == 1 else 'codes are'} not known")
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def _measures_table(here: Visit, found: DataSet) -> Table:
    rows = []
    names = {measure.code: measure for measure in found.measures}
    for one in held(here.viewer, found):
        measure = names[one.measure]
        rows.append(
            {
                "name": Link(measure.name, "", measure.unit),
                "members": MEASURES.get(str(measure.over_members), str(measure.over_members)),
                "time": MEASURES.get(str(measure.over_time), str(measure.over_time)),
                "start": one.start,
                "end": day_before(one.end),
                "periods": one.periods,
            }
        )
    return Table(
        f"Data items of {found.name}",
        (
            Column("name", "Data item", "link"),
            Column("members", "Across places and groups"),
            Column("time", "Over time"),
            Column("start", "From", "date"),
            Column("end", "To", "date"),
            Column("periods", "Periods held", "number"),
        ),
        rows,
        name=f"{found.code}-items",
    )


def _unknown_table(here: Visit, found: DataSet) -> Table:
    rows = []
    roles = {one.role: one.dimension for one in found.dimensions}
    for one in unknown_codes(here.viewer, found):
        tree = here.definitions.dimensions.get(roles[one.role])
        near = [member.name for member in tree.nearest(one.code, 2)] if tree else []
        rows.append(
            {
                "code": one.code,
                "breakdown": tree.dimension.name if tree else one.role,
                "rows": one.rows,
                "near": ", ".join(near),
            }
        )
    return Table(
        "Codes that nobody knows, counted under Unknown",
        (
            Column("code", "Code as supplied"),
            Column("breakdown", "Breakdown"),
            Column("rows", "Figures that carry it", "number"),
            Column("near", "Nearest names"),
        ),
        rows,
        notes=(
            "To give a code its meaning, add it to the other names of what it stands for, or to a mapping: its history moves at once.",
        )
        if rows
        else (),
        name=f"{found.code}-unknown-codes",
    )


def _uploads_table(here: Visit, code: str) -> Table:
    loads = Load.objects.filter(data_set=code).select_related("loaded_by").prefetch_related("files")
    newest = list(loads.order_by("-known_on", "-pk")[:500])
    counted = taken_in_columns(newest)
    mending = mending_of(load for load in newest if load.rejected)
    rows = []
    for load in newest:
        files = [file.name for file in load.files.all()]
        rows.append(
            {
                "what": Link(
                    files[0] if files else f"Upload {load.pk}",
                    reverse("load", args=[load.pk]),
                    f"and {len(files) - 1} more" if len(files) > 1 else load.note[:120],
                ),
                "day": day_of(load.dated),
                "who": str(load.loaded_by) if load.loaded_by else "Command line",
                "state": {"done": "Taken in", "failed": "Failed, nothing kept"}.get(load.state, "Being taken in"),
                **taken_in(load, counted),
                "rejected": Link(
                    plain(load.rejected),
                    f"{reverse('load', args=[load.pk])}#faults",
                    mending[load.pk].in_words(),
                    sort=load.rejected,
                )
                if load.rejected
                else Link("0", sort=0),
            }
        )
    return Table(
        "Uploads, newest first",
        (
            Column("what", "File", "link"),
            Column("day", "Day", "date"),
            Column("who", "By"),
            Column("state", "State"),
            *counted,
            Column("rejected", "Rejected", "link"),
        ),
        rows,
        name=f"{code}-uploads",
    )


def _expected_table(here: Visit, code: str) -> Table:
    data_set = here.definitions.data_sets[code]
    names = {measure.code: measure.name for measure in data_set.measures}
    rows = []
    for one in here.definitions.expected_supplies.get(code, ()):
        days = [f"from {format_date(one.start)}" if one.start else "", f"to {format_date(one.end)}" if one.end else ""]
        rows.append(
            {
                "provider": organisation_name(here.definitions, one.provider),
                "items": ", ".join(names.get(m, m) for m in one.measures) or "All data items",
                "often": GRAIN_WORDS[one.grain][0].removeprefix("a ").capitalize(),
                "due": f"{one.due_days} days after the period ends",
                "dates": " ".join(day for day in days if day) or "Always",
            }
        )
    return Table(
        "Expected supplies",
        (
            Column("provider", "Partner"),
            Column("items", "What", wide=True),
            Column("often", "For each"),
            Column("due", "By"),
            Column("dates", "In force"),
        ),
        rows,
        name=f"{code}-expected",
    )
