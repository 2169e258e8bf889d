"""A formula as a frozen tree, and how it is written. What it means is the part of `check`, `algebra` and `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from trigpoint.mistakes import Mistake

Operator = Literal["+", "-", "*", "/"]
Function = Literal["min", "max", "abs"]


class BadFormula(Mistake, ValueError):
    """A formula that cannot be read. column: 1-based, where known. suggestion: what to write, or ''."""

    def __init__(self, message: str, column: int | None = None, suggestion: str = "") -> None:
        self.message, self.column, self.suggestion = message, column, suggestion
        place = f"Column {column}: " if column is not None else ""
        super().__init__(f"{place}{message}" + (f" {suggestion}" if suggestion else ""))


@dataclass(frozen=True, order=True)
class Component:
    """A measure of a data set, or a slice of it. where: (dimension role, member codes), both in order of code."""

    data_set: str
    measure: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def reference(self) -> str:
        """data-set.measure, without its slice."""
        return f"{self.data_set}.{self.measure}"

    def __str__(self) -> str:
        if not self.where:
            return self.reference
        conditions = (
            f"{role} = {members[0]}" if len(members) == 1 else f"{role} in ({', '.join(members)})"
            for role, members in self.where
        )
        return f"{self.reference}[{', '.join(conditions)}]"


@dataclass(frozen=True)
class Number:
    """A plain number, not negative."""

    value: Decimal
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Reference:
    """A component where it stands in the text."""

    component: Component
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Negative:
    """Minus something."""

    of: Expression
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Binary:
    """Two things and the sign between them. column: of the sign."""

    operator: Operator
    left: Expression
    right: Expression
    column: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Call:
    """The least or greatest of some, or the size of one without its sign."""

    function: Function
    arguments: tuple[Expression, ...]
    column: int = field(default=1, compare=False)


Expression = Number | Reference | Negative | Binary | Call


@dataclass(frozen=True)
class Formula:
    """A formula. Equal to another of the same tree, however its text is spaced and bracketed."""

    expression: Expression

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components in the order in which they are first named, each once."""
        return tuple(dict.fromkeys(ref.component for ref in references(self.expression)))

    @property
    def works_nothing_out(self) -> bool:
        """Whether it is one figure as it was supplied: to write that as a sum would say 610 = 610."""
        return isinstance(self.expression, Reference)

    def __str__(self) -> str:
        return written(self.expression)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """What an expression is directly made of, from left to right."""
    match expression:
        case Negative(of):
            return (of,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def references(expression: Expression) -> Iterator[Reference]:
    """All references to components, from left to right."""
    if isinstance(expression, Reference):
        yield expression
    for part in parts(expression):
        yield from references(part)


PRECEDENCE: dict[Operator, int] = {"+": 1, "-": 1, "*": 2, "/": 2}
TIGHTEST = 3


def precedence(expression: Expression) -> int:
    """How tightly an expression holds together: 1 for sums, 2 for products, 3 for the rest."""
    return PRECEDENCE[expression.operator] if isinstance(expression, Binary) else TIGHTEST


def written(expression: Expression) -> str:
    """The expression in the formula language, with no more brackets than its tree needs."""
    match expression:
        case Number(value):
            return format(value, "f")
        case Reference(component):
            return str(component)
        case Negative(of):
            return "-" + _bracketed(of, TIGHTEST)
        case Call(function, arguments):
            return f"{function}({', '.join(written(argument) for argument in arguments)})"
        case Binary(operator, left, right):
            level = PRECEDENCE[operator]
            return f"{_bracketed(left, level)} {operator} {_bracketed(right, level + 1)}"


def _bracketed(expression: Expression, at_least: int) -> str:
    text = written(expression)
    return text if precedence(expression) >= at_least else f"({text})"
