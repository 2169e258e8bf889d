"""After a crash: loads that the ledger left pending are finished or given up, by what the fact store tells."""

from __future__ import annotations

import shutil
import time
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from filelock import FileLock, Timeout

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import store
from trigpoint.catalogue import ledger
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import NoDefinitions, in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.account import Account
from trigpoint.intake.actions import folder_of, lock_path
from trigpoint.store.log import CommitInfo

FORGOTTEN = timedelta(days=1)
"""Whatever is received or given out is done with long before."""


def settle_pending_loads() -> list[str]:
    """Finish each pending load that the store committed, and fail each that it did not; says what it did.

    A load that a living process works on is left alone: that process holds its lock.
    """
    # A process may also have died before its load was written as pending.
    _sweep()
    pending = list(Load.objects.filter(state=Load.State.PENDING))
    if not pending:
        return []
    try:
        definitions = in_force()
    except NoDefinitions:
        return []
    said = []
    for load in pending:
        lock = FileLock(lock_path(load.lock))
        try:
            with lock.acquire(blocking=False):
                load.refresh_from_db()
                if load.state == Load.State.PENDING:
                    said.append(_settle(load, definitions))
        except Timeout:
            continue
        lock_path(load.lock).unlink(missing_ok=True)
    return said


def _settle(load: Load, definitions: Definitions) -> str:
    name = ", ".join(load.files.values_list("name", flat=True))
    commit = store().table(definitions.data_sets[load.data_set]).committed(load.pk)
    if commit is None:
        ledger.fail(
            load, "The program was stopped while it worked on this load. Nothing of it was kept: load it again."
        )
        shutil.rmtree(folder_of(load.lock), ignore_errors=True)
        return f"Load {load.pk} ({name}) was interrupted before anything was kept. Load it again."
    account = _account(commit)
    ledger.finish(
        OPERATOR,
        load,
        asdict(account) | {"removed": commit.counts.get("facts_removed", 0)},
        versions=(commit.previous, commit.version if commit.data else commit.previous),
        span=None,
        known_on=commit.at,
    )
    return f"Load {load.pk} ({name}) was interrupted after it was kept; it is now complete."


def _account(commit: CommitInfo) -> Account:
    counts, info = commit.counts, commit.info
    return Account(
        supplied=info["supplied"],
        loaded=counts.get("lines_loaded", 0),
        unchanged=counts.get("lines_unchanged", 0) + info["repeats"],
        corrected=counts.get("lines_corrected", 0),
        rejected=info["rejected"],
        superseded=counts.get("lines_superseded", 0),
    )


def _sweep() -> None:
    """Empty the scratch folder of supplies that no living process works on (see `working_in`), and of what was received
    and never used: a process that is killed removes nothing."""
    for forgotten in settings.INSTALLATION.scratch.iterdir():
        received = forgotten.name.startswith(("tmp", "rejects-")) and not forgotten.is_symlink()
        if received and time.time() - forgotten.stat().st_mtime > FORGOTTEN.total_seconds():
            shutil.rmtree(forgotten, ignore_errors=True) if forgotten.is_dir() else forgotten.unlink(missing_ok=True)
    for folder in {path.with_suffix("") for path in settings.INSTALLATION.scratch.glob("supply-*")}:
        try:
            with FileLock(folder.with_suffix(".lock")).acquire(blocking=False):
                shutil.rmtree(folder, ignore_errors=True)
        except Timeout:
            continue
        folder.with_suffix(".lock").unlink(missing_ok=True)
