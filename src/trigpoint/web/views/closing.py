"""Closing a month, a quarter or a year: what can be closed, and one closing from what is missing to its confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import may, require
from trigpoint.catalogue.changing import BadChange
from trigpoint.catalogue.closed_periods import BadClosing
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date, listed, number_in_words
from trigpoint.manage.closing import actions
from trigpoint.manage.closing.outstanding import outstanding
from trigpoint.manage.closing.year_ahead import Chosen
from trigpoint.manage.models import Closing, ClosingState
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.closing.forms import ConfirmerForm, ReopenForm, StepsForm
from trigpoint.web.closing.missing import missing
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.editing.effects import parts_of
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit

OFFERED = (("financial-year", 3), ("quarter", 4), ("month", 3))
"""How many finished periods of each length are listed, whether they are closed or not."""


@require_GET
def closing_periods(request: HttpRequest) -> HttpResponse:
    """The periods that can be closed and those that are, years first, newest first."""
    here = visit(request)
    require(here.viewer, "close-periods")
    table = _table(here)
    if file := download_asked(request, {"table": table}):
        return file
    return render(
        request,
        "web/closing.html",
        page(
            here, "home", "Closing periods", uses=None, help_page="closing-a-year", headline=_what_is_open(here),
            table=table_view(request, table, show_caption=False, cards=True),
            crumbs=[Crumb("Home", reverse("home")), Crumb("Closing periods")],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest, code: str) -> HttpResponse:
    """One period: what is missing and the steps; then what they would do; then undone, confirmed or reopened."""
    here = visit(request)
    require(here.viewer, "close-periods")
    definitions = in_force()
    period = actions.period_to_close(definitions, code)
    problems: list[Problem] = []
    steps = _steps(request, definitions, period)
    if request.method == "POST":
        try:
            messages.success(request, _do(request, here, period, steps))
        except (BadClosing, BadChange, BadDefinitions) as bad:
            problems = [Problem(line) for line in str(bad).split("\n")[:10]]
        else:
            return redirect("close-period", code)
    now = actions.closing_of(here.viewer, period)
    state = now.state if now else ""
    open_yet = state in ("", ClosingState.PREVIEWED)
    if steps is not None and not steps.is_bound and now is not None and open_yet:
        steps = StepsForm(definitions, period, initial=now.chosen)
    label = here.definitions.calendars.label(period)
    lacking = missing(here, outstanding(here.viewer, definitions, period, here.today)) if open_yet else []
    people = actions.may_confirm(here.viewer) if state == ClosingState.PREVIEWED else []
    return render(
        request,
        "web/close_period.html",
        page(
            here, "home", f"Close {label}" if open_yet else label[:1].upper() + label[1:], uses=None, kind="Closing periods",
            help_page="closing-a-year", headline=_headline(here, now, label, sum(one.count for one in lacking)), problems=problems, one=now, state=state,
            lacking=lacking, steps=steps, label=label, parts=parts_of(now.change, definitions) if open_yet and now and now.change else [],
            confirmer=ConfirmerForm(people) if people else None,
            nobody=state == ClosingState.PREVIEWED and not people,
            mine=now is not None and now.confirmer_id == here.viewer.user_id,
            changed_since=actions.changed_since(now) if now is not None and state == ClosingState.CLOSED else [],
            reopening=ReopenForm() if state == ClosingState.CONFIRMED and may(here.viewer, "reopen-periods") else None,
            before=_before(here, period, now),
            crumbs=[Crumb("Home", reverse("home")), Crumb("Closing periods", reverse("closing")), Crumb(label[:1].upper() + label[1:])],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _steps(request: HttpRequest, definitions: Definitions, period: Period) -> StepsForm | None:
    """What can be done for the next year; None for what is no year."""
    if period.grain != "financial-year":
        return None
    if request.POST.get("do") == "preview":
        return StepsForm(definitions, period, request.POST)
    return StepsForm.all_of(definitions, period)


def _do(request: HttpRequest, here: Visit, period: Period, steps: StepsForm | None) -> str:
    """What was asked is done; what was done, in words. Raises BadClosing, BadChange, BadDefinitions and NotAllowed."""
    sent, viewer = request.POST, here.viewer
    what = sent.get("do", "")
    if what == "preview":
        if steps is not None and not steps.is_valid():
            raise BadClosing("The page sent something that it does not offer. Load it anew.")
        actions.preview(viewer, period.code, steps.chosen if steps is not None else Chosen())
        return "This is what it would do. Nothing is changed yet."
    now = actions.closing_of(viewer, period)
    if now is None:
        raise BadClosing("Somebody has just undone or reopened it. Begin anew.")
    match what:
        case "close":
            done = actions.close(viewer, now.pk, sent.get("confirmer", ""))
            return f"It is closed. {done.confirmer} is to confirm it; until then it can be undone."
        case "undo":
            actions.undo(viewer, now.pk, also_changed=sent.get("also_changed") == "on")
            return "The closing is undone: definitions and figures are as they were."
        case "confirm":
            actions.confirm(viewer, now.pk)
            return "You have confirmed it. It stays closed."
        case "reopen":
            actions.reopen(viewer, now.pk, sent.get("reason", ""))
            return "It is open again: loads can change its figures."
    raise BadClosing("The page sent something that it does not offer. Load it anew.")


def _headline(here: Visit, now: Closing | None, label: str, lacking: int) -> str:
    if now is None:
        said = f"{label[:1].upper()}{label[1:]} is open"
        if not lacking:
            return f"{said}, and nothing is missing."
        return f"{said}; {lacking} {'thing is' if lacking == 1 else 'things are'} missing."
    match now.state:
        case ClosingState.PREVIEWED:
            return f"You see what closing {label} would do. Nothing is changed yet."
        case ClosingState.CLOSED:
            return f"Closed by {now.begun_by} on {_day(here, now.closed_at)}. {now.confirmer} is to confirm it."
    return f"Closed by {now.begun_by} on {_day(here, now.closed_at)}, confirmed by {now.ended_by} on {_day(here, now.ended_at)}."


def _day(here: Visit, at) -> str:
    return format_date(here.definitions.calendars.day_of(at))


def _before(here: Visit, period: Period, now: Closing | None) -> list[str]:
    """Earlier closings of the same period, in words, newest first."""
    rows = actions.closings().filter(period=period.code, closed__isnull=False).exclude(pk=now.pk if now else None)
    found = []
    for row in rows[:10]:
        said = f"Closed by {row.begun_by} on {_day(here, row.closed_at)}"
        if row.state == ClosingState.UNDONE:
            said += f"; undone by {row.ended_by} on {_day(here, row.ended_at)}"
        elif row.closed.reopened_at is not None:
            said += (
                f"; reopened by {row.closed.reopened_by} on {_day(here, row.closed.reopened_at)}: {row.closed.reason}"
            )
        found.append(f"{said}.")
    return found


def _periods(here: Visit) -> list[Period]:
    calendars = here.definitions.calendars
    found = []
    for grain, count in OFFERED:
        newest = calendars.containing(here.today, grain)  # type: ignore[arg-type]
        found += [calendars.shift(newest, -back) for back in range(1, count + 1)]
    return found


def _table(here: Visit) -> Table:
    calendars = here.definitions.calendars
    rows = {row.period: row for row in reversed(actions.closings().filter(actions.CLOSES))}
    offered = {one.code: one for one in _periods(here)}
    offered |= {code: calendars.parse(code) for code in rows if code not in offered}
    columns = (
        Column("period", "Period", "link", wide=True), Column("state", "State"), Column("by", "Closed by"),
        Column("on", "On", "date"), Column("confirmer", "Confirmed by"),
    )  # fmt: skip
    told: list[dict[str, Cell]] = []
    for code, period in offered.items():
        row = rows.get(code)
        label = calendars.label(period)
        told.append({
            "period": Link(label[:1].upper() + label[1:], reverse("close-period", args=[code])),
            "state": row.get_state_display() if row else _within(calendars.label, period, offered, rows) or "Open",
            "by": str(row.begun_by) if row else "",
            "on": calendars.day_of(row.closed_at) if row and row.closed_at else None,
            "confirmer": ("" if row is None else str(row.ended_by) if row.ended_by else f"waits for {row.confirmer}"),
        })  # fmt: skip
    return Table("Periods that can be closed", columns, told, name="closing")


def _within(label, period: Period, offered: dict[str, Period], rows: dict[str, Closing]) -> str:
    """With which longer period one is closed, in words; '' where it is not."""
    holding = next((offered[code] for code in rows if offered[code].contains(period)), None)
    return f"Closed with {label(holding)}" if holding else ""


def _what_is_open(here: Visit) -> str:
    waiting = actions.closings().filter(state=ClosingState.CLOSED, confirmer_id=here.viewer.user_id)
    calendars = here.definitions.calendars
    if names := [calendars.label(calendars.parse(row.period)) for row in waiting]:
        return f"{number_in_words(len(names), start=True)} {'waits' if len(names) == 1 else 'wait'} for you to confirm: {listed(names)}."
    newest = calendars.shift(calendars.containing(timezone.localdate(), "financial-year"), -1)
    closed = actions.closings().filter(actions.CLOSES, period=newest.code).exists()
    return f"{calendars.label(newest)[:1].upper()}{calendars.label(newest)[1:]} is {'closed' if closed else 'open'}."
