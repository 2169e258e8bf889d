"""Commits that the ledger lacks, as after a restore of an older database: adopted from their own metadata.

Numbers of loads would otherwise be given out twice, and the fact store takes a number that it knows for done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.management.color import no_style
from django.db import connection, transaction

from trigpoint.access import audit
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import store
from trigpoint.catalogue.models import Load, LoadFile
from trigpoint.definitions.whole import Definitions
from trigpoint.store.log import CommitInfo


@dataclass(frozen=True)
class Unknown:
    """A commit of a data set's table that the ledger does not know."""

    data_set: str
    commit: CommitInfo


def unknown_commits(definitions: Definitions) -> list[Unknown]:
    """The commits that stand in the fact store, of loads that the ledger does not hold; in order of their loads."""
    known = set(Load.objects.values_list("pk", "data_set"))
    found = [
        Unknown(code, commit)
        for code, data_set in definitions.data_sets.items()
        for commit in store().table(data_set).loads()
        if commit.load is not None and (commit.load, code) not in known
    ]
    return sorted(found, key=lambda one: one.commit.load or 0)


def adopt(definitions: Definitions) -> list[str]:
    """Write each unknown commit into the ledger as a load that is done; says which."""
    said = []
    for one in unknown_commits(definitions):
        number = one.commit.load
        if Load.objects.filter(pk=number).exists():
            said.append(
                f"Load {number} of {one.data_set} cannot be adopted: the ledger gave the number to another load. "
                "Load its file again."
            )
            continue
        with transaction.atomic():
            load = Load.objects.create(pk=number, **_fields(one))
            LoadFile.objects.bulk_create(
                LoadFile(load=load, ordinal=i, name=file.get("name", ""), size=0, sha256=file.get("sha256", ""))
                for i, file in enumerate(one.commit.info.get("files", ()))
            )
            audit.record(OPERATOR, "adopt-load", "data-set", one.data_set, load=number)
        said.append(f"Load {number} of {one.data_set} is adopted, known since {one.commit.at:%-d %B %Y %H:%M} UTC.")
    if said:
        _count_on()
    return said


def _fields(one: Unknown) -> Mapping[str, object]:
    commit, counts, info = one.commit, one.commit.counts, one.commit.info
    return {
        "data_set": one.data_set,
        "source": info.get("source", ""),
        "state": Load.State.DONE,
        "started_at": commit.at,
        "known_on": commit.at,
        "note": info.get("note", ""),
        "version_before": commit.previous,
        "version_after": commit.version if commit.data else commit.previous,
        "supplied": info.get("supplied", 0),
        "loaded": counts.get("lines_loaded", 0),
        "unchanged": counts.get("lines_unchanged", 0) + info.get("repeats", 0),
        "corrected": counts.get("lines_corrected", 0),
        "superseded": counts.get("lines_superseded", 0),
        "rejected": info.get("rejected", 0),
        "removed": counts.get("facts_removed", 0),
    }


def _count_on() -> None:
    """Let the database count on from the adopted numbers, where it keeps its own count."""
    statements = connection.ops.sequence_reset_sql(no_style(), [Load])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
