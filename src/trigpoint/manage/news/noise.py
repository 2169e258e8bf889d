"""Which rules only make noise: of each kind, how much was told and what became of it. Counts alone: who read what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.models import News, NewsKind

LOOKS_BACK = timedelta(days=90)
IGNORED_AFTER = timedelta(days=14)
FEWEST = 10
"""Pieces under which a share says nothing, and might say of one person what they did."""
NOISE = 0.2
"""The share acted on under which a rule is said to make noise."""


@dataclass(frozen=True)
class Told:
    """What became of one kind of news: acted on is acknowledged or passed on; ignored is untouched for a fortnight."""

    kind: NewsKind
    made: int
    acknowledged: int
    passed_on: int
    snoozed: int
    ignored: int

    @property
    def share(self) -> float | None:
        """Of those that were acted on or ignored, the share acted on; None for too few."""
        over = self.acknowledged + self.passed_on + self.ignored
        return (self.acknowledged + self.passed_on) / over if over >= FEWEST else None

    @property
    def is_noise(self) -> bool:
        return self.share is not None and self.share < NOISE


def noise(viewer: Viewer) -> list[Told]:
    """Of each kind, what was told in the last quarter of a year and what became of it. One query. Raises NotAllowed."""
    require(viewer, "manage-people")
    now = timezone.now()
    untouched = Q(handled="", snoozes=0, at__lte=now - IGNORED_AFTER)
    counts = News.objects.filter(at__gte=now - LOOKS_BACK).values("kind").annotate(
        made=Count("pk"), acknowledged=Count("pk", filter=Q(handled=News.Handled.ACKNOWLEDGED)),
        passed_on=Count("pk", filter=Q(handled=News.Handled.PASSED_ON)), snoozed=Count("pk", filter=Q(snoozes__gt=0)),
        ignored=Count("pk", filter=untouched),
    )  # fmt: skip
    by_kind = {row.pop("kind"): row for row in counts.order_by()}
    nothing = {"made": 0, "acknowledged": 0, "passed_on": 0, "snoozed": 0, "ignored": 0}
    return [Told(kind, **by_kind.get(kind.value, nothing)) for kind in NewsKind]
