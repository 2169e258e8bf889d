"""The fact store: one Delta table a data set. The only door of this room; the other modules are its parts."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from trigpoint.definitions.datasets import DataSet
from trigpoint.store import history, recovery, upkeep
from trigpoint.store.commit import Commit, commit
from trigpoint.store.diff import NEWEST, Diff, Supply, difference, work_folder
from trigpoint.store.faults import Duplicates
from trigpoint.store.history import FactHistory
from trigpoint.store.log import CommitInfo, Log, standing
from trigpoint.store.place import Folder, place
from trigpoint.store.rewrite import MOST_FILES, Rewrite, rewrite_changed
from trigpoint.store.schema import MARKS_PARTITION, PARTITION, columns_of
from trigpoint.store.scope import Scope
from trigpoint.store.supply import Mode, duplicates, stage
from trigpoint.store.working import Means, connection


@dataclass(frozen=True)
class TableVersion:
    """What a reader needs: the files of one version, and the columns of its facts.

    version: the commit that last changed what the table states (-1: it states nothing); answers may be kept by it.
    files: paths or URLs. schema: the columns, of which older files may lack some; rows whose `mark` is not null are not
    facts.
    """

    version: int
    files: tuple[str, ...]
    schema: pa.Schema


class FactTable:
    """The facts of one data set. Safe to share between threads; many processes may read and write at once."""

    def __init__(self, store: FactStore, data_set: DataSet) -> None:
        self.data_set = data_set
        self.means, self.patience, self.financial_start = store.means, store.patience, store.financial_start
        self.place = place(store.root, data_set.code, store.storage_options)
        self.log = store.log(data_set.code)

    def version(self) -> int:
        """The version of what the table states now; -1 when it states nothing yet. Cheap when nothing has changed."""
        return self.log.data_version()

    def files(self, version: int | None = None) -> TableVersion:
        """The files of a version; of the newest when None. Raises VersionGone.

        Of the commits that state the same as that version, the newest is read: a compacted one reads faster.
        """
        found = self.log.data_version(version)
        schema = columns_of(self.data_set).arrow
        if found < 0:
            return TableVersion(-1, (), schema)
        held = self.log.held(found)
        paths = held.paths(set(held.partitions) - {MARKS_PARTITION})
        return TableVersion(found, tuple(self.place.address(path) for path in paths), schema)

    def duplicates(self, staged: Sequence[Path], most: int | None = 1000) -> Duplicates:
        """Facts that the staged files state more than once, by (file, line). Raises BadSupply."""
        work, _folder = work_folder(None)
        with connection(work, self.means) as con:
            columns = columns_of(self.data_set)
            stage(con, self.data_set, columns, staged, self.years)
            return duplicates(con, columns, most)

    def diff(
        self,
        staged: Sequence[Path],
        mode: Mode = "upsert",
        scope: Scope | None = None,
        *,
        precedence: int | None = None,
        load: int | None = None,
        work: Path | None = None,
    ) -> Diff:
        """What the staged files would change; writes nothing but its account, in the folder `work`.

        staged: Parquet of the columns of the facts; load, precedence and fy may be absent. precedence, load: as in
        `commit`; None: later than all that is held. Raises BadSupply, DuplicateFacts.
        """
        return self.preview(staged, mode, scope, precedence=precedence, load=load, work=work, write=False)[0]

    def preview(
        self,
        staged: Sequence[Path],
        mode: Mode = "upsert",
        scope: Scope | None = None,
        *,
        precedence: int | None = None,
        load: int | None = None,
        work: Path | None = None,
        write: bool = True,
    ) -> tuple[Diff, TableVersion]:
        """What the staged files would change, and the table as it would be: what it would answer can be asked of it.

        The partitions that would change are written into the folder `work`; the table is not touched. The version is
        -2, of which no answer may be kept: the next preview has it too. write: False leaves out the table. The files
        last as long as the folder given, or as the Diff. Arguments as in `diff`.
        """
        chosen, folder = work_folder(work)
        held = self.log.snapshot()
        columns = columns_of(self.data_set, held.columns)
        latest = NEWEST if precedence is None else precedence
        supply = Supply(tuple(staged), mode, scope, latest, NEWEST if load is None else load)
        drafts = Folder(chosen, "preview")
        rewrite = Rewrite(drafts, chosen, "preview", True, self.place)
        with connection(chosen, self.means) as con:
            diff = difference(
                con,
                self.data_set,
                columns,
                supply,
                held,
                lambda path: self.place.local(path, chosen),
                self.years,
                chosen,
                folder,
                self.log.before_breakdowns(columns, held),
            )
            if write and diff.changes:
                rewrite_changed(con, rewrite, columns, diff, held, self.years, False)
        taken = {action.path for action in rewrite.removed}
        paths = held.paths(set(held.partitions) - {MARKS_PARTITION})
        files = [self.place.address(path) for path in paths if path not in taken]
        files += [
            drafts.address(a.path) for a in rewrite.added if a.partition_values[PARTITION] != str(MARKS_PARTITION)
        ]
        return diff, TableVersion(-2, tuple(files), columns.arrow)

    def commit(
        self,
        staged: Sequence[Path],
        mode: Mode = "upsert",
        scope: Scope | None = None,
        *,
        load: int,
        precedence: int,
        info: Mapping[str, Any] | None = None,
        confirm: bool = False,
        work: Path | None = None,
    ) -> Commit:
        """Take the staged files into the table: all of them in one commit, or nothing.

        staged: Parquet of the columns of the facts; load, precedence and fy may be absent.
        mode: upsert; append (the same, for rows with keys of their own); replace (facts within `scope` that are not
            staged are no more).
        load: the ledger's number of the load; the same number again does nothing and gives what it did the first time.
        precedence: microseconds since 1970 (UTC) of the supply's extract date or else its arrival. Of two statements of
            a fact the higher precedence holds, in whatever order they arrive; of equal ones the later load.
        info: kept with the commit (JSON), so that a ledger that lacks the load can adopt it.
        confirm: True where the precedence is the supply's own date. Then also a supply that changes no value is
            remembered as having stated those values at its date, so that an older one that arrives later does not
            overturn them; the table's version stays. With False such a supply leaves no trace.
        work: folder for the account of what changed; None: a temporary one, which lasts as long as the result.
        Raises BadSupply, DuplicateFacts, StoreBusy, ForeignTable, StoreError.
        """
        chosen, folder = work_folder(work)
        supply = Supply(tuple(staged), mode, scope, precedence, load)
        return commit(self, supply, info or {}, confirm, chosen, folder)

    def commits(self) -> tuple[CommitInfo, ...]:
        """All commits, oldest first, as their own metadata tell them."""
        return self.log.commits()

    def loads(self) -> list[CommitInfo]:
        """The commits of loads that stand (not undone), oldest first: what a ledger must know of."""
        return standing(self.log.commits())

    def committed(self, load: int) -> CommitInfo | None:
        """The commit of a load; None where it made none, or was undone."""
        return next((c for c in self.loads() if c.load == load), None)

    def restore(self, version: int, info: Mapping[str, Any] | None = None) -> int:
        """State an earlier version again, as a new commit; -1 for the empty table. Gives the new version."""
        return recovery.restore(self, version, info)

    def undo(self, load: int, info: Mapping[str, Any] | None = None) -> int:
        """Take back the newest load. Gives the new version. Raises StoreError where later loads stand upon it."""
        return recovery.undo(self, load, info)

    def compact(self, most_files: int = MOST_FILES) -> int:
        """Write each partition of more files than this as one; the version stays. Gives how many were written."""
        return upkeep.compact(self, most_files)

    def vacuum(self, keep_versions: Iterable[int], grace: timedelta = timedelta(hours=1)) -> tuple[str, ...]:
        """Remove files that neither the newest version nor those to be kept need; see `upkeep.vacuum`."""
        return upkeep.vacuum(self, keep_versions, grace)

    def rows(self, where: Mapping[str, Any], version: int | None = None, most: int | None = None) -> pa.Table:
        """The facts of a version (the newest: None) whose columns have the values given; of a tuple, any of them."""
        return history.rows(self, version, where, most)

    def history(self, key: Mapping[str, Any]) -> FactHistory:
        """The states of one fact, newest first; `key` names all columns of its key but an empty row_key."""
        return history.fact_history(self, key)

    def changed_by(
        self,
        load: int,
        most: int | None = None,
        *,
        measure: str | None = None,
        span: tuple[date, date] | None = None,
    ) -> pa.Table:
        """What a load changed: `effect`, the facts as it left them, and as they were (`old_…`)."""
        return history.changed_by(self, load, most, measure, span)

    @property
    def years(self) -> tuple[int, int]:
        """(month, day) on which the financial years begin by which the table is cut."""
        self.log.refresh()
        return self.log.year_starts or self.financial_start


class FactStore:
    """All fact tables under a folder or a URL. One a process: its tables keep what they have read of their logs.

    storage_options: passed on for object stores. memory_limit, threads: for one comparison or rewrite at a time.
    financial_start: (month, day) on which the partnership's financial year begins, when a table is made.
    patience: seconds to wait for another load of the same data set.
    """

    def __init__(
        self,
        root: str | Path,
        storage_options: dict[str, str] | None = None,
        *,
        financial_start: tuple[int, int] = (4, 1),
        memory_limit: str = "2GB",
        threads: int | None = None,
        patience: float = 600,
    ) -> None:
        self.root = str(root)
        self.storage_options = storage_options
        self.financial_start = financial_start
        self.means = Means(memory_limit, threads)
        self.patience = patience
        self._lock = threading.Lock()
        self._logs: dict[str, Log] = {}

    def log(self, code: str) -> Log:
        """The log of a data set's table, shared by all who ask."""
        with self._lock:
            if code not in self._logs:
                self._logs[code] = Log(place(self.root, code, self.storage_options), code)
            return self._logs[code]

    def table(self, data_set: DataSet) -> FactTable:
        """The table of a data set, made when first written to."""
        return FactTable(self, data_set)
