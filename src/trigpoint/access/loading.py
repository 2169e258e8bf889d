"""Who may take in what: the data stewards and administrators of the organisations that provide it, and who is named for it.

An organisation provides a data set where the data set, an expected supply or a responsibility says so. Where each row
names its provider, an organisation takes in its own rows only. A role in the whole partnership reaches everything. A
person whom a responsibility names as provider, or as approver, of a data set takes it in whatever their role; of an
indicator, what it is worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils import timezone

from trigpoint.access.models import Membership
from trigpoint.access.permissions import MAY, NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.responsibilities import Responsibility, subject_of
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import listed

MOST_NAMED = 5


@dataclass(frozen=True)
class Share:
    """A part of a data set. units: those that rows name as their provider, with all beneath them; None: all rows.

    measures: codes; none: all.
    """

    units: frozenset[str] | None = None
    measures: frozenset[str] = frozenset()


class Part(Protocol):
    """What a supply holds: figures of a measure, of the provider that its rows name, from a day until another."""

    @property
    def provider(self) -> str | None: ...
    @property
    def measure(self) -> str: ...
    @property
    def end(self) -> date: ...


WHOLE = Share()


def shares(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> tuple[Share, ...]:
    """The parts of a data set that the viewer may take in today; none: nothing of it."""
    if everywhere(viewer):
        return (WHOLE,)
    own = _own(viewer)
    if data_set.provider in own:
        return (WHOLE,)
    today = timezone.localdate()
    tree = _providers(definitions, data_set)
    found = [
        Share(None if tree is None else frozenset(one.members or (one.provider,)), frozenset(one.measures))
        for one in definitions.expected_supplies.get(data_set.code, ())
        if one.provider in own and one.holds_on(today)
    ]
    found += [
        Share(None if tree is None else frozenset((one.organisation,)))
        for one in _responsible(definitions, data_set)
        if one.organisation in own and one.organisation is not None
    ]
    if tree is not None and tree is definitions.organisations:
        found += [Share(frozenset((one,))) for one in sorted(own) if one in tree.members]
    found += [_share_of(definitions, data_set, one) for one in named_for(viewer, definitions, data_set)]
    return tuple(dict.fromkeys(found))


def named_for(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> list[Responsibility]:
    """By what the viewer is named, today, to supply or approve figures of a data set; also as deputy of who is. An approval
    is a load, too: of the same figures as final ones."""
    if not viewer.memberships:
        return []
    today = timezone.localdate()
    held = [one for one in definitions.responsibilities if one.holds_on(today)]
    deputy = {(one.deputy_for, subject_of(one)) for one in held if one.role == "deputy" and one.person in viewer.called}
    return [
        one
        for one in held
        if (one.person in viewer.called or (one.person, subject_of(one)) in deputy)
        and one.role in ("provider", "approver")
        and (
            one.data_set == data_set.code
            or (one.indicator is not None and measures_in(definitions, one.indicator, data_set))
        )
    ]


def _share_of(definitions: Definitions, data_set: DataSet, one: Responsibility) -> Share:
    tree = _providers(definitions, data_set)
    units = frozenset((one.organisation,)) if tree is not None and one.organisation is not None else None
    measures = measures_in(definitions, one.indicator, data_set) if one.indicator is not None else frozenset()
    return Share(units, measures)


def measures_in(definitions: Definitions, indicator: str, data_set: DataSet) -> frozenset[str]:
    """The data items of a data set that an indicator is worked out from."""
    return frozenset(
        component.measure
        for version in definitions.versions(indicator)
        for component in definitions.formula(version.formula).components
        if component.data_set == data_set.code
    )


def everywhere(viewer: Viewer) -> bool:
    """Whether the viewer's right to take data in is one in the whole partnership."""
    return viewer.everything or any(("", role) in viewer.memberships for role in MAY["load"][1])


def may_load(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> bool:
    """Whether the viewer may take in some of a data set."""
    return bool(shares(viewer, definitions, data_set))


def loads_anything(viewer: Viewer, definitions: Definitions) -> bool:
    """Whether there is anything that the viewer may take in."""
    return any(may_load(viewer, definitions, one) for one in definitions.data_sets.values())


def require_any_load(viewer: Viewer, definitions: Definitions) -> None:
    """Raise NotAllowed for who has neither the role to take data in, nor is named for any of it."""
    if not loads_anything(viewer, definitions):
        require(viewer, "load")


def require_load(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> None:
    """Raise NotAllowed unless the viewer may take in some of a data set; the message says who may."""
    if may_load(viewer, definitions, data_set):
        return
    require(viewer, "load")
    providers = _names(definitions, providers_of(definitions, data_set))
    if not providers:
        raise NotAllowed(
            f"You may not take in {data_set.name}: nothing says which organisation provides it. Ask a data steward of the "
            "whole partnership."
        )
    raise NotAllowed(
        f"You may not take in {data_set.name}: it comes from {listed(providers, MOST_NAMED)}, and you take in data for "
        f"{listed(_names(definitions, _own(viewer)), MOST_NAMED)}. Ask a data steward there, or of the whole partnership."
    )


def require_parts(
    viewer: Viewer, definitions: Definitions, data_set: DataSet, parts: Iterable[Part], *, removed: Iterable[Part] = ()
) -> None:
    """Raise NotAllowed unless all that a supply holds may be taken in by the viewer; the message names what may not.

    removed: what a replacement would take away, of which the same holds.
    """
    granted, tree = shares(viewer, definitions, data_set), _providers(definitions, data_set)
    supplied = "has", "Leave them out", parts
    replaced = "would remove", "Supply a file for each provider and data item", removed
    for does, mend, several in (supplied, replaced):
        foreign = [part for part in several if not any(_holds(share, part, tree) for share in granted)]
        if foreign:
            raise NotAllowed(
                f"You may not take this in: it {does} {_whose(foreign, granted, tree, data_set)}. {mend}, or ask a data "
                "steward of the whole partnership. Nothing was taken in."
            )


def _whose(foreign: Sequence[Part], granted: Sequence[Share], tree: DimensionTree | None, data_set: DataSet) -> str:
    """Figures that are not the viewer's to take in, in words: by who provides them, else by what they are of."""
    others = {part.provider for part in foreign if not any(_holds(Share(one.units), part, tree) for one in granted)}
    if others and tree is not None:
        units = {unit for share in granted for unit in share.units or ()}
        whose = listed(sorted(_who(tree, one) for one in others), MOST_NAMED)
        return f"rows of {whose}, and you take in data for {listed(sorted(map(tree.name, units)), MOST_NAMED)}"
    items = {measure.code: measure.name for measure in data_set.measures}
    names = sorted({items.get(part.measure, part.measure) for part in foreign})
    return f"figures of {listed(names, MOST_NAMED)}, which others provide"


def may_mend(viewer: Viewer, definitions: Definitions, data_set: DataSet, loaded_by: int | None) -> bool:
    """Whether what was rejected of an upload is the viewer's to mend. loaded_by: who took it in.

    Where rows of several providers stand in one data set, the uploads of one organisation are no business of the others.
    """
    granted = shares(viewer, definitions, data_set)
    if WHOLE in granted or not granted:
        return bool(granted)
    colleagues = Membership.objects.filter(organisation__in=_own(viewer))
    return loaded_by is not None and (loaded_by == viewer.user_id or colleagues.filter(user_id=loaded_by).exists())


def providers_of(definitions: Definitions, data_set: DataSet) -> frozenset[str]:
    """The organisations that provide a data set, or a part of it, today."""
    today = timezone.localdate()
    found = {data_set.provider} if data_set.provider else set()
    found |= {one.provider for one in definitions.expected_supplies.get(data_set.code, ()) if one.holds_on(today)}
    found |= {one.organisation for one in _responsible(definitions, data_set) if one.organisation is not None}
    return frozenset(found)


def _providers(definitions: Definitions, data_set: DataSet) -> DimensionTree | None:
    """The breakdown whose members supply each row; None where rows do not say who supplies them."""
    role = definitions.dimension_role(data_set.code, data_set.provider_dimension or "")
    return None if role is None else definitions.dimensions[role.dimension]


def _holds(share: Share, part: Part, tree: DimensionTree | None) -> bool:
    if share.measures and part.measure not in share.measures:
        return False
    if share.units is None or tree is None:
        return True
    return part.provider is not None and tree.lies_within(part.provider, share.units, part.end - timedelta(days=1))


def _who(tree: DimensionTree, provider: str | None) -> str:
    if provider is None:
        return "nobody"
    return tree.name(provider) if provider in tree.members else f"“{provider}”, whom nobody knows"


def _responsible(definitions: Definitions, data_set: DataSet) -> list[Responsibility]:
    """The parts of people that provide a data set for an organisation, today."""
    today = timezone.localdate()
    return [
        one
        for one in definitions.responsibilities
        if one.role == "provider" and one.data_set == data_set.code and one.holds_on(today)
    ]


def _own(viewer: Viewer) -> frozenset[str]:
    """The organisations for which the viewer takes data in."""
    return frozenset(one for one in viewer.organisations if may(viewer, "load", one))


def _names(definitions: Definitions, codes: Iterable[str]) -> list[str]:
    tree = definitions.organisations
    return sorted(tree.name(code) if tree is not None else code for code in codes)
