"""Asking for figures that are not held: a note to the partnership that belongs to no indicator, seen in the catalogue."""

from __future__ import annotations

from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import About, BadText, readable
from trigpoint.manage.models import Note
from trigpoint.manage.notes import add_note

WANTED = About(item="catalogue")
"""What such a note is about: the catalogue itself."""
LONGEST = 500


def ask_for(viewer: Viewer, text: str) -> Note:
    """Say what is missing, to the whole partnership. Raises NotAllowed, and BadText for nothing or too much."""
    require(viewer, "annotate")
    text = " ".join(text.split())
    if not text:
        raise BadText("Say what is missing: what should be counted, where, and what it would help to decide.")
    if len(text) > LONGEST:
        raise BadText(f"That has {len(text):,} characters; {LONGEST} is the most. Say it in two or three sentences.")
    return add_note(viewer, WANTED, text)


def asked_for(viewer: Viewer, most: int = 20) -> list[Note]:
    """What people have asked for and nobody has taken off the list, newest first. One query."""
    notes = readable(Note.objects.filter(**WANTED.fields(), withdrawn_at__isnull=True), viewer)
    return list(notes.select_related("author").order_by("-at")[:most])
