"""What a definition says in the words of its form: of a new one, before it is in force."""

from __future__ import annotations

from collections.abc import Iterator

from trigpoint.definitions.describing import Row, describe
from trigpoint.definitions.document import Document
from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.controls import Control, Rows
from trigpoint.web.editing.form import plain_values, shape_at
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.sheets import cell_of


def said_of(document: Document, definitions: Definitions) -> list[Row]:
    """A row for each thing that it says, labelled as its form labels it; what is usual is left out."""
    written = WRITTEN.get(document.identity[0])
    if written is None:
        return list(describe(document, definitions))
    raw = written.into(plain_values(document))
    about = definitions.dimensions.get(getattr(document, "dimension", ""))
    lookup = Lookup(definitions, {}, about)
    found: list[Row] = []
    for section in written.sections(definitions):
        for part in section.parts:
            if isinstance(part, Control):
                text = cell_of(raw, written.model, part, lookup)
                found += [Row(part.label, text)] if text else []
            else:
                found += _rows(part, raw, written.model, lookup)
    return found


def _rows(listed: Rows, raw, model, lookup: Lookup) -> Iterator[Row]:
    item = shape_at(model, listed.path).item
    assert item is not None
    values = raw
    for step in listed.path:
        values = values.get(step, {}) if isinstance(values, dict) else {}
    for count, part in enumerate(values or (), 1):
        told = [
            f"{control.label}: {text}" if control.label else text
            for control in listed.controls
            if not control.hidden and (text := cell_of(part, item.models[0], control, lookup))
        ]
        yield Row(f"{listed.one.capitalize()} {count}", "; ".join(one.replace("\n", ", ") for one in told))
