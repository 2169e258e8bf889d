"""A supply's outcome in the words of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from trigpoint.intake.actions import Outcome
from trigpoint.intake.rejects import HINTS

MOST_EXAMPLES = 3


def account_lines(outcome: Outcome) -> Iterator[str]:
    """The account, what must be known of it, and the first rejects of each kind."""
    yield outcome.account.in_words()
    if not outcome.changed:
        yield (
            "Nothing changed: every figure was held already." if outcome.account.unchanged else "Nothing was taken in."
        )
    for warning in outcome.warnings:
        yield f"Note: {warning}"
    for caution in outcome.cautions:
        yield f"Caution: {caution}"
    for group in outcome.rejects.groups:
        yield f"{group.heading}: {group.rows:,} rows"
        for reject in group.examples[:MOST_EXAMPLES]:
            yield f"  {reject.in_words()}"
        if group.faults > MOST_EXAMPLES:
            yield f"  and {group.faults - MOST_EXAMPLES:,} more"
        if hint := HINTS.get(group.kind):
            yield f"  {hint}"
