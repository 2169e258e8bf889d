"""Explore: put indicators, breakdowns and filters on shelves, and read the answer as a table and a chart.

The address holds all that is on the shelves, so that each step is undone by Back and any view can be shared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from trigpoint.ask import door
from trigpoint.catalogue.entries import index_of
from trigpoint.cube.question import BadQuestion
from trigpoint.definitions.periods import BadPeriod
from trigpoint.publish.charts import Chart, to_png, to_svg
from trigpoint.publish.tables import Table
from trigpoint.web.components.charts import ChartView, chart_view
from trigpoint.web.components.page import DataNote, Notice
from trigpoint.web.components.tables import Pager, TableView, download_asked, table_view
from trigpoint.web.context import Context
from trigpoint.web.explore.asking import dimensions_of, finest_of, grains_for, question_of, size_of
from trigpoint.web.explore.choosers import Shelf, chips_of, choices_for
from trigpoint.web.explore.drawing import chart_of
from trigpoint.web.explore.grid import INDICATOR, Grid, Value, grid_of
from trigpoint.web.explore.saved import save, saved_views
from trigpoint.web.explore.shelves import GRAINS, USUAL_PERIODS, OnShelf, Shelves, drill, read_shelves, tidy
from trigpoint.web.file_names import named, stem
from trigpoint.web.frame import page
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.numbers_sent import page_sent
from trigpoint.web.visit import Visit, visit

SHELVES = (
    ("indicator", "Indicators", "Add an indicator"),
    ("rows", "Rows", "Put on the rows"),
    ("columns", "Columns", "Put on the columns"),
    ("filters", "Filters", "Show only"),
)
MOST_CELLS_A_PAGE = 420
MOST_COLUMNS = 36
MOST_CELLS = 20_000


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


def explore(request: HttpRequest) -> HttpResponse:
    """The screen, its chooser lists (`part=choices`), its files and pictures; by POST, save it under a name."""
    here = visit(request)
    if request.method == "POST":
        return _save(request, here)
    tidied = tidy(dict(request.GET.lists()))
    if tidied is not None:
        return HttpResponseRedirect(f"{request.path}?{urlencode(tidied)}" if tidied else request.path)
    shelves, wrong = read_shelves(request.GET.dict(), here.definitions)
    if shelves.indicators:
        here = here.about(shelves.indicators)
    if request.GET.get("part") == "choices":
        shelf = _shelf(here, shelves, request.GET.get("shelf", ""))
        return render(request, "web/explore/choices.html", {"shelf": shelf})
    grid, refused = _answer(here, shelves)
    if grid is None:
        return render(request, "web/explore/explore.html", _page(here, shelves, wrong, refused, None))
    table = grid.table(_said(here, shelves, grid), request.GET.get("sort", "")) if _asks_for_file(request) else None
    if table is not None and (
        file := download_asked(request, named(here, {"table": table}, grid.answered.facts.asked))
    ):
        return file
    chart, no_chart = chart_of(grid, _where(here, shelves, grid))
    if chart is not None and request.GET.get("picture") in ("svg", "png"):
        name = stem(here, "-".join(shelves.indicators[:3]), grid.answered.facts.asked)
        titled = request.GET.get("titled") != "no"  # a page writes the title itself
        return _picture(chart, request.GET["picture"], name, titled)
    nothing = bool(refused) and not grid.has_figures
    more = (
        {}
        if nothing
        else {
            "grid_view": _grid_view(request, here, shelves, grid),
            "chart": _drawn(here, shelves, chart) if chart is not None else None,
            "no_chart": no_chart,
            "beside": len(grid.columns) <= 4 and chart is not None,
            "data_notes": _notes(grid),
        }
    )
    return render(request, "web/explore/explore.html", _page(here, shelves, wrong, refused, grid, **more))


def _answer(here: Visit, shelves: Shelves) -> tuple[Grid | None, list[Notice]]:
    """The answer laid out, or why there is none; and what of it could not be had, with what can."""
    if not shelves.indicators:
        return None, []
    try:
        question = question_of(shelves, here.context, here.definitions)
        if (cells := size_of(question, here.definitions)) > MOST_CELLS:
            raise BadQuestion(
                f"This asks for about {cells:,} figures, and {MOST_CELLS:,} is the most that a page can show. "
                "Ask for fewer periods, a higher level, or within one place."
            )
        grid = grid_of(door.ask(question, here.viewer), shelves, here.context.compare)
    except (BadQuestion, BadPeriod) as mistake:
        return None, [Notice(str(mistake), "That cannot be answered", "problem")]
    found = [
        Notice(reason, f"{count} of {len(grid.answered):,} figures cannot be had" if count < len(grid.answered) else "These figures cannot be had", "warning")
        for reason, count in grid.refusals()[:3]
    ]  # fmt: skip
    return grid, found


def _address(shelves: Shelves, context: Context) -> str:
    return shelves.url(context, reverse("explore"))


def _asks_for_file(request: HttpRequest) -> bool:
    return "download" in request.GET


def _linked(here: Visit, shelves: Shelves, grid: Grid, rows: slice) -> Table:
    """Some rows of the grid with the links of their headings and figures."""
    finest = finest_of(shelves.indicators, here.definitions)
    pairs = here.context.where

    def figure_href(i: int) -> str:
        spot = grid.cell_spot(i)
        if shelves.look == "inside":
            one = shelves_of_one(shelves, grid.answered.facts.indicator[i])
            return _address(*drill(one, here.context, spot, here.definitions, finest))
        cell = grid.answered.cell(i)
        grain = shelves.grain if shelves.grain in ("ytd", "rolling-12") else None
        period = cell.period if grain is None else grid.answered.facts.asked[i]
        members = [(dimension, member) for dimension, member in spot.members if member is not None]
        return explain_href(here.context, cell.indicator, period, pairs, members, grain=grain)

    def row_href(axis: OnShelf, value: Value) -> str:
        if axis.dimension == INDICATOR:
            return indicator_href(here.context, str(value))
        return _address(*drill(shelves, here.context, grid.spot((axis,), (value,)), here.definitions, finest))

    sort = here.request.GET.get("sort", "")
    said = _said(here, shelves, grid)
    return grid.table(said, sort, rows=rows, unit_once=True, figure_href=figure_href, row_href=row_href)


def _pager(request: HttpRequest, here: Visit, shelves: Shelves, total: int, per_page: int) -> Pager | None:
    if total <= per_page:
        return None
    pages = -(-total // per_page)
    at = page_sent(request.GET.get("page"), pages)

    def to(n: int) -> str:
        sort = {"sort": request.GET["sort"]} if request.GET.get("sort") else {}
        return shelves.url(here.context, request.path, page=str(n), **sort) if 1 <= n <= pages else ""

    return Pager(at, pages, total, (at - 1) * per_page + 1, min(at * per_page, total), to(at - 1), to(at + 1))


def shelves_of_one(shelves: Shelves, indicator: str) -> Shelves:
    """The same shelves for one of the indicators."""
    return Shelves(
        (indicator,), shelves.rows, shelves.columns, shelves.grain, shelves.last, shelves.totals, shelves.look
    )


def _grid_view(request: HttpRequest, here: Visit, shelves: Shelves, grid: Grid) -> GridView:
    finest = finest_of(shelves.indicators, here.definitions)
    shown = min(len(grid.columns), MOST_COLUMNS)
    per_page = max(10, MOST_CELLS_A_PAGE // max(1, shown))
    pager = _pager(request, here, shelves, len(grid.rows), per_page)
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
                href = _address(*drill(shelves, here.context, heading.spot, here.definitions, finest))
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


def _drawn(here: Visit, shelves: Shelves, chart: Chart) -> ChartView:
    path = reverse("explore")
    downloads = tuple(
        (label, shelves.url(here.context, path, picture=format)) for label, format in (("SVG", "svg"), ("PNG", "png"))
    )
    picture = shelves.url(here.context, path, picture="png", titled="no")
    return chart_view(chart, id="answer", picture_href=picture, downloads=downloads)


def _picture(chart: Chart, format: str, name: str, titled: bool) -> HttpResponse:
    if format == "svg":
        response = HttpResponse(to_svg(chart, titled=titled), content_type="image/svg+xml")
    else:
        response = HttpResponse(to_png(chart, titled=titled), content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="{name}.{format}"'
    return response


def _page(
    here: Visit, shelves: Shelves, wrong: list[str], refused: list[Notice], grid: Grid | None, **more: object
) -> dict:
    definitions = here.definitions
    swapped = (
        shelves.url(here.context, "")
        if not (shelves.rows or shelves.columns)
        else _address(shelves.swapped(), here.context)
    )
    used = dimensions_of(shelves.indicators, definitions) if shelves.indicators else []
    return page(
        here,
        "explore",
        "Explore",
        headline=_said(here, shelves, grid) if shelves.indicators else "Choose an indicator, and what to break it down by.",
        help_page="explore",
        uses=("period", "as-at", "compare", *used),
        periods=_periods(here, shelves),
        shelves=[_shelf(here, shelves, key) for key, _, _ in SHELVES],
        asked=shelves,
        wrong=wrong,
        refused=refused,
        ways=_ways(here, shelves) if refused else [],
        swap_href=swapped if shelves.rows or shelves.columns else "",
        hidden=_hidden(here, shelves, without=("grain", "last", "totals")),
        hidden_for_find=_hidden(here, shelves, without=()),
        grains=[(grain, GRAINS[grain], grain == shelves.grain) for grain in grains_for(shelves.indicators, definitions)],
        usual_periods=_usual(shelves, definitions),
        look_explain=_address(_looking(shelves, "explain"), here.context),
        look_inside=_address(_looking(shelves, "inside"), here.context),
        start_again=reverse("explore"),
        saved=None if shelves.indicators else saved_views(here),
        here_address=_address(shelves, here.context),
        **more,
    )  # fmt: skip


def _ways(here: Visit, shelves: Shelves) -> list[tuple[str, str]]:
    """What can be had where something cannot: the same without a breakdown or filter by which it is not held, or without any."""
    held = [set(dimensions_of((code,), here.definitions)) for code in shelves.indicators]
    common = set.intersection(*held) if held else set()
    name = {code: tree.dimension.name.lower() for code, tree in here.definitions.dimensions.items()}
    unheld = [axis for axis in shelves.members if axis.dimension not in common]
    ways = [
        (f"Without {name[axis.dimension]}", _address(shelves.without(axis.dimension), here.context))
        for axis in unheld or shelves.members
    ]
    ways += [
        (
            f"For all, not {here.definitions.dimensions[dimension].name(member)} alone",
            _address(shelves, here.context.at(dimension, None)),
        )
        for dimension, member in here.chosen
        if dimension not in common or not unheld
    ]
    return ways


def _looking(shelves: Shelves, look: str) -> Shelves:
    return Shelves(shelves.indicators, shelves.rows, shelves.columns, shelves.grain, shelves.last, shelves.totals, look)  # type: ignore[arg-type]


def _usual(shelves: Shelves, definitions: object) -> int:
    if not shelves.indicators:
        return 0
    grain = shelves.grain or definitions.indicators[shelves.indicators[0]].grain  # type: ignore[attr-defined]
    return USUAL_PERIODS.get(grain, 6)


def _hidden(here: Visit, shelves: Shelves, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """The rest of the address, for a form that changes some of it."""
    own = [(name, value) for name, value in shelves.parameters().items() if name not in without]
    return [*here.context.parameters(), *own]


def _shelf(here: Visit, shelves: Shelves, key: str) -> Shelf:
    """A shelf as drawn; its choices only where they are asked for, for there may be many."""
    found = next((one for one in SHELVES if one[0] == key), SHELVES[0])
    asked = here.request.GET.get("shelf") == found[0]
    find = here.request.GET.get("find", "")[:100] if asked else ""
    definitions = here.definitions
    choices = ()
    if asked:
        choices = choices_for(found[0], find, shelves, here.context, definitions, index_of(definitions), _address)
    chips = chips_of(found[0], shelves, here.context, definitions, _address, here.at_own)
    empty = "Nothing here has that in its name." if find else "Nothing to choose here."
    return Shelf(*found, chips, find, asked, choices, empty)


def _said(here: Visit, shelves: Shelves, grid: Grid | None) -> str:
    """What is asked, as a sentence would say it: indicator by breakdown, place, period."""
    definitions = here.definitions
    names = [definitions.indicators[code].name for code in shelves.indicators]
    said = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if shelves.axes:
        said += " by " + " and ".join(_axis_said(axis, here) for axis in shelves.axes)
    where = _where(here, shelves, grid)
    return f"{said}, {where}" if where else said


def _axis_said(axis: OnShelf, here: Visit) -> str:
    if axis.is_period:
        return "period"
    tree = here.definitions.dimensions[axis.dimension]
    if axis.under is not None:
        return f"what is within {tree.name(axis.under)}"
    name = tree.levels[axis.level].name if axis.level else tree.dimension.name
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _where(here: Visit, shelves: Shelves, grid: Grid | None) -> str:
    """Filters and period in words."""
    parts = [here.definitions.dimensions[dimension].name(member) for dimension, member in here.context.where]
    if grid is not None and len(grid.answered):
        facts, label = grid.answered.facts, here.definitions.calendars.label
        periods = sorted(set(facts.asked), key=lambda period: (period.start, period.end))
        if len(periods) == 1:
            parts.append(grid.answered.label(periods[0]))
        else:
            several = f"{label(periods[0])} to {label(periods[-1])}" if shelves.by_period else "newest period of each"
            parts.append(several)
            if shelves.grain in ("ytd", "rolling-12"):
                parts.append(GRAINS[shelves.grain].lower())
    return ", ".join(parts)


def _periods(here: Visit, shelves: Shelves) -> tuple[tuple[str, str], ...]:
    """Periods to choose from: the newest of the first indicator, and whole years."""
    if not shelves.indicators:
        return ()
    calendars = here.definitions.calendars
    newest = door.newest_periods(shelves.indicators[:1], here.context.as_at).get(shelves.indicators[0])
    if newest is None or newest.grain == "range":
        return ()
    own = [calendars.shift(newest, -n) for n in range(24 if newest.grain == "month" else 12)]
    years = []
    if newest.grain in ("week", "month", "quarter", "half"):
        year = calendars.containing(newest.last_day, "financial-year")
        years = [calendars.shift(year, -n) for n in range(6)]
    return tuple(
        (period.code, calendars.label(period)[:1].upper() + calendars.label(period)[1:]) for period in (*own, *years)
    )


def _notes(grid: Grid) -> list[DataNote]:
    """How the figures were made: when each data set last changed, and what is incomplete."""
    answered = grid.answered
    data_sets = answered.definitions.data_sets
    fresh = [
        (data_sets[code].name, answered.made.fresh[code])
        for code in answered.facts.versions
        if code in data_sets and code in answered.made.fresh
    ]
    found = [DataNote("Fresh", f"{name}, received {at:%-d %B %Y}") for name, at in fresh]
    partial = sum(1 for one in answered.facts.coverage if one is not None and one.have < one.expected)
    if partial:
        found.append(
            DataNote(
                "Coverage", f"{partial:,} of {len(answered):,} figures rest on part of what was expected", warn=True
            )
        )
    if answered.made.as_at is not None:
        found.append(DataNote("As known on", f"{answered.made.as_at:%-d %B %Y}"))
    return found


def _save(request: HttpRequest, here: Visit) -> HttpResponse:
    """Keep the screen's address under a name."""
    shelves, _ = read_shelves(request.GET.dict(), here.definitions)
    address = _address(shelves, here.context)
    save(request, here, address)
    return HttpResponseRedirect(address)
