"""What another sheet of the same workbook says of its indicators: their units and what is good, by reference or name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.intake.scorecard_sheets.cells import Sheet
from trigpoint.intake.scorecard_sheets.found import Row
from trigpoint.intake.scorecard_sheets.heads import Layout
from trigpoint.intake.scorecard_sheets.roles import Role
from trigpoint.intake.scorecard_sheets.rows import SAID

Elsewhere = Mapping[str, Mapping[Role, str]]
"""By a reference or name as compared."""


def has_figures(layout: Layout) -> bool:
    """Whether a sheet is a scorecard itself, as far as its head tells."""
    return not layout.problems or layout.year == ""


def said_in(sheet: Sheet, layout: Layout) -> Elsewhere:
    """What a sheet without figures, a list of definitions, says; nothing of one that has figures of its own."""
    called = [column for role in ("reference", "name") if (column := layout.one(role)) is not None]  # type: ignore[arg-type]
    told = [(role, column) for role in SAID if (column := layout.one(role)) is not None]
    if layout.shape != "long" or (layout.one("value") is not None and layout.one("period") is not None) or not told:
        return {}
    found: dict[str, dict[Role, str]] = {}
    for row in range(layout.last + 1, sheet.last_row + 1):
        said = {role: cell.said for role, column in told if (cell := sheet.filled(row, column.number)) is not None}
        for column in called:
            if said and (cell := sheet.filled(row, column.number)) is not None:
                found.setdefault(plain_words(cell.said), said)
    return found


def lay(elsewhere: Elsewhere, rows: Iterable[Row]) -> tuple[int, frozenset[Role]]:
    """Say of each row what it does not say itself; gives of how many anything was said, and what."""
    count, roles = 0, set[Role]()
    for row in rows:
        said = elsewhere.get(plain_words(row.reference)) or elsewhere.get(plain_words(row.name)) or {}
        more = {role: text for role, text in said.items() if role not in row.said}
        row.said.update(more)
        count += bool(more)
        roles |= set(more)
    return count, frozenset(roles)
