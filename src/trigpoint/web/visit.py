"""What every screen starts from: who looks, at which definitions, in which context, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.ask.own_place import own_place
from trigpoint.ask.windows import Pairs
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.web.context import AS_AT, Context, read_context, read_day
from trigpoint.web.own_place import start_at, without_unheld


@dataclass(frozen=True)
class Visit:
    """viewer: with limits. definitions: in force on the day that the context asks for. today: where the partnership is.

    own: where the context starts for a viewer who may not ask for the whole (see `own_place`).
    """

    request: HttpRequest
    viewer: Viewer
    definitions: Definitions
    context: Context
    today: date
    own: Pairs = ()

    @property
    def chosen(self) -> Pairs:
        """The filters of the context that anybody may choose: those at the viewer's own place left out."""
        return tuple(pair for pair in self.context.where if pair not in self.own)

    @property
    def at_own(self) -> Pairs:
        """The filters of the context at the viewer's own place: they hold for figures that are kept by them."""
        return tuple(pair for pair in self.context.where if pair in self.own)

    def about(self, indicators: Iterable[str]) -> Visit:
        """The visit to a page of these indicators alone: at the viewer's own place only where they are kept by it."""
        return replace(self, context=without_unheld(self.context, self.own, indicators, self.definitions))

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
    viewer = viewer_of(request.user)
    own = own_place(viewer, definitions)
    context = start_at(read_context(request.GET, definitions, today), own)
    return Visit(request, viewer, definitions, context, today, own)
