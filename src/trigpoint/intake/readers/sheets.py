"""Sheets of a workbook, whatever its format: asked of a process of bounded memory, and received in batches."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import IO

import pyarrow as pa

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names, find_header
from trigpoint.intake.readers.table import Batch, Format, Look, OpenTable, ReadLimits, RowBatches, column_letter

OUT_OF_MEMORY = 3
OPENER = Path(__file__).with_name("workbook_process.py")


def open_sheet(
    path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits, format: Format
) -> OpenTable:
    """The table on one sheet of a workbook. Raises CannotRead."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter and our own file; -P: its folder has a csv.py
        [sys.executable, "-P", str(OPENER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        reply = _ask(process, path, name, file, wanted, limits)
        _refuse(name, file, reply)
        return _receive(process, name, file, wanted, limits, format, reply)
    except BaseException:
        _stop(process)
        raise


def _ask(
    process: subprocess.Popen[bytes], path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits
) -> dict[str, object]:
    assert process.stdin is not None
    assert process.stdout is not None
    request = {"path": str(path), "sheet": file.sheet, "wanted": list(wanted), "memory": limits.workbook_memory}
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.close()
    line = process.stdout.readline()
    if not line:
        raise _stopped(process, name)
    reply: dict[str, object] = json.loads(line)
    return reply


def _refuse(name: str, file: File, reply: dict[str, object]) -> None:
    problem = str(reply.get("problem", ""))
    if problem == "password":
        raise CannotRead(name, "it is protected by a password.", "Save it without one and supply it again.")
    if problem == "memory":
        raise _too_much(name)
    if problem:
        raise _damaged(name, problem.removeprefix("damaged: "))
    sheets = [str(sheet) for sheet in reply["sheets"]]  # type: ignore[attr-defined]
    shown = ", ".join(f"'{sheet}'" for sheet in sheets)
    if reply["sheet"] is None and file.sheet is not None:
        near = get_close_matches(file.sheet, sheets, 1, 0.4)
        raise CannotRead(
            name,
            f"it has no sheet called '{file.sheet}'; it has {shown}.",
            (f"The nearest is '{near[0]}'. " if near else "")
            + "Rename the sheet, or name the right one in the source.",
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


def _stopped(process: subprocess.Popen[bytes], name: str) -> CannotRead:
    """Why the process ended before its time."""
    if process.wait() in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
        return _too_much(name)
    return _damaged(name, "it cannot be read to its end")


def _receive(
    process: subprocess.Popen[bytes],
    name: str,
    file: File,
    wanted: Sequence[str],
    limits: ReadLimits,
    format: Format,
    reply: dict[str, object],
) -> OpenTable:
    stream = _stream(process, name)
    ahead: list[list[list[str]]] = []
    first = next(stream, None)
    if first is None:
        raise _stopped(process, name)
    top = _rows(first)
    ahead.append(top)
    needed = max(ROWS_LOOKED_AT, (file.header_row or 0) + 1)
    while sum(len(rows) for rows in ahead) < needed and (more := next(stream, None)) is not None:
        ahead.append(_rows(more))
    rows = [row for some in ahead for row in some]
    if file.header_row is not None and file.header_row > len(rows):
        raise CannotRead(
            name, f"its source says that the column names are in row {file.header_row}, but it has fewer rows."
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
        sheet=str(reply["sheet"]),
        sheets=tuple(str(sheet) for sheet in reply["sheets"]),  # type: ignore[attr-defined]
        preamble=tuple(tuple(row) for row in rows[:at]),
    )
    warnings: list[str] = []
    maker = RowBatches(columns, header, Path(name), warnings)
    batches = _batches(process, stream, ahead, at + 1, maker)
    # A file may be refused by its header alone: a generator that never began does not come to its `finally`.
    weakref.finalize(batches, _stop, process)
    return OpenTable(look, batches, warnings)


def _stream(process: subprocess.Popen[bytes], name: str) -> Iterator[pa.RecordBatch]:
    out: IO[bytes] | None = process.stdout
    assert out is not None
    try:
        with pa.ipc.open_stream(out) as reader:
            yield from reader
    except (pa.ArrowInvalid, OSError) as error:
        raise _stopped(process, name) from error
    if process.wait() != 0:
        raise _stopped(process, name)


def _rows(batch: pa.RecordBatch) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in batch.columns[1:]), strict=True)]


def _batches(
    process: subprocess.Popen[bytes],
    stream: Iterator[pa.RecordBatch],
    ahead: list[list[list[str]]],
    skip: int,
    maker: RowBatches,
) -> Iterator[Batch]:
    try:
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
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
