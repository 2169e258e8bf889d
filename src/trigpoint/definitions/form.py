"""Whether plain values read from a file have the form that a kind of document asks for, said in plain English.

Missing and unknown keys, wrong words, texts where numbers are meant and numbers where texts are meant are found here,
all of them at once. What a value may be beyond its form (a pattern, a least value) is the models' to say; see `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from trigpoint.definitions.faults import did_you_mean, either, nearest
from trigpoint.definitions.kinds import Shape, attribute, shapes, tag_words
from trigpoint.definitions.yaml_syntax import OddNumber, Place, plain

Path = tuple[str | int, ...]


class Misfit(NamedTuple):
    """Something that does not have the form asked for. `at_key`: the fault is in the key rather than in its value."""

    path: Path
    message: str
    instead: str
    at_key: bool = False


def misfits(raw: Any, shape: Shape, place: Place, path: Path = ()) -> Iterator[Misfit]:
    """Everything in `raw` that does not have the form of `shape`."""
    name = _name(path)
    if raw is None:
        if not shape.nullable:
            yield Misfit(path, f"{name} has no value (null).", "Write a value, or leave the line out.")
    elif raw == "" and not place.quoted:
        yield Misfit(path, f"{name} has no value.", "Write one after the colon, or leave the line out.")
    elif isinstance(raw, dict) and shape.models:
        yield from _part(raw, shape, place, path)
    elif isinstance(raw, dict) and shape.values:
        for key, value in raw.items():
            yield from misfits(value, shape.values, place.parts[key], (*path, key))
    elif isinstance(raw, list) and shape.item:
        for index, value in enumerate(raw):
            yield from misfits(value, shape.item, place.parts[index], (*path, index))
    elif isinstance(raw, dict | list) or not (shape.scalars or shape.choices):
        yield _structure(raw, shape, path)
    elif shape.choices and not (shape.scalars and raw not in shape.choices):
        if raw not in shape.choices:
            yield Misfit(path, f"{name} is '{place.written}'.", _choose(place.written, shape.choices))
    else:
        yield from _scalar(raw, shape, place, path)


def _part(raw: dict[str, Any], shape: Shape, place: Place, path: Path) -> Iterator[Misfit]:
    model = shape.model_for(raw)
    if model is None:
        assert shape.tag is not None
        words = tuple(word for choice in shape.models for word in tag_words(choice, shape.tag))
        if shape.tag not in raw:
            yield Misfit(path, f"'{shape.tag}' is missing.", f"Say {either(words)}.")
        else:
            written = place.parts[shape.tag].written
            yield Misfit((*path, shape.tag), f"'{shape.tag}' is '{written}'.", _choose(written, words))
        return
    known = shapes(model)
    misspelt: set[str] = set()
    for key, value in raw.items():
        if key in known:
            yield from misfits(value, known[key], place.parts[key], (*path, key))
        else:
            instead = _known_key(key, model, raw)
            misspelt |= {absent for absent in known if f"'{absent}'" in instead}
            yield Misfit((*path, key), f"'{key}' is not known here.", instead, at_key=True)
    for key, part in known.items():
        if key not in raw and key not in misspelt and model.model_fields[attribute(model, key)].is_required():
            yield Misfit(path, f"'{key}' is missing{_inside(path)}.", _example(key, part))


def _known_key(key: str, model: type[BaseModel], raw: dict[str, Any]) -> str:
    known = shapes(model)
    for name in model.model_fields:
        if name == key:
            return f"Write '{next(k for k in known if attribute(model, k) == name)}'."
    free = [name for name in known if name not in raw]
    return did_you_mean(key, free) or f"Known are {either(list(known)).replace(' or ', ' and ')}."


def _example(key: str, shape: Shape) -> str:
    if shape.choices:
        return f"Say {either(shape.choices)}."
    if shape.scalars == {str}:
        return f"Add a line '{key}: …'."
    if shape.scalars & {Decimal, int}:
        return f"Add a line '{key}: ' with a number." + (" Write null for no figure." if shape.nullable else "")
    if shape.item:
        return f"Add '{key}:' and beneath it a list, each item after a dash."
    return f"Add '{key}:' and what belongs to it."


def _choose(written: str, choices: tuple[str, ...]) -> str:
    guess = nearest(written, choices)
    said = f"Say {either(choices)}."
    return f"Did you mean '{guess[0]}'? {said}" if guess and len(choices) > 1 else said


def _structure(raw: Any, shape: Shape, path: Path) -> Misfit:
    name = _name(path)
    if shape.item:
        example = f"[{raw}]" if not isinstance(raw, dict | list) else "- item"
        return Misfit(path, f"{name} is a list.", f"Write {example}, or each item on a line of its own after a dash.")
    if shape.models:
        model = shape.models[0]
        keys = [key for key in shapes(model) if model.model_fields[attribute(model, key)].is_required()]
        return Misfit(path, f"{name} has keys of its own.", f"Write them beneath it, each on its own line, such as "
                      f"'{(keys or list(shapes(model)))[0]}: …'.")  # fmt: skip
    if shape.values:
        return Misfit(path, f"{name} is a set of 'key: value' lines.", "Write them beneath it.")
    what = "a list" if isinstance(raw, list) else "a set of keys"
    return Misfit(path, f"{name} is one value, not {what}.", "Put a text that holds brackets, or a colon, in quotes.")


def _scalar(raw: Any, shape: Shape, place: Place, path: Path) -> Iterator[Misfit]:
    """A text where a number is meant, and so on. The published schema and other YAML tools would refuse these too."""
    name, written = _name(path), place.written
    if str in shape.scalars:
        if isinstance(raw, OddNumber) or (not isinstance(raw, str) and type(raw) not in _also(shape.scalars)):
            yield Misfit(
                path, f"{name} is a text, but {written} without quotes is {_what(raw)}.", f"Write '{written}'."
            )
    elif bool in shape.scalars:
        if not isinstance(raw, bool):
            said = {"yes": " Write true.", "on": " Write true.", "no": " Write false.", "off": " Write false."}
            yield Misfit(path, f"{name} is '{written}'.", f"Say true or false.{said.get(written.casefold(), '')}")
    elif date in shape.scalars:
        if not (isinstance(raw, str) and is_day(raw)):
            yield Misfit(path, f"{name} is '{written}', which is no date.", _date_instead(written))
    elif isinstance(raw, bool | str) or (int in shape.scalars and not isinstance(raw, int)):
        yield Misfit(path, f"{name} is '{written}', not a {'whole ' if int in shape.scalars else ''}number.",
                     _number_instead(written, place.quoted, int in shape.scalars))  # fmt: skip


def _also(scalars: frozenset[type]) -> frozenset[type]:
    return scalars | {int} if Decimal in scalars else scalars


def _what(raw: Any) -> str:
    return "true or false" if isinstance(raw, bool) else "a number"


def _number_instead(written: str, quoted: bool, whole: bool) -> str:
    bare = written.strip().replace(",", "").strip("£$€% ")
    value = plain(bare)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and not (whole and isinstance(value, Decimal)):
        return f"Write {bare} without quotes." if quoted and bare == written else f"Write {bare}."
    return "Write it in digits, such as 12." if whole else "Write it in digits, such as 12 or 0.5."


def is_day(written: str) -> bool:
    """Whether a text is a date as definitions write it: 2019-03-31."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", written) is not None and bool(date.fromisoformat(written))
    except ValueError:
        return False


def _date_instead(written: str) -> str:
    parts = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", written.strip())
    if parts:
        day, month, year = (int(part) for part in parts.groups())
        if is_day(f"{year:04}-{month:02}-{day:02}"):
            return f"Write {year:04}-{month:02}-{day:02}."
    return "Write year, month and day, such as 2019-03-31."


def _name(path: Path) -> str:
    """What to call a value: its key, or which item of which list."""
    if not path:
        return "A definition"
    if isinstance(path[-1], int):
        of = next((step for step in reversed(path) if isinstance(step, str)), "the list")
        return f"Item {path[-1] + 1} of '{of}'"
    return f"'{path[-1]}'"


def _inside(path: Path) -> str:
    return f" in {_name(path).replace('Item', 'item')}" if path else ""
