"""What a change says of targets: each as it was and as it would be, in the words of the target's own page. Pure."""

from __future__ import annotations

from trigpoint.ask.answered import terms_of
from trigpoint.definitions.changes import Difference
from trigpoint.definitions.indicators import Indicator, Target
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.targets import read_period
from trigpoint.judge.terms import Terms
from trigpoint.web.editing.choice_words import choice_word
from trigpoint.web.targets.words import aim_words, where_said, who_agreed

TARGETS = "Targets"


def with_targets_said(
    found: tuple[Difference, ...], before: Indicator, after: Indicator, definitions: Definitions
) -> tuple[Difference, ...]:
    """The differences of an indicator, those of its targets in words."""
    others = tuple(one for one in found if one.where[0] != TARGETS)
    return (*others, *_targets(before, after, definitions))


def _targets(before: Indicator, after: Indicator, definitions: Definitions) -> list[Difference]:
    terms = terms_of(definitions, before.code)
    was, now = ({_key(one): one for one in indicator.targets} for indicator in (before, after))
    found = []
    for key in dict.fromkeys((*was, *now)):
        one = now.get(key) or was[key]
        said = [_said(target, terms, definitions) if target else None for target in (was.get(key), now.get(key))]
        if said[0] != said[1]:
            found.append(Difference((_heading(one, after, definitions),), *said))
    return found


def _key(one: Target) -> tuple[object, ...]:
    role = one.type if one.type in ("minimum", "stretch") else "main"
    return one.period, tuple(sorted(one.where.items())), one.framework, role


def _heading(one: Target, indicator: Indicator, definitions: Definitions) -> str:
    calendars = definitions.calendars
    label = calendars.label(read_period(calendars, one.period, indicator.grain), short=True)
    framework = definitions.frameworks.get(one.framework or "")
    of = [part for part in (where_said(definitions, one.where), framework.name if framework else "") if part]
    return ", ".join((f"Target for {label}", *of))


def _said(one: Target, terms: Terms, definitions: Definitions) -> str:
    parts = [aim_words(one, terms)]
    if one.type not in ("single", "range", "to-be-agreed"):
        parts.append(choice_word("type", one.type).lower())
    if one.smaller_places != "own":
        parts.append(f"for smaller places {choice_word('smaller_places', one.smaller_places).lower()}")
    if agreed := who_agreed(definitions, one):
        parts.append(f"agreed by {agreed}")
    parts += [f"revised to {aim_words(each, terms)}: {each.reason}" for each in one.revisions]
    return "; ".join(parts)
