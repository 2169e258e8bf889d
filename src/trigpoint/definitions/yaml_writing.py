"""A document as canonical YAML: stable order of keys, nothing that says only the default, long text as a block.

Written by ourselves rather than by a dumper, so that what stands in quotes is exactly what our reader (and any YAML 1.1
tool) would read as something else than text. `read(write(document)) == document` is tested over every kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from trigpoint.definitions.document import Document
from trigpoint.definitions.kinds import attribute, shapes
from trigpoint.definitions.yaml_syntax import plain

WIDTH = 100
SAFE = re.compile(r"[A-Za-z£(](?:[^:#\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]|:(?=\S)|(?<=\S)#)*")
CODE_LIKE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
OTHER_TOOLS = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|~)|[-+.\d:_]+|\d{4}-\d\d-\d\d.*|[-+]?\d[\d_]*(\.[\d_]*)?[eE][-+]?\d+"
    r"|0[xob][\da-fA-F_]+|\d+:[\d:.]+"
)
"""Texts that YAML 1.1 tools read as something else: always in quotes."""
UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def write(document: Document) -> str:
    """The document as YAML text that `read_text` reads back as an equal document."""
    return "\n".join(_mapping(document_keys(document), 0)) + "\n"


def document_keys(part: BaseModel) -> dict[str, Any]:
    """What is written of a document or part: values by key in canonical order, without those that are the default."""
    kept: dict[str, Any] = {}
    for key in shapes(type(part)):
        name = attribute(type(part), key)
        value = getattr(part, name)
        field = type(part).model_fields[name]
        if field.is_required() or value != field.get_default():
            kept[key] = value
    return kept


def _mapping(values: dict[str, Any], indent: int) -> Iterator[str]:
    margin = " " * indent
    for key, value in values.items():
        head = f"{margin}{_key(key)}:"
        yield from _entry(head, value, indent)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    """`key: value`, the value on the same line or beneath it."""
    if isinstance(value, BaseModel):
        value = document_keys(value)
    if isinstance(value, dict):
        if not value:
            yield f"{head} {{}}"
        else:
            yield head
            yield from _mapping(value, indent + 2)
    elif isinstance(value, tuple | list):
        if all(isinstance(item, str) and CODE_LIKE.fullmatch(item) for item in value):
            flow = f"{head} [{', '.join(_quoted_if_needed(item) for item in value)}]"
            if len(flow) <= WIDTH or not value:
                yield flow
                return
        yield head
        yield from _items(value, indent + 2)
    else:
        first, *rest = _scalar(value, indent + 2, len(head))
        yield f"{head} {first}"
        yield from rest


def _items(values: Any, indent: int) -> Iterator[str]:
    """Each item after a dash; the keys of a part start on the dash's line."""
    margin = " " * indent
    for value in values:
        if isinstance(value, BaseModel):
            value = document_keys(value)
        if isinstance(value, dict) and value:
            first, *rest = _mapping(value, indent + 2)
            yield f"{margin}- {first.lstrip(' ')}"
            yield from rest
        elif isinstance(value, dict):
            yield f"{margin}- {{}}"
        else:
            first, *rest = _scalar(value, indent + 2, indent + 1)
            yield f"{margin}- {first}"
            yield from rest


def _key(key: str) -> str:
    return _quoted_if_needed(key) if len(key) <= WIDTH and "\n" not in key else _double(key)


def _scalar(value: Any, indent: int, used: int) -> list[str]:
    """The lines of a scalar; `used` characters stand before it in its line."""
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, Decimal):
        return [number(value)]
    if isinstance(value, int | date):
        return [str(value)]
    margin = " " * indent
    if UNPRINTABLE.search(value) or value != value.strip(" ") or "\t" in value:
        return [_double(value)]
    if "\n" in value:
        if value[0] == "\n" or value.endswith("\n") or any(line[:1] == " " for line in value.split("\n")[:1]):
            return [_double(value)]
        return ["|-", *(margin + line if line else "" for line in value.split("\n"))]
    if used + len(value) + 1 > WIDTH and " " in value:
        return [">-", *(margin + line for line in _folded(value, WIDTH - indent))]
    return [_quoted_if_needed(value)]


def _folded(text: str, width: int) -> list[str]:
    """The text in lines, broken only at single spaces, which is where reading joins them again."""
    lines, line = [], ""
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _quoted_if_needed(text: str) -> str:
    if OTHER_TOOLS.fullmatch(text) or plain(text) is not text:
        return _single(text)
    if CODE_LIKE.fullmatch(text):
        return text
    if SAFE.fullmatch(text) and not text.endswith((" ", ":")):
        return text
    return _single(text)


def _single(text: str) -> str:
    if UNPRINTABLE.search(text) or "\n" in text or "\t" in text:
        return _double(text)
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(c) or (_escape(c) if UNPRINTABLE.match(c) else c) for c in text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def number(value: Decimal) -> str:
    """A number in ordinary digits, without an exponent."""
    text = format(value, "f")
    return text if value else text.lstrip("-")
