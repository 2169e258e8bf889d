"""A period: a span of days of a stated kind. Its arithmetic in whole months; which calendars there are is `periods`' part."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from trigpoint.definitions.datasets import Grain
from trigpoint.mistakes import Mistake

MonthAndDay = tuple[int, int]

ONE_DAY = timedelta(days=1)
MONTHS_IN: dict[Grain, int] = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "financial-year": 12,
    "academic-year": 12,
    "calendar-year": 12,
}
"""How many months each grain that is made of months holds."""


class BadPeriod(Mistake):
    """A period that does not exist or cannot be meant. The message says why, and what to write instead."""


def month_start(months: int, day: int = 1) -> date:
    """The day `day` of the month that is `months` after January of year 0, or that month's last day if it is shorter."""
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise BadPeriod("That is beyond the years that dates can be reckoned in (1 to 9999).")
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def month_number(day: date) -> int:
    """Months from January of year 0 to the month of `day`."""
    return day.year * 12 + day.month - 1


def later_by_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or that month's last day if it is shorter)."""
    return month_start(month_number(day) + months, day.day)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From `start` to the day before `end`, as a month, a financial year, and so on.

    `year_start` is the month and day on which the partnership's financial year starts; it serves only to number
    quarters and halves in `code`, and two periods of the same days and grain are equal whatever it says. Periods are
    best made by `Calendars`, which fills it in.
    """

    start: date
    end: date
    grain: Grain
    year_start: MonthAndDay = field(default=(4, 1), compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadPeriod(f"A period cannot end ({self.last_day}) before it starts ({self.start}).")

    @property
    def last_day(self) -> date:
        """The last day that is still within."""
        return self.end - ONE_DAY

    @property
    def code(self) -> str:
        """The canonical text, which `Calendars.parse` reads back.

        2019-03, 2018-Q4 and 2018-H2 (of the financial year that starts in 2018), 2018-19 (financial), 2018-19a
        (academic), 2018 (calendar), 2019-W05, 2014-04-01..2017-03-31. The financial year 2010/11 is 2010-2011, since
        2010-11 is November. A year that starts on 1 January is 2018f or 2018a, since 2018 is the calendar year.
        """
        match self.grain:
            case "week":
                year, week, _ = self.start.isocalendar() if self.start.weekday() == 0 else _monday_after(self.start)
                return f"{year:04}-W{week:02}"
            case "month":
                return f"{self.start.year:04}-{self.start.month:02}"
            case "quarter" | "half":
                size = MONTHS_IN[self.grain]
                year, part = divmod(month_number(self.start) - (self.year_start[0] - 1), 12)
                return f"{year:04}-{'Q' if size == 3 else 'H'}{part // size + 1}"
            case "financial-year":
                return _split_year(self.start) + ("f" if self.start.month == 1 else "")
            case "academic-year":
                short = f"{self.start.year:04}-{(self.start.year + 1) % 100:02}"
                return (f"{self.start.year:04}" if self.start.month == 1 else short) + "a"
            case "calendar-year":
                return f"{self.start.year:04}"
            case "range":
                return f"{self.start.isoformat()}..{self.last_day.isoformat()}"

    def contains(self, other: Period | date) -> bool:
        """Whether the day, or the whole of the other period, lies within."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other < self.end

    def __str__(self) -> str:
        return self.code


def _monday_after(sunday: date) -> tuple[int, int, int]:
    # A week that starts on Sunday has the ISO number of its Monday.
    return (sunday + ONE_DAY).isocalendar()


def _split_year(start: date) -> str:
    if start.month == 1:
        return f"{start.year:04}"
    following = start.year + 1
    if 1 <= following % 100 <= 12:
        return f"{start.year:04}-{following:04}"
    return f"{start.year:04}-{following % 100:02}"
