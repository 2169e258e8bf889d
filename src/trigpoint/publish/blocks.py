"""A document is a list of blocks, already answered: the same blocks are drawn as a page, PDF, Word, Excel and
OpenDocument text, so no two of them can disagree. Blocks hold values and words, never how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Figure, Status
from trigpoint.publish.charts.chart import Chart
from trigpoint.publish.tables import Table


class NothingToShow(Mistake):
    """A document that would go out blank. The message says why there is nothing, and what to do."""


@dataclass(frozen=True)
class Heading:
    """level: 1 for a part of the document, 2 beneath it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Headline:
    """The one sentence that says what the figures say; drawn large."""

    text: str


@dataclass(frozen=True)
class KeyFigure:
    """A figure that stands alone, with its name, status and target in words."""

    name: str
    figure: Figure
    status: Status | None = None
    beneath: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: Sequence[KeyFigure]


@dataclass(frozen=True)
class TableBlock:
    """A table; at most one of its columns is wide."""

    table: Table


@dataclass(frozen=True)
class ChartBlock:
    """A chart, with its finding, the same in words and its twin table inside it."""

    chart: Chart


@dataclass(frozen=True)
class TextBy:
    """What a person wrote: commentary or a note, under its own heading. parts: (heading, text), the heading '' where the
    words stand under none. level: of its own heading, at the deepest. version: the number of the commentary's version."""

    heading: str
    parts: Sequence[tuple[str, str]]
    author: str
    on: date
    level: int = 3
    version: int | None = None

    @property
    def lines(self) -> list[tuple[bool, str]]:
        """Its lines that say something, in order; with each whether it is the heading of a part."""
        found = []
        for heading, text in self.parts:
            found += [(True, heading)] if heading.strip() else []
            found += [(False, line) for line in text.splitlines() if line.strip()]
        return found


@dataclass(frozen=True)
class Notice:
    """Something that the reader must know first: incomplete, provisional, restated since."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    """The next block starts a new part: a new page where there are pages, save where it is not on_paper.

    On a screen each part is looked at by itself; on paper a part that fills no page leaves the rest of it empty.
    """

    on_paper: bool = True


@dataclass(frozen=True)
class Cover:
    """The first page of a pack, where there are pages: with the logo, the document's own title, and these lines."""

    lines: Sequence[str] = ()
    logo: bytes = b""


@dataclass(frozen=True)
class Contents:
    """What is in the document, with page numbers where there are pages."""


Block = (
    Cover
    | Contents
    | Heading
    | Paragraph
    | Headline
    | KeyFigures
    | TableBlock
    | ChartBlock
    | TextBy
    | Notice
    | PageBreak
)


@dataclass(frozen=True)
class Document:
    """title, subtitle: what it is, and for what period, place and audience. partnership: whose.

    made_at, made_by: when, and by whom. as_known_on: the day whose knowledge it shows, where not now. notes: how it was made (sources,
    coverage, definitions), set small at the end. name: the stem of file names.
    Raises NothingToShow when it has no figure, table, chart or text.
    """

    title: str
    subtitle: str
    partnership: str
    made_at: datetime
    blocks: Sequence[Block]
    as_known_on: date | None = None
    notes: Sequence[str] = ()
    name: str = "report"
    language: str = field(default="en-GB")
    made_by: str = ""

    def __post_init__(self) -> None:
        says_something = any(
            (isinstance(b, TableBlock) and b.table.rows)
            or (isinstance(b, KeyFigures) and b.figures)
            or isinstance(b, (ChartBlock, TextBy))
            for b in self.blocks
        )
        if not says_something:
            raise NothingToShow(
                f"“{self.title}” would be blank: there is no figure for {self.subtitle}. "
                "Choose another period or place, or see under Data what has not come in."
            )
