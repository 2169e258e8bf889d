"""The sample's time: six years of months up to the last one that has figures, and the days on which things came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from trigpoint.demo.folder import financial_year

MONTHS = 72
"""Six years."""


def month_after(month: date, n: int = 1) -> date:
    """The first day of the month `n` after (before, when negative)."""
    number = month.year * 12 + month.month - 1 + n
    return date(number // 12, number % 12 + 1, 1)


def last_month_but_one(today: date) -> date:
    """The last day of the last month but one: the newest month whose figures have all fallen due."""
    return month_after(today.replace(day=1), -1) - timedelta(days=1)


def quarter_label(first: date) -> str:
    """Q1 2026/27, as people write the financial year's quarters."""
    year = financial_year(first)
    return f"Q{(first.month - 4) % 12 // 3 + 1} {year}/{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class Clock:
    """until: the last day of the last month with figures."""

    until: date

    @cached_property
    def months(self) -> list[date]:
        """The first days of the months, oldest first."""
        last = self.until.replace(day=1)
        return [month_after(last, n) for n in range(1 - MONTHS, 1)]

    @property
    def year(self) -> int:
        """The year in which the current financial year starts."""
        return financial_year(self.until)

    @property
    def opens(self) -> date:
        """The first day on which somebody may look: nothing has come after it."""
        return month_after(self.until.replace(day=1), 2)

    def index(self, month: date) -> int:
        """The place of a month (its first day) among the months; negative before them."""
        first = self.months[0]
        return (month.year - first.year) * 12 + month.month - first.month

    def end(self, index: int) -> date:
        """The last day of the month at an index."""
        return month_after(self.months[0], index + 1) - timedelta(days=1)

    @cached_property
    def quarters(self) -> list[tuple[date, int]]:
        """(first day, index of the last month) of each whole quarter, oldest first."""
        return [(m, i + 2) for i, m in enumerate(self.months) if m.month % 3 == 1 and i + 2 < MONTHS]

    @cached_property
    def restated_quarter(self) -> tuple[date, int]:
        """The newest quarter that the Board has met about and that was restated after."""
        return next(q for q in reversed(self.quarters) if q[1] <= MONTHS - 3)

    @property
    def board_met(self) -> date:
        """The day on which the Board met about that quarter."""
        return self.end(self.restated_quarter[1]) + timedelta(days=72)

    @property
    def restated(self) -> date:
        """The day on which the hospitals sent that quarter again."""
        return self.board_met + timedelta(days=12)

    def yearly(self, last_days: list[date], due_days: int) -> list[date]:
        """Of years by their last days, those whose supply has come by now."""
        return [day for day in last_days if day + timedelta(days=due_days) < month_after(self.opens)]

    def came(self, last_day: date, due_days: int, early: int) -> date:
        """The day on which something due so long after `last_day` came: `early` days before it had to."""
        return min(last_day + timedelta(days=due_days - early), self.opens - timedelta(days=1))
