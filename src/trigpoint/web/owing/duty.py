"""One thing that is owed, and who owes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer


@dataclass(frozen=True)
class Debtor:
    """Somebody who owes, with their own rights. until: the last day of their absence, for one whom the reader stands in for."""

    person: User
    viewer: Viewer
    until: date | None = None

    @property
    def said(self) -> str:
        """Whose it is, on a deputy's list; '' on one's own."""
        return "" if self.until is None else f"for {self.person}, away until {self.until:%-d %B %Y}"


@dataclass(frozen=True)
class Duty:
    """Something that is owed. kind: what it is. day: None where there is none. action: what can be done at `href`.

    debtor: who owes it.
    """

    kind: str
    what: str
    detail: str
    day: date | None
    href: str
    action: str
    debtor: Debtor
    late: bool = False

    @property
    def beneath(self) -> str:
        return "; ".join(filter(None, (self.detail, self.debtor.said)))
