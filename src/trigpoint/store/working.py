"""A DuckDB of one's own for a comparison or a rewrite: bounded in memory, spilling to a folder that is then removed."""
# ruff: noqa: S608  (names come from the definition and values are quoted)

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from trigpoint.store.faults import StoreError
from trigpoint.store.place import out_of_room
from trigpoint.store.schema import Columns, financial_year, literal


@dataclass(frozen=True, slots=True)
class Means:
    """What a comparison or rewrite may use. memory_limit as DuckDB takes it ("2GB"); threads: None for all."""

    memory_limit: str = "2GB"
    threads: int | None = None


@contextlib.contextmanager
def connection(work: Path, means: Means) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that spills into `work`. Failures of the disk or the memory come out as StoreError."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": means.memory_limit,
        "temp_directory": str(work / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if means.threads is not None:
        config["threads"] = means.threads
    try:
        with duckdb.connect(":memory:", config=config) as con:
            con.execute("SET TimeZone = 'UTC'")
            yield con
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            f"The comparison needs more than {means.memory_limit} of memory or the disk for spilling is full. "
            "Nothing was loaded. Give it more memory or room, or load fewer periods at a time."
        ) from error
    except duckdb.IOException as error:
        if "No space left" in str(error):
            raise StoreError("The disk is full. Nothing was loaded. Make room and load again.") from error
        raise StoreError(f"A file of facts could not be read or written: {error}") from error
    except OSError as error:
        raise out_of_room(error) from error


def parquet(files: Sequence[str | Path]) -> str:
    """SQL that reads files by the names of their columns."""
    listed = ", ".join(literal(str(file)) for file in files)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def facts(columns: Columns, files: Sequence[str | Path], year_starts: tuple[int, int]) -> str:
    """SQL for the stored facts of some files: typed also where there is none, and where a column was added since."""
    typed = ", ".join(f"CAST(NULL AS {c.sql}) AS {c.quoted}" for c in columns.stored)
    rows = f"SELECT {typed} WHERE false"
    if files:
        rows += f" UNION ALL BY NAME SELECT * FROM {parquet(files)}"
    stored = ", ".join(c.quoted for c in columns.stored)
    return f"SELECT {stored}, {financial_year(year_starts)} AS fy FROM ({rows})"
