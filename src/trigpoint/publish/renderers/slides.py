"""What a document is as slides, before any is drawn: one a table, a chart or a text, each with its finding as title. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Headline,
    KeyFigures,
    Notice,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.charts import Chart
from trigpoint.publish.renderers.columns import Room
from trigpoint.publish.renderers.printing import KEY_FIGURES, Printed, by_line, levelled, notes_of, printed_figures
from trigpoint.publish.texts import legible

WIDTH, HEIGHT, LEFT = 13.333, 7.5, 0.6
"""Of a slide and its margin, in inches."""
ACROSS = WIDTH - 2 * LEFT
MOST_DOWN = 4.75
"""The room for a table, in inches."""
LETTER, LINE, PADDING = 0.083, 0.185, 0.12
"""Of the letters of a table, in inches: as wide as they are on the average, as high, and what a row has besides."""
MOST_LETTERS, LEAD_LETTERS = 850, 260
"""On a slide of text; and of what may stand beneath a title, before a table, or beneath one."""
FOOT = 0.7
"""The room for what stands beneath a table, in inches."""


@dataclass(frozen=True)
class Grid:
    """A table, or the part of one that a slide has room for. shares: of the width, adding up to 1."""

    headings: tuple[str, ...]
    shares: tuple[float, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Printed, ...], ...]


@dataclass(frozen=True)
class Slide:
    """part: the heading under which it stands. lead: what stands beneath the title. lines: (is a heading, text). foot: what
    stands beneath its table."""

    title: str
    part: str = ""
    lead: str = ""
    lines: tuple[tuple[bool, str], ...] = ()
    grid: Grid | None = None
    foot: str = ""
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


@dataclass
class _Laying:
    """What was met on the way through the blocks and waits for its slide."""

    room: Room
    slides: list[Slide] = field(default_factory=list)
    part: str = ""
    heading: str = ""
    headline: str = ""
    waiting: list[tuple[bool, str]] = field(default_factory=list)

    def text(self) -> None:
        """The texts that wait, as slides of their own."""
        waiting, self.waiting = self.waiting, []
        title = self.headline or self.heading or self.part
        if waiting and not self.headline and self.slides and _has_room(self.slides[-1], waiting, self.part):
            self.slides[-1] = replace(self.slides[-1], foot=" ".join(line for _, line in waiting))
            return
        if self.headline and not waiting:
            waiting = [(False, self.headline)]
            title = self.heading or self.part
        self.headline = ""
        if waiting:
            some = [Slide(title or "Text", self.part, lines=tuple(lines)) for lines in _parted(waiting)]
            self.slides += _numbered(some)

    def lead(self) -> str:
        """What waits, beneath the title of the next slide, where it is short; else on slides of its own."""
        if sum(len(line) for _, line in self.waiting) > LEAD_LETTERS or any(head for head, _ in self.waiting):
            self.text()
        waiting, self.waiting = self.waiting, []
        return " ".join(line for _, line in waiting)


def slides_of(document: Document) -> list[Slide]:
    """The slides after the first one."""
    blocks = levelled(document.blocks)
    laying = _Laying(Room(blocks))
    for block in blocks:
        _lay(laying, block)
    laying.text()
    if notes := notes_of(document):
        made = [(False, note) for note in notes]
        laying.slides += _numbered([Slide("How this was made", lines=tuple(lines)) for lines in _parted(made)])
    return [_legible(one) for one in laying.slides]


def _lay(laying: _Laying, block: Block) -> None:
    match block:
        case Heading(text, level):
            laying.text()
            laying.part = text if level == 1 else laying.part
            laying.heading = text
        case Headline(text):
            laying.text()
            laying.headline = text
        case Paragraph(text) | Notice(text):
            laying.waiting.append((False, text))
        case TextBy(heading, _, author, on, _):
            laying.waiting += [(True, heading), *((False, line) for line in _said(block.lines))]
            laying.waiting.append((False, by_line(author, on)))
        case KeyFigures(figures) if figures:
            lead = laying.lead()
            headings, widths, numeric = KEY_FIGURES
            shares = tuple(one / sum(widths) for one in widths)
            grid = Grid(headings, shares, numeric, tuple(map(tuple, printed_figures(figures))))
            laying.slides += _grids(laying.headline or "Key figures", laying.part, lead, grid, ())
            laying.headline = ""
        case TableBlock():
            _lay_table(laying, block)
        case ChartBlock(chart):
            lead = laying.lead()
            notes = (chart.subtitle, chart.alternative, *chart.notes)
            laying.slides.append(Slide(chart.title, laying.part, lead or chart.subtitle, chart=chart, notes=notes))


def _lay_table(laying: _Laying, block: TableBlock) -> None:
    lead = laying.lead()
    table = laying.room.printed(block.table)
    shown = [place for place, column in enumerate(table.columns) if column.kind not in ("sparkline", "bullet")]
    widths = laying.room.widths(table)
    total = sum(widths[place] for place in shown)
    grid = Grid(
        tuple(table.columns[place].heading for place in shown),
        tuple(widths[place] / total for place in shown),
        tuple(table.columns[place].numeric for place in shown),
        tuple(tuple(row[place] for place in shown) for row in table.rows),
    )
    laying.slides += _grids(laying.headline or table.caption, laying.part, lead, grid, tuple(table.notes))
    laying.headline = ""


def _grids(title: str, part: str, lead: str, grid: Grid, notes: tuple[str, ...]) -> list[Slide]:
    """A table on as many slides as it needs, its heading row on each."""
    room = MOST_DOWN - (0.4 if lead else 0)
    groups: list[list[tuple[Printed, ...]]] = [[]]
    left = room - row_height(grid, tuple(Printed(heading) for heading in grid.headings))
    head = room - left
    for row in grid.rows:
        height = row_height(grid, row)
        if groups[-1] and height > left:
            groups.append([])
            left = room - head
        groups[-1].append(row)
        left -= height
    return _numbered(
        [Slide(title, part, lead, grid=replace(grid, rows=tuple(rows)), notes=notes) for rows in groups]
    )  # fmt: skip


def row_height(grid: Grid, row: Sequence[Printed]) -> float:
    """How high a row is at the least, in inches."""
    lines = 1
    for share, cell in zip(grid.shares, row, strict=True):
        letters = max(int((share * ACROSS - 0.16) / LETTER), 4)
        text = f"{cell.letter} {cell.text}" if cell.letter else cell.text
        several = math.ceil(len(text) / letters) or 1
        lines = max(lines, several + (math.ceil(len(cell.beneath) / letters) if cell.beneath else 0))
    return lines * LINE + PADDING


def _said(lines: Sequence[tuple[bool, str]]) -> list[str]:
    """Texts beneath their own headings, each with the heading that it begins under: "Why: a ward was closed."."""
    said, above = [], ""
    for is_heading, line in lines:
        if is_heading:
            above = line
        else:
            said.append(f"{above}: {line}" if above else line)
            above = ""
    return said


def _has_room(slide: Slide, lines: Sequence[tuple[bool, str]], part: str) -> bool:
    """Whether some sentences fit beneath the table of the slide before, of the same part."""
    if slide.grid is None or slide.foot or slide.part != part or any(head for head, _ in lines):
        return False
    height = sum(row_height(slide.grid, row) for row in slide.grid.rows) + LINE + PADDING + (0.4 if slide.lead else 0)
    letters = sum(len(line) for _, line in lines)
    return letters <= LEAD_LETTERS and height + FOOT <= MOST_DOWN


def _parted(lines: Sequence[tuple[bool, str]]) -> list[list[tuple[bool, str]]]:
    """Lines in groups that a slide has room for; a heading is never the last of one, and stands again where its lines go on."""
    groups: list[list[tuple[bool, str]]] = [[]]
    above = ""
    for is_heading, text in lines:
        above = text if is_heading else above
        letters = sum(len(one) + 60 for _, one in groups[-1])
        if groups[-1] and letters + len(text) > MOST_LETTERS - (250 if is_heading else 0):
            kept = [groups[-1].pop()] if groups[-1][-1][0] and len(groups[-1]) > 1 else []
            groups.append(kept or ([(True, f"{above} (continued)")] if above and not is_heading else []))
        groups[-1].append((is_heading, text))
    return groups


def _numbered(slides: list[Slide]) -> list[Slide]:
    if len(slides) == 1:
        return slides
    return [replace(one, title=f"{one.title} ({place} of {len(slides)})") for place, one in enumerate(slides, 1)]


def _legible(one: Slide) -> Slide:
    lines = tuple((head, legible(text)) for head, text in one.lines)
    return replace(
        one, title=legible(one.title), part=legible(one.part), lead=legible(one.lead), foot=legible(one.foot), lines=lines,
        notes=tuple(map(legible, one.notes)),
    )  # fmt: skip
