"""Explore: put indicators, breakdowns and filters on shelves, and read the answer as a table and a chart.

The address holds all that is on the shelves, so that each step is undone by Back and any view can be shared.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.ask import door
from trigpoint.ask.sizes import require_size
from trigpoint.catalogue.entries import index_of
from trigpoint.cube.question import BadQuestion
from trigpoint.definitions.periods import BadPeriod
from trigpoint.publish.charts import Chart, to_png, to_svg
from trigpoint.web.components.charts import ChartView, chart_view
from trigpoint.web.components.page import Notice
from trigpoint.web.components.tables import download_asked
from trigpoint.web.explore.asking import dimensions_of, grains_for, question_of
from trigpoint.web.explore.choosers import Shelf, chips_of, choices_for
from trigpoint.web.explore.drawing import chart_of
from trigpoint.web.explore.grid import Grid, grid_of
from trigpoint.web.explore.grid_view import explore_href, grid_view
from trigpoint.web.explore.saved import save, saved_views
from trigpoint.web.explore.shelves import GRAINS, USUAL_PERIODS, BadShelves, Shelves, read_shelves, tidy
from trigpoint.web.explore.wording import asked_in_words, data_notes, where_in_words
from trigpoint.web.file_names import named, stem
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit

SHELVES = (
    ("indicator", "Indicators", "Add an indicator"),
    ("rows", "Rows", "Put on the rows"),
    ("columns", "Columns", "Put on the columns"),
    ("filters", "Filters", "Show only"),
)


@require_http_methods(["GET", "HEAD", "POST"])
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
    if wrong and ("download" in request.GET or "picture" in request.GET):
        # A file does not say what of its address was left out.
        raise BadShelves(" ".join(wrong))
    grid, refused = _answer(here, shelves)
    if grid is None:
        return render(request, "web/explore/explore.html", _page(here, shelves, wrong, refused, None))
    if "download" in request.GET:
        table = grid.table(asked_in_words(here, shelves, grid), request.GET.get("sort", ""))
        if file := download_asked(request, named(here, {"table": table}, grid.answered.facts.asked)):
            return file
    chart, no_chart = chart_of(grid, where_in_words(here, shelves, grid))
    if chart is not None and request.GET.get("picture") in ("svg", "png"):
        name = stem(here, "-".join(shelves.indicators[:3]), grid.answered.facts.asked)
        titled = request.GET.get("titled") != "no"  # a page writes the title itself
        return _picture(chart, request.GET["picture"], name, titled)
    nothing = bool(refused) and not grid.has_figures
    more = (
        {}
        if nothing
        else {
            "grid_view": grid_view(here, shelves, grid),
            "chart": _drawn(here, shelves, chart) if chart is not None else None,
            "no_chart": no_chart,
            "beside": len(grid.columns) <= 4 and chart is not None,
            "data_notes": data_notes(grid),
        }
    )
    return render(request, "web/explore/explore.html", _page(here, shelves, wrong, refused, grid, **more))


def _answer(here: Visit, shelves: Shelves) -> tuple[Grid | None, list[Notice]]:
    """The answer laid out, or why there is none; and what of it could not be had, with what can."""
    if not shelves.indicators:
        return None, []
    try:
        question = question_of(shelves, here.context, here.definitions)
        require_size([question], here.definitions, "a page")
        grid = grid_of(door.ask(question, here.viewer), shelves, here.context.compare)
    except (BadQuestion, BadPeriod) as mistake:
        return None, [Notice(str(mistake), "That cannot be answered", "problem")]
    found = [
        Notice(reason, f"{count} of {len(grid.answered):,} figures cannot be had" if count < len(grid.answered) else "These figures cannot be had", "warning")
        for reason, count in grid.refusals()[:3]
    ]  # fmt: skip
    return grid, found


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
        else explore_href(shelves.swapped(), here.context)
    )
    used = dimensions_of(shelves.indicators, definitions) if shelves.indicators else []
    return page(
        here,
        "explore",
        "Explore",
        headline=asked_in_words(here, shelves, grid) if shelves.indicators else "Choose an indicator, and what to break it down by.",
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
        look_explain=explore_href(replace(shelves, look="explain"), here.context),
        look_inside=explore_href(replace(shelves, look="inside"), here.context),
        start_again=reverse("explore"),
        saved=None if shelves.indicators else saved_views(here),
        here_address=explore_href(shelves, here.context),
        **more,
    )  # fmt: skip


def _ways(here: Visit, shelves: Shelves) -> list[tuple[str, str]]:
    """What can be had where something cannot: the same without a breakdown or filter by which it is not held, or without any."""
    held = [set(dimensions_of((code,), here.definitions)) for code in shelves.indicators]
    common = set.intersection(*held) if held else set()
    name = {code: tree.dimension.name.lower() for code, tree in here.definitions.dimensions.items()}
    unheld = [axis for axis in shelves.members if axis.dimension not in common]
    ways = [
        (f"Without {name[axis.dimension]}", explore_href(shelves.without(axis.dimension), here.context))
        for axis in unheld or shelves.members
    ]
    ways += [
        (
            f"For all, not {here.definitions.dimensions[dimension].name(member)} alone",
            explore_href(shelves, here.context.at(dimension, None)),
        )
        for dimension, member in here.chosen
        if dimension not in common or not unheld
    ]
    return ways


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
        choices = choices_for(found[0], find, shelves, here.context, definitions, index_of(definitions), explore_href)
    chips = chips_of(found[0], shelves, here.context, definitions, explore_href, here.at_own)
    empty = "Nothing here has that in its name." if find else "Nothing to choose here."
    return Shelf(*found, chips, find, asked, choices, empty)


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


def _save(request: HttpRequest, here: Visit) -> HttpResponse:
    """Keep the screen's address under a name."""
    shelves, _ = read_shelves(request.GET.dict(), here.definitions)
    address = explore_href(shelves, here.context)
    save(request, here, address)
    return HttpResponseRedirect(address)
