"""Setting a target from what is known: a rule gives a figure with its sum in words, or the reason why it gives none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from statistics import median as middle

from trigpoint.judge.compare import quantile
from trigpoint.judge.numbers import Number, plain, rounded
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms, comparable

LEAST_YEARS = 3
"""Fewer yearly figures than this have no trend worth carrying on."""

LEAST_PLACES = 4
"""Fewer places than this have no quarters."""

FIGURES = ("number", "percentage", "money", "ratio", "duration")
NOT_A_FIGURE = "it is no figure that a sum can be done with"
NEITHER = "neither high nor low is better, so there is no better figure to aim at"


@dataclass(frozen=True, slots=True)
class Proposed:
    """value, or low and high: rounded to the indicator's places. sum: how it came about, or why there is nothing.

    looser: it asks for less than the target before it.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    sum: str = ""
    looser: bool = False

    @property
    def is_given(self) -> bool:
        """Whether the rule gives anything."""
        return self.value is not None or self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Outturn:
    """What a year came to. number: counts years, so that a year without a figure leaves a gap in a trend."""

    number: int
    label: str
    value: Decimal


def the_same(target: TargetInForce | None, year: str) -> Proposed:
    """The target of the year before, once more. year: that year's label."""
    if target is None or not target.has_figure:
        return Proposed(sum=f"{year} has no target with a figure")
    return Proposed(target.value, target.low, target.high, f"the target of {year} again, {target.words}")


def improved(outturns: Sequence[Outturn], percent: Decimal, terms: Terms) -> Proposed:
    """The newest outturn, so many per cent of it better: more where high is good, less where low is."""
    if (why := _why_not(terms)) or not outturns:
        return Proposed(sum=why or "no year's outturn is known")
    last = outturns[-1]
    if last.value <= 0:
        return Proposed(sum=f"a share of {terms.say(last.value)} ({last.label}) is no improvement on it")
    sign = 1 if terms.polarity == "high" else -1
    exact = last.value * (1 + sign * percent / 100)
    value = _within(exact, terms)
    word = "more" if sign > 0 else "less"
    cut = "; no share is above 100%" if value != exact else ""
    return _given(value, f"{terms.say(last.value)} in {last.label}, and {plain(percent)}% of it {word}{cut}", terms)


def beside_the_last(proposed: Proposed, last: TargetInForce | None, terms: Terms) -> Proposed:
    """What a rule gives, which says so where it asks for less than the target before it."""
    if last is None or last.value is None or proposed.value is None or terms.polarity not in ("high", "low"):
        return proposed
    less = proposed.value < last.value if terms.polarity == "high" else proposed.value > last.value
    if not less:
        return proposed
    return replace(proposed, looser=True, sum=f"{proposed.sum}; looser than the target before, {last.words}")


def trend(outturns: Sequence[Outturn], at: int, terms: Terms) -> Proposed:
    """The line through the outturns, carried on to the year numbered `at`.

    Theil, 1950, and Sen, 1968: the slope is the middle one of those between every two years, so that one odd year does
    not turn it; the line goes through the middle of what is left.
    """
    if why := _why_not(terms):
        return Proposed(sum=why)
    if len(outturns) < LEAST_YEARS:
        return Proposed(sum=f"a trend needs {LEAST_YEARS} yearly outturns, and {len(outturns)} can be compared")
    slope, start = theil_sen([(one.number, one.value) for one in outturns])
    value = _within(start + slope * at, terms)
    if value < 0 <= min(one.value for one in outturns):
        return Proposed(sum=f"the trend through {len(outturns)} years leads to less than nothing")
    way = "level" if not slope else f"{'up' if slope > 0 else 'down'} {terms.say_size(slope)} a year"
    first, last = outturns[0], outturns[-1]
    said = f"the middle line (Theil-Sen) through {len(outturns)} years, {first.label} to {last.label}: {way}"
    if slope and (slope > 0) != (terms.polarity == "high"):
        said += "; that is for the worse"
    return _given(value, said, terms)


def theil_sen(points: Sequence[tuple[int, Decimal]]) -> tuple[Decimal, Decimal]:
    """(slope, value at 0) of the Theil-Sen line through two points at least, with different places on the first axis."""
    slopes = [(w - v) / (y - x) for n, (x, v) in enumerate(points) for y, w in points[n + 1 :] if x != y]
    slope = middle(slopes)
    return slope, middle([value - slope * x for x, value in points])


def best_quarter(figures: Sequence[Number], among: str, label: str, terms: Terms, *, outside: int = 0) -> Proposed:
    """The edge of the best quarter of some places; where a range is good, the range of the middle half of them.

    among: what they are called. outside: how many of them have no figure.
    """
    if terms.value_kind not in FIGURES:
        return Proposed(sum=NOT_A_FIGURE)
    if terms.polarity == "none":
        return Proposed(sum=NEITHER)
    if len(figures) < LEAST_PLACES:
        there = f"{len(figures)} {'has a figure' if len(figures) == 1 else 'have figures'}"
        return Proposed(sum=f"quarters need {LEAST_PLACES} places, and {there} of {among} in {label}")
    missing = f"; {outside} without a figure" if outside else ""
    lower, upper = quantile(figures, Decimal("0.25")), quantile(figures, Decimal("0.75"))
    assert lower is not None
    assert upper is not None
    of = f"{len(figures)} places ({among}) in {label}{missing}"
    if terms.polarity == "range":
        low, high = rounded(lower, terms.decimals), rounded(upper, terms.decimals)
        if low == high:
            return Proposed(sum=f"the middle half of {of} is one figure, {terms.say(low)}")
        return Proposed(low=low, high=high, sum=f"the middle half of {of}")
    value = upper if terms.polarity == "high" else lower
    return _given(value, f"the edge of the best quarter of {of}", terms)


def points(shape: Sequence[Number], aim: Decimal, terms: Terms, *, adds_up: bool) -> tuple[Decimal, ...] | str:
    """A target for each part of a year that together come to the year's, in the shape of an earlier year; or why not.

    adds_up: the parts' figures are added up to the year's, and the points add up to the target: each part has the share
    that it had then. Otherwise the points average to the target: each lies as far from it as it lay from that year's
    average. They are rounded to the indicator's places so that the sum is exact.
    """
    then = [comparable(one) for one in shape]
    if not then:
        return "no whole year before has figures for each of its parts"
    if adds_up:
        total = sum(then, Decimal(0))
        if total <= 0 or min(then) < 0:
            return "the figures of the year before are no shares of anything"
        exact, whole = [aim * one / total for one in then], aim
    else:
        average = sum(then, Decimal(0)) / len(then)
        exact, whole = [aim + one - average for one in then], aim * len(then)
    written = aim.normalize().as_tuple().exponent
    places = max(terms.decimals, -written if isinstance(written, int) else 0)
    found = _to_places(exact, whole, places)
    if min(found) < 0 <= min(then):
        return "in that shape a part of the year would be aimed at less than nothing"
    if terms.value_kind == "percentage" and terms.unit == "%" and max(found) > 100 >= max(then):
        return "in that shape a part of the year would be aimed at more than 100%"
    return found


def shares(weights: Mapping[str, Number], value: Decimal, decimals: int) -> dict[str, Decimal]:
    """A value apportioned by weights: shares that add up to it exactly. Empty where there is nothing to share by."""
    exact = {code: comparable(one) for code, one in weights.items()}
    total = sum(exact.values())
    if total <= 0 or min(exact.values()) < 0:
        return {}
    found = _to_places([value * one / total for one in exact.values()], value, decimals)
    return dict(zip(exact, found, strict=True))


def _to_places(exact: Sequence[Decimal], whole: Decimal, decimals: int) -> tuple[Decimal, ...]:
    """Rounded so that they add up to the whole: what is over goes, a last place each, to the largest remainders."""
    unit = Decimal(1).scaleb(-decimals)
    floors = [(one / unit).to_integral_value(ROUND_FLOOR) for one in exact]
    left = int((rounded(whole, decimals) / unit) - sum(floors))
    order = sorted(range(len(exact)), key=lambda n: (floors[n] - exact[n] / unit, n))
    for n in order[: max(left, 0)]:
        floors[n] += 1
    return tuple(one * unit for one in floors)


def _why_not(terms: Terms) -> str:
    if terms.value_kind not in FIGURES:
        return NOT_A_FIGURE
    return {"none": NEITHER, "range": "best is within a range, and this rule gives one figure"}.get(terms.polarity, "")


def _within(value: Decimal, terms: Terms) -> Decimal:
    """No share lies outside 0 and 100%."""
    return min(value, Decimal(100)) if terms.value_kind == "percentage" and terms.unit == "%" else value


def _given(value: Decimal, said: str, terms: Terms) -> Proposed:
    return Proposed(rounded(value, terms.decimals), sum=said)
