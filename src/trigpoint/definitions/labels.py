"""Texts that mean periods: as people type them, as files untidily label them, and as pages say them.

A text that could mean two periods is refused, not guessed at; the refusal says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.sources import LabelRule, State
from trigpoint.definitions.spans import MONTHS_IN, ONE_DAY, BadPeriod, Period, later_by_months, month_start

if TYPE_CHECKING:
    from trigpoint.definitions.periods import Calendars

DateOrder = Literal["day-first", "month-first", "year-first"]
YearGrain = Literal["financial-year", "academic-year", "calendar-year"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside these are taken for mistakes of typing."""

STATES: dict[str, State | None] = {
    "final": "final", "f": "final",
    "revised": "revised", "rev": "revised", "r": "revised",
    "provisional": "provisional", "prov": "provisional", "p": "provisional",
    "estimate": "estimate", "estimated": "estimate", "est": "estimate", "e": "estimate",
    # Outturn: money as it was spent, not as budgeted. It says what is counted, not how sure the figure is.
    "outturn": None, "ot": None,
}  # fmt: skip
"""What a word after a label says of the state of its figures."""

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
class ReadLabel:
    """What a label in a file means. state: of all figures under it, where the label says."""

    period: Period
    state: State | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a text is to be read: `supplied` in a file, or else typed by a person; the rest as `Calendars` says."""

    calendars: Calendars
    text: str
    year: Grain
    grain: Grain | None
    date_order: DateOrder | None = None
    supplied: bool = False


def parse(calendars: Calendars, text: str, year: Grain, grain: Grain | None) -> Period:
    """See `Calendars.parse`."""
    return _read(_Reading(calendars, text.strip(), year, grain), _tidy(text))


def parse_span(calendars: Calendars, text: str, grain: Grain, newest: Period | None) -> tuple[Period, ...]:
    """See `Calendars.parse_span`."""
    last = re.fullmatch(r"last[: ](\d+)", _tidy(text))
    if last:
        if newest is None:
            raise BadPeriod(
                f"'{text}' counts back from the newest figure, and there is no figure yet: name the periods."
            )
        count = int(last[1])
        if count < 1:
            raise BadPeriod(f"'{text}' asks for no period: write last:1 for the newest, last:12 for twelve.")
        final = newest if newest.grain == grain else calendars.containing(newest.last_day, grain)
        if final.end > newest.end:
            final = calendars.shift(final, -1)
        return tuple(calendars.shift(final, back - count + 1) for back in range(count))
    year: Grain = grain if grain in ("academic-year", "calendar-year") else "financial-year"
    return calendars.parts(parse(calendars, text, year, grain), grain)


def nearest_whole(calendars: Calendars, period: Period, grain: Grain) -> str:
    """What to write for the whole periods of a grain in which a period lies."""
    first, last = calendars.containing(period.start, grain), calendars.containing(period.last_day, grain)
    return first.code if first == last else f"{first.code}..{last.code}"


def label(calendars: Calendars, period: Period, short: bool = False) -> str:
    """See `Calendars.label`."""
    start, last = period.start, period.last_day
    match period.grain:
        case "week":
            return f"{'w/c' if short else 'week of'} {_day_in_words(start, short)}"
        case "month":
            return _month_in_words(start, short)
        case "quarter" | "half":
            year = calendars.containing(start, "financial-year")
            part = calendars.parts(year, period.grain).index(period) + 1
            return f"{'Q' if period.grain == 'quarter' else 'H'}{part} {_year_in_words(year)}"
        case "calendar-year":
            return f"{start.year}"
        case "financial-year" | "academic-year":
            words = _year_in_words(period)
            return words if short else f"{period.grain.replace('-', ' ')} {words}"
        case "range":
            whole_months = start.day == 1 and period.end.day == 1
            say = _month_in_words if whole_months else _day_in_words
            if say(start, short) == say(last, short):
                return say(start, short)
            return f"{say(start, short)} {'–' if short else 'to'} {say(last, short)}"


def read_label(
    calendars: Calendars,
    text: str,
    year: YearGrain,
    rules: tuple[LabelRule, ...],
    date_order: DateOrder | None,
    grain: Grain | None,
) -> ReadLabel:
    """The period and state that a label in a supplied file means.

    year: the measure's year type. It decides what bare and joined years are:

    - `2018` is the year of that type that *ends* in 2018 (a financial year from April 2017), for so publishers of
      financial and academic years label them: figures labelled 2025 are out before April 2025 to March 2026 is over.
    - `2015-16` is one financial or academic year, and for a calendar-year measure the range of the years 2015 and 2016,
      as `2014-16` is a range of three: rates pooled over three years are labelled by their first and last year.
    - `2014-16` of financial or academic years is refused: it may start in 2013 or 2014, and some count its last year in
      and some do not. `2013/14-15/16` is plain: three years.
    - `2015/16` of calendar years is refused: the file and the definition disagree about the year.

    grain: of the data set, where known. A date means the period of that grain in which it lies (absent: the month), and
    2010-11 or 201011 is a year rather than November where the grain is longer than a month; absent: refused.
    date_order: 01/03/2019 is refused without it. rules: patterns for the whole label, tried first, in order.
    A word after the label, as in `2025 (Rev)`, gives the state. BadPeriod with the reason for what is not read.
    """
    stated: State | None = None
    for rule in rules:
        found = re.fullmatch(rule.matches, text.strip())
        if not found:
            continue
        if rule.reject is not None:
            raise BadPeriod(f"'{text}' is rejected: {rule.reject}")
        stated = rule.state
        if rule.grain is not None:
            year, grain = _ruled_grain(rule.grain, year)
        if rule.period is not None:
            meant = _fill(rule, found)
            return ReadLabel(parse(calendars, meant, year, grain), stated)
        break
    bare, state = _without_state(text)
    reading = _Reading(calendars, text.strip(), year, grain, date_order, supplied=True)
    return ReadLabel(_read(reading, bare), stated or state)


def _ruled_grain(text: str, year: YearGrain) -> tuple[YearGrain, Grain]:
    """The year type and grain that a label rule's grain asks for; a rule of weeks leaves the year type as it was."""
    for grain in (*MONTHS_IN, "week", "range"):
        if text == grain:
            return next((kind for kind in get_args(YearGrain) if kind == grain), year), grain
    raise BadPeriod(f"A label rule names the grain '{text}', which there is not: write {', '.join(MONTHS_IN)} or week.")


def _fill(rule: LabelRule, found: re.Match[str]) -> str:
    try:
        return (rule.period or "").format(found[0], *found.groups(""), **found.groupdict(""))
    except (IndexError, KeyError, ValueError):
        raise BadPeriod(
            f"The label rule '{rule.matches}' writes its period as '{rule.period}', which uses a group that the pattern has not."
        ) from None


def _without_state(text: str) -> tuple[str, State | None]:
    bare, state = _tidy(text), None
    after = re.fullmatch(r"(.*\d)\s*(?:\((.*)\)|\s([a-z]{3,}))", bare)
    if after:
        words = re.split(r"[\s,;/.]+", (after[2] if after[2] is not None else after[3]).strip(" ."))
        if all(word in STATES for word in words):
            return after[1], next((STATES[word] for word in words if STATES[word]), None)
        if after[2] is not None:
            raise BadPeriod(
                f"'{text}' is not read, since what '({after[2]})' means is not known: give the source a label rule."
            )
    return bare, state


def _tidy(text: str) -> str:
    text = re.sub(r"[‐‑‒–—―−]", "-", text).replace("\u00a0", " ").casefold()
    return re.sub(r"\s+", " ", text).strip()


def _read(reading: _Reading, text: str) -> Period:
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


def _bare_year(reading: _Reading, found: re.Match[str]) -> Period:
    year = _full_year(found[0])
    if not reading.supplied or reading.year not in ("financial-year", "academic-year"):
        return reading.calendars.year_numbered(year, "calendar-year")
    # The year that ends in it: a year that starts on 1 January also ends in the year in which it starts.
    return reading.calendars.containing(date(year, 1, 1), reading.year)


def _worded_year(reading: _Reading, found: re.Match[str]) -> Period:
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


def _pair(reading: _Reading, found: re.Match[str]) -> Period:
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


def _month_is_meant(reading: _Reading, first: int, may_be_years: bool) -> bool:
    if not may_be_years or reading.grain in ("month", "week"):
        return True
    if reading.grain is not None:
        return False
    if reading.supplied:
        raise BadPeriod(f"'{reading.text}' may be a month of {first} or a span of years: give the source a label rule.")
    return True


def _range_of_years(reading: _Reading, found: re.Match[str]) -> Period:
    if reading.year == "calendar-year":
        raise BadPeriod(f"'{reading.text}' is of years that run into the next, but the figures are of calendar years.")
    grain: Grain = "academic-year" if reading.year == "academic-year" else "financial-year"
    first, last = _full_year(found[1]), _full_year(found[3])
    if _second_year(first, found[2]) != first + 1 or _second_year(last, found[4]) != last + 1 or last < first:
        raise BadPeriod(f"'{reading.text}' is not a range of years: write 2013/14-15/16 for three years.")
    years = (reading.calendars.year_numbered(first, grain), reading.calendars.year_numbered(last, grain))
    return reading.calendars.spanning(years)


def _year_ending(reading: _Reading, found: re.Match[str]) -> Period:
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


def _part_of_year(reading: _Reading, found: re.Match[str]) -> Period:
    """A quarter or half, with the year written as 2018/19."""
    part = int(found["part"])
    grain: Grain = "quarter" if found["kind"][0] == "q" else "half"
    first = _full_year(found["y"])
    if _second_year(first, found["e"]) != first + 1:
        raise BadPeriod(_no_such_year(first, "a financial year"))
    return _numbered_part(reading, first, part, grain)


def _part_code(reading: _Reading, found: re.Match[str]) -> Period:
    """2018-Q4: of the financial year that starts in 2018, unless the figures are of calendar years."""
    first, part = _full_year(found["y"]), int(found["part"])
    grain: Grain = "quarter" if found["kind"] == "q" else "half"
    if reading.supplied and reading.year == "calendar-year":
        return _part_of_calendar_year(reading, first, part, grain)
    return _numbered_part(reading, first, part, grain)


def _numbered_part(reading: _Reading, first: int, part: int, grain: Grain) -> Period:
    most = 12 // MONTHS_IN[grain]
    if not 1 <= part <= most:
        raise BadPeriod(f"'{reading.text}' is not a {grain}: a year has {most} of them, 1 to {most}.")
    if reading.year == "academic-year" and reading.supplied:
        raise BadPeriod(f"'{reading.text}' may be of the financial or the academic year: give the source a label rule.")
    return reading.calendars.numbered(first, part, grain)


def _part_of_bare_year(reading: _Reading, found: re.Match[str]) -> Period:
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


def _part_of_calendar_year(reading: _Reading, year: int, part: int, grain: Grain) -> Period:
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


def _week(reading: _Reading, found: re.Match[str]) -> Period:
    year, number = _full_year(found["y"]), int(found["week"])
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        weeks = date(year, 12, 28).isocalendar().week
        raise BadPeriod(f"'{reading.text}' is not a week: {year} has weeks 1 to {weeks}.") from None
    return reading.calendars.containing(monday, "week")


def _week_by_date(reading: _Reading, found: re.Match[str]) -> Period:
    inner = replace(reading, grain="week")
    return _read(inner, found["date"])


# Months and days


def _month_named(name: str) -> int:
    return next(number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))


def _named_month(reading: _Reading, found: re.Match[str]) -> Period:
    return reading.calendars.containing(date(_full_year(found["y"]), _month_named(found["month"]), 1), "month")


def _numbered_month(reading: _Reading, found: re.Match[str]) -> Period:
    month = int(found["month"])
    if not 1 <= month <= 12:
        raise BadPeriod(f"'{reading.text}' is not a month: months run 01 to 12.")
    return reading.calendars.containing(date(_full_year(found["y"]), month, 1), "month")


def _six_digits(reading: _Reading, found: re.Match[str]) -> Period:
    """201903 is a month, 201819 a year; 201011 may be either."""
    split = re.fullmatch(_SPLIT, f"{found[0][:4]}-{found[0][4:]}")
    assert split is not None
    return _pair(reading, split)


def _on(reading: _Reading, day: date) -> Period:
    _full_year(f"{day.year:04}")
    if reading.grain == "range":
        raise BadPeriod(
            f"'{reading.text}' is a day, and a range has two: write its first and last day, joined by '..'."
        )
    return reading.calendars.containing(day, reading.grain or "month")


def _day(reading: _Reading, found: re.Match[str]) -> Period:
    name = found["month"]
    month = int(name) if name.isdigit() else _month_named(name)
    return _on(reading, date(_full_year(found["y"]), month, int(found["day"])))


def _day_of_unknown_order(reading: _Reading, found: re.Match[str]) -> Period:
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


def _spreadsheet_day(reading: _Reading, found: re.Match[str]) -> Period:
    """A day as a spreadsheet counts it: days since 30 December 1899."""
    if not reading.supplied:
        raise BadPeriod(f"'{reading.text}' is not a period that can be read. {HOW_TO_WRITE}")
    return _on(reading, date(1899, 12, 30) + timedelta(days=int(found[1])))


# Spans


def _from_to(reading: _Reading, found: re.Match[str]) -> Period:
    first_text, last_text = found["first"].strip(), found["last"].strip()
    as_days = replace(reading, grain=None)
    last, last_day = _edge(as_days, last_text, at_end=True)
    if re.fullmatch(_MONTH, first_text):
        month = _month_named(first_text)
        year = last.year if month <= last.month else last.year - 1
        first = date(year, month, 1)
    else:
        first, _ = _edge(as_days, first_text, at_end=False)
    if last_day < first:
        raise BadPeriod(f"'{reading.text}' ends before it starts: write the earlier one first.")
    return Period(first, last_day + ONE_DAY, "range", reading.calendars.financial_start)


def _edge(reading: _Reading, text: str, at_end: bool) -> tuple[date, date]:
    iso = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    if iso:
        _full_year(text[:4])
        day = date.fromisoformat(text)
        return day, day
    found = _read(reading, text)
    return (found.last_day if at_end else found.start), found.last_day


def _day_in_words(day: date, short: bool) -> str:
    return f"{day.day} {_month_in_words(day, short)}"


def _month_in_words(day: date, short: bool) -> str:
    name = MONTHS[day.month - 1]
    return f"{name[:3] if short else name} {day.year}"


def _year_in_words(year: Period) -> str:
    start = year.start.year
    return f"{start}" if year.start.month == 1 else f"{start}/{(start + 1) % 100:02}"


_WORD = "|".join(sorted((word for word in _YEAR_WORDS if len(word) > 1), key=len, reverse=True))
_ENDING = r"(?:year ending|year ended|year end|year to|ye|12 months to|12 months ending|twelve months to)"
_TIME = r"(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
_PART = r"(?P<kind>q|quarter |qtr |h|half )(?P<part>\d)"

_READERS: tuple[tuple[re.Pattern[str], Callable[[_Reading, re.Match[str]], Period]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?:w/?c|w/?e|week (?:of|commencing|beginning|ending|ended))[ :]*(?P<date>.*\d.*)", _week_by_date),
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
