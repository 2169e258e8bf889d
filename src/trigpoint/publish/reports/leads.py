"""Who leads on each indicator, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trigpoint.access.models import User
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True, slots=True)
class Lead:
    """person: the name, or '' where only an organisation leads. organisation: its code, or ''."""

    person: str
    organisation: str
    organisation_name: str

    @property
    def words(self) -> str:
        """The person with the organisation's short name, or whichever of the two there is."""
        if self.person and self.organisation_name:
            return f"{self.person}, {self.organisation_name}"
        return self.person or self.organisation_name


def leads(definitions: Definitions, day: date) -> dict[str, Lead]:
    """The lead of each indicator on a day: its responsible person, else the organisation that owns the definition."""
    held = {
        one.indicator: one
        for one in reversed(definitions.responsibilities)
        if one.role == "lead" and one.indicator is not None and one.holds_on(day)
    }
    names = dict(
        User.objects.filter(username__in={one.person for one in held.values()}).values_list("username", "name")
    )
    found = {}
    for code, indicator in definitions.indicators.items():
        one = held.get(code)
        organisation = (one.organisation if one else None) or indicator.owner or ""
        person = (names.get(one.person) or one.person) if one else ""
        found[code] = Lead(person, organisation, short_name(definitions, organisation))
    return found


def short_name(definitions: Definitions, organisation: str) -> str:
    """What an organisation is called where room is short."""
    tree = definitions.organisations
    if tree is None or organisation not in tree.members:
        return organisation
    member = tree.members[organisation]
    return member.short_name or member.name
