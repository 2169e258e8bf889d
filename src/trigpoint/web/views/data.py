"""Data: what came and what did not, and what each data set holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trigpoint.access.loading import loads_anything
from trigpoint.access.permissions import require
from trigpoint.ask.supplies import (
    SupplyCalendar,
    SupplyLine,
    day_before,
    supply_calendars,
)
from trigpoint.catalogue.mending import waiting as waiting_loads
from trigpoint.catalogue.models import Load
from trigpoint.definitions.periods import GRAIN_WORDS
from trigpoint.intake.uploads import may_make
from trigpoint.judge.numbers import plain
from trigpoint.judge.supply import PeriodSupply
from trigpoint.publish.cells import Link, Status, Tags
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Empty
from trigpoint.web.components.tables import TableView, download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.visit import Visit, visit

MARKS = {
    "complete": ("on_target", "Came", "✓"),
    "incomplete": ("incomplete", "Incomplete", "½"),
    "late": ("late", "Late", "L"),
    "not-yet-due": ("not_yet_due", "Not yet due", "…"),
    "not-expected": ("no_data", "Not expected", "–"),
}
"""Shape, word and letter of each state of supply. They say nothing of how anybody performed."""


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


@require_safe
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
    tables = {"sets": sets, "overdue": overdue} | {f"came-{c.grain}": grid_table(here, c) for c in calendars}
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
            providers=sorted((organisation_name(here.definitions, code), code) for code in providers),
            chosen=chosen,
            may_make=may_make(here.viewer),
            may_load=loads_anything(here.viewer, here.definitions),
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
    """Rejected rows that no later upload mended, by data set."""
    loads = Load.objects.filter(state=Load.State.DONE, rejected__gt=0)
    if data_set is not None:
        loads = loads.filter(data_set=data_set)
    found: Counter[str] = Counter()
    for load, mending in waiting_loads(loads):
        found[load.data_set] += mending.waiting
    return found


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
        rows.append(GridRow(organisation_name(here.definitions, line.provider), name, beneath, href, marks))
    heads = tuple((label(period, short=True), label(period)) for period in calendar.periods)
    view = table_view(here.request, table, id=f"came-{calendar.grain}")
    return Grid(f"came-{calendar.grain}", table.caption, heads, tuple(rows), view)


def _ordered(here: Visit, calendar: SupplyCalendar) -> list[SupplyLine]:
    return sorted(
        calendar.lines,
        key=lambda line: (
            organisation_name(here.definitions, line.provider),
            here.definitions.data_sets[line.data_set].name,
        ),
    )


def grid_table(here: Visit, calendar: SupplyCalendar) -> Table:
    """The same as words, for files."""
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
            "provider": organisation_name(here.definitions, line.provider),
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
                "provider": organisation_name(here.definitions, line.provider),
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
                "provider": Tags(tuple(sorted(organisation_name(here.definitions, one) for one in whose))),
                "fresh": day_of(load.known_on) if load else None,
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
    newest = Load.objects.filter(state=Load.State.DONE).order_by().values("data_set").annotate(newest=Max("pk"))
    return list(Load.objects.filter(pk__in=newest.values("newest")))


def day_of(at: datetime | None) -> date | None:
    """The partnership's day of an instant."""
    return timezone.localdate(at) if at else None


def _period_words(here: Visit, load: Load) -> str:
    if load.first_day is None or load.last_day is None:
        return ""
    last = day_before(load.last_day)
    return f"{load.first_day:%b %Y}" if (load.first_day.year, load.first_day.month) == (
        last.year, last.month
    ) else f"{load.first_day:%b %Y} to {last:%b %Y}"  # fmt: skip
