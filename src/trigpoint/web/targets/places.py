"""Targets of smaller places: what each place of a level has, and what it would have by another way of setting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, terms_of
from trigpoint.ask.door import answer
from trigpoint.ask.histories import Cut, Looked, cuts, slice_of
from trigpoint.ask.outturns import question_of, years_of
from trigpoint.ask.windows import Pairs
from trigpoint.catalogue.targets import target_of
from trigpoint.cube.answer import TOTAL
from trigpoint.definitions.indicators import Indicator, Target
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge import setting
from trigpoint.judge.numbers import Number, plain
from trigpoint.judge.setting import Proposed
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import comparable

MOST = 200
"""More places than this are not typed on a page."""

WAYS: dict[str, str] = {
    "hand": "A target of its own for each, typed by hand",
    "share": "A share each of the target above, by the last outturn",
    "inherit": "The same for each: every place inherits the target above",
}


@dataclass(frozen=True)
class Above:
    """The target of the whole, which smaller places stand beneath. own: as the definition has it for that very year."""

    in_force: TargetInForce | None
    own: Target | None
    words: str


@dataclass(frozen=True)
class PlaceRow:
    """One place. outturn: of the newest year that has one. target: what holds for it now. own: whether that is its own."""

    code: str
    name: str
    outturn: Number | None
    target: TargetInForce | None
    own: Target | None


@dataclass(frozen=True)
class Places:
    """The places of a level in a year. outturn_of: the year of the outturns. period: what the targets are for."""

    indicator: Indicator
    definitions: Definitions
    where: Pairs
    cut: Cut
    period: Period
    outturn_of: Period | None
    above: Above
    rows: tuple[PlaceRow, ...]

    def slice_of(self, code: str) -> dict[str, str]:
        """The slice of a place."""
        return {**dict(self.where), self.cut.dimension: code}


def levels_of(definitions: Definitions, code: str) -> list[Cut]:
    """The levels of places for which targets can be typed."""
    where = slice_of(definitions, Looked(code))
    found = []
    for cut in cuts(definitions, code, where):
        tree = definitions.dimensions[cut.dimension]
        if len(tree.level_members(cut.level, pads=False)) <= MOST:
            found.append(cut)
    return found


def places_of_level(
    viewer: Viewer, definitions: Definitions, code: str, cut: Cut, year: Period, *, as_at: date | None, today: date
) -> Places | None:
    """The places that the viewer may see, with the outturns of the two years before. One batch. None where a year of the
    indicator cannot be told."""
    indicator, calendars = definitions.indicators[code], definitions.calendars
    years = [calendars.shift(year, n) for n in (-2, -1, 0)]
    own = years_of(definitions, indicator, years)
    if year not in own:
        return None
    where = tuple(pair for pair in slice_of(definitions, Looked(code)) if pair[0] != cut.dimension)
    base = question_of(code, tuple(own.values()), where, as_at)
    told, whole = answer([replace(base, by=(cut.by,)), base], viewer)
    period = own[year]
    over = [one for one in own.values() if one.end <= (as_at or today) and _any(told, one)]
    members = [m for m in dict.fromkeys(cell.members[0] for cell in told.cells()) if m != TOTAL]
    tree = definitions.dimensions[cut.dimension]
    rows = []
    for member in members:
        at = told.index[code, (member,), period]
        if member not in tree.members or told.cell(at).nothing == "not-permitted":
            continue
        value = told.cell(told.index[code, (member,), over[-1]]).value if over else None
        mine = target_of(indicator, calendars, period, {**dict(where), cut.dimension: member}, None)
        rows.append(PlaceRow(member, tree.name(member), value, told.target(at), mine))
    holds = whole.target(whole.index[code, (), period])
    held = target_of(
        indicator, calendars, period, dict(where), holds.agreed.framework if holds and holds.agreed else None
    )
    words = holds.words if holds and holds.has_figure else ""
    return Places(
        indicator, definitions, where, cut, period, over[-1] if over else None, Above(holds, held, words), tuple(rows)
    )


def _any(told: Answered, period: Period) -> bool:
    return any(cell.value is not None for cell in told.cells() if cell.period == period)


def proposed(places: Places, way: str) -> dict[str, Proposed]:
    """What each place that has no target of its own would have; by hand nothing, to be typed."""
    rows = [row for row in places.rows if row.own is None]
    if way == "inherit":
        above = places.above.in_force
        if above is None or not above.has_figure:
            return {row.code: Proposed(sum="the whole has no target to inherit") for row in rows}
        return {
            row.code: Proposed(above.value, above.low, above.high, sum=f"the same as above, {above.words}")
            for row in rows
        }
    if way == "share":
        return _shares(places, rows)
    return {row.code: Proposed(sum="") for row in rows}


def _shares(places: Places, rows: list[PlaceRow]) -> dict[str, Proposed]:
    """Shares of the target above by the last outturn of every place, those with a target of their own among them."""
    definitions, indicator = places.definitions, places.indicator
    above = places.above.in_force
    if not _adds_over_places(definitions, indicator):
        why = "only a figure that adds up over places can be shared out"
    elif above is None or above.value is None:
        why = "the whole has no target to share out"
    elif any(row.outturn is None for row in places.rows):
        why = "not every place has an outturn to share by"
    else:
        weights: Mapping[str, Number] = {row.code: row.outturn for row in places.rows if row.outturn is not None}
        found = setting.shares(weights, Decimal(above.value), indicator.decimals)
        why = "the outturns are no shares of anything"
        if found:
            total = sum((comparable(one) for one in weights.values()), Decimal(0))
            return {
                row.code: Proposed(
                    found[row.code],
                    sum=f"{plain(comparable(weights[row.code]) * 100 / total, 1)}% of {terms_of(definitions, indicator.code).say_aim(above.value)}",
                )
                for row in rows
            }
    return {row.code: Proposed(sum=why) for row in rows}


def _adds_over_places(definitions: Definitions, indicator: Indicator) -> bool:
    checked = definitions.checked(indicator.code)
    return checked is not None and checked.additive and indicator.value_kind in ("number", "money")
