"""A document on a page: the blocks of `publish.blocks`, each ready for `web/parts/document.html` to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    KeyFigures,
    PageBreak,
    TableBlock,
    TextBy,
)
from trigpoint.publish.tables import Table
from trigpoint.web.components.charts import chart_view
from trigpoint.web.components.tables import table_view


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """kind: the block's own name (heading, paragraph, …). view: what its part of the template draws."""

    kind: str
    block: Block
    view: Any = None


def tables_of(document: Document) -> dict[str, Table]:
    """Every table of a document by its id on the page, for downloads; the twins of charts are among them."""
    found: dict[str, Table] = {}
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, TableBlock):
            found[f"t{number}"] = block.table
        elif isinstance(block, ChartBlock) and block.chart.table is not None:
            found[f"c{number}"] = block.chart.table
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two page breaks: a name, and its blocks with their numbers in the document."""

    name: str
    blocks: tuple[tuple[int, Block], ...]


def parts_of(document: Document) -> list[Part]:
    """A document's parts, each named by its first heading; one that begins without any is its summary.

    A page has its own title and tabs: cover and contents are for paper.
    """
    found: list[list[tuple[int, Block]]] = [[]]
    for number, block in enumerate(document.blocks, start=1):
        if isinstance(block, PageBreak):
            found.append([])
        elif not isinstance(block, (Cover, Contents)):
            found[-1].append((number, block))
    parts = []
    for place, blocks in enumerate(blocks for blocks in found if blocks):
        heading = next((block.text for _, block in blocks if isinstance(block, Heading)), f"Part {place + 1}")
        summary = place == 0 and not isinstance(blocks[0][1], Heading)
        parts.append(Part("Summary" if summary else heading, tuple(blocks)))
    return parts


def part_view(request: HttpRequest, part: Part) -> list[DrawnBlock]:
    """The blocks of a part as the page draws them: tables sort and download, charts are still."""
    return [
        DrawnBlock(type(block).__name__.lower(), block, _view(request, block, number)) for number, block in part.blocks
    ]


def _view(request: HttpRequest, block: Block, number: int) -> Any:
    match block:
        case TableBlock(table):
            shown = replace(
                table, columns=tuple(column for column in table.columns if column.on_paper), rows=_shown(table)
            )
            return table_view(request, shown, id=f"t{number}", compact=True)
        case ChartBlock(chart):
            return replace(chart_view(chart, id=f"c{number}"), spec=None)
        case Heading(_, level):
            return level
        case KeyFigures(figures):
            return list(figures)
        case TextBy():
            return block.lines
    return None


def _shown(table: Table) -> Sequence[dict[str, Any]]:
    hidden = {column.key for column in table.columns if not column.on_paper}
    return [{key: value for key, value in row.items() if key not in hidden} for row in table.rows]
