"""The columns of facts come from the definition of their data set."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from trigpoint.definitions.datasets import DataSet
from trigpoint.store.faults import StoreError
from trigpoint.store.schema import columns_of, fact_schema, financial_year


def data_set(**changes: Any) -> DataSet:
    measure = {"code": "calls", "name": "Calls", "unit": "calls", "over_members": "sum", "over_time": "sum"}
    return DataSet.model_validate(
        {
            "kind": "data-set",
            "code": "calls",
            "name": "Calls",
            "grain": "month",
            "dimensions": [{"dimension": "area"}, {"dimension": "area", "as": "area-of-origin"}],
            "measures": [measure],
            "kept": [{"code": "reference", "name": "Reference"}],
        }
        | changes
    )


def test_each_role_and_kept_column_has_a_column_of_text() -> None:
    schema = fact_schema(data_set())
    for name in ("dim_area", "dim_area-of-origin", "kept_reference"):
        assert schema.field(name).type == pa.string()


def test_figures_that_are_added_are_decimals_and_only_published_ones_floating() -> None:
    schema = fact_schema(data_set())
    assert schema.field("value").type == pa.decimal128(18, 6)
    assert schema.field("published").type == pa.float64()


def test_a_fact_is_told_apart_by_measure_period_dimensions_and_row_key() -> None:
    names = {c.name for c in columns_of(data_set()).key}
    assert names == {"measure", "period_start", "period_end", "dim_area", "dim_area-of-origin", "row_key"}


def test_a_change_of_where_it_was_read_is_no_correction_and_a_change_of_a_kept_column_is() -> None:
    compared = {c.name for c in columns_of(data_set()).part("compared")}
    assert not compared & {"load", "file", "line", "precedence", "period_label"}
    assert {"value", "text", "nothing", "kept_reference", "provider"} <= compared


def test_roles_that_differ_only_in_case_are_refused() -> None:
    with pytest.raises(StoreError, match="but for case"):
        fact_schema(data_set(dimensions=[{"dimension": "area"}, {"dimension": "Area"}]))


def test_a_breakdown_that_the_table_holds_cannot_be_dropped_from_the_definition() -> None:
    with pytest.raises(StoreError, match="broken down by team"):
        columns_of(data_set(), ["measure", "dim_area", "dim_team"])


def test_a_kept_column_that_was_dropped_stays_in_the_table() -> None:
    assert columns_of(data_set(), ["measure", "kept_band"]).former == ("kept_band",)


@pytest.mark.parametrize(
    ("start", "day", "year"),
    [
        ((4, 1), date(2019, 3, 31), 2018),
        ((4, 1), date(2019, 4, 1), 2019),
        ((4, 6), date(2019, 4, 5), 2018),
        ((4, 6), date(2019, 4, 6), 2019),
        ((1, 1), date(2019, 1, 1), 2019),
        ((1, 1), date(2018, 12, 31), 2018),
    ],
)
def test_the_partition_is_the_year_in_which_the_financial_year_starts(
    start: tuple[int, int], day: date, year: int
) -> None:
    with duckdb.connect() as con:
        assert con.execute(f"SELECT {financial_year(start)} FROM (SELECT ? AS period_start)", [day]).fetchall() == [
            (year,)
        ]
