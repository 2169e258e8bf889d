"""Explain this figure: from a number to its formula, its parts, what contributes most, and the rows that were supplied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.ask.door import newest_periods
from trigpoint.ask.explained import Explained, explained
from trigpoint.ask.histories import Looked, slice_of
from trigpoint.ask.windows import Pairs
from trigpoint.cube.explanation import Breakdown, Explanation
from trigpoint.cube.question import AskGrain, BadQuestion, Question, Where
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date, plain, with_unit
from trigpoint.judge.terms import Terms
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.from_answers import said
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, DataNote, Notice
from trigpoint.web.components.tables import TableView, download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.indicator.corrections import restated_table
from trigpoint.web.indicator.data_notes import coverage_notes
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.source_rows import corrected_table, item_name, source_table
from trigpoint.web.views.indicator import known_indicator
from trigpoint.web.visit import Visit, visit

ROWS, A_PAGE, IN_FILE = 100, 25, 20_000
"""How many supplied rows of each part are told, how many of them stand on the page at a time, and how many in a file."""

TOLD_BY_PERIOD = ("ytd", "rolling-12")
CORRECTED = "corrected-"
"""How the names of tables of corrections begin."""


@dataclass(frozen=True)
class Part:
    """One component of the formula, in this figure."""

    name: str
    said: str
    how: str
    data_set: str
    href: str


@require_GET
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """The page: the figure explained in one call, with what it was before and the uploads of its rows."""
    here = visit(request)
    indicator = known_indicator(here.definitions, code)
    here = here.about([code])
    framework = request.GET.get("framework") or None
    where = slice_of(here.definitions, Looked(code, where=here.context.where, framework=framework))
    question = _question(here, indicator, where, framework)
    as_file = any(name.startswith("download") for name in request.GET)
    whole = explained(here.viewer, question, rows=IN_FILE if as_file else ROWS)
    told = whole.explanation
    if as_file and (cut := max((part.count for part in told.rows if part.count), default=0)) > IN_FILE:
        raise BadQuestion(
            f"{cut:,} rows lie behind this figure, and a file holds {IN_FILE:,}. Choose a smaller place or a shorter period."
        )
    tables = _tables(here, indicator, whole, where, framework)
    if file := download_asked(request, named(here, tables, question.periods)):
        return file
    calendars, cell = here.definitions.calendars, told.cell
    terms = Terms.of(indicator)
    figure = Figure(
        cell.value, indicator.unit, indicator.decimals, cell.nothing, cell.reason, state=cell.state,
        footnote=cell.footnote, coverage=tuple(cell.coverage) if cell.coverage else None, lower=cell.lower,
        upper=cell.upper, words=said(cell, terms),
    )  # fmt: skip
    place = _place_words(here.definitions, where)
    context = page(
        here,
        "scorecards" if framework else "catalogue",
        "Explain this figure",
        kind=indicator.name,
        headline=_headline(figure, place, calendars.label_to(question.periods[0], question.grain)),
        help_page="explain",
        uses=("period", "as-at", *(d for d in here.definitions.dimensions if d in _dimensions(told, here.definitions))),
        periods=tuple(_periods(here.definitions, question.periods[0])),
        crumbs=[
            Crumb("Catalogue", here.context.url(reverse("catalogue"))),
            Crumb(indicator.name, indicator_href(here.context, code, framework=framework)),
            Crumb("Explain this figure"),
        ],
        figure=figure,
        told=told,
        hidden=Notice(cell.reason or "It may not be shown.", title=f"The figure is {figure.text}") if cell.nothing else None,
        components=_parts(told),
        numerator=_sum(cell.numerator), denominator=_sum(cell.denominator),
        version=_version(told),
        breakdowns=[(b, table_view(request, tables[f"by-{b.dimension}"], id=f"by-{b.dimension}")) for b in told.breakdowns],
        rows=_rows_views(request, here.definitions, told, tables),
        corrections=[table_view(request, tables[name], id=name, per_page=A_PAGE) for name in tables if name.startswith(CORRECTED)],
        older_gone=any(part.gone for part in whole.corrected),
        data_notes=_notes(here, told, code),
    )  # fmt: skip
    return render(request, "web/explain.html", context)


def _question(here: Visit, indicator: Indicator, where: Pairs, framework: str | None) -> Question:
    calendars = here.definitions.calendars
    period = here.context.period
    if period is None:
        period = newest_periods([indicator.code], here.context.as_at).get(indicator.code)
        if period is None:
            raise BadQuestion(f"There are no figures of {indicator.name} yet, so there is nothing to explain.")
    grain = here.request.GET.get("grain", "")
    if grain and grain not in TOLD_BY_PERIOD:
        raise BadQuestion(
            f"There is no figure by “{grain[:40]}”. Besides periods there are: {', '.join(TOLD_BY_PERIOD)}."
        )
    own = cast(AskGrain, grain or (period.grain if period.grain != "range" else "supplied"))
    if grain and period.grain != indicator.grain:
        raise BadQuestion(
            f"A figure to date is told by the {indicator.grain} at whose end it stands, not by {calendars.label(period)}."
        )
    return Question(
        (indicator.code,), own, (period,), where=tuple(Where(d, (m,)) for d, m in where), framework=framework,
        as_at=here.context.as_at,
    )  # fmt: skip


def _headline(figure: Figure, place: str, period: str) -> str:
    return f"{figure.text[0].upper()}{figure.text[1:]}, {place}, {period}."


def _place_words(definitions: Definitions, where: Pairs) -> str:
    names = [definitions.dimensions[dimension].name(member) for dimension, member in where]
    return ", ".join(names) or (definitions.partnership.name if definitions.partnership else "the whole")


def _periods(definitions: Definitions, period: Period):
    if period.grain == "range":
        return
    calendars = definitions.calendars
    for n in range(3, -25, -1):
        each = calendars.shift(period, n)
        yield each.code, calendars.label(each)


def _dimensions(told: Explanation, definitions: Definitions) -> set[str]:
    sets = [definitions.data_sets[code] for code in told.tables if code in definitions.data_sets]
    shared = [{role.dimension for role in one.dimensions} for one in sets]
    return set.intersection(*shared) if shared else set()


def _sum(value: object) -> str:
    return "" if value is None else plain(value)  # type: ignore[arg-type]


def _parts(told: Explanation) -> list[Part]:
    found = []
    for one in told.components:
        reading = one.reading
        if reading.value is None and reading.text is None:
            words = reading.reason or "no figure"
        else:
            words = reading.text if reading.text is not None else with_unit(reading.value, one.unit)  # type: ignore[arg-type]
        supplied = (
            "" if not reading.values else f"from {reading.values:,} supplied figure{'s' if reading.values != 1 else ''}"
        )
        found.append(
            Part(
                one.name,
                words,
                f"{one.how}{', ' if supplied else ''}{supplied}",
                one.data_set,
                reverse("data-set", args=[one.component.data_set]),
            )
        )
    return found


def _version(told: Explanation) -> str:
    if told.version_from and told.version_to:
        return f"in force from {format_date(told.version_from)} to {format_date(told.version_to)}"
    if told.version_from:
        return f"in force from {format_date(told.version_from)}"
    return f"in force until {format_date(told.version_to)}" if told.version_to else "the only one so far"


def _tables(
    here: Visit, indicator: Indicator, whole: Explained, where: Pairs, framework: str | None
) -> dict[str, Table]:
    told, definitions = whole.explanation, here.definitions
    found = {f"by-{b.dimension}": _contributors(here, indicator, told, b, where, framework) for b in told.breakdowns}
    for at, part in enumerate(told.rows):
        if part.shown:
            found[f"rows-{at}"] = source_table(definitions, part, whole.came_by)
    if whole.restated:
        found[f"{CORRECTED}figure"] = restated_table(definitions, indicator, whole.restated)
    for at, corrected in enumerate(whole.corrected):
        if corrected.shown:
            found[f"{CORRECTED}rows-{at}"] = corrected_table(definitions, corrected, whole.came_by)
    return found


def _contributors(
    here: Visit, indicator: Indicator, told: Explanation, breakdown: Breakdown, where: Pairs, framework: str | None
) -> Table:
    tree = here.definitions.dimensions[breakdown.dimension]
    ratio = any(c.denominator is not None for c in breakdown.contributors)
    columns = [
        Column("member", breakdown.level, "link"),
        Column("value", indicator.short_name or "Value", "figure", indicator.unit, indicator.decimals),
    ]
    if ratio:
        columns += [Column("numerator", "Numerator", "number"), Column("denominator", "Denominator", "number")]
    columns.append(Column("share", "Share of the numerator" if ratio else "Share of the whole", "figure", "%", 1))
    rows: list[dict[str, Cell]] = []
    for one in breakdown.contributors:
        pair = ((breakdown.dimension, one.member),)
        known = one.member in tree.members or one.member == "unknown"
        grain = told.question.grain if told.question.grain in TOLD_BY_PERIOD else None
        href = (
            explain_href(
                here.context, indicator.code, told.question.periods[0], where, pair, framework=framework, grain=grain
            )
            if known
            else ""
        )
        counted = one.value is None and bool(one.said)
        row: dict[str, Cell] = {
            "member": Link(one.name, href),
            "value": Figure(one.value, indicator.unit, indicator.decimals, None if one.value is not None or counted else "no-data", words=one.said if counted else ""),
            "share": Figure(one.share * 100, "%", 1) if one.share is not None else None,
        }  # fmt: skip
        if ratio:
            row |= {"numerator": one.numerator, "denominator": one.denominator}
        rows.append(row)
    notes = (f"{breakdown.others} more are not listed here.",) if breakdown.others else ()
    return Table(
        f"Biggest contributors by {breakdown.name.lower()}",
        tuple(columns),
        rows,
        notes,
        f"{indicator.code}-by-{breakdown.dimension}",
    )


@dataclass(frozen=True)
class RowsView:
    """The rows of one component: a table, or why there is none."""

    name: str
    table: TableView | None
    withheld: str
    count: int | None


def _rows_views(
    request: HttpRequest, definitions: Definitions, told: Explanation, tables: dict[str, Table]
) -> list[RowsView]:
    found = []
    for at, part in enumerate(told.rows):
        name = item_name(definitions, part.component)
        table = tables.get(f"rows-{at}")
        view = table_view(request, table, id=f"rows-{at}", per_page=A_PAGE) if table else None
        found.append(RowsView(name, view, part.withheld, part.count))
    return found


def _notes(here: Visit, told: Explanation, code: str) -> list[DataNote]:
    notes = list(coverage_notes(told.cell))
    notes += [
        DataNote(
            "Source",
            f"{here.definitions.data_sets[data_set].name}, version {version} of its table",
            reverse("data-set", args=[data_set]),
        )
        for data_set, version in told.tables.items()
    ]
    notes.append(DataNote("Definition", _version(told), reverse("definition", args=["indicator", code])))
    if here.context.as_at is not None:
        notes.append(DataNote("As known on", format_date(here.context.as_at), warn=True))
    return notes
