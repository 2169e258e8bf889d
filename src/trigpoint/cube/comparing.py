"""What each figure is held against: the period or year before, a baseline, a member, parent, group or neighbours.

Every comparison is an ask of its own, answered in the same batch and under the same limits and small-number rules.
Where there is nothing to hold a figure against it says so: another figure that is near at hand is never put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from trigpoint.cube.answer import TOTAL, Compared
from trigpoint.cube.asks import Ask
from trigpoint.cube.figure import Figure
from trigpoint.cube.figures import Figures
from trigpoint.cube.places import Axis, GroupAxis, LevelAxis, ListAxis, UnderAxis
from trigpoint.cube.question import AskGrain, BadQuestion, Where
from trigpoint.cube.readings import Figure as Amount
from trigpoint.cube.reporting import Asked, answered_span, earlier, year_before
from trigpoint.definitions.comparators import AgainstGroup, AgainstMember, AgainstNeighbours, AgainstParent, Comparator
from trigpoint.definitions.dimension_tree import UNKNOWN
from trigpoint.definitions.indicators import Baseline
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions

Key = tuple[str, ...]
Find = Callable[[Sequence[Figures], int, Key], Compared]
"""What a cell (period by index, members) is compared with, from the figures of the comparison's asks in order."""

BROKEN = Compared(None, "not-applicable", "The definition changed between the two, so that they may not be compared.")


@dataclass(frozen=True)
class Comparison:
    """asks: what has to be answered for it. find: what is found for a cell, from their figures."""

    asks: tuple[Ask, ...]
    find: Find


def none_of(reason: str) -> Compared:
    """There is nothing of the kind to compare with, and why."""
    return Compared(None, "not-applicable", reason)


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


def _as_found(figure: Figure) -> Compared:
    if figure.nothing is not None:
        return Compared(None, figure.nothing, figure.reason)
    return Compared(figure.value) if figure.value is not None else none_of("It is told in words or counted.")


def _comparable(ask: Ask, definitions: Definitions, before: Period, now: Period) -> bool:
    """Whether no break of trend lies between two periods."""
    return not any(
        version.breaks_trend and version.start is not None and before.start < version.start <= now.last_day
        for version in definitions.versions(ask.indicator)
    )


def _before(ask: Ask, grain: AskGrain, definitions: Definitions, step: Callable[[Period], Period]) -> Comparison:
    def older(asked: Asked) -> Asked:
        # A period that stands in for another has a grain of its own, and so has a span of several.
        runs_on = asked.span.grain == "range" and grain in ("ytd", "rolling-12")
        own: AskGrain = grain if runs_on or asked.span.grain == grain else "supplied"
        period = step(asked.span)
        return Asked(period, answered_span(period, own, definitions.calendars))

    periods = tuple(older(asked) for asked in ask.periods)

    def find(figures: Sequence[Figures], index: int, key: Key) -> Compared:
        if not _comparable(ask, definitions, periods[index].span, ask.periods[index].span):
            return BROKEN
        return _as_found(figures[0].figure(index, key))

    return Comparison((replace(ask, periods=periods),), find)


def _baseline(ask: Ask, definitions: Definitions) -> Comparison:
    baselines = definitions.indicators[ask.indicator].baselines
    no_baseline = none_of("No baseline is set for it.")
    if not baselines:
        return Comparison((), lambda figures, index, key: no_baseline)
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

    def find(figures: Sequence[Figures], index: int, key: Key) -> Compared:
        baseline = chosen(key)
        if baseline is None:
            return no_baseline
        at = baselines.index(baseline)
        # One figure is not given away where the cell itself may not be: limits hold for what it is compared with too.
        figure = figures[0].figure(at, key)
        if baseline.value is not None:
            return _as_found(figure) if figure.nothing in ("not-permitted", "hidden") else Compared(baseline.value)
        if not _comparable(ask, definitions, periods[at].span, ask.periods[index].span):
            return BROKEN
        return _as_found(figure)

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
        """The cell's own member; None where it is of several, of all, or of a group of them."""
        axis = None if place is None else ask.axes[place]
        if place is not None and key[place] != TOTAL:
            return None if isinstance(axis, GroupAxis) else key[place]
        if isinstance(axis, UnderAxis):
            return axis.member
        return filtered[0] if len(filtered) == 1 else None

    def whole(members: tuple[str, ...]) -> Comparison:
        other = replace(ask, axes=axes, filters=(*filters, Where(dimension, members)))
        return Comparison((other,), lambda figures, index, key: _as_found(figures[0].figure(index, rest(key))))

    match against:
        case AgainstMember():
            return whole((against.member,))
        case AgainstParent():
            return _parent(
                against, replace(ask, axes=axes, filters=filters), dimension, rest, member, definitions,
                alone=place is None,
            )  # fmt: skip
        case AgainstGroup():
            group_set = definitions.group_sets[against.group_set]
            members = next((group.members for group in group_set.groups if group.code == against.group), ())
            if not members:
                raise BadQuestion(f"The comparator {comparator.name} has a group with nothing in it.")
            if comparator.method == "total":
                return whole(members)
            everywhere = none_of(f"{comparator.name} has nothing in it.")
            return _median(
                replace(ask, axes=axes, filters=filters), dimension, rest, lambda key: members, members, everywhere
            )
        case AgainstNeighbours():
            lists = against.neighbours
            own = _own_members(ask, place, filtered, lists, definitions)
            no_list = none_of(f"{comparator.name} has none listed for it.")
            if comparator.method == "median":
                every = tuple(dict.fromkeys(code for name in own for code in lists[name]))
                return _median(
                    replace(ask, axes=axes, filters=filters), dimension, rest,
                    lambda key: lists.get(member(key) or "", ()), every, no_list,
                )  # fmt: skip
            axis = ListAxis(dimension, tuple((name, lists[name]) for name in own))
            other = replace(ask, axes=(*axes, axis), filters=filters, totals=ask.totals)

            def find(figures: Sequence[Figures], index: int, key: Key) -> Compared:
                name = member(key)
                return _as_found(figures[0].figure(index, (*rest(key), name))) if name in lists and name else no_list

            return Comparison((other,) if own else (), find)


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
    alone: bool,
) -> Comparison:
    """alone: whether all cells are of the one member that is filtered by, so that nothing is asked where it has none."""
    tree = definitions.dimensions[dimension]
    level, name = tree.levels[against.level].name.lower(), tree.dimension.name.lower()

    def above(own: str | None, index: int) -> str | Compared:
        """The member above on that day; a pad is none: it stands for those that have no member there."""
        if own is None:
            return none_of(f"It is not of one {name}, so there is no {level} of its own to compare it with.")
        if own == UNKNOWN:
            return none_of(f"Where it belongs is not known, so there is no {level} to compare it with.")
        found = tree.ancestor_at(own, against.level, against.hierarchy, ask.periods[index].span.last_day)
        if found == own and own in tree.members:
            return none_of(f"{tree.name(own)} is itself what others are compared with.")
        if found not in tree.members:
            who = f"{tree.name(own)} lies" if own in tree.members else "These lie"
            return none_of(f"{who} in no {level}, so there is none to compare with.")
        return found

    def find(figures: Sequence[Figures], index: int, key: Key) -> Compared:
        found = above(member(key), index)
        return found if isinstance(found, Compared) else _as_found(figures[0].figure(index, (*rest(key), found)))

    own = member(()) if alone else None
    if alone and all(isinstance(above(own, index), Compared) for index in range(len(ask.periods))):
        return Comparison((), find)
    return Comparison((replace(ask, axes=(*ask.axes, LevelAxis(dimension, against.level, against.hierarchy))),), find)


def _median(
    ask: Ask,
    dimension: str,
    rest: Callable[[Key], Key],
    members: Callable[[Key], tuple[str, ...]],
    every: tuple[str, ...],
    none: Compared,
) -> Comparison:
    """none: what is said of a cell that has no members to compare with."""
    if not every:
        return Comparison((), lambda figures, index, key: none)
    other = replace(ask, axes=(*ask.axes, ListAxis(dimension, tuple((code, (code,)) for code in every))))

    def find(figures: Sequence[Figures], index: int, key: Key) -> Compared:
        found: list[Amount] = []
        if not members(key):
            return none
        for code in members(key):
            figure = figures[0].figure(index, (*rest(key), code))
            if figure.nothing == "not-permitted":
                # A median of those that this viewer may see would be another number for every viewer.
                return Compared(None, "not-permitted", figure.reason)
            if figure.nothing is None and figure.value is not None:
                found.append(figure.value)
        if not found:
            return Compared(None, "no-data", "None of those that it would be compared with has a figure.")
        if any(isinstance(value, float) for value in found):
            return Compared(median([float(value) for value in found]))
        return Compared(median([value for value in found if isinstance(value, Decimal)]))

    return Comparison((other,), find)
