"""Working a formula out, exactly: fractions throughout, one rounding (to 38 digits) at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trigpoint.definitions.formula.algebra import decimal_of
from trigpoint.definitions.formula.syntax import (
    Binary,
    Call,
    Component,
    Expression,
    Formula,
    Negative,
    Number,
    Reference,
)

Missing = Literal["unknown", "zero", "skip"]


class _NotApplicable(Exception):
    """Division by zero: there is no figure."""


def evaluate(
    formula: Formula, values: Mapping[Component, Decimal | None], missing: Missing = "unknown"
) -> Decimal | None:
    """The figure, or None where there is none: a component is missing, or something is divided by zero (not applicable).

    A component that is absent or None is missing. It makes the figure unknown; with `zero` it counts as 0; with `skip`
    this slice has no figure and is left out of what is made of many.
    """
    known: dict[Component, Fraction] = {}
    for component in formula.components:
        value = values.get(component)
        if value is None:
            if missing != "zero":
                return None
            value = Decimal(0)
        known[component] = Fraction(value)
    try:
        return decimal_of(_value(formula.expression, known))
    except _NotApplicable:
        return None


def divides_by_zero(formula: Formula, values: Mapping[Component, Decimal | None], missing: Missing = "unknown") -> bool:
    """Whether there is no figure for the reason that something is divided by zero, and not for a missing component."""
    complete = missing == "zero" or all(values.get(component) is not None for component in formula.components)
    return complete and evaluate(formula, values, missing) is None


def evaluate_columns(
    formula: Formula, columns: Mapping[Component, Sequence[Decimal | None]], missing: Missing = "unknown"
) -> list[Decimal | None]:
    """The figure of each row of columns that are all as long, by component; None as for `evaluate`."""
    components = formula.components
    length = len(next(iter(columns.values()))) if columns else 0
    empty: Sequence[Decimal | None] = [None] * length
    rows = zip(*(columns.get(component, empty) for component in components), strict=True)
    return [evaluate(formula, dict(zip(components, row, strict=True)), missing) for row in rows]


def _value(expression: Expression, known: Mapping[Component, Fraction]) -> Fraction:
    match expression:
        case Number(value):
            return Fraction(value)
        case Reference(component):
            return known[component]
        case Negative(of):
            return -_value(of, known)
        case Call(function, arguments):
            values = [_value(argument, known) for argument in arguments]
            match function:
                case "min":
                    return min(values)
                case "max":
                    return max(values)
                case "abs":
                    return abs(values[0])
        case Binary(operator, left, right):
            a, b = _value(left, known), _value(right, known)
            match operator:
                case "+":
                    return a + b
                case "-":
                    return a - b
                case "*":
                    return a * b
                case "/":
                    if b == 0:
                        raise _NotApplicable
                    return a / b
