"""What a document prints of a cell, a table and a heading: the same in PDF, Word and OpenDocument text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from trigpoint.judge.numbers import Number, with_unit
from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Document,
    Heading,
    KeyFigure,
    PageBreak,
    TableBlock,
    TextBy,
)
from trigpoint.publish.cells import Cell, Direction, Figure, Link, Sparkline, Status, words
from trigpoint.publish.charts.theme import GREY, INK, OURS, PAPER, STATUS, UNKNOWN
from trigpoint.publish.tables import Column, Table
from trigpoint.publish.texts import legible, shortened

LONGEST_TITLE, LONGEST_FOOT = 200, 150
"""A longer name is whole on the first page; the window's title and the foot of each page have room for its beginning."""

LONG_WORDS = 24
"""A figure in words that is longer than this reads from the left."""

SPARKLINE_WIDTH, SPARKLINE_HEIGHT = 84, 20


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell on paper. beneath: a second, smaller line. letter, colour: of a status; the letter stands beside its word.

    picture: a small line, drawn as SVG, with `text` as the same in words. left: words among numbers, which stand right.
    """

    text: str
    beneath: str = ""
    letter: str = ""
    colour: str = ""
    picture: str = ""
    left: bool = False


def printed(cell: Cell, column: Column | None = None) -> Printed:
    """A cell as it stands on paper."""
    match cell:
        case Figure():
            # A kind of nothing is said once: its note begins with the very same words.
            note = cell.note.removeprefix(cell.text).removeprefix("; ")
            beneath = legible("; ".join(part for part in (cell.interval, note) if part))
            return Printed(legible(cell.text), beneath, left=len(cell.words) > LONG_WORDS)
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


LONG_NOTE = 48
"""What is said of a figure in more letters than this stands beneath the table, where there is room."""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it stands on paper. notes: the table's own, and what is too long to stand in a cell."""

    caption: str
    columns: tuple[Column, ...]
    rows: list[list[Printed]]
    notes: list[str]


def printed_table(table: Table) -> PrintedTable:
    """The columns and cells of a table that are printed. Long notes of figures are numbered, alike ones once."""
    columns = printed_columns(table)
    numbers: dict[str, int] = {}
    rows = []
    for row in table.rows:
        cells = []
        for column in columns:
            one = printed(row.get(column.key), column)
            if column.kind == "figure" and len(one.beneath) > LONG_NOTE:
                number = numbers.setdefault(one.beneath, len(numbers) + 1)
                one = replace(one, beneath=f"see note {number}")
            cells.append(one)
        rows.append(cells)
    notes = [f"Note {number}: {text}" for text, number in numbers.items()]
    return PrintedTable(legible(table.caption), columns, rows, [*notes, *(legible(note) for note in table.notes)])


def printed_columns(table: Table) -> tuple[Column, ...]:
    """The columns that are printed: all but those that only files need, and those in which no row says anything."""
    shown = tuple(
        column
        for column in table.columns
        if column.on_paper and (not table.rows or any(row.get(column.key) not in (None, "") for row in table.rows))
    )
    return shown or table.columns[:1]


KEY_FIGURES = (("Key figure", "Figure", "Status", "Beside it"), (3.4, 1.6, 3.0, 3.4), (False, True, False, False))
"""Headings, widths and which are numbers, of key figures where they are a table."""


def printed_figures(figures: Iterable[KeyFigure]) -> list[list[Printed]]:
    """Key figures as the rows of a table: name, figure, status, and what stands beside it."""
    rows = []
    for one in figures:
        figure = printed(one.figure)
        beside = "; ".join(part for part in (one.beneath, figure.beneath) if part)
        rows.append([Printed(legible(one.name)), Printed(figure.text), printed(one.status), Printed(legible(beside))])
    return rows


def levelled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with headings that say something and never skip a level: readers who move by headings rely on it.

    What a person wrote stands one level beneath the heading before it, at the deepest.
    """
    result: list[Block] = []
    deepest = 0
    for block in blocks:
        if isinstance(block, PageBreak) and not block.on_paper:
            continue
        if isinstance(block, TextBy):
            block = replace(block, level=min(max(block.level, 1), deepest + 1))
        if isinstance(block, Heading):
            if not legible(block.text).strip():
                continue
            deepest = min(max(block.level, 1), deepest + 1)
            block = replace(block, level=deepest)
        result.append(block)
    return result


def leads_to(following: Block | None) -> bool:
    """Whether a paragraph must not part from what comes after it: a table, a chart, or a heading beneath its own."""
    return isinstance(following, (TableBlock, ChartBlock)) or (isinstance(following, Heading) and following.level > 1)


def with_next(blocks: list[Block]) -> list[tuple[Block, Block | None]]:
    """Each block with the one after it: what leads to a table must not part from it, and a break belongs to what follows."""
    return list(zip(blocks, [*blocks[1:], None], strict=True))


def full_title(document: Document) -> str:
    """What a window or a list of files calls the document: what it is, and of what."""
    both = legible(", ".join(part for part in (document.title, document.subtitle) if part.strip())).strip()
    return shortened(both, LONGEST_TITLE) or "Report"


def made_line(document: Document) -> str:
    """When the document was made, and by whom."""
    by = f" by {document.made_by}" if document.made_by else ""
    return legible(f"Made {at_words(document.made_at)}{by}.")


def known_line(document: Document) -> str:
    """Whose knowledge it shows, where that is not today's; else ''."""
    if document.as_known_on is None:
        return ""
    return f"As known on {document.as_known_on:%-d %B %Y}: what has come in or been changed since is not in it."


def running_line(document: Document) -> str:
    """What stands at the foot of each page: a page that is torn off still says what it is of."""
    known = f", as known on {document.as_known_on:%-d %B %Y}" if document.as_known_on is not None else ""
    line = legible(f"{document.partnership}: {document.title}, {document.subtitle}")
    return f"{shortened(line, LONGEST_FOOT)}{known}"


def notes_of(document: Document) -> list[str]:
    """How the document was made: the notes that say something."""
    return [note for note in map(legible, document.notes) if note.strip()]


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
