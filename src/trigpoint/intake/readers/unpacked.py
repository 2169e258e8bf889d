"""How large a zipped file becomes when it is opened: as it declares, and as it really is."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.table import ReadLimits

CHUNK = 1 << 20


def check_unpacked(path: Path, name: str, limits: ReadLimits) -> None:
    """Raises CannotRead where the zipped file at `path` is damaged or would unpack to more than the limit.

    What it declares is looked at first; then everything is unpacked in chunks and thrown away, for a file may lie.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > limits.unpacked_bytes:
                raise _too_large(name, limits)
            left = limits.unpacked_bytes
            for part in parts:
                if part.flag_bits & 1:
                    raise CannotRead(name, "it is protected by a password.", "Save it without one and supply it again.")
                with archive.open(part) as stream:
                    while chunk := stream.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _too_large(name, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise CannotRead(
            name,
            "it is damaged: what it holds is not what it declares.",
            "Open it in the program that made it, save it again, and supply that.",
        ) from error


def _too_large(name: str, limits: ReadLimits) -> CannotRead:
    return CannotRead(
        name,
        f"it unpacks to more than {limits.unpacked_bytes / 2**20:,.0f} MB, which is more than a workbook may.",
        "Leave out what is not the table, or save it as CSV.",
    )
