"""Data sets: measures that may be aggregated as they say, keys, small numbers, and who is expected to supply them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.dimensions import unknown_member
from trigpoint.definitions.checks.finding import Finding, Path, either, repeated, unknown
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Expected, ExpectedSupply, Grain, Measure
from trigpoint.definitions.pads import split_pad

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions

FINENESS: dict[Grain, int] = {
    "week": 0, "month": 1, "quarter": 2, "half": 3, "financial-year": 4, "academic-year": 4, "calendar-year": 4,
}  # fmt: skip
"""From the shortest period to the longest; a range may be of any length."""

COUNTED = ("yes-no", "stage", "text", "date")
"""Value kinds that are counted ("4 of 7: yes") rather than added up or averaged."""


def finer(one: Grain, other: Grain) -> bool:
    """Whether periods of `one` are shorter than those of `other`."""
    return one in FINENESS and other in FINENESS and FINENESS[one] < FINENESS[other]


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of data sets and expected supplies."""
    for data_set in given.data_sets.values():
        yield from _data_set(given, data_set)
    for document in given.by_key.values():
        if isinstance(document, ExpectedSupply) and document.data_set in given.data_sets:
            for index, expected in enumerate(document.supplies):
                data_set = given.data_sets[document.data_set]
                yield from _expected(given, document, ("supplies", index), expected, data_set)


def _data_set(given: Definitions, document: DataSet) -> Iterator[Finding]:
    roles = [dimension.role for dimension in document.dimensions]
    kept = [column.code for column in document.kept]
    yield from repeated(document, ("measures",), "measure", (measure.code for measure in document.measures))
    yield from repeated(document, ("kept",), "kept column", kept)
    for index, dimension in enumerate(document.dimensions):
        if roles.index(dimension.role) < index:
            message = f"The dimension '{dimension.role}' stands here twice."
            yield Finding(document, ("dimensions", index), message, "Say 'as:' and a code of its own for the second.")
        yield from _dimension(given, document, ("dimensions", index), dimension)
    for index, code in enumerate(kept):
        if code in roles:
            message = f"'{code}' is a dimension of the data set already."
            yield Finding(document, ("kept", index, "code"), message, "Give the kept column another code.")
    for index, code in enumerate(document.key):
        if code not in kept:
            yield unknown(document, ("key", index), "kept column", code, kept)
    for index, measure in enumerate(document.measures):
        yield from _measure(document, ("measures", index), measure, kept)
    if document.provider is not None and document.provider_dimension is not None:
        message = "It has both one provider and a dimension of providers."
        yield Finding(document, ("provider_dimension",), message, "Keep 'provider' or 'provider_dimension'.")
    if document.provider_dimension is not None and document.provider_dimension not in roles:
        where = ("provider_dimension",)
        yield unknown(document, where, "dimension of this data set called", document.provider_dimension, roles)
    yield from _small_numbers(document, roles)
    yield from _open_levels(given, document)


def _dimension(given: Definitions, document: DataSet, path: Path, dimension: DataSetDimension) -> Iterator[Finding]:
    tree = given.dimensions.get(dimension.dimension)
    if tree is None:
        return
    if dimension.level is not None and dimension.level not in tree.levels:
        yield unknown(document, (*path, "level"), f"level of {tree.dimension.name}", dimension.level, tree.levels)
    for index, level in enumerate(dimension.published_levels):
        at = (*path, "published_levels", index)
        if level not in tree.levels:
            yield unknown(document, at, f"level of {tree.dimension.name}", level, tree.levels)
        elif level == dimension.level:
            message = f"'{level}' is the level of the rows themselves."
            yield Finding(document, at, message, "Published levels are the others; take it out.")
    schemes = {code.scheme for member in tree.members.values() for code in member.codes}
    schemes |= {mapping.scheme for mapping in tree.mappings}
    if dimension.scheme is not None and dimension.scheme not in schemes:
        yield unknown(document, (*path, "scheme"), "scheme of codes", dimension.scheme, sorted(schemes))


def _measure(document: DataSet, path: Path, measure: Measure, kept: list[str]) -> Iterator[Finding]:
    rules = {"over_members": measure.over_members, "over_time": measure.over_time}
    if measure.value_kind in COUNTED:
        for key, rule in rules.items():
            if rule in ("sum", "mean", "distinct"):
                message = f"A {measure.value_kind} cannot be aggregated by {rule}: it is counted."
                yield Finding(document, (*path, key), message, "Say none, or last over time.")
    elif measure.value_kind in ("percentage", "ratio"):
        for key, rule in rules.items():
            if rule == "sum" or (rule == "mean" and key == "over_members"):
                message = f"A {measure.value_kind} may not be aggregated by {rule}: the result would be wrong."
                instead = "Say none; or supply numerator and denominator, and divide them in an indicator."
                yield Finding(document, (*path, key), message, instead)
    if measure.cumulative and measure.over_time not in ("last", "none"):
        message = f"'{measure.code}' is counted from the start of the year on: {measure.over_time} would count it again and again."
        yield Finding(document, (*path, "over_time"), message, "Say last, or none.")
    distinct = "distinct" in rules.values()
    if distinct and measure.of is None:
        message = f"'{measure.code}' counts distinct values, but does not say of what."
        yield Finding(document, path, message, "Say 'of:' and the kept column.")
    elif measure.of is not None and not distinct:
        yield Finding(document, (*path, "of"), "'of' is for distinct counts only.", "Take it out, or say distinct.")
    elif measure.of is not None and measure.of not in kept:
        yield unknown(document, (*path, "of"), "kept column", measure.of, kept)
    if measure.value_kind == "stage":
        if len(measure.stages) < 2:
            message = f"'{measure.code}' is a stage, but has no list of stages."
            yield Finding(document, path, message, "Add 'stages', in order, worst or earliest first.")
        yield from repeated(document, (*path, "stages"), "stage", measure.stages, key="")
    elif measure.stages:
        message = f"'{measure.code}' has stages, but its value kind is {measure.value_kind}."
        yield Finding(document, (*path, "stages"), message, "Say 'value_kind: stage', or take them out.")


def _small_numbers(document: DataSet, roles: list[str]) -> Iterator[Finding]:
    if document.small_numbers is None:
        return
    measures = {measure.code: measure for measure in document.measures}
    for index, code in enumerate(document.small_numbers.measures):
        at = ("small_numbers", "measures", index)
        if code not in measures:
            yield unknown(document, at, "measure", code, measures)
        elif measures[code].over_members not in ("sum", "distinct"):
            message = f"'{code}' is not added up over members, so hiding others cannot protect it."
            yield Finding(document, at, message, "Protect the counts of people, whose 'over_members' is sum.")
    for index, role in enumerate(document.small_numbers.dimensions):
        if role not in roles:
            yield unknown(document, ("small_numbers", "dimensions", index), "dimension of this data set", role, roles)


def _open_levels(given: Definitions, document: DataSet) -> Iterator[Finding]:
    choices = [
        f"{dimension.role}.{level}"
        for dimension in document.dimensions
        if dimension.dimension in given.dimensions
        for level in given.dimensions[dimension.dimension].levels
    ]
    for index, code in enumerate(document.release.open_levels):
        if code not in choices:
            yield unknown(document, ("release", "open_levels", index), "dimension and level", code, choices)
        elif rest := _left_over(given, document, index):
            upper, names = rest
            message = (
                f"With '{upper}' open too, whoever takes these from the whole is left with {names}, which is not open."
            )
            yield Finding(document, ("release", "open_levels", index), message, "Open one of the two levels only.")


def _left_over(given: Definitions, document: DataSet, index: int) -> tuple[str, str] | None:
    """The open level above another open one, and what lies in it but in no member of the other: figures may be subtracted."""
    role, _, lower = document.release.open_levels[index].partition(".")
    dimension = next((one.dimension for one in document.dimensions if one.role == role), "")
    tree = given.dimensions[dimension]
    for other in document.release.open_levels:
        other_role, _, upper = other.partition(".")
        for hierarchy in tree.hierarchies.values() if other_role == role else ():
            levels = list(hierarchy.levels)
            if upper not in levels or lower not in levels or levels.index(upper) >= levels.index(lower):
                continue
            skipping = [
                member.name
                for member in tree.members.values()
                if member.level in levels[levels.index(lower) + 1 :]
                and split_pad(tree.ancestor_at(member.code, lower, hierarchy.code) or "") is not None
                and tree.ancestor_at(member.code, upper, hierarchy.code) in tree.members
            ]
            if skipping:
                more = f" and {len(skipping) - 2} more" if len(skipping) > 2 else ""
                return other, " and ".join(skipping[:2]) + more
    return None


def _expected(
    given: Definitions, document: ExpectedSupply, path: Path, expected: Expected, data_set: DataSet
) -> Iterator[Finding]:
    measures = [measure.code for measure in data_set.measures]
    for index, code in enumerate(expected.measures):
        if code not in measures:
            yield unknown(document, (*path, "measures", index), f"measure of '{data_set.code}'", code, measures)
    if finer(expected.grain, data_set.grain):
        message = f"A supply each {expected.grain} is expected of data by {data_set.grain}."
        yield Finding(document, (*path, "grain"), message, f"Say {data_set.grain}, or a longer period.")
    role = data_set.provider_dimension
    if role is None:
        if expected.members:
            message = f"'{data_set.code}' has no 'provider_dimension', so its members cannot be told apart."
            yield Finding(document, (*path, "members"), message, "Add it to the data set, or leave 'members' out.")
        return
    dimension = given.dimension_role(data_set.code, role)
    tree = given.dimensions.get(dimension.dimension) if dimension else None
    if tree is None:
        return
    if not expected.members and expected.provider not in tree.members and given.organisations is not None:
        message = f"'{expected.provider}' is no member of {tree.dimension.name}, so nothing of its own can come."
        yield Finding(document, (*path, "provider"), message, "Say in 'members' for which members it supplies.")
    for index, code in enumerate(expected.members):
        if code not in tree.members:
            yield unknown_member(document, (*path, "members", index), tree, code)


__all__ = ["COUNTED", "FINENESS", "either", "findings", "finer"]
