"""What waits for what: an action or project that can go on only when another is done. Never in a circle."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import BadText, readable
from trigpoint.manage.models import Undertaking, Wait
from trigpoint.manage.standing import WORK, then_held
from trigpoint.manage.undertakings import movable

Pair = tuple[int, int]
"""(what waits, what it waits for), by number."""


def way(pairs: Iterable[Pair], start: int, goal: int) -> list[int]:
    """The shortest way from one to another along what waits for what, both ends told; empty where there is none."""
    next_of: dict[int, list[int]] = defaultdict(list)
    for one, awaited in pairs:
        next_of[one].append(awaited)
    came_from: dict[int, int | None] = {start: None}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        if at == goal:
            found: list[int] = []
            step: int | None = at
            while step is not None:
                found.append(step)
                step = came_from[step]
            return found[::-1]
        for following in next_of[at]:
            if following not in came_from:
                came_from[following] = at
                queue.append(following)
    return []


@transaction.atomic
def wait_for(viewer: Viewer, pk: int, awaited: int, *, at: datetime | None = None) -> None:
    """Say that one waits for another. Raises NotAllowed, and BadText for a circle (with the way in words) or what is no work."""
    one = movable(viewer, pk)
    other = readable(Undertaking.objects.filter(pk=awaited, kind__in=WORK), viewer).first()
    if one.kind not in WORK:
        raise BadText("Only actions and projects wait for others.")
    if other is None:
        raise BadText("Choose what it waits for from the list: an action or a project.")
    if other.pk == one.pk:
        raise BadText(f"The {one.kind} cannot wait for itself.")
    # Two people who each add a part of one circle: the second waits here, and then sees what the first wrote.
    ends = Q(pk__in=[one.pk, other.pk]) | Q(pk__in=Wait.objects.values("undertaking"))
    list(Undertaking.objects.filter(ends | Q(pk__in=Wait.objects.values("awaited"))).order_by("pk").select_for_update())
    pairs = waiting_pairs()
    if (one.pk, other.pk) in pairs:
        raise BadText(f"It waits for “{other.title}” already.")
    if circle := way(pairs, other.pk, one.pk):
        raise BadText(_circle_in_words(viewer, one, circle))
    Wait.objects.create(undertaking=one, awaited=other, at=at or timezone.now())
    audit.record(viewer, "wait-for", one.kind, str(one.pk), awaited=other.pk)


@transaction.atomic
def stop_waiting(viewer: Viewer, pk: int, awaited: int, *, at: datetime | None = None) -> None:
    """Say that one no longer waits for another. Raises NotAllowed, and BadText where it does not."""
    one = movable(viewer, pk)
    if not one.waits.filter(awaited=awaited, ended_at__isnull=True).update(ended_at=at or timezone.now()):
        raise BadText("It does not wait for that: somebody may have changed it already.")
    audit.record(viewer, "stop-waiting", one.kind, str(one.pk), awaited=awaited)


def waiting_pairs(known_at: datetime | None = None) -> list[Pair]:
    """What waits for what, as known at an instant (None: now). One query."""
    held = Wait.objects.filter(then_held(known_at)).order_by("pk")
    return list(held.values_list("undertaking", "awaited"))


def _circle_in_words(viewer: Viewer, one: Undertaking, circle: list[int]) -> str:
    """The circle by titles; what the viewer may not read is told without its title."""
    titles: Mapping[int, str] = dict(
        readable(Undertaking.objects.filter(pk__in=circle), viewer).values_list("pk", "title")
    )
    names = [f"“{titles[pk]}”" if pk in titles else "something that is not open to you" for pk in circle]
    said = f"{names[0]} waits for {names[1]}" + "".join(f", which waits for {name}" for name in names[2:])
    return f"That would go in a circle: {said}. So “{one.title}” cannot wait for {names[0]}."
