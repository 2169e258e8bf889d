"""What taking a file in would do: its account, its faults, and the figures and colours that it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trigpoint.access.viewers import Viewer
from trigpoint.ask.differences import Differences, differences
from trigpoint.ask.door import known, store
from trigpoint.definitions.datasets import DataSet
from trigpoint.intake.account import Account
from trigpoint.intake.actions import prepared_supply
from trigpoint.intake.rejects import RejectGroup
from trigpoint.intake.supply import FileSeen, SuppliedFile
from trigpoint.store.diff import Counts


@dataclass(frozen=True)
class Preview:
    """facts: how many figures are new, corrected, unchanged, removed. span: first and (excluded) last day supplied."""

    data_set: DataSet
    files: tuple[FileSeen, ...]
    account: Account
    faults: int
    groups: tuple[RejectGroup, ...]
    warnings: tuple[str, ...]
    cautions: tuple[str, ...]
    facts: Counts
    span: tuple[date, date] | None
    differences: Differences


def preview(viewer: Viewer, source: str, files: Sequence[SuppliedFile]) -> Preview:
    """Read, check and compare files, and ask what the figures would be; nothing is changed or kept.

    Raises NotAllowed, NoSuchSource, IntakeError and StoreError in plain words.
    """
    with prepared_supply(viewer, source, files) as prepared:
        span = None
        changes = Differences((), (), 0)
        if prepared.first_day is not None and prepared.last_day is not None:
            span = (prepared.first_day, prepared.last_day)
        if span is not None and prepared.diff is not None and prepared.diff.changes:
            _, would_be = (
                store()
                .table(prepared.data_set)
                .preview(
                    prepared.staged,
                    prepared.mode,
                    prepared.scope,
                    precedence=prepared.precedence,
                    work=prepared.folder / "would-be",
                )
            )
            now = known().table(prepared.data_set.code)
            changes = differences(viewer, prepared.data_set, now, would_be, span)
        return Preview(
            prepared.data_set,
            prepared.files,
            prepared.account,
            prepared.rejects.faults,
            prepared.rejects.groups,
            prepared.warnings,
            prepared.cautions,
            prepared.diff.facts if prepared.diff is not None else Counts(),
            span,
            changes,
        )
