"""What is owed of typed figures: those that wait for somebody to approve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from trigpoint.access.loading import loads_anything, may_load
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.models import Load
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.periods import Period
from trigpoint.intake.models import Upload
from trigpoint.intake.typed import CannotBeTyped, rows_of, sheet_for
from trigpoint.intake.typed_held import held_now, waiting
from trigpoint.judge.numbers import plain
from trigpoint.manage.approvers import approvers
from trigpoint.web.owing.duty import Debtor, Duty
from trigpoint.web.visit import Visit

LOOKS_BACK = 12
"""Periods that are over that are looked at: the same that can be typed."""

RECENT = timedelta(days=400)
"""How long ago figures may have been typed that are looked for."""


def to_approve(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """Provisional figures of each data set that was typed into, for those who may approve them. One read a data set of which
    anybody here may take in anything."""
    if not any(loads_anything(one.viewer, here.definitions) for one in debtors):
        return
    typed = Upload.objects.filter(typed=True, load__isnull=False, uploaded_at__gte=timezone.now() - RECENT)
    codes = set(typed.values_list("load__data_set", flat=True)) & set(here.definitions.data_sets)
    if not codes:
        return
    who = approvers(here.definitions, here.today)
    for code in sorted(codes):
        data_set = here.definitions.data_sets[code]
        theirs = [one for one in debtors if may_load(one.viewer, here.definitions, data_set)]
        for period, count, typists in _waiting(here, data_set) if theirs else ():
            href = f"{reverse('type-figures', args=[code])}?period={period.code}"
            words = "1 figure waits" if count == 1 else f"{plain(count)} figures wait"
            said = f"{words} for approval, of {here.definitions.calendars.label(period)}"
            for one in theirs:
                if who.may_settle(one.viewer, code, typists):
                    yield Duty("Figures", data_set.name, said, None, href, "Approve", one)


def _waiting(here: Visit, data_set: DataSet) -> Iterator[tuple[Period, int, set[int | None]]]:
    """Of each period with figures that wait: how many, and who typed them."""
    sheet = sheet_for(here.definitions, data_set)
    if sheet is None:
        return
    calendars = here.definitions.calendars
    running = calendars.containing(here.today, data_set.grain)
    periods = [calendars.shift(running, -n) for n in range(LOOKS_BACK + 1)]
    rows = rows_of(sheet, OPERATOR, here.definitions, here.today)
    try:
        found = held_now(sheet, periods, rows)
    except CannotBeTyped:
        return
    cells = {period: waiting(sheet, held) for period, held in zip(periods, found, strict=True)}
    loads = {held.loads[cell] for period, held in zip(periods, found, strict=True) for cell in cells[period]}
    by = dict(Load.objects.filter(pk__in=loads).values_list("pk", "loaded_by_id")) if loads else {}
    for period, held in zip(periods, found, strict=True):
        if cells[period]:
            yield period, len(cells[period]), {by.get(held.loads[cell]) for cell in cells[period]}
