"""Comparison of members: rank, quarters by a named method, confidence intervals, and better, similar or worse.

Figures that are missing have no rank and no quarter, and do not move those of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import exp, floor, lgamma, log, sqrt
from typing import Literal, NamedTuple

from trigpoint.definitions.rules import Polarity
from trigpoint.judge.numbers import Number
from trigpoint.judge.terms import comparable

QuantileMethod = Literal["inclusive", "exclusive"]
Significance = Literal["better", "similar", "worse", "higher", "lower", "not-compared"]

Z95 = 1.959963984540054
"""The normal deviate of a two-sided 95% interval."""

EXACT_BELOW = 10
"""Byar's method is an approximation that is not close enough for fewer events (PHE technical guide)."""


class Interval(NamedTuple):
    """Both ends, in the figure's own unit."""

    lower: float
    upper: float


def ranks(values: Sequence[Number | None], polarity: Polarity) -> list[int | None]:
    """Standard competition ranks (1, 2, 2, 4), 1 the best; the highest where no end is better. None for missing ones."""
    figures = [None if value is None else comparable(value) for value in values]
    known = [figure for figure in figures if figure is not None]
    ahead = {
        figure: 1 + sum(other < figure if polarity == "low" else other > figure for other in known)
        for figure in set(known)
    }
    return [None if figure is None else ahead[figure] for figure in figures]


def quantile(values: Sequence[Number | None], share: Number, method: QuantileMethod = "inclusive") -> Decimal | None:
    """The figure below which `share` (0 to 1) of the others lie; None of none.

    Hyndman and Fan, *Sample Quantiles in Statistical Packages*, 1996: between the two nearest figures, at place
    1 + (n - 1) × share (inclusive) or (n + 1) × share (exclusive), held within the ends.
    """
    known = sorted(comparable(value) for value in values if value is not None)
    if not known:
        return None
    count, part = len(known), comparable(share)
    place = 1 + (count - 1) * part if method == "inclusive" else (count + 1) * part
    place = min(max(place, Decimal(1)), Decimal(count))
    below = floor(place)
    if below >= count:
        return known[-1]
    return known[below - 1] + (place - below) * (known[below] - known[below - 1])


def median(values: Sequence[Number | None]) -> Decimal | None:
    """The middle figure, or halfway between the two middle ones; None of none."""
    return quantile(values, Decimal("0.5"))


def quarters(
    values: Sequence[Number | None], polarity: Polarity, method: QuantileMethod = "inclusive"
) -> list[int | None]:
    """The quarter of each figure, 1 the best (the highest where no end is better), 4 the worst.

    A figure on the line between two quarters is in the better one. Fewer than four figures have no quarters.
    """
    if sum(value is not None for value in values) < 4:
        return [None] * len(values)
    sign = -1 if polarity == "low" else 1
    turned = [None if value is None else sign * comparable(value) for value in values]
    cuts = [quantile(turned, Decimal(part) / 4, method) for part in (3, 2, 1)]
    return [None if value is None else 1 + sum(cut is not None and value < cut for cut in cuts) for value in turned]


def wilson(events: Number, base: Number, z: float = Z95, scale: float = 1.0) -> Interval | None:
    """The score interval of a proportion: `events` of `base`, times `scale` (100 for per cent). None of no base.

    Wilson, 1927; recommended by Newcombe, 1998, and by the PHE technical guide on confidence intervals. ValueError
    where events are not between 0 and the base: that is no proportion.
    """
    x, n = float(events), float(base)
    if n <= 0:
        return None
    if not 0 <= x <= n:
        raise ValueError(f"{events} of {base} is not a proportion: use an interval for a rate.")
    share, square = x / n, z * z
    middle = 2 * x + square
    reach = z * sqrt(square + 4 * x * (1 - share))
    lower = (middle - reach) / (2 * (n + square))
    upper = (middle + reach) / (2 * (n + square))
    # Rounding may put the ends of 0% and 100% a hair outside.
    return Interval(scale * (0.0 if x == 0 else max(lower, 0.0)), scale * (1.0 if x == n else min(upper, 1.0)))


def byar(count: Number, z: float = Z95) -> Interval:
    """Byar's approximate interval of a count of events (Breslow and Day, *Statistical Methods in Cancer Research*, 1987)."""
    events = float(count)
    if events < 0:
        raise ValueError(f"A count of events cannot be {count}.")
    lower = 0.0 if events == 0 else events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
    above = events + 1
    return Interval(max(lower, 0.0), above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3)


def exact_poisson(count: int, confidence: float = 0.95) -> Interval:
    """The exact (Garwood) interval of a count: the means that leave half the rest in either tail."""
    if count < 0:
        raise ValueError(f"A count of events cannot be {count}.")
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else _mean_where(lambda mean: 1 - _poisson_at_most(count - 1, mean) >= tail, count)
    return Interval(lower, _mean_where(lambda mean: _poisson_at_most(count, mean) <= tail, count))


def rate_interval(count: Number, exposure: Number, per: Number = 1) -> Interval | None:
    """The 95% interval of `count` events in `exposure`, times `per` (1,000): exact under ten events, else Byar's."""
    if float(exposure) <= 0:
        return None
    events = float(count)
    ends = exact_poisson(int(events)) if events < EXACT_BELOW and events == int(events) else byar(count)
    factor = float(per) / float(exposure)
    return Interval(ends.lower * factor, ends.upper * factor)


def significance(
    interval: tuple[Number, Number] | None, comparator: Number | tuple[Number, Number] | None, polarity: Polarity
) -> Significance:
    """Whether a figure differs from the comparator by more than chance, as Fingertips decides it.

    Different where the figure's interval does not hold the comparator; where the comparator has an interval too, where
    the two do not overlap. (Overlap is a cautious test: some true differences are called similar.) Touching is similar.
    """
    if interval is None or comparator is None:
        return "not-compared"
    lower, upper = float(interval[0]), float(interval[1])
    if isinstance(comparator, tuple):
        least, most = float(comparator[0]), float(comparator[1])
    else:
        least = most = float(comparator)
    if lower <= most and least <= upper:
        return "similar"
    higher = lower > most
    if polarity in {"none", "range"}:
        return "higher" if higher else "lower"
    return "better" if higher == (polarity == "high") else "worse"


def _poisson_at_most(count: int, mean: float) -> float:
    if mean <= 0:
        return 1.0
    return min(1.0, sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1)))


def _mean_where(reached: Callable[[float], bool], count: int) -> float:
    # Bisection: `reached` turns from False to True as the mean grows.
    low, high = 0.0, 10.0 + 3 * count
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
