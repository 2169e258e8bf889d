"""The page of an indicator: what it is now, over time, where, why it moved, what is done about it, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import require
from trigpoint.access.viewers import viewer_of
from trigpoint.ask.histories import History, Looked, history
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import readable
from trigpoint.manage.attachments import path_of
from trigpoint.manage.models import Attachment
from trigpoint.manage.notes import beside as beside_figure
from trigpoint.publish import charts
from trigpoint.publish.charts import Chart
from trigpoint.publish.tables import Table
from trigpoint.web.about_readings import dimensions_of
from trigpoint.web.components.charts import ChartView, chart_view
from trigpoint.web.components.page import Crumb, Tab
from trigpoint.web.components.tables import FORMATS, TableView, download_asked, plain_view, table_view
from trigpoint.web.context import Context
from trigpoint.web.file_names import named, stem
from trigpoint.web.frame import page
from trigpoint.web.indicator import beside as people
from trigpoint.web.indicator.corrections import corrections_table
from trigpoint.web.indicator.data_notes import data_notes
from trigpoint.web.indicator.expected import expectation
from trigpoint.web.indicator.head import head
from trigpoint.web.indicator.meaning import meaning
from trigpoint.web.indicator.moved import moved_section
from trigpoint.web.indicator.others import others_section
from trigpoint.web.indicator.places import Section, where_section
from trigpoint.web.indicator.series import finding, main_chart, series_table, with_table
from trigpoint.web.links import indicator_href, write_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.targets.links import targets_link
from trigpoint.web.visit import Visit, visit

KEPT = ("by", "rule", "show", "grain")
PARTS = ("actions", "forecast", "notes", "links")
"""The parts of the page in which people write; each says itself what was done in it."""
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
PERIODS_OFFERED = {"week": 60, "month": 48, "quarter": 24, "half": 12}


def known_indicator(definitions: Definitions, code: str) -> Indicator:
    """The indicator of an address. Raises Http404 with the nearest that there is."""
    found = definitions.indicators.get(code)
    if found is None:
        hint = did_you_mean(code, definitions.indicators)
        raise Http404(f"There is no indicator “{code[:80]}”. {hint or 'The catalogue lists those that there are.'}")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The page; a POST does one of the things of `web.indicator.beside` and comes back to it."""
    here = visit(request)
    known_indicator(here.definitions, code)
    here = here.about([code])
    looked = _looked(here, code)
    refused = None
    if request.method == "POST":
        require(here.viewer, "read")
        place = _place(here.definitions, looked)
        said, refused = people.act(request, here.viewer, here.definitions, looked, place)
        if refused is None:
            part = _part_of(request)
            messages.success(request, said, extra_tags=part)
            return HttpResponseRedirect(f"{_without_writing(request)}{f'#{part}' if part else ''}")
    told = history(here.viewer, here.definitions, looked, today=here.today)
    beside = beside_figure(here.viewer, code, here.known_at)
    own = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    limits = own.get("show") == "limits"
    compare = tuple(c for c in here.context.compare if c in told.compare or c == "last-year")
    pictures = _pictures(told, here, looked, limits, compare, beside)
    tables = _tables(told, here, looked, compare, pictures.sections)
    of = (told.reading.period,)
    if (file := _picture_asked(here, pictures, code, of)) or (file := download_asked(request, named(here, tables, of))):
        return file
    reading = told.reading
    top = head(told, here.context, looked.framework, looked.rule_set, own)
    about = people.about_of(here.definitions, looked, reading.period.code, told.place)
    doing = people.doing(
        here.viewer, here.definitions, here.context, about, told.where, reading.period, beside, here.known_at, refused,
        number_sent(request.GET.get("note")),
    )  # fmt: skip
    said_here = list(messages.get_messages(request))
    sections = {name: part for name, part in pictures.sections.items() if part is not None}
    context = page(
        here,
        "scorecards" if looked.framework else "catalogue",
        told.indicator.name,
        kind=_kind(told),
        headline=_sentence(top.why),
        help_page="indicator",
        uses=("period", "as-at", "compare", *dimensions_of(here.definitions, code)),
        periods=_periods(told, here),
        crumbs=_crumbs(told, here.context, looked),
        head=top,
        history=told,
        finding=finding(told),
        chart=_main_view(request, pictures, tables),
        series=table_view(request, tables["series"], id="series", show_caption=False)
        if "main" not in pictures.charts
        else None,
        limits_tabs=_limit_tabs(told, here, looked, own, limits),
        cuts=_cut_tabs(told, here, looked, own),
        sections={name: _section_view(request, name, part, pictures.charts) for name, part in sections.items()},
        corrections=table_view(request, tables["restated"], id="restated") if "restated" in tables else None,
        targets_href=(aims := targets_link(here, told))[0],
        targets_link=aims[1],
        expected=expectation(here, told),
        meaning=(what := meaning(told, here.today)),
        targets=plain_view(what.targets, id="targets") if what.targets else None,
        doing=doing,
        notes=people.about_words(here.definitions, beside.notes),
        links=people.about_words(here.definitions, beside.links),
        files=people.about_words(here.definitions, beside.attachments),
        data_notes=data_notes(told),
        here=_without_writing(request),
        messages=[one for one in said_here if one.extra_tags not in PARTS],
        said={part: [one for one in said_here if one.extra_tags == part] for part in PARTS},
        write=request.GET.get("write", ""),
        action_href=write_href(here.context, code, "action", framework=looked.framework, **own).partition("#")[0],
        note_href=write_href(here.context, code, "note", framework=looked.framework, **own),
    )
    return render(request, "web/indicator.html", context, status=400 if refused else 200)


def _part_of(request: HttpRequest) -> str:
    """The part of the page that what was sent belongs to: there it is said that it was done. '' is the page itself."""
    what = request.POST.get("do", "")
    if what == "withdraw":
        what = request.POST.get("kind", "")
    parts = {"action": "actions", "forecast": "forecast", "note": "notes", "link": "links", "file": "links"}
    return parts.get(what, "")


def _without_writing(request: HttpRequest) -> str:
    """This page's address, with no form opened by it."""
    query = request.GET.copy()
    for name in ("write", "note"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@require_GET
def attachment(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """A file beside an indicator, as a download only, for those who may read it."""
    viewer = viewer_of(request.user)
    kept = readable(Attachment.objects.filter(pk=pk, indicator=code, withdrawn_at__isnull=True), viewer).first()
    if kept is None or not path_of(kept.sha256).exists():
        raise Http404("There is no such file here, or it is not open to you.")
    response = FileResponse(
        path_of(kept.sha256).open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _looked(here: Visit, code: str) -> Looked:
    asked, context = here.request.GET, here.context
    return Looked(
        code, context.period, context.where, context.as_at, context.compare, asked.get("by", ""),
        asked.get("framework") or None, asked.get("grain", ""), asked.get("rule") or None,
    )  # fmt: skip


def _place(definitions: Definitions, looked: Looked):
    items = definitions.places.get(looked.framework or "", ())
    return next((one.place for one in items if one.place.indicator == looked.code), None)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


def _kind(told: History) -> str:
    words = [
        {"input": "Input", "process": "Process", "output": "Output", "outcome": "Outcome"}.get(
            told.indicator.chain or "", ""
        )
    ]
    words.append(told.indicator.topic or "")
    words += [f"{r.scheme} {r.code}" for r in told.indicator.references if r.holds_on(told.reading.period.last_day)]
    return " · ".join(["Indicator", *(w for w in words if w)])


def _crumbs(told: History, context: Context, looked: Looked) -> list[Crumb]:
    framework = told.definitions.frameworks.get(looked.framework or "")
    if framework is None:
        return [Crumb("Catalogue", context.url(reverse("catalogue"))), Crumb(told.indicator.name)]
    above = next((i.nodes for i in told.definitions.places[framework.code] if i.place.indicator == looked.code), ())
    board = context.url(reverse("scorecard", args=[framework.code]))
    return [
        Crumb(framework.name, board),
        *(Crumb(node.name, f"{board}#scorecard-{node.code}") for node in above),
        Crumb(told.indicator.name),
    ]


def _periods(told: History, here: Visit) -> tuple[tuple[str, str], ...]:
    calendars = here.definitions.calendars
    asked = [told.reading.answered.facts.asked[i] for i in told.reading.cells]
    newest = max(asked)
    if here.context.period is not None and here.context.period < newest:
        newest = here.context.period if here.context.period.grain == newest.grain else newest
    found = list(reversed(asked))
    if newest.grain != "range":
        older = PERIODS_OFFERED.get(newest.grain, 12) - len(found)
        found += [calendars.shift(asked[0], -n) for n in range(1, max(older, 0) + 1)]
    return tuple((period.code, calendars.label(period)) for period in found)


class _Pictures:
    """The charts of the page by name, and the sections that they belong to."""

    def __init__(self, charts_: dict[str, Chart], sections: dict[str, Section | None]) -> None:
        self.charts = charts_
        self.sections = sections


def _pictures(told: History, here: Visit, looked: Looked, limits: bool, compare: tuple[str, ...], beside) -> _Pictures:
    sections = {
        "where": where_section(told, here.context, looked.framework),
        "moved": moved_section(told),
        "others": others_section(told, compare),
    }
    found: dict[str, Chart] = {}
    main = main_chart(told, beside, limits=limits, compare=compare)
    if main is not None:
        found["main"] = main
    for name, section in sections.items():
        if section is not None and section.chart is not None:
            found[name] = section.chart
        if section is not None and section.gap is not None:
            found["gap"] = section.gap
    return _Pictures(found, sections)


def _tables(
    told: History, here: Visit, looked: Looked, compare: tuple[str, ...], sections: Mapping[str, Section | None]
) -> dict[str, Table]:
    found = {"series": series_table(told, here.context, compare, looked.framework)}
    restated = corrections_table(told)
    if restated is not None:
        found["restated"] = restated
    found |= {name: part.table for name, part in sections.items() if part is not None and part.table is not None}
    return found


def _picture_asked(here: Visit, pictures: _Pictures, code: str, of: tuple[Period, ...]) -> HttpResponse | None:
    name, _, ending = here.request.GET.get("picture", "").partition(".")
    if name not in pictures.charts or ending not in PICTURES:
        return None
    chart = pictures.charts[name]
    titled = here.request.GET.get("titled") != "no"  # a page writes the title itself
    body = charts.to_svg(chart, titled=titled) if ending == "svg" else charts.to_png(chart, titled=titled)
    response = HttpResponse(body, content_type=PICTURES[ending])
    response["Content-Disposition"] = f'attachment; filename="{stem(here, f"{code}-{name}", of)}.{ending}"'
    return response


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _files(request: HttpRequest, name: str, table: str) -> tuple[tuple[str, str], ...]:
    """Downloads of a chart's figures, then of its picture."""
    rows = (
        [(label, _address(request, **{f"download-{table}": format})) for format, (label, _) in FORMATS.items()]
        if table
        else []
    )
    return (*rows, ("SVG", _address(request, picture=f"{name}.svg")), ("PNG", _address(request, picture=f"{name}.png")))


def _main_view(request: HttpRequest, pictures: _Pictures, tables: Mapping[str, Table]) -> ChartView | None:
    chart = pictures.charts.get("main")
    if chart is None:
        return None
    return chart_view(
        with_table(chart, tables["series"]), id="main-chart", picture_href=_address(request, picture="main.png", titled="no"),
        downloads=_files(request, "main", "series"),
    )  # fmt: skip


def _section_view(request: HttpRequest, name: str, section: Section, drawn: Mapping[str, Chart]) -> dict[str, object]:
    view: dict[str, object] = {"finding": section.finding, "note": section.note, "empty": section.empty}
    if section.table is not None:
        table: TableView = table_view(request, section.table, id=name, show_caption=False, per_page=60)
        view["table"] = table
    if name in drawn:
        chart = with_table(drawn[name], None) if section.table is not None else drawn[name]
        view["chart"] = chart_view(
            chart,
            id=f"{name}-chart",
            picture_href=_address(request, picture=f"{name}.png", titled="no"),
            downloads=_files(request, name, ""),
        )
    if name == "where" and "gap" in drawn:
        view["gap"] = chart_view(
            drawn["gap"],
            id="gap-chart",
            picture_href=_address(request, picture="gap.png", titled="no"),
            downloads=_files(request, "gap", ""),
        )
    return view


def _limit_tabs(told: History, here: Visit, looked: Looked, own: dict[str, str], limits: bool) -> tuple[str, str]:
    """(words, address) of the link that shows or hides the usual range; why there is none, without an address."""
    if not told.reading.process.limits:
        return f"No usual range can be drawn: {told.reading.chart_words}.", ""
    rest = {k: v for k, v in own.items() if k != "show"}
    href = indicator_href(
        here.context, looked.code, framework=looked.framework, **rest, show=None if limits else "limits"
    )
    return ("Hide the usual range" if limits else "Show the usual range"), f"{href}#main-chart"


def _cut_tabs(told: History, here: Visit, looked: Looked, own: dict[str, str]) -> list[Tab]:
    rest = {k: v for k, v in own.items() if k != "by"}
    chosen = told.places.cut.code if told.places else ""
    return [
        Tab(
            cut.name,
            indicator_href(here.context, looked.code, framework=looked.framework, **rest, by=cut.code) + "#where",
            cut.code == chosen,
        )
        for cut in told.cuts
    ]
