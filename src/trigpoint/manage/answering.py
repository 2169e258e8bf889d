"""Who answers for which indicators, by the responsibilities of the definitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.whole import Definitions


def answers_for(
    definitions: Definitions, username: str, today: date, away: Collection[str] | None = None
) -> frozenset[str]:
    """The indicators on which a person leads today, or stands in for who does.

    away: user names of those who are away; given, a deputy of somebody answers only while that somebody is.
    """
    return frozenset(
        code
        for one in definitions.responsibilities
        if one.person == username and one.holds_on(today) and _answers(one, away)
        for code in indicators_of(definitions, one)
    )


def indicators_of(definitions: Definitions, one: Responsibility) -> Iterable[str]:
    """The indicators that a responsibility is for: its own, or those of its framework or node."""
    if one.indicator is not None:
        return (one.indicator,)
    if one.framework is None:
        return ()
    return (
        item.place.indicator
        for item in definitions.places.get(one.framework, ())
        if one.node is None or one.node == item.place.item or one.node in [node.code for node in item.nodes]
    )


def _answers(one: Responsibility, away: Collection[str] | None) -> bool:
    if one.role == "lead":
        return True
    return one.role == "deputy" and (away is None or one.deputy_for is None or one.deputy_for in away)
