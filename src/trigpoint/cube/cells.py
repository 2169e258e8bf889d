"""Which members a cell is made of: what limits, small numbers and coverage are decided by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.places import Axis, GroupAxis, ListAxis, UnderAxis, groups_in_force
from trigpoint.cube.question import Where
from trigpoint.definitions.dimension_tree import UNKNOWN, DimensionTree
from trigpoint.definitions.whole import Definitions

Constraint = tuple[str, ...]
"""Members: the cell lies wholly within these and what is beneath them."""


@dataclass(frozen=True)
class Selection:
    """By dimension, the constraints on a cell, all of which hold. A dimension that is absent is not limited: the whole."""

    constraints: tuple[tuple[str, tuple[Constraint, ...]], ...]

    def on(self, dimension: str) -> tuple[Constraint, ...]:
        """The constraints on one dimension."""
        return next((found for name, found in self.constraints if name == dimension), ())


def selection(
    axes: Sequence[Axis],
    key: Sequence[str],
    filters: Iterable[Where],
    definitions: Definitions,
    first: date,
    last: date,
) -> Selection:
    """What a cell of a question is made of. key: a member (or TOTAL) an axis; first, last: the days of its period."""
    found: dict[str, list[Constraint]] = {}
    for where in filters:
        found.setdefault(where.dimension, []).append(where.members)
    for axis, code in zip(axes, key, strict=True):
        constraint = constraint_of(axis, code, definitions, first, last)
        if constraint is not None:
            found.setdefault(axis.dimension, []).append(constraint)
    return Selection(tuple(sorted((dimension, tuple(members)) for dimension, members in found.items())))


def constraint_of(axis: Axis, code: str, definitions: Definitions, first: date, last: date) -> Constraint | None:
    """The members of which one member of an axis is made; None for the whole of the dimension."""
    if code == TOTAL:
        return (axis.member,) if isinstance(axis, UnderAxis) else None
    if isinstance(axis, GroupAxis):
        return dict(groups_in_force(definitions, axis.group_set, first, last)).get(code, ())
    if isinstance(axis, ListAxis):
        return dict(axis.sets)[code]
    return (code,)


class Family:
    """Who is beneath whom in any hierarchy of one dimension, on one day."""

    def __init__(self, tree: DimensionTree, day: date) -> None:
        self._tree, self._day = tree, day
        self._beneath: dict[str, frozenset[str]] = {}

    def beneath(self, member: str) -> frozenset[str]:
        """The member and all beneath it."""
        if member == UNKNOWN:
            return frozenset([UNKNOWN])
        if member not in self._beneath:
            found: set[str] = {member}
            for hierarchy in self._tree.hierarchies:
                found |= self._tree.beneath(member, hierarchy, self._day)
            self._beneath[member] = frozenset(found)
        return self._beneath[member]

    def related(self, one: str, other: str) -> bool:
        """Whether either is beneath the other."""
        return one in self.beneath(other) or other in self.beneath(one)
