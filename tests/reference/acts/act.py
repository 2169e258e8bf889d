"""What an act is: something that a page or call does for who may do it; and who that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from trigpoint.access.models import Role

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(Role.values)
"""Who has any role."""
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
ANALYSTS = ADMINISTRATORS | {Role.ANALYST}
WRITERS = ANALYSTS | {Role.INDICATOR_LEAD}
STEWARDS = ADMINISTRATORS | {Role.DATA_STEWARD}
PROPOSERS = WRITERS | {Role.DATA_STEWARD}
AGREERS = WRITERS | {Role.BOARD_MEMBER}
AUDITORS = ANALYSTS | {Role.DATA_STEWARD}


OTHER_PLACES = "Nobody who is limited to other places"
SOME_PLACES = "Nobody who is limited to some places"


class Whose(Enum):
    """In which organisation a role must be held, for the act on what is Vale Health's. The value: as the guide says it."""

    ANY = "yes"
    OWN = "their own"
    """There, or in the whole partnership."""
    THERE = "only their own"
    """In that organisation itself: a role in the whole partnership is not enough."""
    WHOLE = "whole partnership"


class Door(Enum):
    """Whom an act is open to. The value: as the guide says it of those who need no role."""

    ROLE = ""
    SIGNED_IN = "Everybody who has an account"
    ANYBODY = "Everybody, signed in or not"


@dataclass(frozen=True)
class Act:
    """says: what it does, in a sentence. route: the name of its address. sent: what is posted; None: the page is opened.

    In braces, in the address and in what is sent: what `things` made. files: by control, (name, content).
    may: the roles. whose: where they are held. besides: who may whatever their role, in words, and `theirs` by user name.
    limits: which people who are limited to some places may not, in words; '' where all of them may who have the role.
    """

    says: str
    route: str
    address: str
    sent: Mapping[str, str | list[str]] | None
    may: frozenset[str] = NOBODY
    whose: Whose = Whose.ANY
    door: Door = Door.ROLE
    besides: str = ""
    theirs: tuple[str, ...] = ()
    limits: str = ""
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def by_role(self) -> tuple[str, ...]:
        """Of each role, in words, whether it may; '' where not."""
        return tuple(self.whose.value if role in self.may else "" for role in Role)

    @property
    def besides_in_words(self) -> str:
        """Who else may, and who may not though they have the role."""
        return ". ".join(part for part in (self.door.value, self.besides, self.limits) if part)

    @property
    def name(self) -> str:
        """What a test of it is called."""
        return self.says.lower().replace(" ", "-").replace(",", "").replace("’", "")


Area = tuple[str, tuple[Act, ...]]
"""A part of the product by its name, and what is done in it."""
