"""What is wrong with definitions that are each right: repeated formulas, nobody in the lead, bands never reached. Pure.

Each finding names the definition, says what was found and what to do. Faults that stop a set from being applied are
found by `definitions.checks`; here is what makes a set worse to live with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import Band, Banded, RuleSet
from trigpoint.definitions.whole import Definitions

Ailment = Literal[
    "same-formula", "no-lead", "no-target", "not-used", "unreachable-band", "stale", "long-draft", "retired-in-use", "no-weight",
]  # fmt: skip

AILMENTS: dict[Ailment, tuple[str, str]] = {
    "same-formula": ("Worked out the same way twice", "Keep one, and let the other be replaced by it; or say how they differ."),
    "no-lead": ("Nobody leads", "Name a lead in the responsibilities, or in its place in a framework."),
    "no-target": ("In a framework without a target", "Agree a target, or say by its status rule that it is for context."),
    "not-used": ("Never asked for", "In no framework, portfolio, shared view or comparison: put it to use, or retire it."),
    "unreachable-band": ("A colour that no figure can get", "Move the edge of the band within what the figure can be."),
    "stale": ("No new figure for long", "Ask whoever supplies it, or retire it."),
    "long-draft": ("A draft for long", "Agree it, or take it out."),
    "retired-in-use": ("Retired, and still in a framework", "Take it out of the framework, or put what replaces it there."),
    "no-weight": ("Weighs nothing in its basket", "Give it a weight, or take it out of a basket that rolls up by weight."),
}  # fmt: skip
"""Each ailment: its heading, and what to do about it."""

DAYS = {
    "week": 7, "month": 31, "quarter": 92, "half": 184, "financial-year": 366, "academic-year": 366, "calendar-year": 366,
    "range": 1098,
}  # fmt: skip
LONG_DRAFT = timedelta(days=90)


@dataclass(frozen=True)
class Finding:
    """One thing that ails a definition. kind, code, name: which. text: what was found, in words. owner: by code."""

    ailment: Ailment
    kind: str
    code: str
    name: str
    text: str
    owner: str | None = None


@dataclass(frozen=True)
class Known:
    """What is known beside the definitions. newest: by indicator the newest period with figures; those without any are
    left out. wanted: indicators in somebody's portfolio or a saved view. since: by indicator the day from which the
    definition stands as it is.
    """

    today: date
    newest: Mapping[str, Period]
    wanted: Collection[str] = ()
    since: Mapping[str, date] = ()  # type: ignore[assignment]


def examine(definitions: Definitions, known: Known) -> list[Finding]:
    """All findings, by ailment in the order of AILMENTS, then by name."""
    found = [finding for check in CHECKS for finding in check(definitions, known)]
    order = list(AILMENTS)
    return sorted(found, key=lambda one: (order.index(one.ailment), one.name.casefold(), one.text))


def _about(ailment: Ailment, indicator: Indicator, text: str) -> Finding:
    return Finding(ailment, "indicator", indicator.code, indicator.name, text, indicator.owner)


def _living(definitions: Definitions) -> Iterator[Indicator]:
    return (one for one in definitions.indicators.values() if one.life.state != "retired")


def same_formula(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Indicators whose newest formula is the same up to spaces, and who treat ratios and missing parts alike."""
    groups: dict[tuple[str, str, str, str | None], list[Indicator]] = {}
    for indicator in _living(definitions):
        version = definitions.version_on(indicator.code, None)
        if version is not None:
            key = (str(definitions.formula(version.formula)), indicator.missing, indicator.ratio, indicator.ratio_over)
            groups.setdefault(key, []).append(indicator)
    for group in groups.values():
        for indicator in group if len(group) > 1 else ():
            others = " and ".join(f"“{other.name}”" for other in group if other is not indicator)
            yield _about("same-formula", indicator, f"Worked out exactly as {others}.")


def no_lead(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Indicators for which no person leads today: directly, through an item or node of a framework, or its whole."""
    led = {
        one.indicator
        for one in definitions.responsibilities
        if one.role == "lead" and one.indicator and one.holds_on(known.today)
    }
    led_nodes = {
        (one.framework, one.node)
        for one in definitions.responsibilities
        if one.role == "lead" and one.framework and one.holds_on(known.today)
    }
    for framework, placed in definitions.places.items():
        for item in placed:
            above = {(framework, None), (framework, item.place.item), *((framework, node.code) for node in item.nodes)}
            if above & led_nodes:
                led.add(item.place.indicator)
    for indicator in _living(definitions):
        if indicator.code not in led:
            yield _about("no-lead", indicator, "No person is named as its lead today.")


def no_target(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Indicators in a framework that are judged against a target and have none whose last period is not over."""
    for indicator in _living(definitions):
        if indicator.polarity == "none":
            continue
        needing = [
            code for code in _frameworks(definitions, indicator.code) if _needs_target(definitions, code, indicator)
        ]
        if not needing:
            continue
        names = " and ".join(f"“{definitions.frameworks[code].name}”" for code in needing)
        if not indicator.targets:
            yield _about("no-target", indicator, f"It is judged against a target in {names}, and none was ever set.")
        elif not any(_reaches(definitions, target.period, known.today, indicator) for target in indicator.targets):
            yield _about("no-target", indicator, f"It is judged against a target in {names}; its last target is over.")


def _reaches(definitions: Definitions, period: str, today: date, indicator: Indicator) -> bool:
    """Whether a target's span reaches the newest period that can have figures today."""
    span = (
        definitions.calendars.parse_span(period, indicator.grain if indicator.grain != "range" else "financial-year")
        if ".." in period
        else (definitions.calendars.parse(period),)
    )
    allowed = timedelta(days=indicator.appears_after_days + 2 * DAYS[indicator.grain] * indicator.every)
    return bool(span) and span[-1].end >= today - allowed


def _frameworks(definitions: Definitions, indicator: str) -> list[str]:
    return [code for code, placed in definitions.places.items() if any(i.place.indicator == indicator for i in placed)]


def _needs_target(definitions: Definitions, framework: str, indicator: Indicator) -> bool:
    """Whether the official rule in its place there compares with a target."""
    place = next(item.place for item in definitions.places[framework] if item.place.indicator == indicator.code)
    rule_set = definitions.rule_sets.get(place.rule_set or definitions.frameworks[framework].rule_set or "")
    if rule_set is None:
        return False
    rule = rule_set.rule
    return rule.method in ("percentage-tolerance", "absolute-tolerance") or (
        isinstance(rule, Banded) and rule.of == "percent-of-target"
    )


def not_used(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Indicators that stand in no framework, and that nobody follows or keeps in a view."""
    for indicator in _living(definitions):
        if not _frameworks(definitions, indicator.code) and indicator.code not in known.wanted:
            yield _about("not-used", indicator, "It stands in no framework, no portfolio and no saved view.")


def unreachable_band(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Bands that no figure of any indicator judged by the rule set can reach: below nought, or above 100%."""
    for rule_set in definitions.rule_sets.values():
        if not isinstance(rule_set.rule, Banded) or rule_set.rule.of != "value":
            continue
        judged = list(_judged_by(definitions, rule_set))
        for band in rule_set.rule.bands if judged else ():
            if not any(_reachable(band, *_range_of(definitions, indicator)) for indicator in judged):
                names = " and ".join(f"“{one.name}”" for one in judged[:3])
                text = f"Its band {_said(band)} is beyond what {names} can be."
                yield Finding("unreachable-band", "rule-set", rule_set.code, rule_set.name, text)


def _judged_by(definitions: Definitions, rule_set: RuleSet) -> Iterator[Indicator]:
    for indicator in _living(definitions):
        official = {indicator.rule_set} | {
            item.place.rule_set or definitions.frameworks[code].rule_set
            for code, placed in definitions.places.items()
            for item in placed
            if item.place.indicator == indicator.code
        }
        if rule_set.code in official:
            yield indicator


def _range_of(definitions: Definitions, indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """What the figure can be: nought and more for a single count, up to 100 for a share of a whole; else unknown."""
    checked = definitions.checked(indicator.code)
    counts = indicator.value_kind in ("number", "duration") and checked is not None and checked.shape == "single"
    if indicator.value_kind == "percentage" and checked is not None and checked.shape in ("single", "ratio"):
        return Decimal(0), Decimal(100)
    return (Decimal(0) if counts else None), None


def _reachable(band: Band, low: Decimal | None, high: Decimal | None) -> bool:
    below = (
        low is not None and band.high is not None and (band.high < low or (band.high == low and not band.includes_high))
    )
    above = (
        high is not None and band.low is not None and (band.low > high or (band.low == high and not band.includes_low))
    )
    return not below and not above


def _said(band: Band) -> str:
    if band.low is None:
        return f"below {band.high}"
    return f"above {band.low}" if band.high is None else f"from {band.low} to {band.high}"


def stale(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """No new figure for twice as long as it takes for one to come: the period, how often it is reported, its delay."""
    for indicator in _living(definitions):
        newest = known.newest.get(indicator.code)
        if newest is None:
            yield _about("stale", indicator, "No figure was ever supplied for it.")
            continue
        usual = DAYS[_rarest(indicator)] * indicator.every
        if known.today > newest.end + timedelta(days=2 * usual + indicator.appears_after_days):
            label = definitions.calendars.label(newest)
            yield _about(
                "stale", indicator, f"Its newest figure is of {label}, and one is due every {_often(indicator)}."
            )


def _rarest(indicator: Indicator) -> str:
    """How often a new figure can come: as it is reported, or as it is collected where that is rarer."""
    return max(indicator.grain, indicator.collected or indicator.grain, key=DAYS.__getitem__)


def _often(indicator: Indicator) -> str:
    rarest = _rarest(indicator)
    grain = "year" if rarest.endswith("-year") else rarest.replace("half", "half year").replace("range", "three years")
    return f"{indicator.every} {grain}s" if indicator.every > 1 else grain


def long_draft(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Drafts and proposals that have stood as they are for three months."""
    for indicator in definitions.indicators.values():
        since = dict(known.since).get(indicator.code)
        if indicator.life.state in ("draft", "proposed") and since is not None and known.today - since > LONG_DRAFT:
            word = "A draft" if indicator.life.state == "draft" else "Proposed"
            yield _about("long-draft", indicator, f"{word} since {since:%-d %B %Y}.")


def retired_in_use(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Retired indicators that a framework still in force holds."""
    for indicator in definitions.indicators.values():
        if indicator.life.state != "retired":
            continue
        held = [
            code
            for code in _frameworks(definitions, indicator.code)
            if definitions.frameworks[code].years.holds_on(known.today)
        ]
        if held:
            names = " and ".join(f"“{definitions.frameworks[code].name}”" for code in held)
            yield _about("retired-in-use", indicator, f"Retired, and still in {names}.")


def no_weight(definitions: Definitions, known: Known) -> Iterator[Finding]:
    """Items that weigh nothing in a basket that rolls up by weight."""
    for framework, placed in definitions.places.items():
        for item in placed:
            methods = [definitions.frameworks[framework].roll_up, *(node.roll_up for node in item.nodes)]
            method = next(one for one in reversed(methods) if one is not None)
            indicator = definitions.indicators.get(item.place.indicator)
            if method == "weight" and indicator is not None and item.place.weight == 0:
                basket = item.nodes[-1].name
                text = f"It weighs 0 in “{basket}” of “{definitions.frameworks[framework].name}”."
                yield _about("no-weight", indicator, text)


CHECKS: tuple[Callable[[Definitions, Known], Iterator[Finding]], ...] = (
    same_formula, no_lead, no_target, not_used, unreachable_band, stale, long_draft, retired_in_use, no_weight,
)  # fmt: skip
