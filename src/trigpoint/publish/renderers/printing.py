"""What a document prints of a cell, a table and a heading: the same in PDF, Word and OpenDocument text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from trigpoint.judge.numbers import Number, with_unit
from trigpoint.publish.blocks import Block, Document, Heading
from trigpoint.publish.cells import Cell, Direction, Figure, Link, Sparkline, Status, words
from trigpoint.publish.charts.theme import GREY, INK, OURS, PAPER, STATUS, UNKNOWN
from trigpoint.publish.tables import Column, Table

# What XML 1.0 cannot hold, and what turns the reading order of a line round: neither belongs in a printed text.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

SPARKLINE_WIDTH, SPARKLINE_HEIGHT = 84, 20


def legible(text: str) -> str:
    """A text without the characters that no document may hold."""
    return _UNPRINTABLE.sub("", text)


def file_safe(text: str) -> str:
    """A text as the stem of a file's name: small letters, figures and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:80] or "report"


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell on paper. beneath: a second, smaller line. letter, colour: of a status; the letter stands beside its word.

    picture: a small line, drawn as SVG, with `text` as the same in words.
    """

    text: str
    beneath: str = ""
    letter: str = ""
    colour: str = ""
    picture: str = ""


def printed(cell: Cell, column: Column | None = None) -> Printed:
    """A cell as it stands on paper."""
    match cell:
        case Figure():
            # A kind of nothing is said once: its note begins with the very same words.
            return Printed(legible(cell.text), legible(cell.note.removeprefix(cell.text).removeprefix("; ")))
        case Status():
            return Printed(
                legible(cell.text), legible(cell.beneath), legible(cell.printed), STATUS.get(cell.code, UNKNOWN)
            )
        case Direction():
            return Printed(legible(cell.text), legible(" ".join(part for part in (cell.change, cell.since) if part)))
        case Link():
            return Printed(legible(cell.text), legible(cell.beneath))
        case Sparkline():
            return Printed(legible(cell.text), picture=sparkline_svg(cell))
        case bool() | date() | str() | None:
            return Printed(legible(words(cell)))
        case _ if column is not None and column.numeric and not hasattr(cell, "text"):
            return Printed(with_unit(cell, column.unit, column.decimals))  # type: ignore[arg-type]
        case _:
            return Printed(legible(words(cell)))


def printed_columns(table: Table) -> tuple[Column, ...]:
    """The columns that are printed: all but those that only files need, and those in which no row says anything."""
    return tuple(
        column
        for column in table.columns
        if column.on_paper and (not table.rows or any(row.get(column.key) not in (None, "") for row in table.rows))
    )


def widths(table: Table, columns: Sequence[Column]) -> list[float]:
    """The share of the page's width of each column, adding up to 1: by how much most of its cells say, within bounds."""
    room = []
    for place, column in enumerate(columns):
        least, most = _ROOM.get(column.kind, (1.5, 3.4))
        if column.wide:
            least, most = 3.0, 6.5
        elif place == 0:
            least, most = 2.6, 4.2
        cells = [printed(row.get(column.key), column) for row in table.rows]
        lengths = sorted(_length(one) for one in cells)
        # Most cells: one long text must not take the room of all the others.
        usual = lengths[len(lengths) * 4 // 5] if lengths else 0
        words_in = [*column.heading.split(), *(word for one in cells for word in one.text.split())]
        longest_word = min(max((len(word) for word in words_in), default=0), 14)
        room.append(max(min(max(usual / 9, least), most), longest_word / 4.8))
    return [one / sum(room) for one in room]


def _length(one: Printed) -> float:
    return max(len(one.text) + (3 if one.letter else 0), len(one.beneath) * 0.45)


_ROOM: dict[str, tuple[float, float]] = {
    "figure": (1.6, 2.8), "number": (1.0, 1.6), "status": (1.9, 2.3), "direction": (1.7, 2.2), "date": (1.6, 1.8),
    "sparkline": (1.9, 1.9),
}  # fmt: skip


def levelled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with headings that say something and never skip a level: readers who move by headings rely on it."""
    result: list[Block] = []
    deepest = 0
    for block in blocks:
        if isinstance(block, Heading):
            if not legible(block.text).strip():
                continue
            deepest = min(max(block.level, 1), deepest + 1)
            block = replace(block, level=deepest)
        result.append(block)
    return result


def made_line(document: Document) -> str:
    """When the document was made, and whose knowledge it shows where that is not today's."""
    line = f"Made {at_words(document.made_at)}"
    if document.as_known_on is not None:
        line += f", as known on {document.as_known_on:%-d %B %Y}"
    return f"{line}."


def at_words(moment: datetime) -> str:
    """An instant as people write it: 23 November 2026, 21:43."""
    return f"{moment:%-d %B %Y, %H:%M}"


def by_line(author: str, on: date) -> str:
    """Who wrote a text, and when."""
    return legible(f"{author}, {on:%-d %B %Y}")


def sparkline_svg(line: Sparkline, width: int = SPARKLINE_WIDTH, height: int = SPARKLINE_HEIGHT) -> str:
    """A sparkline for paper: gaps stay gaps, the newest figure is a dot, the target a dashed line."""
    held = [float(v) for v in line.values if v is not None]
    if not held:
        return ""
    edges = [*held, *([float(line.target)] if line.target is not None else [])]
    low, high = min(edges), max(edges)
    span = (high - low) or 1.0

    def x(place: int) -> float:
        return 3 + place * (width - 6) / max(len(line.values) - 1, 1)

    def y(value: Number) -> float:
        return height - 3 - (float(value) - low) / span * (height - 6) if high > low else height / 2

    parts = []
    if line.target is not None:
        at = f"{y(line.target):.1f}"
        parts.append(
            f'<line x1="0" x2="{width}" y1="{at}" y2="{at}" stroke="{GREY}" stroke-width="0.8" stroke-dasharray="2 2"/>'
        )
    points: list[tuple[float, float]] = []
    for place, value in enumerate([*line.values, None]):
        if value is not None:
            points.append((x(place), y(value)))
        elif points:
            drawn = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
            if len(points) > 1:
                parts.append(f'<polyline points="{drawn}" fill="none" stroke="{OURS}" stroke-width="1.3"/>')
            else:
                parts.append(f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="1" fill="{OURS}"/>')
            points = []
    last = max(place for place, value in enumerate(line.values) if value is not None)
    newest = line.values[last]
    if newest is not None:
        parts.append(
            f'<circle cx="{x(last):.1f}" cy="{y(newest):.1f}" r="2" fill="{INK}" stroke="{PAPER}" stroke-width="0.5"/>'
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
