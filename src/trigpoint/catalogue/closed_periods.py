"""The ledger of closed periods: whose figures are settled, so that no load changes them until somebody named reopens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from filelock import FileLock

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import ClosedPeriod
from trigpoint.definitions.periods import Period
from trigpoint.definitions.spans import month_number
from trigpoint.mistakes import Mistake

LONGEST_REASON = 2_000


def settling() -> FileLock:
    """Held while a period is closed, round the whole of its transaction, and from a load's look at what is closed until its
    figures are committed: so that no load passes into a period that is closed meanwhile."""
    return FileLock(settings.INSTALLATION.scratch / "settling.lock")


class BadClosing(Mistake):
    """A period that cannot be closed, undone, confirmed or reopened as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """The days of a closed period; `end` is excluded. period: its code. closed_at: when."""

    period: str
    start: date
    end: date
    closed_at: datetime

    def settles(self, start: date, end: date) -> bool:
        """Whether figures from `start` to before `end` are settled by it.

        A figure belongs to where its days end. A year settles longer figures too (an academic year, three years together):
        what ends in a month or a quarter and is longer waits for its year.
        """
        if not self.start < end <= self.end:
            return False
        own = month_number(self.end) - month_number(self.start)
        return own >= 12 or month_number(end) - month_number(start) <= own


def closed_spans(at: datetime | None = None) -> tuple[ClosedSpan, ...]:
    """The periods that were closed at an instant (None: now), oldest first. One query."""
    rows = ClosedPeriod.objects.filter(reopened_at=None)
    if at is not None:
        rows = ClosedPeriod.objects.filter(Q(reopened_at=None) | Q(reopened_at__gt=at), closed_at__lte=at)
    return tuple(
        ClosedSpan(*row) for row in rows.order_by("start", "end").values_list("period", "start", "end", "closed_at")
    )


def settled_by(spans: Sequence[ClosedSpan], start: date, end: date) -> ClosedSpan | None:
    """The closed period that settles figures of these days, or None."""
    return next((one for one in spans if one.settles(start, end)), None)


@transaction.atomic
def close_figures(viewer: Viewer, period: Period, *, at: datetime | None = None) -> ClosedPeriod:
    """Settle the figures of a period from now on. at: when, for history that is brought in.

    Raises NotAllowed, and BadClosing where it is closed already, by itself or within a longer one.
    """
    require(viewer, "close-periods")
    for one in closed_spans():
        if one.start <= period.start and period.end <= one.end:
            raise BadClosing(
                f"{period.code} is closed already{'' if one.period == period.code else f', with {one.period}'}."
            )
    try:
        with transaction.atomic():
            made = ClosedPeriod.objects.create(
                period=period.code, start=period.start, end=period.end, closed_at=at or timezone.now(),
                closed_by_id=viewer.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise BadClosing(f"Somebody else closed {period.code} at the same moment.") from None
    audit.record(viewer, "close-period", "period", period.code)
    return made


@transaction.atomic
def reopen_figures(viewer: Viewer, pk: int, reason: str) -> ClosedPeriod:
    """Let loads change the figures of a closed period again; the reason stands in the trail.

    Raises NotAllowed, and BadClosing without a reason, or where it is open.
    """
    require(viewer, "reopen-periods")
    reason = reason.strip()
    if not reason:
        raise BadClosing("Say why it is reopened: what has to be changed, and who asks for it.")
    if len(reason) > LONGEST_REASON:
        raise BadClosing(f"The reason has {len(reason):,} characters; {LONGEST_REASON:,} is the most.")
    row = open_again(viewer, pk, reason)
    audit.record(viewer, "reopen-period", "period", row.period, reason=reason)
    return row


def open_again(viewer: Viewer, pk: int, reason: str) -> ClosedPeriod:
    """End what closes a period: permission and the trail are the caller's. Raises BadClosing."""
    row = ClosedPeriod.objects.select_for_update(of=("self",)).filter(pk=pk, reopened_at=None).first()
    if row is None:
        raise BadClosing("It is open already. Perhaps somebody has just reopened it.")
    row.reopened_at, row.reopened_by_id, row.reason = timezone.now(), viewer.user_id, reason
    row.save(update_fields=["reopened_at", "reopened_by", "reason"])
    return row
