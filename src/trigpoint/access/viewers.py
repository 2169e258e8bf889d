"""A viewer: who asks or acts, as a frozen value, so that nothing below needs the database to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from trigpoint.access.models import Absence, Membership, User
from trigpoint.cube.limits import Limits
from trigpoint.definitions.datasets import Audience


@dataclass(frozen=True)
class Viewer:
    """Who asks. memberships: (organisation code or '' for the partnership, role). scopes: (dimension, member codes).

    stands_in_for: the numbers of the people who are away today, and for whom the viewer acts. called: the user names by
    which definitions mean the viewer: their own, and those of these people.
    public: stands for everybody outside: reads what is open to the public, and nothing else.
    """

    user_id: int | None
    name: str
    memberships: frozenset[tuple[str, str]] = frozenset()
    scopes: tuple[tuple[str, frozenset[str]], ...] = ()
    sources: frozenset[str] = frozenset()
    everything: bool = False
    stands_in_for: frozenset[int] = frozenset()
    called: frozenset[str] = frozenset()
    public: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for _, role in self.memberships)

    @property
    def organisations(self) -> frozenset[str]:
        return frozenset(organisation for organisation, _ in self.memberships if organisation)

    def has(self, role: str, organisation: str | None = None) -> bool:
        """Whether the viewer has the role, there or in the whole partnership."""
        return self.everything or any(
            have == role and (organisation is None or where in ("", organisation)) for where, have in self.memberships
        )

    def sees_all_records(self, data_set: str) -> bool:
        """Whether any source record of a data set may be shown, whatever place it is of.

        Never to a person with a scope: they see the records beneath a figure that is theirs, where it is explained.
        """
        return self.everything or (data_set in self.sources and not self.scopes)

    def limits(self, today: date) -> Limits:
        """The cells that the viewer may ask for on a day."""
        audiences: frozenset[Audience] = frozenset(["public"])
        if self.memberships or self.everything:
            audiences = frozenset(["public", "partnership", "own-organisation"])
        return Limits(
            today=today,
            scopes=self.scopes,
            organisations=self.organisations,
            audiences=audiences,
            sources=self.sources,
            everything=self.everything,
        )


OPERATOR = Viewer(user_id=None, name="command line", everything=True)
"""Whoever may run commands on the machine may read its files; the command line acts as an administrator."""


def held_on(day: date, of: str = "") -> Q:
    """Which memberships hold on a day. of: the way to them in a query, such as `memberships__`."""
    begun = Q(**{f"{of}since": None}) | Q(**{f"{of}since__lte": day})
    return begun & (Q(**{f"{of}until": None}) | Q(**{f"{of}until__gte": day}))


def viewer_of(user: User) -> Viewer:
    """The viewer that a person is today: memberships in force, scopes and permissions."""
    today = timezone.localdate()
    memberships = Membership.objects.filter(held_on(today), user=user)
    scopes: dict[str, set[str]] = {}
    for dimension, member in user.scopes.values_list("dimension", "member"):
        scopes.setdefault(dimension, set()).add(member)
    away = dict(
        Absence.objects.filter(deputy=user, first__lte=today, last__gte=today).values_list(
            "person_id", "person__username"
        )
    )
    return Viewer(
        user_id=user.pk,
        name=str(user),
        memberships=frozenset(memberships.values_list("organisation", "role")),
        scopes=tuple(sorted((dimension, frozenset(members)) for dimension, members in scopes.items())),
        sources=frozenset(user.source_permissions.values_list("data_set", flat=True)),
        stands_in_for=frozenset(away),
        called=frozenset({user.username, *away.values()}),
    )
