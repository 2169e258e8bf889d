"""Data: what came and what did not, and what each data set holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trigpoint.access.models import SourcePermission
from trigpoint.access.permissions import may, require
from trigpoint.ask.differences import fed_by, may_see_rows
from trigpoint.ask.supplies import (
    SupplyCalendar,
    SupplyLine,
    day_before,
    held,
    may_see_codes,
    supply_calendars,
    unknown_codes,
)
from trigpoint.catalogue.models import Load
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.periods import GRAIN_WORDS
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date, plain
from trigpoint.judge.supply import PeriodSupply
from trigpoint.publish.cells import Link, Status, Tags
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, DataNote, Empty
from trigpoint.web.components.tables import TableView, download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit

MARKS = {
    "complete": ("on_target", "Came", "✓"),
    "incomplete": ("incomplete", "Incomplete", "½"),
    "late": ("late", "Late", "L"),
    "not-yet-due": ("not_yet_due", "Not yet due", "…"),
    "not-expected": ("no_data", "Not expected", "–"),
}
"""Shape, word and letter of each state of supply. They say nothing of how anybody performed."""

MEASURES = {"sum": "Added up", "last": "The last one counts", "mean": "Averaged", "none": "Never added up"}


@dataclass(frozen=True)
class GridRow:
    """One line of the calendar: first of its provider says so."""

    provider: str
    name: str
    beneath: str
    href: str
    marks: tuple[Status, ...]


@dataclass(frozen=True)
class Grid:
    """The calendar of one length of period, as drawn."""

    id: str
    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[GridRow, ...]
    downloads: TableView


def mark_of(supply: PeriodSupply) -> Status:
    """A state of supply as a mark with its word; why: the whole sentence, where the word does not say it all."""
    code, word, letter = MARKS[supply.state]
    return Status(code, word, letter, "" if supply.state in ("complete", "not-expected") else supply.words)


def provider_name(definitions: Definitions, code: str | None) -> str:
    """An organisation as people call it."""
    tree = definitions.organisations
    return "" if not code else tree.name(code) if tree and code in tree.members else code


def data(request: HttpRequest) -> HttpResponse:
    """The calendar of supply by partner and period, and every data set."""
    here = visit(request)
    require(here.viewer, "read")
    chosen = request.GET.get("provider", "")
    all_calendars = supply_calendars(here.viewer, here.today)
    calendars = [_only(calendar, chosen) for calendar in all_calendars] if chosen else all_calendars
    calendars = [calendar for calendar in calendars if calendar.lines]
    late = [(line, one) for calendar in calendars for line in calendar.lines for one in line.states if one.late]
    waiting = rejected_waiting()
    sets = _sets_table(here, waiting, all_calendars, chosen)
    overdue = overdue_table(here, late)
    tables = {"sets": sets, "overdue": overdue} | {f"came-{c.grain}": _grid_table(here, c) for c in calendars}
    if file := download_asked(request, tables):
        return file
    providers = {line.provider for calendar in all_calendars for line in calendar.lines}
    return render(
        request,
        "web/data.html",
        page(
            here,
            "data",
            "Data",
            headline=_headline(len(late), len({line.provider for line, _ in late}), sum(waiting.values())),
            help_page="data",
            uses=None,
            grids=[grid(here, calendar, tables[f"came-{calendar.grain}"]) for calendar in calendars],
            key=[Status(*MARKS[state]) for state in MARKS],
            sets=table_view(request, sets, id="sets", order="name"),
            overdue=table_view(
                request,
                overdue,
                id="overdue",
                empty=Empty("Nothing is late", "Everything that was due has come.", achievement=True),
            ),
            providers=sorted((provider_name(here.definitions, code), code) for code in providers),
            chosen=chosen,
            may_load=may(here.viewer, "load"),
        ),
    )


def _headline(late: int, partners: int, rejected: int) -> str:
    if not late:
        first = "Everything that was due has come"
    else:
        supplies = "1 supply is" if late == 1 else f"{plain(late)} supplies are"
        first = f"{supplies} late, from {'1 partner' if partners == 1 else f'{plain(partners)} partners'}"
    if not rejected:
        return f"{first}; no rejected rows wait to be mended."
    return (
        f"{first}; {'1 rejected row waits' if rejected == 1 else f'{plain(rejected)} rejected rows wait'} to be mended."
    )


def _only(calendar: SupplyCalendar, provider: str) -> SupplyCalendar:
    lines = tuple(line for line in calendar.lines if line.provider == provider)
    return SupplyCalendar(calendar.grain, calendar.periods, lines)


def rejected_waiting(data_set: str | None = None) -> Counter[str]:
    """Rejected rows that no later upload mended, by data set. One query."""
    loads = Load.objects.filter(state=Load.State.DONE, rejected__gt=0, mended_by=None)
    if data_set is not None:
        loads = loads.filter(data_set=data_set)
    return Counter(dict(loads.order_by().values_list("data_set").annotate(Sum("rejected"))))


def _named(here: Visit, line: SupplyLine) -> tuple[str, str]:
    data_set = here.definitions.data_sets[line.data_set]
    names = [m.name for m in data_set.measures if m.code in line.measures]
    return data_set.name, ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def grid(here: Visit, calendar: SupplyCalendar, table: Table) -> Grid:
    """The calendar as marks, by provider and then data set."""
    label = here.definitions.calendars.label
    rows = []
    for line in _ordered(here, calendar):
        name, beneath = _named(here, line)
        marks = tuple(mark_of(state) for state in line.states)
        href = reverse("data-set", args=[line.data_set])
        rows.append(GridRow(provider_name(here.definitions, line.provider), name, beneath, href, marks))
    heads = tuple((label(period, short=True), label(period)) for period in calendar.periods)
    view = table_view(here.request, table, id=f"came-{calendar.grain}")
    return Grid(f"came-{calendar.grain}", table.caption, heads, tuple(rows), view)


def _ordered(here: Visit, calendar: SupplyCalendar) -> list[SupplyLine]:
    return sorted(
        calendar.lines,
        key=lambda line: (
            provider_name(here.definitions, line.provider),
            here.definitions.data_sets[line.data_set].name,
        ),
    )


def _grid_table(here: Visit, calendar: SupplyCalendar) -> Table:
    label = here.definitions.calendars.label
    many = GRAIN_WORDS[calendar.grain][1]
    columns = (
        Column("provider", "Partner"),
        Column("data_set", "Data set"),
        *(Column(period.code, label(period), "status") for period in calendar.periods),
    )
    rows = []
    for line in _ordered(here, calendar):
        name, beneath = _named(here, line)
        row = {
            "provider": provider_name(here.definitions, line.provider),
            "data_set": f"{name}: {beneath}" if beneath else name,
        }
        for period, state in zip(calendar.periods, line.states, strict=True):
            code, word, letter = MARKS[state.state]
            row[period.code] = Status(code, word, letter, state.words)
        rows.append(row)
    return Table(f"What came by partner, last {len(calendar.periods)} {many}", columns, rows, name=f"supplies-{many}")


def overdue_table(here: Visit, late: Sequence[tuple[SupplyLine, PeriodSupply]]) -> Table:
    """What is late, in words, oldest due first."""
    rows = []
    for line, one in late:
        name, beneath = _named(here, line)
        due = min(each.day for each in one.late)
        code, word, letter = MARKS[one.state]
        rows.append(
            {
                "data_set": Link(name, reverse("data-set", args=[line.data_set]), beneath),
                "provider": provider_name(here.definitions, line.provider),
                "period": Link(here.definitions.calendars.label(one.period), sort=one.period.start),
                "state": Status(code, word, letter),
                "due": due,
                "days": (here.today - due).days,
                "what": one.words,
            }
        )
    rows.sort(key=lambda row: row["due"])
    return Table(
        "Late or incomplete",
        (
            Column("data_set", "Data set", "link"),
            Column("provider", "Partner"),
            Column("period", "Period", "link"),
            Column("state", "State", "status"),
            Column("due", "Due by", "date"),
            Column("days", "Days late", "number"),
            Column("what", "What is awaited", wide=True),
        ),
        rows,
        name="late-supplies",
    )


def _sets_table(here: Visit, waiting: Counter[str], calendars: Sequence[SupplyCalendar], chosen: str) -> Table:
    newest: dict[str, Load] = {}
    for load in newest_loads():
        newest.setdefault(load.data_set, load)
    due: Counter[str] = Counter()
    have: Counter[str] = Counter()
    providers: dict[str, set[str]] = {}
    for calendar in calendars:
        for line in calendar.lines:
            providers.setdefault(line.data_set, set()).add(line.provider)
            for one in line.states:
                have[line.data_set] += one.have
                due[line.data_set] += one.have + len(one.late)
    rows = []
    for code, data_set in here.definitions.data_sets.items():
        whose = providers.get(code, set()) | ({data_set.provider} if data_set.provider else set())
        if chosen and chosen not in whose:
            continue
        load = newest.get(code)
        rejected = waiting.get(code, 0)
        rows.append(
            {
                "name": Link(data_set.name, reverse("data-set", args=[code]), data_set.topic or ""),
                "provider": Tags(tuple(sorted(provider_name(here.definitions, one) for one in whose))),
                "fresh": _day(load.known_on) if load else None,
                "upload": Link("Account", reverse("load", args=[load.pk]), _period_words(here, load)) if load else None,
                "complete": f"{plain(have[code])} of {plain(due[code])}" if due[code] else "No due days set",
                "rejected": Link(plain(rejected), f"{reverse('data-set', args=[code])}#uploads", sort=rejected)
                if rejected
                else None,
            }
        )
    return Table(
        "Data sets",
        (
            Column("name", "Data set", "link"),
            Column("provider", "Supplied by", "tags"),
            Column("fresh", "Last upload", "date"),
            Column("upload", "Its account", "link", sort=False),
            Column("complete", "Came of those due", help="In the periods shown above"),
            Column("rejected", "Rejected rows waiting", "link"),
        ),
        rows,
        name="data-sets",
    )


def newest_loads() -> list[Load]:
    """The newest upload of each data set that was taken in. One query."""
    from django.db.models import Max

    newest = Load.objects.filter(state=Load.State.DONE).order_by().values("data_set").annotate(newest=Max("pk"))
    return list(Load.objects.filter(pk__in=newest.values("newest")))


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def _period_words(here: Visit, load: Load) -> str:
    if load.first_day is None or load.last_day is None:
        return ""
    last = day_before(load.last_day)
    return f"{load.first_day:%b %Y}" if (load.first_day.year, load.first_day.month) == (
        last.year, last.month
    ) else f"{load.first_day:%b %Y} to {last:%b %Y}"  # fmt: skip


def data_set_or_404(definitions: Definitions, code: str) -> DataSet:
    """The data set of an address, or a page that says what there is."""
    if code not in definitions.data_sets:
        raise Http404(f"There is no data set “{code[:60]}”. {did_you_mean(code, definitions.data_sets)}".strip())
    return definitions.data_sets[code]


def data_set(request: HttpRequest, code: str) -> HttpResponse:
    """What a data set holds, what came of it, and what waits."""
    here = visit(request)
    require(here.viewer, "read")
    found = data_set_or_404(here.definitions, code)
    calendars = supply_calendars(here.viewer, here.today, code)
    measures = _measures_table(here, found)
    unknown = _unknown_table(here, found)
    uploads = _uploads_table(here, code)
    expected = _expected_table(here, code)
    tables = {"items": measures, "unknown": unknown, "uploads": uploads, "expected": expected}
    grids = {f"came-{c.grain}": _grid_table(here, c) for c in calendars}
    if file := download_asked(request, tables | grids):
        return file
    waiting = rejected_waiting(code).get(code, 0)
    seers = [
        str(one.user)
        for one in SourcePermission.objects.filter(data_set=code, user__is_active=True).select_related("user")
    ]
    sources = [source for source in here.definitions.sources.values() if source.data_set == code]
    loads = may(here.viewer, "load", found.provider)
    return render(
        request,
        "web/data_set.html",
        page(
            here,
            "data",
            found.name,
            kind="Data set",
            headline=_set_headline(calendars, waiting, len(unknown.rows)),
            help_page="data",
            uses=None,
            crumbs=[Crumb("Data", reverse("data")), Crumb(found.name)],
            data_set=found,
            description=found.description,
            provider=provider_name(here.definitions, found.provider),
            grain=GRAIN_WORDS[found.grain][0],
            breakdowns=[
                (here.definitions.dimensions[one.dimension].dimension.name, one.dimension)
                for one in found.dimensions
                if one.dimension in here.definitions.dimensions
            ],
            audience={"public": "Anybody", "partnership": "Everybody in the partnership"}.get(
                found.release.audience, "The providing organisation only"
            ),
            small=found.small_numbers,
            feeds=sorted(
                (here.definitions.indicators[one].name, reverse("indicator", args=[one]))
                for one in fed_by(here.definitions, code)
            ),
            sources=[
                (source.name, reverse("definition", args=["source", source.code]), source.code) for source in sources
            ],
            seers=sorted(seers),
            sees_rows=may_see_rows(here.viewer, code),
            measures=table_view(request, measures, id="items"),
            unknown=table_view(
                request,
                unknown,
                id="unknown",
                empty=Empty("Every code is known", "Nothing is counted under Unknown.", achievement=True),
            ),
            sees_codes=may_see_codes(here.viewer, found),
            uploads=table_view(
                request,
                uploads,
                id="uploads",
                per_page=25,
                empty=Empty("Nothing was uploaded yet", "The first upload will stand here with its account."),
            ),
            expected=table_view(
                request,
                expected,
                id="expected",
                empty=Empty(
                    "Nobody is expected to supply it", "A definition of expected supplies says who and by when."
                ),
            ),
            grids=[grid(here, calendar, grids[f"came-{calendar.grain}"]) for calendar in calendars],
            key=[Status(*MARKS[state]) for state in MARKS],
            may_load=loads,
            upload_href=f"{reverse('upload')}?data-set={code}",
            data_notes=[DataNote("Source", found.source_note)] if found.source_note else [],
        ),
    )


def _set_headline(calendars: Sequence[SupplyCalendar], waiting: int, unknown: int) -> str:
    late = sum(bool(one.late) for calendar in calendars for line in calendar.lines for one in line.states)
    parts = ["nothing is late" if not late else f"{plain(late)} {'supply is' if late == 1 else 'supplies are'} late"]
    if not calendars:
        parts = ["no due days are set"]
    if waiting:
        parts.append(f"{plain(waiting)} rejected {'row waits' if waiting == 1 else 'rows wait'} to be mended")
    if unknown:
        parts.append(f"{plain(unknown)} {'code is' if unknown == 1 else 'codes are'} not known")
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def _measures_table(here: Visit, found: DataSet) -> Table:
    rows = []
    names = {measure.code: measure for measure in found.measures}
    for one in held(here.viewer, found):
        measure = names[one.measure]
        rows.append(
            {
                "name": Link(measure.name, "", measure.unit),
                "members": MEASURES.get(str(measure.over_members), str(measure.over_members)),
                "time": MEASURES.get(str(measure.over_time), str(measure.over_time)),
                "start": one.start,
                "end": day_before(one.end),
                "periods": one.periods,
            }
        )
    return Table(
        f"Data items of {found.name}",
        (
            Column("name", "Data item", "link"),
            Column("members", "Across places and groups"),
            Column("time", "Over time"),
            Column("start", "From", "date"),
            Column("end", "To", "date"),
            Column("periods", "Periods held", "number"),
        ),
        rows,
        name=f"{found.code}-items",
    )


def _unknown_table(here: Visit, found: DataSet) -> Table:
    rows = []
    roles = {one.role: one.dimension for one in found.dimensions}
    for one in unknown_codes(here.viewer, found):
        tree = here.definitions.dimensions.get(roles[one.role])
        near = [member.name for member in tree.nearest(one.code, 2)] if tree else []
        rows.append(
            {
                "code": one.code,
                "breakdown": tree.dimension.name if tree else one.role,
                "rows": one.rows,
                "near": ", ".join(near),
            }
        )
    return Table(
        "Codes that nobody knows, counted under Unknown",
        (
            Column("code", "Code as supplied"),
            Column("breakdown", "Breakdown"),
            Column("rows", "Figures that carry it", "number"),
            Column("near", "Nearest names"),
        ),
        rows,
        notes=(
            "To give a code its meaning, add it to the member's other names, or to a mapping: its history moves at once.",
        )
        if rows
        else (),
        name=f"{found.code}-unknown-codes",
    )


def _uploads_table(here: Visit, code: str) -> Table:
    loads = Load.objects.filter(data_set=code).select_related("loaded_by").prefetch_related("files", "mended_by")
    rows = []
    for load in loads.order_by("-known_on", "-pk")[:500]:
        files = [file.name for file in load.files.all()]
        mended = any(one.state == Load.State.DONE for one in load.mended_by.all())
        rows.append(
            {
                "what": Link(
                    files[0] if files else f"Upload {load.pk}",
                    reverse("load", args=[load.pk]),
                    f"and {len(files) - 1} more" if len(files) > 1 else load.note[:120],
                ),
                "day": _day(load.known_on or load.started_at),
                "who": str(load.loaded_by) if load.loaded_by else "Command line",
                "state": {"done": "Taken in", "failed": "Failed, nothing kept"}.get(load.state, "Being taken in"),
                "supplied": load.supplied,
                "loaded": load.loaded,
                "corrected": load.corrected,
                "rejected": Link(
                    plain(load.rejected),
                    f"{reverse('load', args=[load.pk])}#faults",
                    "mended" if mended else "waiting",
                    sort=load.rejected,
                )
                if load.rejected
                else Link("0", sort=0),
            }
        )
    return Table(
        "Uploads, newest first",
        (
            Column("what", "File", "link"),
            Column("day", "Day", "date"),
            Column("who", "By"),
            Column("state", "State"),
            Column("supplied", "Rows supplied", "number"),
            Column("loaded", "Loaded", "number"),
            Column("corrected", "Corrected", "number"),
            Column("rejected", "Rejected", "link"),
        ),
        rows,
        name=f"{code}-uploads",
    )


def _expected_table(here: Visit, code: str) -> Table:
    data_set = here.definitions.data_sets[code]
    names = {measure.code: measure.name for measure in data_set.measures}
    rows = []
    for one in here.definitions.expected_supplies.get(code, ()):
        days = [f"from {format_date(one.start)}" if one.start else "", f"to {format_date(one.end)}" if one.end else ""]
        rows.append(
            {
                "provider": provider_name(here.definitions, one.provider),
                "items": ", ".join(names.get(m, m) for m in one.measures) or "All data items",
                "often": GRAIN_WORDS[one.grain][0].removeprefix("a ").capitalize(),
                "due": f"{one.due_days} days after the period ends",
                "dates": " ".join(day for day in days if day) or "Always",
            }
        )
    return Table(
        "Expected supplies",
        (
            Column("provider", "Partner"),
            Column("items", "What", wide=True),
            Column("often", "For each"),
            Column("due", "By"),
            Column("dates", "In force"),
        ),
        rows,
        name=f"{code}-expected",
    )
