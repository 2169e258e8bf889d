"""DuckDB in the process: one connection, a cursor a call, and nothing that can be read but what it was opened for."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from trigpoint.cube.shape_sql import sql
from trigpoint.cube.shapes import Shape
from trigpoint.mistakes import Mistake

Result = tuple[list[str], list[tuple[Any, ...]]]
"""Column names and rows."""

MOST_STATEMENTS = 512
SIDE_BY_SIDE = 4
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


class EngineFailure(Mistake):
    """The engine could not answer: memory or disk ran out, or a file is gone. The message is fit to show."""

    exit_code = 1


@dataclass
class PlanReport:
    """What a batch cost: the shapes of its queries, for tests and for the closing note."""

    queries: list[tuple[str, Shape]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Engine queries that aggregated facts (a table's profile, read once a version, is not among them)."""
        return sum(shape.kind not in ("profile", "release") for _, shape in self.queries)


class Run(NamedTuple):
    """One query to be run: see `Warehouse.run`."""

    shape: Shape
    files: Sequence[str]
    tables: Mapping[str, pa.Table]
    measures: tuple[str, str]
    days: tuple[date, date]


class Warehouse:
    """Runs a shape over a list of files. Safe to share between threads."""

    def __init__(
        self,
        *,
        threads: int | None = None,
        memory_limit: str | None = None,
        temp_directory: Path | None = None,
        folders: Sequence[str] | None = None,
    ) -> None:
        """threads, memory_limit ("2GB"): DuckDB's own when None. temp_directory: where large sorts spill.
        folders: folders or URLs outside which nothing may be read; None leaves that to the operating system.
        """
        self._lock = threading.Lock()
        config: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "allow_community_extensions": "false",
            "preserve_insertion_order": "false",
        }
        if threads is not None:
            config["threads"] = str(threads)
        if memory_limit is not None:
            config["memory_limit"] = memory_limit
        if temp_directory is not None:
            config["temp_directory"] = str(temp_directory)
        self._connection = duckdb.connect(":memory:", config=config)
        self._statements: dict[Shape, Any] = {}
        self._pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="cube")
        self._connection.execute("SET parquet_metadata_cache = true")
        if folders is not None:
            self._connection.execute("SET allowed_directories = $1", [list(folders)])
            self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def close(self) -> None:
        """Lets go of memory and files."""
        self._pool.shutdown()
        with self._lock:
            self._connection.close()

    def run(
        self,
        shape: Shape,
        files: Sequence[str],
        tables: Mapping[str, pa.Table] | None = None,
        measures: tuple[str, str] = ("", "\U0010ffff"),
        days: tuple[date, date] = (FIRST_DAY, LAST_DAY),
        most_rows: int | None = None,
    ) -> Result:
        """Column names and rows. measures, days: first and last (of days: the latest end of a period) to read."""
        if not files:
            return [], []
        values: dict[str, Any] = {"files": list(files)}
        if shape.kind != "profile":
            values |= {"first_measure": measures[0], "last_measure": measures[1]}
            values |= {"first_day": days[0].isoformat(), "last_day": days[1].isoformat()}
        if shape.kind == "rows":
            values["most_rows"] = most_rows
        statement = self._statement(shape)
        with self._lock:
            cursor = self._connection.cursor()
        try:
            for name, table in (tables or {}).items():
                cursor.register(name, table)
            cursor.execute(statement, values)
            names = [column[0] for column in cursor.description or ()]
            return names, cursor.fetchall()
        except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.PermissionException) as error:
            raise EngineFailure(_in_words(error)) from error
        finally:
            cursor.close()

    def run_all(self, runs: Sequence[Run]) -> list[Result]:
        """Several at once, side by side: most of a small query is planning, which one core does."""
        if len(runs) < 2:
            return [self._run_one(run) for run in runs]
        return list(self._pool.map(self._run_one, runs))

    def _run_one(self, run: Run) -> Result:
        return self.run(run.shape, run.files, run.tables, run.measures, run.days)

    def _statement(self, shape: Shape) -> Any:
        """The parsed SQL of a shape, kept: reading it takes DuckDB longer than answering a small question."""
        with self._lock:
            statement = self._statements.get(shape)
            if statement is None:
                if len(self._statements) >= MOST_STATEMENTS:
                    self._statements.pop(next(iter(self._statements)))
                (statement,) = self._connection.extract_statements(sql(shape))
                self._statements[shape] = statement
            return statement


def _in_words(error: duckdb.Error) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            "The question needs more memory than this installation allows. Ask for fewer breakdowns or periods at once."
        )
    if isinstance(error, duckdb.PermissionException):
        return "The facts lie in a folder that this installation does not allow the engine to read."
    return "A file of facts could not be read. If a clean-up has just run, ask again; otherwise run the doctor command."
