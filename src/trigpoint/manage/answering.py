"""Who answers for which indicators, by the responsibilities of the definitions."""

from __future__ import annotations

from collections.abc import Collection
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
        for code in definitions.answered_for(one)
    )


def _answers(one: Responsibility, away: Collection[str] | None) -> bool:
    if one.role == "lead":
        return True
    return one.role == "deputy" and (away is None or one.deputy_for is None or one.deputy_for in away)
