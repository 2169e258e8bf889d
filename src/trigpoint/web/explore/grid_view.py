"""The grid as a page draws it: headings that drill and sort, figures that lead on, and a page of rows at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from trigpoint.publish.tables import Table
from trigpoint.web.components.tables import Pager, TableView, table_view
from trigpoint.web.context import Context
from trigpoint.web.explore.asking import finest_of
from trigpoint.web.explore.grid import INDICATOR, Grid, Value
from trigpoint.web.explore.shelves import OnShelf, Shelves, drill
from trigpoint.web.explore.wording import asked_in_words
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.numbers_sent import page_sent
from trigpoint.web.visit import Visit

MOST_CELLS_A_PAGE = 420
MOST_COLUMNS = 36


@dataclass(frozen=True)
class ColumnHead:
    """A heading of the grid as drawn. href: drills. sort: sorts by its column, sorted: which way it is sorted now."""

    text: str
    span: int
    href: str
    sort: str
    sorted: str
    total: bool


@dataclass(frozen=True)
class GridView:
    """What the grid's template draws. corner: the names of the row breakdowns. left_out: columns that are only in files."""

    table: TableView
    corner: tuple[str, ...]
    lines: tuple[tuple[ColumnHead, ...], ...]
    left_out: int
    single: str
    """What the one column or row is called where no breakdown names it."""


def explore_href(shelves: Shelves, context: Context) -> str:
    """The screen with these shelves in a context."""
    return shelves.url(context, reverse("explore"))


def _linked(here: Visit, shelves: Shelves, grid: Grid, rows: slice) -> Table:
    """Some rows of the grid with the links of their headings and figures."""
    finest = finest_of(shelves.indicators, here.definitions)
    pairs = here.context.where

    def figure_href(i: int) -> str:
        spot = grid.cell_spot(i)
        if shelves.look == "inside":
            one = replace(shelves, indicators=(grid.answered.facts.indicator[i],))
            return explore_href(*drill(one, here.context, spot, here.definitions, finest))
        cell = grid.answered.cell(i)
        grain = shelves.grain if shelves.grain in ("ytd", "rolling-12") else None
        period = cell.period if grain is None else grid.answered.facts.asked[i]
        members = [(dimension, member) for dimension, member in spot.members if member is not None]
        return explain_href(here.context, cell.indicator, period, pairs, members, grain=grain)

    def row_href(axis: OnShelf, value: Value) -> str:
        if axis.dimension == INDICATOR:
            return indicator_href(here.context, str(value))
        return explore_href(*drill(shelves, here.context, grid.spot((axis,), (value,)), here.definitions, finest))

    sort = here.request.GET.get("sort", "")
    said = asked_in_words(here, shelves, grid)
    return grid.table(said, sort, rows=rows, unit_once=True, figure_href=figure_href, row_href=row_href)


def _pager(here: Visit, shelves: Shelves, total: int, per_page: int) -> Pager | None:
    request = here.request
    if total <= per_page:
        return None
    pages = -(-total // per_page)
    at = page_sent(request.GET.get("page"), pages)

    def to(n: int) -> str:
        sort = {"sort": request.GET["sort"]} if request.GET.get("sort") else {}
        return shelves.url(here.context, request.path, page=str(n), **sort) if 1 <= n <= pages else ""

    return Pager(at, pages, total, (at - 1) * per_page + 1, min(at * per_page, total), to(at - 1), to(at + 1))


def grid_view(here: Visit, shelves: Shelves, grid: Grid) -> GridView:
    """The page of the grid that the address asks for, cut to the columns that a page has room for."""
    request = here.request
    finest = finest_of(shelves.indicators, here.definitions)
    shown = min(len(grid.columns), MOST_COLUMNS)
    per_page = max(10, MOST_CELLS_A_PAGE // max(1, shown))
    pager = _pager(here, shelves, len(grid.rows), per_page)
    table = _linked(here, shelves, grid, slice(pager.first - 1, pager.last) if pager else slice(None))
    heads = len(grid.row_axes)
    cut = Table(table.caption, table.columns[: heads + shown], _cut(table, heads + shown), table.notes, table.name)
    view = replace(table_view(request, cut, show_caption=False), pager=pager)
    sort = request.GET.get("sort", "")
    lines = []
    for line in grid.headings():
        drawn, room = [], shown
        for heading in line:
            span = min(heading.span, room)
            if span <= 0:
                break
            room -= span
            href = ""
            if heading.spot is not None:
                href = explore_href(*drill(shelves, here.context, heading.spot, here.definitions, finest))
            state, by = "", ""
            if heading.key and len(grid.rows) > 1:
                state = "descending" if sort == f"-{heading.key}" else "ascending" if sort == heading.key else "none"
                by = shelves.url(
                    here.context, request.path, sort=heading.key if state == "descending" else f"-{heading.key}"
                )
            drawn.append(ColumnHead(heading.text, span, href, by, state, heading.total))
        lines.append(tuple(drawn))
    corner = tuple(grid.axis_name(axis) for axis in grid.row_axes)
    indicator = here.definitions.indicators[shelves.indicators[0]]
    single = "Figure" if len(shelves.indicators) > 1 else indicator.short_name or indicator.name
    return GridView(view, corner, tuple(lines), len(grid.columns) - shown, single)


def _cut(table: Table, columns: int) -> list[dict]:
    kept = {column.key for column in table.columns[:columns]} | {"_class"}
    if columns >= len(table.columns):
        return list(table.rows)  # type: ignore[arg-type]
    return [{key: cell for key, cell in row.items() if key in kept} for row in table.rows]
