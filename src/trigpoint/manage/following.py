"""What a person looks at: the scorecards that are theirs, and what they follow, read where it still can be."""

from __future__ import annotations

from datetime import date

from trigpoint.access.viewers import Viewer
from trigpoint.ask.windows import Pairs
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.models import PortfolioItem
from trigpoint.manage.portfolios import no_such_slice


def own_frameworks(viewer: Viewer, definitions: Definitions, today: date) -> list[str]:
    """The frameworks in force of the partnership and of the viewer's organisations."""

    def is_own(framework: Framework) -> bool:
        return framework.owner is None or framework.owner in viewer.organisations

    return [code for code, one in definitions.frameworks.items() if is_own(one) and one.years.holds_on(today)]


def why_gone(definitions: Definitions, item: PortfolioItem) -> str:
    """Why what is followed cannot be read any more, in words; '' where it can."""
    indicator = definitions.indicators.get(item.indicator)
    if indicator is None:
        return f"{item.indicator} is defined no longer."
    why = no_such_slice(definitions, item.slice)
    return f"{indicator.name} is not shown as you followed it: {why}." if why else ""


def followed_slice(definitions: Definitions, item: PortfolioItem) -> Pairs:
    """The filters of what is followed.

    What is followed as a whole is read for the slice on which all its places agree: a published figure has no other.
    """
    if found := slice_pairs(item.slice):
        return found
    places = [
        one.place.where
        for items in definitions.places.values()
        for one in items
        if one.place.indicator == item.indicator
    ]
    agreed = places[0] if places and all(where == places[0] for where in places) else {}
    return tuple(sorted(agreed.items()))
