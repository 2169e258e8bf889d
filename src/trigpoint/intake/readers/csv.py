"""Text files with delimiters. Streams; a broken row is set apart and reading goes on with the next line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.encoding import find_encoding
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names, find_header, same_name
from trigpoint.intake.readers.table import Batch, Look, OpenTable, ReadLimits, RowBatches, RowFault, batch_rows

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
                name, f"its source says that the column names are in row {file.header_row}, but it has fewer rows."
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
            rows, _ = _some_rows(_Lines(stream), delimiter, rows_wanted)
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


class _Lines:
    """The lines of a text, of which those since `mark` can be had again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = iter(stream)
        self._ahead: list[str] = []
        self.held: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._ahead.pop() if self._ahead else next(self._stream)
        self.held.append(line)
        return line

    def mark(self) -> None:
        self.held.clear()

    def back_to(self, index: int) -> None:
        """Gives the held lines from `index` on once more."""
        self._ahead.extend(reversed(self.held[index:]))
        self.held.clear()


def _some_rows(lines: _Lines, delimiter: str, count: int) -> tuple[list[list[str]], tuple[str, str] | None]:
    """Up to `count` rows; and, where a row is broken, that row's first line as the last one, with what is wrong."""
    lines.mark()
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        rows.extend(islice(reader, count))
    except csv.Error as error:
        # Which held line the broken row began with is known by reading those again. Later lines are rows of their own,
        # or a quotation mark that is never closed would swallow the rest of the file.
        again = csv.reader(iter(lines.held), delimiter=delimiter, strict=True)
        for _ in range(len(rows)):
            next(again)
        began = again.line_num
        line = lines.held[began].rstrip("\r\n")
        swallowed = len(lines.held) - began > 1
        lines.back_to(began + 1)
        rows.append([line])
        return rows, (line, "open" if swallowed or "end of data" in str(error) else "quotes")
    return rows, None


def _batches(path: Path, look: Look, maker: RowBatches) -> Iterator[Batch]:
    assert look.encoding is not None
    assert look.delimiter is not None
    size = batch_rows(maker.width)
    with path.open(encoding=look.encoding, newline="") as stream:
        lines = _Lines(stream)
        _skip(lines, look)
        row = look.header_row + 1
        while True:
            rows: list[list[str]] = []
            faults: list[RowFault] = []
            noughts = False
            # A file of broken rows only must not become a batch a row.
            while len(rows) < size:
                some, broken = _some_rows(lines, look.delimiter, size - len(rows))
                rows.extend(some)
                noughts = noughts or broken is not None or "\0" in "".join(lines.held)
                if broken is None:
                    break
                faults.append(_fault(row + len(rows) - 1, *broken))
            if not rows:
                return
            if noughts:
                faults.extend(_noughts(row, rows, {fault.row for fault in faults}))
            yield maker.batch(row, rows, faults)
            row += len(rows)


def _skip(lines: _Lines, look: Look) -> None:
    left = look.header_row
    while left:
        some, _ = _some_rows(lines, look.delimiter or ",", left)
        if not some:
            return
        left -= len(some)


def _fault(row: int, line: str, kind: str) -> RowFault:
    if kind == "open":
        return RowFault(
            row,
            "unreadable",
            line[:200],
            "a closing quotation mark",
            "A quotation mark is opened in this row and never closed: close it, or take it away.",
        )
    return RowFault(
        row,
        "unreadable",
        line[:200],
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
