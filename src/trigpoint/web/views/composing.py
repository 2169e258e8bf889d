"""Composing a report: its blocks in their order, for whom and when; looked at as it would go out, and issued."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.manage.about import BadText
from trigpoint.mistakes import Mistake
from trigpoint.publish.blocks import NothingToShow
from trigpoint.publish.composing import (
    add_block,
    add_report,
    change_report,
    composed_report,
    move_block,
    set_options,
    take_block_out,
    unfinished,
)
from trigpoint.publish.issues.issuing import issue_report, preview, seal
from trigpoint.publish.models import Report
from trigpoint.publish.reports.block_kinds import KINDS
from trigpoint.publish.reports.material import options_of
from trigpoint.publish.reports.readers import readers_words
from trigpoint.web.components.documents import part_view, parts_of
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import names_of_own
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.reporting.forms import AddBlockForm, BlockForm, IssueForm, ReportForm, SettingsForm
from trigpoint.web.views.reports import part_asked, reporting_months
from trigpoint.web.visit import Visit, visit

CHANGED = "Somebody changed the report since you opened the page. Look at it again."


@require_http_methods(["GET", "HEAD", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """The form with which a report is begun."""
    here = visit(request)
    require(here.viewer, "issue-report")
    form = ReportForm(here.viewer, names_of_own(here.viewer, here.definitions), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = add_report(here.viewer, form.cleaned_data["name"], **form.readers)
        except BadText as mistake:
            form.add_error("name", str(mistake))
        else:
            messages.success(request, "It begins as a board pack. Change its blocks as you need them.")
            return redirect("compose-report", report.pk)
    title = "Compose a report"
    return render(
        request,
        "web/new_report.html",
        page(here, "reports", title, headline="Made of blocks, in the order that you want, for the readers that you choose.",
             help_page="reports", uses=None, form=form, crumbs=[_all(here), Crumb(title)]),
        status=400 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def compose_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The blocks of a report; by POST they are added, moved, taken out or chosen, or the report's settings kept."""
    here = visit(request)
    report = _one(here, pk)
    settings = SettingsForm(report, here.viewer, names_of_own(here.viewer, here.definitions))
    refused: tuple[str, forms.Form] | None = None
    if request.method == "POST":
        what, _, rest = request.POST.get("do", "").partition(":")
        try:
            if what == "settings":
                refused = _settings(here, report)
            elif what == "options":
                refused = _options(here, report, rest)
            else:
                _blocks(here, pk, what, rest)
        except BadText as mistake:
            messages.error(request, str(mistake))
            return redirect("compose-report", pk)
        if refused is None:
            return redirect(f"{reverse('compose-report', args=[pk])}{_anchor(what, rest)}")
        report = _one(here, pk)
        settings = refused[1] if refused[0] == "settings" else settings  # type: ignore[assignment]
    return render(
        request,
        "web/compose_report.html",
        page(
            here, "reports", report.name, kind="Composed report", help_page="reports", uses=None, report=report,
            headline=f"For {readers_words(report, here.definitions)}, issued by {report.owner}. {_due_words(report)}",
            blocks=_drawn(here, report, refused), settings=settings, adding=AddBlockForm(report), missing=unfinished(report),
            refused=refused[1] if refused else None, opened=refused[0] if refused else "",
            crumbs=[_all(here), Crumb(report.name)],
        ),
        status=400 if refused else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def preview_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as its readers would see it now; by POST it is issued for the period of the page."""
    here = visit(request)
    report = _one(here, pk)
    period = here.context.period.code if here.context.period else ""
    form = IssueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            issue = issue_report(here.viewer, pk, period, form.cleaned_data["title"], seen=request.POST.get("seen"))
        except Mistake as mistake:
            form.add_error(None, str(mistake))
        else:
            messages.success(request, "It is issued: what it says stays as it is.")
            return redirect("issue", issue.pk)
    frame = {
        "kind": "Preview", "help_page": "reports", "uses": ("period",), "periods": reporting_months(here),
        "crumbs": [_all(here), Crumb(report.name, reverse("compose-report", args=[pk])), Crumb("Preview")],
    }  # fmt: skip
    try:
        made = preview(here.viewer, report, period)
    except (NothingToShow, BadText) as nothing:
        empty = Empty(
            "There is nothing to issue yet", str(nothing), reverse("compose-report", args=[pk]), "Change its blocks"
        )
        return render(request, "web/preview_report.html", page(here, "reports", report.name, empty=empty, **frame))
    document, parts = made.document, parts_of(made.document)
    shown = part_asked(request, parts)
    if not form.is_bound:
        form = IssueForm(initial={"title": f"{report.name}, {made.material.label}"})
    return render(
        request,
        "web/preview_report.html",
        page(
            here, "reports", report.name, document=document, blocks=part_view(request, shown), form=form,
            seen=seal(report),
            headline=f"As {readers_words(report, here.definitions)} would read it now.",
            parts=[
                Tab(one.name, here.here(part=str(number) if number > 1 else None), one is shown)
                for number, one in enumerate(parts, start=1)
            ],
            **frame,
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


def _one(here: Visit, pk: int) -> Report:
    try:
        return composed_report(here.viewer, pk)
    except BadText as none:
        raise Http404(str(none)) from none


def _settings(here: Visit, report: Report) -> tuple[str, forms.Form] | None:
    form = SettingsForm(report, here.viewer, names_of_own(here.viewer, here.definitions), here.request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            change_report(
                here.viewer, report.pk, name=sent["name"], owner=sent["owner"], every=sent["every"], days=sent["days"],
                **form.readers,
            )  # fmt: skip
        except BadText as mistake:
            form.add_error(None, str(mistake))
        else:
            messages.success(here.request, "It is kept.")
            return None
    return "settings", form


def _options(here: Visit, report: Report, rest: str) -> tuple[str, forms.Form] | None:
    place = number_sent(rest)
    kind = here.request.POST.get("kind", "")
    if place is None or kind not in KINDS:
        raise BadText(CHANGED)
    form = BlockForm(place, kind, here.definitions, here.request.POST)
    if not form.is_valid():
        return str(place), form
    set_options(here.viewer, report.pk, place, kind, form.cleaned_data)
    messages.success(here.request, "It is kept.")
    return None


def _blocks(here: Visit, pk: int, what: str, rest: str) -> None:
    if what == "add":
        add_block(here.viewer, pk, here.request.POST.get("kind", ""))
        return
    place = number_sent(rest)
    if place is None or what not in ("up", "down", "out"):
        raise BadText("The page sent something that it does not know. Open it again, and try once more.")
    if what == "out":
        take_block_out(here.viewer, pk, place)
    else:
        move_block(here.viewer, pk, place, -1 if what == "up" else 1)


def _anchor(what: str, rest: str) -> str:
    """Where on the page somebody goes on."""
    place = number_sent(rest)
    if what == "add":
        return "#add"
    if place is None:
        return ""
    return f"#block-{max(place + {'up': -1, 'down': 1}.get(what, 0), 0)}"


def _drawn(here: Visit, report: Report, refused: tuple[str, forms.Form] | None) -> list[Mapping[str, object]]:
    """Each block with its kind, what is chosen for it in words, and the form with which that is changed."""
    found = []
    last = len(report.blocks) - 1
    for place, block in enumerate(report.blocks):
        kind = KINDS[block["kind"]]
        form = BlockForm(place, kind.kind, here.definitions, initial=options_of(block)) if kind.options else None
        if refused is not None and refused[0] == str(place):
            form = refused[1]  # type: ignore[assignment]
        found.append(
            {
                "place": place, "kind": kind, "form": form, "chosen": _chosen(here, options_of(block)),
                "up": place > 0, "down": place < last,
                "open": (refused is not None and refused[0] == str(place))
                or (kind.kind == "indicator" and not options_of(block).get("indicator")),
            }
        )  # fmt: skip
    return found


def _chosen(here: Visit, options: Mapping[str, str]) -> str:
    definitions = here.definitions
    said = []
    if code := options.get("framework"):
        said.append(
            definitions.frameworks[code].name if code in definitions.frameworks else f"{code}, not defined any more"
        )
    if code := options.get("indicator"):
        said.append(
            definitions.indicators[code].name if code in definitions.indicators else f"{code}, not defined any more"
        )
    said += [text for name in ("heading", "text") if (text := options.get(name))]
    words = ": ".join(said)
    return words if len(words) < 120 else f"{words[:117]}…"


def _due_words(report: Report) -> str:
    if not report.every:
        return "It goes out when somebody issues it."
    days = f"{report.days} day{'' if report.days == 1 else 's'}"
    return f"A draft waits {days} after each {report.every}'s end."


def _all(here: Visit) -> Crumb:
    return Crumb("Reports", here.context.url(reverse("reports")))
