"""What can be had instead: where published figures may not be added up, the published figure of the whole, labelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.asks import Ask, role_of
from trigpoint.cube.codes import Codes
from trigpoint.cube.figure import Figure
from trigpoint.cube.places import levels_of
from trigpoint.cube.question import Where
from trigpoint.cube.reporting import Asked
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True)
class Offer:
    """The ask of the published figure, its one cell, and whose figure it is."""

    ask: Ask
    key: tuple[str, ...]
    names: str


def offer_for(
    ask: Ask, key: tuple[str, ...], period: Asked, definitions: Definitions, codes_of: Callable[[str], Codes]
) -> Offer | None:
    """The same cell with each open role filled by the topmost member for which a figure was supplied; None when some
    role has no such member. Asked of single published measures only."""
    version = definitions.version_on(ask.indicator, period.span.last_day)
    components = definitions.formula(version.formula).components if version else ()
    if len(components) != 1:
        return None
    component = components[0]
    codes, data_set = codes_of(component.data_set), definitions.data_sets[component.data_set]
    kept = [i for i, code in enumerate(key) if code != TOTAL]
    constrained = {ask.axes[i].dimension for i in kept} | {where.dimension for where in ask.filters}
    constrained |= {codes.roles[role].dimension for role, _ in component.where}
    filters, names = list(ask.filters), []
    for role in data_set.dimensions:
        if role.dimension in constrained or role_of(data_set, role.dimension) != role:
            continue
        supplied = codes.holdings.codes_of.get((component.measure, role.role), ())
        if len(supplied) < 2:
            continue
        top = _topmost(codes, role.role, supplied, period)
        if top is None:
            return None
        filters.append(Where(role.dimension, (top,)))
        names.append(codes.tree(role.role).name(top))
    if not names:
        return None
    axes = tuple(ask.axes[i] for i in kept)
    return Offer(
        replace(ask, axes=axes, filters=tuple(filters), periods=(period,), totals=False),
        tuple(key[i] for i in kept),
        " and ".join(names),
    )


def _topmost(codes: Codes, role: str, supplied: tuple[str, ...], period: Asked) -> str | None:
    """The one supplied member at the highest level."""
    tree = codes.tree(role)
    meanings = codes.meanings(role, (period.span.start, period.span.last_day))
    members = {member for code in supplied if (member := meanings.get(code)) is not None}
    for level in levels_of(tree, None):
        found = sorted(member for member in members if tree.members[member].level == level)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def with_offer(figure: Figure, offer: Offer, found: Figure, definitions: Definitions, indicator: str) -> Figure:
    """The refusal, with the figure that can be had added to its reason."""
    if found.nothing is not None or found.value is None:
        return figure
    document = definitions.indicators[indicator]
    value = f"{round(Decimal(str(found.value)), document.decimals):,f}"
    if document.unit == "%":
        said = f"{value}%"
    elif document.unit[:1] in ("£", "€", "$"):
        said = f"{document.unit[0]}{value}{document.unit[1:]}"
    else:
        said = f"{value} {document.unit}"
    return replace(figure, reason=f"{figure.reason} The published figure for {offer.names} is {said}: ask for that.")
