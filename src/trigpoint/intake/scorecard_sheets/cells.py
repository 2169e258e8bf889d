"""A sheet as it is drawn: its cells, with what only their look says, and its merged ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from trigpoint.intake.readers.table import column_letter

Kind = Literal["number", "text", "yes-no", "date", "time", "error", "uncounted"]
"""uncounted: a formula whose result the file does not hold. time: of the clock, or how long something took."""


@dataclass(frozen=True)
class Cell:
    """One cell. text: as exactly as it is held. percent: shown as a percentage, so that 0.85 says 85%. scaled: shown in thousands or
    millions, so that what is held is not what is read. decimals: to how
    many places it is shown, where its format says. colour: red, amber, green or ''. note: what is noted on it."""

    row: int
    column: int
    text: str
    kind: Kind = "text"
    percent: bool = False
    scaled: bool = False
    currency: str = ""
    decimals: int | None = None
    colour: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """As a spreadsheet names it: D7."""
        return f"{column_letter(self.column - 1)}{self.row}"

    @property
    def said(self) -> str:
        """The text as the sheet's reader takes it: a share of one that is shown as a percentage is that percentage."""
        if self.kind == "number" and self.percent:
            return f"{(Decimal(self.text) * 100).normalize():f}%"
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. cells: by row and column, counted from 1. merged: first row, first column, last row, last
    column of each range. sheets: the names of all that can be chosen."""

    name: str
    sheets: tuple[str, ...]
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @cached_property
    def last_row(self) -> int:
        """The last row in which anything is written."""
        return max((cell.row for cell in self.cells.values() if cell.text), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column in which anything is written."""
        return max((cell.column for cell in self.cells.values() if cell.text), default=0)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        # Ranges may reach to the end of the sheet: only what lies within what is written is looked at.
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom, self.last_row) + 1)
            for column in range(left, min(right, self.last_column) + 1)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """What is written in a cell itself; None where nothing is."""
        cell = self.cells.get((row, column))
        return cell if cell is not None and cell.text.strip() else None

    def filled(self, row: int, column: int) -> Cell | None:
        """What a reader sees there: of a merged range, what is written in it."""
        return self.at(*self._covered.get((row, column), (row, column)))

    def is_merged(self, row: int, column: int) -> bool:
        """Whether it is part of a merged range."""
        return (row, column) in self._covered

    def merged_columns(self, row: int, column: int) -> range:
        """The columns of the merged range that a cell begins, or its own."""
        for top, left, _, right in self.merged:
            if (top, left) == (row, column):
                return range(left, right + 1)
        return range(column, column + 1)

    def written(self, row: int) -> list[Cell]:
        """The cells of a row in which something is written, from the left."""
        return [cell for column in range(1, self.last_column + 1) if (cell := self.at(row, column)) is not None]
