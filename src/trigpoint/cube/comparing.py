"""What each figure is held against: the period or year before, a baseline, a member, parent, group or neighbours.

Every comparison is an ask of its own, answered in the same batch and under the same limits and small-number rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.asks import Ask
from trigpoint.cube.figures import Figure, Figures
from trigpoint.cube.places import Axis, GroupAxis, LevelAxis, ListAxis, UnderAxis
from trigpoint.cube.question import AskGrain, BadQuestion, Where
from trigpoint.cube.readings import Figure as Amount
from trigpoint.cube.reporting import Asked, answered_span, earlier, year_before
from trigpoint.definitions.comparators import AgainstGroup, AgainstMember, AgainstNeighbours, AgainstParent, Comparator
from trigpoint.definitions.indicators import Baseline
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions

Key = tuple[str, ...]
Find = Callable[[Figures, int, Key], Amount | None]
"""The value of the comparison for a cell (period by index, members), from the figures of its ask."""


@dataclass(frozen=True)
class Comparison:
    """asks: what has to be answered for it. find: the value for a cell, from the figures of these asks in order."""

    asks: tuple[Ask, ...]
    find: Callable[[Sequence[Figures], int, Key], Amount | None]


def comparison(code: str, ask: Ask, grain: AskGrain, definitions: Definitions) -> Comparison:
    """How a comparison of that code is made for the cells of an ask."""
    match code:
        case "last-period":
            return _before(ask, grain, definitions, lambda period: earlier(period, grain, definitions.calendars))
        case "last-year":
            return _before(ask, grain, definitions, lambda period: year_before(period, grain, definitions.calendars))
        case "baseline":
            return _baseline(ask, definitions)
        case _:
            return _comparator(definitions.comparators[code], ask, definitions)


def _amount(figure: Figure) -> Amount | None:
    return figure.value if figure.nothing is None else None


def _comparable(ask: Ask, definitions: Definitions, before: Period, now: Period) -> bool:
    """Whether no break of trend lies between two periods."""
    return not any(
        version.breaks_trend and version.start is not None and before.start < version.start <= now.last_day
        for version in definitions.versions(ask.indicator)
    )


def _before(ask: Ask, grain: AskGrain, definitions: Definitions, step: Callable[[Period], Period]) -> Comparison:
    def older(asked: Asked) -> Asked:
        # A period that stands in for another has a grain of its own, and so has a span of several.
        own: AskGrain = grain if asked.span.grain in (grain, "range") else "supplied"
        period = step(asked.span)
        return Asked(period, answered_span(period, own, definitions.calendars))

    periods = tuple(older(asked) for asked in ask.periods)

    def find(figures: Sequence[Figures], index: int, key: Key) -> Amount | None:
        if not _comparable(ask, definitions, periods[index].span, ask.periods[index].span):
            return None
        return _amount(figures[0].figure(index, key))

    return Comparison((replace(ask, periods=periods),), find)


def _baseline(ask: Ask, definitions: Definitions) -> Comparison:
    baselines = definitions.indicators[ask.indicator].baselines
    if not baselines:
        return Comparison((), lambda figures, index, key: None)
    periods = tuple(Asked(p, p) for p in (definitions.calendars.parse(b.period) for b in baselines))
    positions = {dimension: i for i, dimension in enumerate(axis.dimension for axis in ask.axes)}

    def slice_of(key: Key) -> dict[str, tuple[str, ...]]:
        found = {where.dimension: where.members for where in ask.filters}
        for dimension, position in positions.items():
            if key[position] != TOTAL:
                found[dimension] = (key[position],)
        return found

    def chosen(key: Key) -> Baseline | None:
        here = slice_of(key)
        exact = [b for b in baselines if {d: (m,) for d, m in b.where.items()} == here]
        return next(iter(exact), next((b for b in baselines if not b.where and b.value is None), None))

    def find(figures: Sequence[Figures], index: int, key: Key) -> Amount | None:
        baseline = chosen(key)
        if baseline is None:
            return None
        at = baselines.index(baseline)
        # One figure is not given away where the cell itself may not be: limits hold for what it is compared with too.
        figure = figures[0].figure(at, key)
        if baseline.value is not None:
            return None if figure.nothing in ("not-permitted", "hidden") else baseline.value
        if not _comparable(ask, definitions, periods[at].span, ask.periods[index].span):
            return None
        return _amount(figure)

    return Comparison((replace(ask, periods=periods),), find)


def _comparator(comparator: Comparator, ask: Ask, definitions: Definitions) -> Comparison:
    dimension, against = comparator.dimension, comparator.against
    place = next((i for i, axis in enumerate(ask.axes) if axis.dimension == dimension), None)
    axes = tuple(axis for axis in ask.axes if axis.dimension != dimension)
    filters = tuple(where for where in ask.filters if where.dimension != dimension)
    filtered = next((where.members for where in ask.filters if where.dimension == dimension), ())

    def rest(key: Key) -> Key:
        return tuple(code for i, code in enumerate(key) if i != place)

    def member(key: Key) -> str | None:
        """The cell's own member."""
        if place is not None and key[place] != TOTAL:
            return key[place]
        return filtered[0] if len(filtered) == 1 else None

    def whole(members: tuple[str, ...]) -> Comparison:
        other = replace(ask, axes=axes, filters=(*filters, Where(dimension, members)))
        return Comparison((other,), lambda figures, index, key: _amount(figures[0].figure(index, rest(key))))

    match against:
        case AgainstMember():
            return whole((against.member,))
        case AgainstParent():
            return _parent(against, replace(ask, axes=axes, filters=filters), dimension, rest, member, definitions)
        case AgainstGroup():
            group_set = definitions.group_sets[against.group_set]
            members = next((group.members for group in group_set.groups if group.code == against.group), ())
            if not members:
                raise BadQuestion(f"The comparator {comparator.name} has a group without members.")
            if comparator.method == "total":
                return whole(members)
            return _median(replace(ask, axes=axes, filters=filters), dimension, rest, lambda key: members, members)
        case AgainstNeighbours():
            lists = against.neighbours
            own = _own_members(ask, place, filtered, lists, definitions)
            if comparator.method == "median":
                every = tuple(dict.fromkeys(code for name in own for code in lists[name]))
                return _median(
                    replace(ask, axes=axes, filters=filters), dimension, rest,
                    lambda key: lists.get(member(key) or "", ()), every,
                )  # fmt: skip
            axis = ListAxis(dimension, tuple((name, lists[name]) for name in own))
            other = replace(ask, axes=(*axes, axis), filters=filters, totals=ask.totals)

            def find(figures: Sequence[Figures], index: int, key: Key) -> Amount | None:
                name = member(key)
                return _amount(figures[0].figure(index, (*rest(key), name))) if name in lists and name else None

            return Comparison((other,), find)


def _own_members(
    ask: Ask, place: int | None, filtered: tuple[str, ...], lists: dict[str, tuple[str, ...]], definitions: Definitions
) -> tuple[str, ...]:
    """The members that have neighbours and may stand in a cell."""
    if place is None:
        return tuple(code for code in filtered if code in lists)
    axis: Axis = ask.axes[place]
    tree = definitions.dimensions[axis.dimension]
    match axis:
        case LevelAxis():
            return tuple(code for code in lists if (found := tree.member(code)) and found.level == axis.level)
        case UnderAxis():
            return tuple(code for code in lists if code in tree.beneath(axis.member, axis.hierarchy))
        case ListAxis():
            return tuple(code for code, _ in axis.sets if code in lists)
        case _:
            return () if isinstance(axis, GroupAxis) else tuple(lists)


def _parent(
    against: AgainstParent,
    ask: Ask,
    dimension: str,
    rest: Callable[[Key], Key],
    member: Callable[[Key], str | None],
    definitions: Definitions,
) -> Comparison:
    tree = definitions.dimensions[dimension]
    other = replace(ask, axes=(*ask.axes, LevelAxis(dimension, against.level, against.hierarchy)))

    def find(figures: Sequence[Figures], index: int, key: Key) -> Amount | None:
        own = member(key)
        if own is None:
            return None
        day = ask.periods[index].span.last_day
        above = tree.ancestor_at(own, against.level, against.hierarchy, day)
        if above is None or above == own:
            return None
        return _amount(figures[0].figure(index, (*rest(key), above)))

    return Comparison((other,), find)


def _median(
    ask: Ask,
    dimension: str,
    rest: Callable[[Key], Key],
    members: Callable[[Key], tuple[str, ...]],
    every: tuple[str, ...],
) -> Comparison:
    if not every:
        return Comparison((), lambda figures, index, key: None)
    other = replace(ask, axes=(*ask.axes, ListAxis(dimension, tuple((code, (code,)) for code in every))))

    def find(figures: Sequence[Figures], index: int, key: Key) -> Amount | None:
        found: list[Amount] = []
        for code in members(key):
            figure = figures[0].figure(index, (*rest(key), code))
            if figure.nothing == "not-permitted":
                # A median of those that this viewer may see would be another number for every viewer.
                return None
            if figure.nothing is None and figure.value is not None:
                found.append(figure.value)
        if not found:
            return None
        if any(isinstance(value, float) for value in found):
            return median([float(value) for value in found])
        return median([value for value in found if isinstance(value, Decimal)])

    return Comparison((other,), find)
