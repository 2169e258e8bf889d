"""Status rules whose bands tile, and comparators that have something to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.dimensions import unknown_member
from trigpoint.definitions.checks.finding import Finding, Path, unknown
from trigpoint.definitions.comparators import (
    BUILT_IN,
    AgainstGroup,
    AgainstMember,
    AgainstNeighbours,
    AgainstParent,
    Comparator,
)
from trigpoint.definitions.rules import Band, Banded, RuleSet

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of rule sets and comparators."""
    for rule_set in given.rule_sets.values():
        if isinstance(rule_set.rule, Banded):
            yield from _bands(rule_set, rule_set.rule.bands)
    for comparator in given.comparators.values():
        yield from _comparator(given, comparator)


def _bands(document: RuleSet, bands: tuple[Band, ...]) -> Iterator[Finding]:
    """Gaps and overlaps: each value must fall in exactly one band, from the very lowest to the very highest."""
    at = {id(band): ("rule", "bands", index) for index, band in enumerate(bands)}
    broken = False
    for band in bands:
        empty = band.low is not None and band.high is not None and (
            band.low > band.high or (band.low == band.high and not (band.includes_low and band.includes_high))
        )  # fmt: skip
        if empty:
            broken = True
            message = f"No value lies in this band: it goes from {band.low} to {band.high}."
            yield Finding(document, at[id(band)], message, "Let 'low' be less than 'high'.")
    if broken:
        return
    ordered = sorted(bands, key=_order)
    if ordered[0].low is not None:
        message = f"No band holds values below {ordered[0].low}."
        yield Finding(document, at[id(ordered[0])], message, "Leave 'low' out of the lowest band.")
    if all(band.high is not None for band in bands):
        last = max(ordered, key=lambda band: band.high or Decimal(0))
        yield Finding(document, at[id(last)], f"No band holds values above {last.high}.",
                      "Leave 'high' out of the highest band.")  # fmt: skip
    for lower, upper in pairwise(ordered):
        yield from _edge(document, at[id(upper)], lower, upper)


def _order(band: Band) -> tuple[bool, Decimal, bool]:
    return (band.low is not None, band.low if band.low is not None else Decimal(0), not band.includes_low)


def _edge(document: RuleSet, where: Path, lower: Band, upper: Band) -> Iterator[Finding]:
    names = f"'{lower.status}' and '{upper.status}'"
    if upper.low is None or lower.high is None or lower.high > upper.low:
        start = "the lowest values" if upper.low is None else f"values from {upper.low}"
        yield Finding(document, where, f"The bands {names} overlap: {start} lie in both.",
                      "Let each band start where the one below it ends.")  # fmt: skip
    elif lower.high < upper.low:
        message = f"There is a gap between the bands {names}: from {lower.high} to {upper.low}."
        yield Finding(document, where, message, "Let each band start where the one below it ends.")
    elif lower.includes_high and upper.includes_low:
        message = f"The value {upper.low} lies in both bands {names}."
        yield Finding(document, where, message, "Say 'includes_high: false' below or 'includes_low: false' above.")
    elif not lower.includes_high and not upper.includes_low:
        message = f"The value {upper.low} lies in neither of the bands {names}."
        yield Finding(document, where, message, "Say 'includes_high: true' below or 'includes_low: true' above.")


def _comparator(given: Definitions, document: Comparator) -> Iterator[Finding]:
    if document.code in BUILT_IN:
        message = f"'{document.code}' is built in: any figure can be compared so without a comparator."
        yield Finding(document, ("code",), message, "Give the comparator another code.")
    tree = given.dimensions.get(document.dimension)
    if tree is None:
        return
    match document.against:
        case AgainstMember(member=member) if member not in tree.members:
            yield unknown_member(document, ("against", "member"), tree, member)
        case AgainstParent(level=level, hierarchy=hierarchy):
            if level not in tree.levels:
                yield unknown(document, ("against", "level"), "level", level, tree.levels)
            if hierarchy is not None and hierarchy not in tree.hierarchies:
                yield unknown(document, ("against", "hierarchy"), "hierarchy", hierarchy, tree.hierarchies)
            elif level in tree.levels and level not in tree.hierarchies[hierarchy or tree.default].levels:
                message = f"The level '{level}' is not in the hierarchy '{hierarchy or tree.default}'."
                yield Finding(document, ("against", "level"), message, "Say the 'hierarchy' that has it.")
        case AgainstGroup(group_set=group_set, group=group) if group_set in given.group_sets:
            found = given.group_sets[group_set]
            if found.dimension != document.dimension:
                message = f"'{group_set}' groups members of '{found.dimension}', not of '{document.dimension}'."
                yield Finding(document, ("against", "group_set"), message, f"Say 'dimension: {found.dimension}'.")
            elif group not in {one.code for one in found.groups}:
                choices = [one.code for one in found.groups]
                yield unknown(document, ("against", "group"), f"group of '{group_set}'", group, choices)
        case AgainstNeighbours(neighbours=neighbours):
            for member, alike in neighbours.items():
                path: Path = ("against", "neighbours", member)
                if member not in tree.members:
                    yield unknown_member(document, path, tree, member)._replace(at_key=True)
                for index, code in enumerate(alike):
                    if code not in tree.members:
                        yield unknown_member(document, (*path, index), tree, code)
                    elif code == member or code in alike[:index]:
                        message = f"'{code}' is named twice." if code != member else f"'{code}' is its own neighbour."
                        yield Finding(document, (*path, index), message, "Take it out.")
