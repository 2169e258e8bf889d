"""What applying a definition set would change: documents added and changed, field by field, in plain words.

Laying a set over what is there adds its documents and replaces those of the same kind and code; nothing is taken away.
Pure: the catalogue stores the outcome, and a trial run prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from trigpoint.definitions.describing import label_of, said
from trigpoint.definitions.document import Document
from trigpoint.definitions.kinds import attribute, shapes
from trigpoint.definitions.yaml_files import SourceDocument

Held = Document | SourceDocument
"""A document alone, or with the file that it came from."""

IDENTITY = ("code", "item", "measure", "column", "period", "indicator", "provider", "person", "parent", "on", "status")
"""By what the parts of a list are known again, the first that tells all of them apart; else by their order."""


class Difference(NamedTuple):
    """One thing that two documents say differently. where: labels from the top. None: not said."""

    where: tuple[str, ...]
    before: str | None
    after: str | None

    def __str__(self) -> str:
        place = ", ".join(self.where)
        if self.before is None:
            return f"{place}: added {_short(self.after)}"
        if self.after is None:
            return f"{place}: {_short(self.before)} taken out"
        return f"{place}: was {_short(self.before)}, is now {_short(self.after)}"


@dataclass(frozen=True)
class Change:
    """A document that says something else than before."""

    before: Held
    after: Held
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Changes:
    """What laying a set over what is there does.

    added, changed: by content. reworded: the same content in a file whose text is another. unchanged: as held.
    result: all documents afterwards, those there before in their order, then the new ones.
    """

    added: tuple[Held, ...]
    changed: tuple[Change, ...]
    reworded: tuple[Held, ...]
    unchanged: tuple[Held, ...]
    result: tuple[Held, ...]

    @property
    def nothing(self) -> bool:
        """Whether everything stays exactly as it is."""
        return not (self.added or self.changed or self.reworded)

    def in_words(self) -> list[str]:
        """A line for each document that is added or changed, its differences indented beneath; last a count."""
        lines = [f"+ {_title(held)}" for held in self.added]
        for change in self.changed:
            lines.append(f"~ {_title(change.after)}")
            lines += [f"    {difference}" for difference in change.differences]
        lines += [f"= {_title(held)}: only the wording of its file" for held in self.reworded]
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.reworded)} reworded"
        return [*lines, f"{counts}, {len(self.unchanged)} unchanged"]


def applied(existing: Iterable[Held], incoming: Iterable[Held]) -> Changes:
    """What `incoming`, laid over `existing`, changes. Neither is checked here: see `whole`."""
    before = {document_of(held).identity: held for held in existing}
    after = dict(before)
    added: list[Held] = []
    changed: list[Change] = []
    reworded: list[Held] = []
    unchanged: list[Held] = []
    for held in incoming:
        document = document_of(held)
        old = before.get(document.identity)
        after[document.identity] = held
        if old is None:
            added.append(held)
        elif document_of(old) != document:
            changed.append(Change(old, held, differences(document_of(old), document)))
        elif _file(old) != _file(held) and _file(held) is not None:
            reworded.append(held)
        else:
            unchanged.append(held)
    return Changes(tuple(added), tuple(changed), tuple(reworded), tuple(unchanged), tuple(after.values()))


def document_of(held: Held) -> Document:
    """The document itself."""
    return held.document if isinstance(held, SourceDocument) else held


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """Everything that two documents say differently, in the order of their keys."""
    return tuple(_parts(before, after, ()))


def _parts(before: BaseModel, after: BaseModel, where: tuple[str, ...]) -> Iterator[Difference]:
    if type(before) is not type(after):
        yield Difference(where, said(before), said(after))
        return
    for key in shapes(type(before)):
        name = attribute(type(before), key)
        yield from _values(getattr(before, name), getattr(after, name), (*where, label_of(key)))


def _values(before: Any, after: Any, where: tuple[str, ...]) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, BaseModel) and isinstance(after, BaseModel):
        yield from _parts(before, after, where)
    elif isinstance(before, tuple) and isinstance(after, tuple) and _are_parts((*before, *after)):
        yield from _lists(before, after, where)
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if key not in before or key not in after or before[key] != after[key]:
                old, new = (said(found[key]) if key in found else None for found in (before, after))
                yield Difference((*where, key), old, new)
    else:
        yield Difference(where, _unless_none(before), _unless_none(after))


def _lists(before: Sequence[BaseModel], after: Sequence[BaseModel], where: tuple[str, ...]) -> Iterator[Difference]:
    names = _names(before, after)
    old, new = (dict(zip(keys, parts, strict=True)) for keys, parts in zip(names, (before, after), strict=True))
    for name in {**old, **new}:
        if name not in old:
            yield Difference((*where, name), None, said(new[name]))
        elif name not in new:
            yield Difference((*where, name), said(old[name]), None)
        else:
            yield from _values(old[name], new[name], (*where, name))
    kept = [[name for name in own if name in other] for own, other in ((old, new), (new, old))]
    if kept[0] != kept[1]:
        yield Difference((*where, "order"), ", ".join(kept[0]), ", ".join(kept[1]))


def _names(*lists: Sequence[BaseModel]) -> list[list[str]]:
    """What to call each part of each list, by the first way that gives no name twice within one."""
    for name in IDENTITY:
        found = [[str(getattr(part, name, None)) for part in parts] for parts in lists]
        if all("None" not in names and len(set(names)) == len(names) for names in found):
            return found
    return [[str(count) for count in range(1, len(parts) + 1)] for parts in lists]


def _are_parts(values: Sequence[Any]) -> bool:
    return bool(values) and all(isinstance(value, BaseModel) for value in values)


def _unless_none(value: Any) -> str | None:
    return None if value is None else said(value)


def _file(held: Held) -> tuple[str, str] | None:
    return (held.path, held.text) if isinstance(held, SourceDocument) else None


def _title(held: Held) -> str:
    kind, code = document_of(held).identity
    return f"{kind} {code} ({document_of(held).name})"


def _short(text: str | None, longest: int = 200) -> str:
    line = " ".join((text or "").split())
    return f"'{line}'" if len(line) <= longest else f"'{line[: longest - 1]}…'"
