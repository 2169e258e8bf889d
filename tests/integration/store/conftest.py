"""A fact store in a folder of its own, staged Parquet, and what a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attendance_supplies import Row, attendances

from trigpoint.definitions.datasets import DataSet
from trigpoint.store.schema import fact_schema
from trigpoint.store.table import FactStore, FactTable


@pytest.fixture
def data_set() -> DataSet:
    return attendances()


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    return FactStore(tmp_path / "facts", memory_limit="500MB", threads=2, patience=20)


@pytest.fixture
def table(store: FactStore, data_set: DataSet) -> FactTable:
    return store.table(data_set)


@pytest.fixture
def staged(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes rows as a staged file, in the columns of the data set that they name."""
    made = 0

    def write(rows: Sequence[Row], of: DataSet | None = None) -> list[Path]:
        nonlocal made
        made += 1
        path = tmp_path / "staged" / f"{made}.parquet"
        path.parent.mkdir(exist_ok=True)
        schema = fact_schema(of or attendances())
        names = {name for each in rows for name in each} or set(schema.names)
        pq.write_table(pa.Table.from_pylist(list(rows), pa.schema([f for f in schema if f.name in names])), path)
        return [path]

    return write


@pytest.fixture
def visible() -> Callable[..., dict[tuple[str, str, str], Decimal | None]]:
    """What a reader sees of a table: {(measure, month, hospital): value}, read from the files that it names."""

    def read(table: FactTable, version: int | None = None) -> dict[tuple[str, str, str], Decimal | None]:
        files = table.files(version).files
        rows = [r for file in files for r in pq.ParquetFile(file).read().to_pylist() if r["mark"] is None]
        found = {(r["measure"], f"{r['period_start']:%Y-%m}", r["dim_hospital"]): r["value"] for r in rows}
        assert len(found) == len(rows), "a fact is held twice"
        return found

    return read
