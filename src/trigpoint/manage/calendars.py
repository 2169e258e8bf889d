"""A person's calendar for other programs: whose it is by the secret in its address, and the days that stand in it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import may, require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.owed import owed
from trigpoint.catalogue.snapshots import in_force
from trigpoint.judge.numbers import listed
from trigpoint.manage.models import CalendarKey
from trigpoint.manage.standing import standing


@dataclass(frozen=True)
class Day:
    """A day by which something is due. key: the same as long as it is the same thing. action: its number, where it is one."""

    key: str
    day: date
    what: str
    more: str = ""
    undertaking: tuple[str, int] | None = None


def days_of(viewer: Viewer, today: date) -> list[Day]:
    """The days by which something is due of the viewer's actions, projects and risks, and their organisations' data to be supplied."""
    require(viewer, "read")
    found = [
        Day(
            f"{one.kind}-{one.pk}",
            one.next_day,
            one.title,
            f"{one.state}. {one.undertaking.details}".strip(),
            (one.kind, one.pk),
        )
        for one in standing(viewer, today, owners=[viewer.user_id] if viewer.user_id is not None else [])
        if one.open
    ]
    return sorted([*found, *_supplies(viewer, today)], key=lambda one: (one.day, one.key))


def make_calendar_key(viewer: Viewer) -> str:
    """A new secret for the viewer's calendar; returned once, never again. It ends the one before."""
    require(viewer, "read")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarKey.objects.update_or_create(
            owner_id=viewer.user_id, defaults={"hash": _hash(secret), "made_at": timezone.now()}
        )
        audit.record(viewer, "make-calendar-key")
    return secret


@transaction.atomic
def end_calendar_key(viewer: Viewer) -> None:
    """End the address of the viewer's calendar."""
    if CalendarKey.objects.filter(owner_id=viewer.user_id).delete()[0]:
        audit.record(viewer, "end-calendar-key")


def calendar_made_at(viewer: Viewer) -> datetime | None:
    """When the viewer made the address of their calendar; None where there is none."""
    return CalendarKey.objects.filter(owner_id=viewer.user_id).values_list("made_at", flat=True).first()


def whose_calendar(secret: str) -> User | None:
    """The person of a secret, whose account is open; None for anything else."""
    key = CalendarKey.objects.select_related("owner").filter(hash=_hash(secret), owner__is_active=True).first()
    return None if key is None else key.owner


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _supplies(viewer: Viewer, today: date) -> list[Day]:
    """What is to be supplied, by those who take data in; several periods of one day are one."""
    organisations = {one for one in viewer.organisations if may(viewer, "load", one)}
    definitions = in_force()
    tree, label = definitions.organisations, definitions.calendars.label
    grouped: dict[tuple[str, str, date], list] = {}
    for one in owed(organisations, today):
        grouped.setdefault((one.data_set.code, one.organisation, one.day), []).append(one)
    return [
        Day(
            f"supply-{code}-{organisation}-{day}", day, f"Supply {several[0].data_set.name}",
            f"{tree.name(organisation) if tree is not None else organisation}, {listed([label(one.period) for one in several])}",
        )
        for (code, organisation, day), several in grouped.items()
    ]  # fmt: skip
