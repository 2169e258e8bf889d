"""What the store will not keep, said by file and line; and that nothing at all is written then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attendance_supplies import attendances, month, row
from deltalake import DeltaTable, write_deltalake

from trigpoint.store.faults import BadSupply, DuplicateFacts, ForeignTable, StoreError
from trigpoint.store.schema import fact_schema
from trigpoint.store.scope import Scope
from trigpoint.store.table import FactStore, FactTable

Staged = Callable[..., list[Path]]


def columns_staged(folder: Path, **columns: Any) -> list[Path]:
    """One row with columns of types of one's own."""
    start, end = month("2018-04")
    plain = {
        "measure": ["seen"],
        "period_start": [start],
        "period_end": [end],
        "dim_hospital": ["A"],
        "file": [2],
        "line": [14],
    }
    path = folder / "odd.parquet"
    pq.write_table(pa.table({name: each for name, each in (plain | columns).items() if each is not None}), path)
    return [path]


def refused(table: FactTable, staged: list[Path]) -> str:
    with pytest.raises(BadSupply) as error:
        table.commit(staged, load=1, precedence=1)
    assert table.version() == -1
    assert not Path(table.place.url).exists()
    (fault,) = error.value.faults
    if fault.line is not None:
        assert (fault.file, fault.line) == (2, 14)
    return str(error.value)


class TestValuesThatWouldBeChanged:
    @pytest.mark.parametrize("value", [1 / 3, 1e13, 0.1234567])
    def test_a_floating_value_that_six_places_do_not_hold(self, table: FactTable, tmp_path: Path, value: float) -> None:
        message = refused(table, columns_staged(tmp_path, value=[value]))
        assert "file 2, line 14: value is" in message
        assert "DECIMAL(18,6) holds exactly" in message

    @pytest.mark.parametrize("value", [0.1, 2_167_550.0, 86.604321])
    def test_a_floating_value_that_they_do_hold_is_kept(self, table: FactTable, tmp_path: Path, value: float) -> None:
        table.commit(columns_staged(tmp_path, value=[value]), load=1, precedence=1)
        assert table.rows({}).column("value").to_pylist() == [Decimal(str(value)).quantize(Decimal("0.000001"))]

    def test_a_decimal_of_more_places(self, table: FactTable, tmp_path: Path) -> None:
        value = pa.array([Decimal("1.00000001")], pa.decimal128(20, 8))
        assert "1.00000001" in refused(table, columns_staged(tmp_path, value=value))

    def test_a_line_number_that_is_no_whole_number(self, table: FactTable, tmp_path: Path) -> None:
        with pytest.raises(BadSupply, match=r"line is 2\.9"):
            table.commit(columns_staged(tmp_path, line=[2.9]), load=1, precedence=1)

    def test_a_number_as_text(self, table: FactTable, tmp_path: Path) -> None:
        assert "value is of type VARCHAR" in refused(table, columns_staged(tmp_path, value=["12"]))

    def test_a_code_as_a_number_that_has_lost_its_noughts(self, table: FactTable, tmp_path: Path) -> None:
        assert "dim_hospital is of type BIGINT" in refused(table, columns_staged(tmp_path, dim_hospital=[7]))

    @pytest.mark.parametrize("value", [float("nan"), float("inf")])
    def test_what_is_no_number(self, table: FactTable, tmp_path: Path, value: float) -> None:
        assert "expected a number" in refused(table, columns_staged(tmp_path, published=[value]))


class TestRowsThatMakeNoSense:
    def test_a_measure_that_the_data_set_has_not(self, table: FactTable, tmp_path: Path) -> None:
        assert "measure is cured, expected a measure of attendances" in refused(
            table, columns_staged(tmp_path, measure=["cured"])
        )

    def test_a_column_that_the_data_set_has_not(self, table: FactTable, tmp_path: Path) -> None:
        assert "dim_ward is a column that the data set does not define" in refused(
            table, columns_staged(tmp_path, dim_ward=["x"])
        )

    def test_a_period_that_ends_before_it_starts(self, table: FactTable, tmp_path: Path) -> None:
        assert "a day after the period's start" in refused(
            table, columns_staged(tmp_path, period_end=[date(2018, 3, 1)])
        )

    def test_a_row_without_a_measure(self, table: FactTable, tmp_path: Path) -> None:
        assert "measure is empty" in refused(table, columns_staged(tmp_path, measure=pa.array([None], pa.string())))

    def test_a_supply_without_periods(self, table: FactTable, tmp_path: Path) -> None:
        assert "period_start is absent" in refused(table, columns_staged(tmp_path, period_start=None))

    def test_a_figure_and_a_reason_for_there_being_none(self, table: FactTable, tmp_path: Path) -> None:
        assert "either a figure or why there is none" in refused(
            table, columns_staged(tmp_path, value=[3], nothing=["hidden"])
        )

    def test_a_kind_of_nothing_that_there_is_not(self, table: FactTable, tmp_path: Path) -> None:
        assert "nothing is unknown" in refused(table, columns_staged(tmp_path, nothing=["unknown"]))

    def test_a_financial_year_that_begins_on_another_day(self, table: FactTable, tmp_path: Path) -> None:
        assert "fy is 2017" in refused(table, columns_staged(tmp_path, fy=[2017]))

    def test_an_event_without_a_key(self, store: FactStore, tmp_path: Path) -> None:
        table = store.table(attendances(rows="events"))
        assert "row_key is empty" in refused(table, columns_staged(tmp_path))

    def test_all_faulty_rows_are_named_at_once(self, table: FactTable, staged: Staged) -> None:
        rows = [row(m, "2018-04", "A", 1, n) for n, m in enumerate(["cured", "seen", "died"], 2)]
        with pytest.raises(BadSupply) as error:
            table.commit(staged(rows), load=1, precedence=1)
        assert [f.line for f in error.value.faults] == [2, 4]

    def test_a_row_outside_what_is_replaced(self, table: FactTable, staged: Staged) -> None:
        scope = Scope((month("2018-04"),), providers=("A",))
        for outside in (row("seen", "2018-05", "A", 1, 6), row("seen", "2018-04", "B", 1, 6)):
            with pytest.raises(BadSupply, match=r"file 0, line 6: .* within what the supply replaces"):
                table.commit(staged([outside]), "replace", scope, load=1, precedence=1)


class TestDuplicates:
    def test_a_fact_stated_twice_is_named_by_both_its_lines(self, table: FactTable, staged: Staged) -> None:
        supply = staged(
            [row("seen", "2018-04", "A", 1, 2), row("seen", "2018-05", "A", 2, 3), row("seen", "2018-04", "A", 9, 8)]
        )
        found = table.duplicates(supply)
        assert (found.facts, [d.rows for d in found.found]) == (1, [((0, 2), (0, 8))])
        with pytest.raises(DuplicateFacts, match="file 0 line 2 and file 0 line 8 state the same fact"):
            table.commit(supply, load=1, precedence=1)
        assert table.version() == -1

    def test_twice_with_the_same_value_is_twice_all_the_same(self, table: FactTable, staged: Staged) -> None:
        assert table.duplicates(staged([row("seen", "2018-04", "A", 1, n) for n in (2, 3)]))

    def test_two_measures_of_one_line_are_two_facts(self, table: FactTable, staged: Staged) -> None:
        assert not table.duplicates(staged([row(m, "2018-04", "A", 1, 2) for m in ("seen", "waited")]))

    def test_rows_without_a_code_are_the_same_fact(self, table: FactTable, staged: Staged) -> None:
        assert table.duplicates(staged([row("seen", "2018-04", "A", 1, n, dim_hospital=None) for n in (2, 3)]))


class TestTablesOfOthers:
    def test_a_folder_that_holds_another_programs_table(self, table: FactTable, staged: Staged) -> None:
        write_deltalake(table.place.url, pa.table({"a": [1]}))
        with pytest.raises(ForeignTable, match="did not make"):
            table.version()
        with pytest.raises(ForeignTable):
            table.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)

    def test_rows_that_another_program_has_put_in(self, table: FactTable, staged: Staged) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
        write_deltalake(table.place.url, pa.Table.from_pylist([], fact_schema(attendances())), mode="append")
        with pytest.raises(ForeignTable, match=r"changed by another program \(version 2\)"):
            table.files()

    @pytest.mark.parametrize("setting", [{"delta.enableDeletionVectors": "true"}, {"delta.columnMapping.mode": "name"}])
    def test_a_table_with_features_that_readers_of_files_would_miss(
        self, store: FactStore, table: FactTable, setting: dict[str, str]
    ) -> None:
        DeltaTable.create(
            table.place.url,
            schema=fact_schema(attendances()),
            partition_by=["fy"],
            configuration={"trigpoint.table": "attendances", **setting},
            raise_if_key_not_exists=False,
        )
        with pytest.raises(ForeignTable, match="deletion vectors, column mapping"):
            table.version()


def test_a_breakdown_cannot_be_taken_away_under_its_facts(store: FactStore, staged: Staged) -> None:
    wide = attendances(dimensions=[{"dimension": "hospital"}, {"dimension": "ward"}])
    rows = [row("seen", "2018-04", "A", 1, n, dim_ward=w) for n, w in ((2, "x"), (3, "y"))]
    store.table(wide).commit(staged(rows, of=wide), load=1, precedence=1)
    with pytest.raises(StoreError, match="broken down by ward"):
        store.table(attendances()).commit(staged([row("seen", "2018-04", "A", 2)]), load=2, precedence=2)


def test_a_replacement_without_its_scope_is_a_mistake_of_the_caller(table: FactTable) -> None:
    with pytest.raises(ValueError, match="needs the scope"):
        table.commit([], "replace", load=1, precedence=1)


def test_a_full_disk_leaves_nothing_behind(table: FactTable, staged: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    table.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
    before = sorted(Path(table.place.url).rglob("*"))

    def full(path: str, written: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table.place, "keep", full)
    with pytest.raises(StoreError, match="disk is full"):
        table.commit(staged([row("seen", "2018-04", "A", 2)]), load=2, precedence=2)
    assert sorted(Path(table.place.url).rglob("*")) == before
    assert table.rows({}).column("value").to_pylist() == [Decimal(1)]
