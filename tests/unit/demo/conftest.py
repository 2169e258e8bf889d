"""The sample's files, made once, and read back by nothing of the product: plain readers and DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import load_workbook

from trigpoint.demo.generate import Supply, supplies

UNTIL = date(2026, 9, 30)
SEED = 2009
"""The seed of the sample (`demo.make`, which cannot be imported without a database)."""
HABITS: dict[str, dict[str, str]] = {
    "discharge-return": {"delimiter": ";"},
    "children-return": {"delimiter": "\t"},
    "waste-return": {"encoding": "cp1252"},
    "volunteer-return": {"encoding": "cp1252"},
    "incident-log": {"encoding": "utf-8-sig"},
}
TITLE_ROWS = {"case-conference": 4, "repairs-workbook": 3, "ledger-extract": 2, "survey-tables": 2}

Row = dict[str, Any]


@dataclass(frozen=True)
class Files:
    """What the partners sent. rows: of all files of a source, oldest first, each with `supply`, its place in time."""

    sent: list[Supply]

    def of(self, source: str) -> list[Supply]:
        return [supply for supply in self.sent if supply.source == source]

    def rows(self, source: str, keep: Callable[[Supply], bool] = lambda _: True) -> list[Row]:
        return [row for supply in self.of(source) if keep(supply) for row in read(supply)]


def read(supply: Supply) -> list[Row]:
    """The rows of a file by its heading; empty cells are None."""
    if supply.path.suffix == ".parquet":
        found = duckdb.sql(f"FROM read_parquet('{supply.path}')")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    if supply.path.suffix == ".csv":
        habit = HABITS.get(supply.source, {})
        with supply.path.open(encoding=habit.get("encoding", "utf-8"), newline="") as file:
            rows = csv.DictReader(file, delimiter=habit.get("delimiter", ","))
            return [{name: value or None for name, value in row.items()} for row in rows]
    cells = load_workbook(supply.path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    heading, *rest = cells[TITLE_ROWS.get(supply.source, 0) :]
    return [{name: None if v == "" else v for name, v in zip(heading, row, strict=True)} for row in rest]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(list(supplies(SEED, UNTIL, Path(tmp_path_factory.mktemp("sample")))))
