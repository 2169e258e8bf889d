"""What a rule proposes for each indicator that is ticked, with its sum in words: nothing is set by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import adds_over_time
from trigpoint.ask.outturns import Outturns
from trigpoint.ask.peers import places_figures
from trigpoint.catalogue.targets import Aim, Wish
from trigpoint.definitions.comparators import Comparator
from trigpoint.definitions.periods import Period
from trigpoint.judge import setting
from trigpoint.judge.numbers import Number, plain
from trigpoint.judge.setting import Outturn, Proposed
from trigpoint.judge.terms import comparable
from trigpoint.web.targets.rows import Row, year_label

RULES: dict[str, str] = {
    "same": "The target of the year before again",
    "percent": "The last outturn, improved by so many per cent",
    "trend": "The trend of the yearly outturns, carried on",
    "places": "The best quarter of a comparator’s places",
    "hand": "Typed by hand",
    "agree": "To be agreed",
}
BACK = 6
"""Years before the one looked at that a trend may rest on."""


@dataclass(frozen=True)
class Rule:
    """A rule as it was chosen. percent, comparator: for the rules that need one."""

    name: str
    percent: Decimal = Decimal(0)
    comparator: Comparator | None = None


def proposals(viewer: Viewer, rows: Sequence[Row], rule: Rule) -> list[Proposed]:
    """What the rule gives for each row, in order. One batch of questions where it needs other places' figures."""
    if rule.name == "places":
        assert rule.comparator is not None
        found = _best_places(viewer, rows, rule.comparator)
    else:
        found = [_alone(row, rule) for row in rows]
    return [setting.beside_the_last(one, row.this, row.outturns.terms) for row, one in zip(rows, found, strict=True)]


def _alone(row: Row, rule: Rule) -> Proposed:
    told, terms = row.outturns, row.outturns.terms
    match rule.name:
        case "same":
            return _again(row, setting.the_same(row.this, year_label(told.definitions, row.year)))
        case "percent":
            return setting.improved(known(told), rule.percent, terms)
        case "trend":
            return setting.trend(_since_break(told), row.after.start.year, terms)
        case "hand":
            return Proposed(sum="typed by hand")
    return Proposed(sum="to be agreed")


def _again(row: Row, proposed: Proposed) -> Proposed:
    if row.outturns.terms.value_kind != "date" or proposed.value is None:
        return proposed
    day = date.fromordinal(int(proposed.value))
    later = day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
    return replace(proposed, value=Decimal(later.toordinal()), sum="the same day of the calendar, a year later")


def known(told: Outturns) -> list[Outturn]:
    """The outturns of the years that are over and complete, oldest first."""
    return _outturns(told, list(told.years))


def _since_break(told: Outturns) -> list[Outturn]:
    return _outturns(told, told.comparable(list(told.years)))


def _outturns(told: Outturns, years: Sequence[Period]) -> list[Outturn]:
    return [
        Outturn(year.start.year, year_label(told.definitions, year), comparable(value))
        for year in years
        if (value := told.whole(year)) is not None
    ]


def _best_places(viewer: Viewer, rows: Sequence[Row], comparator: Comparator) -> list[Proposed]:
    asked: list[tuple[Outturns, Period, Comparator]] = []
    found: list[Proposed] = []
    at: list[int] = []
    for n, row in enumerate(rows):
        years = [year for year in row.outturns.years if row.outturns.is_over(year)]
        with_figure = [year for year in years if (cell := row.outturns.cell(year)) and cell.nothing != "no-data"]
        found.append(Proposed(sum="no year that is over has a figure"))
        if with_figure:
            asked.append((row.outturns, with_figure[-1], comparator))
            at.append(n)
    told = places_figures(viewer, rows[0].outturns.definitions, asked) if asked else []
    for n, (outturns, year, _), figures in zip(at, asked, told, strict=True):
        if isinstance(figures, str):
            found[n] = Proposed(sum=figures)
            continue
        values: list[Number] = [value for value in figures.values() if value is not None]
        label = year_label(outturns.definitions, year)
        found[n] = setting.best_quarter(
            values, comparator.name, label, outturns.terms, outside=len(figures) - len(values)
        )
    return found


def shaped(row: Row, aim: Decimal) -> tuple[tuple[tuple[Period, Decimal], ...], bool, str]:
    """(profile, whether its points are cumulative, what is said of it): the year's target by its parts, in the shape of the
    newest whole year; no points and the reason where there is none."""
    told = row.outturns
    parts = told.parts.get(row.after, ())
    if not parts:
        return (), False, "no profile: it is not reported within the year, or its parts make no year"
    adds = adds_over_time(told.definitions, told.indicator)
    whole = [(year, values) for year in told.years if len(values := told.shape(year)) == len(parts)]
    shape = whole[-1][1] if whole else ()
    found = setting.points(shape, aim, told.terms, adds_up=adds)
    if isinstance(found, str):
        return (), False, f"no profile: {found}"
    label = year_label(told.definitions, whole[-1][0])
    cumulative = adds and row.like is not None and row.like.type == "cumulative"
    comes = "add up" if adds else "average"
    said = f"{len(found)} points in the shape of {label}, which {comes} to {told.terms.say_aim(aim)}"
    if cumulative:
        sums = [sum(found[: n + 1], Decimal(0)) for n in range(len(found))]
        return tuple(zip(parts, sums, strict=True)), True, f"{said}, each with those before it"
    return tuple(zip(parts, found, strict=True)), False, said


def wish_for(row: Row, aim: Aim, *, profile: bool) -> tuple[Wish, str]:
    """The target as it would be set, and what is said of its profile; '' where none is wanted."""
    told = row.outturns
    period = told.years[row.after]
    points: tuple[tuple[Period, Decimal], ...] = ()
    cumulative, said = False, ""
    if profile and aim.value is not None:
        points, cumulative, said = shaped(row, aim.value)
    where = tuple(row.place.where.items())
    return Wish(told.indicator.code, period, aim, where, row.like, points, cumulative), said


def note_of(rows: Sequence[tuple[Row, str]], reason: str, most: int) -> str:
    """Why, with how each figure came about, as far as there is room."""
    said = reason.strip()
    for row, sum_ in rows:
        line = f"\n{row.outturns.indicator.name}: {sum_}."
        if len(said) + len(line) > most - 40:
            return f"{said}\nAnd so on for the others."
        said += line
    return said.strip()


def percent_typed(text: str) -> Decimal | None:
    """A percentage between 0 and 100 as people type one; None for anything else."""
    shown = text.strip().rstrip("%").strip()
    if not shown.replace(".", "", 1).isdecimal() or len(shown) > 8 or not shown.isascii():
        return None
    value = Decimal(shown)
    return value if 0 < value <= 100 else None


def rule_words(rule: Rule) -> str:
    """The rule in a few words, for a title."""
    match rule.name:
        case "percent":
            return f"the last outturn improved by {plain(rule.percent)}%"
        case "places":
            return f"the best quarter of {rule.comparator.name if rule.comparator else ''}"
    return RULES[rule.name][0].lower() + RULES[rule.name][1:]
