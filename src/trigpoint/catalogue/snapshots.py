"""The definitions in force: now, or at an instant. Built once a snapshot and process, then read from memory."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from trigpoint.catalogue.models import Entry, Snapshot
from trigpoint.definitions.release_rules import under_rules_of
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_text
from trigpoint.mistakes import Mistake


class NoDefinitions(Mistake):
    """Nothing is defined yet, or nothing was on the day asked for. The message says so."""


def newest(at: datetime | None = None) -> int:
    """The number of the snapshot in force at an instant (None: now).

    Raises NoDefinitions where there is none.
    """
    snapshots = Snapshot.objects.all() if at is None else Snapshot.objects.filter(made_at__lte=at)
    number = snapshots.order_by("-pk").values_list("pk", flat=True).first()
    if number is None:
        if at is None:
            raise NoDefinitions(
                "Nothing is defined here yet. Apply a definition set: trigpoint definitions apply FOLDER."
            )
        raise NoDefinitions(f"Nothing was defined yet on {at:%-d %B %Y}.")
    return number


def entries(number: int | None) -> list[Entry]:
    """The entries (with their documents) in force with a snapshot; none for None."""
    if number is None:
        return []
    return list(
        Entry.objects.filter(since__lte=number)
        .filter(Q(until__isnull=True) | Q(until__gt=number))
        .select_related("document")
        .order_by("kind", "code")
    )


@lru_cache(maxsize=8)
def definitions(number: int) -> Definitions:
    """The definitions of a snapshot, which never changes: kept in memory by its number.

    They were checked as a whole before the snapshot was stored, and are not checked again.
    """
    return Definitions(read_text(entry.document.text, entry.path).document for entry in entries(number))


@lru_cache(maxsize=16)
def definitions_under(number: int, rules: int) -> Definitions:
    """The definitions of a snapshot, with another's rules of who may see what and of small numbers."""
    return definitions(number) if number == rules else under_rules_of(definitions(number), definitions(rules))


def in_force(at: datetime | None = None) -> Definitions:
    """The definitions in force at an instant (None: now). Raises NoDefinitions."""
    return definitions(newest(at))


def first_in_force(kind: str, code: str) -> datetime | None:
    """When a definition came into force for the first time; None where it never did."""
    rows = Entry.objects.filter(kind=kind, code=code).order_by("since")
    return rows.values_list("since__made_at", flat=True).first()
