"""What stands around a person on their page: their manager, their absence, and the pages that lead on, for who may."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from trigpoint.access.absences import absences_of
from trigpoint.access.models import Absence, User
from trigpoint.access.people import may_see_owed
from trigpoint.access.permissions import may
from trigpoint.manage.objectives import may_see_objectives
from trigpoint.web.indicator.forms import owners
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Around:
    """manager: None where nobody is named, or the reader need not know. links: (label, address).

    managers: who may be chosen, for administrators; away_href: where absence is said, for who may.
    """

    absences: tuple[Absence, ...]
    manager: User | None
    links: tuple[tuple[str, str], ...]
    managers: tuple[tuple[str, str], ...]
    away_href: str


def around(here: Visit, person: User) -> Around:
    """For one reader. Names of managers are shown to the two, and to administrators."""
    viewer, own = here.viewer, here.viewer.user_id == person.pk
    manages = may(viewer, "manage-people")
    shown = own or manages or viewer.user_id == person.manager_id
    links = []
    if may_see_owed(viewer, person):
        links.append(("What they owe", f"{reverse('owed')}?person={person.username}"))
    if may_see_objectives(viewer, person):
        links.append(("Their own objectives", reverse("objectives", args=[person.username])))
    if manages:
        links.append(("Hand over what they answer for", reverse("hand-over", args=[person.username])))
    chosen = [pair for pair in owners() if pair[0] != person.username and pair[0] != _own_name(here)] if manages else []
    if manages and person.manager is not None and (now := (person.manager.username, str(person.manager))) not in chosen:
        chosen.append(now)
    return Around(
        tuple(absences_of(person)), person.manager if shown else None, tuple(links), tuple(chosen),
        reverse("away", args=[person.username]) if own or manages else "",
    )  # fmt: skip


def _own_name(here: Visit) -> str:
    """Nobody names themselves: see `access.people.name_manager`."""
    return here.request.user.get_username()
