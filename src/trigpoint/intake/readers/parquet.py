"""Parquet files, a batch of rows at a time; their typed values written as a person would write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.header import ROWS_LOOKED_AT, column_names
from trigpoint.intake.readers.table import Batch, Look, OpenTable, ReadLimits, batch_rows


def open_parquet(path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits) -> OpenTable:
    """The table in a Parquet file. Raises CannotRead."""
    try:
        parquet = pq.ParquetFile(path)
        columns = column_names(name, parquet.schema_arrow.names, limits.columns)
        for field in parquet.schema_arrow:
            if pa.types.is_nested(field.type):
                raise CannotRead(
                    name,
                    f"its column '{field.name}' holds lists or records, not single values.",
                    "Write one row for each, or leave the column out.",
                )
        first = next(parquet.iter_batches(ROWS_LOOKED_AT), None)
        texts = [as_text(column).to_pylist() for column in first.columns] if first is not None else []
    except (pa.ArrowException, OSError) as error:
        raise _damaged(name) from error
    look = Look(name, "parquet", columns, 1, tuple(zip(*texts, strict=True)))
    return OpenTable(look, _batches(parquet, name, len(columns)))


def as_text(values: pa.Array) -> pa.Array:
    """Values of any single type as text, without loss; an absent one as an empty text."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.dictionary_decode()
        kind = values.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        values = values.cast(pa.string())
    elif pa.types.is_boolean(kind):
        values = pc.if_else(values, "TRUE", "FALSE")
    elif pa.types.is_floating(kind):
        # Whole numbers without exponent: codes are often kept as 867.0.
        whole = pc.and_(pc.equal(values, pc.round(values)), pc.less(pc.abs(values), 1e15))
        # Narrow floats keep their own shortest form; only whole ones pass by way of integers.
        integers = pc.if_else(whole, values, 0).cast(pa.int64(), safe=False).cast(pa.string())
        values = pc.if_else(pc.fill_null(whole, False), integers, values.cast(pa.string()))
    elif pa.types.is_timestamp(kind):
        texts = values.cast(pa.string())
        texts = pc.replace_substring_regex(texts, r"(\.\d*?)0+(Z|[+-]\d.*)?$", r"\1\2")
        values = pc.replace_substring_regex(texts, r"( 00:00:00)?\.?$", "")
    else:
        values = values.cast(pa.string())
    return pc.fill_null(values, "")


def _batches(parquet: pq.ParquetFile, name: str, width: int) -> Iterator[Batch]:
    row = 2
    try:
        for batch in parquet.iter_batches(batch_rows(width)):
            numbers = list(range(row, row + batch.num_rows))
            yield Batch(numbers, [as_text(column) for column in batch.columns])
            row += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(name) from error
    finally:
        parquet.close()


def _damaged(name: str) -> CannotRead:
    return CannotRead(
        name, "it is damaged, or not a Parquet file.", "Write it again where it was made, and supply that."
    )
