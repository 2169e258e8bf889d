"""A table as a sheet of a workbook: live numbers, headings that stay, and a page that prints."""

from __future__ import annotations

import io
import math
import re
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trigpoint.publish.table_files import FileColumn, csv_text, file_columns
from trigpoint.publish.tables import Plain, Table


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
    columns = file_columns(table)
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
            (len(csv_text(c)) for c in (column.read(r.get(column.source.key)) for r in table.rows)), default=0
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


def _excel_format(column: FileColumn) -> dict[str, Any]:
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
