"""Opens a Parquet file in a process of its own (see `bounded_process`), and gives its typed values as texts.

A text that the file holds once and names in many rows stays so until a few rows at a time are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trigpoint.intake.readers.bounded_process import CELLS_A_BATCH, Sender, answer

BYTES_A_BATCH = 32 * 2**20


def look(request: dict[str, Any]) -> tuple[dict[str, Any], Sender | None]:
    """The names of the columns, and what sends them; or what is wrong."""
    try:
        schema = pq.read_schema(request["path"])
        for field in schema:
            if pa.types.is_nested(field.type):
                return {"problem": "nested", "column": field.name}, None
        texts = [field.name for field in schema if _is_text(field.type)]
        parquet = pq.ParquetFile(request["path"], read_dictionary=texts)
    except pa.ArrowMemoryError:
        raise
    except (pa.ArrowException, OSError) as error:
        return {"problem": f"damaged: {error}"}, None
    return {"columns": schema.names}, partial(send, parquet)


def send(parquet: pq.ParquetFile, out: BinaryIO) -> None:
    """Writes the rows, in order, as an Arrow stream of as many text columns."""
    width = len(parquet.schema_arrow)
    schema = pa.schema([(f"c{index}", pa.string()) for index in range(width)])
    with pa.ipc.new_stream(out, schema) as writer:
        for batch in parquet.iter_batches(max(64, CELLS_A_BATCH // max(1, width)), use_threads=False):
            for piece in pieces(batch):
                writer.write_batch(pa.record_batch([as_text(column) for column in piece.columns], schema=schema))


def pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The batch in parts whose texts take so many bytes at most (or of one row), told before any is written out."""
    sizes = [size for column in batch.columns if (size := _lengths(column)) is not None]
    if not sizes:
        yield batch
        return
    total = sizes[0]
    for size in sizes[1:]:
        total = pc.add(total, size)
    ends = pc.cumulative_sum(total)
    start, before = 0, 0
    while start < batch.num_rows:
        within = pc.less_equal(ends, before + BYTES_A_BATCH)
        stop = max(start + 1, pc.sum(within).as_py() or 0)
        yield batch.slice(start, stop - start)
        start, before = stop, ends[stop - 1].as_py()


def _lengths(column: pa.Array) -> pa.Array | None:
    """How many bytes the text of each row has; None for what is always short."""
    if pa.types.is_dictionary(column.type):
        if not _is_text(column.type.value_type):
            return None
        lengths = pc.binary_length(column.dictionary).take(column.indices)
    elif _is_text(column.type) or pa.types.is_fixed_size_binary(column.type):
        lengths = pc.binary_length(column)
    else:
        return None
    return pc.fill_null(lengths, 0).cast(pa.int64())


def _is_text(kind: pa.DataType) -> bool:
    return any(
        is_kind(kind)
        for is_kind in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    )


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


if __name__ == "__main__":
    answer(look)
