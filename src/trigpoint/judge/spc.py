"""XmR charts (individuals and moving range): noise told from news.

The mean of the figures and natural process limits at mean ± 2.66 × the mean moving range (Wheeler, *Understanding
Variation*, 1993: 2.66 is 3 / d2, where d2 is 1.128 for ranges of two). Four rules find special cause, as in NHS
England's *Making Data Count* guides:

- `outside`: a point outside the limits;
- `run`: seven or more points together on one side of the mean;
- `trend`: six or more points together, each higher than the one before, or each lower;
- `near-limit`: of three points together, two or more in the outer third of the same side.

A missing figure is skipped: it neither ends nor lengthens a run, and no moving range is taken across it, since two
figures that do not follow one another say nothing of the variation from one to the next. Limits are recalculated from
each declared break (a step in the process, or a new definition), and runs do not cross one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from trigpoint.definitions.rules import Polarity
from trigpoint.judge.numbers import Number

Rule = Literal["outside", "run", "trend", "near-limit"]
Variation = Literal["improvement", "concern", "neither", "usual"]
Assurance = Literal["capable", "failing", "hit-and-miss"]

LIMIT_FACTOR = 2.66
RUN = 7
TREND = 6
NEAR_LIMIT = 2 / 3
MINIMUM_POINTS = 12
"""Fewer than about twelve points make limits that are themselves noise (Making Data Count)."""

VARIATION_WORDS: dict[Variation, str] = {
    "improvement": "a real change for the better",
    "concern": "a real change for the worse",
    "neither": "a real change, neither better nor worse",
    "usual": "no more than usual variation",
}
ASSURANCE_WORDS: dict[Assurance, str] = {
    "capable": "expected to meet the target each time, as things are",
    "failing": "not expected to meet the target, unless something changes",
    "hit-and-miss": "may or may not meet the target from one time to the next",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one stretch between breaks. start, end: positions of its points, the end excluded."""

    start: int
    end: int
    mean: float
    lower: float
    upper: float
    mean_range: float
    points: int


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: the rules that it takes part in, and what they say in the polarity's terms."""

    value: float
    rules: tuple[Rule, ...]
    variation: Variation


@dataclass(frozen=True, slots=True)
class Xmr:
    """points: one a figure given, None where it is missing or its stretch has too few to judge by.

    limits: of each stretch with enough points. variation: of the newest figure, None where it cannot be told.
    assurance: of the newest stretch against the target. reason: why there is nothing to say.
    """

    points: tuple[Point | None, ...]
    limits: tuple[Limits, ...]
    variation: Variation | None
    assurance: Assurance | None
    reason: str = ""


def xmr(
    values: Sequence[Number | None],
    polarity: Polarity,
    *,
    breaks: Sequence[int] = (),
    low: Number | None = None,
    high: Number | None = None,
    minimum_points: int = MINIMUM_POINTS,
) -> Xmr:
    """The chart of figures in order of time.

    breaks: positions at which a new stretch starts. low, high: the least and the most that is on target (a target where
    high is good has only `low`).
    """
    figures = [None if value is None else float(value) for value in values]
    edges = sorted({0, *(at for at in breaks if 0 < at < len(figures)), len(figures)})
    points: list[Point | None] = [None] * len(figures)
    found: list[Limits] = []
    newest: Limits | None = None
    too_few = 0
    for start, end in pairwise(edges):
        present = [at for at in range(start, end) if figures[at] is not None]
        newest, too_few = None, len(present)
        if len(present) < minimum_points:
            continue
        limits = _limits(figures, start, end, present)
        if limits is None:
            continue
        newest = limits
        found.append(limits)
        for at, point in zip(present, _judged([figures[at] or 0.0 for at in present], limits, polarity), strict=True):
            points[at] = point
    last = next((point for point in reversed(points) if point is not None), None) if newest else None
    if newest is None or last is None:
        reason = f"too few points: {too_few} since the last break, and {minimum_points} are needed"
        if len(edges) <= 2:
            reason = f"too few points: {too_few}, and {minimum_points} are needed"
        return Xmr(tuple(points), tuple(found), None, None, reason)
    return Xmr(tuple(points), tuple(found), last.variation, _assurance(newest, low, high))


LEAST_TO_QUESTION = 6
"""Figures before which a newest one is not questioned: fewer say too little of what is usual."""


def usual_range(known: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The limits between which the next figure usually lies, by those before it, oldest first; None where they are too few
    or never differ. The same limits as the chart's."""
    if len(known) < LEAST_TO_QUESTION:
        return None
    ranges = [abs(after - before) for before, after in pairwise(known)]
    if not any(ranges):
        return None
    mean = sum(known, Decimal()) / len(known)
    reach = Decimal(str(LIMIT_FACTOR)) * sum(ranges, Decimal()) / len(ranges)
    return mean - reach, mean + reach


def _limits(figures: Sequence[float | None], start: int, end: int, present: Sequence[int]) -> Limits | None:
    known = [figures[at] or 0.0 for at in present]
    ranges = [
        abs(after - before)
        for before, after in pairwise(figures[start:end])
        if before is not None and after is not None
    ]
    if not ranges:
        return None
    mean = sum(known) / len(known)
    mean_range = sum(ranges) / len(ranges)
    reach = LIMIT_FACTOR * mean_range
    return Limits(start, end, mean, mean - reach, mean + reach, mean_range, len(known))


def _judged(known: Sequence[float], limits: Limits, polarity: Polarity) -> list[Point]:
    """The points of a stretch. Each rule marks every point that takes part in it, with the side that it is on."""
    sides: list[dict[Rule, int]] = [{} for _ in known]
    # The last bits of binary arithmetic are on no side: twelve figures of 0.1 do not lie above their mean.
    hair = 1e-9 * max(abs(limits.mean), limits.mean_range)
    for at, value in enumerate(known):
        if not limits.lower - hair <= value <= limits.upper + hair:
            sides[at]["outside"] = _side(value - limits.mean)
    _mark_together([_side(value - limits.mean, hair) for value in known], RUN, "run", sides)
    steps = [_side(after - before) for before, after in pairwise(known)]
    _mark_together(steps, TREND - 1, "trend", sides, reach=1)
    _mark_near_limit(known, limits, hair, sides)
    return [Point(value, tuple(marks), _variation(marks, polarity)) for value, marks in zip(known, sides, strict=True)]


def _side(difference: float, hair: float = 0.0) -> int:
    return (difference > hair) - (difference < -hair)


def _mark_together(signs: Sequence[int], least: int, rule: Rule, sides: list[dict[Rule, int]], reach: int = 0) -> None:
    # Steps lie between points, so `reach` adds the point that the last step leads to.
    start = 0
    for at in range(1, len(signs) + 1):
        if at < len(signs) and signs[at] == signs[start]:
            continue
        if signs[start] and at - start >= least:
            for marked in range(start, at + reach):
                sides[marked][rule] = signs[start]
        start = at


def _mark_near_limit(known: Sequence[float], limits: Limits, hair: float, sides: list[dict[Rule, int]]) -> None:
    outer = NEAR_LIMIT * (limits.upper - limits.mean) + hair
    far = [_side(value - limits.mean) if abs(value - limits.mean) > outer else 0 for value in known]
    for at in range(len(known) - 2):
        for side in (1, -1):
            together = [near for near in range(at, at + 3) if far[near] == side]
            if len(together) >= 2:
                for near in together:
                    sides[near]["near-limit"] = side


def _variation(marks: dict[Rule, int], polarity: Polarity) -> Variation:
    if not marks:
        return "usual"
    if polarity not in {"high", "low"}:
        return "neither"
    good = 1 if polarity == "high" else -1
    # Where the rules disagree (a low point on the way up), the one that stands first in the list decides: where a
    # point lies counts for more than where it is going.
    for rule in ("outside", "near-limit", "run", "trend"):
        if rule in marks:
            return "improvement" if marks[rule] == good else "concern"
    return "usual"


def _assurance(limits: Limits, low: Number | None, high: Number | None) -> Assurance | None:
    if low is None and high is None:
        return None
    least = float("-inf") if low is None else float(low)
    most = float("inf") if high is None else float(high)
    if least <= limits.lower and limits.upper <= most:
        return "capable"
    if limits.upper < least or limits.lower > most:
        return "failing"
    return "hit-and-miss"
