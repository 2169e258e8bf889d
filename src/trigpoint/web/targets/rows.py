"""The targets of a scorecard in a year, indicator by indicator, with what they rest on and what they have earned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from trigpoint.ask.outturns import YEARS, Outturns, outturns
from trigpoint.ask.readings import has_figure, wanted_of
from trigpoint.catalogue.targets import target_of
from trigpoint.definitions.frameworks import Framework, Place
from trigpoint.definitions.indicators import Target
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date, listed, with_unit
from trigpoint.judge.reward import RewardEarned, reward_earned
from trigpoint.judge.targets import TargetInForce
from trigpoint.manage.forecasts import forecasts_of
from trigpoint.publish.cells import Cell, Figure, Link, Tags
from trigpoint.publish.from_answers import figure_cell, said
from trigpoint.publish.tables import Column, Table
from trigpoint.web.context import Context
from trigpoint.web.leads import Leads
from trigpoint.web.links import explain_href, indicator_href
from trigpoint.web.targets.words import where_said, who_agreed
from trigpoint.web.visit import Visit

TO_BE_AGREED = Tags(("To be agreed",))
NO_TARGET = Tags(("No target",))
NOT_AIMED_AT = "not aimed at"


@dataclass(frozen=True)
class Row:
    """One place of a scorecard. year: the one that is looked at; after: the next. expected: the lead's own forecast, ''."""

    place: Place
    outturns: Outturns
    year: Period
    after: Period
    lead: str
    expected: str

    @property
    def code(self) -> str:
        """What tells it from the others on a form: its item of the scorecard."""
        return self.place.item

    @property
    def can_have_one(self) -> bool:
        """Whether anything can be aimed at: not where neither end is good, nor in words, nor for periods of its own."""
        indicator = self.outturns.indicator
        return indicator.polarity != "none" and indicator.value_kind != "text" and bool(self.outturns.years)

    @cached_property
    def this(self) -> TargetInForce | None:
        return self.outturns.target(self.year)

    @cached_property
    def next(self) -> TargetInForce | None:
        return self.outturns.target(self.after)

    @property
    def is_gap(self) -> bool:
        """Whether something could be aimed at in the next year, and no figure is."""
        return self.can_have_one and (self.next is None or not self.next.has_figure)

    @property
    def like(self) -> Target | None:
        """The target whose slice and place the next one takes over."""
        return self.this.agreed if self.this else None

    @property
    def set_already(self) -> bool:
        """Whether the definition has a target with a figure for that very year: another one is a revision of it."""
        indicator, definitions = self.outturns.indicator, self.outturns.definitions
        period = self.outturns.years.get(self.after)
        if period is None:
            return False
        like = self.like
        where = dict(like.where) if like else dict(self.place.where)
        held = target_of(indicator, definitions.calendars, period, where, like.framework if like else None)
        return held is not None and held.type != "to-be-agreed"

    @cached_property
    def reward(self) -> RewardEarned | None:
        """What the year looked at earns; None where its target carries no reward."""
        agreed = self.this.agreed if self.this else None
        if agreed is None or agreed.reward is None or self.this is None:
            return None
        cell = self.outturns.cell(self.year)
        return reward_earned(cell.value if cell else None, self.this.value, agreed.reward, self.outturns.terms)

    @property
    def reward_is_known(self) -> bool:
        """Whether the reward is final: the year is over and all of its figures have come."""
        return self.reward is not None and self.reward.grant is not None and self.outturns.whole(self.year) is not None


def rows_of(here: Visit, framework: Framework, year: Period, leads: Leads, *, back: int = 2) -> list[Row]:
    """The rows of a scorecard, in its order; `back` years before the one looked at are asked for. One batch."""
    definitions = here.definitions
    calendars = definitions.calendars
    years = [calendars.shift(year, n) for n in range(-back, 2)]
    told = outturns(
        here.viewer, definitions, wanted_of(definitions, [framework.code]), years, where_held=here.at_own,
        as_at=here.context.as_at, today=here.today,
    )  # fmt: skip
    places = [item.place for item in definitions.places[framework.code]]
    expected = forecasts_of(here.viewer, [place.indicator for place in places], year.code, known_at=here.known_at)
    return [
        Row(
            place, one, year, years[-1], leads.of(place.indicator, place),
            found.words(one.terms) if (found := expected.get(place.indicator, one.where)) else "",
        )
        for place, one in zip(places, told, strict=True)
    ]  # fmt: skip


def year_label(definitions: Definitions, year: Period) -> str:
    """A year as short as heads of columns have room for: 2018/19."""
    return definitions.calendars.label(year, short=True)


def targets_table(here: Visit, framework: Framework, rows: Sequence[Row], year: Period, caption: str) -> Table:
    """The page's table, and the same for files."""
    definitions = here.definitions
    calendars = definitions.calendars
    earlier = [calendars.shift(year, n) for n in (-2, -1)]
    after = calendars.shift(year, 1)
    columns = (
        Column("name", "Indicator", "link"),
        *(Column(f"outturn-{one.start.year}", f"Outturn {year_label(definitions, one)}", "figure") for one in earlier),
        Column("this", f"Target {year_label(definitions, year)}"),
        Column("next", f"Target {year_label(definitions, after)}"),
        Column("agreed", "Who agreed", wide=True),
        Column("expected", f"Lead’s forecast {year_label(definitions, year)}", wide=True),
        Column("reward", f"Reward grant {year_label(definitions, year)}", wide=True),
        Column("grant", "Grant", "figure", unit="£", decimals=0, on_paper=False),
        Column("lead", "Lead"),
    )
    if not any(row.expected for row in rows):
        columns = tuple(column for column in columns if column.key != "expected")
    if not any(row.reward for row in rows):
        columns = tuple(column for column in columns if column.key not in ("reward", "grant"))
    keys = {column.key for column in columns}
    cells = [
        {key: cell for key, cell in _cells(here, framework, row, earlier).items() if key in keys or key[0] == "_"}
        for row in rows
    ]
    return Table(caption, columns, cells, notes=tuple(reward_notes(rows)), name=f"{framework.code}-targets")


def _cells(here: Visit, framework: Framework, row: Row, earlier: Iterable[Period]) -> dict[str, Cell]:
    indicator, told = row.outturns.indicator, row.outturns
    found: dict[str, Cell] = {
        "name": Link(
            indicator.name, indicator_href(here.context, indicator.code, framework=framework.code),
            where_said(here.definitions, row.place.where),
        ),
        "this": aim_cell(row.this, row.can_have_one),
        "next": aim_cell(row.next, row.can_have_one),
        "agreed": agreed_words(row),
        "expected": row.expected,
        "lead": row.lead,
        "_class": "row-gap" if row.is_gap and (row.this is None or not row.this.has_figure) else "",
    }  # fmt: skip
    for year in earlier:
        found[f"outturn-{year.start.year}"] = outturn_cell(here.context, told, year, framework.code)
    if row.reward is not None:
        so_far = "" if row.reward_is_known or row.reward.grant is None else " so far; the year is not complete"
        found["reward"] = f"{row.reward.sum[:1].upper()}{row.reward.sum[1:]}{so_far}"
        if row.reward_is_known:
            found["grant"] = Figure(row.reward.grant, "£", 0)
    return found


def outturn_cell(context: Context, told: Outturns, year: Period, framework: str | None) -> Cell:
    """A year's outturn, or what it came to so far, said as that."""
    at = told.at(year)
    if at is None or told.answered is None:
        return None
    cell = told.answered.cell(at)
    href = explain_href(context, told.indicator.code, told.years[year], told.where, framework=framework)
    if sum(count for _, count in cell.counts) > 1:
        return Link(said(cell, told.terms), href)
    figure = figure_cell(told.answered, at, href, asked=False)
    own = told.years[year]
    if own.grain not in YEARS and told.by_parts is None:
        # Of what is never put together over time, the outturn is the last part, and says so.
        figure = figure.with_period(told.definitions.calendars.label(own))
    if has_figure(cell) and told.whole(year) is None and cell.value is not None:
        return figure.with_period("not complete")
    return figure


def aim_cell(target: TargetInForce | None, can_have_one: bool) -> Cell:
    """A target in words; a gap stands out."""
    if not can_have_one and (target is None or not target.has_figure):
        return NOT_AIMED_AT
    if target is None:
        return NO_TARGET
    if not target.has_figure:
        return TO_BE_AGREED if target.kind == "to-be-agreed" else Tags((target.words[:1].upper() + target.words[1:],))
    if target.revised is None:
        return target.words
    return f"{target.words}, revised on {format_date(target.revised.on)}"


def brief_aim(target: TargetInForce | None) -> Cell:
    """A target in words without where it comes from."""
    if target is None or not target.has_figure:
        return aim_cell(target, True)
    return target.words


def agreed_words(row: Row) -> str:
    """Who agreed to the targets of both years, and when."""
    parts = []
    for year, target in ((row.year, row.this), (row.after, row.next)):
        agreed = target.agreed if target and target.has_figure else None
        if agreed is not None:
            who = who_agreed(row.outturns.definitions, agreed)
            parts.append((year_label(row.outturns.definitions, year), who or "nobody named"))
    if len({said for _, said in parts}) == 1 and (len(parts) == 2 or row.next is None or not row.next.has_figure):
        return parts[0][1]
    return "; ".join(f"{year}: {who}" for year, who in parts)


def reward_notes(rows: Sequence[Row]) -> list[str]:
    """The grants of a year added up, and what is not known yet; nothing where no target carries one."""
    carrying = [row for row in rows if row.reward is not None]
    if not carrying:
        return []
    known = [row for row in carrying if row.reward_is_known]
    earned = sum((row.reward.grant for row in known if row.reward and row.reward.grant is not None), Decimal(0))
    said = f"Reward grant earned: {with_unit(earned, '£', 0)}"
    if known:
        each = [
            f"{with_unit(row.reward.grant, '£', 0)} for {row.outturns.indicator.name}"
            for row in known
            if row.reward and row.reward.grant is not None
        ]
        said += f", which is {listed(each)}"
    waiting = [row for row in carrying if row not in known]
    if not waiting:
        return [f"{said}."]
    at_most = sum((_most(row) for row in waiting), Decimal(0))
    names = listed([row.outturns.indicator.name for row in waiting], 5)
    return [f"{said}.", f"Not known yet: {names}; at most {with_unit(at_most, '£', 0)} more."]


def _most(row: Row) -> Decimal:
    agreed = row.this.agreed if row.this else None
    reward = agreed.reward if agreed else None
    return reward.grant * reward.cap_percent / 100 if reward else Decimal(0)


def gaps_sentence(rows: Sequence[Row], after: str) -> str:
    """How many have no target for the next year, and of them to be agreed."""
    aimed = [row for row in rows if row.can_have_one]
    gaps = [row for row in aimed if row.is_gap]
    agreeing = sum(row.next is not None and row.next.kind == "to-be-agreed" for row in gaps)
    if not aimed:
        return "Nothing here can be aimed at."
    if not gaps:
        return f"Every indicator that can be aimed at has a target for {after}."
    told = f"{len(gaps)} of {len(aimed)} {'has' if len(gaps) == 1 else 'have'} no target for {after}"
    return f"{told}: {agreeing} to be agreed, {len(gaps) - agreeing} not set." if agreeing else f"{told}."


def set_href(context: Context, framework: str, year: Period) -> str:
    """Where the next year's targets are set."""
    return context.url(reverse("set-targets"), framework=framework, year=year.code)


def targets_href(context: Context, framework: str, year: Period | None = None) -> str:
    """The page of a scorecard's targets."""
    return context.url(reverse("targets"), framework=framework, year=year.code if year else None)
