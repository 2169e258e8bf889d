"""In which encoding a text file is written, and where it is broken.

The whole file is read once, in chunks, before any row is: the first accented letter may stand at line 400,000.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from trigpoint.intake.faults import WHO_KEEPS, CannotRead

CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16"}
_ONE_BYTE = ["cp1252", "latin_1", "cp850", "mac_roman"]


def find_encoding(path: Path, file: str, named: str | None = None) -> str:
    """The encoding of the text file at `path`, as Python names it; `named` is what its source says, if anything.

    Raises CannotRead where the file is no text, or where a byte does not belong, with its line and place.
    """
    with path.open("rb") as stream:
        start = stream.read(CHUNK)
    if named is not None:
        encoding = _known(named, file)
        if encoding == "utf-8" and start.startswith(codecs.BOM_UTF8):
            encoding = "utf-8-sig"
        _check(path, file, encoding)
        return encoding
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            _check(path, file, encoding)
            return encoding
    if b"\0" in start:
        encoding = _utf16_without_mark(start, file)
        _check(path, file, encoding)
        return encoding
    fault, multibyte = _first_fault(path, "utf-8")
    if fault is None:
        return "utf-8"
    window = fault.window
    good = _MULTIBYTE.findall(window)
    bad = _HIGH.findall(_MULTIBYTE.sub(b"", window))
    if multibyte or len(good) > len(bad):
        raise _misplaced(file, "utf-8", fault)
    return _one_byte(path, window)


class _Fault:
    def __init__(self, line: int, byte: int, value: int, window: bytes) -> None:
        self.line, self.byte, self.value, self.window = line, byte, value, window


def _known(named: str, file: str) -> str:
    try:
        name = codecs.lookup(named).name
    except LookupError:
        raise CannotRead(
            file,
            f"its source says that it is written in '{named}', which is no encoding.",
            f"Ask {WHO_KEEPS} to say utf-8, utf-16, windows-1252 or latin-1 there.",
        ) from None
    return {"iso8859-1": "latin-1"}.get(name, name)


def _check(path: Path, file: str, encoding: str) -> None:
    fault, _ = _first_fault(path, encoding)
    if fault is not None:
        raise _misplaced(file, encoding, fault)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _first_fault(path: Path, encoding: str) -> tuple[_Fault | None, bool]:
    """The first byte that does not decode, if any, and whether a good character beyond ASCII came before it."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, since_newline, beyond_ascii = 0, 0, False
    held = b""
    for chunk in _chunks(path):
        data = held + chunk
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            # The decoder counts from the bytes that it had held back, which are the end of ours.
            at = error.start + len(data) - len(error.object)
            before = data[:at]
            last = before.rfind(b"\n")
            byte = at - last if last >= 0 else since_newline - len(held) + at + 1
            window = data[at : at + CHUNK]
            beyond_ascii = beyond_ascii or not before.isascii()
            return _Fault(lines + before.count(b"\n") - held.count(b"\n") + 1, byte, data[at], window), beyond_ascii
        beyond_ascii = beyond_ascii or not chunk.isascii()
        lines += chunk.count(b"\n")
        last = chunk.rfind(b"\n")
        since_newline = len(chunk) - last - 1 if last >= 0 else since_newline + len(chunk)
        held = chunk[-4:]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _Fault(lines + 1, since_newline, error.object[-1], b""), beyond_ascii
    return None, beyond_ascii


def _misplaced(file: str, encoding: str, fault: _Fault) -> CannotRead:
    name = _NAMES.get(encoding, encoding)
    return CannotRead(
        file,
        f"byte {fault.byte} of that line (hexadecimal {fault.value:02X}) is not {name}, in which the file is written.",
        "The file seems to mix encodings: open it where it was made, mend the character, and save it as UTF-8.",
        where=f"line {fault.line:,}",
    )


def _utf16_without_mark(start: bytes, file: str) -> str:
    """UTF-16 of mostly Latin text has a nought in every other byte; anything else with noughts is no text."""
    even, odd, half = start[0::2].count(0), start[1::2].count(0), max(1, len(start) // 2)
    if odd > half * 0.5 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.5 and odd < half * 0.1:
        return "utf-16-be"
    raise CannotRead(
        file,
        "it is not a text file, whatever its name says.",
        "Open it in the program that made it and save it as CSV (UTF-8), Excel or OpenDocument.",
    )


def _one_byte(path: Path, window: bytes) -> str:
    """Windows-1252, Latin-1 or an older relation: told apart by which makes likelier text of what is there."""
    lines = [line for line in window.splitlines() if _HIGH.search(line)][:400]
    best = from_bytes(b"\n".join(lines), cp_isolation=_ONE_BYTE, threshold=1.0).best()
    guess = best.encoding if best is not None else "cp1252"
    if guess in ("cp850", "mac_roman") and best is not None and best.coherence > 0.2:
        return guess
    fault, _ = _first_fault(path, "cp1252")
    return "latin-1" if fault is not None else "cp1252"
