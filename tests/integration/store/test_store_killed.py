"""A load killed at any moment is wholly there or not at all, and the next load goes on as if nothing had been.

TRIGPOINT_KILLS says how many times a load is killed (5 where it is not set).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from attendance_supplies import attendances, row

from trigpoint.store.table import FactStore, FactTable

KILLS = int(os.environ.get("TRIGPOINT_KILLS", "5"))
CHILD = Path(__file__).with_name("committing_child.py")
MONTHS = ("2016-05", "2017-05", "2018-05", "2019-05")


def rows_saying(value: int) -> list[dict[str, Any]]:
    """2,000 facts in each of four financial years, all of one value."""
    return [
        row("seen", period, f"H{n}", value, line)
        for line, (period, n) in enumerate(((period, n) for period in MONTHS for n in range(2000)), 2)
    ]


def load_in_child(root: str, staged: Path, load: int, seconds: float | None) -> float:
    """Load in another process, killed so many seconds after it has begun (None: not at all). Gives how long it took."""
    command = [sys.executable, str(CHILD), root, str(staged), str(load)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        begun = time.monotonic()
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        child.wait()
        return time.monotonic() - begun


def values_seen(table: FactTable) -> set[Decimal]:
    found = table.rows({})
    assert found.num_rows == 2000 * len(MONTHS)
    return set(found.column("value").to_pylist())


def test_a_killed_load_is_wholly_there_or_not_at_all(store: FactStore, staged: Callable[..., list[Path]]) -> None:
    table = store.table(attendances())
    (first,) = staged(rows_saying(1))
    whole = load_in_child(store.root, first, 1, None)
    assert values_seen(table) == {Decimal(1)}
    moments = random.Random(20190401)
    standing = 1
    for load in range(2, KILLS + 2):
        (supply,) = staged(rows_saying(load))
        load_in_child(store.root, supply, load, moments.uniform(0, 1.2 * whole))
        # As a start after a crash does: with nothing remembered.
        table = FactStore(store.root, patience=20).table(attendances())
        arrived = table.committed(load) is not None
        standing = load if arrived else standing
        assert values_seen(table) == {Decimal(standing)}
        assert table.commit([supply], load=load, precedence=load).load == load
        standing = load
        assert values_seen(table) == {Decimal(load)}
    table.vacuum(set(), grace=timedelta(0))
    needed = set(table.files().files)
    assert {str(path) for path in Path(table.place.url).glob("fy=*/*.parquet")} == needed
