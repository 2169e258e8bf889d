"""Setting and revising targets: each a change of the definitions of indicators, drafted like any other and in force by none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.changing import BadChange, draft, over_what_is_in_force
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.indicators import Indicator, ProfilePoint, Revision, Target
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.judge.targets import read_period

SmallerPlaces = Literal["own", "inherited", "apportioned"]

BESIDE = ("minimum", "stretch")
"""Types that stand beside the target of a period, and are none themselves."""


@dataclass(frozen=True)
class Aim:
    """A figure to aim at: a value, both ends of a range, a day or a stage; nothing at all is still to be agreed."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    day: date | None = None
    stage: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is anything to aim at."""
        return any(one is not None for one in (self.value, self.low, self.high, self.day, self.stage))

    def fields(self) -> dict[str, object]:
        """As fields of a target or a revision."""
        return {"value": self.value, "low": self.low, "high": self.high, "day": self.day, "stage": self.stage}


@dataclass(frozen=True)
class Wish:
    """A target that is to be set. like: the one before it, whose slice and place in a framework it takes over; where, the
    slice where there is none. profile: its points by period."""

    indicator: str
    period: Period
    aim: Aim
    where: tuple[tuple[str, str], ...] = ()
    like: Target | None = None
    profile: tuple[tuple[Period, Decimal], ...] = ()
    cumulative: bool = False


def target_of(
    indicator: Indicator, calendars: Calendars, period: Period, where: dict[str, str], framework: str | None
) -> Target | None:
    """The target that an indicator's definition has for that very period, slice and place; those beside it are none."""
    for target in indicator.targets:
        if target.type in BESIDE or target.where != where or target.framework != framework:
            continue
        own = read_period(calendars, target.period, indicator.grain)
        if (own.start, own.end) == (period.start, period.end):
            return target
    return None


def set_targets(viewer: Viewer, wishes: Sequence[Wish], *, title: str, note: str = "") -> Change:
    """Draft one change that sets all these targets.

    Raises NotAllowed; BadChange where a period has a target with a figure already, or nothing would change;
    BadDefinitions.
    """
    require(viewer, "propose-definitions")
    definitions = in_force()
    after: dict[str, Indicator] = {}
    for wish in wishes:
        indicator = after.get(wish.indicator) or definitions.indicators.get(wish.indicator)
        if indicator is None:
            raise BadChange(f"There is no indicator “{wish.indicator[:60]}” any more.")
        after[wish.indicator] = with_target(indicator, definitions.calendars, wish)
    changed = [one for code, one in after.items() if one != definitions.indicators[code]]
    if not changed:
        raise BadChange("Nothing is set by that: choose an indicator, and give it a figure or leave it to be agreed.")
    return _draft(viewer, changed, title, note)


def with_target(indicator: Indicator, calendars: Calendars, wish: Wish) -> Indicator:
    """The indicator with a target more, in place of one that was to be agreed. Raises BadChange. Pure."""
    like = wish.like
    where = dict(like.where) if like else dict(wish.where)
    framework = like.framework if like else None
    held = target_of(indicator, calendars, wish.period, where, framework)
    if held is not None and held.type != "to-be-agreed":
        label = calendars.label(wish.period)
        raise BadChange(
            f"{indicator.name} has a target for {label} already. Revise that one, and the first stays beside."
        )
    from_before = held or like
    target = Target(
        type=_type(wish), period=wish.period.code, where=where, framework=framework,
        profile=tuple(ProfilePoint(period=period.code, value=value) for period, value in wish.profile),
        smaller_places=from_before.smaller_places if from_before else "own",
        apportioned_by=from_before.apportioned_by if from_before else None, **wish.aim.fields(),
    )  # type: ignore[arg-type]  # fmt: skip
    targets = [target if one is held else one for one in indicator.targets]
    return indicator.model_copy(update={"targets": tuple(targets if held else [*targets, target])})


def revise_target(viewer: Viewer, code: str, number: int, aim: Aim, *, on: date, reason: str, note: str = "") -> Change:
    """Draft a revision of an indicator's target, by its place in the list; what was first agreed stays beside it.

    Raises NotAllowed, BadChange and BadDefinitions.
    """
    require(viewer, "propose-definitions")
    definitions = in_force()
    indicator = definitions.indicators.get(code)
    if indicator is None or not 0 <= number < len(indicator.targets):
        raise BadChange("There is no such target any more. Load the page anew.")
    target = indicator.targets[number]
    if not aim.is_given:
        raise BadChange("Say what the target is to be from then on.")
    if not reason.strip():
        raise BadChange("Say why it is revised: whoever reads the first figure beside it will ask.")
    if target.revisions and on < target.revisions[-1].on:
        raise BadChange(
            f"It was revised on {target.revisions[-1].on:%-d %B %Y} already. Choose that day or a later one."
        )
    if target.agreed_on and on < target.agreed_on:
        raise BadChange(f"It was agreed on {target.agreed_on:%-d %B %Y}. Choose that day or a later one.")
    said = {key: value for key, value in aim.fields().items() if value is not None}
    revision = Revision(on=on, reason=reason.strip(), by=viewer.name, **said)  # type: ignore[arg-type]
    revised = target.model_copy(update={"revisions": (*target.revisions, revision)})
    targets = tuple(revised if n == number else one for n, one in enumerate(indicator.targets))
    after = indicator.model_copy(update={"targets": targets})
    return _draft(viewer, [after], f"Target of {indicator.name}, {target.period}: revised", note or reason.strip())


def let_smaller_places(viewer: Viewer, code: str, target: Target, how: SmallerPlaces, by: str | None = None) -> Change:
    """Draft that places beneath a target's own inherit it, or have a share of it, by a measure, or have none but their own.

    by: the measure (data-set.measure), for `apportioned`. Raises NotAllowed, BadChange and BadDefinitions.
    """
    require(viewer, "propose-definitions")
    indicator = in_force().indicators.get(code)
    if indicator is None or target not in indicator.targets:
        raise BadChange("That target was changed meanwhile. Load the page anew.")
    after = target.model_copy(update={"smaller_places": how, "apportioned_by": by if how == "apportioned" else None})
    targets = tuple(after if one is target or one == target else one for one in indicator.targets)
    changed = indicator.model_copy(update={"targets": targets})
    return _draft(viewer, [changed], f"Target of {indicator.name}, {target.period}: smaller places", "")


def _type(wish: Wish) -> str:
    if not wish.aim.is_given:
        return "to-be-agreed"
    if wish.profile:
        return "cumulative" if wish.cumulative else "profiled"
    return "range" if wish.aim.low is not None or wish.aim.high is not None else "single"


def _draft(viewer: Viewer, indicators: Sequence[Indicator], title: str, note: str) -> Change:
    return draft(viewer, over_what_is_in_force(indicators), title=title, note=note)
