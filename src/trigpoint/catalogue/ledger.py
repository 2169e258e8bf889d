"""The ledger of loads: what was taken in and which version of a table holds it, since when.

The fact store commits and the database commits apart from each other. A load is therefore written here as pending,
then the facts are committed carrying its number, then it is written as done; whatever a crash left in between is
settled by `intake.recovery`. Questions read the versions that this ledger names, never whatever is newest on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load, LoadFile


@dataclass(frozen=True)
class SuppliedFile:
    """A file as it came. `kept_as` is its path under the installation's files, or blank."""

    name: str
    size: int
    sha256: str
    kept_as: str = ""


def end_of_day(day: date, zone: str) -> datetime:
    """The last instant of a day where the partnership is: "as known on" that day."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone)) - timedelta(microseconds=1)


def begin(viewer: Viewer, data_set: str, source: str, files: Sequence[SuppliedFile], **more: object) -> Load:
    """Write a pending load, before anything is committed to the fact store. `more`: further fields of Load."""
    with transaction.atomic():
        load = Load.objects.create(
            data_set=data_set,
            source=source,
            state=Load.State.PENDING,
            started_at=timezone.now(),
            loaded_by_id=viewer.user_id,
            **more,
        )
        LoadFile.objects.bulk_create(
            LoadFile(load=load, ordinal=i, name=f.name, size=f.size, sha256=f.sha256, kept_as=f.kept_as)
            for i, f in enumerate(files)
        )
    return load


def finish(
    viewer: Viewer,
    load: Load,
    counts: Mapping[str, int],
    *,
    versions: tuple[int, int],
    span: tuple[date, date] | None,
    known_on: datetime | None = None,
) -> None:
    """Write a pending load as done: its figures are known from now.

    counts: by the names of Load's counts. versions: the table's version before and after. span: first day and (excluded) last day of its periods.
    """
    with transaction.atomic():
        load.state = Load.State.DONE
        load.known_on = known_on or timezone.now()
        load.version_before, load.version_after = versions
        for name, count in counts.items():
            setattr(load, name, count)
        if span is not None:
            load.first_day, load.last_day = span
        load.save()
        audit.record(
            viewer,
            "load",
            "data-set",
            load.data_set,
            load=load.pk,
            source=load.source,
            **counts,
        )


def fail(load: Load, reason: str) -> None:
    """Write a pending load as failed: nothing of it was kept, and `reason` says why in plain words."""
    load.state = Load.State.FAILED
    load.failure = reason
    load.save(update_fields=["state", "failure"])


def versions(at: datetime | None = None) -> dict[str, int]:
    """The version of each data set's table that holds what was known at an instant (None: now). One query."""
    done = Load.objects.filter(state=Load.State.DONE)
    if at is not None:
        done = done.filter(known_on__lte=at)
    return dict(done.values_list("data_set").annotate(Max("version_after")))


def freshness(at: datetime | None = None) -> dict[str, datetime]:
    """When each data set last changed by an instant (None: now), by data set. One query."""
    done = Load.objects.filter(state=Load.State.DONE)
    if at is not None:
        done = done.filter(known_on__lte=at)
    return dict(done.values_list("data_set").annotate(Max("known_on")))
