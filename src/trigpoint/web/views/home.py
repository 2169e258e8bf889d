"""Home: what needs me, what I follow, what I owe, and what changed since I was last here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from trigpoint.access.permissions import require
from trigpoint.access.viewers import viewer_of
from trigpoint.access.visits import mark_seen
from trigpoint.ask.attention import Attention, heaviest, triage
from trigpoint.ask.readings import Wanted, wanted_of
from trigpoint.ask.standing import read
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import did_you_mean
from trigpoint.intake.uploads import may_make
from trigpoint.manage.about import BadText
from trigpoint.manage.answering import answers_for
from trigpoint.manage.following import followed_slice, own_frameworks, why_gone
from trigpoint.manage.own_addresses import is_own
from trigpoint.manage.portfolios import follow, move, portfolio, unfollow
from trigpoint.manage.since import changed_since
from trigpoint.web.about_readings import data_sets_of, notes_on, periods_to, usual_period
from trigpoint.web.components.page import Empty
from trigpoint.web.frame import page
from trigpoint.web.home.changes import changes
from trigpoint.web.home.lines import attention_line, followed_line
from trigpoint.web.leads import leads
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.owing.duties import debtors_of, duties, near
from trigpoint.web.tours import offered
from trigpoint.web.visit import Visit, visit

SHOWN = 12
"""How many lines stand under *Needs attention*, and under what is slipping, before "show all"."""

OWED = 8
"""How many lines stand under *What I owe*; the whole list has a page of its own."""

FIRST_VISIT = timedelta(days=30)
"""How far back a first visit looks for what changed."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page on which a visit begins."""
    here = visit(request)
    require(here.viewer, "read")
    followed = portfolio(here.viewer)
    frameworks = own_frameworks(here.viewer, here.definitions, here.today)
    placed = wanted_of(here.definitions, frameworks)
    gone = {item.pk: why_gone(here.definitions, item) for item in followed}
    kept = [item for item in followed if not gone[item.pk]]
    own = [Wanted(item.indicator, followed_slice(here.definitions, item)) for item in kept]
    context = here.context
    readings = read(
        here.viewer, here.definitions, [*placed, *own], period=context.period, where=here.chosen,
        where_held=here.at_own, as_at=context.as_at, today=here.today,
    )  # fmt: skip
    in_frameworks, in_portfolio = readings[: len(placed)], readings[len(placed) :]
    mine = answers_for(here.definitions, request.user.get_username(), here.today)
    names = leads(here.definitions, here.today)
    sorted_out = triage(readings, mine | {item.indicator for item in kept}, _weights(here))
    attention, slipping = _mine_first(sorted_out.pressing), _mine_first(sorted_out.slipping)
    most = None if request.GET.get("all") == "yes" else SHOWN
    indicators = {reading.indicator.code for reading in readings}
    usual = usual_period(readings)
    since = changed_since(
        here.viewer, request.user.visited_at or timezone.now() - FIRST_VISIT,
        data_sets_of(here.definitions, indicators), indicators, here.known_at,
    )  # fmt: skip
    owed = duties(here, debtors_of(here), in_frameworks)
    more = page(
        here, "home", "Home", headline=sorted_out.headline.sentence if readings else "",
        help_page="home", uses=_uses(here, indicators),
        periods=periods_to(here.definitions.calendars, usual.last_day if usual and not context.period else here.today),
        attention=[attention_line(here, names, one) for one in attention[:most]],
        slipping=[attention_line(here, names, one) for one in slipping[:most]],
        late=[attention_line(here, names, one) for one in _mine_first(sorted_out.late)],
        hidden=len(attention) - len(attention[:most]), hidden_slipping=len(slipping) - len(slipping[:most]),
        all_href=here.here(all="yes"), actions_href=here.context.url(reverse("actions")),
        risks_href=here.context.url(reverse("risks")),
        commentary_href=here.context.url(reverse("commentary")),
        scorecards=[here.definitions.frameworks[code] for code in frameworks],
        portfolio=[
            followed_line(here, names, item, reading) for item, reading in zip(kept, in_portfolio, strict=True)
        ],
        gone=[(item, gone[item.pk]) for item in followed if gone[item.pk]],
        duties=near(owed, here.today)[:OWED], owed=len(owed),
        changes=changes(here, since), since=since, first_visit=request.user.visited_at is None,
        tour_offered=offered(here.viewer, request.user.settings, request.user.visited_at is None),
        calm=_calm(here, len(readings)), nothing_owed=NOTHING_OWED, unchanged=UNCHANGED,
        data_notes=notes_on(here, readings) if readings else [],
    )  # fmt: skip
    return render(request, "web/home.html", more)


NOTHING_OWED = Empty("You owe nothing", "No upload, correction or commentary waits for you.", achievement=True)
UNCHANGED = Empty(
    "Nothing changed since you were last here", "No figure was restated, and nobody wrote a note.", achievement=True
)


def _calm(here: Visit, number: int) -> Empty:
    if not here.definitions.indicators and may_make(here.viewer):
        return Empty(
            "There is no indicator yet",
            "Bring the scorecard that you keep as a spreadsheet: its indicators, targets and figures are made of it at once. "
            "Or make definitions one by one, in the catalogue.",
            reverse("bring-sheet"),
            "Bring a spreadsheet",
        )
    if not number:
        return Empty(
            "There is nothing to watch yet",
            "Follow an indicator, or join an organisation that has a scorecard.",
            reverse("catalogue"),
            "Look what there is",
        )
    return Empty("Nothing needs attention", "No figure that is due is off its target.", achievement=True)


def _uses(here: Visit, indicators: set[str]) -> tuple[str, ...]:
    dimensions = {
        one.dimension
        for code in data_sets_of(here.definitions, indicators)
        for one in here.definitions.data_sets[code].dimensions
    }
    return tuple(sorted({"period", "as-at", *dimensions}))


def _weights(here: Visit) -> dict[str, Decimal]:
    return heaviest(item.place for items in here.definitions.places.values() for item in items)


def _mine_first(attention: Sequence[Attention]) -> list[Attention]:
    return sorted(attention, key=lambda one: not one.mine)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """I have seen what changed: start counting anew."""
    mark_seen(viewer_of(request.user))
    return redirect("home")


@require_POST
def follow_indicator(request: HttpRequest) -> HttpResponse:
    """Put an indicator on one's portfolio, by `indicator` (code or name) and `slice`."""
    viewer = viewer_of(request.user)
    require(viewer, "read")
    text = request.POST.get("indicator", "").strip()
    indicators = in_force().indicators
    by_name = {one.name.casefold(): code for code, one in indicators.items()}
    code = text if text in indicators else by_name.get(text.casefold())
    if code is None:
        hint = did_you_mean(text.casefold(), by_name) if text else ""
        messages.error(request, f"There is no indicator “{text[:80]}”. {hint}" if text else "Name an indicator first.")
    else:
        try:
            follow(viewer, code, request.POST.get("slice", "")[:500])
            messages.success(request, f"You follow {indicators[code].name}.")
        except BadText as mistake:
            messages.error(request, str(mistake))
    return _back(request)


@require_POST
def unfollow_indicator(request: HttpRequest) -> HttpResponse:
    """Take an indicator from one's portfolio."""
    unfollow(viewer_of(request.user), request.POST.get("indicator", ""), request.POST.get("slice", ""))
    messages.success(request, "You follow it no longer.")
    return _back(request)


@require_POST
def move_item(request: HttpRequest) -> HttpResponse:
    """Move an item of one's portfolio: `up` or `down` holds its number."""
    for name, by in (("up", -1), ("down", 1)):
        if (number := number_sent(request.POST.get(name))) is not None:
            move(viewer_of(request.user), number, by)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    return redirect(target if is_own(target) else f"{reverse('home')}#portfolio")
