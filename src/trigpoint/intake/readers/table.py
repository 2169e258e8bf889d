"""What every reader gives: a look at the table in a file, then its rows in batches of bounded size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Format = Literal["csv", "excel", "opendocument", "parquet"]
CELLS_A_BATCH = 400_000


@dataclass(frozen=True)
class ReadLimits:
    """How large a file may be: hostile ones are small until they are opened.

    memory: of the process that opens it. any_text: bytes of text that any file may hold, however small; beyond these,
    so many times its own size.
    """

    file_bytes: int = 4 * 2**30
    unpacked_bytes: int = 2 * 2**30
    columns: int = 16_384
    memory: int = 3 * 2**30
    any_text: int = 256 * 2**20
    times_its_size: int = 1000

    def text_bytes(self, size: int) -> int:
        """How many bytes of text a file of a size may hold."""
        return min(self.file_bytes, max(self.any_text, self.times_its_size * size))


@dataclass(frozen=True)
class RowFault:
    """A row that cannot be read as the header says. `text` is what stood there."""

    row: int
    kind: Literal["ragged", "unreadable"]
    text: str
    expected: str
    what_to_do: str


@dataclass(frozen=True)
class Batch:
    """Some rows. `rows` are numbered as a spreadsheet does; `extra` holds what stood beyond the last column."""

    rows: list[int]
    columns: list[pa.Array]
    extra: dict[int, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True)
class Look:
    """What a file looks like. `columns` are the names as written, in order; `samples` the first rows beneath them."""

    name: str
    format: Format
    columns: tuple[str, ...]
    header_row: int
    samples: tuple[tuple[str, ...], ...]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    preamble: tuple[tuple[str, ...], ...] = ()


@dataclass
class OpenTable:
    """A table that has been looked at and can be read once. Call `close` when done with it, read or not."""

    look: Look
    _batches: Iterator[Batch]
    warnings: list[str] = field(default_factory=list)

    def batches(self) -> Iterator[Batch]:
        """The rows beneath the header, in order. Blank rows and repeats of the header are left out."""
        return self._batches

    def close(self) -> None:
        """Lets go of the file."""
        close = getattr(self._batches, "close", None)
        if close is not None:
            close()


def batch_rows(columns: int) -> int:
    """How many rows of so many columns make a batch."""
    return max(64, CELLS_A_BATCH // max(1, columns))


def column_letter(index: int) -> str:
    """A, B, … Z, AA: how a spreadsheet names the column at `index`, counted from nought."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class RowBatches:
    """Makes batches of rows given as lists of texts: drops blank rows and repeated headers, sets ragged ones apart."""

    def __init__(self, columns: Sequence[str], header: Sequence[str], path: Path, warnings: list[str]) -> None:
        self.width = len(columns)
        self.header = list(header)
        self.path = path
        self.warnings = warnings

    def batch(self, first_row: int, rows: list[list[str]], faults: Sequence[RowFault] = ()) -> Batch:
        """A batch of `rows`, the first of which stands at `first_row`. A fault's row stands in `rows` as found."""
        width, header = self.width, self.header
        if not faults and set(map(len, rows)) == {width} and all(map(any, rows)) and header not in rows:
            return Batch(list(range(first_row, first_row + len(rows))), _columns(rows, width))
        unreadable = {fault.row for fault in faults}
        numbers: list[int] = []
        kept: list[list[str]] = []
        found = list(faults)
        extra: dict[int, tuple[str, ...]] = {}
        for number, row in enumerate(rows, first_row):
            if len(row) != width and number not in unreadable:
                if not any(row):
                    continue
                if len(row) > width and not any(row[width:]):
                    row = row[:width]
                else:
                    found.append(_ragged(number, len(row), width))
                    if len(row) > width:
                        extra[number] = tuple(row[width:])
                    row = (row + [""] * width)[:width]
            elif number in unreadable:
                row = (row + [""] * width)[:width]
            elif not any(row):
                continue
            elif row == header:
                self.warnings.append(f"Row {number} repeats the column names and was passed over.")
                continue
            numbers.append(number)
            kept.append(row)
        return Batch(numbers, _columns(kept, width), extra, tuple(found))

    def batch_of_columns(self, first_row: int, columns: list[pa.Array]) -> Batch:
        """The same of columns of texts, none of whose rows is ragged or broken."""
        suspects = (pc.any(pc.equal(columns[0], text)).as_py() for text in {"", self.header[0]})
        if any(suspects):
            rows = zip(*(column.to_pylist() for column in columns), strict=True)
            return self.batch(first_row, [list(row) for row in rows])
        return Batch(list(range(first_row, first_row + len(columns[0]))), columns)


def _columns(rows: list[list[str]], width: int) -> list[pa.Array]:
    if not rows:
        return [pa.array([], pa.string())] * width
    return [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]


def _ragged(row: int, found: int, expected: int) -> RowFault:
    more = found > expected
    return RowFault(
        row,
        "ragged",
        f"{found:,} fields",
        f"{expected:,} fields, as in the header",
        "Look for a delimiter inside a text and put the text in quotation marks."
        if more
        else "Look for a missing delimiter or a line break inside a text; a note under the table may be left out.",
    )
