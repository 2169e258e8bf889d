"""What every screen starts from: who looks, at which definitions, in which context, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.web.context import AS_AT, COOKIE, Context, read_context, read_day


@dataclass(frozen=True)
class Visit:
    """viewer: with limits. definitions: in force on the day that the context asks for. today: where the partnership is."""

    request: HttpRequest
    viewer: Viewer
    definitions: Definitions
    context: Context
    today: date

    @property
    def known_at(self) -> datetime | None:
        """The instant whose knowledge is shown; None is now."""
        as_at = self.context.as_at
        return None if as_at is None else end_of_day(as_at, self.definitions.calendars.timezone)

    def here(self, **more: str | None) -> str:
        """This page's address with its context, and other parameters of its own; told from the page, for its links."""
        return self.context.url("", **more) or "?"


def visit(request: HttpRequest) -> Visit:
    """Open a screen. Raises BadContext for an address that asks for what does not exist, and NoDefinitions."""
    today = timezone.localdate()
    as_at = read_day(request.GET.get(AS_AT, ""), today)
    definitions = in_force()
    if as_at is not None:
        definitions = in_force(end_of_day(as_at, definitions.calendars.timezone))
    context = read_context(request.GET, definitions, today)
    return Visit(request, viewer_of(request.user), definitions, context, today)


def remembered(request: HttpRequest) -> str:
    """The context that the person used last, as the query of an address; '' when none."""
    return request.COOKIES.get(COOKIE, "")
