"""Texts of years, of spans of years, and of their quarters and halves."""

from __future__ import annotations

import re
from datetime import date

from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.period_reading import SPLIT, Reading, full_year, month_named, second_year
from trigpoint.definitions.spans import MONTHS_IN, ONE_DAY, BadPeriod, Period, later_by_months, month_start

YEAR_WORDS: dict[str, Grain] = {
    "f": "financial-year", "fy": "financial-year", "financial year": "financial-year",
    "a": "academic-year", "ay": "academic-year", "academic year": "academic-year", "school year": "academic-year",
    "cy": "calendar-year", "calendar year": "calendar-year",
}  # fmt: skip


def bare_year(reading: Reading, found: re.Match[str]) -> Period:
    """2018: typed, the calendar year; in a file, the year of the measure's type that ends in it."""
    year = full_year(found[0])
    if not reading.supplied or reading.year not in ("financial-year", "academic-year"):
        return reading.calendars.year_numbered(year, "calendar-year")
    # The year that ends in it: a year that starts on 1 January also ends in the year in which it starts.
    return reading.calendars.containing(date(year, 1, 1), reading.year)


def worded_year(reading: Reading, found: re.Match[str]) -> Period:
    """FY 2018/19, academic year 2018-19, 2018-19a: the words say which year."""
    grain = YEAR_WORDS[found["before"] or found["after"]]
    first = full_year(found["y"])
    start_month = reading.calendars.year_numbered(first, grain).start.month
    if found["e"] is None:
        if grain != "calendar-year" and start_month != 1:
            raise BadPeriod(
                f"{reading.it} may start or end in {first}: write {reading.calendars.year_numbered(first, grain).code} "
                f"or {reading.calendars.year_numbered(first - 1, grain).code}."
            )
    elif grain == "calendar-year" or start_month == 1:
        raise BadPeriod(f"{reading.it} is two years: a year that starts on 1 January is written {first}.")
    elif second_year(first, found["e"]) != first + 1:
        raise BadPeriod(_no_such_year(first, "a year"))
    return reading.calendars.year_numbered(first, grain)


def _no_such_year(first: int, what: str) -> str:
    return f"That is not {what}: the year that starts in {first} is written {_joined(first)}."


def _joined(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02}" if not 1 <= (first + 1) % 100 <= 12 else f"{first}/{(first + 1) % 100:02}"


def pair(reading: Reading, found: re.Match[str]) -> Period:
    """Two numbers joined by a dash or a slash: a year that straddles two, a range of years, or a year and a month."""
    calendars, slash = reading.calendars, "/" in found[0]
    first = full_year(found["y"])
    second = second_year(first, found["e"])
    is_split_year = second == first + 1
    may_be_month = len(found["y"]) == 4 and len(found["e"]) == 2 and 1 <= int(found["e"]) <= 12
    may_be_years = is_split_year or (reading.year == "calendar-year" and not slash and first < second <= first + 10)
    if may_be_month and not (slash and is_split_year) and _month_is_meant(reading, first, may_be_years):
        return calendars.containing(date(first, int(found["e"]), 1), "month")
    if reading.year == "calendar-year":
        if slash:
            raise BadPeriod(
                f"{reading.it} runs from one calendar year into the next, but the figures are of calendar years: "
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
        raise BadPeriod(f"{reading.it} may be a month of {first} or a span of years: give the source a label rule.")
    return True


def range_of_years(reading: Reading, found: re.Match[str]) -> Period:
    """2013/14-15/16: three years."""
    if reading.year == "calendar-year":
        raise BadPeriod(f"{reading.it} is of years that run into the next, but the figures are of calendar years.")
    grain: Grain = "academic-year" if reading.year == "academic-year" else "financial-year"
    first, last = full_year(found[1]), full_year(found[3])
    if second_year(first, found[2]) != first + 1 or second_year(last, found[4]) != last + 1 or last < first:
        raise BadPeriod(f"{reading.it} is not a range of years: write 2013/14-15/16 for three years.")
    years = (reading.calendars.year_numbered(first, grain), reading.calendars.year_numbered(last, grain))
    return reading.calendars.spanning(years)


def year_ending(reading: Reading, found: re.Match[str]) -> Period:
    """Year ending March 2019: the year that these twelve months are, or else a range."""
    month, year = month_named(found["month"]), full_year(found["y"])
    after = month_start(year * 12 + month)
    if found["day"] is not None and date(year, month, int(found["day"])) + ONE_DAY != after:
        after = date(year, month, int(found["day"])) + ONE_DAY
    start = later_by_months(after, -12)
    for grain in ("calendar-year", "financial-year", "academic-year"):
        whole = reading.calendars.containing(start, grain)
        if (whole.start, whole.end) == (start, after):
            return whole
    return Period(start, after, "range", reading.calendars.financial_start)


def six_digits(reading: Reading, found: re.Match[str]) -> Period:
    """201903 is a month, 201819 a year; 201011 may be either."""
    split = re.fullmatch(SPLIT, f"{found[0][:4]}-{found[0][4:]}")
    assert split is not None
    return pair(reading, split)


def part_of_year(reading: Reading, found: re.Match[str]) -> Period:
    """A quarter or half, with the year written as 2018/19."""
    part = int(found["part"])
    grain: Grain = "quarter" if found["kind"][0] == "q" else "half"
    first = full_year(found["y"])
    if second_year(first, found["e"]) != first + 1:
        raise BadPeriod(_no_such_year(first, "a financial year"))
    return _numbered_part(reading, first, part, grain)


def part_code(reading: Reading, found: re.Match[str]) -> Period:
    """2018-Q4: of the financial year that starts in 2018, unless the figures are of calendar years."""
    first, part = full_year(found["y"]), int(found["part"])
    grain: Grain = "quarter" if found["kind"] == "q" else "half"
    if reading.supplied and reading.year == "calendar-year":
        return _part_of_calendar_year(reading, first, part, grain)
    return _numbered_part(reading, first, part, grain)


def _numbered_part(reading: Reading, first: int, part: int, grain: Grain) -> Period:
    most = 12 // MONTHS_IN[grain]
    if not 1 <= part <= most:
        raise BadPeriod(f"{reading.it} is not a {grain}: a year has {most} of them, 1 to {most}.")
    if reading.year == "academic-year" and reading.supplied:
        raise BadPeriod(f"{reading.it} may be of the financial or the academic year: give the source a label rule.")
    return reading.calendars.numbered(first, part, grain)


def part_of_bare_year(reading: Reading, found: re.Match[str]) -> Period:
    """Q2 2018: the calendar year's where figures are of calendar years; else nobody can tell."""
    year, part = full_year(found["y"]), int(found["part"])
    grain: Grain = "quarter" if found["kind"][0] == "q" else "half"
    if reading.year == "calendar-year" or reading.calendars.financial_start == (1, 1):
        return _part_of_calendar_year(reading, year, part, grain)
    sign = "Q" if grain == "quarter" else "H"
    raise BadPeriod(
        f"{reading.it} may be of the calendar year {year} or of a financial year: write "
        f"{sign}{part} {year}/{(year + 1) % 100:02} or {sign}{part} {year - 1}/{year % 100:02}."
    )


def _part_of_calendar_year(reading: Reading, year: int, part: int, grain: Grain) -> Period:
    size = MONTHS_IN[grain]
    if not 1 <= part <= 12 // size:
        raise BadPeriod(f"{reading.it} is not a {grain}: a year has {12 // size} of them, 1 to {12 // size}.")
    start = month_start(year * 12 + (part - 1) * size)
    whole = reading.calendars.containing(start, grain)
    if whole.start != start:
        raise BadPeriod(
            f"{reading.it} of the calendar year is not a {grain} of the financial year, which starts on another day."
        )
    return whole
