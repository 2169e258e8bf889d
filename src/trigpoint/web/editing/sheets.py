"""Lists of definitions as sheets that come back: what each holds, and its rows with the words of the forms.

A row says in its last column what it is of and how it stood, so that it is known again however the sheet was sorted, and
so that what somebody else changed meanwhile is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.dimensions import Member, Members
from trigpoint.definitions.document import Document
from trigpoint.definitions.kinds import KINDS, Shape
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.editing.choice_words import choice_word
from trigpoint.web.editing.controls import Control, Rows
from trigpoint.web.editing.form import plain_values, shape_at, usual_at
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.editing.layouts.breakdowns import CODE, NAME, REST
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.texts import is_yes_or_no, texts_of

OUT = "Take out"
ROW = "Row (leave as it is)"
YES = "yes"


@dataclass(frozen=True)
class Sheet:
    """A list that goes out as a sheet. kind: of the definitions that it is of. part: the key of the list in them whose
    parts are its rows; '' where each row is a definition. owner: what the column that names the definition is called.

    model: of a row. breakdown: whose values it holds.
    """

    code: str
    title: str
    kind: str
    part: str
    owner: str
    model: type[BaseModel]
    controls: tuple[Control, ...]
    breakdown: DimensionTree | None = None

    @cached_property
    def headings(self) -> dict[str, Control]:
        """By heading, the control of its column."""
        return {control.label: control for control in self.controls}


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands. owner: the definition that it is of, or is in. index: its place in the list; None for the whole."""

    owner: Document
    index: int | None
    raw: Mapping[str, Any]
    cells: Mapping[str, str]

    @cached_property
    def mark(self) -> str:
        """What the last column says."""
        return f"{self.owner.code}/{'' if self.index is None else self.index}/{mark_of(self.raw)}"


def sheets_of(definitions: Definitions) -> dict[str, Sheet]:
    """The lists that there are, by code, in the order in which people ask for them."""
    whole = [
        Sheet("indicators", "Indicators", "indicator", "", "Indicator", KINDS["indicator"], _controls("indicator", definitions)),
        _parts("targets", "Targets", "indicator", "targets", "Indicator", definitions),
        _parts("baselines", "Baselines", "indicator", "baselines", "Indicator", definitions),
        _parts("data-items", "Data items", "data-set", "measures", "Data set", definitions),
        _parts("expected", "Expected supply", "expected-supply", "supplies", "List", definitions),
        _parts("responsibilities", "Who answers for what", "responsibilities", "responsibilities", "List", definitions),
    ]  # fmt: skip
    whole += [
        Sheet(f"values-{code}", tree.dimension.plural, "members", "members", "List", Member, (NAME, CODE, *REST), tree)
        for code, tree in definitions.dimensions.items()
    ]
    return {sheet.code: sheet for sheet in whole}


def _controls(kind: str, definitions: Definitions) -> tuple[Control, ...]:
    sections = WRITTEN[kind].sections(definitions)
    return tuple(part for section in sections for part in section.parts if isinstance(part, Control))


def _parts(code: str, title: str, kind: str, key: str, owner: str, definitions: Definitions) -> Sheet:
    rows = next(
        part
        for section in WRITTEN[kind].sections(definitions)
        for part in section.parts
        if isinstance(part, Rows) and part.key == key
    )
    item = shape_at(KINDS[kind], (key,)).item
    assert item is not None
    return Sheet(code, title, kind, key, owner, item.models[0], rows.controls)


def owners_of(sheet: Sheet, definitions: Definitions) -> list[Document]:
    """The definitions whose rows a sheet holds."""
    return [
        document for (kind, _), document in definitions.by_key.items() if kind == sheet.kind and _is_of(sheet, document)
    ]


def _is_of(sheet: Sheet, document: Document) -> bool:
    of = sheet.breakdown
    return of is None or (isinstance(document, Members) and document.dimension == of.dimension.code)


def rows_of(sheet: Sheet, definitions: Definitions, lookup: Lookup) -> Iterator[SheetRow]:
    """The rows as they stand, in the order of the definitions."""
    for owner in owners_of(sheet, definitions):
        raw = plain_values(owner)
        if not sheet.part:
            yield SheetRow(owner, None, raw, cells_of(sheet, raw, lookup))
            continue
        for index, part in enumerate(raw.get(sheet.part, ())):
            yield SheetRow(owner, index, part, cells_of(sheet, part, lookup))


def cells_of(sheet: Sheet, raw: Mapping[str, Any], lookup: Lookup) -> dict[str, str]:
    """What stands in each column, by heading; what is usual is said too."""
    found = {}
    for control in sheet.controls:
        found[control.label] = cell_of(raw, sheet.model, control, lookup) or _cell(
            usual_at(sheet.model, control.path), shape_at(sheet.model, control.path), control, lookup
        )
    return found


def cell_of(raw: Mapping[str, Any], model: type[BaseModel], control: Control, lookup: Lookup) -> str:
    """What a definition (or a part of one) says of a control, in words; '' where it says nothing, and the usual holds."""
    value: Any = raw
    for step in control.path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return _cell(value, shape_at(model, control.path), control, lookup)


def _cell(value: Any, shape: Shape, control: Control, lookup: Lookup) -> str:
    if value is None:
        return ""
    if is_yes_or_no(shape, control):
        return "yes" if value else "no"
    key = control.path[-1]
    if shape.choices and isinstance(value, str) and value in shape.choices:
        return choice_word(key, value)
    if isinstance(value, list) and shape.item is not None and not control.columns:
        if shape.item.choices:
            return "\n".join(choice_word(key, one) for one in value)
        if control.names:
            return "\n".join(lookup.typed(control.names, one) for one in value)
    return "\n".join(texts_of(value, shape, control, lookup))


def table_of(sheet: Sheet, definitions: Definitions, lookup: Lookup) -> Table:
    """The sheet as it goes out."""
    first = [Column("owner", sheet.owner, wide=True)] if sheet.part else [Column("owner", "Code")]
    columns = (
        *first,
        *(Column(control.label, control.label, wide=control.long) for control in sheet.controls),
        Column("out", OUT),
        Column("row", ROW),
    )
    rows: list[dict[str, Cell]] = [
        {"owner": row.owner.code if not sheet.part else row.owner.name, **row.cells, "out": "", "row": row.mark}
        for row in rows_of(sheet, definitions, lookup)
    ]
    return Table(f"{sheet.title}, to be changed and brought back", columns, rows, name=f"sheet-{sheet.code}")


def mark_of(raw: Mapping[str, Any]) -> str:
    """How a row stands, in a few letters."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True, default=str).encode()).hexdigest()[:10]
