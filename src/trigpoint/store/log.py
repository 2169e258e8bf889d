"""A table's log: its commits, and which files each version is made of."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from deltalake import CommitProperties, DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from trigpoint.store.faults import ForeignTable, StoreError, VersionGone
from trigpoint.store.place import LOG, Folder, Place
from trigpoint.store.schema import PARTITION, Columns

OURS = "trigpoint"
TABLE_KEY, YEAR_KEY = "trigpoint.table", "trigpoint.financial-year"
_REFUSED_SETTINGS = {"delta.enableDeletionVectors": "true", "delta.columnMapping.mode": "name"}


@dataclass(frozen=True)
class CommitInfo:
    """A commit as its own metadata tell it. at: when, in UTC.

    kind: create, load, restore, compact, columns or vacuum. data: whether it changed what the table states; a compaction and
    a change of memory (what is known of the order of supply) do not. previous: the data version before it.
    """

    version: int
    kind: str
    data: bool
    at: datetime
    load: int | None = None
    previous: int = -1
    mode: str = ""
    scope: Mapping[str, Any] | None = None
    precedence: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    info: Mapping[str, Any] = field(default_factory=dict)
    restored: int | None = None
    undone: int | None = None
    kept: tuple[int, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """One version of the log. partitions: paths within the table, by financial year. columns: names as stored."""

    log_version: int
    partitions: Mapping[int, tuple[str, ...]]
    columns: tuple[str, ...]

    def paths(self, years: set[int] | None = None) -> tuple[str, ...]:
        """Paths of the files of some financial years; of all when None."""
        chosen = sorted(self.partitions if years is None else years & self.partitions.keys())
        return tuple(path for year in chosen for path in self.partitions[year])


NOTHING_YET = Snapshot(-1, {}, ())


def properties(kind: str, data: bool, **more: Any) -> CommitProperties:
    """What a commit of ours carries. No retries: a commit that lost its number must be compared afresh."""
    told = {"kind": kind, "data": data} | {k: v for k, v in more.items() if v is not None}
    return CommitProperties(custom_metadata={OURS: told}, max_commit_retries=0)


class Log:
    """The log of one table, read again only when it has grown. Safe to share between threads."""

    def __init__(self, place: Place, code: str) -> None:
        self._place, self._code = place, code
        self._lock = threading.RLock()
        self._delta: DeltaTable | None = None
        self._commits: list[CommitInfo] = []
        self._snapshots: OrderedDict[int, Snapshot] = OrderedDict()
        self.year_starts: tuple[int, int] | None = None

    def open(self, version: int | None = None) -> DeltaTable:
        """A handle of one's own, for a writer. Raises TableNotFoundError."""
        return DeltaTable(self._place.url, version=version, storage_options=self._place.options)

    def refresh(self) -> int:
        """The newest version of the log (-1: no table yet). A look whether the next log file exists, mostly."""
        with self._lock:
            if self._delta is None:
                try:
                    delta = self.open()
                except TableNotFoundError:
                    return -1
                except DeltaError as error:
                    raise StoreError(f"The facts of {self._code} could not be opened: {error}") from error
                self._accept(delta)
                self._delta = delta
            elif self._grown():
                self._delta.update_incremental()
                self._accept(self._delta)
            return self._delta.version()

    def _grown(self) -> bool:
        assert self._delta is not None
        if isinstance(self._place, Folder):
            return self._place.has(f"{LOG}/{self._delta.version() + 1:020d}.json")
        return True

    def _accept(self, delta: DeltaTable) -> None:
        """Read the commits that are new; refuse a table that is not wholly of our own making."""
        known = len(self._commits)
        new = delta.version() + 1 - known
        if new <= 0:
            return
        settings = delta.metadata().configuration
        protocol = delta.protocol()
        if settings.get(TABLE_KEY) != self._code:
            raise ForeignTable(
                f"The folder {self._place.url} holds a table that Trigpoint did not make for {self._code}. "
                "Move it away, or give the data set another code."
            )
        if (
            protocol.min_reader_version > 1
            or protocol.reader_features
            or any(settings.get(name, "").lower() == value for name, value in _REFUSED_SETTINGS.items())
        ):
            raise self._foreign(
                "uses deletion vectors, column mapping or another feature that Trigpoint does not write"
            )
        commits = [self._commit(entry) for entry in reversed(_history(delta, new))]
        if [c.version for c in commits] != list(range(known, delta.version() + 1)):
            raise self._foreign("has lost part of its log")
        month, day = settings[YEAR_KEY].split("-")
        self.year_starts = (int(month), int(day))
        self._commits.extend(commits)

    def _foreign(self, what: str) -> ForeignTable:
        return ForeignTable(
            f"The table of {self._code} {what}, so its figures cannot be vouched for. "
            "Restore it from a backup, or move it away and load its supplies again."
        )

    def _commit(self, entry: Mapping[str, Any]) -> CommitInfo:
        told = entry.get(OURS)
        if not isinstance(told, Mapping) or "kind" not in told:
            raise self._foreign(f"was changed by another program (version {entry.get('version')})")
        at = datetime.fromtimestamp(entry["timestamp"] / 1000, UTC)
        return CommitInfo(version=int(entry["version"]), at=at, **{**told, "kept": tuple(told.get("kept", ()))})

    def commits(self) -> tuple[CommitInfo, ...]:
        """All commits, oldest first."""
        with self._lock:
            self.refresh()
            return tuple(self._commits)

    def data_version(self, log_version: int | None = None) -> int:
        """The commit that last changed what the table states, at some version of the log; -1: it states nothing."""
        with self._lock:
            newest = self.refresh()
            upto = newest if log_version is None else min(log_version, newest)
            return next((c.version for c in reversed(self._commits[: upto + 1]) if c.data), -1)

    def serving(self, data_version: int, upto: int | None = None) -> int:
        """The newest version of the log (up to some version) that states the same: a compacted one reads faster."""
        with self._lock:
            end = len(self._commits) if upto is None else min(upto + 1, len(self._commits))
            return next((c.version for c in self._commits[data_version + 1 : end] if c.data), end) - 1

    def gone(self, data_version: int) -> bool:
        """Whether a clean-up since has not kept the version."""
        with self._lock:
            serving = self.serving(data_version)
            return any(c.kind == "vacuum" and data_version not in c.kept for c in self._commits[serving:])

    def refuse_gone(self, data_version: int) -> None:
        """Raises VersionGone where a clean-up has not kept the version."""
        if self.gone(data_version):
            raise VersionGone(f"Version {data_version} of {self._code} is no longer held; it was cleaned away.")

    def held(self, data_version: int) -> Snapshot:
        """The files of what a data version states; none for -1. Raises VersionGone."""
        if data_version < 0:
            return NOTHING_YET
        self.refuse_gone(data_version)
        return self.snapshot(self.serving(data_version))

    def before_breakdowns(self, columns: Columns, held: Snapshot) -> dict[str, frozenset[int]]:
        """For each breakdown that came after the table's first facts, the loads whose facts may lack it for that."""
        with self._lock:
            added = [(c.version, str(name)) for c in self._commits for name in c.info.get("columns", ())]
            now = [] if held.log_version < 0 else [c.name for c in columns.key if c.name not in held.columns]
            added += [(held.log_version + 1, name) for name in now]
            return {
                name: frozenset(c.load for c in self._commits[:version] if c.load is not None)
                for version, name in added
                if name.startswith("dim_")
            }

    def snapshot(self, log_version: int | None = None) -> Snapshot:
        """The files of a version of the log; the newest when None. Raises VersionGone."""
        with self._lock:
            newest = self.refresh()
            version = newest if log_version is None else log_version
            if version < 0:
                return NOTHING_YET
            if version > newest:
                raise VersionGone(f"{self._code} has no version {version}; its newest is {newest}.")
            if version not in self._snapshots:
                if version == newest and self._delta is not None:
                    delta = self._delta
                else:
                    try:
                        delta = self.open(version)
                    except DeltaError as error:
                        raise VersionGone(f"Version {version} of {self._code} is no longer held: {error}") from error
                self._snapshots[version] = snapshot_of(delta)
                while len(self._snapshots) > 64:
                    self._snapshots.popitem(last=False)
            self._snapshots.move_to_end(version)
            return self._snapshots[version]


def snapshot_of(delta: DeltaTable) -> Snapshot:
    """The files that a Delta handle is at."""
    actions = delta.get_add_actions(flatten=True)
    partitions: dict[int, list[str]] = {}
    columns = tuple(f.name for f in delta.schema().fields)
    if actions.num_rows:
        for path, year in zip(
            actions.column("path").to_pylist(), actions.column(f"partition.{PARTITION}").to_pylist(), strict=True
        ):
            partitions.setdefault(year, []).append(path)
    return Snapshot(
        delta.version(), {year: tuple(sorted(paths)) for year, paths in sorted(partitions.items())}, columns
    )


def standing(commits: tuple[CommitInfo, ...]) -> list[CommitInfo]:
    """The commits of loads that made what the newest version states, oldest first: a restored version leaves out those
    after it.
    """
    found: list[CommitInfo] = []
    at = len(commits) - 1
    while at >= 0:
        commit = commits[at]
        if commit.kind == "restore" and commit.restored is not None:
            at = commit.restored
            continue
        if commit.kind == "load":
            found.append(commit)
        at -= 1
    return found[::-1]


def _history(delta: DeltaTable, count: int) -> list[dict[str, Any]]:
    """The last `count` entries of the log up to the handle's own version, newest first.

    History tells of the log as it is now, so commits that others made since the handle was read stand before them.
    """
    for since in (0, 8, 64, 512):
        entries = [entry for entry in delta.history(count + since) if entry["version"] <= delta.version()]
        if len(entries) >= count:
            break
    return entries[:count]
