"""Writing the files of a new version: only the partitions that a supply changes, every file sorted for reading."""
# ruff: noqa: S608  (names come from the definition and values are quoted)

from __future__ import annotations

import json
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from deltalake.transaction import AddAction, RemoveAction

from trigpoint.store.compare import ALWAYS, FRESH
from trigpoint.store.diff import Diff
from trigpoint.store.log import Snapshot
from trigpoint.store.place import Place
from trigpoint.store.schema import MARKS_PARTITION, PARTITION, Columns, literal
from trigpoint.store.scope import Mark
from trigpoint.store.working import facts, parquet

MOST_FILES = 50
"""A partition of more files than this is written as one."""
ROW_GROUP = 61_440


@dataclass
class Rewrite:
    """The files written so far for a commit, and those that it takes out. source: where the files held lie."""

    place: Place
    work: Path
    label: str
    changes_data: bool
    source: Place | None = None
    added: list[AddAction] = field(default_factory=list)
    removed: list[RemoveAction] = field(default_factory=list)

    def write(self, con: duckdb.DuckDBPyConnection, columns: Columns, year: int, query: str) -> None:
        """Write the rows of a query as one sorted file of a partition, if there are any."""
        path = f"{PARTITION}={year}/{self.label}-{uuid.uuid4().hex}.parquet"
        target = self.place.target(path, self.work)
        order = ", ".join(c.quoted for c in columns.key)
        stored = ", ".join(c.quoted for c in columns.stored)
        told = con.execute(
            f"COPY (SELECT {stored} FROM ({query}) ORDER BY {order}) TO {literal(str(target))} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}, RETURN_STATS)"
        ).fetchall()
        _, rows, size, _, statistics, *_ = told[0] if told else (None, 0, 0, None, {})
        if not rows:
            target.unlink(missing_ok=True)
            return
        now = int(time.time() * 1000)
        action = AddAction(
            path,
            size or os.path.getsize(target),
            {PARTITION: str(year)},
            now,
            self.changes_data,
            _told(columns, rows, statistics),
        )
        self.added.append(action)
        self.place.keep(path, target)

    def take_out(self, year: int, paths: tuple[str, ...]) -> None:
        now = int(time.time() * 1000)
        self.removed += [RemoveAction(p, self.changes_data, now, None, {PARTITION: str(year)}) for p in paths]

    def abandon(self) -> None:
        """Remove what was written, since no commit will name it."""
        for action in self.added:
            self.place.remove(action.path)


def _told(columns: Columns, rows: int, statistics: Mapping[str, Mapping[str, str]]) -> str:
    """A file's statistics as Delta keeps them, for readers that skip files by them."""
    least: dict[str, Any] = {}
    most: dict[str, Any] = {}
    nulls: dict[str, int] = {}
    for c in columns.stored:
        found = statistics.get(c.quoted)
        if found is None:
            continue
        nulls[c.name] = int(found["null_count"])
        if c.sql in ("DECIMAL(18,6)", "DOUBLE"):
            continue  # JSON's numbers would round them, and nobody skips files by a figure
        kind = int if c.sql in ("BIGINT", "INTEGER") else str
        if found.get("min_is_exact") == "true" and found.get("max_is_exact") == "true":
            least[c.name], most[c.name] = kind(found["min"]), kind(found["max"])
    return json.dumps({"numRecords": rows, "minValues": least, "maxValues": most, "nullCount": nulls})


def rewrite_changed(
    con: duckdb.DuckDBPyConnection,
    rewrite: Rewrite,
    columns: Columns,
    diff: Diff,
    held: Snapshot,
    year_starts: tuple[int, int],
    confirm: bool,
) -> None:
    """Write the partitions that a difference changes.

    Where only facts that were not held come in, their file is added beside the others; else the partition is written
    anew. confirm: also where nothing changes but the memory of who stated a fact last.
    """
    written = False
    for year, effects in diff.effects.items():
        if not confirm and not any(effect in ALWAYS for effect in effects):
            continue
        written = True
        # Memory rides along where a partition is written anyway, and does not make a file of its own else.
        needed = set(effects) if confirm else {effect for effect in effects if effect != "advance"}
        paths = held.partitions.get(year, ())
        changed = f"SELECT * FROM {parquet([diff.judged])} WHERE fy = {year:d} AND effect <> 'none'"
        if needed <= set(FRESH) and len(paths) < MOST_FILES:
            fresh = ", ".join(literal(effect) for effect in FRESH)
            rewrite.write(con, columns, year, f"{changed} AND effect IN ({fresh})")
        else:
            files = [(rewrite.source or rewrite.place).local(path, rewrite.work) for path in paths]
            stored = ", ".join(c.quoted for c in columns.stored)
            kept = (
                f"SELECT {', '.join(f'h.{c.quoted}' for c in columns.stored)} FROM ({facts(columns, files, year_starts)}) h "
                f"ANTI JOIN ({changed}) c ON {columns.same_key('h', 'c')}"
            )
            rewrite.write(con, columns, year, f"{kept} UNION ALL SELECT {stored} FROM ({changed})")
            rewrite.take_out(year, paths)
    if diff.marks is not None and (written or confirm):
        rewrite.write(con, columns, MARKS_PARTITION, _mark_rows(con, columns, diff.marks))
        rewrite.take_out(MARKS_PARTITION, held.partitions.get(MARKS_PARTITION, ()))


def _mark_rows(con: duckdb.DuckDBPyConnection, columns: Columns, marks: tuple[Mark, ...]) -> str:
    """SQL for the rows of marks: facts of no measure, in a partition of their own, marked as scopes."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE mark_rows (first DATE, last DATE, told VARCHAR, row_key VARCHAR, precedence BIGINT, load BIGINT)"
    )
    con.executemany(
        "INSERT INTO mark_rows VALUES (?, ?, ?, ?, ?, ?)",
        [(m.start, m.end, m.text, m.row_key, m.precedence, m.load) for m in marks],
    )
    filled = {
        "measure": "''",
        "period_start": "first",
        "period_end": "last",
        "grain": "'range'",
        "row_key": "row_key",
        "text": "told",
        "precedence": "precedence",
        "load": "load",
        "mark": "'scope'",
    }
    return (
        "SELECT "
        + ", ".join(f"{filled.get(c.name, f'CAST(NULL AS {c.sql})')} AS {c.quoted}" for c in columns.stored)
        + " FROM mark_rows"
    )
