"""Supplied rows as tables: as they are, and as they were before an upload corrected them or took them back."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from trigpoint.ask.corrected_rows import CorrectedRow, CorrectedRows
from trigpoint.ask.corrections import Brought
from trigpoint.catalogue.models import Load
from trigpoint.cube.source_rows import SourceRow, SourceRows
from trigpoint.definitions.formula import Component
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.tables import Column, Table

CameBy = dict[tuple[int, int | None], Brought]


def source_table(definitions: Definitions, part: SourceRows, came_by: CameBy) -> Table:
    """The rows of one component, each with the upload, file and line that it came in."""
    roles = list(part.shown[0].codes)
    columns = (
        *_place_columns(definitions, part.data_set, roles),
        Column("value", "Value", "number"), Column("upload", "Upload", "link"), Column("file", "File"),
        Column("line", "Line", "number"), Column("who", "Taken in by"), Column("when", "Known since", "date"),
    )  # fmt: skip
    rows = [
        {
            **_place(definitions, row, roles),
            "value": _value(row),
            "line": row.line,
            **_by(came_by.get((row.load, row.file))),
        }
        for row in part.shown
    ]
    notes = ()
    if part.count and part.count > len(part.shown):
        notes = (f"The greatest {len(part.shown):,} of {part.count:,} rows; the files hold them all.",)
    name = item_name(definitions, part.component)
    return Table(f"Supplied rows: {name}", columns, rows, notes, f"rows-{part.component.measure}")


def corrected_table(definitions: Definitions, part: CorrectedRows, came_by: CameBy) -> Table:
    """What the rows of one component were before, and which upload changed them: the newest first."""
    roles = list(part.shown[0].place.codes)
    columns = (
        *_place_columns(definitions, part.data_set, roles),
        Column("was", "Was", "number"), Column("came", "Came in", "link"), Column("became", "Became", "number"),
        Column("upload", "Corrected by", "link"), Column("who", "Taken in by"), Column("when", "On", "date"),
    )  # fmt: skip
    rows = [_corrected_row(definitions, one, roles, came_by) for one in part.shown]
    notes = ()
    if part.count > len(part.shown):
        notes = (f"{len(part.shown):,} of {part.count:,} corrections: the newest uploads, of each the greatest.",)
    name = item_name(definitions, part.component)
    return Table(f"Corrected rows: {name}", columns, rows, notes, f"corrected-{part.component.measure}")


def item_name(definitions: Definitions, component: Component) -> str:
    """A data item and its data set: People seen (Waits)."""
    measure = definitions.measure(component.data_set, component.measure)
    return f"{measure.name if measure else component.measure} ({definitions.data_sets[component.data_set].name})"


def _corrected_row(definitions: Definitions, one: CorrectedRow, roles: list[str], came_by: CameBy) -> dict[str, Cell]:
    before = one.before and came_by.get((one.before.load, one.before.file))
    after = one.after and came_by.get((one.after.load, one.after.file))
    came: Cell = None
    if one.before is not None and before is not None and before.load is not None:
        line = f"line {one.before.line:,}" if one.before.line is not None else ""
        came = _upload(before.load, ", ".join(text for text in (before.file, line) if text))
    line = f"line {one.after.line:,}" if one.after is not None and one.after.line is not None else ""
    where = ", ".join(text for text in (after.file if after else "", line) if text)
    return {
        **_place(definitions, one.place, roles),
        "was": _value(one.before) if one.before is not None else "taken back",
        "came": came,
        "became": _value(one.after) if one.after is not None else "taken back",
        "upload": _upload(one.load, where or one.load.note),
        "who": _who(one.load),
        "when": _known(one.load),
    }


def _place_columns(definitions: Definitions, data_set: str, roles: list[str]) -> tuple[Column, ...]:
    names = {
        role.role: definitions.dimensions[role.dimension].dimension.name
        for role in definitions.data_sets[data_set].dimensions
    }
    return (
        Column("period", "Period as supplied"),
        *(Column(f"is-{role}", names.get(role, role)) for role in roles),
    )


def _place(definitions: Definitions, row: SourceRow, roles: list[str]) -> dict[str, Cell]:
    found: dict[str, Cell] = {"period": row.period_label or definitions.calendars.label(row.period)}
    for role in roles:
        code, name = row.codes[role], row.members[role]
        found[f"is-{role}"] = f"{name} ({code})" if name != code else name
    return found


def _value(row: SourceRow) -> Cell:
    if row.nothing:
        return Figure(None, nothing=row.nothing, footnote=row.footnote or "")
    if row.text is not None:
        return row.text
    # A column of the fact store has six decimal places, whatever was supplied.
    value = row.value.normalize() if isinstance(row.value, Decimal) else row.value
    return Figure(value, "", None, state=row.state, footnote=row.footnote or "")


def _by(brought: Brought | None) -> dict[str, Cell]:
    if brought is None or brought.load is None:
        return {}
    load = brought.load
    return {"upload": _upload(load), "file": brought.file, "who": _who(load), "when": _known(load)}


def _upload(load: Load, beneath: str = "") -> Link:
    return Link(f"Upload {load.pk}", reverse("load", args=[load.pk]), beneath)


def _who(load: Load) -> str:
    return str(load.loaded_by) if load.loaded_by else "the command line"


def _known(load: Load) -> Cell:
    return timezone.localdate(load.known_on) if load.known_on else None
