"""Who answers for an indicator, as pages name them: the lead, or else the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trigpoint.access.models import User
from trigpoint.definitions.frameworks import Place
from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True)
class Leads:
    """names: of the people who lead, by user name. by_indicator: user names of leads, deputies last."""

    definitions: Definitions
    names: dict[str, str]
    by_indicator: dict[str, tuple[str, ...]]

    def of(self, indicator: str, place: Place | None = None) -> str:
        """The lead's name; else the organisation that leads on its place, or that owns its definition; else ''."""
        for username in self.by_indicator.get(indicator, ()):
            return self.names.get(username, username)
        code = (place.lead if place else None) or self.definitions.indicators[indicator].owner
        tree = self.definitions.organisations
        return "" if code is None else tree.name(code) if tree is not None else code


def leads(definitions: Definitions, today: date) -> Leads:
    """Who leads on each indicator today. One query."""
    found: dict[str, list[str]] = {}
    held = [one for one in definitions.responsibilities if one.holds_on(today)]
    # Who leads on the indicator itself stands before who leads on all of a theme.
    for role, itself in (("lead", True), ("lead", False), ("deputy", True), ("deputy", False)):
        for one in held:
            if one.role == role and (one.indicator is not None) == itself:
                for code in indicators_of(definitions, one):
                    found.setdefault(code, []).append(one.person)
    people = {person for several in found.values() for person in several[:1]}
    names = dict(User.objects.filter(username__in=people).values_list("username", "name"))
    return Leads(definitions, names, {code: tuple(dict.fromkeys(several)) for code, several in found.items()})


def answers_for(definitions: Definitions, username: str, today: date) -> frozenset[str]:
    """The indicators on which a person leads today, or stands in for who does."""
    return frozenset(
        code
        for one in definitions.responsibilities
        if one.person == username and one.role in ("lead", "deputy") and one.holds_on(today)
        for code in indicators_of(definitions, one)
    )


def indicators_of(definitions: Definitions, one: Responsibility) -> Iterable[str]:
    """The indicators on which somebody leads by one responsibility: one, or all of a part of a framework."""
    if one.indicator is not None:
        return (one.indicator,)
    if one.framework is None:
        return ()
    return (
        item.place.indicator
        for item in definitions.places.get(one.framework, ())
        if one.node is None or one.node == item.place.item or one.node in [node.code for node in item.nodes]
    )
