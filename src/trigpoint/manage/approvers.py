"""Who approves: whom the definitions name; of a commentary else analysts and administrators, of typed figures else whoever
else takes the data set in. Nobody approves their own words where somebody is named for it, or ever their own figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from trigpoint.access.models import Membership, User
from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer, held_on
from trigpoint.catalogue.uses import data_sets_of
from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import Commentary

ANYBODY = "an analyst or administrator"
"""Who approves where nobody is named, in words."""


@dataclass(frozen=True)
class Approvers:
    """held: the parts of approving, and of standing in for somebody, that hold on a day. people: who can sign in, by user
    name, with the memberships that hold on it."""

    definitions: Definitions
    held: tuple[Responsibility, ...]
    people: Mapping[str, User]

    def of(self, text: Commentary) -> tuple[User, ...]:
        """Who is named to approve a text and may: its author is left out. None: analysts and administrators do it."""
        return tuple(person for person in self._named(text) if person.pk != text.author_id)

    def may(self, viewer: Viewer, text: Commentary) -> bool:
        """Whether the viewer may approve a text, or send it back."""
        named = self._named(text)
        others = {person.pk for person in named if person.pk != text.author_id}
        if others:
            return viewer.user_id in others
        if named and viewer.user_id == text.author_id:
            return False
        indicator = self.definitions.indicators.get(text.indicator)
        return may(viewer, "approve", indicator.owner if indicator else None)

    def words(self, text: Commentary) -> str:
        """Who approves it, in words: of several named, the first."""
        named = self.of(text)
        return str(named[0]) if named else ANYBODY

    def of_figures(self, data_set: str, typists: Collection[int | None]) -> tuple[User, ...]:
        """Who is named to approve the figures of a data set, for it or for an indicator worked out from it. typists: who
        typed them, who are left out. None: whoever else takes the data set in does it."""
        found = self._people([one for one in self.held if self._covers_figures(one, data_set)])
        return tuple(person for person in found if person.pk not in typists and person.memberships.all())

    def may_settle(self, viewer: Viewer, data_set: str, typists: Collection[int | None]) -> bool:
        """Whether the viewer, who takes the data set in, may approve figures of it: never their own."""
        named = self.of_figures(data_set, typists)
        return viewer.user_id not in typists and (not named or viewer.user_id in {person.pk for person in named})

    def _covers_figures(self, one: Responsibility, data_set: str) -> bool:
        if one.indicator is None:
            return one.data_set == data_set
        return one.framework is None and data_set in data_sets_of(self.definitions, one.indicator)

    def _named(self, text: Commentary) -> list[User]:
        """Those named for it who can read it: what one organisation keeps to itself is approved within it."""
        found = self._people([one for one in self.held if self._covers(one, text)])
        return [person for person in found if _reads(person, text)]

    def _people(self, covering: Sequence[Responsibility]) -> list[User]:
        own = [one.person for one in covering if one.role == "approver"]
        standing_in = [one.person for one in covering if one.role == "deputy" and one.deputy_for in own]
        return [self.people[name] for name in dict.fromkeys((*own, *standing_in)) if name in self.people]

    def _covers(self, one: Responsibility, text: Commentary) -> bool:
        """What is named for a framework is about the texts in that framework; for an indicator, about all on it."""
        if one.framework is not None and one.framework != text.framework:
            return False
        return text.indicator in self.definitions.answered_for(one)


def _reads(person: User, text: Commentary) -> bool:
    belongs = {one.organisation for one in person.memberships.all()}
    return text.organisation in belongs if text.audience == "own-organisation" else bool(belongs)


def approvers(definitions: Definitions, today: date) -> Approvers:
    """Who approves what today. Two queries."""
    held = tuple(
        one for one in definitions.responsibilities if one.role in ("approver", "deputy") and one.holds_on(today)
    )
    in_force = Membership.objects.filter(held_on(today))
    people = User.objects.filter(username__in={one.person for one in held}, is_active=True)
    return Approvers(
        definitions, held, {one.username: one for one in people.prefetch_related(Prefetch("memberships", in_force))}
    )
