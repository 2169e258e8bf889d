"""Pages of the guide that are made from the program, so that they cannot say anything else than it does."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer.main
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from guide import DOCS, ROOT
from trigpoint.definitions.kinds import KINDS, Shape, attribute, shapes

FRAMES = Path(__file__).parent


def pages() -> dict[Path, str]:
    """Each generated page and its text."""
    return {
        DOCS / "definitions-reference.md": definitions_reference(),
        DOCS / "command-line.md": _frame("command-line.md", commands=commands()),
        DOCS / "api.md": _frame("api.md", calls=calls()),
        DOCS / "roles.md": _frame("roles.md", roles=roles(), acts=acts()),
    }


def _frame(name: str, **parts: str) -> str:
    """The text around a generated part, with the part where it names it in braces."""
    text = (FRAMES / name).read_text("utf-8")
    for part, made in parts.items():
        text = text.replace("{" + part + "}", made.strip())
    return text.strip() + "\n"


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(map(cell, row))} |" for row in rows)]) + "\n"


# Roles


def roles() -> str:
    """Who may do what."""
    from trigpoint.access.models import Role
    from trigpoint.access.permissions import MAY

    heads = ("", *(str(role.label) for role in Role))
    return table(heads, [(what, *("yes" if role in may else "" for role in Role)) for what, may in MAY.values()])


def acts() -> str:
    """Each act of the product by the role that may: of the list that a test tries as everybody."""
    from trigpoint.access.models import Role

    sys.path.append(str(ROOT / "tests"))
    from reference.acts import AREAS

    heads = ("", *(str(role.label) for role in Role), "Besides")
    return "\n".join(
        f"### {area}\n\n{table(heads, [(one.says, *one.by_role, one.besides_in_words) for one in acts])}"
        for area, acts in AREAS
    )


# Calls


def calls() -> str:
    """Every call of the programming interface."""
    from trigpoint.api import api

    paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
    rows = [
        (f"`{method.upper()} {path}`", each["summary"])
        for path, methods in paths.items()
        for method, each in methods.items()
    ]
    return table(("Call", "does"), rows)


# Commands


def commands() -> str:
    """Every command with its arguments and options."""
    from trigpoint.cli import commands as every

    return "\n".join(_command_parts(typer.main.get_command(every()), ["trigpoint"]))


def _command_parts(command: Any, path: list[str]) -> Iterator[str]:
    beneath = getattr(command, "commands", {})
    context = command.make_context(path[-1], [], resilient_parsing=True)
    parameters = [each for each in command.params if not getattr(each, "hidden", False)]
    options = [record for each in parameters if (record := _record(each, context)) and record[0]]
    if not beneath or len(path) == 1:
        usage = " ".join([*path, *command.collect_usage_pieces(context), *(["COMMAND …"] if beneath else [])])
        title = "Before any command" if len(path) == 1 else " ".join(path[1:])
        yield f"## {title}\n"
        if len(path) > 1:
            yield f"{command.help}\n"
        plain = re.sub(r"[{}]", "", usage.replace(" COMMAND [ARGS]...", "")).replace("......", "…").replace("...", "…")
        yield f"```text\n{plain.replace('……', '…')}\n```\n"
        if options:
            yield table(("", ""), [(f"`{name}`", text) for name, text in options])
    for name, each in beneath.items():
        yield from _command_parts(each, [*path, name])


def _record(parameter: Any, context: Any) -> tuple[str, str] | None:
    record = parameter.get_help_record(context)
    if record is None:
        return None
    name, text = record
    for shown, plain in ((" <str>", " TEXT"), (" <path>", " PATH"), (" <int>", " NUMBER"), (" <int range>", " NUMBER"),
                         (" <list[str]>", ""), (" <list[Path]>", "")):  # fmt: skip
        name = name.replace(shown, plain)
    return name, text.replace("[required]", "").strip()


# Definitions

OPENING = """# Definition reference

*Every kind of definition and every key, made from the program itself. How to write them: [Writing
definitions](definitions.md).*

A file holds one definition. `kind` says which; `code` is its short, stable identifier (letters, digits, dots, dashes
and underscores); `name` is what people read; `description` says what it is. A key that is not listed here is an error.
Dates that are absent are open; both days of a span are included. The same as a JSON Schema, for editors:

```sh
trigpoint definitions schema > trigpoint.schema.json
```

"""

USUAL = {"kind", "code", "name", "description"}


def definitions_reference() -> str:
    """Every kind, every key."""
    parts = [OPENING]
    parts += [f"- [{kind}](#{kind})\n" for kind in KINDS]
    for kind, model in KINDS.items():
        parts.append(f"\n## {kind}\n\n{_purpose(model)}\n\n")
        parts.append(_keys(model, USUAL))
        parts += [f"\n### {title}\n\n{_purpose(each)}\n\n{_keys(each, set())}" for title, each in _beneath(model, kind)]
    return "".join(parts).strip() + "\n"


def _purpose(model: type[BaseModel]) -> str:
    doc = model.__doc__ or ""
    return "\n".join(line.strip() for line in doc.strip().splitlines())


def _beneath(model: type[BaseModel], kind: str) -> list[tuple[str, type[BaseModel]]]:
    """The parts of a document, each once, with the keys that lead to it as its title."""
    found: dict[type[BaseModel], str] = {}

    def look(owner: type[BaseModel], path: str) -> None:
        for key, shape in shapes(owner).items():
            for part in _models(shape):
                if part in found or part is model:
                    continue
                tag = _tag(shape)
                chosen = f" ({tag}: {shapes(part)[tag].choices[0]})" if tag else ""
                found[part] = f"{path}.{key}{chosen}"
                look(part, f"{path}.{key}")

    look(model, kind)
    return [(title, part) for part, title in found.items()]


def _models(shape: Shape) -> tuple[type[BaseModel], ...]:
    inner = shape.item or shape.values
    return shape.models or (_models(inner) if inner else ())


def _tag(shape: Shape) -> str | None:
    inner = shape.item or shape.values
    return shape.tag or (_tag(inner) if inner else None)


def _keys(model: type[BaseModel], without: set[str]) -> str:
    rows = []
    for key, shape in shapes(model).items():
        if key in without:
            continue
        field = model.model_fields[attribute(model, key)]
        needed = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        rows.append((f"`{key}`", _may_be(shape), needed, field.description or ""))
    return table(("Key", "Holds", "When absent", "What it says"), rows) if rows else "No keys of its own.\n"


def _may_be(shape: Shape) -> str:
    words = {str: "text", Decimal: "number", int: "whole number", bool: "true or false", datetime.date: "date"}
    said = [words[kind] for kind in words if kind in shape.scalars]
    if shape.choices:
        said.append(", ".join(f"`{choice}`" for choice in shape.choices))
    if shape.models:
        said.append("a part")
    if shape.item:
        said.append(f"list of {_plural(_may_be(shape.item))}")
    if shape.values:
        said.append(f"code: {_may_be(shape.values)}")
    return " or ".join(said)


def _plural(text: str) -> str:
    return {"text": "texts", "number": "numbers", "a part": "parts", "date": "dates"}.get(text, text)


def _default(value: Any) -> str:
    if value is None or value is PydanticUndefined or value in ("", (), {}):
        return ""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    if isinstance(value, BaseModel):
        return "the usual"
    return f"`{value}`"
