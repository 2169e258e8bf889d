"""What a staged supply would change in a fact table. Writes nothing but its own account."""
# ruff: noqa: S608  (names come from the definition and values are quoted; nothing of a supply is put into SQL)

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from trigpoint.definitions.datasets import DataSet
from trigpoint.store.compare import OUTCOMES, STATING, judged
from trigpoint.store.log import Snapshot
from trigpoint.store.schema import MARKS_PARTITION, Columns, literal
from trigpoint.store.scope import Mark, Scope, marks_of, rank, together
from trigpoint.store.supply import Mode, refuse_beside_coarser, refuse_duplicates, refuse_outside, stage
from trigpoint.store.working import facts, parquet

NEWEST = 2**62
"""The precedence and load of a preview that is given none: later than all that is held."""
_PLACE = "measure, period_start, period_end, provider"


@dataclass(frozen=True)
class Counts:
    """Of facts; one line may hold several. removed: by a replacement (or a deletion) that does not hold them."""

    inserted: int = 0
    corrected: int = 0
    unchanged: int = 0
    superseded: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Lines:
    """Of supplied lines; they add up to those staged."""

    loaded: int = 0
    corrected: int = 0
    unchanged: int = 0
    superseded: int = 0

    @property
    def supplied(self) -> int:
        return self.loaded + self.corrected + self.unchanged + self.superseded


@dataclass(frozen=True)
class Diff:
    """The difference that a supply makes.

    outcomes: Parquet of (file, line, outcome), one row a supplied line; outcome is loaded, corrected, unchanged or
    superseded. judged: Parquet of one row a fact with its effect (see `compare`): the columns of the facts as they would
    be stored, and as they were under `old_` and the name. Both last as long as the folder given, or as this value.
    effects: by financial year, how many facts of each effect.
    """

    facts: Counts
    lines: Lines
    outcomes: Path
    judged: Path
    effects: Mapping[int, Mapping[str, int]]
    marks: tuple[Mark, ...] | None
    folder: object = field(default=None, repr=False, compare=False)

    @property
    def changes(self) -> bool:
        """Whether the table would state anything different."""
        return any(effect in STATING for effects in self.effects.values() for effect in effects)

    def changed(self, most: int | None = None) -> Any:
        """Arrow table of the facts whose statement changes: `effect`, new columns, and `old_` columns."""
        with duckdb.connect(":memory:") as con:
            effects = ", ".join(literal(effect) for effect in STATING)
            limit = "" if most is None else f" LIMIT {most:d}"
            return con.sql(
                f"SELECT * EXCLUDE (outcome) FROM {parquet([self.judged])} WHERE effect IN ({effects}) "
                f"ORDER BY from_file, from_line, measure, period_start{limit}"
            ).to_arrow_table()


@dataclass(frozen=True)
class Supply:
    """A supply to be compared. precedence: microseconds (UTC) of its extract date or arrival; load: its number."""

    staged: tuple[Path, ...]
    mode: Mode
    scope: Scope | None
    precedence: int
    load: int

    def __post_init__(self) -> None:
        if (self.mode == "replace") != (self.scope is not None):
            raise ValueError("A replacement needs the scope that it replaces, and nothing else has one.")
        if self.precedence < 0 or self.load < 0:
            raise ValueError("A precedence is microseconds since 1970 and a load is a number from 0.")


def difference(
    con: duckdb.DuckDBPyConnection,
    data_set: DataSet,
    columns: Columns,
    supply: Supply,
    held: Snapshot,
    local: Callable[[str], str],
    year_starts: tuple[int, int],
    work: Path,
    folder: object = None,
    before_breakdowns: Mapping[str, frozenset[int]] | None = None,
) -> Diff:
    """Compare a supply with one version of a table. Only the partitions that it touches are read.

    local: gives the file of this machine for a path of the table. work: where the account is written.
    before_breakdowns: as `Log.before_breakdowns` gives it.
    Leaves the views `supply` and `held` in the connection. Raises BadSupply, DuplicateFacts.
    """
    stage(con, data_set, columns, supply.staged, year_starts)
    refuse_duplicates(con, data_set, columns)
    if supply.scope is not None:
        refuse_outside(con, data_set, supply.scope)
    years = {year for (year,) in con.execute("SELECT DISTINCT fy FROM supply").fetchall()}
    if supply.scope is not None:
        spans = supply.scope.spans
        years |= {y for y in held.partitions if any(start.year - 1 <= y <= end.year for start, end in spans)}
    years.discard(MARKS_PARTITION)
    files = [local(path) for path in held.paths(years)]
    con.execute(f"CREATE OR REPLACE VIEW held AS {facts(columns, files, year_starts)}")
    if supply.scope is None:
        refuse_beside_coarser(con, data_set, columns, before_breakdowns or {})
    marks = read_marks(con, columns, held, local, year_starts)
    new_marks = () if supply.scope is None else marks_of(supply.scope, supply.precedence, supply.load)
    _cover(con, marks, new_marks)
    account = work / "judged.parquet"
    query = judged(
        columns,
        rank=rank(supply.precedence, supply.load),
        precedence=supply.precedence,
        load=supply.load,
        replace=supply.mode == "replace",
    )
    con.execute(f"COPY ({query}) TO {literal(str(account))} (FORMAT parquet, COMPRESSION snappy)")
    outcomes, lines = _outcomes(con, account, work)
    counts, effects = _counts(con, account)
    after = together((*marks, *new_marks))
    return Diff(counts, lines, outcomes, account, effects, after if set(after) != set(marks) else None, folder)


def read_marks(
    con: duckdb.DuckDBPyConnection,
    columns: Columns,
    held: Snapshot,
    local: Callable[[str], str],
    year_starts: tuple[int, int],
) -> tuple[Mark, ...]:
    """The marks of the scopes that were replaced so far."""
    paths = held.paths({MARKS_PARTITION})
    if not paths:
        return ()
    rows = con.execute(
        f'SELECT period_start, period_end, "text", precedence, load FROM '
        f"({facts(columns, [local(path) for path in paths], year_starts)}) WHERE mark = 'scope'"
    ).fetchall()
    return tuple(Mark.read(*row) for row in rows)


def _cover(con: duckdb.DuckDBPyConnection, marks: Sequence[Mark], new: Sequence[Mark]) -> None:
    """Make `covers`: the highest mark over each place (measure, period, provider) that is covered at all, by the marks
    held; and `scope_places`: the places that the supply itself replaces. Places are far fewer than rows.
    """
    rows = (
        "SELECT NULL WHERE false"
        if not (marks or new)
        else f"SELECT {_PLACE} FROM supply UNION SELECT {_PLACE} FROM held"
    )
    if marks or new:
        con.execute(f"CREATE OR REPLACE TEMP TABLE places AS {rows}")
    else:
        con.execute(f"CREATE OR REPLACE TEMP TABLE places AS SELECT {_PLACE} FROM held WHERE false")
    for name, each in (("covers", marks), ("scope_places", new)):
        con.execute(
            "CREATE OR REPLACE TEMP TABLE marks (first DATE, last DATE, providers VARCHAR[], measures VARCHAR[], rank HUGEINT)"
        )
        if each:
            con.executemany(
                "INSERT INTO marks VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        m.start,
                        m.end,
                        None if m.providers is None else sorted(m.providers),
                        None if m.measures is None else sorted(m.measures),
                        m.rank,
                    )
                    for m in each
                ],
            )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT p.*, max(m.rank) AS cover FROM places p JOIN marks m "
            "ON p.period_start >= m.first AND p.period_end <= m.last "
            "AND (m.providers IS NULL OR coalesce(list_contains(m.providers, p.provider), false)) "
            "AND (m.measures IS NULL OR list_contains(m.measures, p.measure)) GROUP BY ALL"
        )


def _outcomes(con: duckdb.DuckDBPyConnection, account: Path, work: Path) -> tuple[Path, Lines]:
    """One outcome a supplied line, of the outcomes of its facts the one that says most."""
    outcomes = work / "outcomes.parquet"
    order = ", ".join(literal(outcome) for outcome in OUTCOMES)
    con.execute(
        f"COPY (SELECT from_file AS file, from_line AS line, "
        f"list_extract([{order}], max(list_position([{order}], outcome))) AS outcome "
        f"FROM {parquet([account])} WHERE outcome IS NOT NULL GROUP BY from_file, from_line ORDER BY file, line) "
        f"TO {literal(str(outcomes))} (FORMAT parquet, COMPRESSION zstd)"
    )
    found = dict(con.execute(f"SELECT outcome, count(*) FROM {parquet([outcomes])} GROUP BY outcome").fetchall())
    return outcomes, Lines(**found)


def _counts(con: duckdb.DuckDBPyConnection, account: Path) -> tuple[Counts, dict[int, dict[str, int]]]:
    told: dict[tuple[str | None, str], int] = {}
    effects: dict[int, dict[str, int]] = {}
    rows = con.execute(
        f"SELECT fy, effect, outcome, count(*) FROM {parquet([account])} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for year, effect, outcome, count in rows:
        told[outcome, effect] = told.get((outcome, effect), 0) + count
        if effect != "none":
            of_year = effects.setdefault(year, {})
            of_year[effect] = of_year.get(effect, 0) + count
    by_effect = {
        e: sum(n for (_, effect), n in told.items() if effect == e) for e in ("insert", "revive", "correct", "remove")
    }
    by_outcome = {o: sum(n for (outcome, _), n in told.items() if outcome == o) for o in ("unchanged", "superseded")}
    counts = Counts(
        inserted=by_effect["insert"] + by_effect["revive"],
        corrected=by_effect["correct"],
        unchanged=by_outcome["unchanged"],
        superseded=by_outcome["superseded"],
        removed=by_effect["remove"],
    )
    return counts, effects


def work_folder(given: Path | None) -> tuple[Path, object]:
    """A folder for an account: the one given, or a temporary one that goes when the value beside it does."""
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        return given, None
    return (made := _Temporary()).path, made


class _Temporary:
    """A folder that goes with the value that holds it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="trigpoint-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
