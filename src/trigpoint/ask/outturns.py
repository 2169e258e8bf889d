"""What each year of some indicators came to, with the parts of the years: what targets are set and looked at by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, terms_of
from trigpoint.ask.door import answer
from trigpoint.ask.histories import grains
from trigpoint.ask.readings import Wanted, breaks_in, has_figure, is_complete
from trigpoint.ask.windows import Pairs, held_by, slice_for
from trigpoint.cube.answer import Cell
from trigpoint.cube.question import AskGrain, Question, Where
from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import Number
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

YEARS: tuple[Grain, ...] = ("financial-year", "academic-year", "calendar-year")


@dataclass(frozen=True)
class Outturns:
    """The years of one indicator in its place. years: each reporting year with the indicator's own period for it, oldest
    first; empty where it is reported for periods of its own. parts: of each year the periods that it is reported by."""

    wanted: Wanted
    indicator: Indicator
    definitions: Definitions
    where: Pairs
    years: Mapping[Period, Period]
    parts: Mapping[Period, tuple[Period, ...]]
    answered: Answered | None
    by_parts: Answered | None
    known_day: date

    @property
    def terms(self) -> Terms:
        return terms_of(self.definitions, self.indicator.code)

    def cell(self, year: Period) -> Cell | None:
        """The year's figure as it is so far; None where there is none to ask for."""
        at = self.at(year)
        return None if at is None or self.answered is None else self.answered.cell(at)

    def at(self, year: Period) -> int | None:
        """The number of a year's cell in the answer."""
        period = self.years.get(year)
        return None if period is None or self.answered is None else self.answered.index[self.indicator.code, (), period]

    def is_over(self, year: Period) -> bool:
        """Whether the indicator's own period of a year was over on the day whose knowledge is shown."""
        period = self.years.get(year)
        return period is not None and period.end <= self.known_day

    def whole(self, year: Period) -> Number | None:
        """The outturn: of a year that is over, with all its supplies and, where it is made of parts, each of them."""
        cell = self.cell(year)
        if cell is None or cell.value is None or not self.is_over(year) or not is_complete(cell):
            return None
        if self.by_parts is not None and not all(has_figure(one) for one in self._parts(year)):
            return None
        return cell.value

    def shape(self, year: Period) -> tuple[Number, ...]:
        """The figures of a year's parts; none where it is reported by the year, or where any is missing."""
        if self.by_parts is None or self.whole(year) is None:
            return ()
        found = [cell.value for cell in self._parts(year) if is_complete(cell)]
        values = tuple(value for value in found if value is not None)
        return values if len(values) == len(self.parts[year]) else ()

    def target(self, year: Period) -> TargetInForce | None:
        """The target in force for a year; where the year has none, that of its last part."""
        at = self.at(year)
        if at is None or self.answered is None:
            return None
        found = self.answered.target(at)
        if found is None and self.by_parts is not None and self.parts[year]:
            return self.by_parts.target(self.by_parts.index[self.indicator.code, (), self.parts[year][-1]])
        return found

    def comparable(self, years: Sequence[Period]) -> list[Period]:
        """The newest of some years that may be compared with one another: those since the last break of its definition."""
        own = [self.years[year] for year in years if year in self.years]
        breaks = breaks_in(self.definitions, self.indicator.code, own)
        return list(years[max(breaks, default=0) :])

    def _parts(self, year: Period) -> list[Cell]:
        told = self.by_parts
        assert told is not None
        return [told.cell(told.index[self.indicator.code, (), one]) for one in self.parts[year]]


def outturns(
    viewer: Viewer,
    definitions: Definitions,
    wanted: Sequence[Wanted],
    years: Sequence[Period],
    *,
    where_held: Pairs = (),
    as_at: date | None = None,
    today: date,
) -> list[Outturns]:
    """The financial years `years` of each of what is wanted, in its order. One batch of questions.

    where_held: as in `standing.read`.
    """
    asked: dict[object, Question] = {}
    made: list[tuple[Wanted, Pairs, dict[Period, Period], dict[Period, tuple[Period, ...]], object, object]] = []
    for one in wanted:
        indicator = definitions.indicators[one.indicator]
        held = held_by(definitions, one.indicator) if where_held else ()
        slice_ = slice_for(definitions, one.where, [pair for pair in where_held if pair[0] in held])
        own = years_of(definitions, indicator, years)
        parts = {year: _parts(definitions.calendars, indicator, year, own[year]) for year in own}
        by_year = by_part = None
        if own:
            periods = tuple(own.values())
            by_year = (one.indicator, periods, slice_)
            asked.setdefault(by_year, question_of(one.indicator, periods, slice_, as_at))
        every = tuple(part for several in parts.values() for part in several)
        if every:
            by_part = (one.indicator, every, slice_)
            asked.setdefault(by_part, question_of(one.indicator, every, slice_, as_at))
        made.append((one, slice_, own, parts, by_year, by_part))
    answers = dict(zip(asked, answer(list(asked.values()), viewer), strict=True)) if asked else {}

    def told(key: object, framework: str | None) -> Answered | None:
        return None if key is None else answers[key].under(framework)

    return [
        Outturns(
            one, definitions.indicators[one.indicator], definitions, slice_, own, parts, told(by_year, one.framework),
            told(by_part, one.framework), as_at or today,
        )
        for one, slice_, own, parts, by_year, by_part in made
    ]  # fmt: skip


def years_of(definitions: Definitions, indicator: Indicator, years: Sequence[Period]) -> dict[Period, Period]:
    """By financial year, the period of an indicator that is its outturn: its own year that starts in it, or the whole of
    it; of what may not be put together over time, the last part. None for what is reported for periods of its own."""
    calendars = definitions.calendars
    if indicator.grain == "range":
        return {}
    if indicator.grain in YEARS:
        return {year: calendars.year_numbered(year.start.year, indicator.grain) for year in years}
    if "financial-year" in grains(definitions, indicator):
        return {year: year for year in years}
    return {year: parts[-1] for year in years if (parts := calendars.ending_in(year, indicator.grain))}


def question_of(code: str, periods: tuple[Period, ...], where: Pairs, as_at: date | None) -> Question:
    """One indicator in some periods, for a slice."""
    return Question(
        (code,), cast(AskGrain, periods[0].grain), periods,
        where=tuple(Where(dimension, (member,)) for dimension, member in where), as_at=as_at,
    )  # fmt: skip


def _parts(calendars: Calendars, indicator: Indicator, year: Period, own: Period) -> tuple[Period, ...]:
    if own != year or indicator.grain in YEARS:
        return ()
    return calendars.ending_in(year, indicator.grain)
