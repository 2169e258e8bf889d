"""Notes and links beside figures: written, read by those who may, withdrawn, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import About, BadText, readable, require_audience, require_within
from trigpoint.manage.models import Attachment, Kind, Link, Note
from trigpoint.manage.standing import Standing, standing

LONGEST = 4_000


@transaction.atomic
def add_note(
    viewer: Viewer,
    about: About,
    text: str,
    *,
    audience: str = "partnership",
    organisation: str = "",
    not_before: date | None = None,
    at: datetime | None = None,
) -> Note:
    """Write a note. at: when, for history that is brought in. Raises NotAllowed, and BadText for an empty or too long one or an audience not open to the viewer."""
    require(viewer, "annotate")
    require_within(viewer, about)
    require_audience(viewer, audience, organisation)
    text = text.strip()
    if not text:
        raise BadText("The note is empty. Write something, or go back.")
    if len(text) > LONGEST:
        raise BadText(f"The note has {len(text):,} characters; {LONGEST:,} is the most. Attach a file instead.")
    note = Note.objects.create(
        **about.fields(),
        text=text,
        audience=audience,
        organisation=organisation,
        not_before=not_before,
        author_id=viewer.user_id,
        at=at or timezone.now(),
    )
    audit.record(viewer, "add-note", "indicator", about.indicator, note=note.pk, period=about.period)
    return note


@transaction.atomic
def add_notes(viewer: Viewer, texts: Sequence[tuple[About, str]]) -> None:
    """Write many notes for the partnership at once, with one entry in the trail. Raises NotAllowed, and BadText for an
    empty or too long one."""
    require(viewer, "annotate")
    if any(not 0 < len(text.strip()) <= LONGEST for _, text in texts):
        raise BadText(f"A note is empty, or longer than {LONGEST:,} characters.")
    now = timezone.now()
    Note.objects.bulk_create(
        (Note(**about.fields(), text=text.strip(), author_id=viewer.user_id, at=now) for about, text in texts),
        batch_size=200,
    )
    if texts:
        indicators = sorted({about.indicator for about, _ in texts})
        audit.record(viewer, "add-notes", "notes", "", notes=len(texts), indicators=indicators)


@transaction.atomic
def add_link(
    viewer: Viewer,
    about: About,
    url: str,
    title: str,
    *,
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> Link:
    """Keep a web address beside a figure. Raises NotAllowed, and BadText for what is no web address."""
    require(viewer, "annotate")
    require_within(viewer, about)
    require_audience(viewer, audience, organisation)
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise BadText("That is not a web address: its machine cannot be read. Copy it anew.") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadText("That is not a web address. It must start with https:// or http://.")
    link = Link.objects.create(
        **about.fields(),
        url=url.strip()[:1000],
        title=title.strip()[:200] or parts.netloc,
        audience=audience,
        organisation=organisation,
        author_id=viewer.user_id,
        at=at or timezone.now(),
    )
    audit.record(viewer, "add-link", "indicator", about.indicator, link=link.pk)
    return link


@transaction.atomic
def withdraw(viewer: Viewer, thing: Note | Link | Attachment) -> None:
    """Take a note, link or file from the page; the trail keeps it. By its author, or an administrator."""
    if thing.author_id != viewer.user_id and not may(viewer, "manage-people"):
        raise NotAllowed("Only its author or an administrator may withdraw it.")
    thing.withdrawn_at = timezone.now()
    thing.save(update_fields=["withdrawn_at"])
    audit.record(viewer, "withdraw", thing._meta.model_name or "", str(thing.pk), indicator=thing.indicator)


@dataclass(frozen=True)
class Beside:
    """All that stands beside a figure and that the viewer may read, newest first; undertakings open ones first, by day."""

    notes: list[Note]
    links: list[Link]
    attachments: list[Attachment]
    undertakings: list[Standing]

    @property
    def actions(self) -> list[Standing]:
        return [one for one in self.undertakings if one.kind == Kind.ACTION]

    @property
    def projects(self) -> list[Standing]:
        return [one for one in self.undertakings if one.kind == Kind.PROJECT]

    @property
    def risks(self) -> list[Standing]:
        return [one for one in self.undertakings if one.kind == Kind.RISK]


def beside(viewer: Viewer, indicator: str, known_at: datetime | None = None) -> Beside:
    """What stands beside an indicator's figures, as known at an instant (None: now). Seven queries."""
    found = (
        readable(model.objects.filter(indicator=indicator, withdrawn_at__isnull=True), viewer, known_at)
        .select_related("author")
        .order_by("-at")
        for model in (Note, Link, Attachment)
    )
    notes, links, attachments = (list(rows) for rows in found)
    today = timezone.localdate(known_at) if known_at is not None else timezone.localdate()
    return Beside(notes, links, attachments, standing(viewer, today, indicator=indicator, known_at=known_at))
