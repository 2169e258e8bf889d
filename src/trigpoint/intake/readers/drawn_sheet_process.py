"""Opens an Excel workbook in a process of its own (see `bounded_process`), and replies with one sheet as it is drawn.

Of each cell: its text, what kind it is, and what only its look says: that it is a percentage or money, to how many
places it is shown, whether it is red, amber or green. Such a sheet is small; the reply is one line, with no stream.
"""

from __future__ import annotations

import colorsys
import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import range_boundaries

from trigpoint.intake.readers.bounded_process import Sender, answer
from trigpoint.intake.readers.workbook_process import cell_text

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 400, 60_000
MOST_OTHERS = 4
"""Other sheets of the workbook that are read beside the one that is asked for."""
MOST_COVERED = 500_000
"""Cells under merged ranges and links together: the library makes each of them, before anything can be asked of it."""
LONGEST_TEXT = 8_000
LONGEST_NOTE = 500
_COVERING = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
_CURRENCY = re.compile(r"\[\$([£$€])|\"?([£$€])\"?")
_PLACES = re.compile(r"0\.(0+)")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^]]*\]')
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_SCALE_WORDS = re.compile(r"\s*(?:k|m|mn|bn|000s?|thousand|million|billion)s?\b", re.IGNORECASE)


def look(request: dict[str, Any]) -> tuple[dict[str, Any], Sender | None]:
    """The sheets, and the cells and merged ranges of the one that was asked for, then of some others; else of the first of those
    with the most cells."""
    try:
        if _covered(Path(request["path"])) > MOST_COVERED:
            return {"problem": "covered", "sheets": []}, None
        # The extension is not looked at: the file is kept under another name.
        with Path(request["path"]).open("rb") as values, Path(request["path"]).open("rb") as formulas:
            book = openpyxl.load_workbook(values, data_only=True)
            written = openpyxl.load_workbook(formulas)
    except MemoryError:
        raise
    except Exception as error:  # What a broken workbook makes the library raise is without number.
        return {"problem": f"damaged: {type(error).__name__}"}, None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    names = [sheet.title for sheet in sheets]
    if not sheets:
        return {"problem": "none", "sheets": []}, None
    wanted = request["sheet"]
    if wanted and wanted not in names:
        return {"problem": "sheet", "sheets": names}, None
    most = max(map(_filled, sheets))
    # Of several scorecards in a workbook the first is meant, and not the one with a cell more.
    sheet = book[wanted] if wanted else next(one for one in sheets if 2 * _filled(one) >= most)
    drawn = _drawn(sheet, written[sheet.title])
    if "far" in drawn:
        return {"problem": "large", "far": drawn["far"], "sheets": names}, None
    others = [_drawn(one, written[one.title]) for one in sheets if one is not sheet][:MOST_OTHERS]
    return {"sheets": names, "found": [drawn, *(one for one in others if "far" not in one)]}, None


def _covered(path: Path) -> int:
    """How many cells merged ranges and links cover, counted for each anew."""
    found = 0
    with zipfile.ZipFile(path) as unpacked:
        for name in unpacked.namelist():
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                for match in _COVERING.finditer(unpacked.read(name)):
                    left, top, right, bottom = map(int, range_boundaries(match[1].decode()))
                    found += (abs(right - left) + 1) * (abs(bottom - top) + 1)
    return found


def _drawn(sheet: Any, written: Any) -> dict[str, Any]:
    """A sheet's cells and merged ranges; of one that is too large only how far it reaches."""
    # openpyxl has no public way to the cells that there are: `iter_rows` makes all of the rectangle, and one stray cell
    # far away makes that huge.
    found = [cell for cell in sheet._cells.values() if cell.value is not None or _colour(cell)]
    lost = [
        cell for place, cell in written._cells.items() if cell.data_type == "f" and sheet._cells[place].value is None
    ]
    far = next((c for c in found if c.value is not None and (c.row > MOST_ROWS or c.column > MOST_COLUMNS)), None)
    if far is not None or len(found) > MOST_CELLS:
        return {"far": far.coordinate if far is not None else ""}
    cells = [_cell(cell) for cell in found] + [
        {"row": c.row, "column": c.column, "text": str(getattr(c.value, "text", c.value))[:200], "kind": "uncounted"}
        for c in lost
    ]
    merged = [[one.min_row, one.min_col, one.max_row, one.max_col] for one in sheet.merged_cells.ranges]
    return {"sheet": sheet.title, "cells": cells, "merged": merged}


def _filled(sheet: Any) -> int:
    return sum(cell.value is not None for cell in sheet._cells.values())


def _cell(cell: Any) -> dict[str, Any]:
    style = str(cell.number_format or "")
    kinds = {"n": "number", "s": "text", "b": "yes-no", "d": "date", "e": "error"}
    found: dict[str, Any] = {
        "row": cell.row,
        "column": cell.column,
        "text": "" if cell.value is None else _text(cell)[:LONGEST_TEXT],
        "kind": kinds.get(cell.data_type, "text") if cell.value is not None else "text",
        "colour": _colour(cell),
    }
    if cell.comment is not None and cell.value is not None:
        # A spreadsheet begins a note with the name of who wrote it, on a line of its own.
        author = f"{cell.comment.author}:"
        found["note"] = str(cell.comment.text).removeprefix(author).strip()[:LONGEST_NOTE]
    if isinstance(cell.value, datetime.time | datetime.timedelta):
        found["kind"] = "time"
    if found["kind"] == "number":
        currency = _CURRENCY.search(style)
        places = _PLACES.search(style)
        # Of a positive number, the first part of the format holds. What stands in quotes is only written beside it.
        bare = _LITERAL.sub("", style.split(";")[0])
        beside = ["".join(one) for one in _LITERAL.findall(style.split(";")[0])]
        if any("%" in one for one in beside):
            return found | {"text": f"{found['text']}%", "kind": "text"}
        found |= {
            "percent": "%" in bare,
            "scaled": bool(_SCALED.search(bare)) or any(_SCALE_WORDS.match(one) for one in beside),
            "currency": next(filter(None, currency.groups())) if currency else "",
            "decimals": len(places[1]) if places else (0 if re.search("[0#]", style) else None),
        }
    return found


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return cell_text(value)


def _colour(cell: Any) -> str:
    """red, amber or green, where the cell is filled with one of these; '' else. Fills of a theme are decoration."""
    fill = cell.fill
    if fill is None or fill.patternType != "solid":
        return ""
    colour = fill.fgColor
    code = colour.rgb if colour.type == "rgb" else None
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        code = COLOR_INDEX[colour.indexed]
    if not isinstance(code, str) or not re.fullmatch("[0-9A-Fa-f]{8}", code):
        return ""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (2, 4, 6))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    # Pale tints head tables; a status is strong, or the usual pastel of a spreadsheet's own "good" and "bad".
    if saturation < 0.15 or value < 0.35:
        return ""
    degrees = hue * 360
    if degrees < 20 or degrees > 335:
        return "red"
    if degrees < 70:
        return "amber"
    return "green" if degrees < 165 else ""


if __name__ == "__main__":
    answer(look)
