"""A reading: the figure of an indicator that stands at a reporting period, with its series and its judgement.

Home, scorecards, portfolios and reports are made of readings; `standing` makes them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from trigpoint.ask.answered import Answered
from trigpoint.ask.windows import Pairs
from trigpoint.cube.answer import Cell, Compared
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import Polarity, RuleSet
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.direction import Direction, direction
from trigpoint.judge.headlines import needs_attention
from trigpoint.judge.news import chart_words, news_words
from trigpoint.judge.numbers import Number
from trigpoint.judge.spc import Xmr, xmr
from trigpoint.judge.status import Judgement, StatusCode
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

SHARED_MONTHS = "figures to date and of twelve months share months with the ones before, so they always run together"
"""Why the process chart says nothing of them."""


@dataclass(frozen=True)
class Wanted:
    """An indicator to be read: for a slice, and in its place of a framework, where that is meant."""

    indicator: str
    where: tuple[tuple[str, str], ...] = ()
    framework: str | None = None


def wanted_of(definitions: Definitions, frameworks: Iterable[str]) -> list[Wanted]:
    """What the places of frameworks want read, framework after framework. frameworks: codes."""
    return [
        Wanted(item.place.indicator, tuple(sorted(item.place.where.items())), code)
        for code in frameworks
        for item in definitions.places[code]
    ]


@dataclass(frozen=True)
class Reading:
    """answered: the series' answer. at: the number of the cell that stands. overdue: that of a newer one that is late.

    before: the number of the cell one period earlier (of a year to date: one year), or None. cells: the numbers of the
    series' cells, oldest first. overdue_after: that of one that is late after the reporting period, where such were asked for.
    """

    wanted: Wanted
    indicator: Indicator
    answered: Answered
    at: int
    overdue: int | None
    before: int | None
    cells: tuple[int, ...]
    overdue_after: int | None = None

    @property
    def overdue_by_now(self) -> int | None:
        """The number of the newest cell that is late, also where nobody has reported its period."""
        return self.overdue if self.overdue_after is None else self.overdue_after

    @property
    def definitions(self) -> Definitions:
        return self.answered.definitions

    @property
    def cell(self) -> Cell:
        return self.answered.cell(self.at)

    @property
    def to_date(self) -> bool:
        """Whether its figures grow through the year."""
        return self.answered.to_date(self.indicator.code)

    @property
    def period(self) -> Period:
        """The period whose figure stands."""
        return self.answered.facts.asked[self.at]

    @property
    def has_figure(self) -> bool:
        return has_figure(self.cell)

    @property
    def where(self) -> Pairs:
        """The slice that was read."""
        return tuple((one.dimension, one.members[0]) for one in self.answered.facts.question.where)

    def judged_by(self, rule_set: str) -> Judgement:
        """The figure that stands, under another rule set than the official one."""
        return self.answered.under(self.wanted.framework, rule_set).judgement(self.at)

    def compared(self, comparator: str) -> Compared:
        """What the figure that stands is compared with, or why there is none; as was asked for."""
        return self.answered.facts.comparisons[comparator][self.at]

    @property
    def terms(self) -> Terms:
        return self.answered.terms(self.indicator.code)

    @property
    def rule_set(self) -> RuleSet | None:
        return self.answered.rule_set(self.indicator.code)

    @property
    def target(self) -> TargetInForce | None:
        return self.answered.target(self.at)

    @cached_property
    def judgement(self) -> Judgement:
        """Of the figure that stands; late where a newer one is overdue."""
        return self.answered.judgement(self.overdue if self.overdue is not None else self.at)

    @cached_property
    def figure_judgement(self) -> Judgement:
        """Of the figure that stands, whether or not a newer one is overdue."""
        return self.answered.judgement(self.at)

    @property
    def aim(self) -> str:
        """What the figure that stands is held against, in words; '' where there is nothing."""
        return self.figure_judgement.aim

    @property
    def status(self) -> StatusCode:
        return self.judgement.status

    @cached_property
    def status_before(self) -> StatusCode | None:
        """The status one period earlier, or None where there was no figure."""
        return None if self.before is None else self.answered.judgement(self.before).status

    @property
    def late_is_exception(self) -> bool:
        return self.rule_set is not None and self.rule_set.late_is_exception

    @property
    def needs_attention(self) -> bool:
        return needs_attention(self.status, self.late_is_exception)

    @property
    def slipping(self) -> bool:
        """Whether it is worse than usual by its process chart, though not off target."""
        judged = self.status in ("within_tolerance", "on_target", "exceeding")
        return judged and not self.needs_attention and self.has_figure and self.process.variation == "concern"

    @property
    def newly(self) -> bool:
        """Whether it needs attention and did not one period earlier."""
        was = self.status_before
        return self.needs_attention and was is not None and not needs_attention(was, self.late_is_exception)

    @cached_property
    def series(self) -> tuple[tuple[Period, Number | None], ...]:
        """(period, value) of each period of the window up to the one that stands; None is a gap."""
        facts = self.answered.facts
        return tuple((facts.asked[i], facts.value[i]) for i in self.cells if facts.asked[i] <= self.period)

    @cached_property
    def process(self) -> Xmr:
        """Noise told from news, over the series. Figures that share months with one another have no usual variation."""
        if self.to_date or self.answered.facts.question.grain == "rolling-12":
            return Xmr((None,) * len(self.series), (), None, None, SHARED_MONTHS)
        target = self.target
        return _chart(
            tuple(value for _, value in self.series),
            self.indicator.polarity,
            breaks=tuple(breaks_in(self.definitions, self.indicator.code, [period for period, _ in self.series])),
            low=None if target is None else _low(target, self.indicator.polarity),
            high=None if target is None else _high(target, self.indicator.polarity),
        )

    @property
    def news(self) -> str:
        """What the newest figure is beside usual variation, in words that agree with its direction; '' if not told."""
        return news_words(self.process.variation, self.direction.way) if self.has_figure else ""

    @property
    def chart_words(self) -> str:
        """The same, with whether the target will be met as things are; or why the chart says nothing."""
        return chart_words(self.process, self.direction.way)

    @property
    def usual(self) -> bool | None:
        """Whether the newest change is no more than usual variation; None where that cannot be told."""
        variation = self.process.variation
        return None if variation is None else variation == "usual"

    @cached_property
    def direction(self) -> Direction:
        """Against the period before; of what grows through the year, against the same part of the year before."""
        before = None if self.before is None else self.answered.cell(self.before).value
        return direction(
            self.cell.value,
            before,
            self.terms,
            target=self.target,
            usual=self.usual,
            comparable_figures=not self._breaks_between(self.before),
        )

    def _breaks_between(self, earlier: int | None) -> bool:
        if earlier is None:
            return False
        periods = [self.answered.facts.asked[earlier], self.period]
        return bool(breaks_in(self.definitions, self.indicator.code, periods))


@lru_cache(maxsize=2048)
def _chart(
    values: tuple[Number | None, ...],
    polarity: Polarity,
    *,
    breaks: tuple[int, ...],
    low: Number | None,
    high: Number | None,
) -> Xmr:
    # The same series stands on many pages, and in several places of one; it is the same chart each time.
    return xmr(values, polarity, breaks=breaks, low=low, high=high)


def has_figure(cell: Cell) -> bool:
    """Whether a cell says something: a value, a text, or counts of them."""
    return cell.value is not None or bool(cell.text) or bool(cell.counts)


def is_complete(cell: Cell) -> bool:
    """Whether all came that a figure needs, as far as is known."""
    return cell.coverage is None or cell.coverage.have >= cell.coverage.expected


def breaks_in(definitions: Definitions, indicator: str, periods: Sequence[Period]) -> list[int]:
    """The positions in a series at which a definition that may not be compared with the one before begins."""
    days = [v.start for v in definitions.versions(indicator) if v.breaks_trend and v.start is not None]
    found = []
    for day in days:
        after = next((i for i, period in enumerate(periods) if period.last_day >= day), None)
        if after:
            found.append(after)
    return sorted(set(found))


def _low(target: TargetInForce, polarity: str) -> Number | None:
    return target.low if polarity == "range" else (target.value if polarity == "high" else None)


def _high(target: TargetInForce, polarity: str) -> Number | None:
    return target.high if polarity == "range" else (target.value if polarity == "low" else None)
