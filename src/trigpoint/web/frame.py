"""The frame of every page: top bar, the bar that says and changes the context, and where the page's data come from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from trigpoint.access.permissions import may
from trigpoint.catalogue.snapshots import NoDefinitions, in_force
from trigpoint.definitions.comparators import BUILT_IN
from trigpoint.definitions.partnership import Partnership
from trigpoint.manage.news.handling import waiting
from trigpoint.web.components.page import Choice, ContextBar, ContextItem, DayForm, NavItem, TopBar
from trigpoint.web.context import AS_AT, Context
from trigpoint.web.own_look import colours_href, logo_href
from trigpoint.web.own_place import may_ask_for, said
from trigpoint.web.tours import note_at
from trigpoint.web.visit import Visit

PLACES = (
    ("Home", "home", "h"),
    ("Scorecard", "scorecards", "s"),
    ("Explore", "explore", "e"),
    ("Catalogue", "catalogue", "c"),
    ("Data", "data", "d"),
    ("Reports", "reports", "r"),
)
MOST_CHOICES = 400


def partnership_now() -> Partnership | None:
    """The partnership, or None before anything is defined. One query."""
    try:
        return in_force().partnership
    except NoDefinitions:
        return None


def look(partnership: Partnership | None) -> dict[str, str]:
    """Of every page: the partnership's colours and logo, where it has its own."""
    return {"partnership_colours_href": colours_href(partnership), "partnership_logo_href": logo_href()}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of pages that no `page` call has filled (sign-in, errors): the top bar alone."""
    if getattr(request, "frame_made", False):
        return {}
    partnership = partnership_now()
    return {
        "top_bar": top_bar(request, "", partnership),
        "demo": settings.DEMO,
        "training": settings.TRAINING,
        **look(partnership),
    }


def top_bar(request: HttpRequest, query: str, partnership: Partnership | None, current: str = "") -> TopBar:
    """The top bar. query: the context, carried from place to place. current: the name of the place we are in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return TopBar(partnership=partnership.name if partnership else "")
    carried = f"?{query}" if query else ""
    places = tuple(
        NavItem(label, reverse(name) + (carried if name not in ("data", "reports") else ""), letter, name == current)
        for label, name, letter in PLACES
    )
    person_links = [
        NavItem("Your settings", reverse("me")),
        NavItem("What I owe", reverse("owed")),
        NavItem("Actions", reverse("actions")),
        NavItem("Risks", reverse("risks")),
        NavItem("Commentary", reverse("commentary")),
        NavItem("News", reverse("news")),
    ]
    if settings.DEMO:
        person_links.append(NavItem("Become somebody else", reverse("sign-in")))
    viewer = getattr(request, "viewer", None)
    if viewer is not None and may(viewer, "manage-people"):
        person_links += [
            NavItem("People", reverse("people")), NavItem("The partnership", reverse("partnership")),
            NavItem("What is sent", reverse("mail")), NavItem("What is used", reverse("adoption")),
        ]  # fmt: skip
    if viewer is not None and may(viewer, "close-periods"):
        person_links.append(NavItem("Closing periods", reverse("closing")))
    if viewer is not None and may(viewer, "see-audit"):
        person_links.append(NavItem("Who did what", reverse("trail")))
    person_links.append(NavItem("Help", reverse("help"), "?"))
    return TopBar(
        partnership=partnership.name if partnership else "",
        home_href=reverse("home") + carried,
        places=places,
        search_href=reverse("catalogue"),
        waiting=0 if viewer is None else waiting(viewer, timezone.localdate()).count(),
        waiting_href="" if viewer is None else reverse("news"),
        person=str(user),
        person_note=user.title,
        person_links=tuple(person_links),
        sign_out_href=reverse("sign-out"),
    )


def page(
    visit: Visit,
    current: str,
    title: str,
    *,
    kind: str = "",
    headline: str = "",
    help_page: str = "",
    uses: tuple[str, ...] | None = (),
    periods: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> dict[str, Any]:
    """A page's template context: frame, heading and what the page adds (`more`).

    current: the place in the top bar. uses: which parts of the context the page can use (`period`, `as-at`, `compare`,
    or a dimension's code); None: the page shows no context bar. periods: (code, label) to choose from, newest first.
    """
    visit.request.frame_made = True
    visit.request.viewer = visit.viewer
    query = visit.context.url("").removeprefix("?")
    return {
        "top_bar": top_bar(visit.request, query, visit.definitions.partnership, current),
        "context_bar": None if uses is None else context_bar(visit, uses, periods),
        "context": visit.context,
        "page_title": title,
        "page_kind": kind,
        "headline": headline,
        "past": _past(visit) if uses and AS_AT in uses else None,
        "help_href": reverse("help-page", args=[help_page]) if help_page else reverse("help"),
        "tour_note": note_at(visit.request, visit.viewer, visit.definitions),
        "demo": settings.DEMO,
        "training": settings.TRAINING,
        **look(visit.definitions.partnership),
        **more,
    }


def _past(visit: Visit) -> tuple[str, str] | None:
    """Of a page of the past: the day as whose it is known, and the address of the same page as known now."""
    context = visit.context
    if context.as_at is None:
        return None
    return f"{context.as_at:%-d %B %Y}", _to(visit, context.known_on(None), _own_parameters(visit))


def context_bar(visit: Visit, uses: tuple[str, ...], periods: tuple[tuple[str, str], ...]) -> ContextBar:
    """The bar that says the context and changes it: what the page cannot use is greyed, with the reason."""
    context, own = visit.context, _own_parameters(visit)
    items = [_period_item(visit, context, own, periods, "period" in uses)]
    for dimension, tree in visit.definitions.dimensions.items():
        if tree.dimension.nature in ("place", "organisation", "client-group") and len(tree.members) > 1:
            items.append(_member_item(visit, context, own, dimension, dimension in uses))
    items.append(_comparator_item(visit, context, own, "compare" in uses))
    items.append(_as_at_item(visit, context, own, AS_AT in uses))
    return ContextBar(tuple(items), said(visit.viewer, visit.definitions))


def _own_parameters(visit: Visit) -> dict[str, str]:
    """The page's parameters that are no context: they stay when the context changes."""
    in_context = {name for name, _ in visit.context.parameters()} | {"period", "as-at", "compare", "page"}
    dimensions = set(visit.definitions.dimensions)
    return {k: v for k, v in visit.request.GET.items() if k not in in_context and k not in dimensions}


def _to(visit: Visit, context: Context, own: dict[str, str]) -> str:
    """The address of this same page in another context, told from the page: choosers have hundreds."""
    return context.url("", **{k.replace("-", "_"): v for k, v in own.items()}) or "?"


def _period_item(
    visit: Visit, context: Context, own: dict[str, str], periods: tuple[tuple[str, str], ...], used: bool
) -> ContextItem:
    calendars = visit.definitions.calendars
    said = calendars.label(context.period) if context.period else "Latest"
    choices = [Choice("Latest", _to(visit, context.during(None), own), context.period is None)]
    for code, label in periods:
        here = context.period is not None and context.period.code == code
        choices.append(Choice(label, _to(visit, context.during(calendars.parse(code)), own), here))
    return ContextItem(
        "period",
        "Period",
        said[0].upper() + said[1:],
        tuple(choices),
        disabled="" if used else "This page shows all periods",
        changed=context.period is not None,
        clear_href=_to(visit, context.during(None), own) if context.period else "",
    )


def _member_item(visit: Visit, context: Context, own: dict[str, str], dimension: str, used: bool) -> ContextItem:
    tree = visit.definitions.dimensions[dimension]
    chosen, start = context.member(dimension), dict(visit.own).get(dimension)
    levels = {level.code: level.plural for level in tree.dimension.levels}
    allowed = may_ask_for(visit.viewer, visit.definitions, dimension)
    offered = list(tree.members)
    choices = []
    if allowed is None:
        choices = [
            Choice(f"All {tree.dimension.plural.lower()}", _to(visit, context.at(dimension, None), own), not chosen)
        ]
    else:
        offered = [code for part in allowed for code in tree.members if code in part]
    for code in offered[:MOST_CHOICES]:
        group = levels.get(tree.members[code].level, "")
        if allowed is not None and code in allowed[1]:
            group = "Open to everybody, for some figures"
        choices.append(
            Choice(tree.members[code].name, _to(visit, context.at(dimension, code), own), code == chosen, group=group)
        )
    if chosen == "unknown":
        value = tree.dimension.unknown
    elif chosen:
        value = tree.members[chosen].name
    else:
        value = f"All {tree.dimension.plural.lower()}"
    return ContextItem(
        dimension,
        tree.dimension.name,
        value,
        tuple(choices),
        disabled="" if used else f"These figures are not broken down by {tree.dimension.name.lower()}",
        changed=chosen != start,
        clear_href=_to(visit, context.at(dimension, None), own) if chosen and chosen != start else "",
        more_href=reverse("definition", args=["dimension", dimension]) if len(offered) > MOST_CHOICES else "",
    )


def _comparator_item(visit: Visit, context: Context, own: dict[str, str], used: bool) -> ContextItem:
    names = BUILT_IN | {code: comparator.name for code, comparator in visit.definitions.comparators.items()}
    choices = [Choice("No comparison", _to(visit, context.against(()), own), not context.compare)]
    choices += [
        Choice(name, _to(visit, context.against((code,)), own), context.compare == (code,))
        for code, name in names.items()
    ]
    return ContextItem(
        "comparator",
        "Compared with",
        ", ".join(names[code] for code in context.compare) or "No comparison",
        tuple(choices),
        disabled="" if used else "This page does not compare",
        changed=bool(context.compare),
        clear_href=_to(visit, context.against(()), own) if context.compare else "",
    )


def _as_at_item(visit: Visit, context: Context, own: dict[str, str], used: bool) -> ContextItem:
    said = f"{context.as_at:%-d %B %Y}" if context.as_at else "Now"
    hidden = [*context.known_on(None).parameters(), *own.items()]
    return ContextItem(
        "as-at",
        "As known on",
        said,
        (Choice("Now", _to(visit, context.known_on(None), own), context.as_at is None),),
        disabled="" if used else "This page shows what is known now",
        changed=context.as_at is not None,
        clear_href=_to(visit, context.known_on(None), own) if context.as_at else "",
        day=DayForm(
            AS_AT,
            context.as_at.isoformat() if context.as_at else "",
            "As known at the end of",
            "A day in the past",
            hidden=tuple(hidden),
        ),
    )
