"""Commentary as it is read: each text with its versions as they stood at an instant. Readers are told what was approved;
those who may write or approve it, the newest draft too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import About, readable
from trigpoint.manage.approvers import Approvers, approvers
from trigpoint.manage.models import Commentary, CommentaryState


@dataclass(frozen=True)
class Version:
    """A version of a text, and how it stood."""

    row: Commentary
    state: CommentaryState

    @property
    def decided(self) -> bool:
        """Whether somebody had approved it or sent it back."""
        return self.state in (CommentaryState.APPROVED, CommentaryState.SENT_BACK)


@dataclass(frozen=True)
class Told:
    """One text. versions: those that the viewer may read, newest first; there is at least one."""

    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def approved(self) -> Version | None:
        """What everybody reads: the newest that was approved."""
        return next((one for one in self.versions if one.state == CommentaryState.APPROVED), None)

    @property
    def draft(self) -> Version | None:
        """The newest version, where it is not approved (yet, or ever)."""
        return None if self.newest.state == CommentaryState.APPROVED else self.newest

    @property
    def about(self) -> About:
        row = self.newest.row
        return About(row.indicator, row.data_set, row.framework, row.item, row.slice, row.period)


def state_of(row: Commentary, known_at: datetime | None = None) -> CommentaryState:
    """How a version stood at an instant (None: now)."""

    def by_then(at: datetime | None) -> bool:
        return at is not None and (known_at is None or at <= known_at)

    if by_then(row.decided_at):
        return CommentaryState(row.decision)
    return CommentaryState.PROPOSED if by_then(row.proposed_at) else CommentaryState.DRAFT


def told(
    viewer: Viewer,
    definitions: Definitions,
    *,
    indicators: Collection[str],
    known_at: datetime | None = None,
    who: Approvers | None = None,
) -> list[Told]:
    """The texts on some indicators that the viewer may read, as known at an instant (None: now), the last written first.

    who: the approvers, where they were looked up already. One query, and those for approvers.
    """
    rows = readable(Commentary.objects.filter(indicator__in=indicators), viewer, known_at)
    found: dict[tuple[str, ...], list[Version]] = {}
    for one in _seen(rows.order_by("-version"), viewer, definitions, known_at, who):
        found.setdefault(one.row.key, []).append(one)
    texts = [Told(tuple(versions)) for versions in found.values()]
    return sorted(texts, key=lambda one: one.newest.row.at, reverse=True)


def undecided(
    viewer: Viewer, definitions: Definitions, known_at: datetime | None = None, who: Approvers | None = None
) -> list[Version]:
    """The newest version of each text that is a draft, waits or was sent back, the oldest first; of those that the viewer
    may see. Asked for as `told` is."""
    later = Commentary.objects.filter(
        **{name: OuterRef(name) for name in ("indicator", "framework", "item", "slice", "period", "audience", "organisation")},
        version__gt=OuterRef("version"),
    )  # fmt: skip
    approved = Q(decision=CommentaryState.APPROVED)
    if known_at is not None:
        later, approved = later.filter(at__lte=known_at), approved & Q(decided_at__lte=known_at)
    rows = readable(Commentary.objects.filter(~Exists(later)).exclude(approved), viewer, known_at)
    return _seen(rows.order_by("at"), viewer, definitions, known_at, who)


def _seen(
    rows: QuerySet[Commentary],
    viewer: Viewer,
    definitions: Definitions,
    known_at: datetime | None,
    who: Approvers | None,
) -> list[Version]:
    """Those of these versions that the viewer may see: approved ones, their own, and all where they write or approve."""
    writes = may(viewer, "comment")
    if who is None and not writes:
        who = approvers(definitions, timezone.localdate(known_at))
    return [
        Version(row, state)
        for row in rows.select_related("author", "decided_by")
        if (state := state_of(row, known_at)) == CommentaryState.APPROVED
        or writes
        or row.author_id == viewer.user_id
        or (who is not None and who.may(viewer, row))
    ]
