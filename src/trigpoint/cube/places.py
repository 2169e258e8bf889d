"""Where a supplied code is counted: which members of an axis it belongs to, and whether it passes the filters.

Worked out on distinct codes and joined to facts after they are aggregated. Nothing falls out of a total: a code that
nobody knows is *Unknown*, and a member that skips a level of a ragged hierarchy is counted under that level's pad.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.question import BadQuestion, By, Where
from trigpoint.definitions.dimension_tree import UNKNOWN, DimensionTree
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True)
class LevelAxis:
    """Members at a level of a hierarchy."""

    dimension: str
    level: str
    hierarchy: str | None


@dataclass(frozen=True)
class UnderAxis:
    """Members directly beneath one member; what is supplied for that member itself stands under its own code."""

    dimension: str
    member: str
    hierarchy: str | None


@dataclass(frozen=True)
class GroupAxis:
    """Groups of a group set. They may overlap, and leave members out; a total counts each member once."""

    dimension: str
    group_set: str


@dataclass(frozen=True)
class ListAxis:
    """Stated sets of members, each with all beneath it."""

    dimension: str
    sets: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class EachAxis:
    """Every single member that figures are supplied for, told apart within the members of another axis (or the whole)."""

    dimension: str
    within: LevelAxis | UnderAxis | GroupAxis | ListAxis | None

    @staticmethod
    def split(target: str) -> tuple[str, str]:
        """(member of the other axis, single member) of one of its targets."""
        outer, _, single = target.partition(APART)
        return outer, single


APART = "\x1f"
Axis = LevelAxis | UnderAxis | GroupAxis | ListAxis | EachAxis


@dataclass(frozen=True)
class Slot:
    """What a question makes of one dimension role. exact: only what is supplied for the very member counts; where no
    member is named, `only` is the one code that is ever supplied (None: there are several, so none stands for the whole).
    """

    axis: Axis | None
    filters: tuple[Where, ...]
    total: bool
    exact: bool
    only: str | None = None


def tree_of(definitions: Definitions, dimension: str) -> DimensionTree:
    """BadQuestion, with the nearest code, when there is no such dimension."""
    tree = definitions.dimensions.get(dimension)
    if tree is None:
        raise BadQuestion(
            f"There is no breakdown {dimension!r}. {did_you_mean(dimension, definitions.dimensions)}".strip()
        )
    return tree


def check_filter(where: Where, definitions: Definitions) -> Where:
    """The filter, when its dimension, members and hierarchy exist."""
    tree = tree_of(definitions, where.dimension)
    _check_hierarchy(tree, where.hierarchy)
    for code in where.members:
        _check_member(tree, code)
    return where


def axis_of(by: By, where: Iterable[Where], definitions: Definitions) -> Axis:
    """The axis that a question means. Without a level: the one below the filter's members, or the top one."""
    tree = tree_of(definitions, by.dimension)
    _check_hierarchy(tree, by.hierarchy)
    if by.group_set is not None:
        group_set = definitions.group_sets.get(by.group_set)
        if group_set is None or group_set.dimension != by.dimension:
            raise BadQuestion(f"{tree.dimension.name} has no group set {by.group_set!r}.")
        return GroupAxis(by.dimension, by.group_set)
    if by.under is not None:
        if by.under == UNKNOWN:
            raise BadQuestion("There is nothing beneath Unknown.")
        _check_member(tree, by.under)
        return UnderAxis(by.dimension, by.under, by.hierarchy)
    levels = levels_of(tree, by.hierarchy)
    if by.level is not None:
        if by.level not in levels:
            raise BadQuestion(
                f"{tree.dimension.name} has no level {by.level!r}"
                + (f" in its hierarchy {by.hierarchy!r}" if by.level in tree.levels else "")
                + f"; its levels are {', '.join(levels)}."
            )
        return LevelAxis(by.dimension, by.level, by.hierarchy)
    filtered = next((filter_ for filter_ in where if filter_.dimension == by.dimension), None)
    depths = [
        levels.index(member.level)
        for code in (filtered.members if filtered else ())
        if (member := tree.member(code)) is not None and member.level in levels
    ]
    level = levels[min(max(depths) + 1, len(levels) - 1)] if depths else levels[0]
    return LevelAxis(by.dimension, level, by.hierarchy)


def levels_of(tree: DimensionTree, hierarchy: str | None) -> tuple[str, ...]:
    """Level codes of a hierarchy (the default one when None), top first."""
    return tree.hierarchies[hierarchy or tree.default].levels


def _check_hierarchy(tree: DimensionTree, hierarchy: str | None) -> None:
    if hierarchy is not None and hierarchy not in tree.hierarchies:
        raise BadQuestion(
            f"{tree.dimension.name} has no hierarchy {hierarchy!r}. {did_you_mean(hierarchy, tree.hierarchies)}".strip()
        )


def _check_member(tree: DimensionTree, code: str) -> None:
    if tree.member(code) is None:
        near = tree.nearest(code, 1)
        hint = f" Did you mean {near[0].code} ({near[0].name})?" if near else ""
        raise BadQuestion(f"There is no {tree.dimension.name.lower()} {code!r}.{hint}")


class Placer:
    """Places members of one dimension, as the hierarchies stood at the end of a supplied period.

    Where a member had left its place by the last day (a district abolished that month), its place on the first day holds.
    """

    def __init__(self, tree: DimensionTree, slot: Slot, definitions: Definitions, first: date, last: date) -> None:
        self._tree, self._slot, self._first, self._last = tree, slot, first, last
        self._definitions = definitions
        self._beneath: dict[tuple[str, str | None, date], frozenset[str]] = {}

    def targets(self, member: str | None) -> tuple[str, ...]:
        """The members of the axis under which it is counted, and TOTAL. None is the member nobody knows."""
        axis, filters, exact = self._slot.axis, self._slot.filters, self._slot.exact
        if not all(self._passes(member, filter_, exact and axis is None) for filter_ in filters):
            return ()
        if axis is None:
            return (TOTAL,)
        if isinstance(axis, EachAxis):
            outer = Placer(
                self._tree, replace(self._slot, axis=axis.within), self._definitions, self._first, self._last
            )
            return tuple(f"{target}{APART}{member or UNKNOWN}" for target in outer.targets(member))
        found = list(self._on_axis(axis, member, exact))
        if self._slot.total and self._in_total(axis, member, exact):
            found.append(TOTAL)
        return tuple(found)

    def _passes(self, member: str | None, where: Where, exact: bool) -> bool:
        if member is None or exact:
            return (member or UNKNOWN) in where.members
        return any(code != UNKNOWN and self.is_beneath(member, code, where.hierarchy) for code in where.members)

    def is_beneath(self, member: str, above: str, hierarchy: str | None) -> bool:
        """Whether a member is the other one or anywhere beneath it; without a hierarchy, in the first that has its level."""
        if hierarchy is None and above in self._tree.members:
            hierarchy = self._tree.hierarchy_with(self._tree.members[above].level)
        key = (above, hierarchy, self._day(member, hierarchy))
        if key not in self._beneath:
            self._beneath[key] = self._tree.beneath(*key)
        return member in self._beneath[key]

    def _day(self, member: str, hierarchy: str | None) -> date:
        if self._first == self._last or self._tree.parent(member, hierarchy, self._last) is not None:
            return self._last
        return self._last if self._tree.parent(member, hierarchy, self._first) is None else self._first

    def _on_axis(self, axis: Axis, member: str | None, exact: bool) -> Iterable[str]:
        match axis:
            case LevelAxis():
                if member is None:
                    return (UNKNOWN,)
                if exact:
                    return (member,) if self._tree.members[member].level == axis.level else ()
                day = self._day(member, axis.hierarchy)
                return (self._tree.ancestor_at(member, axis.level, axis.hierarchy, day) or UNKNOWN,)
            case UnderAxis():
                return self._under(axis, member, exact)
            case GroupAxis():
                sets: Iterable[tuple[str, tuple[str, ...]]] = groups_in_force(
                    self._definitions, axis.group_set, self._first, self._last
                )
            case ListAxis():
                sets = axis.sets
            case EachAxis():
                raise AssertionError("told apart in `targets`")
        if member is None:
            return (code for code, members in sets if UNKNOWN in members)
        if exact:
            return (code for code, members in sets if member in members)
        return (
            code
            for code, members in sets
            if any(above != UNKNOWN and self.is_beneath(member, above, None) for above in members)
        )

    def _under(self, axis: UnderAxis, member: str | None, exact: bool) -> Iterable[str]:
        if member is None or not self.is_beneath(member, axis.member, axis.hierarchy):
            return ()
        below = member
        day = self._day(member, axis.hierarchy)
        while below != axis.member:
            above = self._tree.parent(below, axis.hierarchy, day)
            if above is None or above == axis.member:
                break
            below = above
        return (below,) if not exact or below == member else ()

    def _in_total(self, axis: Axis, member: str | None, exact: bool) -> bool:
        if isinstance(axis, UnderAxis):
            if exact:
                return member == axis.member
            return member is not None and self.is_beneath(member, axis.member, axis.hierarchy)
        if exact and self._slot.filters:
            return all((member or UNKNOWN) in filter_.members for filter_ in self._slot.filters)
        return True


def groups_in_force(
    definitions: Definitions, group_set: str, first: date, last: date
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The groups of a set that hold at some time between two days."""
    document = definitions.group_sets[group_set]
    return tuple(
        (group.code, group.members)
        for group in document.groups
        if (group.start is None or group.start <= last) and (group.end is None or first <= group.end)
    )


def listed(axis: Axis, filters: Iterable[Where], definitions: Definitions, first: date, last: date) -> tuple[str, ...]:
    """The members that an axis shows whether or not they have figures: all of its level within the filters, in order."""
    tree = tree_of(definitions, axis.dimension)
    match axis:
        case LevelAxis():
            members = dict.fromkeys(
                member.code
                for day in dict.fromkeys((first, last))
                for member in tree.level_members(axis.level, day, axis.hierarchy, pads=False)
            )
            found: Iterable[str] = members
        case UnderAxis():
            found = dict.fromkeys(
                code for day in dict.fromkeys((first, last)) for code in tree.children(axis.member, axis.hierarchy, day)
            )
        case GroupAxis():
            return tuple(code for code, _ in groups_in_force(definitions, axis.group_set, first, last))
        case ListAxis():
            return tuple(code for code, _ in axis.sets)
        case EachAxis():
            return ()
    for filter_ in filters:
        if filter_.dimension == axis.dimension:
            found = [code for code in found if _touches(tree, code, filter_, axis.hierarchy, last)]
    return tuple(found)


def _touches(tree: DimensionTree, code: str, where: Where, hierarchy: str | None, day: date) -> bool:
    """Whether a member lies within a filter, or a member of the filter lies within it."""
    within = tree.beneath(code, hierarchy, day)
    return any(
        member != UNKNOWN and (member in within or code in tree.beneath(member, where.hierarchy, day))
        for member in where.members
    )
