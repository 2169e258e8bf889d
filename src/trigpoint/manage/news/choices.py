"""What a person wants to be told, how, and when not; and how the partnership tells its people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import BadText
from trigpoint.manage.following import own_frameworks
from trigpoint.manage.models import MailWhen, NewsChoice, NewsKind, TellingRules

PORTFOLIO, ANSWERED = "portfolio", "answered"
"""Scopes of a rule besides scorecards: what I follow, and what I answer for."""

DEFAULT = frozenset(
    {(kind, scope) for kind in (NewsKind.TURNED, NewsKind.WORSE) for scope in (PORTFOLIO, ANSWERED)}
    | {(kind, ANSWERED) for kind in (NewsKind.AT_RISK, NewsKind.LATE, NewsKind.RESTATED, NewsKind.COMMENTARY)}
    | {(NewsKind.OVERDUE, ANSWERED)}
)  # fmt: skip
"""(kind, scope) for who has not chosen: few, and more of it for who can do something about it."""

MOST_HOLIDAYS, LONGEST_WAIT = 200, 90

Rules = frozenset[tuple[str, str]]


def rules_of(choice: NewsChoice | None) -> Rules:
    """The rules by which a person is told: (kind, scope)."""
    if choice is None or choice.rules is None:
        return DEFAULT
    return frozenset((kind, scope) for kind, _, scope in (text.partition(":") for text in choice.rules))


def scopes_of(viewer: Viewer, definitions: Definitions, today: date) -> list[tuple[str, str]]:
    """(code, name) of what a rule may be for: what I follow, what I answer for, and my scorecards."""
    frameworks = [
        (of_framework(code), definitions.frameworks[code].name) for code in own_frameworks(viewer, definitions, today)
    ]
    return [(PORTFOLIO, "What I follow"), (ANSWERED, "What I answer for"), *frameworks]


def of_framework(code: str) -> str:
    """The scope that is a scorecard, told apart from the others whatever its code is."""
    return f"framework/{code}"


def may_be(kind: str, scope: str) -> bool:
    """Whether there can be news of a kind in a scope: what is asked of a person is of what they answer for alone."""
    return kind not in (NewsKind.COMMENTARY, NewsKind.OVERDUE) or scope == ANSWERED


def choice_of(viewer: Viewer) -> NewsChoice:
    """The viewer's choice, or one as everybody has it until they choose; not kept."""
    return NewsChoice.objects.filter(owner_id=viewer.user_id).first() or NewsChoice(owner_id=viewer.user_id)


@transaction.atomic
def choose(
    viewer: Viewer, definitions: Definitions, today: date, *, rules: Iterable[tuple[str, str]], mail: str,
    quiet_from: time, quiet_until: time, away_from: date | None, away_until: date | None,
) -> NewsChoice:  # fmt: skip
    """Keep what the viewer wants to be told. Raises NotAllowed and BadText."""
    require(viewer, "read")
    wanted = set(rules)
    scopes = dict(scopes_of(viewer, definitions, today))
    for kind, scope in wanted:
        if kind not in NewsKind.values or scope not in scopes or not may_be(kind, scope):
            raise BadText("One of the rules does not exist. Load the page anew and choose again.")
    if mail not in MailWhen.values:
        raise BadText("Choose when mail is sent.")
    if (away_from is None) != (away_until is None):
        raise BadText("Say both the first and the last day on which you are away, or neither.")
    if away_from is not None and away_until is not None and away_until < away_from:
        raise BadText("You would be back before you go: the last day away is before the first.")
    choice, _ = NewsChoice.objects.update_or_create(
        owner_id=viewer.user_id,
        defaults={
            "rules": sorted(f"{kind}:{scope}" for kind, scope in wanted), "mail": mail, "quiet_from": quiet_from,
            "quiet_until": quiet_until, "away_from": away_from, "away_until": away_until,
        },
    )  # fmt: skip
    return choice


def telling_rules() -> TellingRules:
    """How the partnership tells its people. One query."""
    return TellingRules.objects.first() or TellingRules(pk=1)


def holidays_of(rules: TellingRules) -> frozenset[date]:
    """The days on which nobody is mailed."""
    return frozenset(date.fromisoformat(text) for text in rules.holidays)


@transaction.atomic
def set_telling_rules(viewer: Viewer, holidays: Iterable[date], escalate_after: int) -> TellingRules:
    """Set the days without mail, and after how many days without anything done others are told (0: never).

    Raises NotAllowed and BadText.
    """
    require(viewer, "manage-people")
    days = sorted(set(holidays))
    if len(days) > MOST_HOLIDAYS:
        raise BadText(f"Those are {len(days):,} days; {MOST_HOLIDAYS} is the most.")
    if not 0 <= escalate_after <= LONGEST_WAIT:
        raise BadText(f"Choose between 0 (never) and {LONGEST_WAIT} days.")
    rules, _ = TellingRules.objects.update_or_create(
        pk=1, defaults={"holidays": [day.isoformat() for day in days], "escalate_after": escalate_after}
    )
    audit.record(viewer, "set-telling-rules", holidays=len(days), escalate_after=escalate_after)
    return rules
