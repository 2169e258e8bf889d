"""Making news for each person, worked out as that person: one batch of questions for what is known, one for what was."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.ask.door import Moment, at_moment, moment
from trigpoint.ask.own_place import own_place
from trigpoint.ask.readings import Reading, Wanted, wanted_of
from trigpoint.ask.standing import read
from trigpoint.ask.windows import Pairs
from trigpoint.catalogue.snapshots import definitions as defined_by
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.answering import answers_for
from trigpoint.manage.asked_for import commentary_beside
from trigpoint.manage.following import followed_slice, own_frameworks, why_gone
from trigpoint.manage.models import Kind, News, NewsChoice, NewsKind
from trigpoint.manage.news.choices import ANSWERED, PORTFOLIO, Rules, of_framework, rules_of
from trigpoint.manage.news.decisions import Piece, folded, pieces
from trigpoint.manage.news.looking import as_kept, day_before, last_look
from trigpoint.manage.portfolios import portfolio
from trigpoint.manage.standing import standing
from trigpoint.mistakes import Mistake

LATE_WORDS = {
    Kind.ACTION: "An action is late", Kind.PROJECT: "A project is late", Kind.RISK: "The review of a risk is late",
}  # fmt: skip

logger = logging.getLogger(__name__)


def make_news(since: date | None = None) -> int:
    """Make everybody's news; gives how many pieces are new. since: the end of that day, else when each person was last
    looked after. What cannot be worked out for one holds up nobody else."""
    today = timezone.localdate()
    people = list(User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("pk"))
    choices = {one.owner_id: one for one in NewsChoice.objects.all()}
    names = {person.pk: person.username for person in people}
    away = {names[pk] for pk, one in choices.items() if pk in names and is_away(one, today)}
    made = 0
    for person in people:
        choice = choices.get(person.pk) or NewsChoice(owner=person)
        try:
            made += news_for(person, choice, today, away, since)
        except Mistake as mistake:
            logger.warning("News could not be made for %s: %s", person.username, mistake)
    return made


def is_away(choice: NewsChoice, today: date) -> bool:
    """Whether somebody said to be away on a day."""
    return (
        choice.away_from is not None
        and choice.away_until is not None
        and choice.away_from <= today <= choice.away_until
    )


def news_for(person: User, choice: NewsChoice, today: date, away: Collection[str], since: date | None = None) -> int:
    """Make one person's news; gives how many pieces are new."""
    viewer, definitions = viewer_of(person), in_force()
    if not may(viewer, "read"):
        return 0
    last, here = last_look(choice, today, since), moment()
    mine = answers_for(definitions, person.username, today, away)
    rules = rules_of(choice)
    kinds = wanted_kinds(viewer, definitions, rules, mine, today)
    found = [
        one
        for wanted, several in told(viewer, definitions, list(kinds), last, here).items()
        for one in several
        if one.kind in kinds[wanted]
    ]
    with transaction.atomic():
        made = keep(person, viewer, folded(found), mine)
        if (NewsKind.OVERDUE, ANSWERED) in rules:
            made += _overdue(person, viewer, since or day_before(choice, today), today)
        NewsChoice.objects.update_or_create(owner=person, defaults=as_kept(here))
    return made


def wanted_kinds(
    viewer: Viewer, definitions: Definitions, rules: Rules, mine: Collection[str], today: date
) -> dict[Wanted, set[str]]:
    """What is to be read for a person, and of which kinds they want news of it. One query."""
    found: dict[Wanted, set[str]] = {}
    frameworks = own_frameworks(viewer, definitions, today)
    placed = wanted_of(definitions, frameworks)
    in_scope: dict[str, list[Wanted]] = {
        PORTFOLIO: [
            Wanted(item.indicator, followed_slice(definitions, item))
            for item in portfolio(viewer)
            if not why_gone(definitions, item)
        ],
        ANSWERED: [one for one in placed if one.indicator in mine],
    }
    outside = mine - {one.indicator for one in placed}
    in_scope[ANSWERED] += [Wanted(code) for code in sorted(outside) if code in definitions.indicators]
    for one in placed:
        in_scope.setdefault(of_framework(one.framework or ""), []).append(one)
    for kind, scope in rules:
        for wanted in in_scope.get(scope, ()):
            found.setdefault(wanted, set()).add(kind)
    return found


def told(
    viewer: Viewer, definitions: Definitions, wanted: list[Wanted], last: Moment | None, here: Moment
) -> dict[Wanted, list[Piece]]:
    """The news of what is wanted between two moments, as the viewer may see it. Two batches of questions."""
    own = own_place(viewer, definitions)
    after = _as_known(viewer, definitions, wanted, own, here)
    before = _before(viewer, wanted, own, last)
    asked = {id(one.reading) for one in commentary_beside(viewer, definitions, after) if one.owed}
    return {
        one: [
            piece
            for piece in pieces(before.get(one), reading)
            if piece.kind != NewsKind.COMMENTARY or id(reading) in asked
        ]
        for one, reading in zip(wanted, after, strict=True)
    }


def _before(viewer: Viewer, wanted: list[Wanted], own: Pairs, last: Moment | None) -> Mapping[Wanted, Reading]:
    """The readings as they were known at a moment: of what was defined then."""
    if last is None:
        return {}
    defined = defined_by(last.snapshot)
    askable = [one for one in wanted if one.indicator in defined.indicators and _has_place(defined, one)]
    return dict(zip(askable, _as_known(viewer, defined, askable, own, last), strict=True))


def _as_known(viewer: Viewer, definitions: Definitions, wanted: list[Wanted], own: Pairs, at: Moment) -> list[Reading]:
    """The readings at a moment. What is overdue by its day is known as late, whether or not others have reported."""
    day = timezone.localdate(at.at)
    with at_moment(at):
        return read(viewer, definitions, wanted, where_held=own, until=day, today=day)


def _has_place(defined: Definitions, one: Wanted) -> bool:
    if one.framework is not None and one.framework not in defined.frameworks:
        return False
    return all(
        dimension in defined.dimensions and (member == "unknown" or member in defined.dimensions[dimension].members)
        for dimension, member in one.where
    )


def _overdue(person: User, viewer: Viewer, then: date, today: date) -> int:
    """The person's actions, projects with their milestones, and reviews of risks whose day went by since."""
    found = standing(viewer, today, owners=[person.pk])
    late = [
        (one, f"{LATE_WORDS[one.kind]}: {one.title}", one.last.due, f"{one.pk} {one.last.due}")
        for one in found
        if one.open and one.last.due < today
    ] + [
        (one, f"A milestone is late: {goal.name}, of {one.title}", goal.due, f"{one.pk} {goal.due} {goal.name}"[:100])
        for one in found
        for goal in one.late_milestones
    ]
    rows = [
        News(
            owner=person, kind=NewsKind.OVERDUE, indicator=one.undertaking.indicator, framework=one.undertaking.framework,
            slice=one.undertaking.slice, period=one.undertaking.period, turned=turned, undertaking=one.undertaking,
            says=f"{says[:450]}, due by {due:%-d %B %Y}", more="Say how it goes, or choose another day.",
            limits=limits_of(viewer), answers=True, at=timezone.now(),
        )
        for one, says, due, turned in late
        if due >= then
    ]  # fmt: skip
    return _keep(rows)


def keep(person: User, viewer: Viewer, found: Collection[Piece], mine: Collection[str]) -> int:
    """Keep pieces as a person's news, but for those that they were told before; gives how many are new."""
    now = timezone.now()
    # The same figure may stand in a portfolio and in several scorecards: the first of it is told.
    once = {(one.kind, one.indicator, one.slice, one.period, one.turned): one for one in reversed(found)}
    rows = [
        News(
            owner=person, kind=one.kind, indicator=one.indicator, framework=one.framework, slice=one.slice, period=one.period,
            turned=one.turned, says=one.says[:500], more=one.more, limits=limits_of(viewer), answers=one.indicator in mine,
            at=now,
        )
        for one in sorted(once.values(), key=lambda one: list(NewsKind).index(one.kind))
    ]  # fmt: skip
    return _keep(rows)


def _keep(rows: list[News]) -> int:
    if not rows:
        return 0
    before = News.objects.filter(owner=rows[0].owner).count()
    News.objects.bulk_create(rows, ignore_conflicts=True)
    return News.objects.filter(owner=rows[0].owner).count() - before


def limits_of(viewer: Viewer) -> str:
    """What a viewer may ask for, in short: the same word as long as nothing of it changes."""
    said = repr((sorted(viewer.organisations), bool(viewer.memberships), [(d, sorted(m)) for d, m in viewer.scopes]))
    return hashlib.sha256(said.encode()).hexdigest()
