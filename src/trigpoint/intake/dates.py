"""Days as files write them. Which period a label means is for `definitions.labels`; this reads a single day or instant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trigpoint.definitions.period_reading import DateOrder

_TIME = r"(?:[T ](?P<time>\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?){_TIME}")
_RUN_TOGETHER = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)")
_NUMBERS = re.compile(rf"(?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<y>\d{{4}}|\d\d){_TIME}")
_NAMED = re.compile(rf"(?P<d>\d\d?)(?:st|nd|rd|th)?[ -]?(?P<name>[A-Za-z]{{3,9}})[ ,-]*(?P<y>\d{{4}}|\d\d){_TIME}")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NAMED = {"sept": 9}
_MONTH_NAMED |= {name: number for number, full in enumerate(_MONTHS, 1) for name in (full, full[:3])}
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside these are taken for mistakes of typing, as in labels of periods."""
HOW_TO_WRITE = "Write it as 2019-03-31."


def read_day(text: str, date_order: DateOrder | None = None) -> date | str:
    """The day that a text means; or, where it means none or may mean two, what to do about it."""
    bare = text.strip()
    if found := _YEAR_FIRST.fullmatch(bare) or _RUN_TOGETHER.fullmatch(bare):
        return _day(found["y"], int(found["m"]), int(found["d"]))
    if found := _NAMED.fullmatch(bare):
        month = _MONTH_NAMED.get(found["name"].lower())
        return _day(found["y"], month, int(found["d"])) if month else HOW_TO_WRITE
    if found := _SERIAL.fullmatch(bare):
        return date(1899, 12, 30) + timedelta(days=int(found[1]))
    if found := _NUMBERS.fullmatch(bare):
        a, b = int(found["a"]), int(found["b"])
        if date_order == "day-first" or (date_order is None and a > 12 >= b):
            return _day(found["y"], b, a)
        if date_order == "month-first" or (date_order is None and b > 12 >= a):
            return _day(found["y"], a, b)
        if a == b and date_order is None:
            return _day(found["y"], a, b)
        return "It may have the day or the month first: write it as 2019-03-31."
    return HOW_TO_WRITE


def read_instant(text: str, date_order: DateOrder | None, timezone: str) -> datetime | str:
    """The instant that a text means, in UTC; a day alone means its last moment. Or what to do about it."""
    bare = text.strip()
    day = read_day(bare, date_order)
    if isinstance(day, str):
        return day
    found = next((f for pattern in (_YEAR_FIRST, _NUMBERS, _NAMED) if (f := pattern.fullmatch(bare))), None)
    zone: ZoneInfo | None = ZoneInfo(timezone)
    if found is None or found["time"] is None:
        return datetime.combine(day, time.max, zone).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(f"{day.isoformat()}T{found['time'].zfill(5)}{found['zone'] or ''}")
    except ValueError:
        return "Write it as 2019-03-31 17:05."
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _day(year: str, month: int, day: int) -> date | str:
    full = int(year) + ((2000 if int(year) < 70 else 1900) if len(year) == 2 else 0)
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return f"The year {full} is taken for a slip of the pen."
    try:
        return date(full, month, day)
    except ValueError:
        return "There is no such day in the calendar."
