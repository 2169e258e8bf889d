"""How far a data set reaches: whether rows could have been supplied at all for what a cell is made of.

A data set that is held by ward says nothing of another county, and one that is held by district nothing of a ward: there
the lack of a row is neither a zero nor a figure that is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trigpoint.cube.cells import Constraint, Family
from trigpoint.cube.codes import Codes
from trigpoint.definitions.dimension_tree import UNKNOWN, DimensionTree


def beyond_reach(
    codes: Codes, constraints: Mapping[str, tuple[Constraint, ...]], family_of: Callable[[str], Family]
) -> str:
    """Why no row can be held for a cell, in words; '' where one can. constraints: by role. family_of: by dimension."""
    for role, found in constraints.items():
        held = codes.roles[role]
        if held.level is None:
            continue
        tree, levels = codes.tree(role), {held.level, *held.published_levels}
        for constraint in found:
            if not any(_reaches(tree, family_of(held.dimension), code, levels) for code in constraint):
                names = " and ".join(tree.name(code) for code in constraint[:3])
                return (
                    f"{codes.data_set.name} is held by {tree.levels[held.level].name.lower()}, "
                    f"and there is none in {names}."
                )
    return ""


def _reaches(tree: DimensionTree, family: Family, code: str, levels: set[str]) -> bool:
    if code == UNKNOWN:
        return True
    return any((member := tree.members.get(one)) is not None and member.level in levels for one in family.beneath(code))
