"""Exact algebra of formulas: which are sums of measures, which are one sum over another, and by what they are multiplied.

Nothing is cancelled that could be zero: the normal form has a figure exactly where the formula has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from trigpoint.definitions.formula.syntax import Binary, Component, Expression, Negative, Number, Reference

DIGITS = Context(prec=38)
"""Of quotients: as many as the widest decimal that the engines hold."""


class NotLinear(Exception):
    """An expression that is neither a sum of measures nor one sum over another."""


def decimal_of(fraction: Fraction) -> Decimal:
    """The fraction as a decimal: exact if 38 digits are enough, else rounded half to even."""
    return DIGITS.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))


@dataclass(frozen=True)
class Linear:
    """A sum of components, each times a coefficient, and a constant.

    A component whose coefficient has come to 0 stays, since the figure is unknown where it is missing.
    """

    terms: tuple[tuple[Component, Fraction], ...]
    constant: Fraction = Fraction(0)

    @property
    def components(self) -> tuple[Component, ...]:
        """The components, in the order in which the formula names them."""
        return tuple(component for component, _ in self.terms)

    @property
    def is_constant(self) -> bool:
        """Whether no component stands in it at all."""
        return not self.terms

    @property
    def is_zero(self) -> bool:
        """Whether it is 0 whatever the components are."""
        return self.constant == 0 and all(coefficient == 0 for _, coefficient in self.terms)

    def value(self, values: Mapping[Component, Decimal]) -> Decimal:
        """The sum for these values of all its components."""
        return decimal_of(
            sum((coefficient * Fraction(values[component]) for component, coefficient in self.terms), self.constant)
        )

    def times(self, factor: Fraction) -> Linear:
        """All of it multiplied."""
        return Linear(tuple((component, c * factor) for component, c in self.terms), self.constant * factor)

    def plus(self, other: Linear) -> Linear:
        """Both together, component by component."""
        terms = dict(self.terms)
        for component, coefficient in other.terms:
            terms[component] = terms.get(component, Fraction(0)) + coefficient
        return Linear(tuple(terms.items()), self.constant + other.constant)

    def product(self, other: Linear) -> Linear:
        """One multiplied by the other; NotLinear when both hold components."""
        if other.is_constant:
            return self.times(other.constant)
        if self.is_constant:
            return other.times(self.constant)
        raise NotLinear

    def multiple_of(self, other: Linear) -> Fraction | None:
        """The factor by which this is the other, or None. Nothing is a multiple of what is always 0."""
        mine, others = dict(self.terms), dict(other.terms)
        pairs = [
            (mine.get(component, Fraction(0)), others.get(component, Fraction(0))) for component in {**mine, **others}
        ]
        pairs.append((self.constant, other.constant))
        factors = {a / b for a, b in pairs if b != 0}
        if len(factors) != 1 or mine.keys() != others.keys() or any(a != 0 for a, b in pairs if b == 0):
            return None
        return factors.pop()

    def content(self) -> Fraction:
        """The greatest factor common to all coefficients; 1 when all are 0."""
        numbers = [number for number in (*(c for _, c in self.terms), self.constant) if number]
        if not numbers:
            return Fraction(1)
        return Fraction(gcd(*(n.numerator for n in numbers)), lcm(*(n.denominator for n in numbers)))


ONE = Linear((), Fraction(1))


class Quotient(NamedTuple):
    """One sum over another."""

    over: Linear
    under: Linear


class Normal(NamedTuple):
    """scale * numerator / denominator; a denominator of None is 1, and then the scale is 1 as well."""

    numerator: Linear
    denominator: Linear | None
    scale: Decimal


def normal(expression: Expression) -> Normal | None:
    """The normal form of a formula, or None when it has none (a product of measures, min, max, abs).

    100 * (1 - b / a) becomes 100 times (a - b) over a. Coefficients of a quotient are whole numbers without common
    factor; the scale is an exact decimal, so a factor such as 1/3 stays in the denominator.
    """
    try:
        over, under = _quotient(expression)
    except NotLinear:
        return None
    if under.is_constant:
        if under.constant == 0:
            return None
        return Normal(over.times(1 / under.constant), None, Decimal(1))
    factor = over.content() / under.content()
    over, under = over.times(1 / over.content()), under.times(1 / under.content())
    endless = factor.denominator
    for prime in (2, 5):
        while endless % prime == 0:
            endless //= prime
    return Normal(over, under.times(Fraction(endless)), decimal_of(factor * endless))


def always_zero(expression: Expression) -> bool:
    """Whether an expression is 0 whatever the measures are, as far as can be told."""
    try:
        return _quotient(expression).over.is_zero
    except NotLinear:
        return False


def _quotient(expression: Expression) -> Quotient:
    match expression:
        case Number(value):
            return Quotient(Linear((), Fraction(value)), ONE)
        case Reference(component):
            return Quotient(Linear(((component, Fraction(1)),)), ONE)
        case Negative(of):
            over, under = _quotient(of)
            return Quotient(over.times(Fraction(-1)), under)
        case Binary("+", left, right):
            return _sum(_quotient(left), _quotient(right))
        case Binary("-", left, right):
            over, under = _quotient(right)
            return _sum(_quotient(left), Quotient(over.times(Fraction(-1)), under))
        case Binary("*", left, right):
            a, b = _quotient(left), _quotient(right)
            return Quotient(a.over.product(b.over), a.under.product(b.under))
        case Binary("/", left, right):
            a, b = _quotient(left), _quotient(right)
            if not b.under.is_constant or b.under.constant == 0:
                # x / (y / z) has no figure where z is 0, and x * z / y would have one.
                raise NotLinear
            return Quotient(a.over.product(b.under), a.under.product(b.over))
        case _:
            raise NotLinear


def _sum(a: Quotient, b: Quotient) -> Quotient:
    factor = a.under.multiple_of(b.under)
    if factor is not None:
        return Quotient(a.over.plus(b.over.times(factor)), a.under)
    return Quotient(a.over.product(b.under).plus(b.over.product(a.under)), a.under.product(b.under))
