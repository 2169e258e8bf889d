"""Opens a workbook in a process of its own, whose memory is bounded, and gives one sheet's cells as text.

Run as `python workbook_process.py`, with a request as JSON on standard input. A few kilobytes of a hostile workbook
can ask for terabytes (one cell in the last row and column is enough), and the library that reads it would stop the
whole program; here only this process stops. Standard output carries a line of JSON (the sheets, and which was chosen,
or what is wrong) and then an Arrow stream: `row` and as many text columns as the sheet is wide.

Imports nothing of the rest of the program, so that it starts fast.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from typing import Any, BinaryIO


class _NoPandas(MetaPathFinder):
    """Arrow looks for pandas at its first use, which takes longer than all the rest, and needs it for nothing here."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


sys.meta_path.insert(0, _NoPandas())

import pyarrow as pa  # noqa: E402
import python_calamine as calamine  # noqa: E402

ROWS_LOOKED_AT = 60
CELLS_A_BATCH = 400_000
OUT_OF_MEMORY = 3
"""The exit code that says so. Where the library that reads workbooks asks for too much, the process is aborted instead."""
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


def bound_memory(limit: int) -> None:
    """Lets this process have so many bytes and no more, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows: the limits on the unpacked size must do.
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


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


def main() -> None:
    request = json.loads(sys.stdin.readline())
    bound_memory(request["memory"])
    out = sys.stdout.buffer
    reply: dict[str, Any] = {}
    sheet = None
    try:
        book = calamine.load_workbook(request["path"])
        reply["sheets"] = book.sheet_names
        sheet = choose_sheet(book, request["sheet"], request["wanted"])
        reply["sheet"] = sheet.name if sheet is not None else None
        reply["empty"] = sheet is not None and sheet.start is None
    except calamine.PasswordError:
        reply["problem"] = "password"
    except (calamine.CalamineError, OSError) as error:
        reply["problem"] = "memory" if "limit exceeded" in str(error) else f"damaged: {error}"
    except MemoryError:
        reply["problem"] = "memory"
    out.write(json.dumps(reply).encode() + b"\n")
    out.flush()
    if sheet is not None and sheet.start is not None and "problem" not in reply:
        try:
            send(sheet, out)
        except MemoryError:
            sys.exit(OUT_OF_MEMORY)
    out.flush()


if __name__ == "__main__":
    main()
