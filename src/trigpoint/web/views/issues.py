"""Issues: what went out, as it was; what was restated since; what is another than in the last one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from trigpoint.access.permissions import may, require
from trigpoint.catalogue.snapshots import definitions as definitions_of
from trigpoint.judge.numbers import number_in_words
from trigpoint.publish.issues.figures import Difference
from trigpoint.publish.issues.issuing import (
    NoSuchIssue,
    SinceLast,
    document_of,
    file_of,
    issue_of,
    restated_since,
    since_last,
)
from trigpoint.publish.issues.issuing import issues as all_issues
from trigpoint.publish.models import Issue, Meeting
from trigpoint.publish.renderers import RENDERERS, renderer
from trigpoint.publish.reports.readers import open_to, readers_words
from trigpoint.web.components.documents import part_view, parts_of, tables_of
from trigpoint.web.components.page import Crumb, Empty, Notice, Tab
from trigpoint.web.components.tables import Download, download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.reporting.tables import differing_table, issues_table, period_words, restated_table
from trigpoint.web.views.reports import part_asked
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50


@require_GET
def issues(request: HttpRequest) -> HttpResponse:
    """All that was issued and the viewer may read, the newest first."""
    here = visit(request)
    require(here.viewer, "read")
    table = issues_table(here, all_issues(here.viewer))
    if file := download_asked(request, {"issues": table}):
        return file
    none = Empty(
        "Nothing that is open to you has been issued",
        "What is issued stays here, as it was, with what was restated since.",
    )
    return render(
        request,
        "web/issues.html",
        page(
            here, "reports", "Issued reports", headline="What went out stays as it was.", help_page="reports", uses=None,
            table=table_view(request, table, id="issues", show_caption=False, cards=True, per_page=PER_PAGE)
            if table.rows else None,
            empty=none, crumbs=[Crumb("Reports", here.context.url(reverse("reports"))), Crumb("Issued")],
        ),
    )  # fmt: skip


@require_GET
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue as it was, with what was restated since at its head."""
    here = visit(request)
    one = _one(here, pk)
    document = document_of(one)
    restated, beside = restated_since(one), since_last(here.viewer, one)
    tables = {"restated": restated_table(here, restated)}
    if beside is not None:
        then = definitions_of(one.snapshot).partnership
        tables["differs"] = differing_table(here, beside.differ, beside.new, then.status_words if then else None)
    if file := download_asked(request, {**tables_of(document), **tables}):
        return file
    parts = parts_of(document)
    shown = part_asked(request, parts)
    return render(
        request,
        "web/issue.html",
        page(
            here, "reports", one.title, kind="Issued report", help_page="reports", uses=None, one=one, document=document,
            headline=f"Issued on {timezone.localtime(one.at):%-d %B %Y, %H:%M}{f' by {one.author}' if one.author else ''}, "
            f"for {readers_words(one, here.definitions)}, of {period_words(here, one.period)}.",
            notice=_notice(restated),
            restated=table_view(request, tables["restated"], id="restated", show_caption=False, cards=True)
            if restated else None,
            beside=beside, beside_words=_beside_words(beside),
            differs=table_view(request, tables["differs"], id="differs", show_caption=False, cards=True, per_page=25)
            if beside and tables["differs"].rows else None,
            blocks=part_view(request, shown),
            parts=[
                Tab(part.name, here.here(part=str(number) if number > 1 else None), part is shown)
                for number, part in enumerate(parts, start=1)
            ],
            files=[Download(kind.name, reverse("issue-file", args=[pk, kind.ending])) for kind in RENDERERS],
            meetings=Meeting.objects.filter(open_to(here.viewer), pack=one),
            report_href=reverse("compose-report", args=[one.report_id]) if may(here.viewer, "issue-report") else "",
            crumbs=[Crumb("Reports", here.context.url(reverse("reports"))), Crumb("Issued", reverse("issues")),
                    Crumb(one.title)],
        ),
    )  # fmt: skip


@require_GET
def issue_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """An issue as a file, with an entry in the trail."""
    here = visit(request)
    one = _one(here, pk)
    kind = renderer(ending)
    name, content = file_of(here.viewer, one, kind.ending)
    response = HttpResponse(content, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _one(here: Visit, pk: int) -> Issue:
    try:
        return issue_of(here.viewer, pk)
    except NoSuchIssue as none:
        raise Http404(str(none)) from none


def _notice(restated: list[Difference]) -> Notice:
    if not restated:
        return Notice("Nothing in it has been restated since it was issued.", tone="success")
    many = number_in_words(len(restated), start=True)
    has = "One figure in it has" if len(restated) == 1 else f"{many} figures in it have"
    return Notice(
        f"{has} been restated since it was issued. What it says below is what it said then.", "Restated since", "warning",
        "#restated-title", "See what changed",
    )  # fmt: skip


def _beside_words(beside: SinceLast | None) -> str:
    if beside is None:
        return ""
    if not beside.differ and not beside.new:
        return "Every figure that stands in it is as in the last issue."
    turned = len(beside.turned)
    said = [
        f"{number_in_words(len(beside.differ), start=True)} of its figures differ{'s' if len(beside.differ) == 1 else ''}"
    ]
    said.append(
        "no status turned" if not turned else f"{number_in_words(turned)} status{'es' if turned > 1 else ''} turned"
    )
    if again := sum(one.meanwhile is not None for one in beside.differ):
        said.append(f"{number_in_words(again)} {'was' if again == 1 else 'were'} restated between the two")
    if beside.new:
        said.append(f"{number_in_words(len(beside.new))} {'is' if len(beside.new) == 1 else 'are'} new")
    return f"{', '.join(said)}."
