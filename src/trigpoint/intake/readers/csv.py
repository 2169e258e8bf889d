"""Text files with delimiters. Streams; a broken row is set apart and reading goes on with the next line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.encoding import find_encoding
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names, find_header, same_name
from trigpoint.intake.readers.table import Batch, Look, OpenTable, ReadLimits, RowBatches, RowFault, batch_rows
from trigpoint.intake.readers.well_formed import columns_of, may_be_well_formed

FEW_LINES = 64
SMALL = 1 << 20
"""Bytes under which the plain way through a file is fast enough."""
DELIMITERS = (",", ";", "\t", "|")


def open_csv(path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits) -> OpenTable:
    """The table in a text file. Raises CannotRead."""
    encoding = find_encoding(path, name, file.encoding)
    start = _first_rows(path, encoding, file, wanted)
    if not any(any(cell.strip() for cell in row) for row in start.rows):
        raise CannotRead(name, "it is empty.", "Supply the file again, with its column names and rows.")
    if file.header_row is not None:
        if file.header_row > len(start.rows):
            raise CannotRead(
                name,
                f"its column names are looked for in row {file.header_row}, but it has fewer rows.",
                "Check that it is the right file, and whole.",
            )
        at = file.header_row - 1
    else:
        at = find_header(start.rows, wanted)
    header = start.rows[at]
    columns = column_names(name, header, limits.columns)
    look = Look(
        name,
        "csv",
        columns,
        at + 1,
        samples=tuple(tuple((row + [""] * len(columns))[: len(columns)]) for row in start.rows[at + 1 :] if any(row)),
        encoding=encoding,
        delimiter=start.delimiter,
        preamble=tuple(tuple(row) for row in start.rows[:at]),
    )
    warnings: list[str] = []
    maker = RowBatches(columns, header[: len(columns)], path, warnings)
    return OpenTable(look, _batches(path, look, maker), warnings)


class _Start:
    def __init__(self, rows: list[list[str]], delimiter: str) -> None:
        self.rows, self.delimiter = rows, delimiter


def _first_rows(path: Path, encoding: str, file: File, wanted: Sequence[str]) -> _Start:
    """The first rows, split by the delimiter that the source names, or that gives the wanted names or most columns."""
    names = {same_name(name) for name in wanted}
    best: tuple[tuple[float, ...], _Start] | None = None
    rows_wanted = max(ROWS_LOOKED_AT, (file.header_row or 0) + 1)
    for order, delimiter in enumerate([file.delimiter] if file.delimiter else DELIMITERS):
        with path.open(encoding=encoding, newline="") as stream:
            records = _Records(stream, delimiter)
            rows: list[list[str]] = []
            while len(rows) < rows_wanted and (some := records.some(rows_wanted - len(rows))[0]):
                rows.extend(some)
        widths = [len(row) for row in rows if any(row)]
        usual = max(set(widths), key=widths.count) if widths else 0
        found = max((len(names & {same_name(cell) for cell in row}) for row in rows), default=0)
        # Two columns at least, or the delimiter is not one; steady widths before wide ones.
        steady = widths.count(usual) / len(widths) if widths and usual > 1 else 0
        score = (found, steady * min(usual, 4), usual, -order)
        if best is None or score > best[0]:
            best = (score, _Start(rows, delimiter))
    assert best is not None
    return best[1]


@dataclass(frozen=True)
class _Broken:
    """A row that breaks the rules of quoting: its first line, and whether a quotation mark in it is never closed."""

    line: str
    unclosed: bool


class _Records:
    """The rows of a text, some at a time. Lines are read and split in bulk, which is several times faster than singly."""

    def __init__(self, stream: TextIO, delimiter: str) -> None:
        self._stream, self._delimiter = stream, delimiter
        self._ahead: list[str] = []
        self._lines = 0
        self.noughts = False

    def some(self, count: int) -> tuple[list[list[str]], _Broken | None]:
        """About `count` rows, none at the end; where one is broken, its first line as the last row, and what is wrong."""
        # After a broken row few lines are tried at once, or a file of broken rows would be split over and over.
        self._lines = min(count, self._lines * 2) if self._lines else count
        wanted = self._lines
        while True:
            lines, at_end = self._take(wanted)
            rows: list[list[str]] = []
            try:
                rows.extend(csv.reader(lines, delimiter=self._delimiter, strict=True))
            except csv.Error as error:
                began = self._line_of_row(lines, len(rows))
                if "end of data" in str(error) and not at_end:
                    # The last row goes on in lines not yet read.
                    self._ahead = lines[began:] + self._ahead
                    if rows:
                        return rows, None
                    wanted *= 2
                    continue
                # Later lines are rows of their own, or a quotation mark never closed would swallow the rest of the file.
                self._ahead = lines[began + 1 :] + self._ahead
                self._lines = FEW_LINES
                line = lines[began].rstrip("\r\n")
                rows.append([line])
                return rows, _Broken(line, "expected after" not in str(error) or not _closed(line))
            return rows, None

    def _take(self, count: int) -> tuple[list[str], bool]:
        lines, self._ahead = self._ahead[:count], self._ahead[count:]
        missing = count - len(lines)
        fresh = list(islice(self._stream, missing)) if missing else []
        if fresh and "\0" in "".join(fresh):
            self.noughts = True
        return lines + fresh, len(fresh) < missing

    def _line_of_row(self, lines: list[str], rows: int) -> int:
        """The index of the line with which the row after so many begins, found by reading those again."""
        again = csv.reader(lines, delimiter=self._delimiter, strict=True)
        for _ in range(rows):
            next(again)
        return again.line_num


def _closed(line: str) -> bool:
    return line.count('"') % 2 == 0


def _batches(path: Path, look: Look, maker: RowBatches) -> Iterator[Batch]:
    assert look.encoding is not None
    assert look.delimiter is not None
    size = batch_rows(maker.width)
    row = look.header_row + 1
    if _may_go_fast(path, look, maker):
        for columns in columns_of(path, look.delimiter, maker.width):
            batch = maker.batch_of_columns(row, columns)
            row += len(columns[0])
            yield batch
    with path.open(encoding=look.encoding, newline="") as stream:
        records = _Records(stream, look.delimiter)
        passed = 1
        while passed < row:
            rows, _ = records.some(min(size, row - passed))
            passed += len(rows)
        while True:
            rows = []
            faults: list[RowFault] = []
            # A file of broken rows only must not become a batch a row.
            while len(rows) < size:
                some, broken = records.some(size - len(rows))
                rows.extend(some)
                if broken is None:
                    break
                faults.append(_fault(row + len(rows) - 1, broken))
            if not rows:
                return
            if records.noughts:
                faults.extend(_noughts(row, rows, {fault.row for fault in faults}))
            yield maker.batch(row, rows, faults)
            row += len(rows)


def _may_go_fast(path: Path, look: Look, maker: RowBatches) -> bool:
    big_enough = path.stat().st_size > SMALL
    plain = look.encoding == "utf-8" and look.header_row == 1 and not any("\n" in name for name in maker.header)
    return big_enough and plain and may_be_well_formed(path)


def _fault(row: int, broken: _Broken) -> RowFault:
    if broken.unclosed:
        return RowFault(
            row,
            "unreadable",
            broken.line[:200],
            "a closing quotation mark",
            "A quotation mark is opened in this row and never closed: close it, or take it away.",
        )
    return RowFault(
        row,
        "unreadable",
        broken.line[:200],
        "a delimiter after the closing quotation mark",
        "Write a quotation mark inside a quoted text twice.",
    )


def _noughts(first: int, rows: list[list[str]], known: set[int]) -> Iterator[RowFault]:
    for number, row in enumerate(rows, first):
        if number not in known and any("\0" in cell for cell in row):
            shown = "".join(row)[:200].replace("\0", "␀")
            rows[number - first] = [cell.replace("\0", "␀") for cell in row]
            yield RowFault(
                number, "unreadable", shown, "text", "The row holds a NUL byte: save the file again where it was made."
            )
