"""What is said of a formula while it is written: back in words, what is wrong with it, and what its example gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from trigpoint.definitions.datasets import ValueKind
from trigpoint.definitions.formula import BadFormula, Component, check, evaluate, in_words, parse, parse_component
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_writing import number
from trigpoint.web.editing.wording import in_page_words


@dataclass(frozen=True)
class FormulaSaid:
    """words: '' where it cannot be read. faults: what is wrong. gives: what the example comes to, '' where it is not whole."""

    words: str = ""
    faults: tuple[str, ...] = ()
    gives: str = ""


def formula_said(definitions: Definitions, raw: Mapping[str, Any], text: str) -> FormulaSaid:
    """Of one formula. raw: the rest of the indicator as the form says it: value_kind, unit, worked_example, missing."""
    if not text.strip():
        return FormulaSaid()
    try:
        formula = parse(text)
    except BadFormula as bad:
        return FormulaSaid(faults=(_fault(bad.message, bad.suggestion, bad.column),))
    words = in_words(formula, lambda component: _name(definitions, component), signs=True)
    kind = raw.get("value_kind")
    try:
        checked = check(formula, definitions, kind if kind in get_args(ValueKind) else "number", raw.get("unit") or "")
    except BadFormula as bad:
        return FormulaSaid(words, (_fault(bad.message, bad.suggestion, bad.column),))
    faults = tuple(_fault(fault.message, fault.instead, fault.column) for fault in checked.faults)
    given = _given(raw)
    gives = ""
    if given and all(component in given for component in formula.components):
        result = evaluate(formula, given, raw.get("missing") or "unknown")
        gives = "no figure" if result is None else number(round(result, 6).normalize())
    return FormulaSaid(words, faults, gives)


def items_to_use(definitions: Definitions) -> list[dict[str, str]]:
    """Every data item as a formula writes it, with what it is: offered as a formula is typed."""
    return [
        {"code": f"{code}.{measure.code}", "name": measure.name, "of": data_set.name, "unit": measure.unit}
        for code, data_set in definitions.data_sets.items()
        for measure in data_set.measures
    ]


def _name(definitions: Definitions, component: Component) -> str:
    measure = definitions.measure(component.data_set, component.measure)
    name = measure.name if measure is not None else str(component)
    part = str(component).partition("[")[2]
    return f"{name} [{part}" if part else name


def _given(raw: Mapping[str, Any]) -> dict[Component, Decimal | None]:
    example = raw.get("worked_example")
    given = example.get("given") if isinstance(example, dict) else None
    found: dict[Component, Decimal | None] = {}
    for key, value in (given or {}).items():
        try:
            found[parse_component(key)] = value if isinstance(value, Decimal) else None
        except BadFormula:
            continue
    return found


def _fault(message: str, instead: str, column: int | None) -> str:
    said = in_page_words(f"{message} {instead}".strip())
    return f"At letter {column}: {said}" if column else said
