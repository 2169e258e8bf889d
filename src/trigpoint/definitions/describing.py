"""A document in plain English: a row for everything that it says, codes with the names of what they stand for.

Made from the models, so that no key of the schema can be left out; pages of definitions and lists of changes use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from trigpoint.definitions.checks.references import ORGANISATION, REFERENCES
from trigpoint.definitions.collected import Definitions
from trigpoint.definitions.document import Document
from trigpoint.definitions.kinds import attribute, shapes
from trigpoint.definitions.yaml_writing import document_keys, number

LABELS = {
    "as": "Called",
    "from": "From (first day)",
    "to": "To (last day)",
    "of": "Distinct values of",
    "on": "On",
    "why": "Why it matters",
    "formula": "How it is worked out",
    "ratio": "Ratio",
    "chain": "Place in the logic chain",
    "every": "Reported every so many periods",
    "grain": "Period",
    "collected": "Collected every",
    "due_days": "Due within days of the period's end",
    "not_before_days": "Not shown before days after the period's end",
    "appears_after_days": "Appears days after the period's end",
    "does": "What is done with it",
    "where": "Slice",
    "kept": "Kept columns",
    "rows": "Rows are",
    "than": "Than the column",
    "cumulative": "Counted from the start of the year on",
    "nothing": "Texts that stand for no figure",
    "rule": "How status is given",
    "against": "Compared with",
    "wide": "A column a measure",
    "long": "A column of names and one of values",
}
"""Labels where the key alone would puzzle a reader."""


class Row(NamedTuple):
    """What a document says under one label."""

    label: str
    text: str


class Listed(NamedTuple):
    """The parts of one list of a document, side by side: headings, and a row of texts for each part."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def described_lists(document: Document, definitions: Definitions | None = None) -> list[Listed]:
    """Each list of parts (targets, levels, columns), with what every part says beyond its defaults."""
    model = type(document)
    found = []
    for key in shapes(model):
        parts = getattr(document, attribute(model, key))
        if not isinstance(parts, tuple) or not parts or not isinstance(parts[0], BaseModel):
            continue
        told = [
            {name: _said_of(part, name, value, definitions) for name, value in document_keys(part).items()}
            for part in parts
        ]
        keys = dict.fromkeys(name for one in told for name in one)
        rows = tuple(tuple(one.get(name, "") for name in keys) for one in told)
        found.append(Listed(label_of(key), tuple(label_of(name) for name in keys), rows))
    return found


def describe(document: Document, definitions: Definitions | None = None) -> list[Row]:
    """Everything that a document says, defaults included, but for what is empty.

    definitions: where the names of codes are looked up; without it codes stand alone. Each part of a list has a row.
    """
    return list(_rows(document, definitions))


def _rows(document: Document, definitions: Definitions | None) -> Iterator[Row]:
    model = type(document)
    for key in shapes(model):
        value = getattr(document, attribute(model, key))
        if is_empty(value):
            continue
        if isinstance(value, tuple) and isinstance(value[0], BaseModel):
            for count, part in enumerate(value, 1):
                yield Row(f"{label_of(key)} {count}" if len(value) > 1 else label_of(key), said(part, definitions))
        else:
            yield Row(label_of(key), said(value, definitions, (model, attribute(model, key))))


def label_of(key: str) -> str:
    """What a key is called on pages."""
    return LABELS.get(key) or key.replace("_", " ").capitalize()


def said(value: Any, definitions: Definitions | None = None, field: tuple[type[BaseModel], str] | None = None) -> str:
    """A value in words. field: the model and attribute that hold it, by which a code finds its name."""
    match value:
        case BaseModel():
            return _part(value, definitions)
        case tuple() if not value:
            return "none"
        case tuple():
            return ", ".join(said(item, definitions, field) for item in value)
        case dict() if not value:
            return "none"
        case dict():
            return "; ".join(_pair(key, item, definitions, field) for key, item in value.items())
        case None:
            return "no figure"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number(value)
        case date():
            return f"{value.day} {value:%B %Y}"
        case str():
            return _text(value, definitions, field)
    return str(value)


def _part(part: BaseModel, definitions: Definitions | None) -> str:
    """A part in one line: what it says beyond its defaults."""
    texts = []
    for key, value in document_keys(part).items():
        text = _said_of(part, key, value, definitions)
        several = isinstance(value, BaseModel) or (
            isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)
        )
        texts.append(f"{label_of(key).lower()}: {f'({text})' if several else text}")
    return "; ".join(texts) or "as usual"


def _said_of(part: BaseModel, key: str, value: Any, definitions: Definitions | None) -> str:
    model = type(part)
    return said(value, definitions, (model, attribute(model, key)))


def _pair(key: str, value: Any, definitions: Definitions | None, field: tuple[type[BaseModel], str] | None) -> str:
    tree = definitions.dimensions.get(key) if definitions and field and field[1] == "where" else None
    if tree is not None:
        return f"{tree.dimension.name}: {_with_name(value, tree.name(value))}"
    return f"{_text(key, definitions, field)}: {said(value, definitions)}"


def _text(value: str, definitions: Definitions | None, field: tuple[type[BaseModel], str] | None) -> str:
    what = REFERENCES.get(field) if field else None
    if what is None:
        choices = shapes(field[0]).get(field[1]) if field else None
        return value.replace("-", " ").replace("_", " ") if choices is not None and value in choices.choices else value
    if definitions is None:
        return value
    if what == ORGANISATION:
        return _with_name(value, definitions.organisations.name(value) if definitions.organisations else value)
    found = definitions.by_key.get((what, value))
    return _with_name(value, found.name if found else value)


def _with_name(code: str, name: str) -> str:
    return code if name == code else f"{name} ({code})"


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: absent, or an empty text or list."""
    return value is None or value in ("", (), {})
