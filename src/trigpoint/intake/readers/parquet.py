"""Parquet files, a batch of rows at a time; their typed values written as a person would write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names
from trigpoint.intake.readers.opened_elsewhere import OpenedElsewhere
from trigpoint.intake.readers.table import Batch, Look, OpenTable, ReadLimits


def open_parquet(path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits) -> OpenTable:
    """The table in a Parquet file. Raises CannotRead."""
    opened = OpenedElsewhere("parquet_process", path, name, limits, too_much=_too_much, damaged=_damaged)
    with opened.stopped_on_error():
        if opened.reply.get("problem") == "nested":
            raise CannotRead(
                name,
                f"its column '{opened.reply['column']}' holds lists or records, not single values.",
                "Write one row for each, or leave the column out.",
            )
        columns = column_names(name, [str(column) for column in opened.reply["columns"]], limits.columns)
        batches = opened.batches()
        first = next(batches, None)
        texts = [column.to_pylist() for column in first.slice(0, ROWS_LOOKED_AT).columns] if first is not None else []
    look = Look(name, "parquet", columns, 1, tuple(zip(*texts, strict=True)))
    return OpenTable(look, opened.to_its_end(_numbered(chain((first,) if first is not None else (), batches))))


def _numbered(batches: Iterator[pa.RecordBatch]) -> Iterator[Batch]:
    row = 2
    for batch in batches:
        yield Batch(list(range(row, row + batch.num_rows)), batch.columns)
        row += batch.num_rows


def _too_much(name: str) -> CannotRead:
    return CannotRead(
        name,
        "it asks for more memory than any honest file of its size.",
        "Leave out the columns that hold long texts, supply it in parts, or save it as CSV.",
    )


def _damaged(name: str, why: str) -> CannotRead:
    return CannotRead(
        name, "it is damaged, or not a Parquet file.", "Write it again where it was made, and supply that."
    )
