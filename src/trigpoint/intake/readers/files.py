"""Opens a supplied file by what it holds, not by what its name says."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from trigpoint.definitions.sources import File
from trigpoint.intake.faults import WHO_KEEPS, CannotRead
from trigpoint.intake.readers.csv import open_csv
from trigpoint.intake.readers.excel import OLD_EXCEL, open_excel
from trigpoint.intake.readers.opendocument import open_opendocument
from trigpoint.intake.readers.parquet import open_parquet
from trigpoint.intake.readers.table import Format, OpenTable, ReadLimits

ANY_FILE = File()
USUAL_LIMITS = ReadLimits()
_OPENERS = {"csv": open_csv, "excel": open_excel, "opendocument": open_opendocument, "parquet": open_parquet}
_CALLED = {
    "csv": "a text file with delimiters",
    "excel": "an Excel workbook",
    "opendocument": "an OpenDocument spreadsheet",
    "parquet": "a Parquet file",
}
_SAVED_AS = {"csv": "CSV", "excel": "an Excel workbook (.xlsx)", "opendocument": "an OpenDocument spreadsheet (.ods)",
             "parquet": "Parquet"}  # fmt: skip
_SHEETS = {"excel", "opendocument"}
_OTHERS = {
    b"%PDF": ("a PDF document", (".pdf",)),
    b"\x1f\x8b": ("a gzip archive", (".gz", ".tgz")),
    b"\x89PNG": ("a picture", (".png",)),
    b"\xff\xd8\xff": ("a picture", (".jpg", ".jpeg")),
    b"7z\xbc\xaf": ("an archive", (".7z",)),
    b"Rar!": ("an archive", (".rar",)),
    b"\x7fELF": ("a program", ()),
    b"MZ\x90\x00": ("a program", (".exe", ".dll")),
    b"SQLite format 3": ("a database", (".db", ".sqlite", ".sqlite3")),
    b"<!DOCTYPE": ("a web page", (".html", ".htm")),
    b"<html": ("a web page", (".html", ".htm")),
}
"""The first bytes of what is no table: what it is, and how the names of such files end."""


def open_table(
    path: Path, name: str, file: File = ANY_FILE, wanted: Sequence[str] = (), limits: ReadLimits = USUAL_LIMITS
) -> OpenTable:
    """The table in the file at `path`, which its supplier calls `name`. `wanted` are column names to look for.

    Raises CannotRead where it is none, is damaged, or is larger than the limits allow.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise CannotRead(name, "there is no such file, or it may not be read.", "Check its name and folder.") from error
    if path.is_dir():
        raise CannotRead(name, "it is a folder.", "Name the files in it.")
    if size == 0:
        raise CannotRead(name, "it is empty.", "Supply the file again, with its column names and rows.")
    if size > limits.file_bytes:
        raise CannotRead(
            name,
            f"it has {size / 2**20:,.0f} MB, and a file may have {limits.file_bytes / 2**20:,.0f} MB.",
            "Supply it in parts, by period.",
        )
    found = find_format(path, name)
    # A spreadsheet is a spreadsheet: which program saved it says nothing of what it holds.
    if file.format is not None and file.format != found and not {file.format, found} <= _SHEETS:
        raise CannotRead(
            name,
            f"it is {_CALLED[found]}, and {_CALLED[file.format]} is expected.",
            f"Save it as {_SAVED_AS[file.format]} and supply that. If it is to come so from now on, ask {WHO_KEEPS} to "
            "have it read so.",
        )
    return _OPENERS[found](path, name, file, wanted, limits)


def find_format(path: Path, name: str) -> Format:
    """The format of the file, by its first bytes. Raises CannotRead for what is known to be something else."""
    with path.open("rb") as stream:
        start = stream.read(64)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(OLD_EXCEL):
        return "excel"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(path, name)
    for mark, (called, endings) in _OTHERS.items():
        if start.lstrip().startswith(mark):
            otherwise = "" if name.lower().endswith(endings) else ", whatever its name says"
            raise CannotRead(
                name,
                f"it is {called}{otherwise}.",
                "Supply the table itself, as CSV, Excel, OpenDocument or Parquet.",
            )
    return "csv"


def _zipped(path: Path, name: str) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and b"opendocument.spreadsheet" in archive.open("mimetype").read(100):
                return "opendocument"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise CannotRead(
            name, "it is damaged: the end of the file is missing or broken.", "Copy or save it again, and supply that."
        ) from error
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "excel"
    raise CannotRead(
        name,
        "it is a zip archive and no spreadsheet.",
        "Unpack it and supply the table in it, as CSV, Excel, OpenDocument or Parquet.",
    )
