"""A process that loads one supply and may be killed at any moment of it. Arguments: root, staged file, load."""

from __future__ import annotations

import sys
from pathlib import Path

from attendance_supplies import attendances

from trigpoint.store.table import FactStore


def main(root: str, staged: str, load: str) -> None:
    table = FactStore(root, threads=2, memory_limit="500MB").table(attendances())
    table.version()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    table.commit([Path(staged)], load=int(load), precedence=int(load))


if __name__ == "__main__":
    main(*sys.argv[1:])
