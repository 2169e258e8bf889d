# ruff: noqa: S608 - nothing of a supply is put into SQL but the path of its own account
"""Closed periods stand: a supply that would change a figure of one is refused as a whole, and says which."""

from __future__ import annotations

from datetime import date

import duckdb

from trigpoint.catalogue.closed_periods import ClosedSpan, closed_spans, settled_by
from trigpoint.catalogue.snapshots import first_in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.faults import IntakeError
from trigpoint.intake.supply import Prepared
from trigpoint.judge.numbers import format_date, listed
from trigpoint.store.compare import STATING
from trigpoint.store.schema import literal


class PeriodClosed(IntakeError):
    """A supply that would change figures of a closed period; nothing of it is kept."""


def require_open(prepared: Prepared, definitions: Definitions) -> None:
    """Raise PeriodClosed where a supply would add, change or remove a figure of a closed period.

    Rows that say what is held already are no change. Two queries, and none of the supply where nothing is closed.
    """
    spans = closed_spans()
    if not spans or prepared.diff is None:
        return
    # What was closed before the data set was made settled none of its figures: a spreadsheet's history may be brought.
    made_at = first_in_force("data-set", prepared.data_set.code)
    spans = tuple(span for span in spans if made_at is None or span.closed_at >= made_at)
    touched: dict[ClosedSpan, int] = {}
    for start, end, figures in _changed(prepared):
        span = settled_by(spans, start, end)
        if span is not None:
            touched[span] = touched.get(span, 0) + figures
    if not touched:
        return
    calendars = definitions.calendars
    said = listed([
        f"{figures:,} {'figure' if figures == 1 else 'figures'} of {calendars.label(calendars.parse(span.period))}, "
        f"closed on {format_date(calendars.day_of(span.closed_at))}"
        for span, figures in touched.items()
    ])  # fmt: skip
    raise PeriodClosed(
        f"It would change {said}. Nothing was taken in. Leave those rows out; or ask an administrator to reopen the period, "
        "with the reason."
    )


def _changed(prepared: Prepared) -> list[tuple[date, date, int]]:
    """(start, end, how many figures) of what the supply would state otherwise, removals among it."""
    assert prepared.diff is not None
    effects = ", ".join(literal(effect) for effect in STATING)
    with duckdb.connect(":memory:") as con:
        return con.execute(
            f"SELECT period_start, period_end, count(*) FROM read_parquet({literal(str(prepared.diff.judged))}) "
            f"WHERE effect IN ({effects}) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
