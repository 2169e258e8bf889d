"""What is said of a supply before it is taken in: warnings that need not be accepted, cautions that must. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trigpoint.definitions.periods import Calendars, Period
from trigpoint.intake.checks import Warned
from trigpoint.intake.rejects import Rejects
from trigpoint.intake.supply import SuppliedPart
from trigpoint.store.diff import Diff
from trigpoint.store.scope import Scope

MOST_PERIODS_NAMED = 3


def cautions(scope: Scope | None, parts: Sequence[SuppliedPart], rejects: Rejects, diff: Diff | None) -> list[str]:
    """What a replacement might do that is not meant."""
    if scope is None:
        return []
    found = []
    if rejects.rows:
        found.append(
            f"This supply replaces what is held, and {rejects.rows:,} of its rows are rejected: what they used to say would "
            "be removed. Mend them and supply the whole again, or accept this."
        )
    periods = {(part.start, part.end) for part in parts}
    providers = {part.provider for part in parts}
    held = {(part.provider, part.start, part.end) for part in parts}
    if len(held) < len(periods) * len(providers) and diff is not None and diff.facts.removed:
        found.append(
            f"This supply replaces what is held for {len(providers):,} providers over {len(periods):,} periods, but does not "
            f"have every provider in every period: {diff.facts.removed:,} figures would be removed. Accept this, or supply "
            "each provider by itself."
        )
    return found


def still_to_come(parts: Sequence[SuppliedPart], rows: int, today: date, calendars: Calendars) -> str:
    """That figures are of periods which have not begun: a plan, or a slip of the pen in a year; '' where none are.

    rows: how many of the supply hold such figures.
    """
    periods = sorted({Period(part.start, part.end, part.grain) for part in parts if part.start > today})
    if not periods:
        return ""
    named = [calendars.label(period) for period in periods[:MOST_PERIODS_NAMED]]
    more = len(periods) - len(named)
    said = (
        f"{', '.join(named)} and {more} more"
        if more
        else " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    )
    are = "1 of its rows is" if rows == 1 else f"{rows:,} of its rows are"
    have = "has" if len(periods) == 1 else "have"
    return (
        f"{are} of {said}, which {have} not begun. Is that a plan, or a slip in a date? Taken in, they are kept, and "
        "are not shown as the latest before their time."
    )


def located(warned: Warned, files: Sequence[str]) -> str:
    """A warning with the first rows that it is about. files: their names, in the order in which they were read."""
    first = ", ".join(f"{files[file]} row {row:,}" for file, row in warned.rows[:5])
    return f"{warned.message} The first: {first}."
