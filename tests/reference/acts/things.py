"""What the acts are about: the numbers and days that stand in braces in their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from reference.acts.people import HOME, make_people
from reference.lived_in import invited, live_in, person
from reference.vale import months
from trigpoint.access.models import Absence
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.closing import actions as closing
from trigpoint.manage.closing.year_ahead import Chosen
from trigpoint.manage.models import Attachment, Channel, Commentary, Link, Milestone, Note, Objective
from trigpoint.outbox.models import Message
from trigpoint.publish.composing import add_report


def make_things(folder: Path) -> Mapping[str, str]:
    """Live in the Vale, with the people who try every act."""
    made: dict[str, object] = dict(live_in(folder))
    make_people()
    today = timezone.localdate()
    every = months(today)
    report = add_report(person(f"{HOME}-analyst"), "Our own pack", audience="own-organisation", organisation=HOME)
    made |= {
        "today": today, "yesterday": today - timedelta(days=1), "soon": today + timedelta(days=7), "month": every[-1],
        "month_before": every[-2],
        "this_year": in_force().calendars.containing(today, "financial-year").code,
        "unconfirmed": _closed(every[-4]), "own_report": report.pk, "invited": invited(),
        "note": Note.objects.filter(author__username="reader").exclude(indicator="").latest("pk").pk,
        "wanted": Note.objects.filter(author__username="reader", indicator="").latest("pk").pk,
        "link": Link.objects.filter(author__username="reader").latest("pk").pk,
        "file": Attachment.objects.filter(author__username="reader").latest("pk").pk,
        "version": Commentary.objects.filter(proposed_at__isnull=False, decided_at__isnull=True).latest("pk").pk,
        "milestone": Milestone.objects.filter(ended_at__isnull=True, done__isnull=True).latest("due").pk,
        "absence": Absence.objects.latest("pk").pk, "objective": Objective.objects.latest("pk").pk,
        "channel": Channel.objects.latest("pk").pk, "mail": Message.objects.filter(given_up_at__isnull=False).latest("pk").pk,
    }  # fmt: skip
    return {name: str(thing) for name, thing in made.items()}


def _closed(month: str) -> str:
    """A month that is closed and waits to be confirmed."""
    row = closing.preview(person("analyst"), month, Chosen())
    closing.close(person("analyst"), row.pk, "administrator")
    return month
