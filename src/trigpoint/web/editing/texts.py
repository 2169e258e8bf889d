"""A value of a definition as the texts of its control, and the texts that were sent as a value.

A control that is left empty says nothing: the definition's usual holds. What cannot be read raises Unreadable with the
words that stand beside the control.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from trigpoint.definitions.kinds import Shape, shapes
from trigpoint.definitions.yaml_writing import number
from trigpoint.web.editing.controls import Control
from trigpoint.web.editing.names import Lookup

ABSENT = object()
"""That a control says nothing."""

BAR = " | "
MOST_DIGITS = 40
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Unreadable(ValueError):
    """What was typed is not what the control asks for."""


def texts_of(value: Any, shape: Shape, control: Control, lookup: Lookup) -> list[str]:
    """The texts of a value: one for a box, one for each tick."""
    if value is None or value is ABSENT:
        return [""]
    if shape.values is not None and isinstance(value, dict):
        return ["\n".join(_pair(key, one, control, lookup) for key, one in value.items())]
    if isinstance(value, list) and control.columns:
        return ["\n".join(_line(one, control, lookup) for one in value)]
    if isinstance(value, list):
        said = [_said(one, control, lookup) for one in value]
        return list(value) if is_ticked(shape, control, lookup) else ["\n".join(said)]
    return [_said(value, control, lookup)]


def value_of(texts: Sequence[str], shape: Shape, control: Control, lookup: Lookup) -> Any:
    """The value that texts mean, or ABSENT. Raises Unreadable."""
    sent = [clean(text) for text in texts]
    if is_yes_or_no(shape, control):
        return "yes" in sent
    if is_ticked(shape, control, lookup):
        return [text for text in sent if text] or ABSENT
    text = sent[0] if sent else ""
    if not text:
        return ABSENT
    if shape.values is not None and not control.field_type:
        return dict(_pair_of(line, shape.values, control, lookup) for line in _entries(text))
    if control.columns:
        assert shape.item is not None
        return [_part_of(line, shape.item, control, lookup) for line in _lines(text)]
    if shape.item is not None:
        return [_scalar(line, shape.item, control, lookup) for line in _lines(text)]
    return _scalar(text, shape, control, lookup)


def clean(text: str) -> str:
    """A text as it was meant: pasted from elsewhere it may hold what nobody sees."""
    told = CONTROL.sub("", INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")))
    return told.strip()


def is_yes_or_no(shape: Shape, control: Control) -> bool:
    """Whether the control is a tick: a value that is true or false, and nothing else."""
    return shape.scalars == {bool} and not control.field_type


def is_ticked(shape: Shape, control: Control, lookup: Lookup) -> bool:
    """Whether several may be ticked: a list of few choices or names."""
    if shape.item is None or control.columns:
        return False
    if shape.item.choices:
        return True
    return control.names in ("organisation", "comparator") and 0 < len(lookup.options(control.names)) <= 12


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _entries(text: str) -> list[str]:
    """The entries of a text, one a line; a line that is set in goes on with the one before."""
    found: list[str] = []
    for line in text.split("\n"):
        if line[:1].isspace() and found:
            found[-1] += f"\n{line.strip()}"
        elif line.strip():
            found.append(line.strip())
    return found


def _said(value: Any, control: Control, lookup: Lookup) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number(value)
        case date():
            return value.isoformat()
        case str() if control.names and control.names not in ("slice", "item"):
            return lookup.typed(control.names, value)
    return str(value)


def _pair(key: str, value: Any, control: Control, lookup: Lookup) -> str:
    if control.names == "slice":
        return lookup.slice_typed(key, value)
    said = lookup.typed("organisation", key) if control.names == "organisation" else key
    if isinstance(value, list):
        return f"{said}: {', '.join(value)}"
    # What goes on in a further line is set in, so that it is not taken for a pair of its own.
    return f"{said}: {'' if value is None else _said(value, Control('', ''), lookup)}".replace("\n", "\n  ")


def _pair_of(line: str, shape: Shape, control: Control, lookup: Lookup) -> tuple[str, Any]:
    key, colon, rest = (part.strip() for part in line.partition(":"))
    if not colon:
        raise Unreadable(f"“{line[:60]}” has no colon: write {_pair_example(control)}.")
    if control.names == "slice":
        return lookup.slice_of(key, rest)
    if control.names == "organisation":
        key = lookup.code("organisation", key)
    if shape.item is not None:
        return key, [part.strip() for part in rest.split(",") if part.strip()]
    return key, None if not rest else _scalar(rest, shape, Control("", ""), lookup)


def _pair_example(control: Control) -> str:
    return {"slice": "as “Area: East Vale”", "organisation": "the partner, a colon, and what it does"}.get(
        control.names or "", "a name, a colon and a value"
    )


def _line(part: dict[str, Any], control: Control, lookup: Lookup) -> str:
    told = ["" if part.get(key) is None else _said(part[key], Control("", ""), lookup) for key in control.columns]
    while told and not told[-1]:
        told.pop()
    return BAR.join(" ".join(text.split()) for text in told)


def _part_of(line: str, shape: Shape, control: Control, lookup: Lookup) -> dict[str, Any]:
    told = [text.strip() for text in line.split("|")]
    if len(told) > len(control.columns):
        raise Unreadable(f"“{line[:60]}” has {len(told)} parts between bars; {len(control.columns)} are meant.")
    known = shapes(shape.models[0])
    plain = Control("", "")
    return {
        key: _scalar(text, known[key], plain, lookup) for key, text in zip(control.columns, told, strict=False) if text
    }


def _scalar(text: str, shape: Shape, control: Control, lookup: Lookup) -> Any:
    kind = control.field_type
    if kind == "yes-no":
        return text == "yes"
    if kind in ("text", "choice"):
        return text
    if kind == "date" or (date in shape.scalars and not kind and str not in shape.scalars):
        return _day(text)
    if kind == "number" or (shape.scalars & {Decimal, int} and str not in shape.scalars):
        return _number(text, int in shape.scalars and Decimal not in shape.scalars)
    if control.names and control.names not in ("slice", "item"):
        return lookup.code(control.names, text)
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise Unreadable(f"“{text[:40]}” is no day of the calendar. Write it as 2026-03-31 or 31/3/2026.")


def _number(text: str, whole: bool) -> Decimal | int:
    bare = re.sub(r"[,\s£%]", "", text).replace("−", "-")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise Unreadable(
            f"“{text[:40]}” is no number: write it in digits, such as {'12' if whole else '12.5'}."
        ) from None
    if not found.is_finite() or len(bare) > MOST_DIGITS or abs(found.adjusted()) > MOST_DIGITS:
        raise Unreadable(f"“{text[:40]}” is no number that can be kept.")
    if whole:
        if found != found.to_integral_value():
            raise Unreadable(f"“{text[:40]}” is no whole number.")
        return int(found)
    # In ordinary digits, without an exponent.
    return Decimal(format(found, "f"))
