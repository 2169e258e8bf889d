"""An answer with its judgement: for each cell the target in force, the status and the sum, the direction of travel.

Worked out cell by cell when it is first asked for: a page of sparklines judges only the figures that it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from trigpoint.cube.answer import TOTAL, Answer, Cell
from trigpoint.cube.question import Question
from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import Number
from trigpoint.judge.status import Figure, Judgement, judge_figure
from trigpoint.judge.targets import Slice, TargetInForce, target_for
from trigpoint.judge.terms import Terms


@dataclass(frozen=True)
class Made:
    """How an answer was made: the snapshot, the version of each table, when each table last changed, as known on when."""

    snapshot: int
    versions: Mapping[str, int]
    fresh: Mapping[str, datetime]
    as_at: date | None


@dataclass(frozen=True)
class Answered:
    """facts: the cube's answer, with supply states put in for missing figures. today: the partnership's day.

    shares: by cell and apportioning measure, its share of what a target above it is for.
    """

    facts: Answer
    definitions: Definitions
    made: Made
    today: date
    shares: Mapping[int, Mapping[str, Decimal]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.facts)

    def under(self, framework: str | None, rule_set: str | None = None) -> Answered:
        """The same figures, judged in another place or by another rule set: facts depend on neither."""
        question = self.facts.question
        if (question.framework, question.rule_set) == (framework, rule_set):
            return self
        question = replace(question, framework=framework, rule_set=rule_set)
        other = replace(self, facts=replace(self.facts, question=question))
        other.__dict__.update(index=self.index, _cells=self._cells)
        return other

    def cells(self) -> Iterator[Cell]:
        """The cells, unjudged."""
        return self.facts.cells()

    @cached_property
    def index(self) -> dict[tuple[str, tuple[str, ...], Period], int]:
        """The number of each cell, by indicator, members and the period that was asked for."""
        f = self.facts
        return {(f.indicator[i], f.members[i], f.asked[i]): i for i in range(len(f))}

    @cached_property
    def _cells(self) -> list[Cell]:
        return list(self.facts.cells())

    @cached_property
    def _judged(self) -> dict[int, Judgement]:
        return {}

    def cell(self, i: int) -> Cell:
        """The i-th cell."""
        return self._cells[i]

    def to_date(self, code: str) -> bool:
        """Whether an indicator's figures grow through the year: put together so here, or supplied so."""
        return self.facts.question.grain == "ytd" or grows_through_year(self.definitions, code)

    def label(self, period: Period, short: bool = False) -> str:
        """A period of this answer as people say it: where figures are to date or rolling, the span that they are of."""
        return self.definitions.calendars.label_to(period, self.facts.question.grain, short)

    def label_within(self, period: Period) -> str:
        """The same after in, since or than: "the twelve months to August 2026"."""
        return self.definitions.calendars.label_within(period, self.facts.question.grain)

    def terms(self, code: str) -> Terms:
        """In what terms an indicator is judged and said."""
        return terms_of(self.definitions, code)

    def rule_set(self, code: str) -> RuleSet | None:
        """The rule set that judges an indicator here."""
        return rule_set_for(self.definitions, self.facts.question, code)

    def target(self, i: int) -> TargetInForce | None:
        """The target in force for the i-th cell's slice and period."""
        grain, period, calendars = self.facts.question.grain, self.facts.period[i], self.definitions.calendars
        if grain == "ytd":
            period = calendars.year_to_date(period)
        elif grain == "rolling-12":
            period = calendars.rolling(period, 12)
        return self._target(i, period, self.shares.get(i))

    def year_target(self, i: int, year: Period) -> TargetInForce | None:
        """The target in force for the i-th cell's slice in another period than its own: the whole year that it is part of,
        or the last part of that year.

        The cell's share of a target above it is the year's too only where it is a share of something that stands, as
        people do; of what is added up over the year it is not known before the year is over, and nor is the target.
        """
        shares = {}
        for name, share in self.shares.get(i, {}).items():
            data_set, _, code = name.partition(".")
            measure = self.definitions.measure(data_set, code)
            if measure is not None and measure.over_time != "sum":
                shares[name] = share
        return self._target(i, year, shares)

    def _target(self, i: int, period: Period, shares: Mapping[str, Decimal] | None) -> TargetInForce | None:
        indicator = self.definitions.indicators[self.facts.indicator[i]]
        return target_for(
            indicator,
            period,
            self.definitions.calendars,
            Slice(self._lineage(i), self.facts.question.framework),
            as_of=self.made.as_at,
            adds_over_time=adds_over_time(self.definitions, indicator),
            stages=self.terms(indicator.code).stages,
            shares=shares,
        )

    def _lineage(self, i: int) -> dict[str, tuple[str, ...]]:
        question = self.facts.question
        lineage: dict[str, tuple[str, ...]] = {}
        for where in question.where:
            if len(where.members) == 1:
                lineage[where.dimension] = self._up(where.dimension, where.members[0])
        for axis, member in zip(question.by, self.facts.members[i], strict=True):
            if member != TOTAL:
                lineage[axis.dimension] = self._up(axis.dimension, member)
        return {
            dimension: line for dimension, line in lineage.items() if len(line) > 1 or not self._is_top(dimension, line)
        }

    def _up(self, dimension: str, member: str) -> tuple[str, ...]:
        tree = self.definitions.dimensions[dimension]
        if member not in tree.members:
            return (member,)
        line = tree.lineage(member, tree.hierarchy_with(tree.members[member].level))
        return tuple(above.code for above in reversed(line))

    def _is_top(self, dimension: str, line: tuple[str, ...]) -> bool:
        # A dimension with one member at its top: to filter by that member is to read it whole.
        tree = self.definitions.dimensions[dimension]
        tops = [m for m in tree.members.values() if m.level == tree.dimension.levels[0].code]
        return len(tops) == 1 and line == (tops[0].code,)

    def judgement(self, i: int) -> Judgement:
        """The status of the i-th cell, and the sum that gave it."""
        if i not in self._judged:
            cell = self.cell(i)
            figure = Figure(
                cell.value,
                cell.text,
                cell.counts,
                cell.nothing,
                cell.reason,
                cell.coverage,
                cell.base if cell.base is not None else cell.denominator,
                self.last_year(i),
            )
            self._judged[i] = judge_figure(
                figure,
                self.target(i),
                self.rule_set(cell.indicator),
                self.terms(cell.indicator),
                self.definitions.partnership.status_words if self.definitions.partnership else None,
            )
        return self._judged[i]

    def last_year(self, i: int) -> Number | None:
        """The figure of the same period a year before: as compared with, or as the answer's own series has it."""
        column = self.facts.compared.get("last-year")
        if column is not None:
            return column[i]
        f = self.facts
        before = self.definitions.calendars.same_last_year(f.asked[i])
        found = self.index.get((f.indicator[i], f.members[i], before))
        return None if found is None else f.value[found]


def rule_set_for(definitions: Definitions, question: Question, code: str) -> RuleSet | None:
    """The rule set that judges an indicator in a question: the one asked for, its place's, its framework's, or its own."""
    framework = definitions.frameworks.get(question.framework or "")
    placed = definitions.places.get(question.framework or "", ())
    place = next((item.place for item in placed if item.place.indicator == code), None)
    chosen = (
        question.rule_set
        or (place.rule_set if place else None)
        or (framework.rule_set if framework else None)
        or definitions.indicators[code].rule_set
    )
    return definitions.rule_sets.get(chosen or "")


def measures_of(definitions: Definitions, code: str) -> list[tuple[str, Measure]]:
    """(data set, measure) of each component of an indicator, in every version of its formula, each once."""
    found: dict[tuple[str, str], Measure] = {}
    for version in definitions.versions(code):
        for component in definitions.formula(version.formula).components:
            measure = definitions.measure(component.data_set, component.measure)
            if measure is not None:
                found.setdefault((component.data_set, component.measure), measure)
    return [(data_set, measure) for (data_set, _), measure in found.items()]


def grows_through_year(definitions: Definitions, code: str) -> bool:
    """Whether any figure that an indicator is worked out from is counted from the start of its year on."""
    return any(measure.cumulative for _, measure in measures_of(definitions, code))


def terms_of(definitions: Definitions, code: str) -> Terms:
    """In what terms an indicator is judged and said; stages are those of its measure."""
    indicator = definitions.indicators[code]
    stages = measures_of(definitions, code)[0][1].stages if indicator.value_kind == "stage" else ()
    return Terms.of(indicator, stages)


def adds_over_time(definitions: Definitions, indicator: Indicator) -> bool:
    """Whether the figure of a year is the sum of its months': so that a year's target is no month's."""
    checked = definitions.checked(indicator.code)
    if checked is None or not checked.additive or indicator.value_kind not in ("number", "money"):
        return False
    return all(measure.over_time == "sum" for _, measure in measures_of(definitions, indicator.code))
