"""Reading the text of one period: a table of patterns, each with what it means. What surrounds it is `labels`' part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from trigpoint.definitions.period_reading import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    MONTHS,
    MOST_WRITTEN,
    SPLIT,
    DateOrder,
    Reading,
    full_year,
    month_named,
)
from trigpoint.definitions.spans import ONE_DAY, BadPeriod, Period
from trigpoint.definitions.year_texts import (
    YEAR_WORDS,
    bare_year,
    pair,
    part_code,
    part_of_bare_year,
    part_of_year,
    range_of_years,
    six_digits,
    worded_year,
    year_ending,
)

__all__ = ["FIRST_YEAR", "LAST_YEAR", "MONTHS", "DateOrder", "read"]

HOW_TO_WRITE = (
    "Write a month as 2019-03, a quarter as 2018-Q4, a half as 2018-H2, a financial year as 2018-19, an academic year "
    "as 2018-19a, a calendar year as 2018, a week as 2019-W05, a range as 2018-04..2019-03."
)


def read(reading: Reading, text: str) -> Period:
    """The period of a tidied text. BadPeriod, with what to write, when it has none or could have two."""
    if len(text) > MOST_WRITTEN:
        raise BadPeriod(f"{reading.it} has {len(text):,} letters, and no period has so many. {HOW_TO_WRITE}")
    for pattern, reader in _READERS:
        found = pattern.fullmatch(text)
        if found:
            try:
                return reader(reading, found)
            except (OverflowError, ValueError) as error:
                if isinstance(error, BadPeriod):
                    raise
                raise BadPeriod(f"{reading.it} is no day of the calendar.") from None
    if not text:
        raise BadPeriod("The period is empty. " + HOW_TO_WRITE)
    if re.fullmatch(r"\d{1,3}", text):
        raise BadPeriod(f"{reading.it} is no period: a year has four digits, as in 2018.")
    raise BadPeriod(f"{reading.it} is not a period that can be read. {HOW_TO_WRITE}")


def _week(reading: Reading, found: re.Match[str]) -> Period:
    year, number = full_year(found["y"]), int(found["week"])
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        weeks = date(year, 12, 28).isocalendar().week
        raise BadPeriod(f"{reading.it} is not a week: {year} has weeks 1 to {weeks}.") from None
    return reading.calendars.containing(monday, "week")


def _week_by_date(reading: Reading, found: re.Match[str]) -> Period:
    if reading.of_week:
        raise BadPeriod(f"{reading.it} is not a period that can be read. {HOW_TO_WRITE}")
    week = read(replace(reading, grain="week", of_week=True), found["date"])
    if week.grain != "week":
        raise BadPeriod(f"{reading.it} names no day of a week: write it as 'week of 4 February 2019'.")
    return week


def _named_month(reading: Reading, found: re.Match[str]) -> Period:
    return reading.calendars.containing(date(full_year(found["y"]), month_named(found["month"]), 1), "month")


def _numbered_month(reading: Reading, found: re.Match[str]) -> Period:
    month = int(found["month"])
    if not 1 <= month <= 12:
        raise BadPeriod(f"{reading.it} is not a month: months run 01 to 12.")
    return reading.calendars.containing(date(full_year(found["y"]), month, 1), "month")


def _on(reading: Reading, day: date) -> Period:
    full_year(f"{day.year:04}")
    if reading.edge:
        return Period(day, day + ONE_DAY, "range", reading.calendars.financial_start)
    if reading.grain == "range":
        raise BadPeriod(f"{reading.it} is a day, and a range has two: write its first and last day, joined by '..'.")
    return reading.calendars.containing(day, reading.grain or "month")


def _day(reading: Reading, found: re.Match[str]) -> Period:
    name = found["month"]
    month = int(name) if name.isdigit() else month_named(name)
    return _on(reading, date(full_year(found["y"]), month, int(found["day"])))


def _day_of_unknown_order(reading: Reading, found: re.Match[str]) -> Period:
    """01/03/2019, 13.03.19: day and month are told apart by the source's date order, or where only one way exists."""
    a, b, c = found["a"], found["b"], found["c"]
    if reading.date_order == "year-first":
        if len(c) == 4:
            raise BadPeriod(f"{reading.it} does not begin with its year, though the source says that dates do.")
        return _on(reading, date(full_year(a), int(b), int(c)))
    readings = {"day-first": (int(b), int(a)), "month-first": (int(a), int(b))}
    if reading.date_order is not None:
        candidates = {readings[reading.date_order]}
    else:
        candidates = {(month, day) for month, day in readings.values() if 1 <= month <= 12}
    if len(candidates) > 1:
        raise BadPeriod(
            f"{reading.it} may have the day or the month first: write {full_year(c)}-{int(b):02}-{int(a):02}."
        )
    for month, day in candidates:
        return _on(reading, date(full_year(c), month, day))
    raise BadPeriod(f"{reading.it} is no day of the calendar.")


def _spreadsheet_day(reading: Reading, found: re.Match[str]) -> Period:
    """A day as a spreadsheet counts it: days since 30 December 1899."""
    if not reading.supplied:
        raise BadPeriod(f"{reading.it} is not a period that can be read. {HOW_TO_WRITE}")
    return _on(reading, date(1899, 12, 30) + timedelta(days=int(found[1])))


def _from_to(reading: Reading, found: re.Match[str]) -> Period:
    if reading.edge:
        raise BadPeriod(f"{reading.it} has more than a first and a last period: write these two, joined by '..'.")
    first_text, last_text = found["first"].strip(), found["last"].strip()
    edge = replace(reading, edge=True)
    last = read(edge, last_text)
    if re.fullmatch(MONTH, first_text):
        month = month_named(first_text)
        start = date(last.last_day.year if month <= last.last_day.month else last.last_day.year - 1, month, 1)
    else:
        start = read(edge, first_text).start
    if last.end <= start:
        raise BadPeriod(f"{reading.it} ends before it starts: write the earlier one first.")
    return Period(start, last.end, "range", reading.calendars.financial_start)


_WORD = "|".join(sorted((word for word in YEAR_WORDS if len(word) > 1), key=len, reverse=True))
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
        (rf"{_ENDING} (?:(?P<day>\d\d?) )?(?P<month>{MONTH})[ -]?(?P<y>\d{{4}}|\d\d)", year_ending),
        (r"(?P<first>.+?)(?:\.\.| to )(?P<last>.+)", _from_to),
        (rf"(?P<first>(?:{MONTH})(?: \d{{4}})?) ?- ?(?P<last>(?:{MONTH}) \d{{4}})", _from_to),
        (r"(?P<y>\d{4})-(?P<kind>[qh])(?P<part>\d)", part_code),
        (rf"{_PART}[ ,-]*{SPLIT}", part_of_year),
        (rf"{SPLIT}[ ,-]*{_PART}", part_of_year),
        (rf"{_PART}[ ,-]*(?P<y>\d{{4}})", part_of_bare_year),
        (rf"(?P<y>\d{{4}})[ ,]*{_PART}", part_of_bare_year),
        (r"(?P<y>\d{4})[- ]?w(?P<week>\d\d?)", _week),
        (r"(?:week|w) ?(?P<week>\d\d?)[ ,/-]*(?P<y>\d{4})", _week),
        (r"(?P<y>\d{4})(?:[-/](?P<e>\d{4}|\d\d))?(?P<before>)(?P<after>[fa])", worded_year),
        (rf"(?P<before>{_WORD}) ?(?P<y>\d{{4}})(?:[-/](?P<e>\d{{4}}|\d\d))?(?P<after>)", worded_year),
        (rf"(?P<y>\d{{4}})(?:[-/](?P<e>\d{{4}}|\d\d))?(?P<before>) ?(?P<after>{_WORD})", worded_year),
        (rf"(?P<y>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?){_TIME}", _day),
        (r"(?P<y>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _day),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[ -](?P<month>{MONTH})[ ,-]+(?P<y>\d{{4}}|\d\d)", _day),
        (rf"(?P<month>{MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<y>\d{{4}})", _day),
        (rf"(?P<a>\d\d?)[-/.](?P<b>\d\d?)[-/.](?P<c>\d{{4}}|\d\d){_TIME}", _day_of_unknown_order),
        (rf"(?P<month>{MONTH})[ ,./'-]*(?P<y>\d{{4}}|\d\d)", _named_month),
        (rf"(?P<y>\d{{4}})[ ,./-]*(?P<month>{MONTH})", _named_month),
        (rf"(?P<y>\d\d)-(?P<month>{MONTH})", _named_month),
        (r"(?P<month>\d\d?)[-/.](?P<y>\d{4})", _numbered_month),
        (r"(\d{4}|\d\d)/(\d\d) ?- ?(\d{4}|\d\d)/(\d\d)", range_of_years),
        (SPLIT, pair),
        (r"(?P<y>\d{4})[-/](?P<month>\d)", _numbered_month),
        (r"\d{6}", six_digits),
        (r"\d{4}", bare_year),
        (r"(\d{5})(?:\.0+)?", _spreadsheet_day),
    )
)
"""Patterns of a whole tidied text and what reads them, the more particular first."""
