"""Checking a formula against what is defined: names, kinds, units, and whether it may be added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from trigpoint.definitions.datasets import DataSet, Measure, ValueKind
from trigpoint.definitions.dimensions import Member
from trigpoint.definitions.faults import Fault, did_you_mean
from trigpoint.definitions.formula.algebra import Linear, Normal, always_zero, normal
from trigpoint.definitions.formula.declared import declared_fault
from trigpoint.definitions.formula.syntax import (
    Binary,
    Call,
    Component,
    Expression,
    Formula,
    Negative,
    Number,
    Reference,
    references,
    written,
)
from trigpoint.definitions.formula.units import PLAIN, Unit, unit_of

Shape = Literal["single", "linear", "ratio", "other"]
NUMBERS: tuple[ValueKind, ...] = ("number", "percentage", "money", "ratio", "duration")
UNKNOWN = "unknown"


class MemberLookup(Protocol):
    """The members of a dimension, by code."""

    @property
    def members(self) -> Mapping[str, Member]: ...


class Lookup(Protocol):
    """What is defined: data sets by code, and dimensions by code with their members."""

    @property
    def data_sets(self) -> Mapping[str, DataSet]: ...
    @property
    def dimensions(self) -> Mapping[str, MemberLookup]: ...


@dataclass(frozen=True)
class Checked:
    """A checked formula.

    unit: what it gives, in words. additive: whether figures of parts add up to the figure of the whole, across members.
    shape: one measure as it stands; a sum of measures (perhaps with factors); one sum over another; or anything else.
    The figure is scale * numerator / denominator: numerator of all shapes but `other`, denominator of `ratio` only.
    faults: empty when the formula may be used.
    """

    formula: Formula
    unit: str
    additive: bool
    shape: Shape
    numerator: Linear | None
    denominator: Linear | None
    scale: Decimal
    faults: tuple[Fault, ...]


def check(formula: Formula, definitions: Lookup, value_kind: ValueKind, unit: str) -> Checked:
    """A formula checked for an indicator of a value kind and unit.

    - Every data set, measure, dimension and member that it names exists.
    - A measure that may not be added up across members stands alone as the whole formula, with at most one member of
      each dimension, since anything else would work with figures that nobody published.
    - Yes/no, stage, date and text come from exactly one measure of that value kind; only numbers are reckoned with.
    - Units agree, by the rules in `units`: + and - join like to like, or 0; a plain number in min and max is in the
      unit of the rest. What comes out is what the indicator says that it is in (see `declared`).
    - Nothing is divided by what is always 0.

    It does not raise: what is wrong is in `faults`, with its column.
    """
    checker = _Checker(definitions, isinstance(formula.expression, Reference))
    measures = {ref.component: checker.measure_of(ref) for ref in references(formula.expression)}
    if not measures:
        checker.fault(1, "The formula names no measure, so it would be the same whatever happens.", "")
    checker.kinds(formula, measures, value_kind)
    form = normal(formula.expression)
    found: Unit | None = None
    if value_kind in NUMBERS and all(measure is not None for measure in measures.values()):
        quantity = checker.quantity(formula.expression, {c: m for c, m in measures.items() if m is not None})
        if quantity is not None and not checker.faults:
            found = quantity.unit
            scale = _factor(form)
            fault = declared_fault(found, scale, value_kind, unit, single=checker.single)
            if fault is not None:
                checker.fault(1, *fault)
    shape = _shape(formula, form)
    return Checked(
        formula=formula,
        unit=unit if found is None or not checker.faults else str(found),
        additive=form is not None and form.denominator is None and form.numerator.constant == 0
        and bool(measures) and all(m is not None and m.over_members == "sum" for m in measures.values()),
        shape=shape,
        numerator=form.numerator if form else None,
        denominator=form.denominator if form else None,
        scale=form.scale if form else Decimal(1),
        faults=tuple(checker.faults),
    )  # fmt: skip


def _shape(formula: Formula, form: Normal | None) -> Shape:
    if isinstance(formula.expression, Reference):
        return "single"
    if form is None:
        return "other"
    return "linear" if form.denominator is None else "ratio"


def _factor(form: Normal | None) -> Decimal | None:
    """By what the whole is multiplied, where that can be told."""
    if form is None:
        return None
    if form.denominator is not None:
        return form.scale / Decimal(form.denominator.content().numerator)
    content = form.numerator.content()
    return Decimal(content.numerator) / Decimal(content.denominator)


class _Quantity(NamedTuple):
    """What an expression comes to. number: made of plain numbers only."""

    unit: Unit
    number: bool = False


class _Checker:
    """Gathers faults; each method is silent about what another has already faulted."""

    def __init__(self, definitions: Lookup, single: bool) -> None:
        self.definitions = definitions
        self.single = single
        self.faults: list[Fault] = []

    def fault(self, column: int, message: str, instead: str) -> None:
        self.faults.append(Fault(None, None, column, "formula", message, instead))

    def measure_of(self, ref: Reference) -> Measure | None:
        """The measure that a reference names; None, with a fault, when there is none."""
        component = ref.component
        data_set = self.definitions.data_sets.get(component.data_set)
        if data_set is None:
            known = self.definitions.data_sets
            self.fault(
                ref.column, f"There is no data set '{component.data_set}'.", did_you_mean(component.data_set, known)
            )
            return None
        measures = {measure.code: measure for measure in data_set.measures}
        measure = measures.get(component.measure)
        if measure is None:
            self.fault(
                ref.column,
                f"The data set '{data_set.code}' has no measure '{component.measure}'.",
                _glued(component, measures) or did_you_mean(component.measure, measures),
            )
            return None
        for role, members in component.where:
            self._slice(ref, data_set, role, members)
        self._published(ref, measure)
        return measure

    def _slice(self, ref: Reference, data_set: DataSet, role: str, members: tuple[str, ...]) -> None:
        roles = {dimension.role: dimension for dimension in data_set.dimensions}
        if role not in roles:
            message = f"The data set '{data_set.code}' is not broken down by '{role}'."
            self.fault(ref.column, message, did_you_mean(role, roles) or f"It is by {', '.join(roles)}.")
            return
        dimension = self.definitions.dimensions.get(roles[role].dimension)
        if dimension is None:
            return  # a fault of the data set, told there
        for member in members:
            if member not in dimension.members and member != UNKNOWN:
                message = f"There is no member '{member}' of '{roles[role].dimension}'."
                self.fault(ref.column, message, did_you_mean(member, dimension.members))

    def _published(self, ref: Reference, measure: Measure) -> None:
        """Faults work with a figure that may not be added up."""
        if measure.over_members != "none":
            return
        several = next((role for role, members in ref.component.where if len(members) > 1), None)
        if not self.single:
            self.fault(
                ref.column,
                f"'{measure.code}' is published as it is and may not be added up across members, so what is worked out "
                "from it would be wrong for every total.",
                "Let it stand alone as the whole formula, or use the counts that it was made from.",
            )
        elif several is not None:
            message = f"'{measure.code}' may not be added up across members, and two of '{several}' are named."
            self.fault(ref.column, message, "Name one.")

    def kinds(self, formula: Formula, measures: Mapping[Component, Measure | None], value_kind: ValueKind) -> None:
        """Faults kinds that do not go together."""
        if value_kind not in NUMBERS and not self.single:
            what = _kind_in_words(value_kind)
            self.fault(1, f"{what.capitalize()} cannot be worked out.", "Name exactly one measure of that kind.")
        for ref in references(formula.expression):
            measure = measures[ref.component]
            if measure is None or measure.value_kind == value_kind:
                continue
            if measure.value_kind in NUMBERS and value_kind in NUMBERS:
                continue
            if measure.value_kind not in NUMBERS and not self.single:
                what = _kind_in_words(measure.value_kind)
                self.fault(ref.column, f"'{measure.code}' is {what}, which cannot be reckoned with.", "")
            elif self.single:
                self.fault(
                    ref.column,
                    f"'{measure.code}' is {_kind_in_words(measure.value_kind)}, and the indicator "
                    f"{_kind_in_words(value_kind)}.",
                    f"Give the indicator the value kind '{measure.value_kind}'.",
                )

    def quantity(self, expression: Expression, measures: Mapping[Component, Measure]) -> _Quantity | None:
        """What an expression comes to; None, with a fault, when its units disagree."""
        match expression:
            case Number(_):
                return _Quantity(PLAIN, number=True)
            case Reference(component):
                return _Quantity(unit_of(measures[component].unit))
            case Negative(of):
                return self.quantity(of, measures)
            case Call(_, arguments):
                return self._alike(expression, [(a, self.quantity(a, measures)) for a in arguments])
            case Binary(operator, left, right):
                a, b = self.quantity(left, measures), self.quantity(right, measures)
                if operator == "/" and always_zero(right):
                    self.fault(expression.column, f"This divides by {written(right)}, which is always 0.", "")
                    return None
                if operator in ("+", "-"):
                    return self._alike(expression, [(left, a), (right, b)])
                if a is None or b is None:
                    return None
                return _Quantity(a.unit.times(b.unit, 1 if operator == "*" else -1), a.number and b.number)

    def _alike(self, whole: Binary | Call, given: list[tuple[Expression, _Quantity | None]]) -> _Quantity | None:
        known = [(part, quantity) for part, quantity in given if quantity is not None]
        if len(known) < len(given):
            return None
        # 0 is as good in any unit; a floor or a ceiling in min and max is in the unit of the rest.
        firm = [
            (part, quantity) for part, quantity in known
            if not (quantity.number and (isinstance(whole, Call) or always_zero(part)))
        ]  # fmt: skip
        if not firm:
            return known[0][1]
        first, unit = firm[0][0], firm[0][1].unit
        for part, quantity in firm[1:]:
            if quantity.unit != unit:
                self.fault(
                    whole.column,
                    f"{written(first)} is {_in_unit(unit)} and {written(part)} is {_in_unit(quantity.unit)}: only like can "
                    f"be {'compared with' if isinstance(whole, Call) else 'added to or taken from'} like.",
                    "Where both count the same thing, give both measures the same unit.",
                )
                return None
        return _Quantity(unit, all(quantity.number for _, quantity in known))


def _in_unit(unit: Unit) -> str:
    return str(unit) if unit.is_plain else f"in {unit}"


def _kind_in_words(kind: ValueKind) -> str:
    article = "" if kind in ("money", "yes-no", "text") else "a "
    return f"{article}{kind.replace('-', '/')}"


def _glued(component: Component, measures: Mapping[str, Measure]) -> str:
    """What to write where a minus was taken for a part of a name, as in a.b-c.d; or ''."""
    for code in measures:
        if component.measure.startswith(code + "-"):
            return f"For a minus, put spaces round it: {component.data_set}.{code} - …"
    return ""
