"""Telling others when nothing happens: after so many days, the analysts and administrators of the lead's own organisation."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from trigpoint.access.models import Membership, Role, User
from trigpoint.access.viewers import held_on, viewer_of
from trigpoint.manage.models import News, NewsKind
from trigpoint.manage.news.choices import telling_rules
from trigpoint.manage.news.handling import may_know, tell_too
from trigpoint.manage.news.making import limits_of

ASKS = (NewsKind.TURNED, NewsKind.AT_RISK, NewsKind.LATE, NewsKind.COMMENTARY, NewsKind.OVERDUE)
"""Kinds about which somebody who answers for it should do something."""


@transaction.atomic
def escalate() -> int:
    """Tell others what waits too long with who answers for it; gives how many pieces were told. Each is passed up once."""
    days = telling_rules().escalate_after
    if not days:
        return 0
    now = timezone.now()
    stale = list(
        News.objects.filter(
            kind__in=ASKS, answers=True, handled="", escalated_at__isnull=True, at__lte=now - timedelta(days=days)
        )
        .exclude(snoozed_until__gt=timezone.localdate())
        .select_related("owner", "undertaking")
    )
    leads = {piece.owner for piece in stale}
    # What was told under other limits is not the lead's to act on any more, and not to be told further.
    limits = {person.pk: limits_of(viewer_of(person)) for person in leads}
    stale = [piece for piece in stale if piece.limits == limits[piece.owner_id]]
    told = 0
    for person, pieces in _above(stale).items():
        reader = viewer_of(person)
        known = may_know(reader, pieces)
        for piece in pieces:
            if piece.pk in known:
                says = f"{piece.owner} has done nothing for {days} {'day' if days == 1 else 'days'}: {piece.says}"
                told += tell_too(person, reader, piece, says)
    News.objects.filter(pk__in=[piece.pk for piece in stale]).update(escalated_at=now)
    return told


def _above(stale: list[News]) -> dict[User, list[News]]:
    """To whom each piece goes: analysts and administrators of the organisations in which its owner leads. Two queries."""
    today = timezone.localdate()
    leads = Membership.objects.filter(
        held_on(today), user__in={piece.owner_id for piece in stale}, role=Role.INDICATOR_LEAD
    )
    where: dict[int, set[str]] = defaultdict(set)
    for row in leads.exclude(organisation=""):
        where[row.user_id].add(row.organisation)
    organisations = {code for codes in where.values() for code in codes}
    over = Membership.objects.filter(
        held_on(today),
        organisation__in=organisations,
        role__in=(Role.ANALYST, Role.ADMINISTRATOR),
        user__is_active=True,
    ).select_related("user")
    found: dict[User, list[News]] = defaultdict(list)
    for row in over:
        found[row.user] += [
            piece
            for piece in stale
            if row.organisation in where[piece.owner_id]
            and piece.owner_id != row.user_id
            and piece not in found[row.user]
        ]
    return found
