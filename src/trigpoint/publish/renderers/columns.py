"""How wide the columns of a printed table are: as the letters of the shipped font measure, so that the rows of all
tables with the same columns together take as little height as they can.

Tables with the same columns stand under one another on the same lines: a reader's eye runs down a document, not only
down one table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from trigpoint.publish import fonts
from trigpoint.publish.blocks import Block, TableBlock
from trigpoint.publish.renderers.printing import Printed, PrintedTable, printed_table
from trigpoint.publish.tables import Table

PAGE_MM = 178
"""The width of the text on an A4 page with the margins of our documents."""

TEXT_PT, SMALL_PT = 8.5, 7.2
EM = 25.4 / 72
PADDING_MM = 3.4
PICTURE_MM = 20
LONGEST_WORD_MM = 36
"""A word that is longer than this is broken, rather than that it takes the room of everything else."""

STATUS_MM = 23
"""A status that is no longer than this stands in one line."""

STEP_MM = 2.0
BOLD = 1.09
LINE_MM = TEXT_PT * EM * 1.22
ROW_MM = 2.9
WHOLE_MM = 105
"""A table that takes less than this stands on one page as a whole."""


class Room:
    """The tables of a document as they are printed, and the room that each is given."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._printed = {
            id(block.table): printed_table(block.table) for block in blocks if isinstance(block, TableBlock)
        }
        self._laid_out: dict[tuple[str, ...], list[int]] = {}

    def printed(self, table: Table) -> PrintedTable:
        """A table of the document as it stands on paper."""
        return self._printed[id(table)]

    def widths(self, table: PrintedTable) -> list[float]:
        """The share of the page's width of each column, adding up to 1."""
        key = _key(table)
        if key not in self._laid_out:
            self._laid_out[key] = _lay_out([one for one in self._printed.values() if _key(one) == key])
        steps = self._laid_out[key]
        return [one / sum(steps) for one in steps]

    def stands_whole(self, table: PrintedTable) -> bool:
        """Whether a table is short enough to stand on one page as a whole."""
        if len(table.rows) > WHOLE_MM / LINE_MM:
            return False
        wide = [share * PAGE_MM for share in self.widths(table)]
        heights = [
            max((_height(one, room) for one, room in zip(row, wide, strict=True)), default=1)
            for row in [_heads(table), *table.rows]
        ]
        return sum(height * LINE_MM + ROW_MM for height in heights) < WHOLE_MM


def _key(table: PrintedTable) -> tuple[str, ...]:
    return tuple(f"{column.key}/{column.kind}/{column.heading}" for column in table.columns)


def _heads(table: PrintedTable) -> list[Printed]:
    return [Printed(column.heading) for column in table.columns]


def _lay_out(alike: Sequence[PrintedTable]) -> list[int]:
    """The width of each column of like tables, in steps: room goes where it saves most height, until none saves any."""
    rows = [_heads(alike[0]), *(row for table in alike for row in table.rows)]
    # Most of what rows say repeats from row to row; what has been measured once is not measured again.
    down = [[row[place] for row in rows] for place in range(len(rows[0]))]
    steps = [math.ceil(_least(cells) / STEP_MM) for cells in down]
    left = round(PAGE_MM / STEP_MM) - sum(steps)
    heights: dict[tuple[int, int], np.ndarray] = {}

    def height(place: int, size: int) -> np.ndarray:
        if (place, size) not in heights:
            heights[place, size] = np.array([_height(one, size * STEP_MM) for one in down[place]])
        return heights[place, size]

    while left > 0:
        now = [height(place, size) for place, size in enumerate(steps)]
        whole = np.maximum.reduce(now).sum()
        best: tuple[float, int, int] | None = None
        for place, size in enumerate(steps):
            others = np.maximum.reduce([one for n, one in enumerate(now) if n != place] or [np.zeros(len(rows))])
            # What does not yet save a line may still bring another column's saving into reach: own lines count a little.
            for more in range(1, min(left, 16) + 1):
                mine = height(place, size + more)
                saved = whole - np.maximum(others, mine).sum() + (now[place].sum() - mine.sum()) / 20
                if saved > 1e-9 and (best is None or saved / more > best[0] + 1e-9):
                    best = (saved / more, place, more)
        if best is None:
            break
        steps[best[1]] += best[2]
        left -= best[2]
    return _shared_out(steps, left)


def _shared_out(steps: list[int], left: int) -> list[int]:
    """Room that saves nothing more is shared out, so that columns do not crowd at one side."""
    for n in range(max(left, 0)):
        steps[n % len(steps)] += 1
    return steps


def _least(cells: Sequence[Printed]) -> float:
    """The room that the longest word of a column takes."""
    widest = 0.0
    for one in cells:
        if one.picture:
            widest = max(widest, PICTURE_MM)
        else:
            words = [*_words(_lettered(one), TEXT_PT), *_words(one.beneath, SMALL_PT)]
            whole = sum(_words(_lettered(one), TEXT_PT)) + fonts.width(" ") * TEXT_PT * EM * one.text.count(" ")
            if one.letter and whole < STATUS_MM:
                words.append(whole)
            widest = max([widest, *words])
    return min(widest, LONGEST_WORD_MM) + PADDING_MM


def _height(one: Printed, room: float) -> float:
    """How many lines a cell takes in a column of so many millimetres."""
    if one.picture:
        return 1.6
    room -= PADDING_MM
    lines = _lines(_lettered(one), TEXT_PT, room)
    return lines + (_lines(one.beneath, SMALL_PT, room) * SMALL_PT / TEXT_PT if one.beneath else 0)


def _lettered(one: Printed) -> str:
    """A status's letter stays with the first word beside it."""
    return f"{one.letter}\u00a0\u00a0\u00a0{one.text}" if one.letter else one.text


@lru_cache(maxsize=65536)
def _lines(text: str, size: float, room: float) -> int:
    """How many lines a text takes, broken at its spaces."""
    space = fonts.width(" ") * size * EM
    lines, used = 1, 0.0
    for word in _words(text, size):
        if used and used + space + word <= room:
            used += space + word
            continue
        if used:
            lines += 1
        whole = max(math.ceil(word / room), 1)
        lines += whole - 1
        used = word - (whole - 1) * room
    return lines


@lru_cache(maxsize=16384)
def _words(text: str, size: float) -> tuple[float, ...]:
    """The width of each word in millimetres. A hyphen ends one."""
    found = (word for part in text.split(" ") for word in re.findall(r"[^-]+-?|-", part))
    # The widest letters of a heading are bold; a little more room than measured keeps every renderer's own rounding out.
    return tuple(fonts.width(word) * size * EM * BOLD for word in found)
