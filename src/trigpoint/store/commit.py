"""Taking a supply into a table: compare, write what changed, and commit it all at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deltalake import DeltaTable, Field
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.schema import PrimitiveType

from trigpoint.store.diff import Counts, Diff, Lines, Supply, difference
from trigpoint.store.faults import StoreBusy, StoreError
from trigpoint.store.log import NOTHING_YET, TABLE_KEY, YEAR_KEY, CommitInfo, properties, snapshot_of
from trigpoint.store.rewrite import Rewrite, rewrite_changed
from trigpoint.store.schema import PARTITION, Columns, columns_of
from trigpoint.store.working import connection

if TYPE_CHECKING:
    from trigpoint.store.table import FactTable

_ATTEMPTS = 8


@dataclass(frozen=True)
class Commit:
    """What a commit did. version = previous_version: it changed nothing that the table states.

    diff: the account in full; None where the load had been committed before (after a crash, say) and was left alone.
    """

    version: int
    previous_version: int
    load: int
    facts: Counts
    lines: Lines
    diff: Diff | None

    @property
    def changed(self) -> bool:
        return self.version != self.previous_version


def commit(
    table: FactTable, supply: Supply, info: Mapping[str, Any], confirm: bool, work: Path, folder: object
) -> Commit:
    """Take a supply into the table; see `FactTable.commit`."""
    with table.place.lease(table.patience):
        for _ in range(_ATTEMPTS):
            done = _attempt(table, supply, info, confirm, work, folder)
            if done is not None:
                return done
    raise StoreBusy(f"Other loads into {table.data_set.code} kept coming first. Nothing was loaded; try again.")


def _attempt(
    table: FactTable, supply: Supply, info: Mapping[str, Any], confirm: bool, work: Path, folder: object
) -> Commit | None:
    """Compare and commit once; None when another commit came between."""
    log = table.log
    log.refresh()  # refuses a table of others before anything else is asked of it
    delta = _opened(table)
    held = NOTHING_YET if delta is None else snapshot_of(delta)
    if held.log_version != log.refresh():
        return None
    earlier = table.committed(supply.load)
    if earlier is not None:
        return _as_committed(earlier)
    before = log.data_version(held.log_version)
    columns = columns_of(table.data_set, held.columns)
    years = log.year_starts or table.financial_start
    rewrite = Rewrite(table.place, work, f"load-{supply.load}", True)
    try:
        with connection(work, table.means) as con:
            diff = difference(
                con,
                table.data_set,
                columns,
                supply,
                held,
                lambda p: table.place.local(p, work),
                years,
                work,
                folder,
                log.before_breakdowns(columns, held),
            )
            rewrite.changes_data = diff.changes
            rewrite_changed(con, rewrite, columns, diff, held, years, confirm)
        if not rewrite.added and not rewrite.removed:
            return Commit(before, before, supply.load, diff.facts, diff.lines, diff)
        delta = _ready(table, delta, columns)
        if delta is None:
            rewrite.abandon()
            return None
        told = properties(
            "load",
            diff.changes,
            load=supply.load,
            previous=before,
            mode=supply.mode,
            scope=None if supply.scope is None else supply.scope.as_json(),
            precedence=supply.precedence,
            counts={f"facts_{k}": v for k, v in asdict(diff.facts).items()}
            | {f"lines_{k}": v for k, v in asdict(diff.lines).items()},
            info=dict(info),
        )
        delta.create_write_transaction(
            [*rewrite.removed, *rewrite.added], "append", delta.schema(), [PARTITION], commit_properties=told
        )
    except CommitFailedError as error:
        # The answer of an object store may be lost after it has committed: then the files are in use.
        if table.committed(supply.load) is None:
            rewrite.abandon()
        if log.refresh() == held.log_version:
            raise StoreError(f"The facts of {table.data_set.code} could not be committed: {error}") from error
        return None
    except BaseException as error:
        if table.committed(supply.load) is None:
            rewrite.abandon()
        if isinstance(error, DeltaError):
            raise StoreError(f"The facts of {table.data_set.code} could not be written: {error}") from error
        raise
    done = table.committed(supply.load)
    version = before if not diff.changes else log.data_version() if done is None else done.version
    return Commit(version, before, supply.load, diff.facts, diff.lines, diff)


def _opened(table: FactTable) -> DeltaTable | None:
    try:
        return table.log.open()
    except TableNotFoundError:
        return None


def _ready(table: FactTable, delta: DeltaTable | None, columns: Columns) -> DeltaTable | None:
    """A handle of a table that has all the columns: made, or widened, by a commit of its own that states nothing."""
    if delta is None:
        month, day = table.financial_start
        try:
            made = DeltaTable.create(
                table.place.url,
                schema=columns.arrow,
                partition_by=[PARTITION],
                storage_options=table.place.options,
                configuration={
                    "delta.enableExpiredLogCleanup": "false",
                    TABLE_KEY: table.data_set.code,
                    YEAR_KEY: f"{month:02d}-{day:02d}",
                },
                raise_if_key_not_exists=False,
                commit_properties=properties("create", False),
            )
        except DeltaError:
            if table.log.refresh() >= 0:
                return None  # another load made it meanwhile
            raise
        return made if made.version() == 0 else None
    at = delta.version()
    held = {f.name for f in delta.schema().fields}
    missing = [c for c in columns.every if c.name not in held]
    if missing:
        delta.alter.add_columns(
            [Field(c.name, PrimitiveType("string"), nullable=True) for c in missing],
            commit_properties=properties("columns", False, info={"columns": [c.name for c in missing]}),
        )
        delta = table.log.open()
        return delta if delta.version() == at + 1 else None
    return delta


def _as_committed(earlier: CommitInfo) -> Commit:
    """What an earlier commit of the same load did, from its own metadata."""
    counts = earlier.counts
    return Commit(
        earlier.version if earlier.data else earlier.previous,
        earlier.previous,
        earlier.load or 0,
        Counts(**{k.removeprefix("facts_"): v for k, v in counts.items() if k.startswith("facts_")}),
        Lines(**{k.removeprefix("lines_"): v for k, v in counts.items() if k.startswith("lines_")}),
        None,
    )
