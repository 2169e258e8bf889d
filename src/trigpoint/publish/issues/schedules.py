"""Schedules: a report that is due for a period waits as a draft, and its owner is told. Nobody but a person issues it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.outbox.writing import link_to, mail_is_set, write_mail
from trigpoint.publish.composing import composed
from trigpoint.publish.models import Draft, Report


def due_period(calendars: Calendars, every: str, days: int, today: date) -> Period:
    """The newest period for which a report is due by a day. Pure."""
    last = today - timedelta(days=days)
    held = calendars.containing(last, "quarter" if every == Report.Every.QUARTER else "month")
    return held if held.last_day <= last else calendars.shift(held, -1)


def draft_due(today: date | None = None) -> int:
    """Draft each report that is due and was not issued or drafted for its period; its owner is told. Gives how many."""
    today = today or timezone.localdate()
    scheduled = list(Report.objects.exclude(every="").select_related("owner"))
    if not scheduled:
        return 0
    calendars = in_force().calendars
    made = 0
    for report in scheduled:
        period = due_period(calendars, report.every, report.days, today)
        # What was due before somebody set the schedule is not asked for.
        due_on = period.last_day + timedelta(days=report.days)
        if report.scheduled_on is not None and due_on < report.scheduled_on:
            continue
        made += _draft(report, period, calendars.label(period))
    return made


def drafts(viewer: Viewer) -> list[Draft]:
    """The drafts that wait, of reports that the viewer may issue: the oldest first."""
    return list(
        Draft.objects.filter(report__in=composed(viewer))
        .select_related("report", "report__owner")
        .order_by("made_at", "pk")
    )


@transaction.atomic
def _draft(report: Report, period: Period, label: str) -> int:
    if report.issues.filter(period=period.code).exists():
        return 0
    _, new = Draft.objects.get_or_create(report=report, period=period.code, defaults={"made_at": timezone.now()})
    if new:
        _tell(report.owner, report, label)
    return int(new)


def _tell(owner: User, report: Report, label: str) -> None:
    """By mail where mail is sent; under Reports it stands in any case."""
    if not mail_is_set() or not owner.email or not owner.is_active:
        return
    text = (
        f"{report.name} for {label} is due. It waits as a draft: look at it, and issue it when it is ready.\n\n"
        f"{link_to('/reports/')}\n\nNothing goes out by itself."
    )
    write_mail(owner.email, f"{report.name} for {label} is ready to be issued", text, why="A report is due")
