"""Which cells a viewer may be given. Rows are never left out of a sum: a cell is given whole, or not at all."""

from __future__ import annotations

from datetime import date, timedelta

from trigpoint.cube.cells import Family, Selection
from trigpoint.cube.limits import Limits
from trigpoint.definitions.datasets import Audience, DataSet
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.pads import split_pad
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions


def why_not(
    limits: Limits,
    indicator: Indicator,
    data_sets: tuple[DataSet, ...],
    cell: Selection,
    span: Period,
    definitions: Definitions,
    families: dict[tuple[str, date], Family],
) -> str:
    """Why the viewer may not be given the cell, in words; '' when they may."""
    if limits.everything:
        return ""
    for audience, owner in (
        (indicator.audience, indicator.owner),
        *((data_set.release.audience, data_set.provider) for data_set in data_sets),
    ):
        reason = _audience(limits, audience, owner, data_sets, cell, span, definitions, families)
        if reason:
            return reason
    released = _not_before(indicator, data_sets, span)
    if released is not None and limits.today < released:
        return f"Not to be shown before {released.day} {released:%B %Y}."
    for dimension, members in limits.scopes:
        for data_set in data_sets:
            for role in data_set.dimensions:
                if role.dimension == dimension and not _inside(
                    members, dimension, cell, data_set, span, definitions, families
                ):
                    name = definitions.dimensions[dimension].dimension.name
                    return f"This {name.lower()} is outside what you may see."
    return ""


def _not_before(indicator: Indicator, data_sets: tuple[DataSet, ...], span: Period) -> date | None:
    days = [indicator.not_before_days, *(data_set.release.not_before_days for data_set in data_sets)]
    known = [each for each in days if each is not None]
    return span.last_day + timedelta(days=max(known)) if known else None


def _audience(
    limits: Limits,
    audience: Audience,
    owner: str | None,
    data_sets: tuple[DataSet, ...],
    cell: Selection,
    span: Period,
    definitions: Definitions,
    families: dict[tuple[str, date], Family],
) -> str:
    if audience == "public":
        return ""
    if audience == "partnership":
        if limits.audiences & {"partnership", "own-organisation"}:
            return ""
        return "For people of the partnership only."
    if "own-organisation" in limits.audiences:
        if owner is not None and owner in limits.organisations:
            return ""
        for data_set in data_sets:
            role = next((r for r in data_set.dimensions if r.role == data_set.provider_dimension), None)
            if role is not None and role.dimension in definitions.dimensions:
                family = family_of(role.dimension, span.last_day, definitions, families)
                if _within(limits.organisations, cell.on(role.dimension), family):
                    return ""
    return "For the organisation that it is about only."


def _inside(
    members: frozenset[str],
    dimension: str,
    cell: Selection,
    data_set: DataSet,
    span: Period,
    definitions: Definitions,
    families: dict[tuple[str, date], Family],
) -> bool:
    family = family_of(dimension, span.last_day, definitions, families)
    constraints = cell.on(dimension)
    if _within(members, constraints, family):
        return True
    opened = {level.partition(".")[2] for level in data_set.release.open_levels if level.startswith(f"{dimension}.")}
    if not opened:
        return False
    tree = definitions.dimensions[dimension]
    if not constraints:
        # All of a dimension is the figure of its one top member, where there is but one.
        tops = list(tree.children(None, None, span.last_day))
        constraints = ((tops[0],),) if len(tops) == 1 else ()
    return any(
        all(_is_open(tree, code, opened) for code in constraint) for constraint in constraints if constraint
    ) and not _cut_across(constraints)


def _is_open(tree: DimensionTree, code: str, opened: set[str]) -> bool:
    # What stands at an open level for members that skip it is those members, whose own level is not open.
    member = tree.member(code)
    return member is not None and member.level in opened and split_pad(code) is None


def _cut_across(constraints: tuple[tuple[str, ...], ...]) -> bool:
    # Two different constraints meet in something smaller than either, which is no total of an open level.
    return len(set(constraints)) > 1


def _within(scope: frozenset[str], constraints: tuple[tuple[str, ...], ...], family: Family) -> bool:
    return any(
        constraint and all(any(code in family.beneath(member) for member in scope) for code in constraint)
        for constraint in constraints
    )


def family_of(dimension: str, day: date, definitions: Definitions, families: dict[tuple[str, date], Family]) -> Family:
    """The family of a dimension on a day, kept in `families`."""
    key = (dimension, day)
    if key not in families:
        families[key] = Family(definitions.dimensions[dimension], day)
    return families[key]
