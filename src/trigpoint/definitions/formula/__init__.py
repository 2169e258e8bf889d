"""The formula language: read by a grammar, checked when written, worked out exactly, and shown back in words."""

from trigpoint.definitions.formula.algebra import Linear
from trigpoint.definitions.formula.checking import Checked, Lookup, check
from trigpoint.definitions.formula.evaluation import Missing, evaluate, evaluate_columns
from trigpoint.definitions.formula.parsing import parse, parse_component
from trigpoint.definitions.formula.syntax import BadFormula, Component, Formula
from trigpoint.definitions.formula.words import in_words

__all__ = [
    "BadFormula", "Checked", "Component", "Formula", "Linear", "Lookup", "Missing",
    "check", "evaluate", "evaluate_columns", "in_words", "parse", "parse_component",
]  # fmt: skip
