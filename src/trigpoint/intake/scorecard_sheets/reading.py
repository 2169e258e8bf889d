"""Asks a process of bounded memory for a sheet as it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.excel import OLD_EXCEL
from trigpoint.intake.readers.files import find_format
from trigpoint.intake.readers.opened_elsewhere import OpenedElsewhere
from trigpoint.intake.readers.table import ReadLimits
from trigpoint.intake.readers.unpacked import check_unpacked
from trigpoint.intake.scorecard_sheets.cells import Cell, Sheet

LIMITS = ReadLimits(file_bytes=20 * 2**20, unpacked_bytes=40 * 2**20, memory=2**31)
"""A scorecard is small: what is larger is another thing, or holds pictures."""
SECONDS = 40
"""Of work on one file: twice what the largest scorecard takes that is read at all."""

SAVE_AS = (
    "Save it as an Excel workbook (.xlsx) and bring that: only there are colours and percentages told from figures."
)


def read_sheet(path: Path, name: str, sheet: str = "") -> Sheet:
    """The named sheet of a workbook; '' for the first of those with the most in them. Raises CannotRead."""
    return read_workbook(path, name, sheet)[0]


def read_workbook(path: Path, name: str, sheet: str = "") -> tuple[Sheet, tuple[Sheet, ...]]:
    """The same, and the first few of its other sheets, as far as they are no larger than a scorecard. Raises CannotRead."""
    size = path.stat().st_size
    if size > LIMITS.file_bytes:
        raise CannotRead(
            name,
            f"it has {size / 2**20:,.0f} MB, and a scorecard may have {LIMITS.file_bytes / 2**20:,.0f} MB.",
            "Copy the sheet into a workbook of its own, without pictures.",
        )
    with path.open("rb") as stream:
        if stream.read(len(OLD_EXCEL)) == OLD_EXCEL:
            raise CannotRead(name, "it is a workbook of an old Excel, or one with a password.", SAVE_AS)
    if find_format(path, name) != "excel":
        raise CannotRead(name, "it is no Excel workbook.", SAVE_AS)
    check_unpacked(path, name, LIMITS)
    opened = OpenedElsewhere(
        "drawn_sheet_process", path, name, LIMITS, too_much=_too_much, damaged=_damaged, sheet=sheet,
        seconds=SECONDS,
    )  # fmt: skip
    reply = opened.reply
    opened.stop()
    shown = ", ".join(f"“{one}”" for one in reply["sheets"])
    match reply.get("problem"):
        case "none":
            raise CannotRead(name, "none of its sheets is shown.", "Show the sheet that is to be read, and save it.")
        case "sheet":
            raise CannotRead(name, f"it has no sheet “{sheet[:60]}”; it has {shown}.", "Choose one of these.")
        case "covered":
            raise CannotRead(
                name,
                "its merged cells, or its links, reach over more cells than any scorecard has.",
                "Copy the table into a new workbook, without what stands round it, and bring that.",
            )
        case "large":
            far = f"something stands in {reply['far']}" if reply["far"] else "it has very many cells"
            raise CannotRead(
                name, f"{far}, which is more than a scorecard.", "Delete what is not part of the table, and save it."
            )
    sheets = tuple(str(one) for one in reply["sheets"])
    first, *others = (_sheet(one, sheets) for one in reply["found"])
    if not first.last_row:
        raise CannotRead(name, f"its sheet “{first.name}” is empty.", "Choose the sheet that has the scorecard.")
    return first, tuple(one for one in others if one.last_row)


def _sheet(found: Mapping[str, Any], sheets: tuple[str, ...]) -> Sheet:
    cells = [Cell(**one) for one in found["cells"]]
    return Sheet(
        str(found["sheet"]),
        sheets,
        {(cell.row, cell.column): cell for cell in cells},
        tuple((top, left, bottom, right) for top, left, bottom, right in found["merged"]),
    )


def _too_much(name: str) -> CannotRead:
    return CannotRead(
        name,
        "it asks for more memory, or more time, than any honest scorecard.",
        "Copy the sheet into a new workbook, and bring that.",
    )


def _damaged(name: str, why: str) -> CannotRead:
    return CannotRead(
        name, f"it is damaged, or no Excel workbook ({why}).", "Open it in the program that made it, and save it again."
    )
