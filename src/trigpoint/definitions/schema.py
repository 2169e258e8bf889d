"""The published JSON Schema of all kinds of document: closed, with descriptions, for editors and other tools.

Any file that `trigpoint definitions check` accepts is valid under it.
"""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from trigpoint.definitions.kinds import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Plain(GenerateJsonSchema):
    """Numbers are numbers (definitions never put them in quotes), without patterns for texts of digits."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        found: JsonSchemaValue = {"type": "number"}
        for ours, theirs in (
            ("ge", "minimum"),
            ("le", "maximum"),
            ("gt", "exclusiveMinimum"),
            ("lt", "exclusiveMaximum"),
        ):
            if schema.get(ours) is not None:
                limit = schema[ours]  # type: ignore[literal-required]
                found[theirs] = int(limit) if limit == int(limit) else float(limit)
        return found

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        default = found.get("default")
        if isinstance(default, str) and found.get("type") == "number":
            found["default"] = float(default) if "." in default else int(default)
        if found.get("default", "") in (None, "", [], {}):
            found.pop("default", None)
        return found


def json_schema() -> dict[str, Any]:
    """One closed JSON Schema (2020-12) for every kind, chosen by `kind`."""
    every: Any = Union[tuple(KINDS.values())]  # noqa: UP007 - made from a list that grows
    chosen: Any = Annotated[every, Field(discriminator="kind")]
    schema: dict[str, Any] = TypeAdapter(chosen).json_schema(by_alias=True, schema_generator=_Plain)
    schema.pop("discriminator", None)
    return {
        "$schema": DIALECT,
        "title": "Trigpoint definition",
        "description": "One document of a definition set. `kind` says which.",
        **schema,
    }
