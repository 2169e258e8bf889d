"""Keeping a table quick and small: fewer files for the same facts, and no files that nobody needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from deltalake.exceptions import CommitFailedError, TableNotFoundError

from trigpoint.store.diff import work_folder
from trigpoint.store.faults import StoreBusy
from trigpoint.store.log import properties, snapshot_of
from trigpoint.store.rewrite import MOST_FILES, Rewrite
from trigpoint.store.schema import PARTITION, columns_of
from trigpoint.store.working import connection, facts

if TYPE_CHECKING:
    from trigpoint.store.table import FactTable


def compact(table: FactTable, most_files: int = MOST_FILES) -> int:
    """Write each partition of more files than `most_files` as one. Gives how many partitions were written.

    The table states the same after it, so its version stays, and readers of that version get the new files.
    """
    with table.place.lease(table.patience):
        try:
            delta = table.log.open()
        except TableNotFoundError:
            return 0
        table.log.refresh()
        held = snapshot_of(delta)
        many = {year: paths for year, paths in held.partitions.items() if len(paths) > most_files}
        if not many:
            return 0
        columns = columns_of(table.data_set, held.columns)
        years = table.log.year_starts or table.financial_start
        work, _folder = work_folder(None)
        rewrite = Rewrite(table.place, work, "compact", False)
        try:
            with connection(work, table.means) as con:
                for year, paths in many.items():
                    files = [table.place.local(path, work) for path in paths]
                    rewrite.write(con, columns, year, facts(columns, files, years))
                    rewrite.take_out(year, paths)
            delta.create_write_transaction(
                [*rewrite.removed, *rewrite.added],
                "append",
                delta.schema(),
                [PARTITION],
                commit_properties=properties("compact", False, previous=table.log.data_version()),
            )
        except CommitFailedError:
            rewrite.abandon()  # a load came first; the next upkeep finds the partition again
            return 0
        except BaseException:
            rewrite.abandon()
            raise
        table.log.refresh()
        return len(many)


def vacuum(table: FactTable, keep_versions: Iterable[int], grace: timedelta = timedelta(hours=1)) -> tuple[str, ...]:
    """Remove the files that neither the newest version nor any of those to be kept needs. Gives their paths.

    Versions younger than `grace`, and the one they followed, are kept too, for questions that are being answered now;
    and files younger than it, which may belong to a load that is being written. Versions that are not kept can no
    longer be read: asking for one raises VersionGone.
    """
    with table.place.lease(table.patience):
        log = table.log
        commits = log.commits()
        if not commits:
            return ()
        since = datetime.now(UTC) - grace
        newest = log.data_version()
        data = [-1, *(c.version for c in commits if c.data)]
        young = {max(v for v in data if v <= c.version) for c in commits if c.at >= since}
        young |= {c.previous for c in commits if c.at >= since}
        kept = {log.data_version(v) for v in (*keep_versions, *young, newest)} - {-1}
        kept = {v for v in kept if not log.gone(v)}
        needed = {path for v in kept for path in log.snapshot(log.serving(v)).paths()}
        # Readers of a young version may still hold the files from before a compaction.
        needed |= {path for c in commits if c.at >= since for path in log.snapshot(max(c.version - 1, 0)).paths()}
        surplus = [f.path for f in table.place.files() if f.path not in needed and f.changed <= since]
        if surplus:
            try:
                delta = log.open()
                delta.create_write_transaction(
                    [],
                    "append",
                    delta.schema(),
                    [PARTITION],
                    commit_properties=properties("vacuum", False, previous=newest, kept=sorted(kept)),
                )
            except CommitFailedError as error:
                raise StoreBusy(
                    f"A load into {table.data_set.code} came first. Nothing was removed; try again."
                ) from error
            log.refresh()
            for path in surplus:
                table.place.remove(path)
        return tuple(surplus)
