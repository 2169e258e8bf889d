"""A load killed at any moment is all there or not at all, to everybody who asks; and the next start heals what it left.

The real action, in a process of its own, on an installation of its own (SQLite). TRIGPOINT_KILLS says how many times a
load is killed (5 where it is not set).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from reference.partnership import write_definitions

KILLS = int(os.environ.get("TRIGPOINT_KILLS", "5"))
HERE = Path(__file__).parent
MONTHS = ("2025-04", "2025-05", "2025-06", "2025-07", "2025-08")
WARDS = ("abbey", "birch", "cliff", "dune", "eyot")

pytestmark = pytest.mark.slow


class Installation:
    """An installation in a folder, worked on by processes that may die."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: text
            for name, text in os.environ.items()
            if name not in ("TRIGPOINT_DATABASE_URL", "TRIGPOINT_FACTS", "DJANGO_SETTINGS_MODULE")
        } | {"TRIGPOINT_HOME": str(folder / "home"), "PYTHONPATH": os.pathsep.join(sys.path)}

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def supply(self, value: int) -> Path:
        """A file in which every figure is this one."""
        path = self.folder / f"calls-{value}.csv"
        lines = [f"{month},{ward},{value},1" for month in MONTHS for ward in WARDS]
        path.write_text("\n".join(["month,ward,calls,answered", *lines, ""]))
        return path

    def load(self, value: int, seconds: float | None) -> float:
        """Take a file in, killed so many seconds after it has begun (None: not at all). Gives how long it took."""
        command = [sys.executable, str(HERE / "loading_child.py"), "calls-file", str(self.supply(value))]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            begun = time.monotonic()
            try:
                child.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                child.kill()
            child.wait()
            return time.monotonic() - begun

    def next_start(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(str(HERE / "looking_child.py")))
        return found


def test_a_killed_load_is_all_or_nothing_and_the_next_start_heals(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    definitions = write_definitions(tmp_path / "anyshire")
    installation.run("-c", "from trigpoint.cli import main; main()", "definitions", "apply", str(definitions))
    whole = installation.load(1, None)
    assert installation.next_start()["values"] == [1]
    moments = random.Random(20190401)
    standing, arrived = 1, []
    for value in range(2, KILLS + 2):
        installation.load(value, moments.uniform(0, 1.1 * whole))
        seen = installation.next_start()
        assert seen["values"] in ([standing], [value]), "all of it or none of it"
        arrived.append(seen["values"] == [value])
        standing = value if arrived[-1] else standing
        assert "pending" not in seen["states"], "the ledger is settled"
        assert all(seen["accounts"]), "supplied = loaded + unchanged + corrected + rejected"
        assert not seen["left in scratch"]
        assert installation.next_start() == seen, "settled once, and for good"
    sys.stdout.write(f"{KILLS} kills: {sum(arrived)} loads had come whole, {KILLS - sum(arrived)} not at all\n")
    installation.load(9999, None)
    assert installation.next_start()["values"] == [9999], "and the next load goes on as if nothing had been"
