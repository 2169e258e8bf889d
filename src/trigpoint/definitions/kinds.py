"""The kinds of document, and what each key of each kind holds, read once from the models themselves.

`Shape` is what readers, writers and describers need of a type annotation; so a field that is added to a model is
read, written, described and published without being listed again anywhere.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from trigpoint.definitions.comparators import Comparator
from trigpoint.definitions.datasets import DataSet, ExpectedSupply
from trigpoint.definitions.dimensions import Dimension, GroupSet, Members
from trigpoint.definitions.document import Document
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.responsibilities import Responsibilities
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.sources import Mapping, Source

KINDS: dict[str, type[Document]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in (
        Partnership, Dimension, Members, GroupSet, Mapping, DataSet, Source, ExpectedSupply, Indicator, RuleSet,
        Framework, Comparator, Responsibilities,
    )
}  # fmt: skip
"""The class of each kind, in the order in which documents build on one another."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be: plain types, a choice of words, a list of something, texts to something, or parts.

    scalars: of str, Decimal, int, bool, date. choices: the words of a literal. item: of lists. values: of mappings
    by text. models: the classes of a part; more than one when `tag` (a key such as `method`) says which.
    """

    scalars: frozenset[type] = frozenset()
    choices: tuple[str, ...] = ()
    item: Shape | None = None
    values: Shape | None = None
    models: tuple[type[BaseModel], ...] = ()
    tag: str | None = None
    nullable: bool = False

    def model_for(self, raw: Any) -> type[BaseModel] | None:
        """The class that reads `raw`, or None when its tag does not say."""
        if self.tag is None:
            return self.models[0] if self.models else None
        said = raw.get(self.tag) if isinstance(raw, dict) else None
        return next((model for model in self.models if said in tag_words(model, self.tag)), None)


def tag_words(model: type[BaseModel], tag: str) -> tuple[str, ...]:
    """The words of the tag by which `model` is chosen."""
    return get_args(model.model_fields[tag].annotation)


def written_name(name: str, field: FieldInfo) -> str:
    """The key by which a field is written in a file."""
    return field.alias or name


@cache
def shapes(model: type[BaseModel]) -> dict[str, Shape]:
    """The shape of each key of a model, by its name in files, in canonical order: kind, code, name, then as declared."""
    fields = model.model_fields
    first = [name for name in ("kind", "code", "name", "description") if name in fields]
    order = first + [name for name in fields if name not in first] if "kind" in fields else list(fields)
    return {written_name(name, fields[name]): shape_of(fields[name].annotation, fields[name]) for name in order}


@cache
def attribute(model: type[BaseModel], key: str) -> str:
    """The attribute behind a key of a file."""
    return next(name for name, field in model.model_fields.items() if written_name(name, field) == key)


def shape_of(annotation: Any, field: FieldInfo | None = None) -> Shape:
    """The shape of a type annotation."""
    tag = getattr(field, "discriminator", None) if field else None
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        inner_field = next((note for note in notes if isinstance(note, FieldInfo) and note.discriminator), field)
        return shape_of(inner, inner_field)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Shape(choices=tuple(arguments))
    if origin in (Union, types.UnionType):
        return _union([shape_of(part, field) for part in arguments if part is not type(None)], arguments, tag)
    if origin is tuple:
        return Shape(item=shape_of(arguments[0]))
    if origin is dict:
        return Shape(values=shape_of(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(models=(annotation,))
    if annotation in (str, Decimal, int, bool, date):
        return Shape(scalars=frozenset([annotation]))
    raise TypeError(f"No file can hold a {annotation!r}.")


def _union(parts: list[Shape], arguments: tuple[Any, ...], tag: Any) -> Shape:
    return Shape(
        scalars=frozenset().union(*(part.scalars for part in parts)),
        choices=tuple(choice for part in parts for choice in part.choices),
        item=next((part.item for part in parts if part.item), None),
        values=next((part.values for part in parts if part.values), None),
        models=tuple(model for part in parts for model in part.models),
        tag=tag if isinstance(tag, str) else next((part.tag for part in parts if part.tag), None),
        nullable=type(None) in arguments,
    )
