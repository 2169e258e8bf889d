"""Versions: as it was, what a load changed, going back, and upkeep that changes nothing of what is stated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attendance_supplies import attendances, month, row

from trigpoint.store.faults import StoreError, VersionGone
from trigpoint.store.scope import Scope
from trigpoint.store.table import FactStore, FactTable

Staged = Callable[..., list[Path]]
Visible = Callable[..., dict[Any, Any]]
APRIL = ("seen", "2018-04", "A")
NONE_YOUNG = timedelta(0)


def key(measure: str = "seen", period: str = "2018-04", hospital: str = "A") -> dict[str, Any]:
    start, end = month(period)
    return {"measure": measure, "period_start": start, "period_end": end, "dim_hospital": hospital}


@pytest.fixture
def corrected(table: FactTable, staged: Staged) -> FactTable:
    """April of A: 10 by load 1, 11 by load 2; then 12 by load 3, which also brings May."""
    for load, value in enumerate((10, 11, 12), 1):
        more = [row("seen", "2018-05", "A", 20, 3)] if load == 3 else []
        table.commit(staged([row(*APRIL, value, 2), *more]), load=load, precedence=load)
    return table


def test_each_version_says_what_it_said(corrected: FactTable, visible: Visible) -> None:
    assert [visible(corrected, v)[APRIL] for v in (1, 2, 3)] == [10, 11, 12]


def test_a_version_between_commits_is_the_one_in_force_then(store: FactStore, staged: Staged, visible: Visible) -> None:
    table = store.table(attendances())
    table.commit(staged([row(*APRIL, 10)]), load=1, precedence=1)
    assert table.files(0).version == -1
    assert table.files(1).version == 1


def test_another_process_sees_a_commit_at_its_next_look(store: FactStore, staged: Staged) -> None:
    here = store.table(attendances())
    there = FactStore(store.root).table(attendances())
    here.commit(staged([row(*APRIL, 10)]), load=1, precedence=1)
    assert there.version() == 1
    here.commit(staged([row(*APRIL, 11)]), load=2, precedence=2)
    assert there.version() == 2
    assert there.files() == here.files()


class TestHistory:
    def test_of_a_fact_is_told_newest_first_with_the_loads_that_made_it(self, corrected: FactTable) -> None:
        history = corrected.history(key())
        assert [(s.version, s.load, s.row and s.row["value"]) for s in history.states] == [
            (3, 3, Decimal(12)),
            (2, 2, Decimal(11)),
            (1, 1, Decimal(10)),
        ]
        assert history.complete

    def test_of_a_fact_that_was_removed_tells_by_which_load(self, corrected: FactTable) -> None:
        corrected.commit([], "replace", Scope((month("2018-04"),)), load=4, precedence=4)
        newest = corrected.history(key()).states[0]
        assert (newest.load, newest.row) == (4, None)

    def test_of_a_fact_that_was_never_held_is_empty(self, corrected: FactTable) -> None:
        assert corrected.history(key(hospital="Z")).states == ()

    def test_tells_what_a_restore_took_back(self, corrected: FactTable) -> None:
        corrected.restore(1)
        values = [s.row and s.row["value"] for s in corrected.history(key()).states]
        assert values == [Decimal(10), Decimal(12), Decimal(11), Decimal(10)]

    def test_needs_the_whole_key(self, corrected: FactTable) -> None:
        with pytest.raises(StoreError, match="check dim_hospital"):
            corrected.history({name: value for name, value in key().items() if name != "dim_hospital"})


class TestWhatALoadChanged:
    def test_is_old_and_new_values(self, corrected: FactTable) -> None:
        changed = corrected.changed_by(3).to_pylist()
        assert [(c["effect"], c["period_start"].month, c["old_value"], c["value"]) for c in changed] == [
            ("correct", 4, Decimal(11), Decimal(12)),
            ("insert", 5, None, Decimal(20)),
        ]

    def test_tells_what_a_replacement_removed(self, corrected: FactTable) -> None:
        corrected.commit([], "replace", Scope((month("2018-05"),)), load=4, precedence=4)
        (gone,) = corrected.changed_by(4).to_pylist()
        assert (gone["effect"], gone["old_value"], gone["value"]) == ("remove", Decimal(20), None)

    def test_is_nothing_for_a_load_that_changed_nothing(self, corrected: FactTable, staged: Staged) -> None:
        corrected.commit(staged([row(*APRIL, 12)]), load=4, precedence=4)
        assert corrected.changed_by(4).num_rows == 0


class TestGoingBack:
    def test_a_restored_version_is_a_new_one_and_the_others_stay(self, corrected: FactTable, visible: Visible) -> None:
        version = corrected.restore(1)
        assert version == corrected.version() == 4
        assert visible(corrected) == {APRIL: 10}
        assert visible(corrected, 3)[APRIL] == 12
        assert [c.load for c in corrected.loads()] == [1]

    def test_undoing_the_newest_load(self, corrected: FactTable, visible: Visible) -> None:
        corrected.undo(3)
        assert visible(corrected) == {APRIL: 11}
        assert corrected.committed(3) is None
        assert corrected.committed(2) is not None

    def test_undoing_the_only_load_leaves_an_empty_table(
        self, table: FactTable, staged: Staged, visible: Visible
    ) -> None:
        table.commit(staged([row(*APRIL, 10)]), load=1, precedence=1)
        table.undo(1)
        assert visible(table) == {}
        table.commit(staged([row(*APRIL, 11)]), load=2, precedence=2)
        assert visible(table) == {APRIL: 11}

    def test_a_load_under_others_is_not_undone_by_itself(self, corrected: FactTable) -> None:
        with pytest.raises(StoreError, match="loads 2, 3 came after it"):
            corrected.undo(1)

    def test_an_undone_load_may_be_loaded_again(self, corrected: FactTable, staged: Staged, visible: Visible) -> None:
        corrected.undo(3)
        corrected.commit(staged([row(*APRIL, 12)]), load=3, precedence=3)
        assert visible(corrected) == {APRIL: 12}

    def test_undoing_an_undoing(self, corrected: FactTable, visible: Visible) -> None:
        corrected.undo(3)
        corrected.restore(3)
        assert visible(corrected)[APRIL] == 12
        assert [c.load for c in corrected.loads()] == [1, 2, 3]

    def test_an_unknown_load_or_version(self, corrected: FactTable) -> None:
        with pytest.raises(StoreError, match="nothing to undo"):
            corrected.undo(99)


class TestUpkeep:
    @pytest.fixture
    def in_pieces(self, table: FactTable, staged: Staged) -> FactTable:
        for number in range(4, 9):
            table.commit(staged([row("seen", f"2018-{number:02}", "A", number)]), load=number, precedence=number)
        return table

    def test_compacting_leaves_fewer_files_and_the_same_version(self, in_pieces: FactTable, visible: Visible) -> None:
        before, version = visible(in_pieces), in_pieces.version()
        assert len(in_pieces.files().files) == 5
        assert in_pieces.compact(most_files=3) == 1
        assert len(in_pieces.files().files) == 1
        assert in_pieces.files(version) == in_pieces.files()
        assert (visible(in_pieces), in_pieces.version()) == (before, version)

    def test_compacting_what_needs_none_commits_nothing(self, in_pieces: FactTable) -> None:
        commits = len(in_pieces.commits())
        assert in_pieces.compact() == 0
        assert len(in_pieces.commits()) == commits

    def test_a_partition_of_many_files_is_written_as_one_by_the_next_load(
        self, in_pieces: FactTable, staged: Staged, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trigpoint.store.rewrite.MOST_FILES", 5)
        in_pieces.commit(staged([row("seen", "2018-09", "A", 9)]), load=9, precedence=9)
        assert len(in_pieces.files().files) == 1

    def test_a_clean_up_keeps_the_versions_it_is_told_to_and_the_newest(
        self, corrected: FactTable, visible: Visible
    ) -> None:
        removed = corrected.vacuum({1}, grace=NONE_YOUNG)
        assert len(removed) == 1
        assert visible(corrected, 1)[APRIL] == 10
        assert visible(corrected)[APRIL] == 12
        with pytest.raises(VersionGone, match="Version 2 of attendances is no longer held"):
            corrected.files(2)
        with pytest.raises(VersionGone):
            corrected.restore(2)

    def test_a_clean_up_leaves_young_versions_alone(self, corrected: FactTable, visible: Visible) -> None:
        assert corrected.vacuum(set()) == ()
        assert visible(corrected, 2)[APRIL] == 11

    def test_a_clean_up_is_no_version(self, corrected: FactTable) -> None:
        corrected.vacuum(set(), grace=NONE_YOUNG)
        assert corrected.version() == 3

    def test_what_a_crash_left_behind_is_cleaned_up(self, corrected: FactTable, visible: Visible) -> None:
        left = Path(corrected.place.url) / "fy=2018" / "load-9-half-written.parquet"
        left.write_bytes(b"PAR1")
        assert "fy=2018/load-9-half-written.parquet" in corrected.vacuum({1, 2, 3}, grace=NONE_YOUNG)
        assert not left.exists()
        assert [visible(corrected, v)[APRIL] for v in (1, 2, 3)] == [10, 11, 12]

    def test_history_says_where_it_ends_for_want_of_files(self, corrected: FactTable) -> None:
        corrected.vacuum(set(), grace=NONE_YOUNG)
        history = corrected.history(key())
        assert [s.load for s in history.states] == [3]
        assert not history.complete

    def test_a_compacted_version_that_is_kept_can_be_read_and_restored_after_a_clean_up(
        self, in_pieces: FactTable, staged: Staged, visible: Visible
    ) -> None:
        version, before = in_pieces.version(), visible(in_pieces)
        in_pieces.compact(most_files=3)
        in_pieces.commit(staged([row("seen", "2018-04", "A", 99)]), load=50, precedence=50)
        in_pieces.vacuum({version}, grace=NONE_YOUNG)
        assert visible(in_pieces, version) == before
        in_pieces.restore(version)
        assert visible(in_pieces) == before

    def test_the_log_is_never_cleaned_by_itself(self, corrected: FactTable) -> None:
        settings = corrected.log.open().metadata().configuration
        assert settings["delta.enableExpiredLogCleanup"] == "false"


class TestNewColumns:
    def test_a_breakdown_may_be_added_and_older_facts_have_none(self, store: FactStore, staged: Staged) -> None:
        store.table(attendances()).commit(staged([row(*APRIL, 10)]), load=1, precedence=1)
        wide = attendances(
            dimensions=[{"dimension": "hospital"}, {"dimension": "ward"}],
            kept=[{"code": "reference", "name": "Reference"}],
        )
        table = store.table(wide)
        table.commit(
            staged([row("seen", "2018-05", "A", 3, dim_ward="x", kept_reference="r")], of=wide), load=2, precedence=2
        )
        found = table.rows({}).to_pylist()
        assert [(r["dim_ward"], r["kept_reference"], r["value"]) for r in found] == [
            (None, None, 10),
            ("x", "r", 3),
        ]
        assert table.rows({}, version=1).column("dim_ward").to_pylist() == [None]

    def test_figures_with_a_new_breakdown_beside_those_without_it_would_count_twice(
        self, store: FactStore, staged: Staged, visible: Visible
    ) -> None:
        store.table(attendances()).commit(staged([row(*APRIL, 10)]), load=1, precedence=1)
        wide = attendances(dimensions=[{"dimension": "hospital"}, {"dimension": "ward"}])
        table = store.table(wide)
        split = staged([row(*APRIL, v, n, dim_ward=w) for n, (w, v) in enumerate({"x": 4, "y": 6}.items(), 2)], of=wide)
        may = staged([row("seen", "2018-05", "A", 3, dim_ward="x")], of=wide)
        for attempt in range(2):  # before the table has the column, and after
            with pytest.raises(StoreError, match="held without ward and both would be counted"):
                table.commit(split, load=2, precedence=2)
            table.commit(may, load=3 + attempt, precedence=3)
        table.commit(split, "replace", Scope((month("2018-04"),)), load=5, precedence=5)
        assert sum(table.rows({"period_start": month("2018-04")[0]}).column("value").to_pylist()) == 10

    def test_a_kept_column_that_was_dropped_is_not_lost_from_older_facts(
        self, store: FactStore, staged: Staged
    ) -> None:
        with_reference = attendances(kept=[{"code": "reference", "name": "Reference"}])
        store.table(with_reference).commit(
            staged([row(*APRIL, 10, kept_reference="r"), row("seen", "2018-05", "A", 1)], of=with_reference),
            load=1,
            precedence=1,
        )
        store.table(attendances()).commit(staged([row("seen", "2018-05", "A", 2)]), load=2, precedence=2)
        assert store.table(with_reference).rows(key()).column("kept_reference").to_pylist() == ["r"]
