"""Sheets of a workbook, whatever its format: asked of a process of bounded memory, and received in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pyarrow as pa

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import WHO_KEEPS, CannotRead
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names, find_header
from trigpoint.intake.readers.opened_elsewhere import OpenedElsewhere
from trigpoint.intake.readers.table import Batch, Format, Look, OpenTable, ReadLimits, RowBatches, column_letter


def open_sheet(
    path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits, format: Format
) -> OpenTable:
    """The table on one sheet of a workbook. Raises CannotRead."""
    opened = OpenedElsewhere(
        "workbook_process",
        path,
        name,
        limits,
        too_much=_too_much,
        damaged=_damaged,
        sheet=file.sheet,
        wanted=list(wanted),
    )
    with opened.stopped_on_error():
        _refuse(name, file, opened.reply)
        return _receive(opened, name, file, wanted, limits, format)


def _refuse(name: str, file: File, reply: dict[str, Any]) -> None:
    if reply.get("problem") == "password":
        raise CannotRead(name, "it is protected by a password.", "Save it without one and supply it again.")
    sheets = [str(sheet) for sheet in reply["sheets"]]
    shown = ", ".join(f"'{sheet}'" for sheet in sheets)
    if reply["sheet"] is None and file.sheet is not None:
        near = get_close_matches(file.sheet, sheets, 1, 0.4)
        raise CannotRead(
            name,
            f"it has no sheet called '{file.sheet}'; it has {shown}.",
            (f"The nearest is '{near[0]}'. " if near else "")
            + f"Rename the sheet in the file; or ask {WHO_KEEPS} to have the other one read.",
        )
    if reply["sheet"] is None or reply["empty"]:
        where = f"its sheet '{reply['sheet']}' is empty" if reply["sheet"] else "all of its sheets are empty"
        raise CannotRead(name, f"{where} (it has {shown}).", "Supply the file again, with its column names and rows.")


def _too_much(name: str) -> CannotRead:
    return CannotRead(
        name,
        "it asks for more memory than any honest workbook of its size.",
        "Delete what stands far below or to the right of the table (one stray cell is enough), or save it as CSV.",
    )


def _damaged(name: str, why: str) -> CannotRead:
    return CannotRead(
        name,
        f"it is damaged, or not the kind of file that its name says ({why}).",
        "Open it in the program that made it, save it again, and supply that.",
    )


def _receive(
    opened: OpenedElsewhere, name: str, file: File, wanted: Sequence[str], limits: ReadLimits, format: Format
) -> OpenTable:
    stream = opened.batches()
    ahead: list[list[list[str]]] = []
    first = next(stream, None)
    if first is None:
        raise _damaged(name, "it cannot be read to its end")
    top = _rows(first)
    ahead.append(top)
    needed = max(ROWS_LOOKED_AT, (file.header_row or 0) + 1)
    while sum(len(rows) for rows in ahead) < needed and (more := next(stream, None)) is not None:
        ahead.append(_rows(more))
    rows = [row for some in ahead for row in some]
    if file.header_row is not None and file.header_row > len(rows):
        raise CannotRead(
            name,
            f"its column names are looked for in row {file.header_row}, but it has fewer rows.",
            "Check that it is the right file, and whole.",
        )
    at = file.header_row - 1 if file.header_row else find_header(rows[:ROWS_LOOKED_AT], wanted)
    # A sheet is as wide as its widest row: a note beside the table makes columns without a name, which are let be.
    named = column_names(name, rows[at], limits.columns)
    header = rows[at]
    columns = (*named, *(f"(column {column_letter(index)})" for index in range(len(named), len(header))))
    samples = tuple(tuple(row) for row in rows[at + 1 : at + 1 + ROWS_LOOKED_AT] if any(row))
    look = Look(
        name,
        format,
        columns,
        at + 1,
        samples,
        sheet=str(opened.reply["sheet"]),
        sheets=tuple(str(sheet) for sheet in opened.reply["sheets"]),
        preamble=tuple(tuple(row) for row in rows[:at]),
    )
    warnings: list[str] = []
    maker = RowBatches(columns, header, Path(name), warnings)
    return OpenTable(look, opened.to_its_end(_batches(stream, ahead, at + 1, maker)), warnings)


def _rows(batch: pa.RecordBatch) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in batch.columns[1:]), strict=True)]


def _batches(
    stream: Iterator[pa.RecordBatch], ahead: list[list[list[str]]], skip: int, maker: RowBatches
) -> Iterator[Batch]:
    row = 1
    while ahead:
        rows = ahead.pop(0)
        beneath = rows[max(0, skip + 1 - row) :]
        if beneath:
            yield maker.batch(row + len(rows) - len(beneath), beneath)
        row += len(rows)
    for batch in stream:
        rows = _rows(batch)
        yield maker.batch(row, rows)
        row += len(rows)
