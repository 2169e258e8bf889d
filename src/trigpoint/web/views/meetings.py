"""Meetings: the pack before each, what it decided, the actions that arose, and what became of last time's."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import may, require
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import BadText
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.issues.issuing import issues
from trigpoint.publish.meetings import Followed, decide, followed, hold_meeting, last_before, lay_before, meeting_of
from trigpoint.publish.meetings import meetings as all_meetings
from trigpoint.publish.models import Meeting
from trigpoint.publish.reports.parts.cells import first_up
from trigpoint.publish.reports.readers import readers_words
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import names_of_own
from trigpoint.web.reporting.forms import DecisionForm, MeetingForm, PackForm
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings that the viewer may read about, the newest first."""
    here = visit(request)
    require(here.viewer, "read")
    known = list(all_meetings(here.viewer))
    table = _table(here, known, followed(here.viewer, known, here.today))
    if file := download_asked(request, {"meetings": table}):
        return file
    none = Empty("No meeting is written down yet", "A meeting has a pack before it, and keeps what it decided.")
    return render(
        request,
        "web/meetings.html",
        page(
            here, "reports", "Meetings", headline="What each decided, and what became of it.", help_page="meetings", uses=None,
            table=table_view(request, table, id="meetings", show_caption=False, cards=True, per_page=PER_PAGE)
            if known else None,
            empty=none, new_href=reverse("new-meeting") if may(here.viewer, "issue-report") else "",
            crumbs=[Crumb("Reports", here.context.url(reverse("reports"))), Crumb("Meetings")],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """The form of a meeting. `pack`: an issue that is chosen from the start."""
    here = visit(request)
    require(here.viewer, "issue-report")
    names, packs = names_of_own(here.viewer, here.definitions), issues(here.viewer)
    if request.method == "POST":
        form = MeetingForm(here.viewer, names, packs, request.POST)
        if form.is_valid():
            sent = form.cleaned_data
            try:
                one = hold_meeting(here.viewer, sent["name"], sent["day"], pack=sent["pack"], **form.readers)
            except BadText as mistake:
                form.add_error(None, str(mistake))
            else:
                messages.success(request, "The meeting is written down.")
                return redirect("meeting", one.pk)
    else:
        last = all_meetings(here.viewer).first()
        initial = {"name": last.name if last else "", "day": here.today, "pack": request.GET.get("pack", "")}
        form = MeetingForm(here.viewer, names, packs, initial=initial)
    title = "Write down a meeting"
    return render(
        request,
        "web/new_meeting.html",
        page(here, "reports", title, headline="To come or over: with the pack that it has before it.", help_page="meetings",
             uses=None, form=form, crumbs=[*_crumbs(here), Crumb(title)]),
        status=400 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting; by POST a decision is written down (`do=decide`), or another pack laid before it (`do=pack`)."""
    here = visit(request)
    one = _one(here, pk)
    writes = may(here.viewer, "issue-report")
    refused: tuple[str, forms.Form] | None = None
    if request.method == "POST":
        require(here.viewer, "issue-report")
        refused = _pack(here, one) if request.POST.get("do") == "pack" else _decide(here, one)
        if refused is None:
            return redirect("meeting", pk)
    before = last_before(here.viewer, one)
    known = followed(here.viewer, [each for each in (one, before) if each is not None], here.today)
    made: dict[str, forms.Form] = {}
    if writes:
        made = {
            "decide": DecisionForm(here.definitions),
            "pack": PackForm(issues(here.viewer), initial={"pack": one.pack_id or ""}),
        }
        if refused is not None:
            made[refused[0]] = refused[1]
    last = known[before.pk] if before is not None else []
    return render(
        request,
        "web/meeting.html",
        page(
            here, "reports", one.name, kind="Meeting", help_page="meetings", uses=None, one=one, before=before, last=last,
            decisions=known[one.pk], forms=made, opened=refused[0] if refused else "", refused=refused[1] if refused else None,
            headline=f"{one.day:%-d %B %Y}, for {readers_words(one, here.definitions)}. {_last_words(before, last)}",
            pack=issues(here.viewer).filter(pk=one.pack_id).first() if one.pack_id else None,
            crumbs=[*_crumbs(here), Crumb(str(one))],
        ),
        status=400 if refused else 200,
    )  # fmt: skip


def _one(here: Visit, pk: int) -> Meeting:
    try:
        return meeting_of(here.viewer, pk)
    except BadText as none:
        raise Http404(str(none)) from none


def _decide(here: Visit, one: Meeting) -> tuple[str, forms.Form] | None:
    form = DecisionForm(here.definitions, here.request.POST)
    if form.is_valid():
        try:
            decision = decide(here.viewer, one.pk, **form.cleaned_data)
        except BadText as mistake:
            form.add_error(None, str(mistake))
        else:
            messages.success(
                here.request, "It is written down, and its action raised." if decision.action else "It is written down."
            )
            return None
    return "decide", form


def _pack(here: Visit, one: Meeting) -> tuple[str, forms.Form] | None:
    form = PackForm(issues(here.viewer), here.request.POST)
    if form.is_valid():
        try:
            lay_before(here.viewer, one.pk, form.cleaned_data["pack"])
        except BadText as mistake:
            form.add_error("pack", str(mistake))
        else:
            messages.success(here.request, "It is kept.")
            return None
    return "pack", form


def _table(here: Visit, known: list[Meeting], decided: dict[int, list[Followed]]) -> Table:
    rows: list[dict[str, Cell]] = []
    readable = set(issues(here.viewer).values_list("pk", flat=True))
    for one in known:
        actions = [each for each in decided[one.pk] if each.decision.action_id is not None]
        pack = one.pack if one.pack_id in readable else None
        rows.append(
            {
                "name": Link(one.name, reverse("meeting", args=[one.pk])),
                "day": one.day,
                "readers": first_up(readers_words(one, here.definitions)),
                "pack": Link(pack.title, reverse("issue", args=[pack.pk])) if pack else None,
                "decisions": len(decided[one.pk]),
                "open": sum(each.open for each in actions),
            }
        )
    columns = (
        Column("name", "Meeting", "link"), Column("day", "Day", "date"), Column("readers", "For"),
        Column("pack", "Pack", "link"), Column("decisions", "Decisions", "number", decimals=0),
        Column("open", "Actions still open", "number", decimals=0),
    )  # fmt: skip
    return Table("Meetings", columns, rows, name="meetings")


def _last_words(before: Meeting | None, last: list[Followed]) -> str:
    if before is None:
        return "It is the first of its name."
    arose = [one for one in last if one.decision.action_id is not None]
    if not arose:
        return "No action arose from the one before."
    still = sum(one.open for one in arose)
    if len(arose) == 1:
        return f"The action that arose last time is {'still open' if still else 'no longer open'}."
    how_many = f"{number_in_words(still) if still else 'none'} {'are' if still > 1 else 'is'}"
    return f"Of {number_in_words(len(arose))} actions that arose last time, {how_many} still open."


def _crumbs(here: Visit) -> list[Crumb]:
    return [Crumb("Reports", here.context.url(reverse("reports"))), Crumb("Meetings", reverse("meetings"))]
