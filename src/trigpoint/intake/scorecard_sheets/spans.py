"""Which period a heading of a scorecard means: Q1 beneath 2023/24, Apr-23, "2023/24 outturn". Never one of two."""

from __future__ import annotations

import re

from trigpoint.definitions.period_reading import MONTH, month_named, tidy
from trigpoint.definitions.periods import BadPeriod, Calendars, Period

_BESIDE = re.compile(
    r"\b(actuals?|outturn|results?|performance|figures?|value|achieved|targets?|baseline|annual|year[- ]?end|full year|"
    r"position|end of|as at|at|comments?|commentary|narrative|remarks?)\b|\b(?:fy|financial year|year) ?(?=\d)|\([^)]*\)|[:,]"
)
_MONTHS = re.compile(rf"(?P<month>{MONTH}) ?(?:-|to) ?(?P<last>{MONTH.replace('?P<', '?P<l')})")
_QUARTER = re.compile(r"(?:q|qtr|quarter) ?([1-4])|([1-4])(?:st|nd|rd|th) (?:quarter|qtr)")
_HALF = re.compile(r"(?:h|half) ?([12])|([12])(?:st|nd) half")
_MONTH = re.compile(rf"(?P<month>{MONTH})")
_COUNTED = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
}
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def period_of(calendars: Calendars, text: str, above: str = "") -> Period | None:
    """The period that a heading means, with what stands above it where it does not say the year itself; None where it
    means none, or could mean two: a bare 2019 may be a calendar year or either of two financial ones."""
    # What stands in brackets only explains (Q1 (Apr to Jun)), but where nothing else says the period: Target (2023/24).
    for opened in (False, True):
        bare = _bare(text, opened) or _bare(above, opened)
        found = (_alone(calendars, bare) or _within(calendars, bare, _bare(above, opened))) if bare else None
        if found is not None:
            return found
    return None


def names_period(calendars: Calendars, text: str) -> bool:
    """Whether a text is a period, or the name of a part of a year."""
    bare = _bare(text)
    named = any(one.fullmatch(bare) for one in (_QUARTER, _HALF, _MONTH, _MONTHS))
    return named or bool(bare and _alone(calendars, bare))


def _bare(text: str, opened: bool = False) -> str:
    text = re.sub(r"[()]", " ", text) if opened else text
    bare = re.sub(r"\b[a-z]+\b", lambda found: _COUNTED.get(found[0], found[0]), tidy(text))
    bare = re.sub(r"\s+", " ", _BESIDE.sub(" ", bare)).strip(" -")
    # Q1 Apr-Jun: the months only say once more which quarter it is.
    return (
        re.sub(r"\s+", " ", _MONTHS.sub(" ", bare)).strip(" -")
        if re.search(r"\bq(?:tr|uarter)? ?[1-4]\b", bare)
        else bare
    )


def _alone(calendars: Calendars, bare: str) -> Period | None:
    if _BARE_YEAR.fullmatch(bare) and calendars.financial_start != (1, 1):
        return None
    if re.fullmatch(r"[\d.]+%?", bare) and not _BARE_YEAR.fullmatch(bare):
        return None
    day = _DAY.match(bare)
    # Of a heading, 2010-11 is a year as its neighbours are; a month would stand there as a date, or by its name.
    bare = re.sub(r"\b(\d{2,4})-(\d\d)$", _slashed, bare) if not day else bare
    try:
        # A date at the head of a column stands for its month: spreadsheets turn "Apr-23" into one.
        return _named(
            calendars, calendars.read_label(bare[:10] if day else bare, grain="month" if day else None).period
        )
    except BadPeriod:
        return None


def _named(calendars: Calendars, found: Period) -> Period | None:
    """A span of months as the quarter, half or year that it is; None for one that has no name."""
    if found.grain != "range":
        return found
    for grain in ("quarter", "half", "financial-year", "calendar-year"):
        whole = calendars.containing(found.start, grain)
        if (whole.start, whole.end) == (found.start, found.end):
            return whole
    return None


def _slashed(found: re.Match[str]) -> str:
    follows = (int(found[1]) + 1) % 100 == int(found[2])
    return f"{found[1]}/{found[2]}" if follows else found[0]


def _within(calendars: Calendars, bare: str, above: str) -> Period | None:
    """A quarter or month by its name alone, in the year that stands above."""
    year = _alone(calendars, above) if above else None
    if year is None or year.grain not in ("financial-year", "calendar-year"):
        return None
    for grain, pattern in (("quarter", _QUARTER), ("half", _HALF)):
        if part := pattern.fullmatch(bare):
            return calendars.parts(year, grain)[int(part[1] or part[2]) - 1]
    if months := _MONTHS.fullmatch(bare):
        first, last = month_named(months["month"]), month_named(months["last"])
        return next(
            (one for one in calendars.parts(year, "quarter") if (one.start.month, one.last_day.month) == (first, last)),
            None,
        )
    if month := _MONTH.fullmatch(bare):
        wanted = month_named(month["month"])
        return next(one for one in calendars.parts(year, "month") if one.start.month == wanted)
    return None
