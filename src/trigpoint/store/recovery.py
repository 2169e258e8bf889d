"""Going back: an earlier version stated again by a new commit, and a load undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deltalake.exceptions import CommitFailedError, DeltaError

from trigpoint.store.faults import StoreBusy, StoreError, VersionGone
from trigpoint.store.log import properties

if TYPE_CHECKING:
    from trigpoint.store.table import FactTable


def restore(table: FactTable, version: int, info: Mapping[str, Any] | None = None) -> int:
    """State an earlier version again, as a new commit; nothing of what came between is lost to as-at questions.

    version: -1 for the empty table. Gives the new version. Raises VersionGone, StoreBusy.
    """
    with table.place.lease(table.patience):
        return _restore(table, version, None, info, None)


def undo(table: FactTable, load: int, info: Mapping[str, Any] | None = None) -> int:
    """Take a load back by stating the version before it. Gives the table's version.

    Raises StoreError where the load made no commit that stands, or later loads stand upon it: they would go with it.
    """
    with table.place.lease(table.patience):
        loads = table.loads()
        found = next((c for c in loads if c.load == load), None)
        if found is None:
            raise StoreError(f"Load {load} holds nothing in {table.data_set.code}, so there is nothing to undo.")
        later = [str(c.load) for c in loads if c.version > found.version]
        if later:
            raise StoreError(
                f"Load {load} of {table.data_set.code} cannot be undone by itself: "
                f"{'load' if len(later) == 1 else 'loads'} {', '.join(later)} came after it. "
                "Undo those first, or load a correction."
            )
        return _restore(table, found.version - 1, found.version - 1, info, load)


def _restore(
    table: FactTable, version: int, upto: int | None, info: Mapping[str, Any] | None, undone: int | None
) -> int:
    """With the lease held. upto: the newest version of the log that may be taken; any that states the same when None."""
    log = table.log
    before = log.data_version()
    target = log.data_version(version)
    wanted = 0 if target < 0 else log.serving(target, upto)
    if target >= 0:
        log.refuse_gone(target)
    try:
        delta = log.open()
        delta.restore(
            wanted,
            commit_properties=properties(
                "restore", True, previous=before, restored=wanted, undone=undone, info=dict(info or {})
            ),
        )
    except CommitFailedError as error:
        raise StoreBusy(
            f"Another load into {table.data_set.code} came first. Nothing was restored; try again."
        ) from error
    except DeltaError as error:
        raise VersionGone(f"Version {version} of {table.data_set.code} cannot be restored: {error}") from error
    return log.data_version()
