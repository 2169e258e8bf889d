"""A table as a sheet of a workbook: live numbers as the page shows them, headings that stay, rows that fit, a page that prints."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from trigpoint.judge.numbers import Number
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.table_files import FileColumn, csv_text, file_columns
from trigpoint.publish.tables import Plain, Table
from trigpoint.publish.texts import cut, legible, shortened, size

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # One that every machine has, or has one as wide as: widths are counted in its letters.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
LONGEST = 32_000
"""Of a text in a cell; Excel holds 32,767 characters."""

NARROWEST, WIDEST, WIDEST_OF_WIDE = 10, 34, 46
NUMBER_WIDEST = 18
LINE = 13.5
"""The height of a line of text in points. Rows are given theirs: not every reader works it out from wrapped text."""

TALLEST = 400
MOST_IN_FOOT = 200
MOST_ACROSS = 250
"""How many characters across one page holds in letters that can be read."""

SPILL = 100
"""How many characters a caption or a note may run on over the empty cells beside it."""

LEFT = {"align": "left", "indent": 1}
"""Texts keep clear of the numbers at their left."""

HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F1E9F6"}


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that was written: the numbers of its heading row and its last row, and the columns that it has."""

    sheet: Worksheet
    head: int
    last: int
    columns: Sequence[FileColumn]


class Formats:
    """The formats of a workbook, each made once: a workbook of many sheets has few of them."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def to_excel(table: Table) -> bytes:
    """A workbook of one sheet: live numbers and dates with the page's own places, a filter, headings frozen."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": legible(table.caption)[:255]})
    write_sheet(book, table, foot=table.caption)
    book.close()
    return out.getvalue()


def write_sheet(
    book: xlsxwriter.Workbook,
    table: Table,
    sheet_name: str | None = None,
    *,
    formats: Formats | None = None,
    foot: str = "",
) -> Written:
    """Write `table` as one more sheet of `book`: caption, headings, rows, notes. foot: what each printed page says."""
    formats = formats or Formats(book)
    taken = {s.get_name().casefold() for s in book.worksheets()}
    sheet = book.add_worksheet(sheet_title(sheet_name or table.name, taken))
    columns = file_columns(table)
    values = [[_clean(column.read(row.get(column.source.key))) for column in columns] for row in table.rows]
    widths = [_width(column, [row[x] for row in values]) for x, column in enumerate(columns)]
    across = max(sum(widths), SPILL)
    top = 0
    for line in wrap(legible(table.caption), round(across * 0.8)) or [""]:
        sheet.write_string(top, 0, line, formats.get(bold=True, font_size=13))
        sheet.set_row(top, 18)
        top += 1
    head = top + 1
    _write_heads(sheet, head, columns, widths, formats)
    for y, (row, cells) in enumerate(zip(table.rows, values, strict=True), start=head + 1):
        lines = 1
        for x, (column, value) in enumerate(zip(columns, cells, strict=True)):
            _write_cell(sheet, y, x, value, row.get(column.source.key), column, formats)
            if isinstance(value, str):
                lines = max(lines, _lines(value, widths[x]))
        sheet.set_row(y, min(lines * LINE, TALLEST))
    last = head + len(table.rows)
    if table.rows and columns:
        sheet.autofilter(head, 0, last, len(columns) - 1)
    sheet.freeze_panes(head + 1, 1)
    below = last + 2
    for note in table.notes:
        for line in wrap(legible(note), round(across)):
            sheet.write_string(below, 0, line, formats.get(font_color="#5D5663"))
            below += 1
    sheet.repeat_rows(head)
    # A table of very many columns goes over to further pages, each with the first column, rather than being too small.
    pages = max(round(sum(widths) / MOST_ACROSS), 1)
    if pages > 1:
        sheet.repeat_columns(0)
    set_up_print(sheet, foot, landscape=True, across=pages)
    return Written(sheet, head, last, columns)


def set_up_print(sheet: Worksheet, foot: str, *, landscape: bool, across: int = 1) -> None:
    """A4, as wide as so many pages, with what it is of and its number at the foot of each page."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
    sheet.set_footer(f"&L&8{_apart(_in_foot(foot))}&R&8Page &P of &N")


def _in_foot(text: str) -> str:
    """A text as the foot of a sheet holds it: an ampersand begins a code there, and the whole may be 255 letters."""
    said = " ".join(legible(text).split())
    for most in (MOST_IN_FOOT, MOST_IN_FOOT // 2):
        said = shortened(said, most)
        if size(said.replace("&", "&&")) <= MOST_IN_FOOT:
            break
    return said.replace("&", "&&")


def _apart(text: str) -> str:
    """A text that begins with a figure would be taken for part of the size before it."""
    return f" {text}" if text[:1].isdigit() else text


def _write_heads(
    sheet: Worksheet, head: int, columns: Sequence[FileColumn], widths: Sequence[float], formats: Formats
) -> None:
    lines = 1
    for x, (column, width) in enumerate(zip(columns, widths, strict=True)):
        number = column.source.numeric and column.kind == "value"
        look = formats.get(**HEAD, align="right") if number else formats.get(**HEAD, **LEFT)
        text = cut(legible(column.heading), LONGEST)
        sheet.write_string(head, x, text, look)
        sheet.set_column(x, x, width)
        # Headings are bold, and the button of the filter stands on them.
        lines = max(lines, _lines(text, width * 0.8))
    sheet.set_row(head, min(lines * LINE, TALLEST))


def _width(column: FileColumn, values: Sequence[Plain]) -> float:
    """As wide as most of what it holds, within bounds; what is longer goes on in a further line."""
    longest = max((len(csv_text(value)) for value in values), default=0)
    words = max((len(word) for word in column.heading.split()), default=0)
    if column.source.numeric and column.kind == "value":
        shown = max((len(csv_text(value)) if isinstance(value, str) else 12 for value in values), default=0)
        # A long name gets room for a few lines of it.
        most = WIDEST if shown >= 30 or len(column.heading) > 60 else NUMBER_WIDEST
        return min(max(NARROWEST, shown, words + 3, len(column.heading) / 4), most)
    most = WIDEST_OF_WIDE if column.source.wide or column.kind == "words" else WIDEST
    return min(max(NARROWEST, longest * 1.05 + 2, words + 4), most)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters."""
    return sum(max(len(wrap(part, max(round(width * 1.08 - 2), 4))), 1) for part in text.split("\n"))


def _clean(value: Plain) -> Plain:
    return cut(legible(value), LONGEST) if isinstance(value, str) else value


def number_format(value: Number, unit: str, decimals: int | None, *, signed: bool = False) -> str:
    """How a number is shown: with the page's own places and, where it joins the number, its unit."""
    if decimals is None:
        whole = value == int(value)
        pattern = "#,##0" if whole else "#,##0.######"
    else:
        pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    if unit == "%":
        # The figure itself is in per cent (86.6); Excel's own % would multiply it by a hundred.
        pattern += '"%"'
    elif unit[:1] in {"£", "€", "$"}:
        pattern = f'"{unit[0]}"{pattern}'
    return f"+{pattern};-{pattern};{pattern}" if signed else pattern


def _write_cell(
    sheet: Worksheet, y: int, x: int, value: Plain, cell: Cell, column: FileColumn, formats: Formats
) -> None:
    if value is None or (isinstance(value, (float, Decimal)) and not math.isfinite(value)):
        sheet.write_blank(y, x, None, formats.get(valign="top"))
    elif isinstance(value, bool):
        sheet.write_string(y, x, "Yes" if value else "No", formats.get(valign="top", **LEFT))
    elif isinstance(value, (int, float, Decimal)):
        unit, decimals, signed = column.source.unit, column.source.decimals, False
        if isinstance(cell, Figure):
            # Rows of one column may be of different indicators: each figure is shown as its own.
            unit, signed = cell.unit or unit, cell.signed
            decimals = cell.decimals if cell.decimals is not None else decimals
        look = formats.get(num_format=number_format(value, unit, decimals, signed=signed), valign="top")
        sheet.write_number(y, x, float(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(y, x, value, formats.get(num_format="d mmm yyyy", valign="top", **LEFT))
    else:
        # write_string, never write(): a text that starts with = stays a text.
        number = column.source.numeric and column.kind == "value"
        look = formats.get(valign="top", text_wrap=True, align="right") if number else None
        sheet.write_string(y, x, value, look or formats.get(valign="top", text_wrap=True, **LEFT))


def sheet_title(name: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it: at most 31 characters, none of []:*?/\\, unlike all `taken`.

    A longer one ends after a whole word.
    """
    clean = re.sub(r"[\[\]:*?/\\]", " ", legible(name)).strip(" '")
    title, n = shortened(clean, 31) or "Table", 2
    while title.casefold() in taken or title.casefold() == "history":
        title, n = f"{shortened(clean, 26) or 'Table'} ({n})", n + 1
    return title
