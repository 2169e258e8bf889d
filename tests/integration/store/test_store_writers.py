"""Several writers of one table: they queue, or the one that lost compares again. Nobody undoes another's load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from attendance_supplies import attendances, row
from deltalake import DeltaTable

from trigpoint.store import commit as commit_module
from trigpoint.store.faults import StoreBusy
from trigpoint.store.table import FactStore, FactTable

Staged = Callable[..., list[Path]]


@pytest.fixture(params=["folder", "object store"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store as a folder (with a lease), and as an object store (without: there Delta's commit decides)."""
    folder = tmp_path / "facts"
    return str(folder) if request.param == "folder" else folder.as_uri()


@pytest.fixture
def tables(root: str) -> Callable[[], FactTable]:
    """Tables as separate processes would open them."""
    return lambda: FactStore(root, threads=1, patience=30).table(attendances())


def held(table: FactTable) -> dict[tuple[str, int], Any]:
    return {
        (r["dim_hospital"], r["period_start"].month): r["value"]
        for r in table.rows({}).select(["dim_hospital", "period_start", "value"]).to_pylist()
    }


def test_loads_at_the_same_time_are_all_kept(tables: Callable[[], FactTable], staged: Staged) -> None:
    supplies = {n: staged([row("seen", "2018-04", f"H{n}", n)]) for n in range(1, 7)}

    def load(n: int) -> int:
        return tables().commit(supplies[n], load=n, precedence=n).version

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(load, supplies))
    assert held(tables()) == {(f"H{n}", 4): n for n in supplies}


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], object]]]:
    """What is put in this list happens, one each, after a load has been compared and before it is committed."""
    waiting: list[Callable[[], object]] = []
    real = commit_module.rewrite_changed

    def rewrite_then_interrupt(*given: Any) -> None:
        real(*given)
        if waiting:
            waiting.pop()()

    monkeypatch.setattr(commit_module, "rewrite_changed", rewrite_then_interrupt)
    yield waiting
    assert not waiting


def test_a_load_that_finds_another_committed_compares_again(
    tmp_path: Path, staged: Staged, interrupted: list[Callable[[], object]]
) -> None:
    root = (tmp_path / "facts").as_uri()
    mine, other = (FactStore(root, threads=1).table(attendances()) for _ in range(2))
    mine.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
    interrupted.append(lambda: other.commit(staged([row("seen", "2018-04", "A", 3)]), load=3, precedence=3))
    done = mine.commit(
        staged([row("seen", "2018-04", "A", 2, 2), row("seen", "2018-05", "A", 5, 3)]), load=2, precedence=2
    )
    assert (done.facts.superseded, done.facts.inserted) == (1, 1)
    assert held(mine) == {("A", 4): 3, ("A", 5): 5}
    written = {path.name.split("-")[1] for path in (tmp_path / "facts").glob("attendances/fy=2018/*.parquet")}
    assert len(list((tmp_path / "facts").glob("attendances/fy=2018/*.parquet"))) == 3, "the first attempt left no file"
    assert written == {"1", "2", "3"}


def test_two_first_loads_at_the_same_time(
    tmp_path: Path, staged: Staged, interrupted: list[Callable[[], object]]
) -> None:
    root = (tmp_path / "facts").as_uri()
    mine, other = (FactStore(root, threads=1).table(attendances()) for _ in range(2))
    interrupted.append(lambda: other.commit(staged([row("seen", "2018-04", "B", 3)]), load=2, precedence=2))
    mine.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
    assert held(mine) == held(other) == {("A", 4): 1, ("B", 4): 3}


def test_a_load_does_not_wait_for_ever(tmp_path: Path, staged: Staged) -> None:
    root = tmp_path / "facts"
    first = FactStore(root).table(attendances())
    second = FactStore(root, patience=0.05).table(attendances())
    with first.place.lease(1), pytest.raises(StoreBusy, match="Another load into attendances"):
        second.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)


def test_an_object_store_holds_the_same_as_a_folder(tmp_path: Path, staged: Staged) -> None:
    root = (tmp_path / "facts").as_uri()
    table = FactStore(root, storage_options={"timeout": "10s"}).table(attendances())
    table.commit(staged([row("seen", "2018-04", "A", 1)]), load=1, precedence=1)
    table.commit(staged([row("seen", "2018-04", "A", 2), row("seen", "2019-05", "B", 7)]), load=2, precedence=2)
    assert held(table) == {("A", 4): 2, ("B", 5): 7}
    assert all(name.startswith(f"{root}/attendances/fy=") for name in table.files().files)
    assert DeltaTable(f"{root}/attendances").count() == 2
    assert {(c["effect"], c["old_value"]) for c in table.changed_by(2).to_pylist()} == {
        ("correct", 1),
        ("insert", None),
    }
