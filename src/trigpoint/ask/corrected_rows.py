"""What stood in the source rows of a figure before uploads corrected them or took them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trigpoint.ask.corrections import correcting_loads
from trigpoint.ask.door import store
from trigpoint.catalogue.models import Load
from trigpoint.cube.explanation import Explanation
from trigpoint.cube.source_rows import Behind, SourceRow, SourceRows
from trigpoint.definitions.formula import Component
from trigpoint.definitions.whole import Definitions
from trigpoint.store.faults import VersionGone

MOST_LOADS = 6
"""How many of the newest uploads that corrected something of a data set are looked into."""

MOST_READ = 20_000
"""Changed facts that are read of one upload at most."""


@dataclass(frozen=True)
class CorrectedRow:
    """before: as it was supplied; None where it had been taken back. after: as it was then; None where it was taken back.

    load: the upload that changed it.
    """

    before: SourceRow | None
    after: SourceRow | None
    load: Load

    @property
    def place(self) -> SourceRow:
        """Either of the two: what row it is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def size(self) -> float:
        """By how much it changed; the whole of it where there is nothing to take it from."""
        was, now = (float(row.value) if row and row.value is not None else 0.0 for row in (self.before, self.after))
        return abs(now - was)


@dataclass(frozen=True)
class CorrectedRows:
    """Of one component: the newest corrections first, of each upload the greatest first. count: how many there are.

    gone: whether what stood before some upload is no longer kept.
    """

    component: Component
    data_set: str
    shown: tuple[CorrectedRow, ...]
    count: int
    gone: bool


def corrected_rows(told: Explanation, definitions: Definitions, most: int) -> tuple[CorrectedRows, ...]:
    """Of each component whose source rows are shown, what was supplied before; at most so many rows of each.

    Whoever was shown the rows may see it: the look is logged where the figure was explained. One database query a
    component, and one read of the fact store for each upload.
    """
    return tuple(
        _of_component(part, part.behind, told, definitions, most) for part in told.rows if part.behind is not None
    )


def _of_component(
    part: SourceRows, behind: Behind, told: Explanation, definitions: Definitions, most: int
) -> CorrectedRows:
    as_at, timezone = told.question.as_at, definitions.calendars.timezone
    loads = correcting_loads((part.data_set,), behind.days, as_at, timezone)[:MOST_LOADS]
    table = store().table(definitions.data_sets[part.data_set])
    found: list[CorrectedRow] = []
    gone = False
    for load in loads:
        try:
            changed = table.changed_by(load.pk, MOST_READ, measure=part.component.measure, span=behind.days)
        except VersionGone:
            gone = True
            break
        found += sorted(_corrections(changed.to_pylist(), behind, load), key=lambda one: -one.size)
    return CorrectedRows(part.component, part.data_set, tuple(found[:most]), len(found), gone)


def _corrections(changed: Iterable[dict[str, Any]], behind: Behind, load: Load) -> Iterable[CorrectedRow]:
    for values in changed:
        effect = values["effect"]
        if effect == "insert" or not behind.holds(values):
            continue
        before = None if effect == "revive" else behind.row(values, "old_")
        after = None if effect == "remove" else behind.row(values)
        yield CorrectedRow(before, after, load)
