"""What I follow: read where it still can be, and why not where it cannot."""

from __future__ import annotations

from trigpoint.ask.windows import Pairs
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.models import PortfolioItem
from trigpoint.manage.portfolios import no_such_slice
from trigpoint.web.visit import Visit


def why_gone(here: Visit, item: PortfolioItem) -> str:
    """Why what is followed cannot be read any more, in words; '' where it can."""
    indicator = here.definitions.indicators.get(item.indicator)
    if indicator is None:
        return f"{item.indicator} is defined no longer."
    why = no_such_slice(here.definitions, item.slice)
    return f"{indicator.name} is not shown as you followed it: {why}." if why else ""


def slice_of(here: Visit, item: PortfolioItem) -> Pairs:
    """The filters of what is followed.

    What is followed as a whole is read for the slice on which all its places agree: a published figure has no other.
    """
    if found := slice_pairs(item.slice):
        return found
    places = [
        one.place.where
        for items in here.definitions.places.values()
        for one in items
        if one.place.indicator == item.indicator
    ]
    agreed = places[0] if places and all(where == places[0] for where in places) else {}
    return tuple(sorted(agreed.items()))
