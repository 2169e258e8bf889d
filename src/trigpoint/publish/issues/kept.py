"""Documents kept as text: the printed blocks of an issue, so that every later copy of it says what the first one said.

And files kept by the hash of what they hold, among the installation's files.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from trigpoint.kept_files import keep_by_hash, path_by_hash
from trigpoint.publish import blocks, cells
from trigpoint.publish.blocks import Document
from trigpoint.publish.charts.chart import Chart, Mark
from trigpoint.publish.issues.figures import canonical
from trigpoint.publish.tables import Column, Table

FOLDER = "issues"
IS = "is"
"""The key under which what is no plain JSON says its kind."""

CLASSES: dict[str, type] = {
    one.__name__: one
    for one in (
        blocks.Document, blocks.Cover, blocks.Contents, blocks.Heading, blocks.Paragraph, blocks.Headline,
        blocks.KeyFigure, blocks.KeyFigures, blocks.TableBlock, blocks.ChartBlock, blocks.TextBy, blocks.Notice,
        blocks.PageBreak, cells.Figure, cells.Status, cells.Direction, cells.Sparkline, cells.Bullet, cells.Link,
        cells.Tags, Chart, Mark, Column, Table,
    )
}  # fmt: skip


class Lost(Exception):
    """A file that was kept is not there, or is not what was kept."""


def write_document(document: Document) -> bytes:
    """A document as text."""
    return canonical(_plain(document)).encode()


def read_document(content: bytes) -> Document:
    """The document that such a text holds."""
    found = _back(json.loads(content))
    assert isinstance(found, Document)
    return found


def keep(content: bytes) -> str:
    """Keep what a file holds; gives its hash, under which it is found again."""
    return keep_by_hash(_folder(), content)


def kept(digest: str) -> bytes:
    """What was kept under a hash. Raises Lost where it is not there, or was changed since."""
    path = _path(digest)
    if not path.exists():
        raise Lost(f"{path} is missing: restore the installation's files from a backup.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Lost(f"{path} was changed since it was kept: restore it from a backup.")
    return content


def _path(digest: str) -> Path:
    return path_by_hash(_folder(), digest)


def _folder() -> Path:
    return Path(settings.INSTALLATION.files) / FOLDER


def _plain(one: Any) -> Any:
    match one:
        case bool() | int() | float() | str() | None:
            return one
        case Decimal():
            return {IS: "decimal", "of": str(one)}
        case datetime():
            return {IS: "instant", "of": one.isoformat()}
        case date():
            return {IS: "day", "of": one.isoformat()}
        case bytes():
            return {IS: "bytes", "of": base64.b64encode(one).decode()}
        case tuple():
            return {IS: "tuple", "of": [_plain(each) for each in one]}
        case list():
            return [_plain(each) for each in one]
        case dict():
            return {IS: "dict", "of": [[key, _plain(value)] for key, value in one.items()]}
        case _ if is_dataclass(one) and type(one).__name__ in CLASSES:
            return {IS: type(one).__name__, "of": {each.name: _plain(getattr(one, each.name)) for each in fields(one)}}
    raise TypeError(f"A {type(one).__name__} cannot be kept in a document.")


def _back(one: Any) -> Any:
    if isinstance(one, list):
        return [_back(each) for each in one]
    if not isinstance(one, dict):
        return one
    kind, held = one[IS], one["of"]
    match kind:
        case "decimal":
            return Decimal(held)
        case "instant":
            return datetime.fromisoformat(held)
        case "day":
            return date.fromisoformat(held)
        case "bytes":
            return base64.b64decode(held)
        case "tuple":
            return tuple(_back(each) for each in held)
        case "dict":
            return {key: _back(value) for key, value in held}
    known = CLASSES[kind]
    # What a later version added to a class has its default in what was kept before.
    names = {each.name for each in fields(known)}
    return known(**{name: _back(value) for name, value in held.items() if name in names})
