"""A form of definitions: opened on what a definition says, or read from what was sent, and brought back to plain values.

What the form does not ask about (and a definition may well say) is carried along unseen, so that nothing is lost by
being saved on a page. Rows are known by keys of their own, so that they can be moved and taken out without scripts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel

from trigpoint.definitions.document import code_from
from trigpoint.definitions.kinds import Shape, attribute, shapes
from trigpoint.definitions.yaml_writing import document_keys
from trigpoint.mistakes import Mistake
from trigpoint.web.editing.controls import Control, Key, Rows, Section
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.texts import ABSENT, Unreadable, texts_of, value_of

Path = tuple[str | int, ...]
MOST_ROWS = 150
"""Of one list: more are no form any more, but a sheet or a text."""


class TooLong(Mistake):
    """A definition that has more parts than a form holds."""


@dataclass(frozen=True)
class Read:
    """What a form says. raw: plain values by key, as a file would hold them. unreadable: by control's name, what is wrong.

    names: by path in the plain values (items counted from 0), the control or row that it came from.
    """

    raw: dict[str, Any]
    unreadable: dict[str, str]
    names: dict[Path, str]

    def name_at(self, path: Path) -> str:
        """The control (or row) of the deepest part of a path that has one; '' for the whole."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.names:
                return self.names[path[:length]]
        return ""


@dataclass
class Form:
    """layout: its sections. model: what it makes. texts: by control's name. rows: by list, the keys of its rows in order.

    kept: by '' or row's name, what is said beyond the controls, as plain values.
    """

    layout: tuple[Section, ...]
    model: type[BaseModel]
    lookup: Lookup
    texts: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def opened(
        cls, layout: tuple[Section, ...], model: type[BaseModel], raw: Mapping[str, Any], lookup: Lookup
    ) -> Form:
        """The form on what a definition says. raw: as `plain_values` gives it."""
        form = cls(layout, model, lookup)
        left = json.loads(json.dumps(raw, default=str))
        for control in _controls(layout):
            form.texts[control.key] = texts_of(*_value(model, raw, control.path), control, lookup)
            _take(left, control.path)
        for listed in _lists(layout):
            shape = shape_at(model, listed.path)
            item = shape.item.models[0] if shape.item else model
            values = _value(model, raw, listed.path)[0] or []
            if len(values) > MOST_ROWS:
                raise TooLong(
                    f"It has {len(values):,} {listed.label.lower()}, more than a form holds. Change it as text."
                )
            form.rows[listed.key] = [str(n) for n in range(max(len(values), listed.least))]
            _take(left, listed.path)
            for n in range(len(form.rows[listed.key])):
                value = values[n] if n < len(values) else {}
                rest = json.loads(json.dumps(value, default=str))
                for control in listed.controls:
                    form.texts[f"{listed.key}.{n}.{control.key}"] = texts_of(
                        *_value(item, value, control.path), control, lookup
                    )
                    _take(rest, control.path)
                form.kept[f"{listed.key}.{n}"] = rest
        form.kept[""] = left
        return form

    @classmethod
    def sent(cls, layout: tuple[Section, ...], model: type[BaseModel], post: QueryDict, lookup: Lookup) -> Form:
        """The form as it was sent, after the one change to its rows that a button of it asks for."""
        form = cls(layout, model, lookup)
        form.kept[""] = _carried(post.get("kept", ""))
        for control in _controls(layout):
            form.texts[control.key] = post.getlist(control.key)
        for listed in _lists(layout):
            keys = [key for key in post.get(f"rows:{listed.key}", "").split(",") if key.isdecimal() and len(key) < 6]
            form.rows[listed.key] = list(dict.fromkeys(keys))
            if len(keys) > MOST_ROWS:
                raise TooLong(f"{MOST_ROWS} {listed.label.lower()} are the most that a form holds.")
            for key in form.rows[listed.key]:
                name = f"{listed.key}.{key}"
                form.kept[name] = _carried(post.get(f"kept:{name}", ""))
                for control in listed.controls:
                    form.texts[f"{name}.{control.key}"] = post.getlist(f"{name}.{control.key}")
        form._act(post.get("act", ""))
        return form

    def _act(self, act: str) -> None:
        """Add, take out or move a row: "add:targets", "out:targets:2", "up:targets:2", "down:targets:2"."""
        what, _, rest = act.partition(":")
        listed, _, key = rest.partition(":")
        keys = self.rows.get(listed)
        if keys is None:
            return
        if what == "add" and len(keys) < MOST_ROWS:
            keys.append(str(max((int(one) for one in keys), default=-1) + 1))
        elif key in keys:
            at = keys.index(key)
            keys.pop(at)
            if what in ("up", "down"):
                keys.insert(max(0, at - 1) if what == "up" else at + 1, key)

    def read(self) -> Read:
        """What it says, in plain values."""
        read = Read(json.loads(json.dumps(self.kept.get("", {}))), {}, {})
        for section in self.layout:
            for part in section.parts:
                if not self.asks(part.when, ""):
                    continue
                if isinstance(part, Control):
                    self._read_control(part, self.model, read.raw, "", (), read)
                else:
                    self._read_rows(part, read)
        return read

    def _read_rows(self, listed: Rows, read: Read) -> None:
        shape = shape_at(self.model, listed.path)
        assert shape.item is not None
        found: list[dict[str, Any]] = []
        for key in self.rows.get(listed.key, ()):
            name = f"{listed.key}.{key}"
            if self._is_empty(listed, name):
                continue
            part = json.loads(json.dumps(self.kept.get(name, {})))
            path: Path = (*listed.path, len(found))
            read.names[path] = name
            for control in listed.controls:
                if self.asks(control.when, f"{name}."):
                    self._read_control(control, shape.item.models[0], part, f"{name}.", path, read)
            if listed.makes_codes and not part.get("code"):
                part["code"] = code_from(str(part.get("name", "")))
            found.append(part)
        read.names[listed.path] = listed.key
        if found:
            _put(read.raw, listed.path, found)

    def _read_control(
        self, control: Control, model: type[BaseModel], into: dict[str, Any], before: str, above: Path, read: Read
    ) -> None:
        shape = shape_at(model, control.path)
        name = f"{before}{control.key}"
        read.names[(*above, *control.path)] = name
        try:
            value = value_of(self.texts.get(name, ()), shape, control, self.lookup)
        except Unreadable as error:
            read.unreadable[name] = str(error)
            return
        if value is ABSENT and may_be_empty(model, control.path) and is_required(model, control.path):
            value = ""
        if value is not ABSENT:
            _put(into, control.path, value)

    def asks(self, when: tuple[str, tuple[str, ...]] | None, before: str) -> bool:
        """Whether a part is asked for, by what another control of the same part says."""
        if when is None:
            return True
        key, words = when
        said = self.texts.get(f"{before}{key}") or [""]
        return said[0] in words

    def _is_empty(self, listed: Rows, name: str) -> bool:
        """Whether a row was added and nothing written in it: it is passed over. A choice or a tick alone is nothing."""
        shape = shape_at(self.model, listed.path)
        assert shape.item is not None
        if self.kept.get(name):
            return False
        for control in listed.controls:
            at = shape_at(shape.item.models[0], control.path)
            typed = not (at.choices or at.scalars == {bool})
            if typed and any(text.strip() for text in self.texts.get(f"{name}.{control.key}", ())):
                return False
        return True


def plain_values(part: Any) -> Any:
    """A document or part of one as plain values by key, as a file holds them."""
    match part:
        case BaseModel():
            return {key: plain_values(value) for key, value in document_keys(part).items()}
        case tuple() | list():
            return [plain_values(one) for one in part]
        case dict():
            return {key: plain_values(value) for key, value in part.items()}
    return part


def shape_at(model: type[BaseModel], path: Key) -> Shape:
    """The shape of a key, of whichever of several classes has it. Raises IndexError."""
    shape = Shape(models=(model,))
    for step in path:
        if shape.values is not None and not any(step in shapes(one) for one in shape.models):
            shape = shape.values
        else:
            held = [shapes(one)[step] for one in shape.models if step in shapes(one)]
            # The word by which one of several classes is chosen: all that there are.
            words = tuple(word for each in held for word in each.choices) if step == shape.tag else ()
            shape = Shape(choices=words) if words else held[0]
    return shape


def is_required(model: type[BaseModel], path: Key) -> bool:
    """Whether a key must be said: it has no usual value, and neither has the part that holds it."""
    for length in range(len(path)):
        above = shape_at(model, path[:length]).models if length else (model,)
        if not any(
            one.model_fields[attribute(one, path[length])].is_required() for one in above if path[length] in shapes(one)
        ):
            return False
    return True


def may_be_empty(model: type[BaseModel], path: Key) -> bool:
    """Whether a text that must be said may be an empty one: the unit of a yes or no, say."""
    above = shape_at(model, path[:-1]).models if len(path) > 1 else (model,)
    fields = (one.model_fields[attribute(one, path[-1])] for one in above if path[-1] in shapes(one))
    return any(each.annotation is str and not each.metadata for each in fields)


def _value(model: type[BaseModel], raw: Any, path: Key) -> tuple[Any, Shape]:
    """The value at a path, or what is usual there; and its shape."""
    shape = shape_at(model, path)
    value = raw
    for step in path:
        value = value.get(step, ABSENT) if isinstance(value, dict) else ABSENT
    return (usual_at(model, path) if value is ABSENT else value), shape


def usual_at(model: type[BaseModel], path: Key) -> Any:
    """What holds where a key is absent, as plain values; None where it is to be said."""
    current: Any = model
    for step in path:
        if isinstance(current, BaseModel):
            known = shapes(type(current))
            current = getattr(current, attribute(type(current), step)) if step in known else None
            continue
        if not isinstance(current, type) or step not in shapes(current):
            return None
        held = current.model_fields[attribute(current, step)]
        current = None if held.is_required() else held.get_default(call_default_factory=True)
    return plain_values(current)


def _take(values: Any, path: Key) -> None:
    """Take what stands at a path out of plain values, and what is left empty above it."""
    *above, last = path
    trail = [values]
    for step in above:
        if not isinstance(trail[-1], dict) or step not in trail[-1]:
            return
        trail.append(trail[-1][step])
    if isinstance(trail[-1], dict):
        trail[-1].pop(last, None)
    for step, holder in zip(reversed(above), reversed(trail[:-1]), strict=True):
        if holder[step] == {}:
            holder.pop(step)


def _put(values: dict[str, Any], path: Key, value: Any) -> None:
    for step in path[:-1]:
        values = values.setdefault(step, {})
    values[path[-1]] = value


def _carried(text: str) -> dict[str, Any]:
    """What a form carried along unseen; nothing where it is not what a form would hold."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _controls(layout: Sequence[Section]) -> Iterator[Control]:
    return (part for section in layout for part in section.parts if isinstance(part, Control))


def _lists(layout: Sequence[Section]) -> Iterator[Rows]:
    return (part for section in layout for part in section.parts if isinstance(part, Rows))
