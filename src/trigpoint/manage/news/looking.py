"""Up to where news was looked for. News is what came since: exactly what was known then is kept, so that however soon one
look follows another nothing is told twice between them, and nothing is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from trigpoint.ask.door import Moment, moment
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.catalogue.snapshots import NoDefinitions, in_force
from trigpoint.manage.models import LookedFor

FURTHEST_BACK = timedelta(days=31)
"""Whoever was not looked after for longer is not told everything at once."""


def day_before(one: LookedFor, today: date) -> date:
    """The day before the one of the last look; yesterday where there was none yet."""
    return max((one.looked_on or today) - timedelta(days=1), today - FURTHEST_BACK)


def last_look(one: LookedFor, today: date, since: date | None = None) -> Moment | None:
    """What was known at the last look; None where nothing was defined yet. since: at the end of that day instead."""
    day = since or day_before(one, today)
    if since is None and one.known and one.looked_on == day + timedelta(days=1):
        versions = tuple(sorted(one.known["versions"].items()))
        return Moment(datetime.fromisoformat(one.known["at"]), one.known["snapshot"], versions)
    try:
        return moment(end_of_day(day, in_force().calendars.timezone))
    except NoDefinitions:
        return None


def as_kept(here: Moment) -> dict[str, object]:
    """The fields that keep a look."""
    known = {"at": here.at.isoformat(), "snapshot": here.snapshot, "versions": dict(here.versions)}
    return {"looked_on": timezone.localdate(here.at), "known": known}
