"""A table is a list of columns and rows; a page, a CSV, a workbook and JSON are drawn from the very same ones.

In files a figure is its exact number; what a reader must know beside it (not published, provisional, 5 of 7 supplies)
stands in a note column of its own, so that a column of numbers stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from trigpoint.publish.cells import Cell, sort_key

Kind = Literal["text", "figure", "number", "status", "direction", "sparkline", "bullet", "link", "date", "tags"]

NUMERIC: frozenset[str] = frozenset({"figure", "number"})
PICTURES: frozenset[str] = frozenset({"sparkline", "bullet"})

Plain = str | int | float | Decimal | date | bool | None


class BadTable(ValueError):
    """A table whose rows and columns do not agree."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is its name in rows, URLs and JSON; `heading` is for people.

    unit, decimals: of its figures, said in the heading of files and used for cells that are bare numbers.
    sort: whether a reader may sort by it. in_files: False for what is only drawn (pictures never are in files).
    wide: a column of long text, given the room that is left. help: one line that explains the heading.
    on_paper: False for what only a file needs, as the unit that a page and a document say with each figure.
    """

    key: str
    heading: str
    kind: Kind = "text"
    unit: str = ""
    decimals: int | None = None
    sort: bool = True
    in_files: bool = True
    wide: bool = False
    help: str = ""
    on_paper: bool = True

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def file_heading(self) -> str:
        return f"{self.heading} ({self.unit})" if self.unit and self.unit not in self.heading else self.heading


@dataclass(frozen=True)
class Table:
    """caption: what the table holds, with unit, place and period. rows: cells by column key (a missing key is an empty
    cell; a key that starts with _ is for the page, not a column).
    notes: lines beneath (source, coverage, definition). name: the stem of downloaded files.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Cell]]
    notes: tuple[str, ...] = ()
    name: str = "table"

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise BadTable(f"Two columns of the table “{self.caption}” have the same key.")
        known = set(keys)
        for row in self.rows:
            if extra := {k for k in row if not k.startswith("_")} - known:
                raise BadTable(f"The table “{self.caption}” has no column for {', '.join(sorted(extra))}.")

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def file_name(self, extension: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-") or "table"
        return f"{stem[:80]}.{extension}"


def in_order(table: Table, order: str | None) -> Table:
    """The table sorted by a column: `key`, or `-key` for the highest first. Cells with nothing stay last either way.

    An order that the table does not have (a URL edited by hand) leaves it as it is.
    """
    key = (order or "").removeprefix("-")
    column = table.column(key)
    if column is None or not column.sort:
        return table
    backwards = (order or "").startswith("-")
    keyed = [(sort_key(row.get(key)), row) for row in table.rows]
    held = [pair for pair in keyed if pair[0][0] != 2]
    empty = [row for rank, row in keyed if rank[0] == 2]
    numbers = sorted((p for p in held if p[0][0] == 0), key=lambda p: p[0][1], reverse=backwards)
    texts = sorted((p for p in held if p[0][0] == 1), key=lambda p: p[0][1], reverse=backwards)
    both = [*texts, *numbers] if backwards else [*numbers, *texts]
    return replace(table, rows=[*(row for _, row in both), *empty])
