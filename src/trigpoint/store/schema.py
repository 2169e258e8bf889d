"""The columns of a fact table, from the definition of its data set. Types come from here, never from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pyarrow as pa

from trigpoint.definitions.datasets import DataSet
from trigpoint.store.faults import StoreError

Part = Literal["key", "compared", "carried"]
TYPES: dict[str, Any] = {
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "DECIMAL(18,6)": pa.decimal128(18, 6),
    "DOUBLE": pa.float64(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
}
FIGURES = ("value", "published", "text", "lower", "upper", "base", "state", "nothing", "footnote")
NOTHINGS = ("not-published", "not-applicable", "hidden", "no-data")
PARTITION = "fy"
MARKS_PARTITION = 0
"""The partition of replaced scopes; financial years are four figures."""


@dataclass(frozen=True, slots=True)
class Column:
    """sql: DuckDB's name of the type. part: `key` tells facts apart, `compared` says whether one has changed."""

    name: str
    sql: str
    part: Part

    @property
    def quoted(self) -> str:
        return identifier(self.name)


def identifier(name: str) -> str:
    """A column name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as SQL."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Columns:
    """The columns of one fact table. `former`: kept columns that the table holds and its definition no longer names."""

    every: tuple[Column, ...]
    former: tuple[str, ...] = ()

    @property
    def stored(self) -> tuple[Column, ...]:
        """Those inside the files: all but the partition's."""
        return tuple(c for c in self.every if c.name != PARTITION)

    def part(self, part: Part) -> tuple[Column, ...]:
        return tuple(c for c in self.every if c.part == part)

    @property
    def key(self) -> tuple[Column, ...]:
        return self.part("key")

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, TYPES[c.sql]) for c in self.every])

    def same_key(self, left: str, right: str) -> str:
        """SQL that joins two relations on the key. An absent dimension equals an absent dimension."""
        always = ("measure", "period_start", "period_end", "row_key")
        return " AND ".join(
            f"{left}.{c.quoted} {'=' if c.name in always else 'IS NOT DISTINCT FROM'} {right}.{c.quoted}"
            for c in self.key
        )


def columns_of(data_set: DataSet, held: Iterable[str] = ()) -> Columns:
    """The columns of the data set's facts, and those that its table holds besides.

    held: names of the columns of the table as it is. Raises StoreError where two codes differ only in case, or where
    the table's facts are told apart by a dimension that the definition has dropped: they would fall together.
    """
    columns = list(_defined(data_set))
    known = {c.name for c in columns}
    former = tuple(sorted(name for name in held if name not in known))
    gone = [name.removeprefix("dim_") for name in former if name.startswith("dim_")]
    if gone:
        raise StoreError(
            f"The facts of {data_set.code} are broken down by {', '.join(gone)}, which its definition no longer names. "
            "Put the breakdown back, or give the data set a new code and load it afresh."
        )
    columns[-1:-1] = [Column(name, "VARCHAR", "carried") for name in former]
    return Columns(tuple(columns), former)


@lru_cache(maxsize=1024)
def _defined(data_set: DataSet) -> tuple[Column, ...]:
    dims = [f"dim_{d.role}" for d in data_set.dimensions]
    kept = [f"kept_{k.code}" for k in data_set.kept]
    names = dims + kept
    if len({name.lower() for name in names}) != len(names):
        raise StoreError(
            f"Two breakdowns or kept columns of {data_set.code} have the same code but for case. Rename one."
        )
    return (
        Column("measure", "VARCHAR", "key"),
        Column("period_start", "DATE", "key"),
        Column("period_end", "DATE", "key"),
        Column("grain", "VARCHAR", "compared"),
        Column("period_label", "VARCHAR", "carried"),
        *(Column(name, "VARCHAR", "key") for name in dims),
        *(Column(name, "VARCHAR", "compared") for name in kept),
        Column("row_key", "VARCHAR", "key"),
        Column("provider", "VARCHAR", "compared"),
        Column("value", "DECIMAL(18,6)", "compared"),
        Column("published", "DOUBLE", "compared"),
        Column("text", "VARCHAR", "compared"),
        Column("lower", "DOUBLE", "compared"),
        Column("upper", "DOUBLE", "compared"),
        Column("base", "DOUBLE", "compared"),
        Column("state", "VARCHAR", "compared"),
        Column("nothing", "VARCHAR", "compared"),
        Column("footnote", "VARCHAR", "compared"),
        Column("load", "BIGINT", "carried"),
        Column("file", "INTEGER", "carried"),
        Column("line", "BIGINT", "carried"),
        Column("precedence", "BIGINT", "carried"),
        Column("mark", "VARCHAR", "carried"),
        Column(PARTITION, "INTEGER", "carried"),
    )


def fact_schema(data_set: DataSet) -> pa.Schema:
    """The Arrow schema of the data set's facts: what staged files are made to, and what readers get."""
    return columns_of(data_set).arrow


def financial_year(start: tuple[int, int], day: str = "period_start") -> str:
    """SQL for the year in which the financial year of a day starts. start: (month, day) on which such a year begins."""
    month, first = start
    return (
        f"CAST(year({day}) - CASE WHEN month({day}) < {month:d} OR (month({day}) = {month:d} AND day({day}) < {first:d}) "
        "THEN 1 ELSE 0 END AS INTEGER)"
    )
