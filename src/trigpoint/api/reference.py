"""The OpenAPI schema as a page needs it: operations by group, with what each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Input:
    """One thing that an operation takes. where: in the address, the query, or the body."""

    name: str
    where: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """method and path as called."""

    method: str
    path: str
    summary: str
    description: str
    inputs: tuple[Input, ...]


WHERE = {"path": "address", "query": "query"}


def operations(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations of a schema, by its groups, in its order."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, details in methods.items():
            one = Operation(
                method.upper(),
                path,
                details.get("summary", ""),
                details.get("description", ""),
                (*_parameters(schema, details), *_body(schema, details)),
            )
            groups.setdefault(details.get("tags", ["Others"])[0], []).append(one)
    return groups


def _parameters(schema: dict[str, Any], details: dict[str, Any]) -> list[Input]:
    return [
        Input(
            one["name"],
            WHERE.get(one["in"], one["in"]),
            _kind(schema, one.get("schema", {})),
            one.get("required", False),
            one.get("description", "") or one.get("schema", {}).get("description", ""),
        )
        for one in details.get("parameters", ())
    ]


def _body(schema: dict[str, Any], details: dict[str, Any]) -> list[Input]:
    found = []
    for media, content in details.get("requestBody", {}).get("content", {}).items():
        shape = _resolved(schema, content.get("schema", {}))
        where = "form" if media.startswith("multipart") else "body"
        for name, one in shape.get("properties", {}).items():
            required = name in shape.get("required", ())
            found.append(Input(name, where, _kind(schema, one), required, one.get("description", "")))
    return found


def _kind(schema: dict[str, Any], shape: dict[str, Any]) -> str:
    shape = _resolved(schema, shape)
    if choices := shape.get("anyOf"):
        return " or ".join(kind for kind in (_kind(schema, one) for one in choices) if kind != "null")
    if shape.get("type") == "array":
        return f"list of {_kind(schema, shape.get('items', {}))}"
    return "file" if shape.get("format") == "binary" else str(shape.get("type", "any"))


def _resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    found: Any = shape
    if "$ref" in shape:
        found = schema
        for part in shape["$ref"].removeprefix("#/").split("/"):
            found = found[part]
    return dict(found)
