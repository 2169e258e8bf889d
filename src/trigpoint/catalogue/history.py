"""How a definition came to be what it is: each version of its document, who applied it when, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from trigpoint.catalogue.models import Entry
from trigpoint.definitions.changes import Difference, differences
from trigpoint.definitions.yaml_files import read_text


@dataclass(frozen=True)
class PastVersion:
    """One version. until: when it was replaced or withdrawn, None while in force. changes: against the version before.

    reworded: it says the same as the version before, in another text. first: there is no version before.
    """

    at: datetime
    by: str
    note: str
    set_name: str
    until: datetime | None
    changes: tuple[Difference, ...]
    reworded: bool
    first: bool


def history_of(kind: str, code: str) -> list[PastVersion]:
    """The versions of a definition, newest first; none for one that never was. One query."""
    entries = list(
        Entry.objects.filter(kind=kind, code=code)
        .select_related("document", "since__made_by", "until")
        .order_by("since_id")
    )
    found: list[PastVersion] = []
    before: Entry | None = None
    for entry in entries:
        changes: tuple[Difference, ...] = ()
        if before is not None:
            old, new = (read_text(one.document.text, one.path).document for one in (before, entry))
            changes = differences(old, new)
        person = entry.since.made_by
        found.append(
            PastVersion(
                entry.since.made_at, str(person) if person else "The command line", entry.since.note, entry.set_name,
                entry.until.made_at if entry.until else None, changes, before is not None and not changes, before is None,
            )
        )  # fmt: skip
        before = entry
    return found[::-1]


def text_of(kind: str, code: str, snapshot: int) -> str | None:
    """A definition's file as its author wrote it, as it was in force with a snapshot; None where there was none."""
    return (
        Entry.objects.filter(kind=kind, code=code, since__lte=snapshot)
        .filter(Q(until__isnull=True) | Q(until__gt=snapshot))
        .values_list("document__text", flat=True)
        .first()
    )
