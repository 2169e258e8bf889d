"""Dimensions: levels, members, hierarchies without loops or holes, groups, and codes in other systems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from trigpoint.definitions.checks.finding import Finding, Path, either, offer, repeated, unknown
from trigpoint.definitions.dimension_tree import UNKNOWN, CodeRow, DimensionTree, overlapping
from trigpoint.definitions.dimensions import Dimension, GroupSet, Member, Members, Membership
from trigpoint.definitions.document import Document
from trigpoint.definitions.sources import Mapping

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


class Stand(NamedTuple):
    """A member and where it is written."""

    document: Document
    path: Path
    member: Member


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of dimensions and what belongs to them."""
    stands: dict[str, dict[str, Stand]] = {}
    for document in given.by_key.values():
        if isinstance(document, Dimension):
            yield from _dimension(document)
        elif isinstance(document, Members) and document.dimension in given.dimensions:
            yield from _members(document, given.dimensions[document.dimension], stands)
        elif isinstance(document, GroupSet) and document.dimension in given.dimensions:
            yield from _groups(document, given.dimensions[document.dimension])
        elif isinstance(document, Mapping) and document.dimension in given.dimensions:
            yield from _mapping(document, given.dimensions[document.dimension])
    for dimension, found in stands.items():
        yield from _loops(given.dimensions[dimension], found)
        yield from _codes_in_schemes(given.dimensions[dimension], found)
    yield from _mapped_twice(given)


def unknown_member(document: Document, where: Path, tree: DimensionTree, code: str) -> Finding:
    """A member code that names none of the dimension's, with the nearest by code or name."""
    near = tree.find(code) or next(iter(tree.nearest(code, 1)), None)
    instead = f"Did you mean '{near.code}' ({near.name})?" if near else offer(code, tree.members)
    return Finding(document, where, f"There is no '{code}' in {tree.dimension.name}.", instead)


def _dimension(document: Dimension) -> Iterator[Finding]:
    levels = [level.code for level in document.levels]
    yield from repeated(document, ("levels",), "level", levels)
    yield from repeated(document, ("hierarchies",), "hierarchy", (h.code for h in document.hierarchies))
    for index, hierarchy in enumerate(document.hierarchies):
        yield from repeated(document, ("hierarchies", index, "levels"), "level", hierarchy.levels, key="")
        known = [level for level in hierarchy.levels if level in levels]
        for place, level in enumerate(hierarchy.levels):
            if level not in levels:
                yield unknown(document, ("hierarchies", index, "levels", place), "level", level, levels)
        for upper, lower in pairwise(known):
            if levels.index(upper) > levels.index(lower):
                message = f"'{upper}' stands above '{lower}' here, but beneath it in 'levels'."
                yield Finding(document, ("hierarchies", index, "levels"), message, "Write levels from the top down.")


def _members(document: Members, tree: DimensionTree, stands: dict[str, dict[str, Stand]]) -> Iterator[Finding]:
    found = stands.setdefault(document.dimension, {})
    for index, member in enumerate(document.members):
        path: Path = ("members", index)
        if member.code.casefold() == UNKNOWN:
            message = f"'{member.code}' is the code of the member for codes that nobody knows."
            yield Finding(
                document, (*path, "code"), message, "Choose another; what it is called is said in the dimension."
            )
        if member.code in found:
            message = f"The member '{member.code}' stands twice in {tree.dimension.name}."
            other = found[member.code].document
            where = "above" if other is document else f"in '{other.code}' too"
            yield Finding(document, (*path, "code"), message, f"It stands {where}; keep one.")
            continue
        found[member.code] = Stand(document, path, member)
        if member.level not in tree.levels:
            yield unknown(document, (*path, "level"), f"level of {tree.dimension.name}", member.level, tree.levels)
        else:
            yield from _places(document, path, member, tree)


def _places(document: Members, path: Path, member: Member, tree: DimensionTree) -> Iterator[Finding]:
    """Where a member stands in each hierarchy."""
    if member.parent is not None:
        yield from _parent(document, (*path, "parent"), Membership(parent=member.parent), member, tree)
    for index, membership in enumerate(member.memberships):
        at = (*path, "memberships", index)
        if membership.hierarchy is not None and membership.hierarchy not in tree.hierarchies:
            yield unknown(document, (*at, "hierarchy"), "hierarchy", membership.hierarchy, tree.hierarchies)
        else:
            yield from _parent(document, (*at, "parent"), membership, member, tree)
    for hierarchy in tree.hierarchies:
        ordered = tree.memberships(member, hierarchy)
        for before, after in pairwise(ordered):
            if before.end is None or after.start is None or after.start <= before.end:
                message = f"'{member.code}' is beneath both '{before.parent}' and '{after.parent}' at once."
                yield Finding(document, path, message, "Give the first a last day ('to') before the second starts.")
    yield from _orphan(document, path, member, tree)


def _parent(
    document: Members, where: Path, membership: Membership, member: Member, tree: DimensionTree
) -> Iterator[Finding]:
    hierarchy = tree.hierarchies[membership.hierarchy or tree.default]
    parent = tree.members.get(membership.parent)
    if parent is None:
        yield unknown_member(document, where, tree, membership.parent)
        return
    if member.level not in hierarchy.levels:
        message = f"The level '{member.level}' is not in the hierarchy '{hierarchy.code}'."
        levels = either([h.code for h in tree.hierarchies.values() if member.level in h.levels])
        yield Finding(document, where, message, f"Say 'hierarchy: {levels}'." if levels else "")
    elif parent.level not in hierarchy.levels or (
        hierarchy.levels.index(parent.level) >= hierarchy.levels.index(member.level)
    ):
        above = hierarchy.levels[: hierarchy.levels.index(member.level)]
        message = f"'{parent.code}' is a {parent.level}, which is not above {member.level} in '{hierarchy.code}'."
        yield Finding(document, where, message, f"Name a {either(above)}." if above else "Leave the parent out.")
    starts = max(day for day in (membership.start, member.start, date.min) if day)
    ends = min(day for day in (membership.end, member.end, date.max) if day)
    if starts <= ends and not ((parent.start or date.min) <= starts and ends <= (parent.end or date.max)):
        message = f"'{parent.code}' does not exist for all the time that '{member.code}' is beneath it."
        yield Finding(document, where, message, f"It exists {_span(parent.start, parent.end)}.")


def _orphan(document: Members, path: Path, member: Member, tree: DimensionTree) -> Iterator[Finding]:
    """A member, beneath the top level, that for some time is beneath nobody: its figures would be in no total."""
    hierarchy = tree.hierarchies[tree.default]
    others = [h for h in tree.hierarchies.values() if member.level in h.levels]
    if member.level == hierarchy.levels[0] or any(h.levels[0] == member.level for h in others):
        return
    if member.level not in hierarchy.levels:
        if others and not any(tree.memberships(member, h.code) for h in others):
            yield Finding(document, path, f"'{member.code}' is beneath nobody in any hierarchy.", "Add 'memberships'.")
        return
    covered = member.start or date.min
    for membership in tree.memberships(member, hierarchy.code):
        if (membership.start or date.min) > covered:
            break
        covered = membership.end + timedelta(days=1) if membership.end and membership.end < date.max else date.max
    if covered <= (member.end or date.max) and covered != date.max:
        above = either(hierarchy.levels[: hierarchy.levels.index(member.level)])
        since = f" from {covered} on" if covered != (member.start or date.min) or member.memberships else ""
        since = since if covered != date.min else ""
        message = f"'{member.code}' is a {member.level} beneath nobody{since}."
        yield Finding(document, path, message, f"Say its 'parent', a {above}.")


def _loops(tree: DimensionTree, stands: dict[str, Stand]) -> Iterator[Finding]:
    seen: set[frozenset[str]] = set()
    for hierarchy in tree.hierarchies:
        for start, _ in tree.spans(hierarchy):
            for ring in tree.view(hierarchy, start or date.min).loops:
                if frozenset(ring) not in seen:
                    seen.add(frozenset(ring))
                    stand = stands[ring[0]]
                    way = " beneath ".join(f"'{code}'" for code in (*ring, ring[0]))
                    yield Finding(stand.document, stand.path, f"The hierarchy goes round in a loop: {way}.",
                                  "Give one of them another parent.")  # fmt: skip


def _codes_in_schemes(tree: DimensionTree, stands: dict[str, Stand]) -> Iterator[Finding]:
    """One code of another system may mean one member only on any day."""
    rows: dict[tuple[str, str], list[tuple[CodeRow, Stand, int]]] = {}
    for stand in stands.values():
        for index, other in enumerate(stand.member.codes):
            row = CodeRow(other.code, stand.member.code, other.start, other.end)
            rows.setdefault((other.scheme, other.code), []).append((row, stand, index))
    for (scheme, code), found in rows.items():
        if len(found) > 1 and overlapping([row for row, _, _ in found]):
            _, stand, index = found[-1]
            named = either([f"'{row.member}'" for row, _, _ in found]).replace(" or ", " and ")
            message = f"The {scheme} code '{code}' means {named} at once."
            where = (*stand.path, "codes", index)
            yield Finding(stand.document, where, message, "Say from and to when each, or take one away.")


def _mapping(document: Mapping, tree: DimensionTree) -> Iterator[Finding]:
    for index, one in enumerate(document.codes):
        if one.member not in tree.members:
            yield unknown_member(document, ("codes", index, "member"), tree, one.member)


def _mapped_twice(given: Definitions) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for mapping in given.mappings.values():
        for index, one in enumerate(mapping.codes):
            key = (mapping.dimension, mapping.scheme, one.code)
            if key in seen:
                where = "above" if seen[key] == mapping.code else f"in '{seen[key]}'"
                message = f"The {mapping.scheme} code '{one.code}' is mapped {where} already."
                yield Finding(mapping, ("codes", index, "code"), message, "Keep one of the two.")
            seen.setdefault(key, mapping.code)


def _groups(document: GroupSet, tree: DimensionTree) -> Iterator[Finding]:
    yield from repeated(document, ("groups",), "group", (group.code for group in document.groups))
    for index, group in enumerate(document.groups):
        path: Path = ("groups", index, "members")
        yield from repeated(document, path, "member", group.members, key="")
        for place, code in enumerate(group.members):
            if code not in tree.members:
                yield unknown_member(document, (*path, place), tree, code)


def _span(start: date | None, end: date | None) -> str:
    first = f"from {start}" if start else ""
    last = f"to {end}" if end else ""
    return f"{first} {last}".strip()
