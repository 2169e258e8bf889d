"""Decisions on small numbers, kept in a folder by what they were made from.

To decide a release table can take a tenth of a second, and a data set has one a measure and period; a table that has
not changed is not decided again, by any process. The key is all that the decision rests on, so nothing goes stale; a
file that cannot be read is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from trigpoint.cube.suppression import Cell, Role

MADE_BY = "2"
"""Raised when the way of deciding changes, so that decisions made the old way are not used."""

Basis = tuple[tuple[Role, ...], Sequence[tuple[tuple[str, ...], Decimal]], int]
"""Roles, counts by member of each, and the count under which they are hidden."""


class KeptDecisions:
    """The decisions in a folder; without one, each is made anew."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def hidden(self, basis: Basis, decide: Callable[[], frozenset[Cell]]) -> frozenset[Cell]:
        """The hidden cells: as kept, else as decided now and kept."""
        if self._folder is None:
            return decide()
        path = self._folder / f"{_key(basis)}.json"
        with contextlib.suppress(OSError, ValueError):
            return frozenset(tuple(cell) for cell in json.loads(path.read_text()))
        hidden = decide()
        with contextlib.suppress(OSError):
            self._keep(path, json.dumps(sorted(hidden)))
        return hidden

    def _keep(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.replace(part, path)


def _key(basis: Basis) -> str:
    roles, counts, below = basis
    digest = hashlib.sha256(MADE_BY.encode())
    for role in roles:
        digest.update(repr(([sorted(node) for node in role.nodes], role.sums)).encode())
    digest.update(repr((list(counts), below)).encode())
    return digest.hexdigest()
