"""OpenDocument spreadsheets (.ods)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trigpoint.definitions.sources import File
from trigpoint.intake.readers.sheets import open_sheet
from trigpoint.intake.readers.table import OpenTable, ReadLimits
from trigpoint.intake.readers.unpacked import check_unpacked


def open_opendocument(path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits) -> OpenTable:
    """The table on a sheet of an OpenDocument spreadsheet. Raises CannotRead."""
    check_unpacked(path, name, limits)
    return open_sheet(path, name, file, wanted, limits, "opendocument")
