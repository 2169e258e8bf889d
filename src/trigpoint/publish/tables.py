"""A table is a list of columns and rows; a page, a CSV, a workbook and JSON are drawn from the very same ones.

In files a figure is its exact number; what a reader must know beside it (not published, provisional, 5 of 7 supplies)
stands in a note column of its own, so that a column of numbers stays one.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trigpoint.publish.cells import Cell, Figure, Status, sort_key, words

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


@dataclass(frozen=True, slots=True)
class _FileColumn:
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


def _note(cell: Cell) -> str:
    return cell.note if isinstance(cell, Figure) else ""


def _file_columns(table: Table) -> list[_FileColumn]:
    """The columns of a file: those of the page less its pictures, with limits and notes where any row has them."""
    result: list[_FileColumn] = []
    for column in table.columns:
        if not column.in_files or column.kind in PICTURES:
            continue
        key, heading = column.key, column.file_heading
        cells = [row.get(key) for row in table.rows]
        result.append(_FileColumn(key, heading, column, "value", _value))
        if any(isinstance(c, Figure) and c.lower is not None for c in cells):
            for edge in ("lower", "upper"):
                limit = _FileColumn(f"{key}_{edge}", f"{heading}: {edge} limit", column, "value", _limit(edge))
                result.append(limit)
        if any(_note(c) for c in cells):
            result.append(
                _FileColumn(f"{key}_note", f"{column.heading}: note", column, "words", lambda c: _note(c) or None)
            )
        if any(isinstance(c, Status) and c.why for c in cells):
            result.append(_FileColumn(f"{key}_why", f"{column.heading}: why", column, "words", _why))
    return result


def _why(cell: Cell) -> Plain:
    return (cell.why or None) if isinstance(cell, Status) else None


def _limit(edge: str) -> Callable[[Cell], Plain]:
    return lambda cell: getattr(cell, edge) if isinstance(cell, Figure) else None


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: before = + - @, a tab or a return goes an apostrophe."""
    return f"'{text}" if len(text) > 1 and text[0] in "=+-@\t\r\n" else text


def _csv_text(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value)


def to_csv(table: Table) -> str:
    """RFC 4180 text: one heading line, then the rows. Send it with a byte order mark, so that Excel reads names right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = _file_columns(table)
    writer.writerow([neutral(column.heading) for column in columns])
    for row in table.rows:
        writer.writerow([_csv_text(c.read(row.get(c.source.key))) for c in columns])
    return out.getvalue()


def to_json(table: Table) -> str:
    """`{"caption", "columns": [{"key","heading","unit"}], "rows": [{key: value}], "notes"}`.

    Exact numbers are JSON numbers with all their digits; dates are ISO; a figure that is nothing is null with a note.
    """
    columns = _file_columns(table)
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
        return f"{value:f}" if value.is_finite() else "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, date):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)


def to_excel(table: Table) -> bytes:
    """A workbook of one sheet: live numbers and dates with the page's own places, a filter, headings frozen."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": table.caption})
    write_sheet(book, table)
    book.close()
    return out.getvalue()


def write_sheet(book: xlsxwriter.Workbook, table: Table, sheet_name: str | None = None) -> Worksheet:
    """Write `table` as one more sheet of `book` (a report has several): caption, headings in row 3, rows, notes."""
    sheet = book.add_worksheet(
        sheet_title(sheet_name or table.name, {s.get_name().casefold() for s in book.worksheets()})
    )
    columns = _file_columns(table)
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1EEF4"})
    head_number = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "align": "right", "bottom": 1, "bg_color": "#F1EEF4"}
    )
    formats = [book.add_format(_excel_format(column)) for column in columns]
    date_format = book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"})
    sheet.write_string(0, 0, table.caption, bold)
    for x, column in enumerate(columns):
        number = column.source.numeric and column.kind == "value"
        sheet.write_string(2, x, column.heading, head_number if number else head)
        longest = max(
            (len(_csv_text(c)) for c in (column.read(r.get(column.source.key)) for r in table.rows)), default=0
        )
        sheet.set_column(x, x, min(max(10, longest * 1.05, len(column.heading) * 0.62), 60))
    for y, row in enumerate(table.rows, start=3):
        for x, column in enumerate(columns):
            _write_cell(sheet, y, x, column.read(row.get(column.source.key)), formats[x], date_format)
    last = 2 + len(table.rows)
    if table.rows and columns:
        sheet.autofilter(2, 0, last, len(columns) - 1)
    sheet.freeze_panes(3, 1)
    for offset, note in enumerate(table.notes):
        sheet.write_string(last + 2 + offset, 0, note)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    return sheet


def sheet_title(name: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it: at most 31 characters, none of []:*?/\\, unlike all `taken`."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31] or "Table"
    title, n = clean, 2
    while title.casefold() in taken:
        title, n = f"{clean[:27]} ({n})", n + 1
    return title


def _excel_format(column: _FileColumn) -> dict[str, Any]:
    if column.kind == "words" or not column.source.numeric:
        return {"valign": "top", "text_wrap": column.source.wide or column.kind == "words"}
    places = column.source.decimals
    pattern = "#,##0.######" if places is None else "#,##0" + ("." + "0" * places if places else "")
    if column.source.unit == "%":
        # The figure itself is in per cent (86.6); Excel's own % would multiply it by a hundred.
        pattern += '"%"'
    elif column.source.unit in {"£", "€", "$"}:
        pattern = f'"{column.source.unit}"{pattern}'
    return {"num_format": pattern, "valign": "top"}


def _write_cell(sheet: Worksheet, y: int, x: int, value: Plain, form: Format, date_format: Format) -> None:
    if value is None or (isinstance(value, (float, Decimal)) and not math.isfinite(value)):
        sheet.write_blank(y, x, None, form)
    elif isinstance(value, bool):
        sheet.write_string(y, x, "Yes" if value else "No", form)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(y, x, float(value), form)
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value, date_format)
    else:
        # write_string, never write(): a text that starts with = stays a text.
        sheet.write_string(y, x, value[:32_767], form)
