"""Forecast of a year's outturn from the figures so far, with the chance of meeting the target.

Three plain methods, named wherever a forecast is shown:

- `season`: the periods to come stand to those of the year before as those so far do (the ratio of their sums). Used for
  sums and means wherever the year before is known whole: what comes round with the year, as winter does, comes again;
- `level`: the periods to come are like those so far: each is their mean, give or take their spread;
- `trend`: they go on along the straight line (least squares) through those so far.

All give the outturn a Student t distribution, from the spread of the figures about the pattern, mean or line and from
how little is known of these themselves. They take figures as independent of one another. Under six figures there is no
forecast.

Outturns: the `sum` of the year's periods; their `mean` (a stock); the `last` one (a stock at year end); or a `ratio`,
the year's numerators over its denominators, never a mean of monthly ratios.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, inf, pi, sin, sqrt
from typing import Literal

from trigpoint.judge.methods import Line
from trigpoint.judge.numbers import Number, plain
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

Outturn = Literal["sum", "mean", "last", "ratio"]
ForecastMethod = Literal["season", "level", "trend"]

MINIMUM_POINTS = 6
METHOD_WORDS: dict[ForecastMethod, str] = {
    "season": "if the rest of the year follows the pattern of the year before",
    "level": "if the rest of the year is like the year so far",
    "trend": "if the trend of the year so far goes on",
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """outturn: the most likely one; lower, upper: between which it falls with 80% chance. chance: of meeting the
    target, 0 to 1. All None where there is no forecast, and `words` says why. known: the year is over.
    """

    outturn: float | None
    lower: float | None
    upper: float | None
    chance: float | None
    words: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Spread:
    """An outturn to come: the middle of its t distribution, its standard error and degrees of freedom."""

    middle: float
    error: float
    freedom: int


def forecast(
    points: Sequence[Number | None],
    terms: Terms,
    target: TargetInForce | None = None,
    *,
    periods: int = 12,
    outturn: Outturn = "sum",
    method: ForecastMethod = "level",
    bases: Sequence[Number | None] | None = None,
    year_before: Sequence[Number | None] = (),
    minimum_points: int = MINIMUM_POINTS,
) -> Forecast:
    """The outturn of a year of so many `periods`.

    points: the year's figures so far, in order, None where missing; for a ratio, numerators in the indicator's scale
    (multiplied by 100 for a percentage). bases: for a ratio, its denominators. target: the year's.
    year_before: the figures of the year before, of all its periods, by which the season is known.
    """
    figures = [None if point is None else float(point) for point in points]
    known = [(at, figure) for at, figure in enumerate(figures) if figure is not None]
    if len(figures) > periods:
        raise ValueError(f"There are {len(figures)} figures in a year of {periods}.")
    if outturn == "ratio":
        denominators = [None if base is None else float(base) for base in bases or ()]
        if len(denominators) != len(figures):
            raise ValueError("A ratio's outturn needs a denominator for each figure.")
        known = [(at, figure) for at, figure in known if denominators[at]]
    else:
        denominators = []
    if len(figures) == periods and len(known) < periods and len(known) >= minimum_points and outturn != "ratio":
        return _refused("no forecast: the year is over, and some of its figures are missing")
    if len(known) < min(minimum_points, periods):
        return _refused(f"no forecast: {len(known)} of at least {minimum_points} figures")
    if outturn == "ratio":
        spread = _ratio([figure for _, figure in known], [denominators[at] or 0.0 for at, _ in known], periods)
    elif method == "level" and outturn != "last" and (pattern := _pattern(year_before, known, periods)):
        spread, method = _seasonal(known, pattern, periods, outturn), "season"
    else:
        spread = _additive(known, periods, outturn, method)
    return _told(spread, len(known) == periods, terms, target, method)


def _refused(why: str) -> Forecast:
    return Forecast(None, None, None, None, why)


def _additive(known: Sequence[tuple[int, float]], periods: int, outturn: Outturn, method: ForecastMethod) -> _Spread:
    """Figures missing so far are forecast like those to come."""
    count = len(known)
    so_far = sum(figure for _, figure in known)
    have = {at for at, _ in known}
    rest = [at for at in range(periods) if at not in have]
    if outturn == "last":
        if periods - 1 in have:
            return _Spread(dict(known)[periods - 1], 0.0, max(count - 1, 1))
        so_far, rest = 0.0, [periods - 1]
    mean = sum(figure for _, figure in known) / count
    if method == "trend":
        centre = sum(at for at, _ in known) / count
        square = sum((at - centre) ** 2 for at, _ in known)
        slope = sum((at - centre) * (figure - mean) for at, figure in known) / square
        residual = sum((figure - mean - slope * (at - centre)) ** 2 for at, figure in known)
        freedom = count - 2
        ahead = sum(at - centre for at in rest)
        middle = len(rest) * mean + slope * ahead
        # Variance of a sum of future points about a fitted line: their own, and that of the line's mean and slope.
        factor = len(rest) + len(rest) ** 2 / count + ahead**2 / square
    else:
        residual = sum((figure - mean) ** 2 for _, figure in known)
        freedom = count - 1
        middle = len(rest) * mean
        factor = len(rest) + len(rest) ** 2 / count
    error = sqrt(residual / freedom * factor) if rest else 0.0
    divisor = periods if outturn == "mean" else 1
    return _Spread((so_far + middle) / divisor, error / divisor, freedom)


def _pattern(year_before: Sequence[Number | None], known: Sequence[tuple[int, float]], periods: int) -> list[float]:
    """The year before, where it is whole and not below nought, and has something in the periods known now; else empty."""
    held = [float(figure) for figure in year_before if figure is not None]
    if len(held) != periods or min(held) < 0 or sum(held[at] for at, _ in known) <= 0:
        return []
    return held


def _seasonal(known: Sequence[tuple[int, float]], pattern: Sequence[float], periods: int, outturn: Outturn) -> _Spread:
    """The ratio of sums, known now to the same periods then, carried to the periods that are not known."""
    count = len(known)
    so_far, then = sum(figure for _, figure in known), sum(pattern[at] for at, _ in known)
    ratio = so_far / then
    have = {at for at, _ in known}
    rest = [pattern[at] for at in range(periods) if at not in have]
    residual = sum((figure - ratio * pattern[at]) ** 2 for at, figure in known)
    # Variance of the figures to come, and of the ratio itself: count x variance over (sum then) squared.
    factor = len(rest) + count * (sum(rest) / then) ** 2
    error = sqrt(residual / (count - 1) * factor) if rest else 0.0
    divisor = periods if outturn == "mean" else 1
    return _Spread((so_far + ratio * sum(rest)) / divisor, error / divisor, count - 1)


def _ratio(numerators: Sequence[float], denominators: Sequence[float], periods: int) -> _Spread:
    """The pooled ratio; the periods to come have the mean denominator, and its own monthly ratios' weighted spread."""
    count, base = len(numerators), sum(denominators)
    pooled = sum(numerators) / base
    rest = periods - count
    typical = base / count
    # Weighted residual variance of a ratio whose monthly variance falls with its denominator.
    variance = sum(
        denominator * (numerator / denominator - pooled) ** 2
        for numerator, denominator in zip(numerators, denominators, strict=True)
    ) / (count - 1)
    to_come = rest * typical
    whole = base + to_come
    error = 0.0 if rest == 0 else (to_come / whole) * sqrt(variance * (1 / to_come + 1 / base))
    return _Spread(pooled, error, count - 1)


def _told(spread: _Spread, known: bool, terms: Terms, target: TargetInForce | None, method: ForecastMethod) -> Forecast:
    reach = t_quantile(0.9, spread.freedom) * spread.error
    lower, upper = spread.middle - reach, spread.middle + reach
    line = Line.of(target, terms)
    chance = None if line is None else _chance(spread, line)
    if known:
        met = "" if chance is None else ": the target is met" if chance == 1 else ": the target is not met"
        return Forecast(
            spread.middle, spread.middle, spread.middle, chance, f"outturn {terms.say(spread.middle)}{met}", True
        )
    text = f"outturn of about {terms.say(spread.middle)} (80% chance: {terms.say(lower)} to {terms.say(upper)})"
    if chance is not None:
        text += f", {chance_in_words(chance)} of meeting the target"
        text += f" ({target.words})" if target is not None and target.words else ""
    return Forecast(spread.middle, lower, upper, chance, f"{text}, {METHOD_WORDS[method]}")


def _chance(spread: _Spread, line: Line) -> float:
    low = -inf if line.low is None else float(line.low)
    high = inf if line.high is None else float(line.high)
    if spread.error == 0:
        # The last bits of binary arithmetic do not miss a target.
        hair = 1e-9 * max(1.0, abs(spread.middle))
        return 1.0 if low - hair <= spread.middle <= high + hair else 0.0
    below_high = 1.0 if high == inf else t_cdf((high - spread.middle) / spread.error, spread.freedom)
    below_low = 0.0 if low == -inf else t_cdf((low - spread.middle) / spread.error, spread.freedom)
    return max(0.0, below_high - below_low)


def chance_in_words(chance: float) -> str:
    """A chance in whole hundredths, never as certain: `a 27% chance`, `less than a 1% chance`."""
    if chance < 0.01:
        return "less than a 1% chance"
    if chance > 0.99:
        return "more than a 99% chance"
    percent = plain(chance * 100, 0)
    article = "an" if percent.startswith("8") or percent in {"11", "18"} else "a"
    return f"{article} {percent}% chance"


def t_cdf(t: float, freedom: int) -> float:
    """Student's t distribution for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    if freedom == 1:
        return 0.5 + angle / pi
    square = cos(angle) ** 2
    if freedom % 2:
        term = total = cos(angle)
        for k in range(3, freedom - 1, 2):
            term *= square * (k - 1) / k
            total += term
        middle = 2 / pi * (angle + sin(angle) * total)
    else:
        term = total = 1.0
        for k in range(2, freedom - 1, 2):
            term *= square * (k - 1) / k
            total += term
        middle = sin(angle) * total
    return 0.5 + middle / 2


def t_quantile(share: float, freedom: int) -> float:
    """The t below which `share` of the distribution lies, by bisection."""
    low, high = -1e6, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, freedom) < share else (low, middle)
    return (low + high) / 2
