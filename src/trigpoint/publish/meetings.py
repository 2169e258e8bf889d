"""Meetings: the pack before one, what it decided, the actions that arose, and what became of last time's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import About, BadText, require_audience
from trigpoint.manage.models import Kind, Undertaking
from trigpoint.manage.standing import Standing, standing
from trigpoint.manage.undertakings import FURTHEST, raise_undertaking
from trigpoint.publish.issues.issuing import issues
from trigpoint.publish.models import Decision, Issue, Meeting
from trigpoint.publish.reports.readers import open_to

LONGEST = 4_000
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Followed:
    """A decision, and how the action that arose from it stands; None where none did, or it is not open to the viewer."""

    decision: Decision
    action: Standing | None

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.action is not None and self.action.open


def meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """The meetings that the viewer may read about, the newest first."""
    return Meeting.objects.filter(open_to(viewer)).select_related("pack")


def meeting_of(viewer: Viewer, pk: int) -> Meeting:
    """One meeting. Raises NotAllowed, and BadText where there is none."""
    require(viewer, "read")
    one = meetings(viewer).filter(pk=pk).first()
    if one is None:
        raise BadText("There is no such meeting, or it is not open to you.")
    return one


def last_before(viewer: Viewer, meeting: Meeting) -> Meeting | None:
    """The meeting of the same name and readers before this one."""
    return (
        meetings(viewer)
        .filter(
            name=meeting.name, audience=meeting.audience, organisation=meeting.organisation, day__lt=meeting.day
        )
        .first()
    )  # fmt: skip


def followed(viewer: Viewer, several: Sequence[Meeting], today: date) -> dict[int, list[Followed]]:
    """What some meetings decided, with what became of it, by the meeting's number. Five queries, whatever their number."""
    decisions = list(Decision.objects.filter(meeting__in=several).select_related("author"))
    wanted = {one.action_id for one in decisions if one.action_id is not None}
    known = {one.pk: one for one in standing(viewer, today, kinds=[Kind.ACTION])} if wanted else {}
    found: dict[int, list[Followed]] = {one.pk: [] for one in several}
    for one in decisions:
        found[one.meeting_id].append(Followed(one, known.get(one.action_id or 0)))
    return found


@transaction.atomic
def hold_meeting(
    viewer: Viewer, name: str, day: date, *, pack: int | None = None, audience: str = "partnership", organisation: str = "",
    at: datetime | None = None,
) -> Meeting:  # fmt: skip
    """Write down a meeting, to come or over, with the issue that it has before it. Raises NotAllowed and BadText."""
    require(viewer, "issue-report")
    require_audience(viewer, audience, organisation)
    name = " ".join(name.split())
    if not name or len(name) > 150:
        raise BadText("Say what the meeting is called, in at most 150 characters.")
    if not EARLIEST <= day <= FURTHEST:
        raise BadText("Choose a day since the year 2000 and before the year 2100.")
    if Meeting.objects.filter(name=name, day=day, audience=audience, organisation=organisation).exists():
        raise BadText(f"“{name}” of {day:%-d %B %Y} is written down already.")
    meeting = Meeting.objects.create(
        name=name, day=day, pack=_pack(viewer, pack, audience, organisation), audience=audience, organisation=organisation,
        author_id=viewer.user_id, at=at or timezone.now(),
    )  # fmt: skip
    audit.record(viewer, "hold-meeting", "meeting", str(meeting.pk), day=day.isoformat(), pack=pack)
    return meeting


@transaction.atomic
def lay_before(viewer: Viewer, meeting: int, pack: int | None) -> None:
    """Lay another pack before a meeting, or none. Raises NotAllowed and BadText."""
    require(viewer, "issue-report")
    one = _changing(viewer, meeting)
    one.pack = _pack(viewer, pack, one.audience, one.organisation)
    one.save(update_fields=["pack"])
    audit.record(viewer, "lay-before-meeting", "meeting", str(meeting), pack=pack)


@transaction.atomic
def decide(
    viewer: Viewer, meeting: int, text: str, *, by: str = "", action: str = "", owner: str = "", due: date | None = None,
    indicator: str = "", at: datetime | None = None,
) -> Decision:  # fmt: skip
    """Write down a decision; where it has an action, raise that, for the meeting's readers. by: who decided or moved it.

    action, owner, due: what is to be done, by whom (a user name) and by when. indicator: on which it is raised.
    Raises NotAllowed and BadText.
    """
    require(viewer, "issue-report")
    one = _changing(viewer, meeting)
    text, by = text.strip(), " ".join(by.split())
    if not text or len(text) > LONGEST:
        raise BadText(f"Write what was decided, in at most {LONGEST:,} characters.")
    if len(by) > 200:
        raise BadText("Say in at most 200 characters by whom.")
    raised: Undertaking | None = None
    if action.strip():
        if due is None:
            raise BadText("Choose the day by which the action is to be done.")
        raised = raise_undertaking(
            viewer, Kind.ACTION, About(indicator=indicator), action, owner=owner, due=due,
            details=f"Decided by {one}: {text}"[:LONGEST],
            audience=one.audience, organisation=one.organisation, at=at,
        )  # fmt: skip
    elif owner or due or indicator:
        raise BadText("Say what is to be done, or leave the owner, the day and the figure of the action empty.")
    decision = Decision.objects.create(
        meeting=one, text=text, by=by, action=raised, author_id=viewer.user_id, at=at or timezone.now()
    )
    audit.record(
        viewer, "decide", "meeting", str(meeting), decision=decision.pk, raised=raised.pk if raised else None
    )  # fmt: skip
    return decision


def decision_behind(viewer: Viewer, action: int) -> Decision | None:
    """The decision from which an action arose, where the viewer may read about its meeting."""
    found = Decision.objects.filter(action=action, meeting__in=Meeting.objects.filter(open_to(viewer)))
    return found.select_related("meeting").first()


def _changing(viewer: Viewer, pk: int) -> Meeting:
    one = Meeting.objects.select_for_update().filter(open_to(viewer), pk=pk).first()
    if one is None:
        raise BadText("There is no such meeting, or it is not open to you.")
    return one


def _pack(viewer: Viewer, pk: int | None, audience: str, organisation: str) -> Issue | None:
    """The issue of a number, where all who may read about the meeting may read it."""
    if pk is None:
        return None
    pack = issues(viewer).filter(pk=pk).first()
    if pack is None:
        raise BadText("There is no such issue, or it is not open to you. Choose from the list.")
    if pack.audience not in ("public", audience) or (pack.audience == audience and pack.organisation != organisation):
        wide = pack.audience == "partnership" and audience == "own-organisation"
        if not wide:
            raise BadText(f"“{pack}” is for other readers than the meeting. Choose another, or other readers.")
    return pack
