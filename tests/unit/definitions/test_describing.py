"""Descriptions say everything: for every key of the schema, another value reads otherwise."""

from decimal import Decimal

import pytest
from any_document import part
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from small_set import small_set

from trigpoint.definitions.describing import describe
from trigpoint.definitions.kinds import KINDS, attribute, shapes
from trigpoint.definitions.whole import build


def models_of(model: type[BaseModel], way: tuple[type[BaseModel], ...] = ()):
    """Every (model, key) that a kind of document may hold."""
    for key, shape in shapes(model).items():
        yield model, key
        for inner in (shape, shape.item, shape.values):
            for below in inner.models if inner else ():
                if below not in way and below is not model:
                    yield from models_of(below, (*way, model))


KEYS = sorted(
    {(kind, model, key) for kind, top in KINDS.items() for model, key in models_of(top)},
    key=lambda found: (found[0], found[1].__name__, found[2]),
)
FREE = [(kind, model, key) for kind, model, key in KEYS if len(shapes(model)[key].choices) != 1]
"""All but the words that say which class a part is: another word there is another part, with other keys."""


@pytest.mark.parametrize(("kind", "model", "key"), FREE)
@settings(
    max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)
@given(data=st.data())
def test_changing_a_key_changes_the_description(kind, model, key, data):
    name = attribute(model, key)
    one = data.draw(part(model))
    other = data.draw(part(model).filter(lambda found: plainly(getattr(found, name)) != plainly(getattr(one, name))))
    changed = one.model_copy(update={name: getattr(other, name)})
    before, after = (holding(blank(KINDS[kind]), model, found) for found in (one, changed))
    assert describe(before) != describe(after)


def plainly(value):
    """A value as any reader sees it: absent, empty and blank are one; 1.0 is 1; a list of one text is that text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, BaseModel):
        return repr([(name, plainly(getattr(value, name))) for name in type(value).model_fields])
    if isinstance(value, tuple):
        return ", ".join(str(plainly(item)) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {plainly(item)}" for name, item in value.items())
    return str(value or "").replace("-", " ").replace("_", " ") if not isinstance(value, bool) else value


def holding(document: BaseModel, model: type[BaseModel], part_: BaseModel) -> BaseModel:
    """The document with `part_` put at the first way that leads to its model."""
    if isinstance(document, model):
        return part_
    way = next(iter(ways_to(type(document), model)))
    return put(document, way, part_)


def ways_to(top: type[BaseModel], model: type[BaseModel], seen: tuple[type[BaseModel], ...] = ()):
    for key, shape in shapes(top).items():
        for how, inner in (("part", shape), ("list", shape.item), ("map", shape.values)):
            for below in inner.models if inner else ():
                if below is model:
                    yield ((attribute(top, key), how, below),)
                elif below not in seen and below is not top:
                    for rest in ways_to(below, model, (*seen, top)):
                        yield ((attribute(top, key), how, below), *rest)


def put(holder: BaseModel, way, part_: BaseModel) -> BaseModel:
    (name, how, below), *rest = way
    inner = put(blank(below), rest, part_) if rest else part_
    value = {"part": inner, "list": (inner,), "map": {"x": inner}}[how]
    return holder.model_copy(update={name: value})


def blank(model: type[BaseModel]) -> BaseModel:
    """A part whose needed keys are whatever: the test looks at one key far below."""
    return model.model_construct(**{name: "x" for name, field in model.model_fields.items() if field.is_required()})


def test_codes_stand_with_their_names():
    definitions = build(small_set())
    rows = dict(describe(definitions.indicators["four-hour"], definitions))
    assert rows["Owner"] == "Anyshire Hospital (hospital)"
    assert rows["Rule set"] == "Board (board)"
    assert "slice: Place: North (north)" in rows["Targets"]
    assert rows["Polarity"] == "high"
    assert rows["Name"] == "Seen within four hours"
