"""Taking supplies in: what is loaded, corrected, unchanged and superseded, and which files are written for it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from attendance_supplies import attendances, month, row

from trigpoint.store.diff import Counts, Lines
from trigpoint.store.scope import Scope
from trigpoint.store.table import FactStore, FactTable

Staged = Callable[..., list[Path]]
Visible = Callable[..., dict[Any, Any]]

APRIL_TO_JUNE = Scope(((month("2018-04")[0], month("2018-06")[1]),))


def outcomes(path: Path) -> dict[tuple[int, int], str]:
    return {(r["file"], r["line"]): r["outcome"] for r in pq.read_table(path).to_pylist()}


def test_a_table_that_was_never_loaded_states_nothing(table: FactTable) -> None:
    assert table.version() == -1
    assert table.files().files == ()


def test_a_first_supply_is_loaded(table: FactTable, staged: Staged, visible: Visible) -> None:
    done = table.commit(
        staged([row("seen", "2018-04", "A", "10.5", 2), row("seen", "2018-05", "A", 12, 3)]), load=1, precedence=1
    )
    assert (done.facts, done.lines) == (Counts(inserted=2), Lines(loaded=2))
    assert visible(table) == {("seen", "2018-04", "A"): Decimal("10.5"), ("seen", "2018-05", "A"): Decimal(12)}


def test_the_same_supply_again_makes_no_version_and_no_file(table: FactTable, staged: Staged) -> None:
    supply = staged([row("seen", "2018-04", "A", 10, 2), row("seen", "2018-05", "A", 12, 3)])
    first = table.commit(supply, load=1, precedence=1)
    folder = Path(table.place.url)
    before = sorted(folder.rglob("*"))
    again = table.commit(supply, load=2, precedence=2)
    assert not again.changed
    assert again.version == first.version == table.version()
    assert again.lines == Lines(unchanged=2)
    assert sorted(folder.rglob("*")) == before


def test_a_correction_is_seen_and_the_version_before_it_still_says_what_it_said(
    table: FactTable, staged: Staged, visible: Visible
) -> None:
    first = table.commit(staged([row("seen", "2018-04", "A", 10)]), load=1, precedence=1)
    second = table.commit(staged([row("seen", "2018-04", "A", 11)]), load=2, precedence=2)
    assert second.facts == Counts(corrected=1)
    assert visible(table) == {("seen", "2018-04", "A"): Decimal(11)}
    assert visible(table, first.version) == {("seen", "2018-04", "A"): Decimal(10)}


def test_only_the_financial_years_that_change_are_written_again(table: FactTable, staged: Staged) -> None:
    table.commit(staged([row("seen", "2018-03", "A", 1, 2), row("seen", "2018-04", "A", 2, 3)]), load=1, precedence=1)
    before = {Path(f).parent.name: f for f in table.files().files}
    table.commit(staged([row("seen", "2018-04", "A", 3, 2), row("seen", "2018-03", "A", 1, 3)]), load=2, precedence=2)
    after = {Path(f).parent.name: f for f in table.files().files}
    assert after["fy=2017"] == before["fy=2017"]
    assert after["fy=2018"] != before["fy=2018"]


def test_a_new_month_is_a_file_beside_the_others(table: FactTable, staged: Staged) -> None:
    table.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
    (before,) = table.files().files
    table.commit(staged([row("seen", "2018-05", "A", 2)]), load=2, precedence=2)
    files = table.files().files
    assert before in files
    assert len(files) == 2


def test_a_line_of_several_measures_is_corrected_if_one_of_them_is(table: FactTable, staged: Staged) -> None:
    table.commit(
        staged([row("seen", "2018-04", "A", 10, 2), row("waited", "2018-04", "A", 3, 2)]), load=1, precedence=1
    )
    done = table.commit(
        staged(
            [
                row("seen", "2018-04", "A", 10, 2),
                row("waited", "2018-04", "A", 4, 2),
                row("seen", "2018-05", "A", 5, 3),
                row("waited", "2018-05", "A", 0, 3),
                row("seen", "2018-04", "B", 9, 4),
            ]
        ),
        load=2,
        precedence=2,
    )
    assert done.facts == Counts(inserted=3, corrected=1, unchanged=1)
    assert done.lines == Lines(loaded=2, corrected=1)
    assert done.diff is not None
    assert outcomes(done.diff.outcomes) == {(0, 2): "corrected", (0, 3): "loaded", (0, 4): "loaded"}


def test_a_diff_tells_what_would_change_and_writes_nothing(table: FactTable, staged: Staged, tmp_path: Path) -> None:
    table.commit(staged([row("seen", "2018-04", "A", 10)]), load=1, precedence=1)
    before = sorted(Path(table.place.url).rglob("*"))
    found = table.diff(staged([row("seen", "2018-04", "A", 11, 7)]), work=tmp_path / "preview")
    (changed,) = found.changed().to_pylist()
    assert found.facts == Counts(corrected=1)
    assert (changed["effect"], changed["old_value"], changed["value"]) == ("correct", Decimal(10), Decimal(11))
    assert (changed["from_line"], changed["old_line"]) == (7, 1)
    assert sorted(Path(table.place.url).rglob("*")) == before


def test_a_preview_can_be_asked_as_if_it_had_been_loaded(table: FactTable, staged: Staged, tmp_path: Path) -> None:
    table.commit(staged([row("seen", "2018-03", "A", 5, 2), row("seen", "2018-04", "A", 10, 3)]), load=1, precedence=1)
    _diff, version = table.preview(staged([row("seen", "2018-04", "A", 11)]), work=tmp_path / "preview")
    values = [r["value"] for file in version.files for r in pq.ParquetFile(file).read().to_pylist()]
    assert sorted(values) == [Decimal(5), Decimal(11)]
    assert table.version() == 1


def test_a_value_taken_back_to_not_published_is_a_correction(
    table: FactTable, staged: Staged, visible: Visible
) -> None:
    table.commit(staged([row("seen", "2018-04", "A", 10)]), load=1, precedence=1)
    done = table.commit(staged([row("seen", "2018-04", "A", None, nothing="not-published")]), load=2, precedence=2)
    assert done.facts == Counts(corrected=1)
    assert visible(table) == {("seen", "2018-04", "A"): None}


class TestReplace:
    def test_facts_of_the_scope_that_are_not_supplied_are_no_more(
        self, table: FactTable, staged: Staged, visible: Visible
    ) -> None:
        table.commit(
            staged([row("seen", f"2018-0{m}", h, m, m) for m in (3, 4, 5) for h in ("A", "B")]),
            load=1,
            precedence=1,
        )
        scope = Scope(APRIL_TO_JUNE.spans, providers=("A",))
        done = table.commit(staged([row("seen", "2018-04", "A", 9)]), "replace", scope, load=2, precedence=2)
        assert done.facts == Counts(corrected=1, removed=1)
        assert visible(table) == {
            ("seen", "2018-03", "A"): 3,
            ("seen", "2018-03", "B"): 3,
            ("seen", "2018-04", "A"): 9,
            ("seen", "2018-04", "B"): 4,
            ("seen", "2018-05", "B"): 5,
        }

    def test_an_older_supply_that_arrives_later_brings_nothing_back(
        self, table: FactTable, staged: Staged, visible: Visible
    ) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 9)]), "replace", APRIL_TO_JUNE, load=1, precedence=20)
        late = table.commit(
            staged([row("seen", "2018-04", "A", 8, 2), row("seen", "2018-05", "A", 7, 3)]), load=2, precedence=10
        )
        assert late.lines == Lines(superseded=2)
        assert visible(table) == {("seen", "2018-04", "A"): 9}

    def test_an_empty_supply_empties_its_scope(self, table: FactTable, staged: Staged, visible: Visible) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 9)]), load=1, precedence=1)
        done = table.commit([], "replace", APRIL_TO_JUNE, load=2, precedence=2)
        assert done.facts == Counts(removed=1)
        assert visible(table) == {}

    def test_the_same_replacement_again_makes_no_version(self, table: FactTable, staged: Staged) -> None:
        supply = staged([row("seen", "2018-04", "A", 9)])
        table.commit(supply, "replace", APRIL_TO_JUNE, load=1, precedence=1)
        assert not table.commit(supply, "replace", APRIL_TO_JUNE, load=2, precedence=2).changed

    def test_what_was_removed_can_be_supplied_anew(self, table: FactTable, staged: Staged, visible: Visible) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 9)]), load=1, precedence=1)
        table.commit([], "replace", APRIL_TO_JUNE, load=2, precedence=2)
        done = table.commit(staged([row("seen", "2018-04", "A", 9)]), load=3, precedence=3)
        assert done.lines == Lines(loaded=1)
        assert visible(table) == {("seen", "2018-04", "A"): 9}


class TestOrderOfSupply:
    def test_a_later_extract_holds_though_an_earlier_one_arrives_after_it(
        self, table: FactTable, staged: Staged, visible: Visible
    ) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 11)]), load=1, precedence=20)
        late = table.commit(staged([row("seen", "2018-04", "A", 10)]), load=2, precedence=10)
        assert (late.changed, late.lines) == (False, Lines(superseded=1))
        assert visible(table) == {("seen", "2018-04", "A"): 11}

    def test_of_equal_precedence_the_later_load_holds(self, table: FactTable, staged: Staged, visible: Visible) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 10)]), load=1, precedence=5)
        table.commit(staged([row("seen", "2018-04", "A", 11)]), load=2, precedence=5)
        assert visible(table) == {("seen", "2018-04", "A"): 11}

    def test_a_deletion_holds_against_an_older_supply(self, table: FactTable, staged: Staged, visible: Visible) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 0, mark="deleted")]), load=1, precedence=20)
        table.commit(staged([row("seen", "2018-04", "A", 10)]), load=2, precedence=10)
        assert visible(table) == {}
        table.commit(staged([row("seen", "2018-04", "A", 12)]), load=3, precedence=30)
        assert visible(table) == {("seen", "2018-04", "A"): 12}

    def test_a_supply_that_confirms_a_value_at_its_own_date_is_remembered_without_a_new_version(
        self, table: FactTable, staged: Staged, visible: Visible
    ) -> None:
        monday, tuesday, wednesday = 10, 20, 30
        table.commit(staged([row("seen", "2018-04", "A", 5)]), load=1, precedence=monday, confirm=True)
        same = table.commit(staged([row("seen", "2018-04", "A", 5)]), load=2, precedence=wednesday, confirm=True)
        assert (same.changed, table.version()) == (False, 1)
        late = table.commit(staged([row("seen", "2018-04", "A", 7)]), load=3, precedence=tuesday, confirm=True)
        assert late.lines == Lines(superseded=1)
        assert visible(table) == {("seen", "2018-04", "A"): 5}

    def test_the_line_that_first_brought_a_value_stays_its_source(self, table: FactTable, staged: Staged) -> None:
        table.commit(staged([row("seen", "2018-04", "A", 5, 17)]), load=1, precedence=1)
        table.commit(staged([row("seen", "2018-04", "A", 5, 99)]), load=2, precedence=2, confirm=True)
        (held,) = table.rows({"measure": "seen"}).to_pylist()
        assert (held["load"], held["line"]) == (1, 17)


def test_events_appended_twice_are_counted_once(store: FactStore, staged: Staged) -> None:
    events = attendances(code="visits", rows="events", load="append")
    table = store.table(events)
    supply = staged([row("seen", "2018-04", "A", 1, n, row_key=f"visit {n}") for n in (2, 3)], of=events)
    assert table.commit(supply, "append", load=1, precedence=1).lines == Lines(loaded=2)
    assert table.commit(supply, "append", load=2, precedence=2).lines == Lines(unchanged=2)
    assert table.rows({}).num_rows == 2


def test_a_load_that_was_committed_before_a_crash_is_not_committed_again(table: FactTable, staged: Staged) -> None:
    supply = staged([row("seen", "2018-04", "A", 10)])
    first = table.commit(supply, load=1, precedence=1, info={"source": "returns"})
    again = table.commit(supply, load=1, precedence=1)
    assert (again.version, again.previous_version, again.facts) == (first.version, -1, Counts(inserted=1))
    (told,) = table.loads()
    assert (told.load, told.info, told.counts["lines_loaded"]) == (1, {"source": "returns"}, 1)


def test_files_are_sorted_by_measure_and_period_and_compressed(table: FactTable, staged: Staged) -> None:
    rows = [row(m, p, h, 1, 2) for h in ("B", "A") for p in ("2018-06", "2018-04") for m in ("waited", "seen")]
    table.commit(staged(rows), load=1, precedence=1)
    (path,) = table.files().files
    held = pq.ParquetFile(path)
    keys = [(r["measure"], r["period_start"], r["dim_hospital"]) for r in held.read().to_pylist()]
    assert keys == sorted(keys)
    assert held.metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_large_partition_is_sorted_across_row_groups_that_a_reader_can_skip(table: FactTable, staged: Staged) -> None:
    rows = [row("seen", f"2018-{m:02}", f"H{n:05}", n, n) for n in range(20_000, 0, -1) for m in (6, 4, 5, 7)]
    table.commit(staged(rows), load=1, precedence=1)
    (path,) = table.files().files
    held = pq.ParquetFile(path)
    assert held.metadata.num_row_groups > 1
    months = held.read(columns=["period_start"]).column(0).to_pylist()
    assert months == sorted(months)
