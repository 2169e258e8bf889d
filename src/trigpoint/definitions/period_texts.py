"""Reading the text of one period: a table of patterns, each with what it means. What surrounds it is `labels`' part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.spans import MONTHS_IN, ONE_DAY, BadPeriod, Period, later_by_months, month_start

if TYPE_CHECKING:
    from trigpoint.definitions.periods import Calendars

DateOrder = Literal["day-first", "month-first", "year-first"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside these are taken for mistakes of typing."""

HOW_TO_WRITE = (
    "Write a month as 2019-03, a quarter as 2018-Q4, a half as 2018-H2, a financial year as 2018-19, an academic year "
    "as 2018-19a, a calendar year as 2018, a week as 2019-W05, a range as 2018-04..2019-03."
)

_YEAR_WORDS: dict[str, Grain] = {
    "f": "financial-year", "fy": "financial-year", "financial year": "financial-year",
    "a": "academic-year", "ay": "academic-year", "academic year": "academic-year", "school year": "academic-year",
    "cy": "calendar-year", "calendar year": "calendar-year",
}  # fmt: skip
_MONTH = "|".join(f"{name[:3].lower()}(?:{name[3:].lower()})?" for name in MONTHS) + "|sept"
_SPLIT = r"(?P<y>\d{4}|\d\d)[-/](?P<e>\d{4}|\d\d)"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is to be read: `supplied` in a file, or else typed by a person; the rest as `Calendars` says.

    edge: one end of a range, where a day is that day and no longer period.
    """

    calendars: Calendars
    text: str
    year: Grain
    grain: Grain | None
    date_order: DateOrder | None = None
    supplied: bool = False
    edge: bool = False


def tidy(text: str) -> str:
    text = re.sub(r"[‐‑‒–—―−]", "-", text).replace("\u00a0", " ").casefold()
    return re.sub(r"\s+", " ", text).strip()


def read(reading: Reading, text: str) -> Period:
    for pattern, reader in _READERS:
        found = pattern.fullmatch(text)
        if found:
            try:
                return reader(reading, found)
            except (OverflowError, ValueError) as error:
                if isinstance(error, BadPeriod):
                    raise
                raise BadPeriod(f"'{reading.text}' is no day of the calendar.") from None
    if not text:
        raise BadPeriod("The period is empty. " + HOW_TO_WRITE)
    if re.fullmatch(r"\d{1,3}", text):
        raise BadPeriod(f"'{reading.text}' is no period: a year has four digits, as in 2018.")
    raise BadPeriod(f"'{reading.text}' is not a period that can be read. {HOW_TO_WRITE}")


# Years


def _full_year(digits: str) -> int:
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 70 else 1900)
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadPeriod(f"{digits} is taken for a slip of the pen: years from {FIRST_YEAR} to {LAST_YEAR} are read.")
    return year


def _second_year(first: int, digits: str) -> int:
    if len(digits) == 4:
        return _full_year(digits)
    second = first // 100 * 100 + int(digits)
    return second if second >= first else second + 100


def _bare_year(reading: Reading, found: re.Match[str]) -> Period:
    year = _full_year(found[0])
    if not reading.supplied or reading.year not in ("financial-year", "academic-year"):
        return reading.calendars.year_numbered(year, "calendar-year")
    # The year that ends in it: a year that starts on 1 January also ends in the year in which it starts.
    return reading.calendars.containing(date(year, 1, 1), reading.year)


def _worded_year(reading: Reading, found: re.Match[str]) -> Period:
    grain = _YEAR_WORDS[found["before"] or found["after"]]
    first = _full_year(found["y"])
    start_month = reading.calendars.year_numbered(first, grain).start.month
    if found["e"] is None:
        if grain != "calendar-year" and start_month != 1:
            raise BadPeriod(
                f"'{reading.text}' may start or end in {first}: write {reading.calendars.year_numbered(first, grain).code} "
                f"or {reading.calendars.year_numbered(first - 1, grain).code}."
            )
    elif grain == "calendar-year" or start_month == 1:
        raise BadPeriod(f"'{reading.text}' is two years: a year that starts on 1 January is written {first}.")
    elif _second_year(first, found["e"]) != first + 1:
        raise BadPeriod(_no_such_year(first, "a year"))
    return reading.calendars.year_numbered(first, grain)


def _no_such_year(first: int, what: str) -> str:
    return f"That is not {what}: the year that starts in {first} is written {_joined(first)}."


def _joined(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02}" if not 1 <= (first + 1) % 100 <= 12 else f"{first}/{(first + 1) % 100:02}"


def _pair(reading: Reading, found: re.Match[str]) -> Period:
    """Two numbers joined by a dash or a slash: a year that straddles two, a range of years, or a year and a month."""
    calendars, slash = reading.calendars, "/" in found[0]
    first = _full_year(found["y"])
    second = _second_year(first, found["e"])
    is_split_year = second == first + 1
    may_be_month = len(found["y"]) == 4 and len(found["e"]) == 2 and 1 <= int(found["e"]) <= 12
    may_be_years = is_split_year or (reading.year == "calendar-year" and not slash and first < second <= first + 10)
    if may_be_month and not (slash and is_split_year) and _month_is_meant(reading, first, may_be_years):
        return calendars.containing(date(first, int(found["e"]), 1), "month")
    if reading.year == "calendar-year":
        if slash:
            raise BadPeriod(
                f"'{reading.text}' runs from one calendar year into the next, but the figures are of calendar years: "
                f"write {first}, or give the measure a financial or academic year."
            )
        if second > first:
            start, end = (
                calendars.year_numbered(first, "calendar-year"),
                calendars.year_numbered(second, "calendar-year"),
            )
            return calendars.spanning((start, end))
    if is_split_year:
        return calendars.year_numbered(first, "academic-year" if reading.year == "academic-year" else "financial-year")
    if len(found["e"]) == 2 and not slash and (second >= first + 90 or second == first or int(found["e"]) == 0):
        raise BadPeriod(
            f"{found[0]} is not a month: months run 01 to 12. The year that starts in {first} is written {_joined(first)}."
        )
    raise BadPeriod(
        f"{found[0]} is not a year: the year that starts in {first} is written {_joined(first)}. "
        f"Write a range of years as {_joined(first)}..{_joined(max(second - 1, first))}"
        + (", or give the source a label rule that says what it means." if reading.supplied else ".")
    )


def _month_is_meant(reading: Reading, first: int, may_be_years: bool) -> bool:
    if not may_be_years or reading.grain in ("month", "week"):
        return True
    if reading.grain is not None:
        return False
    if reading.supplied:
        raise BadPeriod(f"'{reading.text}' may be a month of {first} or a span of years: give the source a label rule.")
    return True


def _range_of_years(reading: Reading, found: re.Match[str]) -> Period:
    if reading.year == "calendar-year":
        raise BadPeriod(f"'{reading.text}' is of years that run into the next, but the figures are of calendar years.")
    grain: Grain = "academic-year" if reading.year == "academic-year" else "financial-year"
    first, last = _full_year(found[1]), _full_year(found[3])
    if _second_year(first, found[2]) != first + 1 or _second_year(last, found[4]) != last + 1 or last < first:
        raise BadPeriod(f"'{reading.text}' is not a range of years: write 2013/14-15/16 for three years.")
    years = (reading.calendars.year_numbered(first, grain), reading.calendars.year_numbered(last, grain))
    return reading.calendars.spanning(years)


def _year_ending(reading: Reading, found: re.Match[str]) -> Period:
    month, year = _month_named(found["month"]), _full_year(found["y"])
    after = month_start(year * 12 + month)
    if found["day"] is not None and date(year, month, int(found["day"])) + ONE_DAY != after:
        after = date(year, month, int(found["day"])) + ONE_DAY
    start = later_by_months(after, -12)
    for grain in ("calendar-year", "financial-year", "academic-year"):
        whole = reading.calendars.containing(start, grain)
        if (whole.start, whole.end) == (start, after):
            return whole
    return Period(start, after, "range", reading.calendars.financial_start)


# Parts of years


def _part_of_year(reading: Reading, found: re.Match[str]) -> Period:
    """A quarter or half, with the year written as 2018/19."""
    part = int(found["part"])
    grain: Grain = "quarter" if found["kind"][0] == "q" else "half"
    first = _full_year(found["y"])
    if _second_year(first, found["e"]) != first + 1:
        raise BadPeriod(_no_such_year(first, "a financial year"))
    return _numbered_part(reading, first, part, grain)


def _part_code(reading: Reading, found: re.Match[str]) -> Period:
    """2018-Q4: of the financial year that starts in 2018, unless the figures are of calendar years."""
    first, part = _full_year(found["y"]), int(found["part"])
    grain: Grain = "quarter" if found["kind"] == "q" else "half"
    if reading.supplied and reading.year == "calendar-year":
        return _part_of_calendar_year(reading, first, part, grain)
    return _numbered_part(reading, first, part, grain)


def _numbered_part(reading: Reading, first: int, part: int, grain: Grain) -> Period:
    most = 12 // MONTHS_IN[grain]
    if not 1 <= part <= most:
        raise BadPeriod(f"'{reading.text}' is not a {grain}: a year has {most} of them, 1 to {most}.")
    if reading.year == "academic-year" and reading.supplied:
        raise BadPeriod(f"'{reading.text}' may be of the financial or the academic year: give the source a label rule.")
    return reading.calendars.numbered(first, part, grain)


def _part_of_bare_year(reading: Reading, found: re.Match[str]) -> Period:
    """Q2 2018: the calendar year's where figures are of calendar years; else nobody can tell."""
    year, part = _full_year(found["y"]), int(found["part"])
    grain: Grain = "quarter" if found["kind"][0] == "q" else "half"
    if reading.year == "calendar-year" or reading.calendars.financial_start == (1, 1):
        return _part_of_calendar_year(reading, year, part, grain)
    sign = "Q" if grain == "quarter" else "H"
    raise BadPeriod(
        f"'{reading.text}' may be of the calendar year {year} or of a financial year: write "
        f"{sign}{part} {year}/{(year + 1) % 100:02} or {sign}{part} {year - 1}/{year % 100:02}."
    )


def _part_of_calendar_year(reading: Reading, year: int, part: int, grain: Grain) -> Period:
    size = MONTHS_IN[grain]
    if not 1 <= part <= 12 // size:
        raise BadPeriod(f"'{reading.text}' is not a {grain}: a year has {12 // size} of them, 1 to {12 // size}.")
    start = month_start(year * 12 + (part - 1) * size)
    whole = reading.calendars.containing(start, grain)
    if whole.start != start:
        raise BadPeriod(
            f"'{reading.text}' of the calendar year is not a {grain} of the financial year, which starts on another day."
        )
    return whole


def _week(reading: Reading, found: re.Match[str]) -> Period:
    year, number = _full_year(found["y"]), int(found["week"])
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        weeks = date(year, 12, 28).isocalendar().week
        raise BadPeriod(f"'{reading.text}' is not a week: {year} has weeks 1 to {weeks}.") from None
    return reading.calendars.containing(monday, "week")


def _week_by_date(reading: Reading, found: re.Match[str]) -> Period:
    week = read(replace(reading, grain="week"), found["date"])
    if week.grain != "week":
        raise BadPeriod(f"'{reading.text}' names no day of a week: write it as 'week of 4 February 2019'.")
    return week


# Months and days


def _month_named(name: str) -> int:
    return next(number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))


def _named_month(reading: Reading, found: re.Match[str]) -> Period:
    return reading.calendars.containing(date(_full_year(found["y"]), _month_named(found["month"]), 1), "month")


def _numbered_month(reading: Reading, found: re.Match[str]) -> Period:
    month = int(found["month"])
    if not 1 <= month <= 12:
        raise BadPeriod(f"'{reading.text}' is not a month: months run 01 to 12.")
    return reading.calendars.containing(date(_full_year(found["y"]), month, 1), "month")


def _six_digits(reading: Reading, found: re.Match[str]) -> Period:
    """201903 is a month, 201819 a year; 201011 may be either."""
    split = re.fullmatch(_SPLIT, f"{found[0][:4]}-{found[0][4:]}")
    assert split is not None
    return _pair(reading, split)


def _on(reading: Reading, day: date) -> Period:
    _full_year(f"{day.year:04}")
    if reading.edge:
        return Period(day, day + ONE_DAY, "range", reading.calendars.financial_start)
    if reading.grain == "range":
        raise BadPeriod(
            f"'{reading.text}' is a day, and a range has two: write its first and last day, joined by '..'."
        )
    return reading.calendars.containing(day, reading.grain or "month")


def _day(reading: Reading, found: re.Match[str]) -> Period:
    name = found["month"]
    month = int(name) if name.isdigit() else _month_named(name)
    return _on(reading, date(_full_year(found["y"]), month, int(found["day"])))


def _day_of_unknown_order(reading: Reading, found: re.Match[str]) -> Period:
    """01/03/2019, 13.03.19: day and month are told apart by the source's date order, or where only one way exists."""
    a, b, c = found["a"], found["b"], found["c"]
    if reading.date_order == "year-first":
        if len(c) == 4:
            raise BadPeriod(f"'{reading.text}' does not begin with its year, though the source says that dates do.")
        return _on(reading, date(_full_year(a), int(b), int(c)))
    readings = {"day-first": (int(b), int(a)), "month-first": (int(a), int(b))}
    if reading.date_order is not None:
        candidates = {readings[reading.date_order]}
    else:
        candidates = {(month, day) for month, day in readings.values() if 1 <= month <= 12}
    if len(candidates) > 1:
        raise BadPeriod(
            f"'{reading.text}' may have the day or the month first: say date_order in the source, or write "
            f"{_full_year(c)}-{int(b):02}-{int(a):02}."
        )
    for month, day in candidates:
        return _on(reading, date(_full_year(c), month, day))
    raise BadPeriod(f"'{reading.text}' is no day of the calendar.")


def _spreadsheet_day(reading: Reading, found: re.Match[str]) -> Period:
    """A day as a spreadsheet counts it: days since 30 December 1899."""
    if not reading.supplied:
        raise BadPeriod(f"'{reading.text}' is not a period that can be read. {HOW_TO_WRITE}")
    return _on(reading, date(1899, 12, 30) + timedelta(days=int(found[1])))


# Spans


def _from_to(reading: Reading, found: re.Match[str]) -> Period:
    first_text, last_text = found["first"].strip(), found["last"].strip()
    edge = replace(reading, edge=True)
    last = read(edge, last_text)
    if re.fullmatch(_MONTH, first_text):
        month = _month_named(first_text)
        start = date(last.last_day.year if month <= last.last_day.month else last.last_day.year - 1, month, 1)
    else:
        start = read(edge, first_text).start
    if last.end <= start:
        raise BadPeriod(f"'{reading.text}' ends before it starts: write the earlier one first.")
    return Period(start, last.end, "range", reading.calendars.financial_start)


_WORD = "|".join(sorted((word for word in _YEAR_WORDS if len(word) > 1), key=len, reverse=True))
_ENDING = r"(?:year ending|year ended|year end|year to|ye|12 months to|12 months ending|twelve months to)"
_TIME = r"(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
_PART = r"(?P<kind>q|quarter |qtr |h|half )(?P<part>\d)"

_READERS: tuple[tuple[re.Pattern[str], Callable[[Reading, re.Match[str]], Period]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            r"(?:w/c|w/e|wc(?= )|we(?= )|week (?:of|commencing|beginning|ending|ended))[ :]*(?P<date>.*\d.*)",
            _week_by_date,
        ),
        (rf"{_ENDING} (?:(?P<day>\d\d?) )?(?P<month>{_MONTH})[ -]?(?P<y>\d{{4}}|\d\d)", _year_ending),
        (r"(?P<first>.+?)(?:\.\.| to )(?P<last>.+)", _from_to),
        (rf"(?P<first>(?:{_MONTH})(?: \d{{4}})?) ?- ?(?P<last>(?:{_MONTH}) \d{{4}})", _from_to),
        (r"(?P<y>\d{4})-(?P<kind>[qh])(?P<part>\d)", _part_code),
        (rf"{_PART}[ ,-]*{_SPLIT}", _part_of_year),
        (rf"{_SPLIT}[ ,-]*{_PART}", _part_of_year),
        (rf"{_PART}[ ,-]*(?P<y>\d{{4}})", _part_of_bare_year),
        (rf"(?P<y>\d{{4}})[ ,]*{_PART}", _part_of_bare_year),
        (r"(?P<y>\d{4})[- ]?w(?P<week>\d\d?)", _week),
        (r"(?:week|w) ?(?P<week>\d\d?)[ ,/-]*(?P<y>\d{4})", _week),
        (r"(?P<y>\d{4})(?:[-/](?P<e>\d{4}|\d\d))?(?P<before>)(?P<after>[fa])", _worded_year),
        (rf"(?P<before>{_WORD}) ?(?P<y>\d{{4}})(?:[-/](?P<e>\d{{4}}|\d\d))?(?P<after>)", _worded_year),
        (rf"(?P<y>\d{{4}})(?:[-/](?P<e>\d{{4}}|\d\d))?(?P<before>) ?(?P<after>{_WORD})", _worded_year),
        (rf"(?P<y>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?){_TIME}", _day),
        (r"(?P<y>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _day),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ -](?P<month>{_MONTH})[ ,-]+(?P<y>\d{{4}}|\d\d)", _day),
        (rf"(?P<month>{_MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<y>\d{{4}})", _day),
        (rf"(?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<c>\d{{4}}|\d\d){_TIME}", _day_of_unknown_order),
        (rf"(?P<month>{_MONTH})[ ,./'-]*(?P<y>\d{{4}}|\d\d)", _named_month),
        (rf"(?P<y>\d{{4}})[ ,./-]*(?P<month>{_MONTH})", _named_month),
        (rf"(?P<y>\d\d)-(?P<month>{_MONTH})", _named_month),
        (r"(?P<month>\d\d?)[-/.](?P<y>\d{4})", _numbered_month),
        (r"(\d{4}|\d\d)/(\d\d) ?- ?(\d{4}|\d\d)/(\d\d)", _range_of_years),
        (_SPLIT, _pair),
        (r"(?P<y>\d{4})[-/](?P<month>\d)", _numbered_month),
        (r"\d{6}", _six_digits),
        (r"\d{4}", _bare_year),
        (r"(\d{5})(?:\.0+)?", _spreadsheet_day),
    )
)
"""Patterns of a whole tidied text and what reads them, the more particular first."""
