# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""The private staging of one supply: a DuckDB file of bounded memory, deleted when the supply has been prepared.

Holds the supplied texts as they came, but for personal columns, which are changed before they get here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.personal import Guard
from trigpoint.intake.plan import FilePlan, SourcePlan
from trigpoint.intake.readers.table import Batch, OpenTable
from trigpoint.store.schema import identifier, literal

FAULTS = pa.schema(
    [
        ("file", pa.int32()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("kind", pa.string()),
        ("text", pa.string()),
        ("expected", pa.string()),
        ("nearest", pa.string()),
        ("what_to_do", pa.string()),
    ]
)
MOST_OF_A_TEXT = 1000
_TYPES = {pa.int32(): "INTEGER", pa.int64(): "BIGINT", pa.string(): "VARCHAR"}


class Staging:
    """Tables of one supply: `file_0`, `file_1`… as supplied, `faults` as found, `supplied` under the source's own names."""

    def __init__(self, folder: Path, memory_limit: str = "1GB", threads: int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        config: dict[str, Any] = {
            "memory_limit": memory_limit,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            config["threads"] = threads
        self.path = folder / "staging.duckdb"
        self.con = duckdb.connect(str(self.path), config=config)
        self.con.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f"{identifier(field.name)} {_TYPES[field.type]}" for field in FAULTS)
        self.con.execute(f"CREATE TABLE faults ({columns})")
        self.plans: list[FilePlan] = []

    def close(self) -> None:
        """Lets go of the file and deletes it."""
        self.con.close()
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)

    def take(
        self, table: OpenTable, plan: FilePlan, guard: Guard, progress: Callable[[int], None] | None = None
    ) -> int:
        """Stages the rows of a file and returns how many there are. Raises CannotRead where there are none."""
        file = len(self.plans)
        self.plans.append(plan)
        width = len(plan.columns)
        columns = ", ".join(f"c{index} VARCHAR" for index in range(width))
        self.con.execute(f"CREATE TABLE file_{file} (row BIGINT, {columns}, extra VARCHAR[])")
        count = 0
        self.con.execute("BEGIN")
        for batch in table.batches():
            safe = guard.applied(batch)
            if safe.rows:
                self._insert(f"file_{file}", _arrow(safe, width))
            if safe.faults:
                self.add_faults(
                    {
                        "file": file,
                        "row": fault.row,
                        "column": None,
                        "kind": fault.kind,
                        "text": fault.text,
                        "expected": fault.expected,
                        "nearest": None,
                        "what_to_do": fault.what_to_do,
                    }
                    for fault in safe.faults
                )
            count += len(safe.rows)
            if progress is not None:
                progress(count)
        self.con.execute("COMMIT")
        if not count:
            raise CannotRead(
                plan.file,
                "it has column names and no row beneath them.",
                "Supply it again with its rows; where there is nothing to report, say so instead of sending none.",
            )
        return count

    def add_faults(self, faults: Iterable[dict[str, Any]]) -> None:
        """Adds faults found outside SQL."""
        rows = list(faults)
        if rows:
            self._insert("faults", pa.Table.from_pylist(rows, FAULTS))

    def fault_sql(self, select: str) -> None:
        """Adds the faults that a SELECT of the columns of `faults`, in order, gives.

        Of what stood there, as much as anybody reads: a long text in each of many rows would be kept once more a fault.
        """
        names = ", ".join(identifier(field.name) for field in FAULTS)
        self.con.execute(
            f'INSERT INTO faults SELECT * REPLACE ("text"[:{MOST_OF_A_TEXT:d}] AS "text") FROM ({select}) AS found({names})'
        )

    def lookup(self, name: str, schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> None:
        """Makes a table of what texts mean, a chunk at a time."""
        self.con.execute(f"DROP TABLE IF EXISTS {name}")
        empty = pa.Table.from_pylist([], schema)
        self.con.register("chunk_of_lookup", empty)
        self.con.execute(f"CREATE TABLE {name} AS SELECT * FROM chunk_of_lookup")
        self.con.unregister("chunk_of_lookup")
        self.append(name, schema, rows)

    def append(self, name: str, schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> None:
        """Adds rows to a table of what texts mean."""
        chunk: list[dict[str, Any]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == 50_000:
                self._insert(name, pa.Table.from_pylist(chunk, schema))
                chunk = []
        if chunk:
            self._insert(name, pa.Table.from_pylist(chunk, schema))

    def texts(self, sql: str) -> Iterator[str]:
        """The texts that a one-column SELECT gives, without holding them all."""
        cursor = self.con.cursor()
        cursor.execute(sql)
        while rows := cursor.fetchmany(10_000):
            for (text,) in rows:
                yield text

    def one(self, sql: str) -> Any:
        """The single value that a SELECT gives."""
        found = self.con.execute(sql).fetchone()
        assert found is not None
        return found[0]

    def _insert(self, table: str, rows: pa.Table) -> None:
        self.con.register("rows_to_insert", rows)
        self.con.execute(f"INSERT INTO {table} SELECT * FROM rows_to_insert")
        self.con.unregister("rows_to_insert")

    def make_supplied(self, plan: SourcePlan) -> None:
        """The view `supplied`: readable rows of all files, under names of our own, the same for every file.

        file, row, label, d0… (dimension roles in order), k0… (kept columns), v0… (wide measures), and measure, value,
        state, footnote, lower, upper, base, extract; those that the source does not have are null.
        """
        selects = [self._select(plan, file, file_plan) for file, file_plan in enumerate(self.plans)]
        broken = "SELECT DISTINCT file, row FROM faults WHERE kind IN ('ragged', 'unreadable')"
        self.con.execute(f"CREATE TABLE broken AS {broken}")
        self.con.execute(
            f"CREATE VIEW supplied AS SELECT * FROM ({' UNION ALL '.join(selects)}) AS s "
            "WHERE NOT EXISTS (SELECT 1 FROM broken AS b WHERE b.file = s.file AND b.row = s.row)"
        )

    def _select(self, plan: SourcePlan, file: int, file_plan: FilePlan) -> str:
        def cell(column: str | None) -> str:
            return "CAST(NULL AS VARCHAR)" if column is None else f"c{file_plan.index(column)}"

        periods = [f"trim(c{file_plan.index(column)})" for column in plan.period_columns]
        label = periods[0] if len(periods) == 1 else f"concat_ws('-', {', '.join(periods)})"
        parts = [f"{file} AS file", "row", f"{label} AS label"]
        for index, role in enumerate(plan.roles):
            column = plan.dimension(role)
            text = literal(column.constant) if column.constant is not None else cell(column.column)
            parts.append(f"{text} AS d{index}")
        parts += [f"{cell(rule.column)} AS k{index}" for index, rule in enumerate(plan.kept_columns)]
        parts += [f"{cell(wide.column)} AS v{index}" for index, wide in enumerate(plan.wide)]
        single = plan.single_columns()
        for what in ("measure", "value", "state", "footnote", "lower", "upper", "base", "extract"):
            parts.append(f"{cell(single.get(what))} AS {what}_text")
        return f"SELECT {', '.join(parts)} FROM file_{file}"


def _arrow(batch: Batch, width: int) -> pa.Table:
    extra = (
        pa.array([list(batch.extra[row]) if row in batch.extra else None for row in batch.rows], pa.list_(pa.string()))
        if batch.extra
        else pa.nulls(len(batch.rows), pa.list_(pa.string()))
    )
    names: Sequence[str] = ["row", *(f"c{index}" for index in range(width)), "extra"]
    return pa.table([pa.array(batch.rows, pa.int64()), *batch.columns, extra], names=names)
