"""Targets in words: for where, what is aimed at, and who agreed to it when."""

from __future__ import annotations

from collections.abc import Mapping

from trigpoint.definitions.describing import said
from trigpoint.definitions.indicators import Revision, Target
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date, listed
from trigpoint.judge.terms import Terms


def where_said(definitions: Definitions, where: Mapping[str, str]) -> str:
    """A slice in words."""
    return ", ".join(
        definitions.dimensions[one].name(code) if one in definitions.dimensions else code for one, code in where.items()
    )


def who_agreed(definitions: Definitions, target: Target) -> str:
    """The partners who agreed to a target and the day; '' where it names neither."""
    tree = definitions.organisations
    names = listed([tree.name(code) if tree else code for code in target.agreed_by])
    day = format_date(target.agreed_on) if target.agreed_on else ""
    return ", ".join(part for part in (names, day) if part)


def aim_words(target: Target | Revision, terms: Terms) -> str:
    """What a target or a revision says: 95%, 4 to 6 days, a profile of 12 periods, to be agreed."""
    if target.day is not None:
        return format_date(target.day)
    if target.stage is not None:
        return target.stage
    if target.value is not None:
        return terms.say_aim(target.value)
    if target.low is not None or target.high is not None:
        low, high = (terms.say_aim(v) if v is not None else "" for v in (target.low, target.high))
        return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    profile = target.profile if isinstance(target, Target) else ()
    if profile:
        return f"profile of {len(profile)} periods, from {terms.say_aim(profile[0].value)} to {terms.say_aim(profile[-1].value)}"
    return said(target.type) if isinstance(target, Target) else "to be agreed"


def can_be_revised(target: Target) -> bool:
    """Whether there is a figure for its whole period, which a revision takes the place of."""
    return target.type == "range" or any(one is not None for one in (target.value, target.day, target.stage))
