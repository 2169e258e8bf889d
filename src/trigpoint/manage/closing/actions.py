"""Closing a period: previewed, done as a whole, undone as a whole until the person who was named confirms it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import MAY, NotAllowed, require
from trigpoint.access.viewers import Viewer, held_on
from trigpoint.catalogue.changing import Wanted, draft, entries_in_force, give_up, over_what_is_in_force, put_in_force
from trigpoint.catalogue.closed_periods import BadClosing, close_figures, open_again, reopen_figures, settling
from trigpoint.catalogue.models import Change, ClosedPeriod, Document
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import BadPeriod, Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.closing.year_ahead import Chosen, year_ahead
from trigpoint.manage.models import Closing, ClosingState

CLOSED_BY = ("financial-year", "half", "quarter", "month")
"""The lengths of period that can be closed."""

UNDONE = "Its closing was undone before it was confirmed."


def period_to_close(definitions: Definitions, code: str) -> Period:
    """The period of a code. Raises BadClosing for what is no month, quarter, half or year, or is not over."""
    try:
        period = definitions.calendars.parse(code)
    except BadPeriod as bad:
        raise BadClosing(str(bad)) from None
    if period.grain not in CLOSED_BY:
        raise BadClosing(f"{code} cannot be closed: close a month, a quarter, half a year or a financial year.")
    if period.end > timezone.localdate():
        raise BadClosing(f"{definitions.calendars.label(period).capitalize()} is not over yet.")
    return period


CLOSES = Q(closed__reopened_at=None, closed__isnull=False)
"""Closings that close their period now."""


def closings() -> QuerySet[Closing]:
    """All closings with who had a part in them, newest first."""
    people = ("begun_by", "confirmer", "ended_by", "closed", "closed__closed_by", "closed__reopened_by", "change")
    return Closing.objects.select_related(*people).order_by("-pk")


def closing_of(viewer: Viewer, period: Period) -> Closing | None:
    """Where the closing of a period stands: what closes it now, else the viewer's own preview."""
    own = Q(state=ClosingState.PREVIEWED, begun_by_id=viewer.user_id)
    rows = closings().filter(CLOSES | own, period=period.code)
    return rows.order_by(F("closed_at").desc(nulls_last=True), "-pk").first()


def may_confirm(viewer: Viewer) -> list[User]:
    """Who can be named to confirm what the viewer closes: anybody else who may close. One query."""
    return list(
        User.objects.filter(
            held_on(timezone.localdate(), "memberships__"),
            is_active=True, memberships__organisation="", memberships__role__in=MAY["close-periods"][1],
        ).exclude(pk=viewer.user_id).distinct().order_by("name")
    )  # fmt: skip


@transaction.atomic
def preview(viewer: Viewer, code: str, chosen: Chosen) -> Closing:
    """Keep what closing a period would do, as the viewer's own preview; nothing is in force by it.

    Raises NotAllowed, BadClosing, and BadDefinitions where what would result has faults.
    """
    require(viewer, "close-periods")
    if viewer.user_id is None:
        raise BadClosing("A period is closed by a person: sign in as one.")
    definitions = in_force()
    period = period_to_close(definitions, code)
    _require_not_closed(period)
    row = Closing.objects.filter(period=period.code, state=ClosingState.PREVIEWED, begun_by_id=viewer.user_id).first()
    row = row or Closing(period=period.code, begun_by_id=viewer.user_id)
    ahead = year_ahead(definitions, period, chosen) if period.grain == "financial-year" else None
    before = row.change
    if ahead is not None and ahead.documents:
        title = f"Carry forward from {definitions.calendars.label(period)}"
        row.change = draft(
            viewer, over_what_is_in_force(ahead.documents), title=title, note="; ".join(ahead.words),
            pk=before.pk if before is not None and before.state == "draft" else None,
        )  # fmt: skip
    else:
        row.change = None
        if before is not None and before.state == "draft":
            give_up(viewer, before.pk)
    row.chosen, row.did = asdict(chosen), list(ahead.words if ahead else ())
    row.begun_at = timezone.now()
    row.save()
    return row


def close(viewer: Viewer, pk: int, confirmer: str, *, at: datetime | None = None) -> Closing:
    """Do what was previewed: put its definitions in force and settle the figures, both or neither.

    confirmer: the user name of who is to confirm it. at: when, for history that is brought in.
    Raises NotAllowed, BadClosing, and what `put_in_force` raises, as where a definition was changed since the preview.
    """
    require(viewer, "close-periods")
    with settling(), transaction.atomic():
        row = _locked(pk, ClosingState.PREVIEWED)
        if row.begun_by_id != viewer.user_id:
            raise NotAllowed("Only who previewed it closes it by that preview. Make one of your own.")
        named = next((one for one in may_confirm(viewer) if one.username == confirmer), None)
        if named is None:
            raise BadClosing("Choose from the list who is to confirm it: somebody else who may close periods.")
        period = period_to_close(in_force(), row.period)
        _require_not_closed(period)
        if row.change is not None:
            put_in_force(viewer, row.change.pk)
        row.closed = close_figures(viewer, period, at=at)
        row.state, row.closed_at, row.confirmer = ClosingState.CLOSED, row.closed.closed_at, named
        row.save()
        return row


def changed_since(row: Closing) -> list[str]:
    """The names of the definitions that a closing changed and that somebody has changed again. Three queries at most."""
    if row.change is None:
        return []
    change = Change.objects.get(pk=row.change.pk)
    parts = list(change.parts.all())
    now = entries_in_force(parts)
    return [
        entry.document.name if entry else part.code
        for part in parts
        if (entry := now.get((part.kind, part.code))) is None or entry.since_id != change.snapshot_id
    ]


@transaction.atomic
def undo(viewer: Viewer, pk: int, *, also_changed: bool = False) -> Closing:
    """Put everything back as it was before a closing that is not confirmed: definitions and figures, both or neither.

    also_changed: even where somebody has changed a definition since, whose change is lost by it; else that is refused.
    Raises NotAllowed, BadClosing, and BadDefinitions where something needs by now what would be withdrawn.
    """
    require(viewer, "close-periods")
    row = _locked(pk, ClosingState.CLOSED)
    if (names := changed_since(row)) and not also_changed:
        raise BadClosing(
            f"Changed again since it was closed: {', '.join(names[:5])}. To undo the closing would undo that too. Say that it "
            "should, or leave it closed and change the definitions by hand."
        )
    if row.change is not None:
        row.inverse = _put_back(viewer, row.change)
    assert row.closed is not None
    open_again(viewer, row.closed.pk, UNDONE)
    row.state, row.ended_at, row.ended_by_id = ClosingState.UNDONE, timezone.now(), viewer.user_id
    row.save()
    audit.record(viewer, "undo-closing", "period", row.period)
    return row


@transaction.atomic
def confirm(viewer: Viewer, pk: int, *, at: datetime | None = None) -> Closing:
    """Confirm a closing, which stays from then on. Raises NotAllowed for all but the person who was named; BadClosing."""
    require(viewer, "close-periods")
    row = _locked(pk, ClosingState.CLOSED)
    if row.confirmer_id is None or row.confirmer_id != viewer.user_id:
        raise NotAllowed(f"Only {row.confirmer} confirms this: they were named for it.")
    row.state, row.ended_at, row.ended_by_id = ClosingState.CONFIRMED, at or timezone.now(), viewer.user_id
    row.save()
    audit.record(viewer, "confirm-closing", "period", row.period)
    return row


@transaction.atomic
def reopen(viewer: Viewer, pk: int, reason: str) -> ClosedPeriod:
    """Let loads change the figures of a closed period again; definitions stay as they are. pk: of the closing.

    Raises NotAllowed, and BadClosing without a reason, or where it is not confirmed: that is undone instead.
    """
    require(viewer, "reopen-periods")
    row = _locked(pk, ClosingState.CONFIRMED)
    assert row.closed is not None
    return reopen_figures(viewer, row.closed.pk, reason)


def _locked(pk: int, state: ClosingState) -> Closing:
    row = Closing.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise BadClosing("There is no such closing.")
    if row.state != state:
        raise BadClosing(f"This closing is “{row.get_state_display().lower()}” by now. Load the page anew.")
    return row


def _require_not_closed(period: Period) -> None:
    held = ClosedPeriod.objects.filter(reopened_at=None, start__lte=period.start, end__gte=period.end).first()
    if held is not None:
        raise BadClosing(f"It is closed already{'' if held.period == period.code else f', with {held.period}'}.")


def _put_back(viewer: Viewer, change: Change) -> Change | None:
    """Put in force what was before a change, to the letter; what it brought is withdrawn. None: there is nothing left to."""
    parts = list(change.parts.all())
    now = entries_in_force(parts)
    texts = dict(Document.objects.filter(hash__in={part.base for part in parts}).values_list("hash", "text"))
    wanted = [
        Wanted(part.kind, part.code, texts.get(part.base, ""), entry.document_id if entry else "")
        for part in parts
        if (entry := now.get((part.kind, part.code))) is not None or part.base
    ]
    if not wanted:
        return None
    inverse = draft(viewer, wanted, title=f"Undone: {change.title}"[:300], note=UNDONE)
    put_in_force(viewer, inverse.pk)
    return Change.objects.get(pk=inverse.pk)
