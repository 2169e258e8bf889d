"""What changed since a person was last here: figures restated, definitions, notes and commentary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load, Snapshot
from trigpoint.manage.about import readable
from trigpoint.manage.models import Commentary, CommentaryState, Note

MOST = 6
"""How many of each kind are told; the newest."""


@dataclass(frozen=True)
class Since:
    """restated: loads that changed figures known before. uploads: how many loads there were in all."""

    since: datetime
    restated: list[Load]
    uploads: int
    snapshots: list[Snapshot]
    notes: list[Note]
    commentaries: list[Commentary]

    @property
    def nothing(self) -> bool:
        return not (self.restated or self.uploads or self.snapshots or self.notes or self.commentaries)


def changed_since(
    viewer: Viewer,
    since: datetime,
    data_sets: Collection[str],
    indicators: Collection[str],
    known_at: datetime | None = None,
) -> Since:
    """What the viewer may know of it, for these data sets and indicators, by others than the viewer. Five queries.

    known_at: of what was known at that instant only (None: now).
    """
    until = known_at or timezone.now()
    loads = Load.objects.filter(state=Load.State.DONE, known_on__gt=since, known_on__lte=until, data_set__in=data_sets)
    restating = Q(corrected__gt=0) | Q(removed__gt=0)
    notes = readable(Note.objects.filter(at__gt=since, withdrawn_at__isnull=True), viewer, known_at)
    # A commentary is news on the day on which it is approved: before that nobody is told of it.
    approved = Commentary.objects.filter(decision=CommentaryState.APPROVED, decided_at__gt=since, decided_at__lte=until)
    texts = readable(approved, viewer, known_at)
    by_others = Q(indicator__in=indicators) & ~Q(author_id=viewer.user_id)
    newest: dict[tuple[str, str, str, str], Commentary] = {}
    for text in texts.filter(by_others).select_related("author").order_by("-decided_at")[: MOST * 3]:
        newest.setdefault((text.indicator, text.framework, text.slice, text.period), text)
    return Since(
        since,
        list(loads.filter(restating).select_related("loaded_by").order_by("-known_on")[:MOST]),
        loads.aggregate(number=Count("pk"))["number"],
        list(
            Snapshot.objects.filter(made_at__gt=since, made_at__lte=until)
            .select_related("made_by")
            .order_by("-made_at")[:MOST]
        ),
        list(notes.filter(by_others).select_related("author").order_by("-at")[:MOST]),
        list(newest.values())[:MOST],
    )
