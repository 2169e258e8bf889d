"""A staged supply: read strictly into the columns of the facts, and refused where anything of it would be lost."""
# ruff: noqa: S608  (names come from the definition and values are quoted; nothing of a supply is put into SQL)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import duckdb

from trigpoint.definitions.datasets import DataSet
from trigpoint.store.faults import BadSupply, Duplicate, DuplicateFacts, Duplicates, SupplyFault
from trigpoint.store.schema import NOTHINGS, Column, Columns, financial_year, identifier, literal
from trigpoint.store.scope import Scope
from trigpoint.store.working import parquet

Mode = Literal["upsert", "replace", "append"]
_GIVEN_BY_US = ("load", "precedence", "fy")
_NEEDED = ("measure", "period_start", "period_end", "file", "line")
_FLOATS = ("FLOAT", "DOUBLE")
_SHOWN = 1000


def stage(
    con: duckdb.DuckDBPyConnection,
    data_set: DataSet,
    columns: Columns,
    staged: Sequence[Path],
    year_starts: tuple[int, int],
) -> None:
    """Make the view `supply`: the staged rows in the columns of the facts, without load and precedence.

    Raises BadSupply naming (file, line) of all that is missing, unknown, or does not fit its column exactly.
    """
    con.execute(f"CREATE OR REPLACE VIEW staged AS {_source(columns, staged)}")
    found = {name: kind for name, kind, *_ in con.execute("DESCRIBE staged").fetchall()}
    faults = _misfits(columns, found)
    if faults:
        raise BadSupply(data_set.code, faults)
    checks = [
        *_absent(),
        *(check for c in columns.stored if c.name in found for check in _inexact(c, found[c.name])),
        *_senseless(data_set, found, year_starts),
    ]
    faults = _run(con, checks)
    if faults:
        raise BadSupply(data_set.code, faults)
    con.execute(
        "CREATE OR REPLACE VIEW supply AS SELECT "
        + ", ".join(_cast(c, found, data_set) for c in columns.stored if c.name not in _GIVEN_BY_US)
        + f", {financial_year(year_starts)} AS fy FROM staged"
    )


def _source(columns: Columns, staged: Sequence[Path]) -> str:
    if staged:
        return f"SELECT * FROM {parquet(staged)}"
    return f"SELECT {', '.join(f'CAST(NULL AS {c.sql}) AS {c.quoted}' for c in columns.every)} WHERE false"


def _misfits(columns: Columns, found: dict[str, str]) -> tuple[SupplyFault, ...]:
    known = {c.name for c in columns.every}
    faults = [SupplyFault(None, None, name, "absent", "a column of this name") for name in _NEEDED if name not in found]
    faults += [
        SupplyFault(None, None, name, "a column that the data set does not define", "only its own columns")
        for name in found
        if name not in known
    ]
    for c in columns.stored:
        kind = found.get(c.name, c.sql)
        if kind != c.sql and kind != '"NULL"' and (kind == "VARCHAR") != (c.sql == "VARCHAR"):
            faults.append(SupplyFault(None, None, c.name, f"of type {kind}", f"a column of type {c.sql}"))
    return tuple(faults)


Check = tuple[str, str, str, str]
"""column, SQL that is true of a faulty row, SQL of what is shown, what was expected."""


def _absent() -> list[Check]:
    return [(name, f"{name} IS NULL", "'empty'", "a value") for name in _NEEDED]


def _inexact(c: Column, kind: str) -> list[Check]:
    """A value must come back the same from its column's type: 2.9 is no integer, one third no DECIMAL(18,6)."""
    checks: list[Check] = []
    if kind not in (c.sql, '"NULL"'):
        there_and_back = f"TRY_CAST(TRY_CAST({c.quoted} AS {c.sql}) AS {kind})"
        lost = f"{c.quoted} IS NOT NULL AND {there_and_back} IS DISTINCT FROM {c.quoted}"
        checks.append((c.name, lost, f"CAST({c.quoted} AS VARCHAR)", f"a value that {c.sql} holds exactly"))
    if c.sql == "DOUBLE" and kind in _FLOATS:
        checks.append((c.name, f"NOT isfinite({c.quoted})", f"CAST({c.quoted} AS VARCHAR)", "a number"))
    return checks


def _senseless(data_set: DataSet, found: dict[str, str], year_starts: tuple[int, int]) -> list[Check]:
    measures = ", ".join(literal(m.code) for m in data_set.measures)
    checks: list[Check] = [
        ("measure", f"measure NOT IN ({measures})", "measure", f"a measure of {data_set.code}"),
        ("period_end", "period_end <= period_start", "CAST(period_end AS VARCHAR)", "a day after the period's start"),
    ]
    if data_set.rows == "events":
        blank = "coalesce(row_key, '') = ''" if "row_key" in found else "true"
        checks.append(("row_key", blank, "'empty'", "a key, since the data set's rows are events"))
    if "nothing" in found:
        kinds = ", ".join(literal(n) for n in NOTHINGS)
        checks.append(("nothing", f"nothing NOT IN ({kinds})", "nothing", f"one of {', '.join(NOTHINGS)}"))
        figures = [name for name in ("value", "published", "text") if name in found]
        if figures:
            either = " OR ".join(f"{name} IS NOT NULL" for name in figures)
            checks.append(
                ("nothing", f"nothing IS NOT NULL AND ({either})", "nothing", "either a figure or why there is none")
            )
    if "mark" in found:
        checks.append(("mark", "mark <> 'deleted'", "mark", "nothing, or 'deleted'"))
    if "fy" in found:
        # Were the partnership's financial year changed, one fact would come to lie in two partitions.
        month, day = year_starts
        year = financial_year(year_starts)
        expected = f"the financial year from {day} of month {month} by which the table was made"
        checks.append(("fy", f"fy IS NOT NULL AND fy <> {year}", "CAST(fy AS VARCHAR)", expected))
    return checks


def _run(con: duckdb.DuckDBPyConnection, checks: list[Check]) -> tuple[SupplyFault, ...]:
    """One pass over the rows for all checks; rows are looked at again only where something is wrong."""
    conditions = [f"coalesce({condition}, false)" for _, condition, _, _ in checks]
    counts = con.execute(f"SELECT {', '.join(f'count(*) FILTER ({c})' for c in conditions)} FROM staged").fetchone()
    faults: list[SupplyFault] = []
    for (column, _, shown, expected), condition, count in zip(checks, conditions, counts or (), strict=True):
        if count:
            rows = con.execute(
                f"SELECT file, line, {shown} FROM staged WHERE {condition} ORDER BY file, line LIMIT {_SHOWN}"
            ).fetchall()
            faults += [SupplyFault(file, line, column, found, expected) for file, line, found in rows]
    return tuple(sorted(faults, key=lambda f: (f.file or 0, f.line or 0, f.column)))


def _cast(c: Column, found: dict[str, str], data_set: DataSet) -> str:
    value = f"CAST({c.quoted if c.name in found else 'NULL'} AS {c.sql})"
    if c.name == "row_key":
        value = f"coalesce({value}, '')"
    if c.name == "grain":
        value = f"coalesce({value}, {literal(data_set.grain)})"
    return f"{value} AS {c.quoted}"


def refuse_outside(con: duckdb.DuckDBPyConnection, data_set: DataSet, scope: Scope) -> None:
    """Refuse rows outside the scope that the supply says it replaces. Looks at distinct places only."""
    places = con.execute("SELECT DISTINCT measure, period_start, period_end, provider FROM supply").fetchall()
    outside = [place for place in places if not scope.holds(*place)]
    faults: list[SupplyFault] = []
    for measure, start, end, provider in outside[:_SHOWN]:
        file, line = con.execute(
            "SELECT file, line FROM supply WHERE measure = ? AND period_start = ? AND period_end = ? "
            "AND provider IS NOT DISTINCT FROM ? ORDER BY file, line LIMIT 1",
            [measure, start, end, provider],
        ).fetchall()[0]
        shown = f"{measure}, {start} to {end}" + (f", {provider}" if provider else "")
        faults.append(SupplyFault(file, line, "period_start", shown, "a row within what the supply replaces"))
    if faults:
        raise BadSupply(data_set.code, tuple(faults))


def refuse_beside_coarser(
    con: duckdb.DuckDBPyConnection, data_set: DataSet, columns: Columns, before: Mapping[str, frozenset[int]]
) -> None:
    """Refuse rows with a breakdown for what is held without it, from before the data set had it: both would be summed.

    Reads the views `supply` and `held`. before: by breakdown, the loads from before it.
    """
    for name, loads in before.items():
        if not loads:
            continue
        added = identifier(name)
        others = [c for c in columns.key if c.name not in before]
        same = " AND ".join(f"s.{c.quoted} IS NOT DISTINCT FROM h.{c.quoted}" for c in others)
        rows = con.execute(
            f"SELECT s.file, s.line, s.{added} FROM supply s SEMI JOIN (SELECT * FROM held WHERE mark IS NULL "
            f"AND {added} IS NULL AND load IN ({', '.join(str(int(load)) for load in sorted(loads))})) h ON {same} "
            f"WHERE s.{added} IS NOT NULL AND s.mark IS NULL ORDER BY s.file, s.line LIMIT {_SHOWN}"
        ).fetchall()
        if rows:
            role = name.removeprefix("dim_")
            expected = (
                f"a replacement of the period, since its figures are held without {role} and both would be counted"
            )
            raise BadSupply(
                data_set.code, tuple(SupplyFault(file, line, name, code, expected) for file, line, code in rows)
            )


def duplicates(con: duckdb.DuckDBPyConnection, columns: Columns, most: int | None = _SHOWN) -> Duplicates:
    """Facts that the view `supply` states more than once; the first `most` of them with all their rows."""
    names = [c.name for c in columns.key]
    key = ", ".join(identifier(name) for name in names)
    # Hashes are counted first, which is several times quicker; two that fall together by chance are looked at in full.
    rows, different = con.execute(f"SELECT count(*), count(DISTINCT hash({key})) FROM supply").fetchall()[0]
    if rows == different:
        return Duplicates(0, ())
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE twice AS SELECT {key}, list(struct_pack(file := file, line := line) "
        f"ORDER BY file, line) AS rows FROM (SELECT {key}, file, line FROM supply SEMI JOIN "
        f"(SELECT {key} FROM supply GROUP BY {key} HAVING count(*) > 1) AS many ON {columns.same_key('supply', 'many')}) "
        f"GROUP BY {key}"
    )
    facts = con.execute("SELECT count(*) FROM twice").fetchall()[0][0]
    rows = con.execute(
        "SELECT * FROM twice ORDER BY rows[1].file, rows[1].line, measure"
        + ("" if most is None else f" LIMIT {most:d}")
    ).fetchall()
    return Duplicates(
        facts,
        tuple(
            Duplicate(dict(zip(names, row, strict=False)), tuple((r["file"], r["line"]) for r in row[-1]))
            for row in rows
        ),
    )


def refuse_duplicates(con: duckdb.DuckDBPyConnection, data_set: DataSet, columns: Columns) -> None:
    """Raises DuplicateFacts where one fact is stated more than once."""
    found = duplicates(con, columns)
    if found:
        raise DuplicateFacts(data_set.code, found)
