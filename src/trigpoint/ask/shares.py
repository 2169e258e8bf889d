"""The shares by which targets are apportioned to smaller places: each the figure of a measure there, by that of the whole.

A share is asked for as any figure is, under the viewer's limits: who may not see the whole is not told a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from trigpoint.ask.answered import Answered
from trigpoint.ask.batches import each_or_why
from trigpoint.cube.question import BadQuestion, Question, Where
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.targets import apportioning_measures
from trigpoint.judge.terms import comparable

Answer = Callable[[Definitions, Sequence[Question]], list[Answered]]


@dataclass(frozen=True)
class _Wanted:
    """The shares of one answer by one measure. of: by the part, then by the whole."""

    at: int
    measure: str
    parts: Question
    whole: Question


def with_shares(found: list[Answered], answer: Answer) -> list[Answered]:
    """The answers, each with the shares of its cells that a target needs; in one more batch, where any does.

    answer: how questions are answered by definitions with the measures as indicators.
    """
    wanted = [one for at, answered in enumerate(found) for one in _wanted(at, answered)]
    if not wanted:
        return found
    definitions = _defined(found[wanted[0].at].definitions, frozenset(one.measure for one in wanted))
    questions = [question for one in wanted for question in (one.parts, one.whole)]
    told = each_or_why(questions, lambda some: answer(definitions, some))
    shares: dict[int, dict[int, dict[str, Decimal]]] = {}
    for n, one in enumerate(wanted):
        parts, whole = told[2 * n], told[2 * n + 1]
        if isinstance(parts, BadQuestion) or isinstance(whole, BadQuestion):
            continue  # its shares are then not known
        cells = shares.setdefault(one.at, {})
        for i, share in _shares(found[one.at], parts, whole, _code(one.measure)).items():
            cells.setdefault(i, {})[one.measure] = share
    return [replace(one, shares=shares[at]) if at in shares else one for at, one in enumerate(found)]


def _wanted(at: int, answered: Answered) -> list[_Wanted]:
    """Nothing where the answer is of no smaller place than its targets are for."""
    question, definitions = answered.facts.question, answered.definitions
    if not (question.by or question.where):
        return []
    found = []
    for code in question.indicators:
        indicator = definitions.indicators[code]
        for measure in sorted(apportioning_measures(indicator)):
            wheres = [target.where for target in indicator.targets if target.apportioned_by == measure]
            if any(one != wheres[0] for one in wheres):
                continue  # of several wholes a place has several shares, and a target may have only one
            asked = replace(
                question, indicators=(_code(measure),), compare=(), framework=None, rule_set=None, latest_available=True
            )
            whole = tuple(Where(dimension, (member,)) for dimension, member in wheres[0].items())
            found.append(_Wanted(at, measure, asked, replace(asked, by=(), where=whole, totals=False)))
    return found


def _shares(answered: Answered, parts: Answered, whole: Answered, code: str) -> dict[int, Decimal]:
    facts = answered.facts
    found = {}
    for i in range(len(facts)):
        part, all_ = (
            parts.index.get((code, facts.members[i], facts.asked[i])),
            whole.index.get((code, (), facts.asked[i])),
        )
        if part is None or all_ is None:
            continue
        mine, every = parts.facts.value[part], whole.facts.value[all_]
        # Where a newer figure of one is not there yet, an older one is no share of a newer whole.
        same = parts.facts.period[part] == whole.facts.period[all_]
        if mine is not None and every and same:
            found[i] = comparable(mine) / comparable(every)
    return found


def _code(measure: str) -> str:
    return f"share-by-{measure.replace('.', '-')}"


@lru_cache(maxsize=16)
def _defined(definitions: Definitions, measures: frozenset[str]) -> Definitions:
    """The definitions, with an indicator for each measure."""
    return Definitions([*definitions.documents, *(_indicator(definitions, one) for one in sorted(measures))])


def _indicator(definitions: Definitions, measure: str) -> Indicator:
    data_set, _, code = measure.partition(".")
    held = definitions.measure(data_set, code)
    return Indicator.model_validate(
        {
            "kind": "indicator", "code": _code(measure), "name": measure, "value_kind": "number", "polarity": "none",
            "unit": held.unit if held else "", "formula": measure, "grain": definitions.data_sets[data_set].grain,
        }
    )  # fmt: skip
