"""Which target is in force for an indicator, a slice and a period, and what it says.

Of the targets that reach the slice, the one with the nearest slice wins, then one agreed in the framework over a
general one, then one that has a figure, then the narrower period. A main target, a minimum and a stretch target are
found each for itself, and stand beside one another.

How the types are read:

- `single`, `range`: for each period within the target's own. Where the indicator's figures add up over time, only for
  the very period that it names (`2018-19` is the year's total) or for each part of a span (`2018-04..2019-03` is every
  month). A total is never divided, nor a part multiplied.
- `profiled`: the point of that very period; the value is for the whole.
- `cumulative`: the point that ends with the period, for figures from the start of the target's period to there.
  There is no interpolation: a period without a point has no target, and says so.
- `baseline-year`: no worse than the baseline figure (or `value` where it is stated).
- `minimum`: a floor beneath the main target that no tolerance softens; by itself, it is the target.
- `stretch`: reported beside the main target, and never judged by itself.
- `to-be-agreed`: no figure yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from trigpoint.definitions.indicators import Indicator, Revision, Target
from trigpoint.definitions.periods import Calendars, Grain, Period
from trigpoint.judge.numbers import Number, format_date, plain
from trigpoint.judge.terms import Terms, comparable

TargetKind = Literal["single", "profiled", "cumulative", "minimum", "stretch", "range", "baseline-year", "to-be-agreed"]
Reach = Literal["own", "inherited", "apportioned"]

_YEARS: frozenset[Grain] = frozenset({"financial-year", "academic-year", "calendar-year"})
_ADDED_UP = frozenset({"number", "money", "duration"})


@dataclass(frozen=True, slots=True)
class TargetInForce:
    """What is aimed at.

    value, or low and high, in the indicator's unit; dates as ordinals, stages by their place from 1, yes/no as the
    percentage of yes. All three are None where a target holds but has no figure: `words` then says why.
    words: "at least 95%". notes: where it comes from, and how it was revised.
    original: the value as first agreed. revised: the revision in force. minimum, stretch: figures beside it.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    kind: TargetKind
    words: str
    original: Decimal | None = None
    revised: Revision | None = None
    stretch: Decimal | None = None
    minimum: Decimal | None = None
    reach: Reach = "own"
    notes: tuple[str, ...] = ()
    agreed: Target | None = None

    @property
    def has_figure(self) -> bool:
        """Whether there is anything to be judged against."""
        return not (self.value is None and self.low is None and self.high is None)

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """The figures that it draws a line at."""
        return tuple(edge for edge in (self.value, self.low, self.high, self.minimum) if edge is not None)


@dataclass(frozen=True, slots=True)
class Slice:
    """What a figure is of.

    lineage: by dimension, the member and the members above it, nearest first: {"place": ("ward-3", "north", "county")}.
    A dimension that is read whole is left out. framework: in whose places targets are read.
    """

    lineage: Mapping[str, Sequence[str]]
    framework: str | None = None


WHOLE = Slice({})


@dataclass(frozen=True, slots=True)
class _Candidate:
    target: Target
    distance: int
    period: Period


def target_for(
    indicator: Indicator,
    period: Period,
    calendars: Calendars,
    slice_: Slice = WHOLE,
    *,
    as_of: date | None = None,
    adds_over_time: bool = False,
    stages: Sequence[str] = (),
    shares: Mapping[str, Decimal] | None = None,
    baseline: Number | None = None,
) -> TargetInForce | None:
    """The target in force, or None where none holds.

    period: as asked; for a year to date, the range from the year's start.
    as_of: revisions after that day are not yet known; None: all are.
    adds_over_time: whether the figure of a year is the sum of its months' (see the module).
    shares: by apportioning measure, the slice's share (0 to 1) of the slice that the target was agreed for.
    baseline: the answered baseline figure, for a baseline without a stated value.
    """
    asking = _Asking(indicator, period, calendars, Terms.of(indicator, stages), as_of, shares or {}, baseline)
    best: dict[str, TargetInForce] = {}
    ranks: dict[str, tuple[int, bool, bool, int]] = {}
    for candidate in _reaching(asking, slice_, adds_over_time):
        read = _read(candidate, asking)
        role = read.kind if read.kind in {"minimum", "stretch"} else "main"
        length = (candidate.period.end - candidate.period.start).days
        rank = (candidate.distance, candidate.target.framework is None, not read.has_figure, length)
        if role not in ranks or rank < ranks[role]:
            best[role], ranks[role] = read, rank
    minimum, stretch = best.get("minimum"), best.get("stretch")
    main = best.get("main") or minimum
    if main is None:
        return stretch and replace(
            stretch, value=None, stretch=stretch.value, words=f"no target but a stretch target of {stretch.words}"
        )
    return replace(main, minimum=minimum.value if minimum else None, stretch=stretch.value if stretch else None)


def apportioning_measures(indicator: Indicator) -> frozenset[str]:
    """The measures whose shares `target_for` may need."""
    return frozenset(target.apportioned_by for target in indicator.targets if target.apportioned_by)


def trajectory_points(indicator: Indicator, calendars: Calendars) -> list[tuple[Period, Decimal]]:
    """The path by which the indicator is meant to get there, in order. It is drawn, never judged against."""
    points = [(read_period(calendars, point.period, indicator.grain), point.value) for point in indicator.trajectory]
    return sorted(points, key=lambda point: point[0].start)


@lru_cache(maxsize=4096)
def read_period(calendars: Calendars, text: str, grain: Grain) -> Period:
    """A period or span as a definition writes it, for an indicator of that grain. BadPeriod where it is none."""
    if grain in _YEARS:
        return calendars.parse(text, year=grain, grain=grain)
    return calendars.parse(text)


def _reaching(asking: _Asking, slice_: Slice, adds_over_time: bool) -> Iterator[_Candidate]:
    for target in asking.indicator.targets:
        if target.framework not in {None, slice_.framework}:
            continue
        distance = _distance(target.where, slice_)
        if distance is None or (distance > 0 and target.smaller_places == "own"):
            continue
        own = asking.period_of(target.period)
        if own.contains(asking.period) and _holds(target, own, asking, adds_over_time):
            yield _Candidate(target, distance, own)


def _distance(where: Mapping[str, str], slice_: Slice) -> int | None:
    """Steps from the slice up to the target's; None where the target's slice is not the slice or above it."""
    if not set(where) <= set(slice_.lineage):
        return None
    steps = 0
    for dimension, line in slice_.lineage.items():
        member = where.get(dimension)
        if member is None:
            steps += len(line)
        elif member in line:
            steps += list(line).index(member)
        else:
            return None
    return steps


def _holds(target: Target, own: Period, asking: _Asking, adds_over_time: bool) -> bool:
    match target.type:
        case "cumulative":
            return asking.period.start == own.start
        case "profiled" | "to-be-agreed":
            return True
        case _ if not adds_over_time:
            return True
        case _ if ".." in target.period:
            part = asking.period_of(target.period.split("..")[0].strip())
            return _same_days(asking.period, asking.calendars.containing(asking.period.start, part.grain))
        case _:
            return _same_days(asking.period, own)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What reading a target needs besides the target."""

    indicator: Indicator
    period: Period
    calendars: Calendars
    terms: Terms
    as_of: date | None
    shares: Mapping[str, Decimal]
    baseline: Number | None

    def period_of(self, text: str) -> Period:
        return read_period(self.calendars, text, self.indicator.grain)


def _read(candidate: _Candidate, asking: _Asking) -> TargetInForce:
    target, terms = candidate.target, asking.terms
    known = [each for each in target.revisions if asking.as_of is None or each.on <= asking.as_of]
    revision = max(known, key=lambda each: each.on, default=None)
    original, why = _as_agreed(candidate, asking)
    blank = TargetInForce(None, None, None, target.type, why, revised=revision, agreed=target)
    value, low, high = original, None, None
    if target.type == "range":
        low, high = target.low, target.high
    # A revised value is that of the whole period: it moves no point of a profile.
    if revision is not None and (not target.profile or _same_days(asking.period, candidate.period)):
        newer = _figure(revision, terms)
        value = value if newer is None else newer
        if target.type == "range":
            low = low if revision.low is None else revision.low
            high = high if revision.high is None else revision.high
    if value is None and low is None and high is None:
        return blank
    reach: Reach = "own"
    notes: list[str] = []
    if candidate.distance and target.smaller_places == "apportioned":
        reach = "apportioned"
        share = asking.shares.get(target.apportioned_by or "")
        if terms.value_kind not in _ADDED_UP:
            return replace(blank, reach=reach, words="no target: only what adds up can be apportioned")
        if share is None:
            return replace(blank, reach=reach, words="no target: its share of the whole target is not known")
        value, low, high, original = (None if each is None else each * share for each in (value, low, high, original))
        notes.append(f"a share of {plain(share * 100, 1)}% of the target above")
    elif candidate.distance:
        reach = "inherited"
        notes.append("the same target as above")
    if revision is not None:
        before = _in_words(original, target.low, target.high, terms)
        was = f" from {before}" if before else ""
        notes.append(f"revised on {format_date(revision.on)}{was} by {revision.by}: {revision.reason}")
    words = _in_words(value, low, high, terms)
    return TargetInForce(
        value, low, high, target.type, words, original, revision, reach=reach, notes=tuple(notes), agreed=target
    )


def _as_agreed(candidate: _Candidate, asking: _Asking) -> tuple[Decimal | None, str]:
    """The figure as first agreed, or why there is none."""
    target, terms = candidate.target, asking.terms
    stated = _figure(target, terms)
    match target.type:
        case "to-be-agreed":
            return None, "target to be agreed"
        case "profiled" | "cumulative":
            for point in target.profile:
                at = asking.period_of(point.period)
                if at.end == asking.period.end if target.type == "cumulative" else _same_days(at, asking.period):
                    return _aim(point.value, terms), ""
            if _same_days(asking.period, candidate.period) and stated is not None:
                return stated, ""
            return None, f"no target: its profile has no point for {asking.calendars.label(asking.period)}"
        case "baseline-year":
            figure = _baseline(candidate, asking) if stated is None else stated
            return figure, "no target: the figure of the baseline year is not known"
        case "range":
            return (None, "") if target.low is not None or target.high is not None else (stated, "no target")
        case _ if stated is None and terms.value_kind == "yes-no":
            return Decimal(0) if terms.polarity == "low" else Decimal(100), ""
        case _:
            return stated, "no target: it has no figure"


def _baseline(candidate: _Candidate, asking: _Asking) -> Decimal | None:
    """The newest baseline of the target's slice that does not start after it; as stated, else as answered."""
    known = [
        (asking.period_of(each.period).start, each)
        for each in asking.indicator.baselines
        if each.where == candidate.target.where
    ]
    earlier = [pair for pair in known if pair[0] <= candidate.period.start]
    if not earlier:
        return None
    stated = max(earlier, key=lambda pair: pair[0])[1].value
    if stated is not None:
        return _aim(stated, asking.terms)
    return None if asking.baseline is None else comparable(asking.baseline)


def _figure(record: Target | Revision, terms: Terms) -> Decimal | None:
    if record.day is not None:
        return Decimal(record.day.toordinal())
    if record.stage is not None:
        return Decimal(terms.stages.index(record.stage) + 1) if record.stage in terms.stages else None
    return None if record.value is None else _aim(record.value, terms)


def _aim(value: Decimal, terms: Terms) -> Decimal:
    # A share of yes may be written 1 or 100: no partnership aims at one per cent of yes.
    return value * 100 if terms.value_kind == "yes-no" and value <= 1 else value


def _in_words(value: Decimal | None, low: Decimal | None, high: Decimal | None, terms: Terms) -> str:
    if terms.value_kind == "yes-no" and value is not None:
        if value == 100 and terms.polarity == "high":
            return "all yes"
        if value == 0 and terms.polarity == "low":
            return "none yes"
        return f"at {'most' if terms.polarity == 'low' else 'least'} {plain(value)}% yes"
    if low is not None and high is not None:
        return f"between {terms.say_aim(low)} and {terms.say_aim(high)}"
    least, most = {"date": ("not before", "by"), "stage": ("at least", "at most")}.get(
        terms.value_kind, ("at least", "at most")
    )
    if low is not None:
        return f"{least} {terms.say_aim(low)}"
    if high is not None:
        return f"{most} {terms.say_aim(high)}"
    if value is None:
        return ""
    match terms.polarity:
        case "high":
            return f"{least} {terms.say_aim(value)}"
        case "low":
            return f"{most} {terms.say_aim(value)}"
        case _:
            return terms.say_aim(value)


def _same_days(one: Period, other: Period) -> bool:
    return (one.start, one.end) == (other.start, other.end)
