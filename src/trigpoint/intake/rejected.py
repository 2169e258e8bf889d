"""The rejected rows of an upload, for who looks at them afterwards.

Everybody may know how many rows had which kind of fault. What stood in them is the supplier's: names, addresses and
counts that were never taken in. So pages, files and programs ask here, and nothing else decides what they get.
"""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.access import audit
from trigpoint.access.loading import may_mend
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.actions import folder_of
from trigpoint.intake.rejects import KINDS, Rejects

ADVICE = {
    "unreadable": "Supply the file again as it was made.",
    "ragged": "Look for a delimiter inside a text, or one that is missing.",
    "period": "Write the period as the data set is supplied: a month as 2019-03.",
    "code": "Mend it; or add it to the definitions if it is right.",
    "measure": "Mend it; or add it to the data set if it is right.",
    "figure": "Write it as a number; or say in the source what stands for no figure.",
    "state": "Write estimate, provisional, final or revised.",
    "date": "Write it as 2019-03-31.",
    "band": "Mend it in the file.",
    "key": "Fill it in.",
    "check": "Mend it at its origin.",
    "twice": "Find out which of the rows is right, and leave the others out.",
}
"""What to do about a kind of fault, in words that owe nothing to what was supplied."""


@dataclass(frozen=True)
class FaultsOfKind:
    """Faults of one kind in one column. example and expected are empty where the viewer may not see what was supplied."""

    kind: str
    heading: str
    column: str
    rows: int
    what_to_do: str
    expected: str = ""
    example: str = ""


def may_see_rejected(viewer: Viewer, load: Load) -> bool:
    """Whether the rejected rows themselves are shown: they are source records, and their supplier's to mend.

    To a person with a scope only those that they supplied themselves: nobody can tell of which place a row is that
    could not be read.
    """
    if viewer.sees_all_records(load.data_set):
        return True
    definitions = in_force()
    data_set = definitions.data_sets.get(load.data_set)
    if data_set is None or not may_mend(viewer, definitions, data_set, load.loaded_by_id):
        return False
    return not viewer.scopes or (viewer.user_id is not None and load.loaded_by_id == viewer.user_id)


def faults_of(viewer: Viewer, load: Load) -> list[FaultsOfKind]:
    """The kinds of fault of an upload, those in most rows first, as the viewer may see them."""
    shown = may_see_rejected(viewer, load)
    return [
        FaultsOfKind(
            group.kind,
            KINDS.get(group.kind, group.kind),
            group.column,
            group.rows,
            group.what_to_do if shown else ADVICE.get(group.kind, ""),
            group.expected if shown else "",
            group.example if shown else "",
        )
        for group in load.fault_groups.all()
    ]


def rejects_of(load: Load) -> Rejects:
    """The rejects of an upload as they were kept, whoever asks: to show them is for `looked_at`."""
    folder = folder_of(load.lock) if load.lock else None
    complete = folder / "rejects.parquet" if folder else None
    files = load.files.order_by("ordinal")
    kept = tuple(
        next(iter(sorted(folder.glob(f"rejected-{file.ordinal}.*"))), None) if folder else None for file in files
    )
    return Rejects(load.rejected, 0, (), complete if complete and complete.exists() else None, kept)


def looked_at(viewer: Viewer, load: Load) -> Rejects:
    """The rejects of an upload, for a viewer who takes them away; the look is logged. Raises NotAllowed."""
    if not may_see_rejected(viewer, load):
        data_set = in_force().data_sets.get(load.data_set)
        limited = " Your account is limited to some places, and these rows may be of any." if viewer.scopes else ""
        raise NotAllowed(
            f"Rejected rows of {data_set.name if data_set else load.data_set} are for the steward of the organisation "
            f"that supplied them, and for people who may see its source records.{limited}"
        )
    audit.record(viewer, "see-source-rows", "data-set", load.data_set, load=load.pk, rejected=True)
    return rejects_of(load)
