"""A person's news: read, acknowledged, put off until a day, or passed on to somebody who may see it too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.ask.readings import Wanted
from trigpoint.ask.standing import read
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import BadText, readable, slice_pairs
from trigpoint.manage.models import News, NewsKind, Undertaking
from trigpoint.manage.news.making import limits_of
from trigpoint.manage.portfolios import no_such_slice

FURTHEST = timedelta(days=366)


def news_of(viewer: Viewer) -> QuerySet[News]:
    """The viewer's own news, newest first, of one time in the order of its kinds: what was told under other limits than
    theirs of today is left out."""
    mine = News.objects.filter(owner_id=viewer.user_id, limits=limits_of(viewer))
    return mine.select_related("passed_by", "undertaking").order_by("-at", "pk")


def waiting(viewer: Viewer, today: date) -> QuerySet[News]:
    """Of these, what nothing was done about, and what is not put off until a later day."""
    return news_of(viewer).filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today), handled="")


def acknowledge(viewer: Viewer, pk: int) -> bool:
    """The viewer knows of it; whether it was theirs and still open."""
    return bool(
        news_of(viewer).filter(pk=pk, handled="").update(handled=News.Handled.ACKNOWLEDGED, handled_at=timezone.now())
    )


@transaction.atomic
def snooze(viewer: Viewer, pk: int, until: date) -> None:
    """Put it off: until that day it does not wait. Raises BadText."""
    today = timezone.localdate()
    if until <= today:
        raise BadText("Choose a day that is still to come.")
    if until > today + FURTHEST:
        raise BadText("Choose a day within a year.")
    piece = _open(viewer, pk)
    piece.snoozed_until, piece.snoozes = until, piece.snoozes + 1
    piece.save(update_fields=["snoozed_until", "snoozes"])


@transaction.atomic
def pass_on(viewer: Viewer, pk: int, username: str) -> User:
    """Pass it on to somebody, who is told the same, once. Raises BadText, also where they may not see the figure."""
    piece = _open(viewer, pk)
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise BadText("Choose from the list to whom you pass it on.")
    if person.pk == viewer.user_id:
        raise BadText("It is yours already. Choose somebody else.")
    reader = viewer_of(person)
    if not may_know(reader, [piece]):
        raise BadText(f"{person} may not see this figure. Choose somebody else.")
    tell_too(person, reader, piece, piece.says, passed_by_id=viewer.user_id)
    piece.handled, piece.handled_at = News.Handled.PASSED_ON, timezone.now()
    piece.save(update_fields=["handled", "handled_at"])
    audit.record(viewer, "pass-on-news", "indicator", piece.indicator, to=username)
    return person


def tell_too(person: User, reader: Viewer, piece: News, says: str, **more: object) -> bool:
    """Tell somebody else the same piece; False where they were told before."""
    _, made = News.objects.get_or_create(
        owner=person, kind=piece.kind, indicator=piece.indicator, slice=piece.slice, period=piece.period, turned=piece.turned,
        defaults={
            "framework": piece.framework, "undertaking": piece.undertaking, "says": says[:500], "more": piece.more,
            "limits": limits_of(reader), "at": timezone.now(), **more,
        },
    )  # fmt: skip
    return made


def may_know(reader: Viewer, told: Sequence[News]) -> set[int]:
    """The numbers of those pieces whose figures a person may see, asked for as that person. One batch of questions."""
    if not may(reader, "read"):
        return set()
    definitions = in_force()
    actions = {piece.undertaking_id for piece in told if piece.undertaking_id is not None}
    known = (
        set(readable(Undertaking.objects.filter(pk__in=actions), reader).values_list("pk", flat=True))
        if actions
        else set()
    )
    found = {piece.pk for piece in told if piece.undertaking_id in known}
    figures = [
        piece
        for piece in told
        if piece.undertaking_id is None
        and piece.indicator in definitions.indicators
        and not no_such_slice(definitions, piece.slice)
    ]
    wanted = [Wanted(piece.indicator, slice_pairs(piece.slice), piece.framework or None) for piece in figures]
    readings = read(reader, definitions, wanted, today=timezone.localdate())
    for piece, reading in zip(figures, readings, strict=True):
        at = next((i for i in reading.cells if reading.answered.facts.asked[i].code == piece.period), reading.at)
        cell = reading.answered.cell(at)
        if cell.value is not None or (piece.kind == NewsKind.LATE and cell.nothing == "late"):
            found.add(piece.pk)
    return found


def _open(viewer: Viewer, pk: int) -> News:
    piece = news_of(viewer).select_for_update(of=("self",)).filter(pk=pk, handled="").first()
    if piece is None:
        raise BadText("This is not yours, or something was done about it already.")
    return piece
