"""Which rejected rows of an upload still wait to be mended: an upload that mends one of nine leaves eight.

Rows are not followed one by one. Of what a mending upload brought, those that were taken in count as mended, up to the
number of rejected rows that it no longer leaves rejected: so it counts alike whether somebody sends the rejected rows
again, the one row that was mended, or the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.loading import require_load
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force


@dataclass(frozen=True)
class Mending:
    """rejected: rows that an upload rejected. mended: how many of them a later upload brought. by: those uploads.

    left: somebody said that the rest needs no mending, as rows of totals.
    """

    rejected: int
    mended: int = 0
    by: tuple[Load, ...] = ()
    left: bool = False

    @property
    def waiting(self) -> int:
        return 0 if self.left else self.rejected - self.mended

    def in_words(self) -> str:
        """“1 of 9 mended”, “all 9 mended”, “9 wait”, “1 of 9 mended, the rest left”; '' where nothing was rejected."""
        if not self.rejected:
            return ""
        if self.mended == self.rejected:
            return f"all {self.rejected:,} mended"
        said = f"{self.mended:,} of {self.rejected:,} mended" if self.mended else ""
        if self.left:
            return f"{said}, the rest left" if said else "left as they are"
        return said or f"{self.rejected:,} {'waits' if self.rejected == 1 else 'wait'}"


def mending_of(loads: Iterable[Load]) -> dict[int, Mending]:
    """How far each upload's rejected rows are mended, by its number. One query a step from an upload to what mends it."""
    wanted = list(loads)
    by: dict[int, list[Load]] = {}
    asked = {load.pk for load in wanted}
    found = set(asked)
    while asked:
        later = list(
            Load.objects.filter(mends__in=asked, state=Load.State.DONE).select_related("loaded_by").order_by("pk")
        )
        for one in later:
            by.setdefault(one.mends_id, []).append(one)  # type: ignore[arg-type]
        asked = {one.pk for one in later} - found
        found |= asked
    return {
        load.pk: Mending(load.rejected, _mended(load, by), tuple(by.get(load.pk, ())), load.left_at is not None)
        for load in wanted
    }


def waiting(loads: Iterable[Load]) -> list[tuple[Load, Mending]]:
    """The uploads with rejected rows that still wait, in their order.

    What an upload rejects again waits under the first that rejected it, as long as that one waits.
    """
    wanted = [load for load in loads if load.rejected]
    found = mending_of(wanted)
    open_ = {pk for pk, one in found.items() if one.waiting}
    return [(load, found[load.pk]) for load in wanted if load.pk in open_ and load.mends_id not in open_]


@transaction.atomic
def leave_rest(viewer: Viewer, load: Load) -> None:
    """Say that the rejected rows of an upload that still wait need no mending. By who may take its data in."""
    definitions = in_force()
    require_load(viewer, definitions, definitions.data_sets[load.data_set])
    load.left_at = timezone.now()
    load.save(update_fields=["left_at"])
    audit.record(viewer, "leave-rejected", "data-set", load.data_set, load=load.pk, rows=load.rejected)


def _mended(load: Load, by: dict[int, list[Load]]) -> int:
    total = 0
    for one in by.get(load.pk, ()):
        taken, fewer = one.supplied - one.rejected, load.rejected - one.rejected
        total += max(0, min(taken, fewer)) + min(_mended(one, by), one.rejected)
    return min(total, load.rejected)
