"""Zeros that nobody writes: a slice without a row, of a data set that leaves zeros out. Pure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from trigpoint.cube.fetching import Part
from trigpoint.cube.readings import Reading
from trigpoint.cube.supplies import Reported
from trigpoint.definitions.datasets import Measure


def with_zeros(measure: Measure, reading: Reading, part: Part | None, reported: Reported) -> Reading:
    """The reading of a measure of which a slice without a row is a zero: but only once its supplier has reported the period.

    part: what the slice holds, None without a row. reported: the supplies of the span that came.
    """
    if reported.periods == 0 or reading.published:
        return reading
    zero = Decimal(0)
    over_time = measure.over_time
    if part is None:
        if reading.nothing != "no-data":
            return reading
        return Reading(zero, periods=reported.periods, last_end=reported.last_end)
    if over_time == "last" and reported.last_end is not None and part.last_end < reported.last_end:
        return Reading(zero, periods=1, last_end=reported.last_end)
    if reading.value is None:
        return reading
    value = reading.value
    if over_time == "mean" and part.figures < reported.periods:
        value = value * part.figures / reported.periods
    if over_time in ("minimum", "maximum") and part.figures < reported.periods:
        value = min(value, zero) if over_time == "minimum" else max(value, zero)
    return replace(reading, value=value, periods=max(reading.periods, reported.periods))
