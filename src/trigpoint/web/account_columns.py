"""The account of uploads as columns: in every list of them, what was supplied is the sum of what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.catalogue.models import Load
from trigpoint.publish.tables import Column


def taken_in_columns(loads: Sequence[Load]) -> tuple[Column, ...]:
    """What was supplied, and what became of the rows that were not rejected.

    Rows that came too late to count are rare, and have a column only where there are any.
    """
    names = {"supplied": "Rows supplied", "loaded": "Loaded", "unchanged": "Unchanged", "corrected": "Corrected"}
    if any(load.superseded for load in loads):
        names["superseded"] = "Superseded"
    return tuple(Column(key, heading, "number", decimals=0) for key, heading in names.items())


def taken_in(load: Load, columns: Sequence[Column]) -> dict[str, int]:
    """The cells of these columns for one upload."""
    return {column.key: getattr(load, column.key) for column in columns}
