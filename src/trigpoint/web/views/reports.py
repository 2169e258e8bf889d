"""Reports: what there is, each as a page drawn from the very blocks of its documents, and each as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trigpoint.access.permissions import may, require
from trigpoint.ask.door import newest_periods
from trigpoint.ask.readings import Reading
from trigpoint.ask.windows import reporting_end
from trigpoint.publish.blocks import NothingToShow
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.composing import composed
from trigpoint.publish.issues.issuing import issues
from trigpoint.publish.issues.schedules import drafts
from trigpoint.publish.meetings import meetings
from trigpoint.publish.produce import make_report, report_document
from trigpoint.publish.renderers import RENDERERS, renderer
from trigpoint.publish.renderers.printing import known_line, made_line
from trigpoint.publish.reports import REPORTS, Report
from trigpoint.publish.reports.asked import frameworks_of, partners_of
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.documents import Part, part_view, parts_of, tables_of
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import Download, download_asked, plain_view
from trigpoint.web.context import Context
from trigpoint.web.file_names import named, stem
from trigpoint.web.frame import page
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.reporting.tables import issues_table, period_words
from trigpoint.web.visit import Visit, visit

MONTHS = 24
RECENT = 6
"""How many issues stand on the list of reports; a page of their own has all."""


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What reports there are, for the context's period and day."""
    here = visit(request)
    require(here.viewer, "make-report")
    recent = list(issues(here.viewer)[:RECENT])
    return render(
        request,
        "web/reports.html",
        page(
            here,
            "reports",
            "Reports",
            headline="What was issued and what can be made: as a page, and as files with the same figures.",
            help_page="reports",
            uses=("period", "as-at"),
            periods=reporting_months(here),
            issued=plain_view(issues_table(here, recent), id="issued", show_caption=False, cards=True) if recent else None,
            waiting=[(one, period_words(here, one.period)) for one in drafts(here.viewer)],
             composes=may(here.viewer, "issue-report"), composed=composed(here.viewer),
            last_meeting=meetings(here.viewer).first(),
            offered=[(one, plain_view(_choices_table(here, one), id=one.name, show_caption=False)) for one in REPORTS],
        ),
    )  # fmt: skip


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report as a page. A report that would be blank says so instead."""
    here = visit(request)
    chosen = _report(name)
    organisation = _organisation(here)
    framework = request.GET.get("framework", "")
    frame = {
        "kind": "Report",
        "help_page": "reports",
        "uses": ("period", "as-at", *_organisation_dimension(here)),
        "periods": reporting_months(here),
        "crumbs": [Crumb("Reports", here.context.url(reverse("reports")))],
        "others": _others(here, chosen, organisation, framework),
    }
    if chosen.of_organisation and not organisation:
        empty = Empty(
            "Whose report?",
            "Choose an organisation above, or on the list of reports.",
            here.context.url(reverse("reports")),
            "All reports",
        )
        return render(request, "web/report.html", page(here, "reports", chosen.title, empty=empty, **frame))
    try:
        document = report_document(
            here.viewer,
            name,
            here.context.period,
            organisation,
            here.context.as_at,
            framework=framework,
            to_indicator=lambda reading: _indicator(here, reading),
            to_figure=lambda reading: _figure(here, reading),
        )
    except NothingToShow as nothing:
        empty = Empty("There is nothing to report", str(nothing))
        return render(request, "web/report.html", page(here, "reports", chosen.title, empty=empty, **frame))
    if file := download_asked(
        request, named(here, tables_of(document), (here.context.period,) if here.context.period else ())
    ):
        return file
    parts = parts_of(document)
    shown = part_asked(request, parts)
    return render(
        request,
        "web/report.html",
        page(
            here,
            "reports",
            document.title,
            document=document,
            made=" ".join(line for line in (known_line(document), made_line(document)) if line),
            blocks=part_view(request, shown),
            parts=_tabs(here, name, framework, parts, shown),
            files=_files(here, name, framework=framework),
            **frame,
        ),
    )


@require_safe
def report_file(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """One report as a file, with an entry in the trail."""
    here = visit(request)
    _report(name)
    kind = renderer(ending)
    file_name, content = make_report(
        here.viewer,
        name,
        here.context.period,
        _organisation(here),
        ending,
        here.context.as_at,
        framework=request.GET.get("framework", ""),
    )
    if known := stem(here, ""):
        file_name = f"{file_name.rpartition('.')[0]}-{known}.{kind.ending}"
    response = HttpResponse(content, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _report(name: str) -> Report:
    found = next((one for one in REPORTS if one.name == name), None)
    if found is None:
        raise Http404(f"There is no report “{name[:40]}”. There are: {', '.join(one.name for one in REPORTS)}.")
    return found


def _organisation_dimension(here: Visit) -> tuple[str, ...]:
    tree = here.definitions.organisations
    return (tree.dimension.code,) if tree is not None else ()


def _organisation(here: Visit) -> str:
    """The organisation of the context's filter, '' where there is none."""
    return next((here.context.member(code) or "" for code in _organisation_dimension(here)), "")


def reporting_months(here: Visit) -> tuple[tuple[str, str], ...]:
    """The months that a report can be of, newest first."""
    calendars = here.definitions.calendars
    codes = list(here.definitions.indicators)
    newest = newest_periods(codes, here.context.as_at)
    end = reporting_end(here.definitions, codes, newest, None, here.context.as_at or here.today)
    last = calendars.containing(end, "month")
    months = (calendars.shift(last, -back) for back in range(MONTHS))
    return tuple((month.code, calendars.label(month)) for month in months)


def _choices_table(here: Visit, chosen: Report) -> Table:
    """The reports of one kind: a partner report for each partner, a Board report for each framework."""
    rows: list[dict[str, Cell]] = []
    for label, beneath, context, framework in _choices(here, chosen):
        address = context.url(reverse("report", args=[chosen.name]), framework=framework)
        row: dict[str, Cell] = {"of": Link(label, address, beneath)}
        for one in RENDERERS:
            file = reverse("report-file", args=[chosen.name, one.ending])
            row[one.ending] = Link(one.name, context.url(file, framework=framework))
        rows.append(row)
    whose = "Organisation" if chosen.of_organisation else "Framework"
    columns = (
        Column("of", whose, "link", sort=False),
        *(Column(one.ending, f"As {one.name}", "link", sort=False) for one in RENDERERS),
    )
    return Table(f"{chosen.title}s that can be made", columns, rows)


def _choices(here: Visit, chosen: Report) -> Iterator[tuple[str, str, Context, str]]:
    """(label, what stands beneath it, context, framework) of each report of one kind."""
    dimension = next(iter(_organisation_dimension(here)), "")
    partners = partners_of(here.definitions)
    if chosen.of_organisation:
        for code, name in partners.items():
            yield name, "Yours" if code in here.viewer.organisations else "", here.context.at(dimension, code), ""
        return
    for owner, name in {"": "", **partners}.items():
        context = here.context.at(dimension, owner or None) if dimension else here.context
        for framework in frameworks_of(here.definitions, owner, _day(here)):
            yield framework.name, name, context, framework.code


def part_asked(request: HttpRequest, parts: list[Part]) -> Part:
    """The part that the address asks for; the first where it asks for none that there is."""
    number = number_sent(request.GET.get("part")) or 1
    return parts[number - 1] if 1 <= number <= len(parts) else parts[0]


def _tabs(here: Visit, name: str, framework: str, parts: list[Part], shown: Part) -> list[Tab]:
    address = reverse("report", args=[name])
    return [
        Tab(
            one.name,
            here.context.url(address, framework=framework, part=str(number) if number > 1 else None),
            one is shown,
        )
        for number, one in enumerate(parts, start=1)
    ]


def _day(here: Visit) -> date:
    return here.context.period.last_day if here.context.period is not None else here.context.as_at or here.today


def _others(here: Visit, chosen: Report, organisation: str, framework: str) -> list[Tab]:
    """The other frameworks that a Board report may be of."""
    if chosen.of_organisation:
        return []
    found = frameworks_of(here.definitions, organisation, _day(here))
    current = framework or (found[0].code if found else "")
    return [
        Tab(one.name, here.context.url(reverse("report", args=[chosen.name]), framework=one.code))
        for one in found
        if one.code != current
    ]


def _files(here: Visit, name: str, framework: str) -> tuple[Download, ...]:
    return tuple(
        Download(one.name, here.context.url(reverse("report-file", args=[name, one.ending]), framework=framework))
        for one in RENDERERS
    )


def _indicator(here: Visit, reading: Reading) -> str:
    return indicator_href(
        here.context.at(next(iter(_organisation_dimension(here)), ""), None),
        reading.indicator.code,
        framework=reading.wanted.framework,
        where=reading.wanted.where,
    )


def _figure(here: Visit, reading: Reading) -> str:
    return explain_href(
        here.context.at(next(iter(_organisation_dimension(here)), ""), None),
        reading.indicator.code,
        reading.period,
        reading.wanted.where,
        framework=reading.wanted.framework,
    )
