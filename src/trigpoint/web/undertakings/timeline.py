"""Actions and projects drawn by month: a bar from beginning to end, milestones on it, and today.

Everything that is drawn is also said in the words of its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trigpoint.definitions.periods import Calendars, Period
from trigpoint.manage.standing import Standing
from trigpoint.web.undertakings.tables import beneath_of
from trigpoint.web.undertakings.words import href_of
from trigpoint.web.visit import Visit

MONTH = 48
"""Width of a month as drawn; the style sheet rules the rows by it."""

BEFORE, AFTER = 12, 18
"""How many months before today's are drawn, and after it, at most."""


LEAST = 12
"""How many months are drawn however little there is, so that the drawing fills its room."""


@dataclass(frozen=True)
class Mark:
    """A milestone as drawn. stands: reached, late or to come."""

    x: float
    stands: str


@dataclass(frozen=True)
class Bar:
    """One row. behind: its day is over, and it is drawn with dashes from there to today."""

    one: Standing
    href: str
    beneath: str
    when: str
    x: float
    width: float
    behind: bool
    marks: tuple[Mark, ...]

    @property
    def until(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Timeline:
    """months: (x, its name, the year where one begins). today: where the line is."""

    bars: tuple[Bar, ...]
    months: tuple[tuple[float, str, str], ...]
    width: int
    today: float
    span: str


def timeline(here: Visit, chosen: Sequence[Standing], waits: Mapping[int, Sequence[Standing]]) -> Timeline:
    """The rows in the order of what ends first, within a span of months that holds them as far as it reaches."""
    calendars = here.definitions.calendars
    ends = {one.pk: _ends(one, calendars) for one in chosen}
    months = _months(calendars, here.today, [day for pair in ends.values() for day in pair])
    first, after = months[0].start, months[-1].end

    def x(day: date) -> float:
        """Where a day is drawn, within what is drawn."""
        day = min(max(day, first), after)
        at = next((n for n, month in enumerate(months) if day < month.end), len(months))
        if at == len(months):
            return float(at * MONTH)
        month = months[at]
        return round((at + (day - month.start).days / (month.end - month.start).days) * MONTH, 1)

    bars = []
    for one in sorted(chosen, key=lambda one: (ends[one.pk][1], one.pk)):
        begin, end = ends[one.pk]
        from_, to = x(begin), x(end)
        behind = one.open and one.last.due < here.today
        marks = tuple(
            Mark(x(day), "reached" if each.done else "late" if each in one.late_milestones else "to come")
            for each in one.milestones
            if first <= (day := each.done or each.due) < after
        )
        beneath = beneath_of(one, waits.get(one.pk, ()))
        bars.append(Bar(one, href_of(one), beneath, _when(one, begin, end), from_, max(to - from_, 4), behind, marks))
    named = tuple(
        (float(n * MONTH), f"{month.start:%b}", f"{month.start:%Y}" if n == 0 or month.start.month == 1 else "")
        for n, month in enumerate(months)
    )
    span = f"{calendars.label(months[0])} to {calendars.label(months[-1])}"
    return Timeline(tuple(bars), named, len(months) * MONTH, x(here.today), span)


def _ends(one: Standing, calendars: Calendars) -> tuple[date, date]:
    """The first day and the last: as planned, or as it ended."""
    begin = one.last.start or calendars.day_of(one.undertaking.at)
    end = one.last.due if one.open else calendars.day_of(one.last.at)
    return begin, max(begin, end)


def _when(one: Standing, begin: date, end: date) -> str:
    said = f"{begin:%-d %B %Y} to {end:%-d %B %Y}"
    return f"{said}, {one.state.lower()}{', late' if one.late else ''}"


def _months(calendars: Calendars, today: date, days: Sequence[date]) -> list[Period]:
    now = calendars.containing(today, "month")
    first = max(min([today, *days]), calendars.shift(now, -BEFORE).start)
    last = min(max([today, *days]), calendars.shift(now, AFTER).start)
    found = [calendars.containing(first, "month")]
    while found[-1].end <= last or len(found) < LEAST:
        found.append(calendars.shift(found[-1], 1))
    return found
