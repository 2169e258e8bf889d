"""Opens a workbook in a process of its own (see `bounded_process`), and gives one sheet's cells as text.

The reply names the sheets, and which was chosen; the stream has `row` and as many text columns as the sheet is wide.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO

import pyarrow as pa
import python_calamine as calamine

from trigpoint.intake.readers.bounded_process import CELLS_A_BATCH, Sender, answer

ROWS_LOOKED_AT = 60
MIDNIGHT = datetime.time()


def cell_text(cell: Any) -> str:
    """A cell as text, without loss: whole numbers without a decimal point, others in the shortest exact form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return str(cell)


def choose_sheet(
    book: calamine.CalamineWorkbook, named: str | None, wanted: Sequence[str]
) -> calamine.CalamineSheet | None:
    """The named sheet; else the visible one with the most wanted column names near its top; else the first not empty."""
    if named is not None:
        for name in book.sheet_names:
            if _same(name) == _same(named):
                return book.get_sheet_by_name(name)
        return None
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    names = {_same(name) for name in wanted}
    best, best_score = None, (-1, -1)
    for order, name in enumerate(visible):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        score = 0
        for index, row in enumerate(sheet.iter_rows()):
            if index >= ROWS_LOOKED_AT:
                break
            score = max(score, len(names & {_same(cell_text(cell)) for cell in row}))
        if (score, -order) > best_score or best is None:
            best, best_score = sheet, (score, -order)
    return best


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


def send(sheet: calamine.CalamineSheet, out: BinaryIO) -> None:
    """Writes the sheet's rows, from row 1 and column A, as an Arrow stream."""
    assert sheet.end is not None
    assert sheet.start is not None
    left = sheet.start[1]
    width = sheet.end[1] + 1
    schema = pa.schema([("row", pa.int64()), *((f"c{index}", pa.string()) for index in range(width))])
    size = max(64, CELLS_A_BATCH // width)
    pad = [""] * left
    with pa.ipc.new_stream(out, schema) as writer:
        rows: list[list[str]] = []
        first = 1
        for row in sheet.iter_rows():
            rows.append([*pad, *(cell_text(cell) for cell in row)])
            if len(rows) == size:
                _send_batch(writer, schema, first, rows)
                first, rows = first + len(rows), []
        if rows:
            _send_batch(writer, schema, first, rows)


def _send_batch(writer: pa.ipc.RecordBatchStreamWriter, schema: pa.Schema, first: int, rows: list[list[str]]) -> None:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    numbers = pa.array(range(first, first + len(rows)), pa.int64())
    writer.write_batch(pa.record_batch([numbers, *columns], schema=schema))


def look(request: dict[str, Any]) -> tuple[dict[str, Any], Sender | None]:
    """The sheets and the chosen one, and what sends it; or what is wrong."""
    try:
        book = calamine.load_workbook(request["path"])
        sheet = choose_sheet(book, request["sheet"], request["wanted"])
    except calamine.PasswordError:
        return {"problem": "password"}, None
    except (calamine.CalamineError, OSError) as error:
        return {"problem": "memory" if "limit exceeded" in str(error) else f"damaged: {error}"}, None
    empty = sheet is not None and sheet.start is None
    reply = {"sheets": book.sheet_names, "sheet": sheet.name if sheet is not None else None, "empty": empty}
    return reply, partial(send, sheet) if sheet is not None and not empty else None


if __name__ == "__main__":
    answer(look)
