"""What a check finds: a fault by document and keys, before anybody knows of files and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import BaseModel

from trigpoint.definitions.document import Document
from trigpoint.definitions.faults import did_you_mean, either
from trigpoint.definitions.kinds import attribute, shapes

Path = tuple[str | int, ...]
SHORT_LIST = 8


class Finding(NamedTuple):
    """where: keys from the document's top, as a file writes them. at_key: the key itself is at fault. within: the
    column of the text there, from 1, where it is known."""

    document: Document
    where: Path
    message: str
    instead: str = ""
    at_key: bool = False
    within: int | None = None


def parts(part: BaseModel, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """The document and all its parts, each with its path, from the top down."""
    yield path, part
    for key in shapes(type(part)):
        value = getattr(part, attribute(type(part), key))
        if isinstance(value, BaseModel):
            yield from parts(value, (*path, key))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from parts(item, (*path, key, index))
        elif isinstance(value, dict):
            for name, item in value.items():
                if isinstance(item, BaseModel):
                    yield from parts(item, (*path, key, name))


def unknown(document: Document, where: Path, what: str, code: str, choices: Iterable[str]) -> Finding:
    """A code that names nothing, with the nearest that does."""
    message = f"'{code}' is no {what}." if what.endswith("'") else f"There is no {what} '{code}'."
    return Finding(document, where, message, offer(code, choices))


def offer(code: str, choices: Iterable[str]) -> str:
    """What to write in place of an unknown code."""
    known = list(choices)
    guess = did_you_mean(code, known)
    if guess:
        return guess
    if not known:
        return "None is defined."
    return f"Known: {', '.join(known[:SHORT_LIST])}{' and others' if len(known) > SHORT_LIST else ''}."


def repeated(document: Document, where: Path, what: str, codes: Iterable[str], key: str = "code") -> Iterator[Finding]:
    """A finding for each code that stands twice in a list at `where`."""
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            at = (*where, index, key) if key else (*where, index)
            yield Finding(document, at, f"The {what} '{code}' stands here twice.", "Keep one, or give it another code.")
        seen.add(code)


__all__ = ["Finding", "Path", "either", "offer", "parts", "repeated", "unknown"]
