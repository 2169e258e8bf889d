"""A table as CSV and JSON, and the columns that every file of a table has."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from trigpoint.publish.cells import Cell, Direction, Figure, Link, Status, words
from trigpoint.publish.tables import PICTURES, Column, Plain, Table


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file: `read` takes its value out of the cell that stands under `source` in a row."""

    key: str
    heading: str
    source: Column
    kind: Literal["value", "words"]
    read: Callable[[Cell], Plain]


def _value(cell: Cell) -> Plain:
    if isinstance(cell, Figure):
        return cell.words or cell.value
    if cell is None or isinstance(cell, (bool, Decimal, int, float, date)):
        return cell
    return words(cell)


def _note(cell: Cell) -> str | None:
    """What a page says beneath: the state of a figure, the part that a name is read for."""
    if isinstance(cell, Figure):
        return cell.note or None
    return (cell.beneath or None) if isinstance(cell, Link) else None


def _change(cell: Cell) -> str | None:
    if not isinstance(cell, Direction):
        return None
    return " ".join(part for part in (cell.change, cell.since) if part) or None


def _amount(cell: Cell) -> Plain:
    return cell.amount if isinstance(cell, Direction) else None


def file_columns(table: Table) -> list[FileColumn]:
    """The columns of a file: those of the page less its pictures, with limits, notes and changes where a row has them."""
    result: list[FileColumn] = []
    for column in table.columns:
        if not column.in_files or column.kind in PICTURES:
            continue
        key, heading = column.key, column.file_heading
        cells = [row.get(key) for row in table.rows]
        result.append(FileColumn(key, heading, column, "value", _value))
        if any(isinstance(c, Figure) and c.lower is not None for c in cells):
            for edge in ("lower", "upper"):
                limit = FileColumn(f"{key}_{edge}", f"{heading}: {edge} limit", column, "value", _limit(edge))
                result.append(limit)
        if any(_note(c) for c in cells):
            result.append(FileColumn(f"{key}_note", f"{column.heading}: note", column, "words", _note))
        if any(isinstance(c, Direction) and (c.change or c.since) for c in cells):
            result.append(FileColumn(f"{key}_change", f"{column.heading}: change", column, "words", _change))
        if any(isinstance(c, Direction) and c.amount is not None for c in cells):
            result.append(FileColumn(f"{key}_amount", f"{column.heading}: amount", column, "value", _amount))
        if any(isinstance(c, Status) and c.why for c in cells):
            result.append(FileColumn(f"{key}_why", f"{column.heading}: why", column, "words", _why))
    return result


def _why(cell: Cell) -> Plain:
    return (cell.why or None) if isinstance(cell, Status) else None


def _limit(edge: str) -> Callable[[Cell], Plain]:
    return lambda cell: getattr(cell, edge) if isinstance(cell, Figure) else None


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: before = + - @, a tab or a return goes an apostrophe."""
    return f"'{text}" if len(text) > 1 and text[0] in "=+-@\t\r\n" else text


def _digits(value: Decimal) -> str:
    """All digits of an exact number, without the noughts that a database puts after them (27, not 27.000000)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def csv_text(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value)


def to_csv(table: Table) -> str:
    """RFC 4180 text: one heading line, then the rows. Send it with a byte order mark, so that Excel reads names right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = file_columns(table)
    writer.writerow([neutral(column.heading) for column in columns])
    for row in table.rows:
        writer.writerow([csv_text(c.read(row.get(c.source.key))) for c in columns])
    return out.getvalue()


def to_json(table: Table) -> str:
    """`{"caption", "columns": [{"key","heading","unit"}], "rows": [{key: value}], "notes"}`.

    Exact numbers are JSON numbers with all their digits; dates are ISO; a figure that is nothing is null with a note.
    """
    columns = file_columns(table)
    rows = ",\n    ".join(
        "{" + ", ".join(f"{json.dumps(c.key)}: {_json_value(c.read(row.get(c.source.key)))}" for c in columns) + "}"
        for row in table.rows
    )
    heads = [{"key": c.key, "heading": c.heading, "unit": c.source.unit if c.kind == "value" else ""} for c in columns]
    return (
        f'{{\n  "caption": {json.dumps(table.caption, ensure_ascii=False)},\n'
        f'  "columns": {json.dumps(heads, ensure_ascii=False)},\n'
        f'  "rows": [{rows}],\n'
        f'  "notes": {json.dumps(list(table.notes), ensure_ascii=False)}\n}}\n'
    )


def _json_value(value: Plain) -> str:
    if isinstance(value, Decimal):
        return _digits(value) if value.is_finite() else "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
