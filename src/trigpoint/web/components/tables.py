"""A table on a page: the columns of `publish.tables`, with links to sort, download and turn the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from trigpoint.publish.cells import Cell, sort_key
from trigpoint.publish.table_files import to_csv, to_json
from trigpoint.publish.tables import Column, Table, in_order
from trigpoint.publish.worksheets import to_excel
from trigpoint.web.components.cells import draw
from trigpoint.web.components.page import Empty
from trigpoint.web.numbers_sent import page_sent

FORMATS = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "application/json"),
}


@dataclass(frozen=True, slots=True)
class Download:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Head:
    """A heading as drawn. href: sorts by it. state: ascending, descending or none, as aria-sort has it."""

    column: Column
    href: str
    state: str


STYLED = frozenset({"figure", "number", "status", "date"})


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell as drawn. sort: its place in a sorted list, '' where it is not sorted by. styled: a class is needed."""

    column: Column
    html: SafeString
    sort: str

    @property
    def styled(self) -> bool:
        return self.column.kind in STYLED


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as drawn. classes: from the row's `_class`; id: from its `_id`."""

    cells: tuple[DrawnCell, ...]
    classes: str
    id: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list we are. previous, next: addresses, '' at the ends."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    previous: str
    next: str
    noun: str = "rows"


@dataclass(frozen=True)
class TableView:
    """What `{% table view %}` draws. show_caption: False keeps the caption for screen readers only. cards: on a narrow
    screen each row is a card, with the heading before each cell."""

    table: Table
    id: str
    heads: tuple[Head, ...]
    rows: tuple[DrawnRow, ...]
    downloads: tuple[Download, ...] = ()
    pager: Pager | None = None
    compact: bool = False
    show_caption: bool = True
    empty: Empty | None = None
    tools: bool = True
    cards: bool = False


def _address(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some parameters changed, the others kept."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def table_view(
    request: HttpRequest,
    table: Table,
    *,
    id: str = "table",
    order: str | None = None,
    per_page: int | None = None,
    downloads: bool = True,
    compact: bool = False,
    show_caption: bool = True,
    empty: Empty | None = None,
    tools: bool = True,
    cards: bool = False,
) -> TableView:
    """The table as this request asks for it.

    id: unique on the page. Its parameters in the address are sort and page (for the id "table"), or sort-ID and page-ID;
    `download=csv|xlsx|json` (or download-ID) asks for the file, which `download_asked` answers.
    order: `key` or `-key` where the address says none. per_page: None shows all rows.
    """
    suffix = "" if id == "table" else f"-{id}"
    asked = request.GET.get(f"sort{suffix}") or order or ""
    ordered = in_order(table, asked) if asked else table
    pager = None
    if per_page and len(ordered.rows) > per_page:
        pager = _pager(request, len(ordered.rows), per_page, f"page{suffix}")
        ordered = replace(ordered, rows=ordered.rows[pager.first - 1 : pager.last])
    heads = tuple(_head(request, column, asked, suffix) for column in table.columns)
    files = tuple(Download(label, _address(request, **{f"download{suffix}": f})) for f, (label, _) in FORMATS.items())
    return TableView(
        ordered, id, heads, tuple(drawn_row(ordered, row) for row in ordered.rows), files if downloads else (), pager,
        compact, show_caption, empty, tools, cards,
    )  # fmt: skip


def plain_view(
    table: Table, *, id: str = "table", compact: bool = True, show_caption: bool = True, cards: bool = False
) -> TableView:
    """The table without links: for parts, twins of charts and documents."""
    heads = tuple(Head(column, "", "none") for column in table.columns)
    rows = tuple(drawn_row(table, row) for row in table.rows)
    return TableView(table, id, heads, rows, compact=compact, show_caption=show_caption, tools=False, cards=cards)


def _head(request: HttpRequest, column: Column, asked: str, suffix: str) -> Head:
    if not column.sort:
        return Head(column, "", "none")
    state = "none"
    if asked.removeprefix("-") == column.key:
        state = "descending" if asked.startswith("-") else "ascending"
    # Numbers are first wanted from the top, names from A, statuses from the worst.
    first, second = (f"-{column.key}", column.key) if column.numeric else (column.key, f"-{column.key}")
    following = second if asked == first else first
    return Head(column, _address(request, **{f"sort{suffix}": following, f"page{suffix}": None}), state)


def drawn_row(table: Table, row: Mapping[str, Cell], *, bare: bool = False) -> DrawnRow:
    """The row's cells as HTML, each with its place in a sorted list for sorting in the browser. bare: as for `draw`."""
    cells = []
    for column in table.columns:
        value = row.get(column.key)
        rank, key = sort_key(value) if column.sort else (2, "")
        sort = "" if rank == 2 else f"{rank}|{key}"
        cells.append(DrawnCell(column, draw(value, unit=column.unit, decimals=column.decimals, bare=bare), sort))
    return DrawnRow(tuple(cells), str(row.get("_class") or ""), str(row.get("_id") or ""))


def _pager(request: HttpRequest, total: int, per_page: int, name: str) -> Pager:
    pages = ceil(total / per_page)
    page = page_sent(request.GET.get(name), pages)
    return Pager(
        page, pages, total, (page - 1) * per_page + 1, min(page * per_page, total),
        _address(request, **{name: str(page - 1)}) if page > 1 else "",
        _address(request, **{name: str(page + 1)}) if page < pages else "",
    )  # fmt: skip


def download_asked(request: HttpRequest, tables: Mapping[str, Table]) -> HttpResponse | None:
    """The file that the address asks for, of one of the page's tables by id; None when it asks for the page."""
    for id, table in tables.items():
        suffix = "" if id == "table" else f"-{id}"
        wanted = request.GET.get(f"download{suffix}")
        if wanted in FORMATS:
            return download(in_order(table, request.GET.get(f"sort{suffix}")), wanted)
    return None


def download(table: Table, format: str) -> HttpResponse:
    """The table as a file: csv, xlsx or json."""
    if format == "xlsx":
        body: bytes = to_excel(table)
    elif format == "json":
        body = to_json(table).encode()
    else:
        body = to_csv(table).encode("utf-8-sig")
    response = HttpResponse(body, content_type=FORMATS[format][1])
    response["Content-Disposition"] = f'attachment; filename="{table.file_name(format)}"'
    return response
