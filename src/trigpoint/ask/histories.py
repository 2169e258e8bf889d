"""One indicator's page: its series, its places in frameworks, its breakdown and its peers, asked for in one batch.

The breakdown is asked for the period that the figures are expected to stand at, and the one before it, beside the
series itself; only where another period turns out to stand is there a second, smaller batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, grows_through_year, measures_of
from trigpoint.ask.corrections import Correction, Known, compared, earlier_states
from trigpoint.ask.door import answer, newest_periods
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.standing import reading_of
from trigpoint.ask.windows import Pairs, period_before, reporting_end, slice_for, window
from trigpoint.cube.question import AskGrain, BadQuestion, By, Question, Where
from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.frameworks import Place
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions

COUNTED_KINDS = ("yes-no", "stage", "date", "text")
ORDERED_LEVELS = ("fifth", "quintile", "decile")
COARSER: dict[Grain, tuple[AskGrain, ...]] = {
    "week": ("week",),
    "month": ("month", "quarter", "financial-year", "ytd", "rolling-12"),
    "quarter": ("quarter", "financial-year", "ytd"),
    "half": ("half", "financial-year"),
}
"""By which periods a figure of a grain may also be shown, where its parts may be put together over time."""


@dataclass(frozen=True)
class Cut:
    """A way to break an indicator down: the members of a dimension at a level. ordered: they have an order of their own."""

    dimension: str
    level: str
    hierarchy: str | None
    name: str
    plural: str
    ordered: bool

    @property
    def code(self) -> str:
        """As in an address: area:ward."""
        return f"{self.dimension}:{self.level}"

    @property
    def by(self) -> By:
        return By(self.dimension, self.level, self.hierarchy)


@dataclass(frozen=True)
class Members:
    """An indicator told apart by the members of a cut, in a period (and the one before it, where that was asked for)."""

    cut: Cut
    answered: Answered
    period: Period
    before: Period | None
    periods: tuple[Period, ...]

    def at(self, period: Period) -> dict[str, int]:
        """The number of each member's cell in a period, in the members' own order."""
        facts = self.answered.facts
        return {facts.members[i][0]: i for i in range(len(facts)) if facts.asked[i] == period}


@dataclass(frozen=True)
class History:
    """reading: the series, with the figure that stands. where: the slice.

    compare: comparators that were answered: those asked for, then the indicator's own.
    places: the breakdown. others: all members of the level that the slice is of, with `ours` among them.
    """

    reading: Reading
    definitions: Definitions
    where: Pairs
    place: Place | None
    grain: AskGrain
    compare: tuple[str, ...]
    cuts: tuple[Cut, ...]
    places: Members | None
    others: Members | None
    ours: str | None
    corrections: tuple[Correction, ...]

    @property
    def indicator(self) -> Indicator:
        return self.reading.indicator


@dataclass(frozen=True)
class Looked:
    """What a person asked of an indicator's page. by: a cut's code, or ''. framework: in whose place it is read.

    grain: another than the indicator's own. rule_set: instead of the official one.
    """

    code: str
    period: Period | None = None
    where: Pairs = ()
    as_at: date | None = None
    compare: tuple[str, ...] = ()
    by: str = ""
    framework: str | None = None
    grain: str = ""
    rule_set: str | None = None


def history(viewer: Viewer, definitions: Definitions, looked: Looked, *, today: date) -> History:
    """Everything that an indicator's page says, in one batch of questions.

    Raises BadQuestion for a breakdown, grain, framework or rule that there is none of.
    """
    indicator = definitions.indicators[looked.code]
    place = _place(definitions, looked)
    where = slice_of(definitions, looked)
    grain = _grain(definitions, indicator, looked.grain)
    # The newest figures of any indicator say up to when this one should have come, so that a late one is seen as late.
    newest = newest_periods(list(definitions.indicators), looked.as_at)
    day = looked.as_at or today
    end = reporting_end(definitions, list(definitions.indicators), newest, looked.period, day, looked.framework)
    read_as = _read_as(indicator, grain)
    last_known = _in_grain(definitions, newest.get(looked.code), read_as.grain)
    periods = window(definitions.calendars, read_as, end, last_known)
    stands = (
        min(periods[-1], last_known)
        if last_known is not None and last_known.grain == periods[-1].grain
        else periods[-1]
    )
    stands = stands if stands in periods else periods[-1]
    every = read_as.every
    ask_as: AskGrain = "supplied" if periods[0].grain == "range" else grain

    compare = tuple(code for code in dict.fromkeys([*looked.compare, *indicator.comparators]) if code != "last-year")
    base = Question(
        (looked.code,), ask_as, periods, where=_filters(where), compare=("last-year", *compare),
        framework=looked.framework, rule_set=looked.rule_set, as_at=looked.as_at,
    )  # fmt: skip
    found = cuts(definitions, looked.code, where)
    cut = _chosen(definitions, found, looked.by)
    peers, ours = _peers(definitions, looked.code, where)
    earlier = [] if looked.grain else earlier_states(
        [code for code, _ in measures_of(definitions, looked.code)], looked.code, periods, looked.as_at,
        definitions.calendars.timezone,
    )  # fmt: skip

    to_date = grain == "ytd" or grows_through_year(definitions, looked.code)

    def beside(standing: Period) -> list[Question]:
        before = period_before(periods, standing, to_date, every, definitions.calendars)
        asked = []
        if cut is not None:
            spans = periods if cut.ordered else tuple(p for p in (before, standing) if p is not None)
            asked.append(replace(base, periods=spans, by=(cut.by,), compare=()))
        if peers is not None:
            rest = tuple(pair for pair in where if pair[0] != peers.dimension)
            asked.append(replace(base, periods=(standing,), by=(peers.by,), where=_filters(rest), compare=()))
        return asked

    plain = replace(base, compare=())
    answers = answer(
        [base, *beside(stands), *(replace(plain, as_at=state.day) for state in earlier)], viewer
    )  # fmt: skip
    reading = reading_of(Wanted(looked.code, where, looked.framework), answers[0], periods)
    reading = replace(reading, indicator=read_as) if read_as is not indicator else reading
    told = beside(stands)
    parts = answers[1 : 1 + len(told)]
    if reading.period != stands:
        told = beside(reading.period)
        parts = answer(told, viewer)
    before = period_before(periods, reading.period, to_date, every, definitions.calendars)
    iterator: Iterator[Answered] = iter(parts)
    places = Members(cut, next(iterator), reading.period, before, periods) if cut is not None else None
    others = Members(peers, next(iterator), reading.period, None, (reading.period,)) if peers is not None else None
    first = 1 + len(beside(stands))
    states = [Known(state, one) for state, one in zip(earlier, answers[first:], strict=True)]
    return History(
        reading, definitions, where, place, grain, compare, found, places, others, ours,
        tuple(compared(states, answers[0])),
    )  # fmt: skip


def slice_of(definitions: Definitions, looked: Looked) -> Pairs:
    """The slice that is shown: the one that the indicator is read for in its place, under the page's own filters.

    Outside any framework it is the one that all its places agree on: a published figure has no other whole.
    """
    place = _place(definitions, looked)
    usual: dict[str, str] = {}
    if place is not None:
        usual = dict(place.where)
    elif looked.framework is None:
        every = [
            one.place.where
            for items in definitions.places.values()
            for one in items
            if one.place.indicator == looked.code
        ]
        if every and all(one == every[0] for one in every):
            usual = dict(every[0])
    return slice_for(definitions, tuple(usual.items()), looked.where)


def _place(definitions: Definitions, looked: Looked) -> Place | None:
    if looked.framework is None:
        return None
    if looked.framework not in definitions.frameworks:
        there_are = ", ".join(f.name for f in definitions.frameworks.values())
        raise BadQuestion(f"There is no framework “{looked.framework[:60]}”. There are: {there_are}.")
    items = definitions.places[looked.framework]
    return next((one.place for one in items if one.place.indicator == looked.code), None)


def _filters(where: Pairs) -> tuple[Where, ...]:
    return tuple(Where(dimension, (member,)) for dimension, member in where)


def grains(definitions: Definitions, indicator: Indicator) -> tuple[AskGrain, ...]:
    """By which periods the indicator may be shown, its own first; only its own where it may not be added up over time."""
    own = cast(AskGrain, indicator.grain if indicator.grain != "range" else "supplied")
    measures = measures_of(definitions, indicator.code)
    if indicator.value_kind in COUNTED_KINDS or any(m.over_time == "none" for _, m in measures):
        return (own,)
    return COARSER.get(indicator.grain, (own,))


def _grain(definitions: Definitions, indicator: Indicator, text: str) -> AskGrain:
    offered = grains(definitions, indicator)
    if not text:
        return offered[0]
    if text not in offered:
        raise BadQuestion(f"{indicator.name} cannot be shown by “{text[:40]}”. It can by: {', '.join(offered)}.")
    return cast(AskGrain, text)


def _read_as(indicator: Indicator, grain: AskGrain) -> Indicator:
    """The indicator as one of the grain that is asked for, so that its series has the right periods."""
    if grain in ("ytd", "rolling-12", "supplied", indicator.grain):
        return indicator
    return indicator.model_copy(update={"grain": grain, "every": 1})


def _in_grain(definitions: Definitions, newest: Period | None, grain: Grain) -> Period | None:
    """The newest whole period of a grain that ends by the newest one known."""
    if newest is None or newest.grain == grain:
        return newest
    calendars = definitions.calendars
    found = calendars.containing(newest.last_day, grain)
    return found if found.end <= newest.end else calendars.shift(found, -1)


def cuts(definitions: Definitions, code: str, where: Pairs) -> tuple[Cut, ...]:
    """Every way that an indicator's own data can be broken down by, beneath the slice."""
    data_sets = [
        definitions.data_sets[name] for name in dict.fromkeys(name for name, _ in measures_of(definitions, code))
    ]
    if not data_sets:
        return ()
    shared = [
        dimension for dimension in dict.fromkeys(role.dimension for role in data_sets[0].dimensions)
        if all(any(role.dimension == dimension for role in one.dimensions) for one in data_sets)
    ]  # fmt: skip
    found = []
    for dimension in shared:
        tree = definitions.dimensions[dimension]
        roles = [role for one in data_sets for role in one.dimensions if role.dimension == dimension]
        chosen = tree.members.get(dict(where).get(dimension, ""))
        for level in tree.levels:
            hierarchy = next((h for h in tree.hierarchies if _reaches(tree, h, level, roles)), None)
            if hierarchy is None or not _beneath(tree, level, chosen.level if chosen else None):
                continue
            if len(tree.level_members(level, pads=False)) > 1:
                name = tree.levels[level]
                ordered = level in ORDERED_LEVELS or tree.dimension.nature in ("deprivation", "client-group")
                found.append(Cut(dimension, level, hierarchy, name.name, name.plural, ordered))
    return tuple(found)


def _reaches(tree: DimensionTree, hierarchy: str, level: str, roles: Sequence) -> bool:
    levels = tree.hierarchies[hierarchy].levels
    if level not in levels:
        return False
    for role in roles:
        if role.level is None or level in role.published_levels:
            continue
        if role.level not in levels or levels.index(level) > levels.index(role.level):
            return False
    return True


def _beneath(tree: DimensionTree, level: str, chosen: str | None) -> bool:
    """Whether a level lies beneath the chosen member's, by some hierarchy that has both or else is another's."""
    if chosen is None:
        return True
    together = [h.levels for h in tree.hierarchies.values() if level in h.levels and chosen in h.levels]
    if together:
        return any(levels.index(level) > levels.index(chosen) for levels in together)
    lowest = {h.levels[-1] for h in tree.hierarchies.values() if chosen in h.levels}
    return chosen not in lowest and any(level in h.levels and h.levels[-1] in lowest for h in tree.hierarchies.values())


def _chosen(definitions: Definitions, found: Sequence[Cut], text: str) -> Cut | None:
    if not text:
        return found[0] if found else None
    for cut in found:
        if text in (cut.code, cut.dimension):
            return cut
    there_are = ", ".join(f"{cut.code} ({cut.plural.lower()})" for cut in found) or "none here"
    raise BadQuestion(f"This indicator cannot be broken down by “{text[:60]}”. It can be by: {there_are}.")


def _peers(definitions: Definitions, code: str, where: Pairs) -> tuple[Cut | None, str | None]:
    """The members to stand among: all of the level of the member that the slice is of."""
    whole = {cut.code: cut for cut in cuts(definitions, code, ())}
    for dimension, member in where:
        found = definitions.dimensions[dimension].members.get(member)
        cut = whole.get(f"{dimension}:{found.level}") if found else None
        if cut is not None:
            return cut, member
    return None, None
