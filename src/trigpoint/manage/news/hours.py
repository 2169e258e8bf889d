"""When a person may be disturbed: quiet hours, weekends and the days that the partnership does not work. Pure.

Hours are those of the clock on the wall, so that a change to summer time moves none of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

DIGEST_FROM = time(8)
"""From when on a working day the mail of the day goes out."""


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether people work on a day."""
    return day.weekday() < 5 and day not in holidays


def is_quiet(now: datetime, quiet_from: time, quiet_until: time, holidays: Collection[date]) -> bool:
    """Whether nobody is to be disturbed at an instant, given in the partnership's own time. Equal times: never quiet by hour."""
    if not is_working_day(now.date(), holidays):
        return True
    clock = now.time()
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def digest_is_due(now: datetime, last: date | None, holidays: Collection[date]) -> bool:
    """Whether the mail of the day is to go out: once a working day, from its hour on."""
    return is_working_day(now.date(), holidays) and now.time() >= DIGEST_FROM and (last is None or last < now.date())


def next_open(now: datetime, quiet_from: time, quiet_until: time, holidays: Collection[date]) -> datetime:
    """The first instant from now on at which somebody may be disturbed, where the quiet hours go round midnight."""
    if not is_quiet(now, quiet_from, quiet_until, holidays):
        return now
    day = now.date() if now.time() < quiet_until else now.date() + timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, quiet_until, now.tzinfo)
