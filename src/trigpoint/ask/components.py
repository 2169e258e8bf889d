"""The data items that a ratio was made of, found again from its numerator and denominator.

A figure such as 100 × (1 − breaches ÷ attendances) is answered as a ratio of (attendances − breaches) to attendances.
Its readers know breaches and attendances. Where two data items make up both sums, the two sums tell the two items.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from trigpoint.cube.answer import Cell
from trigpoint.definitions.formula import Component
from trigpoint.definitions.formula.algebra import Linear
from trigpoint.definitions.formula.checking import Checked
from trigpoint.definitions.whole import Definitions


def data_items(checked: Checked, numerator: Decimal, denominator: Decimal) -> dict[Component, Decimal]:
    """The value of each of the two data items of a ratio; empty where the sums do not tell them exactly."""
    if checked.numerator is None or checked.denominator is None:
        return {}
    items = tuple(dict.fromkeys((*checked.denominator.components, *checked.numerator.components)))
    if len(items) != 2:
        return {}
    (a, b), (c, d) = (_coefficients(side, items) for side in (checked.numerator, checked.denominator))
    n = Fraction(numerator) - checked.numerator.constant
    m = Fraction(denominator) - checked.denominator.constant
    determinant = a * d - b * c
    if determinant == 0:
        return {}
    found = ((n * d - m * b) / determinant, (m * a - n * c) / determinant)
    values = [_decimal(value) for value in found]
    if None in values:
        return {}
    return {item: value for item, value in zip(items, values, strict=True) if value is not None}


def side_in_words(definitions: Definitions, side: Linear) -> str:
    """A numerator or denominator by the names of its data items: Attendances − Breaches."""
    said = ""
    for component, coefficient in side.terms:
        if coefficient == 0:
            continue
        size = abs(coefficient)
        factor = "" if size == 1 else f"{_plain(size)} × "
        sign = (" − " if said else "−") if coefficient < 0 else (" + " if said else "")
        said += f"{sign}{factor}{name_of(definitions, component)}"
    if side.constant:
        said += f"{' − ' if side.constant < 0 else ' + ' if said else ''}{_plain(abs(side.constant))}"
    return said


def name_of(definitions: Definitions, component: Component) -> str:
    """A data item's name, with the members that it is limited to."""
    measure = definitions.measure(component.data_set, component.measure)
    name = measure.name if measure else f"{component.data_set}.{component.measure}"
    slices = []
    for role, members in component.where:
        found = definitions.dimension_role(component.data_set, role)
        tree = definitions.dimensions.get(found.dimension) if found else None
        slices.append(" or ".join(tree.name(member) if tree else member for member in members))
    return f"{name} ({', '.join(slices)})" if slices else name


def made_of(definitions: Definitions, cell: Cell) -> dict[Component, Decimal]:
    """The data items of a cell that is a ratio of sums; empty for any other."""
    if cell.numerator is None or cell.denominator is None:
        return {}
    checked = definitions.checked(cell.indicator, cell.period.last_day)
    return data_items(checked, cell.numerator, cell.denominator) if checked else {}


def _coefficients(side: Linear, items: tuple[Component, ...]) -> tuple[Fraction, Fraction]:
    of = dict(side.terms)
    return of.get(items[0], Fraction(0)), of.get(items[1], Fraction(0))


def _decimal(value: Fraction) -> Decimal | None:
    """The fraction as a decimal of at most six places, as facts have; None where it is none."""
    scaled = value * 10**6
    return Decimal(scaled.numerator).scaleb(-6) if scaled.denominator == 1 else None


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
