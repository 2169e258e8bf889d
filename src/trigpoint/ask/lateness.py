"""What a missing figure is on a given day: not yet due, late (and whose it is), or plainly no data.

Worked out after the cache, since it depends on the day. Only cells that have nothing are touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import cache

from trigpoint.ask.answered import measures_of
from trigpoint.cube.answer import TOTAL, Answer, Nothing
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.supply import supply_states

Held = Callable[[str, str], tuple[date, date] | None]
"""The first day for which a data set holds anything of a measure, and the day after the last; None where nothing has ever come."""


def with_supply_states(facts: Answer, definitions: Definitions, day: date, held: Held) -> Answer:
    """The answer with `late` and `not-yet-due` in place of `no-data`, as things were on a day.

    A supply without a first day of its own is expected from the first that came: nobody is late for the years before
    anything was kept here. Where some of what a figure needs has come, it is the rest that is late.
    """
    missing = [i for i, nothing in enumerate(facts.nothing) if nothing == "no-data"]
    if not missing:
        return facts
    state_of = _states(definitions, day, held)
    nothing, reason = list(facts.nothing), list(facts.reason)
    for i in missing:
        coverage = facts.coverage[i]
        some_came = coverage is not None and coverage.have > 0
        state, words = state_of(facts.indicator[i], facts.asked[i], _suppliers(facts, i, definitions), some_came)
        if words:
            nothing[i], reason[i] = state, words
    return replace(facts, nothing=nothing, reason=reason)


def _states(definitions: Definitions, day: date, held: Held):
    names = {}
    if definitions.organisations is not None:
        names = {code: member.name for code, member in definitions.organisations.members.items()}

    @cache
    def state(indicator: str, period: Period, suppliers: frozenset[str] | None, some_came: bool) -> tuple[Nothing, str]:
        """The worst of the states of an indicator's components: one that is late makes the figure late.

        some_came: then a component is looked at only where it was supplied before, and not for this period yet.
        """
        found: tuple[Nothing, str] = ("no-data", "")
        for data_set, measure in measures_of(definitions, indicator):
            expected = definitions.expected_supplies.get(data_set, ())
            if not expected:
                continue
            span = held(data_set, measure.code)
            if span is not None and period.end <= span[0] and all(one.start is None for one in expected):
                found = ("no-data", f"Nothing of {measure.name} is held before {span[0].day} {span[0]:%B %Y}.")
                continue
            if some_came and (span is None or period.start < span[1]):
                continue
            one = supply_states(
                expected,
                [period],
                (),
                day,
                definitions.calendars,
                names=names,
                measure=measure.code,
                members=suppliers,
            )[0]
            if one.nothing == "late":
                return "late", one.words
            if one.nothing == "not-yet-due":
                found = ("not-yet-due", one.words)
        return found

    return state


def _suppliers(facts: Answer, i: int, definitions: Definitions) -> frozenset[str] | None:
    """The organisations whose supplies the cell needs, where it is limited to some; None: all."""
    tree = definitions.organisations
    if tree is None:
        return None
    code = tree.dimension.code
    chosen: Collection[str] = ()
    for axis, member in zip(facts.question.by, facts.members[i], strict=True):
        if axis.dimension == code and member != TOTAL:
            chosen = (member,)
    for where in facts.question.where:
        if where.dimension == code and not chosen:
            chosen = where.members
    if not chosen:
        return None
    beneath: set[str] = set()
    for member in chosen:
        beneath |= set(tree.beneath(member)) if member in tree.members else {member}
    return frozenset(beneath)
