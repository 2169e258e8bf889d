"""Home: what needs me, what I follow, what I owe, and what changed since I was last here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from trigpoint.access.loading import may_mend
from trigpoint.access.permissions import may, require
from trigpoint.access.viewers import viewer_of
from trigpoint.access.visits import mark_seen
from trigpoint.ask.attention import Attention, heaviest, triage
from trigpoint.ask.owed import owed, provided_by
from trigpoint.ask.readings import Pairs, Reading, Wanted, read
from trigpoint.catalogue.mending import waiting
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.frameworks import Framework
from trigpoint.judge.numbers import listed
from trigpoint.manage.about import BadText
from trigpoint.manage.asked_for import commentary_asked_for
from trigpoint.manage.models import PortfolioItem
from trigpoint.manage.own_addresses import is_own
from trigpoint.manage.portfolios import follow, move, no_such_slice, portfolio, unfollow
from trigpoint.manage.since import Since, changed_since
from trigpoint.publish.cells import Figure, Sparkline, Status
from trigpoint.publish.from_answers import reading_status, sparkline_cell
from trigpoint.web.about_readings import data_sets_of, notes_on, periods_to, place_words, usual_period
from trigpoint.web.components.page import Empty
from trigpoint.web.frame import page
from trigpoint.web.leads import Leads, answers_for, leads
from trigpoint.web.links import explain_href, indicator_href, write_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.scorecard_tree import figure_of, under_other_rules
from trigpoint.web.visit import Visit, visit

SHOWN = 12
"""How many lines stand under *Needs attention*, and under what is slipping, before "show all"."""

FIRST_VISIT = timedelta(days=30)
"""How far back a first visit looks for what changed."""

MOST_REJECTED, MOST_LOOKED_AT = 5, 100
"""Uploads with rejected rows that are told of, and the newest that are looked at for them."""


@dataclass(frozen=True)
class Line:
    """One reading as a line: what, where, how it stands, why it is here, and who answers for it."""

    name: str
    href: str
    note_href: str
    where: str
    why: str
    owner: str
    mine: bool
    status: Status
    value: Figure
    against: str
    spark: Sparkline | None
    item: PortfolioItem | None = None


@dataclass(frozen=True)
class Duty:
    """Something that the viewer owes. late: it is overdue."""

    what: str
    detail: str
    href: str
    action: str
    late: bool = False


@dataclass(frozen=True)
class Change:
    """Something that changed. when: a day in words."""

    what: str
    detail: str
    href: str
    when: str


def home(request: HttpRequest) -> HttpResponse:
    """The page on which a visit begins."""
    here = visit(request)
    require(here.viewer, "read")
    followed = portfolio(here.viewer)
    frameworks = own_frameworks(here)
    placed = [
        Wanted(item.place.indicator, tuple(sorted(item.place.where.items())), code)
        for code in frameworks
        for item in here.definitions.places[code]
    ]
    gone = {item.pk: _why_gone(here, item) for item in followed}
    kept = [item for item in followed if not gone[item.pk]]
    own = [Wanted(item.indicator, _slice(here, item)) for item in kept]
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
    more = page(
        here, "home", "Home", headline=sorted_out.headline.sentence if readings else "",
        help_page="home", uses=_uses(here, indicators),
        periods=periods_to(here.definitions.calendars, usual.last_day if usual and not context.period else here.today),
        attention=[_line(here, names, one) for one in attention[:most]],
        slipping=[_line(here, names, one) for one in slipping[:most]],
        hidden=len(attention) - len(attention[:most]), hidden_slipping=len(slipping) - len(slipping[:most]),
        all_href=here.here(all="yes"),
        scorecards=[here.definitions.frameworks[code] for code in frameworks],
        portfolio=[
            _followed(here, names, item, reading) for item, reading in zip(kept, in_portfolio, strict=True)
        ],
        gone=[(item, gone[item.pk]) for item in followed if gone[item.pk]],
        duties=[*_supplies(here), *_rejected(here), *_commentary(here, in_frameworks, mine)],
        changes=_changes(here, since), since=since, first_visit=request.user.visited_at is None,
        calm=_calm(len(readings)), nothing_owed=NOTHING_OWED, unchanged=UNCHANGED,
        data_notes=notes_on(here, readings) if readings else [],
    )  # fmt: skip
    return render(request, "web/home.html", more)


def own_frameworks(here: Visit) -> list[str]:
    """The frameworks in force of the partnership and of the viewer's organisations."""

    def is_own(framework: Framework) -> bool:
        return framework.owner is None or framework.owner in here.viewer.organisations

    return [code for code, one in here.definitions.frameworks.items() if is_own(one) and one.years.holds_on(here.today)]


NOTHING_OWED = Empty("You owe nothing", "No upload, correction or commentary waits for you.", achievement=True)
UNCHANGED = Empty(
    "Nothing changed since you were last here", "No figure was restated, and nobody wrote a note.", achievement=True
)


def _calm(number: int) -> Empty:
    if not number:
        return Empty(
            "There is nothing to watch yet",
            "Follow an indicator, or join an organisation that has a scorecard.",
            reverse("catalogue"),
            "Look what there is",
        )
    return Empty("Nothing needs attention", "No figure that is due is off its target.", achievement=True)


def _why_gone(here: Visit, item: PortfolioItem) -> str:
    """Why what is followed cannot be read any more, in words; '' where it can."""
    indicator = here.definitions.indicators.get(item.indicator)
    if indicator is None:
        return f"{item.indicator} is defined no longer."
    why = no_such_slice(here.definitions, item.slice)
    return f"{indicator.name} is not shown as you followed it: {why}." if why else ""


def _slice(here: Visit, item: PortfolioItem) -> Pairs:
    """The filters of what is followed.

    What is followed as a whole is read for the slice on which all its places agree: a published figure has no other.
    """
    pairs = (part.partition("=") for part in item.slice.split(",") if "=" in part)
    found = tuple((d, m) for d, _, m in pairs)
    if found:
        return found
    places = [
        one.place.where
        for items in here.definitions.places.values()
        for one in items
        if one.place.indicator == item.indicator
    ]
    agreed = places[0] if places and all(where == places[0] for where in places) else {}
    return tuple(sorted(agreed.items()))


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


def _line(here: Visit, names: Leads, one: Attention) -> Line:
    why = "; ".join(part for part in (one.why, under_other_rules(one.reading, None)) if part)
    return _of(here, names, one.reading, why, one.mine)


def _followed(here: Visit, names: Leads, item: PortfolioItem, reading: Reading) -> Line:
    way = reading.direction
    why = way.words if reading.has_figure else reading.cell.reason
    return _of(here, names, reading, why, False, item)


def _of(here: Visit, names: Leads, reading: Reading, why: str, mine: bool, item: PortfolioItem | None = None) -> Line:
    indicator, framework = reading.indicator, reading.wanted.framework
    about = explain_href(here.context, indicator.code, reading.period, reading.where, framework=framework)
    own = [pair for pair in reading.where if here.context.member(pair[0]) != pair[1]]
    context = here.context
    for dimension, member in own:
        context = context.at(dimension, member)
    leads_to = context if item is not None else here.context
    href = indicator_href(leads_to, indicator.code, framework=framework)
    note_href = write_href(leads_to, indicator.code, "note", framework=framework)
    status = reading_status(reading, about)
    return Line(
        indicator.name, href, note_href, place_words(here, reading), why, names.of(indicator.code), mine,
        Status(status.code, status.word, status.letter, status.why, status.href), figure_of(reading, about, None),
        _against(reading, reading.aim), sparkline_cell(reading), item,
    )  # fmt: skip


def _against(reading: Reading, words: str) -> str:
    label = reading.definitions.calendars.label(reading.period, short=True)
    period = label[0].upper() + label[1:]
    return f"{words} · {period}" if words else period


def _supplies(here: Visit) -> list[Duty]:
    """What the viewer's organisations are to supply, for those who take data in."""
    organisations = {one for one in here.viewer.organisations if may(here.viewer, "load", one)}
    tree, calendars = here.definitions.organisations, here.definitions.calendars
    found = []

    def grouping(one):
        return (one.late, one.data_set.code, one.organisation)

    for _, several in groupby(sorted(owed(organisations, here.today), key=grouping), grouping):
        group = sorted(several, key=lambda one: one.period)
        first = group[0]
        periods = listed([calendars.label(one.period) for one in group])
        said = f"due by {first.day:%-d %B %Y}"
        if first.late:
            said = f"was due by {first.day:%-d %B %Y}" if len(group) == 1 else f"the first was {said}"
        whose = f"{tree.name(first.organisation)}, " if tree is not None and len(organisations) > 1 else ""
        found.append((
            not first.late, first.day,
            Duty(first.data_set.name, f"{whose}{periods}; {said}", reverse("upload"), "Upload", first.late),
        ))  # fmt: skip
    return [duty for _, _, duty in sorted(found, key=lambda one: one[:2])]


def _rejected(here: Visit) -> list[Duty]:
    """Rows that could not be taken in and wait for a correction."""
    organisations = [one for one in here.viewer.organisations if may(here.viewer, "load", one)]
    if not organisations:
        return []
    newest = Load.objects.filter(
        state=Load.State.DONE, rejected__gt=0, data_set__in=provided_by(here.definitions, organisations)
    ).order_by("-known_on")[:MOST_LOOKED_AT]
    mine = [
        (load, mending)
        for load, mending in waiting(newest)
        if load.data_set in here.definitions.data_sets
        and may_mend(here.viewer, here.definitions, here.definitions.data_sets[load.data_set], load.loaded_by_id)
    ]
    return [
        Duty(
            f"{here.definitions.data_sets[load.data_set].name}: {load.rejected:,} "
            f"{'row' if load.rejected == 1 else 'rows'} rejected",
            f"{f'{mending.in_words()}; ' if mending.mended else ''}of {load.supplied:,}, uploaded on {timezone.localtime(load.dated):%-d %B %Y}",
            reverse("load", args=[load.pk]), "Correct", True,
        )
        for load, mending in mine[:MOST_REJECTED]
    ]  # fmt: skip


def _commentary(here: Visit, readings: Sequence[Reading], mine: frozenset[str]) -> list[Duty]:
    """Commentary that a status rule asks of the viewer, as who leads on the indicator."""
    if not may(here.viewer, "comment"):
        return []
    found = {}
    asked = [one for one in readings if one.indicator.code in mine]
    for reading in commentary_asked_for(here.viewer, asked, here.known_at):
        framework = here.definitions.frameworks[reading.wanted.framework or ""]
        period = here.definitions.calendars.label(reading.period)
        href = write_href(here.context, reading.indicator.code, "commentary", framework=framework.code)
        found[reading.indicator.code, framework.code] = Duty(
            f"Commentary on {reading.indicator.name}", f"{period}, in {framework.name}: {reading.judgement.sum}",
            href, "Write",
        )  # fmt: skip
    return list(found.values())


def _changes(here: Visit, since: Since) -> list[Change]:
    definitions = here.definitions
    found: list[tuple] = []
    for load in since.restated:
        data_set = definitions.data_sets.get(load.data_set)
        who = f", by {load.loaded_by}" if load.loaded_by_id else ""
        found.append((load.known_on, f"{data_set.name if data_set else load.data_set}: {_restating(load)}{who}",
                      _span(here, load), reverse("load", args=[load.pk])))  # fmt: skip
    for kind, texts in (("note", since.notes), ("commentary", since.commentaries)):
        for text in texts:
            indicator = definitions.indicators.get(text.indicator)
            if indicator is None:
                continue
            href = indicator_href(here.context, indicator.code, framework=text.framework or None)
            short = text.text if len(text.text) <= 140 else f"{text.text[:139].rsplit(' ', 1)[0]}…"
            found.append((text.at, f"{indicator.name}: a {kind} by {text.author}", short, f"{href}#{kind}s"
                          if kind == "note" else f"{href}#commentary"))  # fmt: skip
    for snapshot in since.snapshots:
        who = f", by {snapshot.made_by}" if snapshot.made_by_id else ""
        found.append((snapshot.made_at, f"Definitions changed{who}", snapshot.note, reverse("catalogue")))
    found.sort(key=lambda one: one[0], reverse=True)
    return [Change(what, detail, href, f"{timezone.localtime(at):%-d %B %Y}") for at, what, detail, href in found]


def _restating(load: Load) -> str:
    """What an upload did to what was known before, in its own account's words: rows, not the figures made of them."""
    parts = []
    if load.corrected:
        parts.append(f"{load.corrected:,} {'row' if load.corrected == 1 else 'rows'} corrected")
    if load.removed:
        parts.append(f"{load.removed:,} {'figure' if load.removed == 1 else 'figures'} no longer held")
    return " and ".join(parts)


def _span(here: Visit, load: Load) -> str:
    if load.first_day is None or load.last_day is None:
        return load.note
    last = load.last_day - timedelta(days=1)
    first = f"{load.first_day:%B %Y}"
    said = first if first == f"{last:%B %Y}" else f"{first} to {last:%B %Y}"
    return f"{said}. {load.note}" if load.note else said


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """I have seen what changed: start counting anew."""
    mark_seen(viewer_of(request.user))
    return redirect("home")


@require_POST
def follow_indicator(request: HttpRequest) -> HttpResponse:
    """Put an indicator on one's portfolio, by `indicator` (code or name) and `slice`."""
    text = request.POST.get("indicator", "").strip()
    indicators = in_force().indicators
    by_name = {one.name.casefold(): code for code, one in indicators.items()}
    code = text if text in indicators else by_name.get(text.casefold())
    if code is None:
        hint = did_you_mean(text.casefold(), by_name) if text else ""
        messages.error(request, f"There is no indicator “{text[:80]}”. {hint}" if text else "Name an indicator first.")
    else:
        try:
            follow(viewer_of(request.user), code, request.POST.get("slice", "")[:500])
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
