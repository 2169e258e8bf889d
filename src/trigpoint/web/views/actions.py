"""Actions and projects: what is to be done by whom and when, what is off target without anything being done, what moved."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from trigpoint.access.permissions import may, require
from trigpoint.judge.numbers import counted, of_them_late
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Kind
from trigpoint.manage.standing import WORK, Standing, standing
from trigpoint.manage.undertakings import move_on
from trigpoint.manage.waits import waiting_pairs
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.undertakings.board import RECENT, board
from trigpoint.web.undertakings.parts import part_asked
from trigpoint.web.undertakings.tables import moved_table, without_table, work_table
from trigpoint.web.undertakings.timeline import timeline
from trigpoint.web.undertakings.words import awaited_by
from trigpoint.web.visit import visit

SHOWN = (
    ("open", "To be done"), ("mine", "Mine"), ("over", "Done or dropped"), ("without", "Off target without one"),
    ("moved", "What they moved"),
)  # fmt: skip
PER_PAGE = 50
VIEWS = (("list", "List"), ("board", "Board"), ("timeline", "Timeline"))


@require_GET
def actions(request: HttpRequest) -> HttpResponse:
    """By `show`: open, mine, over, what is off target without an action, or what they moved; of one part of a scorecard
    where the address names it. The first three by `view`: as a list, a board or a timeline."""
    here = visit(request)
    require(here.viewer, "read")
    show, view = request.GET.get("show", "open"), request.GET.get("view", "list")
    show = show if show in dict(SHOWN) else "open"
    view = view if view in dict(VIEWS) and show not in ("without", "moved") else "list"
    part = part_asked(here)
    known = standing(here.viewer, here.today, kinds=WORK, known_at=here.known_at)
    waits = awaited_by(known, waiting_pairs(here.known_at))
    among = part.of(known) if part else known
    open_ones = [one for one in among if one.open]
    if show == "without":
        table, empty, chosen = without_table(here, known), NOTHING_WITHOUT, []
    elif show == "moved":
        table, empty, chosen = moved_table(here, among), NOTHING_MOVED, []
    else:
        mine = [one for one in among if one.last.owner_id == here.viewer.user_id]
        chosen = {"open": open_ones, "mine": mine, "over": [one for one in among if not one.open]}[show]
        table, empty = work_table(here, chosen, waits, dict(SHOWN)[show]), NONE[show]
    if file := download_asked(request, named(here, {"table": table}, ())):
        return file
    own = part.own if part else {}
    kept = {**own, "view": view if view != "list" else None}
    columns = (
        board(here, among if show == "open" else chosen, waits, recent=show != "over") if view == "board" else None
    )
    return render(
        request,
        "web/actions.html",
        page(
            here, "home", "Actions", headline=_headline(open_ones), help_page="actions", uses=("as-at",), part=part,
            tabs=[Tab(label, here.here(show=code, **(own if code in ("without", "moved") else kept)), code == show)
                  for code, label in SHOWN],
            views=[(label, here.here(show=show, **own, view=code), code == view) for code, label in VIEWS]
            if show not in ("without", "moved") else None,
            table=table_view(request, table, id="actions", show_caption=False, cards=True, per_page=PER_PAGE)
            if table.rows and view == "list" else None,
            columns=columns, recent=RECENT if show != "over" else 0, back=here.here(show=show, **kept).removeprefix("?"),
            timeline=timeline(here, chosen, waits) if view == "timeline" and chosen else None, empty=empty,
            new_href=reverse("new-project") if may(here.viewer, "act") else "",
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb("Actions")],
        ),
    )  # fmt: skip


NOTHING_WITHOUT = Empty(
    "Nothing is off target without an action", "Each figure that needs attention has somebody who does something about it.",
    achievement=True,
)  # fmt: skip
NOTHING_MOVED = Empty("Nothing to compare yet", "The figure of each action stands here, as it was and as it is.")
NONE = {
    "open": Empty("Nothing is to be done", "Actions are raised on the page of an indicator, beside its figure."),
    "mine": Empty("You have no action", "What you undertake to do stands here, and on Home when its day is near."),
    "over": Empty("Nothing is done or dropped yet", "What was done stays here, with what came of it."),
}


def _headline(open_ones: Sequence[Standing]) -> str:
    if not open_ones:
        return "Nothing is to be done."
    late = sum(one.late for one in open_ones)
    several = ((Kind.ACTION, "action"), (Kind.PROJECT, "project"))
    counts = [(sum(one.kind == kind for one in open_ones), noun) for kind, noun in several]
    said = " and ".join(counted(number, noun) for number, noun in counts if number)
    words = f"{said[:1].upper()}{said[1:]} {'is' if len(open_ones) == 1 else 'are'} to be done"
    return f"{words}{of_them_late(late, len(open_ones))}."


@require_POST
def move_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an action or project to another state, from the board; back to it, with what is wrong where it is refused."""
    here = visit(request)
    require(here.viewer, "act")
    sent = request.POST
    text = sent.get("text", "")
    try:
        step = move_on(
            here.viewer, pk, text, after=number_sent(sent.get("after")) or 0, state=sent.get("state", "")
        )  # fmt: skip
    except BadText as mistake:
        messages.error(request, f"{mistake}{f' You wrote: {text}' if text else ''}")
    else:
        messages.success(request, f"It is moved: {step.get_state_display().lower()}.")
    back = QueryDict(sent.get("back", "")).urlencode()
    return redirect(f"{reverse('actions')}?{back}#card-{pk}")
