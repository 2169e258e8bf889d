"""Direction of travel: better, worse or no change, in the polarity's terms and never up or down.

Change is read at the indicator's own places: what a reader cannot see (92.14% after 92.11%) is no change, and has no
amount; any other is the difference of the two figures as they are shown, so that a reader who takes one from the other
finds it. Towards a range, better is nearer to it, and within it all figures are alike. Where the process chart finds nothing but usual
variation, that is said beside the direction, and does not replace it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from trigpoint.judge.methods import Line
from trigpoint.judge.numbers import Number, rounded
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms, comparable

Way = Literal["better", "worse", "no-change", "neither", "not-comparable", "unknown"]


@dataclass(frozen=True, slots=True)
class Direction:
    """way: `neither` where no end is better; `not-comparable` across a break in the definition; `unknown` without both.

    change: now less before as they are shown, in the indicator's unit (points for yes/no); None where there is none to
    give. size: the same in words, without sign; '' beside no change, whose amount nobody needs. usual: whether it is no
    more than usual variation; None where that is not known.
    """

    way: Way
    change: Decimal | None
    words: str
    usual: bool | None = None
    size: str = ""


def direction(
    now: Number | None,
    before: Number | None,
    terms: Terms,
    *,
    since: str = "last period",
    target: TargetInForce | None = None,
    usual: bool | None = None,
    comparable_figures: bool = True,
) -> Direction:
    """The way from `before` to `now`.

    since: what `before` is of, in words. target: for a range, what is to be neared. usual: from the process chart,
    whether the newest point is no more than usual variation. comparable_figures: False across a break.
    """
    if now is None or before is None:
        missing = "no figure" if now is None else f"no figure for {since}"
        return Direction("unknown", None, f"direction not known: {missing}")
    if not comparable_figures:
        return Direction("not-comparable", None, f"not comparable with {since}: the definition changed")
    if terms.value_kind == "text":
        return Direction("neither", None, "")
    places = 6 if terms.value_kind in {"yes-no", "stage", "date"} else terms.decimals
    after, earlier = rounded(comparable(now), places), rounded(comparable(before), places)
    if after == earlier:
        return Direction("no-change", None, f"no change since {since}", usual)
    tail = ", no more than usual variation" if usual else ""
    gain = _gain(after, earlier, terms, target)
    change, size = after - earlier, terms.say_size(after - earlier)
    if terms.value_kind == "yes-no":
        change *= 100
        size = f"{abs(change).normalize():f} points"
    if gain is None:
        way = _neutral(after > earlier, terms)
        return Direction("neither", change, f"{size} {way} than {since}{tail}", usual, size)
    if gain == 0:
        return Direction("no-change", None, f"as near to the target as {since}{tail}", usual)
    word: Way = "better" if gain > 0 else "worse"
    return Direction(word, change, f"{word} than {since} by {size}{tail}", usual, size)


def directions(
    now: Sequence[Number | None],
    before: Sequence[Number | None],
    terms: Terms,
    *,
    since: str = "last period",
) -> list[Direction]:
    """Directions of columns of one indicator."""
    return [direction(a, b, terms, since=since) for a, b in zip(now, before, strict=True)]


def _gain(after: Decimal, earlier: Decimal, terms: Terms, target: TargetInForce | None) -> Decimal | None:
    if terms.polarity == "range":
        line = Line.of(target, terms)
        if line is None:
            return None
        return min(line.gap(after), Decimal(0)) - min(line.gap(earlier), Decimal(0))
    return terms.better_by(after, earlier)


def _neutral(rose: bool, terms: Terms) -> str:
    if terms.value_kind == "date":
        return "later" if rose else "earlier"
    return "higher" if rose else "lower"
