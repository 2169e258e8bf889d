"""Facts that were answered before, kept by what they were made from, so that nothing is ever invalidated.

The key holds the question, the version of each table, the snapshot of definitions and the viewer's limits. What depends
on today (late, not yet due) or on people (status) is worked out after, and never kept here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from trigpoint.cube.answer import Answer

MOST_CELLS = 400_000


class FactsCache:
    """The answers used last, up to so many cells. Safe between threads."""

    def __init__(self, most_cells: int = MOST_CELLS) -> None:
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._cells = 0
        self._most = most_cells
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        """The answer kept under the key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer; those used longest ago make room. One larger than a quarter of the room is not kept."""
        if len(answer) > self._most // 4:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = answer
            self._cells += max(1, len(answer))
            while self._cells > self._most:
                _, gone = self._kept.popitem(last=False)
                self._cells -= max(1, len(gone))
