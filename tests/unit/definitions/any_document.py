"""Hypothesis strategies for documents of every kind, made from the models themselves.

What they make has the right form and nothing else: references lead nowhere and formulae say nothing.
"""

from __future__ import annotations

import re
import types
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from trigpoint.definitions.kinds import KINDS, written_name

CODES = st.from_regex(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}"), fullmatch=True)
WORDS = st.sampled_from(
    ["yes", "no", "1.10", "2019-03-31", "null", "~", "£", "a: b", "# x", "two\nlines", " lead", "'", '"', "- item",
     "12:30", "0x1F", "1e5", "[a]", "{a}", "a\n\n  b\n", "trail ", "\\n", "@", "%", "é", "\x07", "\u2028", "😀", "&a",
     "*a", "!a", "|", ">", "?", "long words " * 20, "a  b " * 40, "x" * 150]
)  # fmt: skip
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), WORDS)
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4).map(lambda number: number.normalize())
PATTERNS = {
    "A-Za-z0-9._-": CODES,
    "0[1-9]|1[0-2]": st.sampled_from(["01-01", "04-01", "12-31"]),
    "0-9a-fA-F": st.sampled_from(["#000000", "#1D70b8"]),
    "https?": TEXTS.map(lambda text: "https://" + text),
}


def documents(kind: str | None = None) -> st.SearchStrategy[Any]:
    """Documents of a kind, or of all kinds."""
    return part(KINDS[kind]) if kind else st.one_of(*(part(model) for model in KINDS.values()))


@cache
def part(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Instances of a model; keys that may be absent often are."""
    needed: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in model.model_fields.items():
        values = of_type(field.annotation, tuple(field.metadata))
        (needed if field.is_required() else optional)[written_name(name, field)] = values
    return st.fixed_dictionaries(needed, optional=optional).map(model.model_validate)


def of_type(annotation: Any, notes: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Values of a type under the conditions that its notes name."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    said = " ".join(str(note) for note in notes)
    if origin is Annotated:
        return of_type(arguments[0], (*notes, *arguments[1:]))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return st.one_of(*(of_type(argument, notes) for argument in arguments))
    if origin is tuple:
        return st.lists(of_type(arguments[0]), min_size=2 if "MinLen" in said else 0, max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(TEXTS, of_type(arguments[1]), min_size=1 if "MinLen" in said else 0, max_size=3)
    if annotation is type(None):
        return st.none()
    if annotation is str:
        return _texts(said)
    if annotation is Decimal:
        limited = "Ge(" in said or "Gt(" in said or "ge=" in said or "gt=" in said
        return st.decimals(min_value="0.01", max_value=100, places=2) if limited else NUMBERS
    if annotation is int:
        return st.integers(min_value=2, max_value=6)
    if annotation is bool:
        return st.booleans()
    if annotation is date:
        return st.dates()
    return st.deferred(lambda: part(annotation))


def _texts(said: str) -> st.SearchStrategy[str]:
    for pattern, texts in PATTERNS.items():
        if pattern in said:
            return texts
    if "max_length=2" in said:
        return st.sampled_from(["G", "G+"])
    if "min_length" in said or "MinLen" in said:
        return TEXTS.filter(lambda text: text.strip() != "")
    return TEXTS
