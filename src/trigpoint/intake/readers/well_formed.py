# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""The fast way through a text file that keeps the rules: split by DuckDB, several times faster than by Python.

Both ways give the same rows for as long as the file keeps the rules. At the first row that does not, this way stops,
and the slow one, which can say what is wrong, goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from trigpoint.intake.readers.table import batch_rows
from trigpoint.store.schema import literal

CHUNK = 1 << 20
_BLANK_LINES = (b"\n\n", b"\n\r")


def may_be_well_formed(path: Path) -> bool:
    """Whether the file has no NUL byte and no blank line, of which DuckDB would not say where they are."""
    before = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            data = before + chunk
            if b"\0" in chunk or any(blank in data for blank in _BLANK_LINES):
                return False
            before = chunk[-1:]
    return True


def columns_of(path: Path, delimiter: str, width: int) -> Iterator[list[pa.Array]]:
    """Batches of the columns beneath a header in the first line of a UTF-8 file, in order.

    Ends early at a row that breaks the rules; the caller counts the rows and sees what is left.
    """
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    texts = ", ".join(f"coalesce(c{index}, '') AS c{index}" for index in range(width))
    config: dict[str, str | int] = {
        "memory_limit": "512MB",
        "threads": 2,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(":memory:", config=config) as con:
        try:
            rows = con.sql(
                f"SELECT {texts} FROM read_csv({literal(str(path))}, auto_detect = false, columns = {{{columns}}}, "
                f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', header = false, skip = 1, strict_mode = true, "
                "null_padding = false, ignore_errors = false)"
            )
            for batch in rows.to_arrow_reader(batch_rows(width)):
                yield batch.columns
        except (duckdb.Error, pa.ArrowException, OSError):  # in a batch under way, its error comes by way of Arrow
            return
