"""Excel workbooks: .xlsx and .xlsm, .xlsb, and the old .xls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trigpoint.definitions.sources import File
from trigpoint.intake.readers.sheets import open_sheet
from trigpoint.intake.readers.table import OpenTable, ReadLimits
from trigpoint.intake.readers.unpacked import check_unpacked

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_excel(path: Path, name: str, file: File, wanted: Sequence[str], limits: ReadLimits) -> OpenTable:
    """The table on a sheet of an Excel workbook. Raises CannotRead."""
    with path.open("rb") as stream:
        old = stream.read(8) == OLD_EXCEL
    if not old:
        check_unpacked(path, name, limits)
    return open_sheet(path, name, file, wanted, limits, "excel")
