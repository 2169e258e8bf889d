"""The people who try every act: signed out, without a role, of each role and place; and whether each may."""

from __future__ import annotations

from dataclasses import dataclass

from reference.acts.act import Act, Door, Whose
from trigpoint.access.models import Role
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR

HOME = "health"
"""The organisation to which everything belongs that the acts are about."""
NAMES = {"": "the whole partnership", HOME: "the organisation that it belongs to", "council": "another organisation"}


@dataclass(frozen=True)
class Person:
    """username: '' is signed out. organisation: of the role; '' is the whole partnership. limited: to East Vale."""

    username: str
    role: str = ""
    organisation: str = ""
    limited: bool = False

    @property
    def said(self) -> str:
        """Who they are, in words."""
        if not self.username:
            return "signed out"
        if not self.role:
            return "without a role"
        limits = ", limited to another place" if self.limited else ""
        return f"{Role(self.role).label.lower()} of {NAMES[self.organisation]}{limits}"

    def may(self, act: Act) -> bool:
        """Whether they may, as the list of acts says."""
        if act.door == Door.ANYBODY:
            return True
        if not self.username:
            return False
        if act.door == Door.SIGNED_IN:
            return True
        if self.role not in act.may or (self.limited and act.limits):
            return False
        return {
            Whose.ANY: True,
            Whose.OWN: self.organisation in ("", HOME),
            Whose.THERE: self.organisation == HOME,
            Whose.WHOLE: self.organisation == "",
        }[act.whose]


def _of(organisation: str) -> tuple[Person, ...]:
    return tuple(Person(f"{organisation or 'whole'}-{role}", role, organisation) for role in Role.values)


SIGNED_OUT = Person("")
WITHOUT_ROLE = Person("nobody")
LIMITED = Person("limited", Role.ADMINISTRATOR, limited=True)
ELSEWHERE = tuple(one for one in _of("council") if one.role != Role.BOARD_MEMBER)
EVERYWHERE = (SIGNED_OUT, WITHOUT_ROLE, *_of(""), *ELSEWHERE, LIMITED)
AT_HOME = _of(HOME)


def who_try(act: Act) -> tuple[Person, ...]:
    """Everybody; people of the organisation that it belongs to only where that makes a difference."""
    return (*EVERYWHERE, *AT_HOME) if act.whose in (Whose.OWN, Whose.THERE) else EVERYWHERE


def make_people() -> None:
    """Give each an account."""
    for one in (*EVERYWHERE, *AT_HOME):
        if one.username:
            memberships = [(one.organisation, one.role)] if one.role else []
            save_person(
                OPERATOR, one.username, name=one.said.capitalize(), memberships=memberships,
                scopes={"area": ["east"]} if one.limited else {}, password="a long password",
            )  # fmt: skip
