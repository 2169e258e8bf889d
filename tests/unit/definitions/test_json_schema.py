"""The published schema is closed, explained, and agrees with the reader."""

import jsonschema
import pytest
import yaml
from any_document import documents
from hypothesis import HealthCheck, given, settings

from trigpoint.definitions.kinds import KINDS
from trigpoint.definitions.yaml_files import json_schema, write

SCHEMA = json_schema()


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_part_is_closed_and_explained():
    parts = {name: part for name, part in SCHEMA["$defs"].items() if part.get("type") == "object"}
    assert len(parts) > len(KINDS)
    assert [name for name, part in parts.items() if part.get("additionalProperties") is not False] == []
    assert [name for name, part in parts.items() if not part.get("description")] == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_what_is_written_is_valid(document):
    values = typed(yaml.compose(write(document), Loader=yaml.SafeLoader))
    errors = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(values))
    assert errors == []


def typed(node):
    """As a YAML 1.2 tool reads it: dates are texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [typed(item) for item in node.value]
    kind = node.tag.rpartition(":")[2]
    return {"int": int, "float": float, "bool": lambda v: v == "true", "null": lambda v: None}.get(kind, str)(
        node.value
    )


@pytest.mark.parametrize(
    ("change", "valid"),
    [({}, True), ({"extra": 1}, False), ({"rule": {"method": "guess"}}, False), ({"kind": "x"}, False)],
)
def test_an_unknown_key_or_word_is_invalid(change, valid):
    rule_set = {"kind": "rule-set", "code": "a", "name": "A", "rule": {"method": "contextual"}}
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid({**rule_set, **change}) is valid
