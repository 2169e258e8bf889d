"""The targets of a scorecard in a year: what is aimed at, who agreed, what is still to be agreed, and what it has earned."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.permissions import may, require
from trigpoint.ask.scorecards import NoSuchFramework, framework_of
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.period_reading import BadPeriod
from trigpoint.definitions.periods import Period
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.context import BadContext
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.leads import leads
from trigpoint.web.targets.rows import gaps_sentence, rows_of, set_href, targets_table, year_label
from trigpoint.web.visit import Visit, visit

YEARS_BACK = 4
FIRST, LAST = 1990, 2090


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """The page; `framework`: whose, `year`: the financial year that is looked at, `show=gaps`: those without a next target."""
    here = visit(request)
    require(here.viewer, "read")
    framework = asked_framework(here)
    if framework is None:
        return render(request, "web/targets.html", page(here, "scorecards", "Targets", help_page="targets", uses=("as-at",), empty=Empty(
            "There are no scorecards yet", "Targets are looked at by scorecard: a tree of outcomes with indicators beneath them.")))  # fmt: skip
    year = asked_year(here)
    rows = rows_of(here, framework, year, leads(here.definitions, here.today))
    after = year_label(here.definitions, here.definitions.calendars.shift(year, 1))
    only_gaps = request.GET.get("show") == "gaps"
    shown = [row for row in rows if row.is_gap] if only_gaps else rows
    label = here.definitions.calendars.label(year)
    table = targets_table(here, framework, shown, year, f"Targets of {framework.name}, {label}")
    if file := download_asked(request, named(here, {"table": table}, (year,))):
        return file
    code = framework.code
    may_set = may(here.viewer, "propose-definitions") and here.known_at is None
    return render(
        request,
        "web/targets.html",
        page(
            here, "scorecards", "Targets", kind=framework.name, headline=gaps_sentence(rows, after), help_page="targets",
            uses=("as-at",), after=after, set_href=set_href(here.context, code, year) if may_set else "",
            tabs=[
                Tab("All", here.here(framework=code, year=year.code), not only_gaps),
                Tab(f"Without one for {after}", here.here(framework=code, year=year.code, show="gaps"), only_gaps),
            ],
            table=table_view(request, table, show_caption=False, empty=Empty(
                f"Every indicator that can be aimed at has a target for {after}", achievement=True)),
            hidden=here.context.parameters(), years=years_offered(here, year),
            frameworks=[(one.code, one.name, one is framework) for one in here.definitions.frameworks.values()],
            crumbs=[Crumb("Scorecards", here.context.url(reverse("scorecards"))),
                    Crumb(framework.name, here.context.url(reverse("scorecard", args=[code]))), Crumb("Targets")],
        ),
    )  # fmt: skip


def asked_framework(here: Visit) -> Framework | None:
    """The scorecard of the address, or the first that there is; None where there is none. Raises Http404."""
    code = here.request.GET.get("framework", "")
    if not code:
        return next(iter(here.definitions.frameworks.values()), None)
    try:
        return framework_of(here.definitions, code[:100])
    except NoSuchFramework as mistake:
        raise Http404(str(mistake)) from mistake


def asked_year(here: Visit) -> Period:
    """The financial year of the address, or the one that runs. Raises BadContext."""
    calendars = here.definitions.calendars
    text = here.request.GET.get("year", "")
    if not text:
        return calendars.containing(here.context.as_at or here.today, "financial-year")
    try:
        year = calendars.parse(text[:40], grain="financial-year")
    except BadPeriod as bad:
        raise BadContext(f"“{text[:40]}” is no year. Give one such as 2018-19.") from bad
    if year.grain != "financial-year" or not FIRST <= year.start.year <= LAST:
        raise BadContext(f"“{text[:40]}” is no financial year that targets are kept for. Give one such as 2018-19.")
    return year


def years_offered(here: Visit, year: Period) -> list[tuple[str, str, bool]]:
    """The years to choose from, newest first: (code, label, chosen)."""
    calendars = here.definitions.calendars
    now = calendars.containing(here.context.as_at or here.today, "financial-year")
    offered = [calendars.shift(now, n) for n in range(1, -YEARS_BACK - 1, -1)]
    offered = offered if year in offered else sorted([*offered, year], reverse=True)
    return [(one.code, calendars.label(one), one == year) for one in offered]
