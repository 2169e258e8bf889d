"""What files are called: what they hold, of which period and, where a past day was asked for, as known on which.

Two files of one table are then told apart in a folder, where nothing else of the page is to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from trigpoint.definitions.periods import Period
from trigpoint.publish.tables import Table
from trigpoint.web.visit import Visit

MOST = 46
"""So many characters of what a file holds leave room for period and day in its name."""


def stem(here: Visit, name: str, periods: Iterable[Period] = ()) -> str:
    """A file's name without its ending: `fly-tipping-2026-09-as-known-on-2026-10-01`."""
    found = sorted(set(periods), key=lambda period: (period.start, period.end))
    codes = list(dict.fromkeys(period.code for period in (*found[:1], *found[-1:])))
    parts = [name[:MOST].strip("-"), "-to-".join(codes)]
    if here.context.as_at is not None:
        parts.append(f"as-known-on-{here.context.as_at.isoformat()}")
    return "-".join(part for part in parts if part)


def named(here: Visit, tables: Mapping[str, Table], periods: Iterable[Period] = ()) -> dict[str, Table]:
    """The tables of a page by id, each named so as a file."""
    chosen = tuple(periods)
    return {id: replace(table, name=stem(here, table.name, chosen)) for id, table in tables.items()}
