"""Calendars: the partnership's years, and what may be done with periods in them. How texts are read is in `labels`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from trigpoint.definitions import labels
from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.labels import ReadLabel, YearGrain
from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.period_reading import DateOrder
from trigpoint.definitions.sources import LabelRule
from trigpoint.definitions.spans import (
    MONTHS_IN,
    ONE_DAY,
    BadPeriod,
    MonthAndDay,
    Period,
    later_by_months,
    month_number,
    month_start,
)

__all__ = ["BadPeriod", "Calendars", "Grain", "Period", "ReadLabel"]

GRAIN_WORDS: dict[Grain, tuple[str, str]] = {
    "week": ("a week", "weeks"),
    "month": ("a month", "months"),
    "quarter": ("a quarter", "quarters"),
    "half": ("a half year", "half years"),
    "financial-year": ("a financial year", "financial years"),
    "academic-year": ("an academic year", "academic years"),
    "calendar-year": ("a calendar year", "calendar years"),
    "range": ("a range", "ranges"),
}
"""One of them, and many, as sentences say them."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Calendars:
    """When the partnership's years and weeks start, and whose midnight ends a day.

    Quarters and halves are those of the financial year: Q1 is its first three months. Weeks have ISO numbers; one that
    starts on Sunday has the number of its Monday.
    """

    financial_start: MonthAndDay = (4, 1)
    academic_start: MonthAndDay = (9, 1)
    week_starts: Literal["monday", "sunday"] = "monday"
    timezone: str = "Europe/London"

    @classmethod
    def of(cls, partnership: Partnership | None) -> Calendars:
        """The partnership's own calendars, or the usual ones where there is no partnership document."""
        if partnership is None:
            return cls()
        return cls(
            _month_and_day(partnership.financial_year_starts),
            _month_and_day(partnership.academic_year_starts),
            partnership.week_starts,
            partnership.timezone,
        )

    def day_of(self, instant: datetime) -> date:
        """The partnership's own day on which an instant (with a time zone) falls."""
        if instant.tzinfo is None:
            raise BadPeriod("An instant without a time zone falls on no known day.")
        return instant.astimezone(ZoneInfo(self.timezone)).date()

    def period(self, start: date, end: date, grain: Grain) -> Period:
        """The period of these days (end excluded). BadPeriod when there is none: a month that starts on the 4th."""
        found = Period(start, end, grain, self.financial_start)
        if grain != "range" and self.containing(start, grain) != found:
            raise BadPeriod(f"{start} to {found.last_day} is not {GRAIN_WORDS[grain][0]}.")
        return found

    def containing(self, day: date, grain: Grain) -> Period:
        """The period of that grain in which the day lies."""
        if grain == "range":
            raise BadPeriod("A day lies in many ranges: say a range by its first and last day.")
        if grain == "week":
            start = day - timedelta(days=(day.weekday() + (1 if self.week_starts == "sunday" else 0)) % 7)
            return Period(start, start + WEEK, grain, self.financial_start)
        number = self._number_of_month(month_number(day), grain)
        if day < self._start(number, grain):
            number -= 1
        elif day >= self._start(number + 1, grain):
            number += 1
        return self._numbered(number, grain)

    def shift(self, period: Period, n: int) -> Period:
        """The period `n` later (earlier when negative), of the same grain.

        A range moves by its own length: by months when it starts and ends on the same day of a month, else by days.
        """
        try:
            match period.grain:
                case "week":
                    return Period(period.start + n * WEEK, period.end + n * WEEK, "week", self.financial_start)
                case "range":
                    return self._shift_range(period, n)
                case grain:
                    return self._numbered(self._number_of_month(month_number(period.start), grain) + n, grain)
        except OverflowError:
            raise BadPeriod("That is beyond the years that dates can be reckoned in (1 to 9999).") from None

    def parts(self, period: Period, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain that make it up exactly, in order. BadPeriod when they do not fit, as weeks in a month."""
        if grain == period.grain:
            return (period,)
        if grain == "range":
            return (Period(period.start, period.end, "range", self.financial_start),)
        found = [self.containing(period.start, grain)]
        while found[-1].end < period.end:
            found.append(self.shift(found[-1], 1))
        if found[0].start != period.start or found[-1].end != period.end:
            raise BadPeriod(
                f"{self.label(period)} cannot be divided into whole {GRAIN_WORDS[grain][1]}; "
                f"{labels.nearest_whole(self, period, grain)} can."
            )
        return tuple(found)

    def ending_in(self, span: Period, grain: Grain) -> tuple[Period, ...]:
        """The periods of a grain whose last day lies in a span, oldest first; none for ranges."""
        if grain == "range":
            return ()
        found = [self.containing(span.start, grain)]
        while found[-1].end < span.end:
            found.append(self.shift(found[-1], 1))
        return tuple(period for period in found if period.last_day < span.end)

    def same_last_year(self, period: Period) -> Period:
        """The period a year before: of a week, that of the same number (52 for 53); of a range, twelve months earlier."""
        match period.grain:
            case "week":
                year, week, _ = (period.start + ONE_DAY).isocalendar()
                monday = date.fromisocalendar(year - 1, min(week, 52), 1)
                return self.containing(monday, "week")
            case "range":
                start, end = later_by_months(period.start, -12), later_by_months(period.end, -12)
                return Period(start, end, "range", self.financial_start)
            case grain:
                return self.shift(period, -(12 // MONTHS_IN[grain]))

    def year_to_date(self, period: Period) -> Period:
        """From the start of the financial year in which the period ends, to the period's end."""
        start = self.containing(period.last_day, "financial-year").start
        return Period(start, period.end, "range", self.financial_start)

    def rolling(self, period: Period, months: int) -> Period:
        """The given number of months that end with the period."""
        if months < 1:
            raise BadPeriod("A rolling span needs at least one month.")
        return Period(later_by_months(period.end, -months), period.end, "range", self.financial_start)

    def spanning(self, periods: Iterable[Period]) -> Period:
        """From the earliest start to the latest end. BadPeriod for none."""
        known = list(periods)
        if not known:
            raise BadPeriod("There is no span of no periods.")
        return Period(min(p.start for p in known), max(p.end for p in known), "range", self.financial_start)

    def parse(self, text: str, year: Grain = "financial-year", grain: Grain | None = None) -> Period:
        """The period that a person means; every `Period.code` is read back as itself.

        year: which year 2018-19 is; for a calendar year it is a range of two. 2010-11 is November 2010, unless `grain`
        (what is wanted) is a year: write 2010/11 for the year. A bare 2018 is the calendar year. Two periods joined by
        `..` or `to` are the range that both belong to. BadPeriod otherwise, with what to write.
        """
        return labels.parse(self, text, year, grain)

    def parse_span(self, text: str, grain: Grain, newest: Period | None = None) -> tuple[Period, ...]:
        """The periods of a grain that a person means: 2018-04..2019-03, 2018-19 (its twelve months), last:12.

        newest: the latest period that has figures, at which `last:` ends.
        """
        return labels.parse_span(self, text, grain, newest)

    def label(self, period: Period, short: bool = False) -> str:
        """How pages say it: March 2019, Q4 2018/19, financial year 2018/19, week of 4 February 2019."""
        return labels.label(self, period, short)

    def label_to(self, period: Period, told: str, short: bool = False) -> str:
        """The span that a figure is of which is told by the period at whose end it stands.

        told: rolling-12 (twelve months to September 2026) or ytd (April to September 2026); any other is the period.
        """
        return labels.label_to(self, period, told, short)

    def label_within(self, period: Period, told: str) -> str:
        """The same after in, since or than: "the twelve months to August 2026"."""
        said = self.label_to(period, told)
        return f"the {said}" if told == "rolling-12" else said

    def read_label(
        self,
        text: str,
        *,
        year: YearGrain = "financial-year",
        rules: tuple[LabelRule, ...] = (),
        date_order: DateOrder | None = None,
        grain: Grain | None = None,
    ) -> ReadLabel:
        """The period and state that a label in a supplied file means. See `labels.read_label` for what is read how."""
        return labels.read_label(self, text, year, rules, date_order, grain)

    def year_numbered(self, start_year: int, grain: Grain) -> Period:
        """The year of that grain (financial, academic or calendar) that starts within the calendar year."""
        return self._numbered(start_year, grain)

    def numbered(self, start_year: int, part: int, grain: Grain) -> Period:
        """The `part`-th quarter or half (from 1) of the financial year that starts in `start_year`."""
        return self._numbered(start_year * (12 // MONTHS_IN[grain]) + part - 1, grain)

    def _anchor(self, grain: Grain) -> MonthAndDay:
        # The month and day from which blocks of months are counted.
        match grain:
            case "financial-year" | "half" | "quarter":
                return self.financial_start
            case "academic-year":
                return self.academic_start
            case _:
                return (1, 1)

    def _number_of_month(self, month: int, grain: Grain) -> int:
        # Every block of months has a number: for years, the year in which it starts.
        return (month - (self._anchor(grain)[0] - 1)) // MONTHS_IN[grain]

    def _start(self, number: int, grain: Grain) -> date:
        anchor_month, anchor_day = self._anchor(grain)
        return month_start(anchor_month - 1 + number * MONTHS_IN[grain], anchor_day)

    def _numbered(self, number: int, grain: Grain) -> Period:
        return Period(self._start(number, grain), self._start(number + 1, grain), grain, self.financial_start)

    def _shift_range(self, period: Period, n: int) -> Period:
        # Whole months move by months, so that April to March stays April to March; other ranges move by days.
        if period.start.day == period.end.day <= 28:
            months = n * (month_number(period.end) - month_number(period.start))
            start, end = later_by_months(period.start, months), later_by_months(period.end, months)
        else:
            days = n * (period.end - period.start)
            start, end = period.start + days, period.end + days
        return Period(start, end, "range", self.financial_start)


def _month_and_day(text: str) -> MonthAndDay:
    month, day = text.split("-")
    return int(month), int(day)
