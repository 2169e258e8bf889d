"""A formula shown back in words, so that whoever wrote it sees what was understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trigpoint.definitions.formula.syntax import (
    PRECEDENCE,
    TIGHTEST,
    Binary,
    Call,
    Component,
    Expression,
    Formula,
    Function,
    Negative,
    Number,
    Operator,
    Reference,
    precedence,
)

SIGNS: dict[Operator, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}
WORDS: dict[Operator, str] = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
FUNCTIONS: dict[Function, str] = {"min": "the least of", "max": "the greatest of", "abs": "the size of"}

Names = Mapping[str, str] | Callable[[Component], str]


def in_words(formula: Formula, names: Names, signs: bool = False) -> str:
    """100 times (1 minus Breaches divided by Attendances); with `signs`, 100 × (1 − Breaches ÷ Attendances).

    names: what each component is called, by its text (`data-set.measure`, the slice follows in brackets) or by a
    function of the component; one without a name keeps its text.
    """

    def name(component: Component) -> str:
        if callable(names):
            return names(component)
        if str(component) in names:
            return names[str(component)]
        called = names.get(component.reference, component.reference)
        slices = ", ".join(f"{role} {' or '.join(members)}" for role, members in component.where)
        return f"{called} ({slices})" if slices else called

    return _said(formula.expression, name, SIGNS if signs else WORDS, signs)


def _said(
    expression: Expression, name: Callable[[Component], str], operators: Mapping[Operator, str], signs: bool
) -> str:
    def within(inner: Expression, at_least: int) -> str:
        text = _said(inner, name, operators, signs)
        return text if precedence(inner) >= at_least else f"({text})"

    match expression:
        case Number(value):
            return f"{value:,f}"
        case Reference(component):
            return name(component)
        case Negative(of):
            return ("−" if signs else "minus ") + within(of, TIGHTEST)
        case Call(function, arguments):
            said = [_said(argument, name, operators, signs) for argument in arguments]
            if signs:
                return f"{function}({', '.join(said)})"
            return f"{FUNCTIONS[function]} ({' and '.join(said)})"
        case Binary(operator, left, right):
            level = PRECEDENCE[operator]
            return f"{within(left, level)} {operators[operator]} {within(right, level + 1)}"
