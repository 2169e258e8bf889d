"""Who did what: the trail, filtered and paged by the database."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from math import ceil

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.trail import entries_for
from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Empty
from trigpoint.web.components.tables import Pager, download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import page_sent
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50
NOT_FOR_EVERY_READER = ("url", "file", "sha256")
"""What entries of earlier versions hold of links and files that may be for one organisation only."""
MOST_IN_FILE = 20_000


class BadDay(Mistake):
    """A day in the address that is none."""


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who changed and loaded what, as far as it concerns the reader, newest first."""
    here = visit(request)
    seen = entries_for(here.viewer, here.definitions)
    found = _chosen(seen, request.GET)
    if request.GET.get("download-trail") and (
        file := download_asked(request, {"trail": _table(here, found[:MOST_IN_FILE])})
    ):
        return file
    total = found.count()
    pager = _pager(request, total)
    first = (pager.page - 1) * PER_PAGE
    table = _table(here, found[first : first + PER_PAGE])
    actions = list(seen.order_by("action").values_list("action", flat=True).distinct())
    kinds = list(seen.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct())
    return render(
        request,
        "web/trail.html",
        page(
            here,
            "trail",
            "Who did what",
            headline="1 entry." if total == 1 else f"{total:,} entries, newest first.",
            help_page="people",
            uses=None,
            view=table_view(
                request,
                table,
                id="trail",
                empty=Empty("Nothing found", "No entry fits all of these. Take one of them away."),
            ),
            pager=pager if pager.pages > 1 else None,
            people=User.objects.filter(pk__in=seen.order_by().values("who"))
            .order_by("name")
            .values_list("username", "name"),
            actions=[(action, said(action)) for action in actions],
            kinds=[(kind, said(kind)) for kind in kinds],
            chosen={name: request.GET.get(name, "") for name in ("person", "action", "kind", "since", "until", "text")},
        ),
    )


def said(code: str) -> str:
    """An action's or kind's code as words."""
    words = code.replace("-", " ")
    return words[:1].upper() + words[1:]


def _chosen(entries: QuerySet[AuditEntry], asked: QueryDict) -> QuerySet[AuditEntry]:
    if person := asked.get("person", ""):
        entries = entries.filter(Q(who__username=person))
    if action := asked.get("action", ""):
        entries = entries.filter(action=action)
    if kind := asked.get("kind", ""):
        entries = entries.filter(kind=kind)
    if text := asked.get("text", ""):
        entries = entries.filter(subject__icontains=text[:100])
    if (since := _day(asked.get("since", ""))) is not None:
        entries = entries.filter(at__gte=_midnight(since))
    if (until := _day(asked.get("until", ""))) is not None:
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadDay(f"“{text[:40]}” is not a day. Write it as {timezone.localdate().isoformat()}.") from error
    if not 1900 <= day.year <= 2999:
        raise BadDay(f"“{text[:40]}” is no day of ours. Write it as {timezone.localdate().isoformat()}.")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _pager(request: HttpRequest, total: int) -> Pager:
    pages = max(1, ceil(total / PER_PAGE))
    number = page_sent(request.GET.get("page"), pages)

    def to(page_number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page_number)
        return f"?{query.urlencode()}"

    return Pager(
        number, pages, total, (number - 1) * PER_PAGE + 1, min(number * PER_PAGE, total),
        to(number - 1) if number > 1 else "", to(number + 1) if number < pages else "", "entries",
    )  # fmt: skip


def _subject(here: Visit, entry: AuditEntry) -> Cell:
    """What it was done to: by its name and with its page, where that is still to be had; else as it was written."""
    definitions, code = here.definitions, entry.subject
    if entry.kind == "indicator" and code in definitions.indicators:
        return Link(definitions.indicators[code].name, reverse("indicator", args=[code]), code)
    if entry.kind == "data-set" and code in definitions.data_sets:
        return Link(definitions.data_sets[code].name, reverse("data-set", args=[code]), code)
    return code


def _table(here: Visit, entries: QuerySet[AuditEntry]) -> Table:
    rows: list[dict[str, Cell]] = [
        {
            "at": f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}",
            "who": one.as_name or (str(one.who) if one.who else ""),
            "action": said(one.action),
            "kind": said(one.kind),
            "subject": _subject(here, one),
            "detail": _detail(one.detail),
        }
        for one in entries
    ]
    return Table(
        "Who did what",
        (
            Column("at", "When", sort=False),
            Column("who", "Who", sort=False),
            Column("action", "Did", sort=False),
            Column("kind", "To a", sort=False),
            Column("subject", "Which", "link", sort=False),
            Column("detail", "More", sort=False, wide=True),
        ),
        rows,
        name="who-did-what",
    )


def _detail(detail: object) -> str:
    if not isinstance(detail, dict):
        return ""
    parts = []
    for name, value in detail.items():
        if value in (None, "", [], {}) or name in NOT_FOR_EVERY_READER:
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        parts.append(f"{name.replace('_', ' ')}: {text}")
    return "; ".join(parts)[:600]
