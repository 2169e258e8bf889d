"""The methods of status rules: what each makes of one figure. When a figure is not judged at all is `status`' part.

All comparison is of unrounded figures. A gap is positive where the figure is better than what it is held against.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from trigpoint.definitions.rules import (
    AbsoluteTolerance,
    Band,
    Banded,
    Contextual,
    ImprovedOnLastYear,
    PercentageTolerance,
    RuleSet,
    Status,
)
from trigpoint.judge.numbers import with_unit
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

NO_LINE = "no target for this period"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a method found. status None: it cannot judge, and `lacks` says why.

    against: what the figure is held against, in words. how: what follows from it. edges: figures that its text must
    not seem to touch or cross. aim: what it would have to be to be on target, where that is not the target's to say.
    last_year: the figure that it is held against instead of a target.
    """

    status: Status | None
    gap: Decimal | None = None
    against: str = ""
    how: str = ""
    edges: tuple[Decimal, ...] = ()
    lacks: str = ""
    aim: str = ""
    last_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The target as one or two edges: `low` is the least and `high` the most that is on target."""

    low: Decimal | None
    high: Decimal | None

    @classmethod
    def of(cls, target: TargetInForce | None, terms: Terms) -> Line | None:
        """The line that a target draws in these terms; None where it draws none."""
        if target is None:
            return None
        match terms.polarity:
            case "high":
                low = target.value if target.value is not None else target.low
                return None if low is None else cls(low, None)
            case "low":
                high = target.value if target.value is not None else target.high
                return None if high is None else cls(None, high)
            case _:
                if target.value is not None:
                    return cls(target.value, target.value)
                return cls(target.low, target.high) if target.has_figure else None

    def gap(self, figure: Decimal) -> Decimal:
        """Room left to the nearest edge; negative outside it."""
        below = [] if self.low is None else [figure - self.low]
        above = [] if self.high is None else [self.high - figure]
        return min(below + above)

    def nearest(self, figure: Decimal) -> Decimal:
        """The edge that the gap is to."""
        if self.low is None or (self.high is not None and self.high - figure < figure - self.low):
            assert self.high is not None
            return self.high
        return self.low

    def said(self, terms: Terms) -> str:
        """95%, or 10% to 20%."""
        edges = [edge for edge in (self.low, self.high) if edge is not None]
        return " to ".join(terms.say_aim(edge) for edge in dict.fromkeys(edges))

    @property
    def edges(self) -> tuple[Decimal, ...]:
        """Its figures."""
        return tuple(edge for edge in (self.low, self.high) if edge is not None)


def apply_rule(
    figure: Decimal, target: TargetInForce | None, last_year: Decimal | None, rule_set: RuleSet, terms: Terms
) -> Verdict:
    """The verdict of a rule set's method. last_year: the figure of the same period a year before."""
    line = Line.of(target, terms)
    match rule_set.rule:
        case PercentageTolerance() | AbsoluteTolerance() as rule:
            verdict = _tolerance(figure, line, rule, rule_set.name, terms)
        case ImprovedOnLastYear() as rule:
            verdict = _improved(figure, line, last_year, rule, rule_set.name, terms)
        case Banded() as rule:
            verdict = _banded(figure, line, rule, rule_set.name, terms)
        case Contextual():
            verdict = Verdict(None, lacks="for context only")
        case rule:
            assert_never(rule)
    return _below_minimum(verdict, figure, target, terms)


def _below_minimum(verdict: Verdict, figure: Decimal, target: TargetInForce | None, terms: Terms) -> Verdict:
    """A floor that no tolerance softens."""
    if verdict.status in {None, "off_target"} or target is None or target.minimum is None:
        return verdict
    room = terms.better_by(figure, target.minimum)
    if room is None or room >= 0:
        return verdict
    how = f"worse than the minimum of {terms.say_aim(target.minimum)}, which no tolerance softens"
    return replace(verdict, status="off_target", how=how, edges=(*verdict.edges, target.minimum))


def _tolerance(
    figure: Decimal, line: Line | None, rule: PercentageTolerance | AbsoluteTolerance, name: str, terms: Terms
) -> Verdict:
    if line is None:
        return Verdict(None, lacks=NO_LINE)
    gap, aim = line.gap(figure), line.nearest(figure)
    if isinstance(rule, AbsoluteTolerance):
        amber, exceeding = rule.amber, rule.exceeding
        allowed = terms.say_tolerance(amber, name)
    elif terms.value_kind in {"date", "stage"}:
        # A percentage of a day of the calendar, or of a place in a list, means nothing: none is allowed.
        amber, exceeding, allowed = Decimal(0), None, ""
    else:
        amber = abs(aim) * rule.amber_percent / 100
        exceeding = None if rule.exceeding_percent is None else abs(aim) * rule.exceeding_percent / 100
        limit = aim + amber if aim == line.high else aim - amber
        allowed = f"the {with_unit(rule.amber_percent, '%')} tolerance of {name} (to {terms.say_aim(limit)})"
    if terms.polarity == "range":
        exceeding = None
    against = f"against {line.said(terms)}"
    edges = [*line.edges, *(edge - amber for edge in line.edges), *(edge + amber for edge in line.edges)]
    if exceeding is not None:
        edges += [aim + exceeding, aim - exceeding]
    size = terms.say_size(gap, (0, amber) if exceeding is None else (0, amber, exceeding))
    if gap < 0:
        short = f"{size} {_short(terms, aim == line.high)}"
        if -gap <= amber:
            return Verdict("within_tolerance", gap, against, f"within {allowed}", tuple(edges))
        beyond = f"beyond {allowed}" if amber else f"{name} allows no tolerance"
        return Verdict("off_target", gap, against, f"{short}, {beyond}", tuple(edges))
    if exceeding is not None and gap > exceeding:
        limit = aim - exceeding if aim == line.high else aim + exceeding
        how = f"{size} {_better(terms)}, past {terms.say_aim(limit)}, beyond which {name} counts it as exceeding"
        return Verdict("exceeding", gap, against, how, tuple(edges))
    how = "exactly on target" if gap == 0 else f"{size} {_better(terms)}"
    if terms.polarity == "range" and line.low != line.high:
        how = "within the range"
    return Verdict("on_target", gap, against, how, tuple(edges))


def _short(terms: Terms, is_high: bool) -> str:
    if terms.value_kind == "date":
        return "later than the target" if is_high else "earlier than the target"
    if terms.polarity == "range":
        return "above the range" if is_high else "below the range"
    return "over the target" if is_high else "short of the target"


def _better(terms: Terms) -> str:
    if terms.value_kind == "date":
        return "earlier than the target" if terms.polarity == "low" else "later than the target"
    return "under the target" if terms.polarity == "low" else "above the target"


def _improved(
    figure: Decimal,
    line: Line | None,
    last_year: Decimal | None,
    rule: ImprovedOnLastYear,
    name: str,
    terms: Terms,
) -> Verdict:
    closeness: Callable[[Decimal], Decimal]
    if terms.polarity == "range":
        if line is None:
            return Verdict(None, lacks=f"no range to be nearer to, as {name} asks")
        if line.gap(figure) >= 0:
            return Verdict("on_target", line.gap(figure), f"against {line.said(terms)}", "within the range", line.edges)
        closeness = line.gap
    else:
        closeness = (lambda x: x) if terms.polarity == "high" else (lambda x: -x)
    if last_year is None:
        return Verdict(None, lacks=f"no figure for the same period last year, which {name} asks for")
    gap = (
        closeness(figure) - min(closeness(last_year), Decimal(0))
        if terms.polarity == "range"
        else (closeness(figure) - closeness(last_year))
    )
    amber = Decimal(0) if terms.value_kind in {"date", "stage"} else abs(last_year) * rule.amber_percent / 100
    edges = (last_year, last_year - amber, last_year + amber)
    against = f"against {terms.say(last_year, (figure,))} in the same period last year"
    size = terms.say_size(gap, (0, amber))
    allowed = f"the {with_unit(rule.amber_percent, '%')} that {name} allows"
    status: Status
    if gap > 0:
        status, how = "on_target", f"{size} better, as {name} asks"
    elif gap == 0:
        status, how = "within_tolerance", f"no better and no worse, where {name} asks for better"
    elif -gap <= amber:
        status, how = "within_tolerance", f"{size} worse, within {allowed}"
    else:
        status, how = "off_target", f"{size} worse, beyond {allowed}"
    aim = "" if terms.polarity == "range" else _better_than(last_year, figure, terms)
    return Verdict(status, gap, against, how, edges, aim=aim, last_year=last_year)


def _better_than(last_year: Decimal, figure: Decimal, terms: Terms) -> str:
    """What is asked of a figure that is held against last year's: fewer than 326 reports, a year before."""
    high = terms.polarity == "high"
    if terms.value_kind == "date":
        word = "later than" if high else "earlier than"
    elif terms.value_kind == "number" and terms.decimals == 0:
        word = "more than" if high else "fewer than"
    else:
        word = "above" if high else "below"
    return f"{word} {terms.say(last_year, (figure,))}, a year before"


def _banded(figure: Decimal, line: Line | None, rule: Banded, name: str, terms: Terms) -> Verdict:
    gap = None if line is None else line.gap(figure)
    if rule.of == "value":
        measured: Decimal = figure
        say: Callable[[Decimal], str] = terms.say_aim
        edges, lead = _edges_of(rule), ""
    else:
        if line is None:
            return Verdict(None, lacks=NO_LINE)
        aim = line.nearest(figure)
        if aim <= 0 or terms.value_kind in {"date", "stage"} or terms.polarity == "range":
            return Verdict(None, lacks=f"a target of {line.said(terms)} has no percentages for the bands of {name}")
        # Multiplied first, so that 57 of 60 is 95 and not a hair beside it.
        measured = figure * 100 / aim
        say = _percentage
        edges = (aim,)
        lead = f"{with_unit(measured, '%', 1, apart_from=_edges_of(rule))} of the target of {line.said(terms)}, "
    found = [band for band in rule.bands if _within(measured, band)]
    if len(found) != 1:
        return Verdict(None, lacks=f"the bands of {name} do not hold {say(measured)} exactly once")
    how = f"{lead}in the band {_said_band(found[0], say)} of {name}"
    return Verdict(found[0].status, gap, "is", how, edges, aim="" if lead else _good_bands(rule, say))


def _good_bands(rule: Banded, say: Callable[[Decimal], str]) -> str:
    """What is asked of a figure that is judged by bands alone: those that are on target, else those beyond it."""
    for status in ("on_target", "exceeding"):
        if said := [_said_band(band, say) for band in rule.bands if band.status == status]:
            return " or ".join(said)
    return ""


def _percentage(value: Decimal) -> str:
    return with_unit(value, "%")


def _edges_of(rule: Banded) -> tuple[Decimal, ...]:
    return tuple(edge for band in rule.bands for edge in (band.low, band.high) if edge is not None)


def _within(figure: Decimal, band: Band) -> bool:
    above = band.low is None or figure > band.low or (band.includes_low and figure == band.low)
    below = band.high is None or figure < band.high or (band.includes_high and figure == band.high)
    return above and below


def _said_band(band: Band, say: Callable[[Decimal], str]) -> str:
    low = "" if band.low is None else f"{'from' if band.includes_low else 'above'} {say(band.low)}"
    high = "" if band.high is None else f"{'up to' if band.includes_high else 'under'} {say(band.high)}"
    if low and high:
        return f"{low} {high if band.includes_high else 'to ' + high}"
    return low or high or "of every figure"
