"""Which row holds the column names, and what the columns are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.table import column_letter

ROWS_LOOKED_AT = 60
_NUMBER = re.compile(r"[-+(£$€]*[\d,. ]+%?\)?|\d{4}-\d\d-\d\d.*")


def same_name(text: str) -> str:
    """A column name without what the eye does not see: case, outer and repeated spaces, byte-order mark."""
    return " ".join(text.replace("\ufeff", "").split()).casefold()


def find_header(rows: Sequence[Sequence[str]], wanted: Sequence[str] = ()) -> int:
    """The index of the row in `rows` that holds the column names.

    With `wanted` names: the first row with the most of them. Without, or when none is there: the first row of the
    table's usual width whose cells are all filled, all different, and no numbers.
    """
    names = {same_name(name) for name in wanted}
    if names:
        scores = [len(names & {same_name(cell) for cell in row}) for row in rows]
        best = max(scores, default=0)
        if best:
            return scores.index(best)
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    usual = max(filled, default=0)
    for index, row in enumerate(rows):
        cells = [cell.strip() for cell in row if cell.strip()]
        wide_enough = len(cells) >= max(1, usual * 0.6)
        if wide_enough and len(set(cells)) == len(cells) and not any(_NUMBER.fullmatch(cell) for cell in cells):
            return index
    return next((index for index, count in enumerate(filled) if count), 0)


def column_names(file: str, header: Sequence[str], limit: int) -> tuple[str, ...]:
    """The names in `header`, without the blank ones at its end; a blank one between is named by its letter."""
    cells = [cell.replace("\ufeff", "").strip() for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        raise CannotRead(file, "it has no column names.", "Put them in the row above the data.")
    if len(cells) > limit:
        raise CannotRead(
            file,
            f"it has {len(cells):,} columns, and a file may have {limit:,} at most.",
            "Leave out the columns that carry nothing, or supply it in long layout: one row a figure.",
        )
    return tuple(cell or f"(column {column_letter(index)})" for index, cell in enumerate(cells))
