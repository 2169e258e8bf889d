"""A form of definitions as its template draws it: each control with its texts, choices and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from trigpoint.definitions.kinds import Shape
from trigpoint.web.components.page import Problem
from trigpoint.web.editing.choice_words import choice_word
from trigpoint.web.editing.controls import Control, Rows
from trigpoint.web.editing.form import Form, is_required, may_be_empty, shape_at, usual_at
from trigpoint.web.editing.formula_check import FormulaSaid
from trigpoint.web.editing.names import MOST_CHOSEN
from trigpoint.web.editing.problems import Problems
from trigpoint.web.editing.texts import is_ticked, is_yes_or_no

Widget = Literal["text", "number", "date", "choice", "tick", "ticks", "lines", "long", "formula", "hidden"]


@dataclass(frozen=True)
class DrawnControl:
    """choices: (value, word, chosen). list_id: of the suggestions. asked_where: "name=word,word" for a script."""

    name: str
    id: str
    label: str
    hint: str
    widget: Widget
    text: str
    choices: tuple[tuple[str, str, bool], ...]
    errors: tuple[str, ...]
    needed: bool
    width: str
    list_id: str
    asked_where: str
    described: str
    said: FormulaSaid | None


@dataclass(frozen=True)
class DrawnRow:
    """number: from 1. seldom: controls that are folded away; opened: whether one of them says something or is wrong.
    kept: what is carried along unseen, as text."""

    key: str
    id: str
    number: int
    controls: tuple[DrawnControl, ...]
    seldom: tuple[DrawnControl, ...]
    opened: bool
    kept: str
    errors: tuple[str, ...]
    first: bool
    last: bool
    depth: int = 0
    sort: str = ""


@dataclass(frozen=True)
class DrawnRows:
    name: str
    id: str
    label: str
    hint: str
    one: str
    keys: str
    rows: tuple[DrawnRow, ...]
    errors: tuple[str, ...]
    asked_where: str
    tree: bool = False
    fixed: bool = False
    listed: bool = True


@dataclass(frozen=True)
class DrawnSection:
    """open: of a folded one, whether it stands open."""

    id: str
    title: str
    intro: str
    folded: bool
    open: bool
    parts: tuple[DrawnControl | DrawnRows, ...]


@dataclass(frozen=True)
class DrawnForm:
    """kept: what is carried along unseen, as text. suggestions: by id of a list, what its boxes suggest."""

    sections: tuple[DrawnSection, ...]
    kept: str
    suggestions: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[Problem, ...]


def drawn(form: Form, problems: Problems, said: Mapping[str, FormulaSaid] | None = None) -> DrawnForm:
    """The form, with what is wrong beside each control and in one list at its top. said: of formulas, by control's name."""
    said = said or {}
    sections = []
    for count, section in enumerate(form.layout, 1):
        parts = tuple(
            _control(form, part, form.model, "", problems, said)
            if isinstance(part, Control)
            else _rows(form, part, problems, said)
            for part in section.parts
        )
        opened = any(_says_something(part) for part in parts)
        sections.append(DrawnSection(f"part-{count}", section.title, section.intro, section.folded, opened, parts))
    used = {control.list_id.removeprefix("names-") for control in _drawn_controls(sections) if control.list_id}
    suggestions = tuple((f"names-{names}", form.lookup.suggested(names)) for names in sorted(used))  # type: ignore[arg-type]
    return DrawnForm(
        tuple(sections), json.dumps(form.kept.get("", {})), tuple(one for one in suggestions if one[1]),
        tuple(Problem(said, f"#{_id(name)}" if name else "") for name, several in problems.items() for said in several),
    )  # fmt: skip


def _rows(form: Form, listed: Rows, problems: Problems, said: Mapping[str, FormulaSaid]) -> DrawnRows:
    shape = shape_at(form.model, listed.path)
    assert shape.item is not None
    keys = form.rows.get(listed.key, [])
    rows = []
    for count, key in enumerate(keys, 1):
        name = f"{listed.key}.{key}"
        own = {
            one: _control(form, one, shape.item.models[0], f"{name}.", problems, said, listed)
            for one in listed.controls
            if not (listed.tree and one.when and not form.asks(one.when, f"{name}."))
        }  # fmt: skip
        seldom = {one: control for one, control in own.items() if one.seldom}
        usual = {one: usual_at(shape.item.models[0], one.path) for one in seldom}
        opened = any(control.errors or _differs(control, usual[one]) for one, control in seldom.items())
        if listed.tree:
            # Of a tree, the shape is what people come for.
            opened = any(control.errors for control in seldom.values())
        rows.append(
            DrawnRow(
                key, _id(name), count, tuple(control for one, control in own.items() if one not in seldom),
                tuple(seldom.values()), opened, json.dumps(form.kept.get(name, {})), tuple(problems.get(name, ())),
                count == 1, count == len(keys), *(_in_tree(form, name) if listed.tree else ()),
            )
        )  # fmt: skip
    return DrawnRows(
        listed.key, _id(listed.key), listed.label, listed.hint, listed.one, ",".join(keys), tuple(rows),
        tuple(problems.get(listed.key, ())), _asked_where(listed.when, ""), listed.tree, listed.fixed,
    )  # fmt: skip


def _control(
    form: Form,
    control: Control,
    model: type[BaseModel],
    before: str,
    problems: Problems,
    said: Mapping[str, FormulaSaid],
    row_of: Rows | None = None,
) -> DrawnControl:
    shape = shape_at(model, control.path)
    name = f"{before}{control.key}"
    texts = form.texts.get(name) or [""]
    widget = _widget(form, control, shape)
    if row_of is not None and row_of.tree and widget == "choice" and control.names:
        # Typed with suggestions: of so many rows each would repeat the whole list.
        widget = "text"
    made = control.key == "code" and row_of is not None and row_of.makes_codes
    required = is_required(model, control.path) and not (control.when or made or may_be_empty(model, control.path))
    errors = tuple(problems.get(name, ()))
    described = " ".join(
        ([f"{_id(name)}-hint"] if control.hint else []) + ([f"{_id(name)}-error"] if errors else [])
    )  # fmt: skip
    return DrawnControl(
        name, _id(name), control.label, control.hint, widget, texts[0], _choices(form, control, model, shape, texts, required) if widget in ("choice", "ticks") else (),
        errors, required, control.width,
        f"names-{control.names}" if control.names and widget == "text" and form.lookup.suggested(control.names) else "",
        _asked_where(control.when, before), described, said.get(name),
    )  # fmt: skip


def _widget(form: Form, control: Control, shape: Shape) -> Widget:
    if control.hidden:
        return "hidden"
    if control.field_type:
        return {"yes-no": "choice", "choice": "choice", "date": "date", "number": "number"}.get(
            control.field_type, "text"
        )  # type: ignore[return-value]
    if control.formula:
        return "formula"
    if is_yes_or_no(shape, control):
        return "tick"
    if is_ticked(shape, control, form.lookup):
        return "ticks"
    if shape.values is not None or shape.item is not None:
        return "lines"
    if shape.choices or (control.names and 0 < len(form.lookup.options(control.names)) <= MOST_CHOSEN):
        return "choice"
    if date in shape.scalars and str not in shape.scalars:
        return "date"
    if shape.scalars & {Decimal, int} and str not in shape.scalars:
        return "number"
    return "long" if control.long else "text"


def _choices(
    form: Form, control: Control, model: type[BaseModel], shape: Shape, texts: list[str], required: bool
) -> tuple[tuple[str, str, bool], ...]:
    """What may be chosen. A name that is typed elsewhere is chosen by its code here."""
    if control.field_type == "yes-no":
        offered = {"yes": "Yes", "no": "No"}
    elif control.field_type == "choice":
        offered = {one: one for one in control.field_choices}
    elif shape.choices or (shape.item and shape.item.choices):
        words = shape.choices or (shape.item.choices if shape.item else ())
        offered = {one: choice_word(control.path[-1], one) for one in words}
    elif control.names:
        offered = form.lookup.options(control.names)
    else:
        return ()
    if len(offered) > MOST_CHOSEN:
        return ()
    said = {form.lookup.code(control.names, text) if control.names else text for text in texts}
    choices = [(value, word, value in said) for value, word in offered.items()]
    # What no longer stands in the list is not dropped unseen.
    choices += [(one, one, True) for one in sorted(said - offered.keys() - {""})]
    if is_ticked(shape, control, form.lookup) or (shape.choices and usual_at(model, control.path) is not None):
        return tuple(choices)
    return (("", "Choose" if required else "", "" in said), *choices)


def _in_tree(form: Form, name: str) -> tuple[int, str]:
    """The depth of a row, and what sort it is."""
    depth, sort = ((form.texts.get(f"{name}.{key}") or [""])[0] for key in ("depth", "sort"))
    return int(depth) if depth.isdecimal() and len(depth) < 4 else 0, sort


def _differs(control: DrawnControl, usual: object) -> bool:
    """Whether a control says something else than what is usual."""
    if control.widget in ("choice", "ticks"):
        return any(chosen and value not in ("", usual) for value, _, chosen in control.choices)
    return control.text not in ("", "no", str(usual))


def _asked_where(when: tuple[str, tuple[str, ...]] | None, before: str) -> str:
    return f"{before}{when[0]}={','.join(when[1])}" if when else ""


def _says_something(part: DrawnControl | DrawnRows) -> bool:
    if part.errors:
        return True
    if isinstance(part, DrawnRows):
        return bool(part.rows)
    return False


def _drawn_controls(sections: list[DrawnSection]) -> Iterator[DrawnControl]:
    for section in sections:
        for part in section.parts:
            if isinstance(part, DrawnControl):
                yield part
            else:
                for row in part.rows:
                    yield from (*row.controls, *row.seldom)


def _id(name: str) -> str:
    return name.replace(".", "-")
