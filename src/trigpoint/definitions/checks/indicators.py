"""Indicators: formulae that can be worked out and mean what they say, worked examples, life, and own fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.datasets import finer
from trigpoint.definitions.checks.finding import Finding, Path, either, offer, unknown
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.formula import BadFormula, Checked, Component, Formula, evaluate, parse_component
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.partnership import OwnField

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of indicators, but for targets."""
    for indicator in given.indicators.values():
        yield from _versions(indicator)
        for path, text in formulae(indicator):
            yield from _formula(given, indicator, path, text)
        yield from _example(given, indicator)
        yield from _life(given, indicator)
        yield from _fields(given, indicator)


def formulae(indicator: Indicator) -> Iterator[tuple[Path, str]]:
    """Each formula of an indicator and where it is written."""
    if indicator.formula is not None:
        yield ("formula",), indicator.formula
    for index, version in enumerate(indicator.versions):
        yield ("versions", index, "formula"), version.formula


def _versions(indicator: Indicator) -> Iterator[Finding]:
    """One formula, or versions that follow one another day by day."""
    if indicator.formula is not None and indicator.versions:
        message = "It has both a formula and versions."
        yield Finding(indicator, ("formula",), message, "Put the formula into the version that it belongs to.")
    if indicator.formula is None and not indicator.versions and indicator.life.state not in ("draft", "proposed"):
        message = "It does not say how it is worked out."
        yield Finding(indicator, (), message, "Add 'formula: data-set.measure', or say 'life: {state: draft}'.")
    places = {id(version): ("versions", index) for index, version in enumerate(indicator.versions)}
    ordered = sorted(indicator.versions, key=lambda version: version.start or date.min)
    for before, after in pairwise(ordered):
        where = places[id(after)]
        if after.start is None or before.end is None or after.start <= before.end:
            message = f"Two versions hold at once: from {before.start or 'the beginning'} and {after.start or 'the beginning'}."
            instead = (
                f"Say 'to: {after.start - timedelta(days=1)}' in the earlier one." if after.start is not None
                else "Give the later one a first day ('from'), and the earlier one a last day ('to')."
            )  # fmt: skip
            yield Finding(indicator, where, message, instead)
        elif after.start > before.end + timedelta(days=1):
            message = f"No version holds from {before.end + timedelta(days=1)} to {after.start - timedelta(days=1)}."
            yield Finding(
                indicator, where, message, f"Say 'from: {before.end + timedelta(days=1)}', or mend the other."
            )


def _formula(given: Definitions, indicator: Indicator, path: Path, text: str) -> Iterator[Finding]:
    try:
        formula = given.formula(text)
        checked = given.checked_text(indicator, text)
    except BadFormula as error:
        yield Finding(indicator, path, error.message, error.suggestion, within=error.column)
        return
    for fault in checked.faults:
        yield Finding(indicator, path, fault.message, fault.instead, within=fault.column)
    if checked.faults:
        return
    nothing = evaluate(formula, dict.fromkeys(formula.components), indicator.missing)
    if nothing is not None and indicator.missing != "zero":
        message = f"With nothing supplied the formula gives {nothing}, a figure that nobody supplied."
        yield Finding(indicator, path, message, "Let it depend on what is supplied, or say 'missing: zero'.")
    yield from _ratio(given, indicator, path, formula, checked)
    yield from _grain(given, indicator, formula)


def _ratio(
    given: Definitions, indicator: Indicator, path: Path, formula: Formula, checked: Checked
) -> Iterator[Finding]:
    """`ratio` and `minimum_base` are for figures that are divided by something."""
    if indicator.ratio != "of-sums":
        if checked.shape != "ratio":
            message = f"'{indicator.ratio}' is for ratios, and this formula divides nothing."
            yield Finding(indicator, ("ratio",), message, "Take it out.")
        elif indicator.ratio_over is None:
            message = f"A {indicator.ratio.replace('-', ' ')} is taken over which dimension?"
            yield Finding(indicator, ("ratio",), message, "Add 'ratio_over' and a dimension of its data set.")
    elif indicator.ratio_over is not None:
        message = "'ratio_over' does nothing where 'ratio' is of-sums."
        yield Finding(indicator, ("ratio_over",), message, "Take it out, or say 'ratio: mean-of-ratios'.")
    if indicator.ratio_over is not None:
        roles = [{d.role for d in given.data_sets[c.data_set].dimensions} for c in formula.components]
        common = set.intersection(*roles)
        if indicator.ratio_over not in common:
            yield unknown(
                indicator, ("ratio_over",), "dimension of its data called", indicator.ratio_over, sorted(common)
            )
    if indicator.minimum_base is not None and checked.shape != "ratio" and not _published(given, formula):
        message = "There is no base to hold against the minimum: the formula divides nothing."
        yield Finding(indicator, ("minimum_base",), message, "Take it out, or work the figure out as a ratio.")


def _published(given: Definitions, formula: Formula) -> bool:
    """Whether a figure may be supplied with a base of its own: ready-made, and never aggregated."""
    found = [given.measure(component.data_set, component.measure) for component in formula.components]
    return any(measure is not None and measure.over_members in ("none", "mean") for measure in found)


def _grain(given: Definitions, indicator: Indicator, formula: Formula) -> Iterator[Finding]:
    for component in formula.components:
        data_set = given.data_sets[component.data_set]
        measure = given.measure(component.data_set, component.measure)
        supplied = measure.year if measure is not None and measure.year is not None else data_set.grain
        if finer(indicator.grain, supplied):
            message = f"It is reported by {indicator.grain}, but '{data_set.code}' is supplied by {supplied}."
            yield Finding(indicator, ("grain",), message, f"Say {supplied}, or a longer period.")
            return


def _example(given: Definitions, indicator: Indicator) -> Iterator[Finding]:
    """The worked example, worked out by the newest formula."""
    example, version = indicator.worked_example, given.version_on(indicator.code, None)
    if example is None:
        return
    if version is None:
        yield Finding(indicator, ("worked_example",), "There is no formula to work it out by.", "Add one.")
        return
    try:
        formula = given.formula(version.formula)
    except BadFormula:
        return
    values: dict[Component, Decimal | None] = {}
    faulty = False
    known = {str(component): component for component in formula.components}
    for key, value in example.given.items():
        try:
            component = parse_component(key)
        except BadFormula:
            component = None
        if component not in formula.components or component is None:
            faulty = True
            where = ("worked_example", "given", key)
            yield Finding(indicator, where, f"The formula has no '{key}'.", offer(key, known), at_key=True)
        else:
            values[component] = value
    absent = [name for name, component in known.items() if component not in values]
    if absent and not faulty:
        named = either([f"'{name}'" for name in absent]).replace(" or ", " and ")
        instead = "Add it; null stands for a figure that is missing."
        yield Finding(indicator, ("worked_example", "given"), f"{named} is not given.", instead)
    elif not faulty:
        result = evaluate(formula, values, indicator.missing)
        if not agrees(result, example.gives):
            message = f"The example says {_said(example.gives)}, but the formula gives {_said(result)}."
            yield Finding(indicator, ("worked_example", "gives"), message, "Mend the example or the formula.")


def agrees(result: Decimal | None, said: Decimal | None) -> bool:
    """Whether a result, rounded to as many places as the example writes, is what it says."""
    if result is None or said is None:
        return result is said
    exponent = said.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(result - said) <= Decimal(5).scaleb(exponent - 1)


def _said(value: Decimal | None) -> str:
    return "no figure" if value is None else f"{value:f}"


def _life(given: Definitions, indicator: Indicator) -> Iterator[Finding]:
    life = indicator.life
    if (life.state == "retired") != (life.retired_on is not None):
        message = (
            "It is retired, but does not say since when." if life.retired_on is None
            else f"It was retired on {life.retired_on}, but its state is {life.state}."
        )  # fmt: skip
        yield Finding(indicator, ("life",), message, "Say 'state: retired' and 'retired_on:' with the day.")
    if life.state == "agreed" and not life.agreed_by:
        message = "It is agreed, but does not say by whom."
        yield Finding(indicator, ("life",), message, "List the partners in 'agreed_by'.")
    for key in ("replaced_by", "proxy_for"):
        seen = [indicator.code]
        here = getattr(life, key)
        while here in given.indicators and here not in seen:
            seen.append(here)
            here = getattr(given.indicators[here].life, key)
        if here == indicator.code:
            way = ", then ".join(f"'{code}'" for code in (*seen, here))
            message = f"This leads back to itself: {way}."
            yield Finding(indicator, ("life", key), message, "Name the one that stands at the end.")


def _fields(given: Definitions, indicator: Indicator) -> Iterator[Finding]:
    """The partnership's own fields, where there is a partnership to say which."""
    if given.partnership is None:
        return
    known = {field.code: field for field in given.partnership.indicator_fields}
    for code, value in indicator.fields.items():
        where: Path = ("fields", code)
        if code not in known:
            message = f"The partnership has no field '{code}'."
            instead = did_you_mean(code, known) or "Add it to 'indicator_fields' of the partnership."
            yield Finding(indicator, where, message, instead, at_key=True)
        elif not _fits(value, known[code]):
            field = known[code]
            what = f"one of {either(field.choices)}" if field.type == "choice" else FIELD_WORDS[field.type]
            yield Finding(indicator, where, f"'{value}' does not fit the field '{code}'.", f"Write {what}.")


FIELD_WORDS = {
    "text": "a text (a number or true in quotes)", "number": "a number", "date": "a date such as 2019-03-31",
    "yes-no": "true or false",
}  # fmt: skip


def _fits(value: object, field: OwnField) -> bool:
    match field.type:
        case "yes-no":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, Decimal) and not isinstance(value, bool)
        case "date":
            return isinstance(value, date)
        case "choice":
            return value in field.choices
        case _:
            return isinstance(value, str | date)
