"""Which indicators a person answers for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.whole import Definitions


def answers_for(definitions: Definitions, username: str, today: date) -> frozenset[str]:
    """The indicators on which a person leads today, or stands in for who does."""
    return frozenset(
        code
        for one in definitions.responsibilities
        if one.person == username and one.role in ("lead", "deputy") and one.holds_on(today)
        for code in indicators_of(definitions, one)
    )


def indicators_of(definitions: Definitions, one: Responsibility) -> Iterable[str]:
    """The indicators that a responsibility is about: one, or those of a part of a framework."""
    if one.indicator is not None:
        return (one.indicator,)
    if one.framework is None:
        return ()
    return (
        item.place.indicator
        for item in definitions.places.get(one.framework, ())
        if one.node is None or one.node == item.place.item or one.node in [node.code for node in item.nodes]
    )
