"""A message that could not be sent: why, whether a later try may help, and whether others would fail alike."""

from __future__ import annotations


class NotSent(Exception):
    """reason: in plain words, and never what was sent. for_good: no later try can help. down: the next would fail alike."""

    def __init__(self, reason: str, *, for_good: bool = False, down: bool = False) -> None:
        super().__init__(reason[:300])
        self.reason, self.for_good, self.down = reason[:300], for_good, down
