"""Targets, baselines and trajectories: what each type needs, for slices and periods that there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.finding import Finding, Path, either, unknown
from trigpoint.definitions.checks.slices import dimensions_of, period_of, where_findings
from trigpoint.definitions.indicators import Indicator, ProfilePoint, Revision, Target
from trigpoint.definitions.periods import Period

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions

NEEDS: dict[str, tuple[str, ...]] = {
    "single": ("value",), "minimum": ("value",), "stretch": ("value",), "cumulative": ("value", "profile"),
    "profiled": ("profile",), "range": ("low", "high"), "baseline-year": (), "to-be-agreed": (),
}  # fmt: skip
"""What each type of target is given by; for `cumulative` either will do."""

MAY_HAVE: dict[str, tuple[str, ...]] = {"profiled": ("value",)}
"""What a type may be given by besides: a profile's own figure for the whole of its period. All else is refused."""

AIMS = {"date": "day", "stage": "stage"}
"""What stands in place of `value` for kinds that are no numbers."""

WITHOUT_NUMBERS = ("single", "minimum", "stretch", "baseline-year", "to-be-agreed")
"""Types of target that dates and stages may have."""


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of targets, baselines and trajectories."""
    for indicator in given.indicators.values():
        usable = dimensions_of(given, indicator.code)
        for index, target in enumerate(indicator.targets):
            yield from _target(given, indicator, ("targets", index), target, usable)
        yield from _twice(indicator)
        for index, baseline in enumerate(indicator.baselines):
            path: Path = ("baselines", index)
            yield from period_of(given, indicator, (*path, "period"), baseline.period, indicator.grain)[1]
            yield from where_findings(given, indicator, (*path, "where"), baseline.where, usable)
        yield from _points(given, indicator, ("trajectory",), indicator.trajectory, None)


def _target(
    given: Definitions, indicator: Indicator, path: Path, target: Target, usable: set[str] | None
) -> Iterator[Finding]:
    period, faults = period_of(given, indicator, (*path, "period"), target.period, indicator.grain)
    yield from faults
    yield from _fields(given, indicator, path, target)
    yield from _polarity(indicator, path, target)
    yield from _points(given, indicator, (*path, "profile"), target.profile, period)
    yield from where_findings(given, indicator, (*path, "where"), target.where, usable)
    for before, (index, after) in zip(target.revisions, enumerate(target.revisions[1:], 1), strict=False):
        if after.on < before.on:
            at = (*path, "revisions", index, "on")
            yield Finding(indicator, at, "It is earlier than the revision before it.", "Write them in order.")
    for index, revision in enumerate(target.revisions):
        yield from _revision(given, indicator, (*path, "revisions", index), target, revision)
    if target.framework is not None and target.framework in given.frameworks:
        placed = {item.place.indicator for item in given.places[target.framework]}
        if indicator.code not in placed:
            message = f"'{indicator.code}' has no place in the framework '{target.framework}'."
            yield Finding(indicator, (*path, "framework"), message, "Give it one there, or leave 'framework' out.")
    yield from _apportioned(given, indicator, path, target)
    yield from _reward(indicator, path, target)


def _fields(given: Definitions, indicator: Indicator, path: Path, target: Target) -> Iterator[Finding]:
    aim = AIMS.get(indicator.value_kind, "value")
    needed = tuple(aim if key == "value" else key for key in NEEDS[target.type])
    has = {key: bool(value) if key == "profile" else value is not None for key, value in _given(target).items()}
    a_target = f"A target of type '{target.type}'" + (f" for a {indicator.value_kind}" if aim != "value" else "")
    if indicator.value_kind == "text":
        yield Finding(indicator, path, "A text cannot be held against a target.", "Take the target out.")
        return
    if aim != "value" and target.type not in WITHOUT_NUMBERS:
        instead = f"Say 'type: {either(WITHOUT_NUMBERS)}'."
        yield Finding(indicator, (*path, "type"), f"A {indicator.value_kind} has no target of this type.", instead)
        return
    if target.type == "cumulative":
        if not (has["value"] or has["profile"]):
            yield Finding(indicator, path, f"{a_target} needs a value or a profile.", "Add 'value:' or 'profile:'.")
    else:
        for key in needed:
            if not has[key]:
                yield Finding(indicator, path, f"{a_target} needs '{key}'.", f"Add '{key}:'.")
    for key, said in has.items():
        if said and key not in (*needed, *MAY_HAVE.get(target.type, ())):
            fitting = [kind for kind, keys in NEEDS.items() if key in keys]
            instead = f"Take it out, or say 'type: {either(fitting)}'." if fitting else f"Say '{aim}'."
            yield Finding(indicator, (*path, key), f"{a_target} has no '{key}'.", instead)
    if target.low is not None and target.high is not None and target.low >= target.high:
        message = f"The low end, {target.low}, is not below the high end, {target.high}."
        yield Finding(indicator, (*path, "low"), message, "Exchange them, or mend one.")
    yield from _stage(given, indicator, (*path, "stage"), target.stage)


def _given(target: Target) -> dict[str, object]:
    return {key: getattr(target, key) for key in ("value", "low", "high", "day", "stage", "profile")}


def _stage(given: Definitions, indicator: Indicator, where: Path, stage: str | None) -> Iterator[Finding]:
    """A stage that is aimed at must be one of the measure's."""
    version = given.version_on(indicator.code, None)
    if stage is None or indicator.value_kind != "stage" or version is None:
        return
    try:
        components = given.formula(version.formula).components
    except ValueError:
        return
    measures = [given.measure(component.data_set, component.measure) for component in components]
    stages = [name for measure in measures if measure is not None for name in measure.stages]
    if stages and stage not in stages:
        yield unknown(indicator, where, "stage", stage, stages)


def _polarity(indicator: Indicator, path: Path, target: Target) -> Iterator[Finding]:
    if target.type in ("to-be-agreed", "baseline-year"):
        return
    if indicator.polarity == "none":
        message = "Nothing can be aimed at where the polarity is none: no value is better than another."
        yield Finding(indicator, path, message, "Say whether high, low or a range is good, or take the target out.")
    elif indicator.polarity == "range" and target.type != "range":
        message = f"The polarity is range, but the target is of type '{target.type}'."
        yield Finding(indicator, (*path, "type"), message, "Say 'type: range', with 'low' and 'high'.")
    elif indicator.polarity != "range" and target.type == "range":
        message = f"The target is a range, but the polarity is {indicator.polarity}."
        yield Finding(indicator, (*path, "type"), message, "Say 'polarity: range', or give one 'value'.")


def _points(
    given: Definitions, indicator: Indicator, path: Path, points: tuple[ProfilePoint, ...], span: Period | None
) -> Iterator[Finding]:
    found: list[tuple[int, Period]] = []
    for index, point in enumerate(points):
        period, faults = period_of(given, indicator, (*path, index, "period"), point.period, indicator.grain)
        yield from faults
        if period is not None:
            found.append((index, period))
            if span is not None and not span.contains(period):
                message = f"'{point.period}' lies outside the target's own period."
                yield Finding(indicator, (*path, index, "period"), message, "Mend one of the two.")
    for (_, before), (index, after) in pairwise(found):
        if after.start < before.end:
            message = f"'{after.code}' does not come after '{before.code}'."
            yield Finding(indicator, (*path, index, "period"), message, "Write each period once, in order.")


def _revision(
    given: Definitions, indicator: Indicator, path: Path, target: Target, revision: Revision
) -> Iterator[Finding]:
    if target.agreed_on is not None and revision.on < target.agreed_on:
        message = f"It was revised on {revision.on}, before it was agreed on {target.agreed_on}."
        yield Finding(indicator, (*path, "on"), message, "Mend one of the dates.")
    aim = AIMS.get(indicator.value_kind, "value")
    fitting = {"low", "high"} if target.type == "range" else {aim}
    said = {key for key in ("value", "low", "high", "day", "stage") if getattr(revision, key) is not None}
    names = either([f"'{key}'" for key in sorted(fitting, reverse=True)])
    if not said:
        yield Finding(indicator, path, "The revision does not say to what.", f"Add {names}.")
    for key in sorted(said - fitting):
        yield Finding(indicator, (*path, key), f"The target has no '{key}'.", f"Revise it by {names}.")
    yield from _stage(given, indicator, (*path, "stage"), revision.stage)
    ends = revision.low is not None or revision.high is not None
    low = revision.low if revision.low is not None else target.low
    high = revision.high if revision.high is not None else target.high
    if ends and low is not None and high is not None and low >= high:
        yield Finding(indicator, path, f"The low end, {low}, would not be below the high end, {high}.", "Mend one.")


def _twice(indicator: Indicator) -> Iterator[Finding]:
    seen: set[object] = set()
    for index, target in enumerate(indicator.targets):
        key = (target.type, target.period, tuple(sorted(target.where.items())), target.framework)
        if key in seen:
            message = f"There is a target of type '{target.type}' for {target.period} and the same slice already."
            yield Finding(indicator, ("targets", index), message, "Keep one; a change is a 'revision' of it.")
        seen.add(key)


def _apportioned(given: Definitions, indicator: Indicator, path: Path, target: Target) -> Iterator[Finding]:
    if (target.smaller_places == "apportioned") != (target.apportioned_by is not None):
        message = (
            "It is apportioned, but does not say by what." if target.apportioned_by is None
            else f"'apportioned_by' does nothing where 'smaller_places' is {target.smaller_places}."
        )  # fmt: skip
        yield Finding(
            indicator, path, message, "Say 'smaller_places: apportioned' and 'apportioned_by: data-set.measure'."
        )
    if target.apportioned_by is None:
        return
    names = {f"{data_set.code}.{m.code}": m for data_set in given.data_sets.values() for m in data_set.measures}
    if target.apportioned_by not in names:
        yield unknown(indicator, (*path, "apportioned_by"), "measure", target.apportioned_by, names)
    elif names[target.apportioned_by].over_members != "sum":
        message = f"'{target.apportioned_by}' is not added up over members, so it has no shares."
        yield Finding(indicator, (*path, "apportioned_by"), message, "Name a measure whose 'over_members' is sum.")


def _reward(indicator: Indicator, path: Path, target: Target) -> Iterator[Finding]:
    reward = target.reward
    if reward is None:
        return
    at = (*path, "reward")
    if target.value is None:
        message = "A reward is for the way from a baseline to a target value, and there is no value."
        yield Finding(indicator, at, message, "Add 'value' to the target.")
    elif (indicator.polarity == "high" and target.value <= reward.baseline) or (
        indicator.polarity == "low" and target.value >= reward.baseline
    ):
        message = f"The target, {target.value}, is no better than the baseline, {reward.baseline}."
        yield Finding(indicator, (*at, "baseline"), message, "Mend one of the two, or the polarity.")
    if not 0 <= reward.floor_percent <= reward.cap_percent:
        message = f"The floor, {reward.floor_percent}%, does not lie between 0 and the cap, {reward.cap_percent}%."
        yield Finding(indicator, (*at, "floor_percent"), message, "Mend one of the two.")
