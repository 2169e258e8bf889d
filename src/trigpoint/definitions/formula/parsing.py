"""Text to formula, by the grammar beside this module; a text that is no formula gets a plain answer and its column."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from trigpoint.definitions.formula.syntax import (
    BadFormula,
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
)

LONGEST = 4000
MOST_SIGNS = 200
"""Limits of characters and of signs and brackets: longer ones nobody can check, and deep ones exhaust the machine."""

OTHER_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "\u00a0": " ", "“": '"', "”": '"'})
"""Signs that documents and word processors write for those of the language, one for one."""

LANGUAGE = "A formula has measures (data-set.measure), numbers, + - * / ( ), and min, max and abs; nothing else."


def parse(text: str) -> Formula:
    """The formula that a text says. BadFormula, with the column, when it is none.

    × ÷ − are read as * / -. No name is looked up here: see `check`.
    """
    plain = text.translate(OTHER_SIGNS)
    if not plain.strip():
        raise BadFormula("The formula is empty.", 1, "Write a measure, such as ae-attendances.attendances.")
    if len(plain) > LONGEST or len(re.findall(r"[-+*/(]", plain)) > MOST_SIGNS:
        raise BadFormula(
            f"The formula is longer than {LONGEST} characters or has more than {MOST_SIGNS} signs.",
            None,
            "Make measures of its parts.",
        )
    try:
        tree = _grammar().parse(plain)
    except UnexpectedInput as error:
        raise _in_words(plain, error) from None
    return Formula(_expression(tree))


def parse_component(text: str) -> Component:
    """The component that a text such as `data-set.measure[role = member]` names. BadFormula for anything else."""
    expression = parse(text).expression
    if not isinstance(expression, Reference):
        raise BadFormula(f"'{text}' is not one measure.", 1, "Write data-set.measure.")
    return expression.component


@cache
def _grammar() -> Lark:
    text = resources.files("trigpoint.definitions.formula").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _expression(tree: Tree[Token]) -> Expression:
    column = tree.meta.column
    children = tree.children
    match tree.data:
        case "number":
            return Number(Decimal(str(children[0])), column)
        case "reference":
            return Reference(_component(children), column)
        case "negative":
            return Negative(_expression(cast("Tree[Token]", children[1])), column)
        case "call":
            function, *arguments = children
            return _call(str(function), [_expression(cast("Tree[Token]", a)) for a in arguments], column)
        case _:
            left, sign, right = children
            operands = _expression(cast("Tree[Token]", left)), _expression(cast("Tree[Token]", right))
            return Binary(cast("Operator", str(sign)), *operands, cast("int", cast("Token", sign).column))


def _call(function: str, arguments: list[Expression], column: int) -> Call:
    if function == "abs" and len(arguments) != 1:
        raise BadFormula(f"abs takes one thing and was given {len(arguments)}.", column)
    if function != "abs" and len(arguments) < 2:
        raise BadFormula(f"{function} takes two or more things and was given one.", column)
    return Call(cast("Function", function), tuple(arguments), column)


def _component(children: list[Tree[Token] | Token]) -> Component:
    name, *conditions = children
    data_set, _, measure = str(name).partition(".")
    where: dict[str, tuple[str, ...]] = {}
    for condition in conditions:
        role, *members = (cast("Token", token) for token in cast("Tree[Token]", condition).children)
        if role in where:
            raise BadFormula(
                f"'{role}' stands twice in the brackets of {name}.", role.column, "Write [role in (one, other)]."
            )
        where[str(role)] = tuple(sorted({str(member).strip('"') for member in members}))
    return Component(data_set, measure, tuple(sorted(where.items())))


def _in_words(text: str, error: UnexpectedInput) -> BadFormula:
    """What is wrong, as the author of a formula would say it."""
    at = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return _cut_short(text)
    rest = text[at:]
    column = _column(text, at)
    glued = re.match(r"\d+(\.\d+)?-", rest)
    if glued:
        return BadFormula(
            f"'{rest.split()[0]}' is read as one name, since names may hold dashes.",
            column,
            "Put spaces round the minus.",
        )
    if text.rfind("[", 0, at) > text.rfind("]", 0, at):
        return BadFormula(
            "A slice is not written like this.", column, "Write [role = member] or [role in (one, other)]."
        )
    sign = rest[0]
    around = text[max(at - 1, 0) : at + 1]
    if sign in "^!=<>&|?{}" or around in ("**", "//"):
        wrong = next((sign for sign in (around, rest[:2]) if sign in ("**", "//", "==", "<=", ">=", "!=")), sign)
        return BadFormula(f"'{wrong}' is not a sign of the formula language.", column, LANGUAGE)
    if sign == "%":
        return BadFormula("'%' is not a sign of the formula language.", column, "For a percentage write 100 * a / b.")
    if sign == ")":
        return BadFormula("This bracket closes one that was never opened, or closes it too soon.", column)
    if sign == ",":
        return BadFormula(
            "A comma stands between things in min and max and in brackets only.", column, "Write 1000, not 1,000."
        )
    if sign in "*/+":
        return BadFormula(f"There is nothing for '{sign}' to work on before it.", column)
    word = re.match(r"[A-Za-z0-9_][\w.-]*", rest)
    if word and re.match(r"\s*\(", rest[word.end() :]) and not word[0][0].isdigit():
        return BadFormula(f"There is no function '{word[0]}'.", column, LANGUAGE)
    if word and _follows_a_value(text, at):
        return BadFormula(
            f"There is no sign between '{word[0]}' and what stands before it.", column, "Write + - * or /."
        )
    if word and "." not in word[0]:
        return BadFormula(f"'{word[0]}' does not say of which data set it is.", column, f"Write data-set.{word[0]}.")
    return BadFormula(f"'{word[0] if word else sign}' cannot stand here.", column, LANGUAGE)


def _cut_short(text: str) -> BadFormula:
    column = len(text.rstrip()) + 1
    if text.count("[") > text.count("]"):
        return BadFormula("A square bracket is not closed.", text.rfind("[") + 1, "Write [role = member].")
    if text.count("(") > text.count(")"):
        return BadFormula("A bracket is not closed.", text.rfind("(") + 1, "Add ')'.")
    return BadFormula("The formula stops before its end: something must follow.", column)


def _follows_a_value(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return bool(before) and (before[-1].isalnum() or before[-1] in ")]_")


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at)
