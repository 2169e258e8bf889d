"""The letters of documents, shipped with the product: a report is set the same on a server that has no fonts at all.

Liberation Sans is as wide as Arial letter by letter, so what fits in a PDF fits in Word too; and its own measures say
how much room a text takes before anything is drawn.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
UNKNOWN = 1.0
"""The width of a letter that the font does not have, in ems: most that come from elsewhere are square."""


def width(text: str) -> float:
    """How wide a text is, in ems: as many times the size of its letters."""
    measures = letters()
    return sum(measures.get(ord(letter), UNKNOWN) for letter in text)


@cache
def letters() -> dict[int, float]:
    """Each character that the shipped font can show, with its width in ems: out of the tables of the font's own file."""
    font = (FOLDER / "LiberationSans-Regular.ttf").read_bytes()
    drawings = _drawings(font)
    (units,) = struct.unpack_from(">H", font, _table(font, b"head") + 18)
    (measured,) = struct.unpack_from(">H", font, _table(font, b"hhea") + 34)
    measures = struct.unpack_from(f">{2 * measured}H", font, _table(font, b"hmtx"))[::2]
    # Drawings beyond the last measure are as wide as the last one.
    return {code: measures[min(drawing, measured - 1)] / units for code, drawing in drawings.items()}


def _drawings(font: bytes) -> dict[int, int]:
    """The number of the drawing of each character."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: dict[int, int] = {}
    for n in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * n + 4)
        if struct.unpack_from(">H", font, start + offset) == (4,):
            found |= _runs(font, start + offset)
    return found


def _runs(font: bytes, start: int) -> dict[int, int]:
    """A table of format 4: runs of characters, of which those that map to drawing 0 are not there."""
    size = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{size}H", font, start + 14)
    starts = struct.unpack_from(f">{size}H", font, start + 16 + 2 * size)
    deltas = struct.unpack_from(f">{size}H", font, start + 16 + 4 * size)
    ranges = start + 16 + 6 * size
    found: dict[int, int] = {}
    for n, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        (shift,) = struct.unpack_from(">H", font, ranges + 2 * n)
        for code in range(first, min(last, 0xFFFE) + 1):
            if shift:
                (drawing,) = struct.unpack_from(">H", font, ranges + 2 * n + shift + 2 * (code - first))
            else:
                drawing = (code + delta) % 0x10000
            if drawing:
                found[code] = drawing
    return found


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == name:
            return offset
    raise ValueError(f"The shipped font has no table {name.decode()}.")
