"""What is held of the rows of a sheet that is typed, as it would be typed, and what of it waits to be approved."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from trigpoint.access import audit
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import store
from trigpoint.definitions.periods import Period
from trigpoint.intake.typed import FINAL, PROVISIONAL, YES_NO, CannotBeTyped, Cell, Codes, Sheet


@dataclass(frozen=True)
class Held:
    """What is held of a period, by cell: the figures as they would be typed, their comments and states, and their loads."""

    figures: dict[Cell, str] = field(default_factory=dict)
    comments: dict[Cell, str] = field(default_factory=dict)
    states: dict[Cell, str] = field(default_factory=dict)
    loads: dict[Cell, int] = field(default_factory=dict)

    def comment(self, cells: Iterable[Cell]) -> str:
        """The comment that all of these cells that are held share; '' where they differ."""
        said = {self.comments[cell] for cell in cells if cell in self.comments}
        return said.pop() if len(said) == 1 else ""


def waiting(sheet: Sheet, held: Held) -> list[Cell]:
    """The provisional figures that can be approved. Pure.

    A file with a row for each place states all of the row alike: one in which anything else stands, such as an estimate,
    or which has several comments, is not approved as a whole.
    """
    if sheet.source.state_column is None:
        return []
    found = [cell for cell, state in held.states.items() if state == PROVISIONAL and held.figures[cell]]
    if sheet.source.long is not None:
        return found
    by_row: dict[Codes, list[Cell]] = {}
    for cell in held.states:
        by_row.setdefault(cell[0], []).append(cell)
    alike = {
        codes
        for codes, cells in by_row.items()
        if {held.states[cell] for cell in cells} <= {PROVISIONAL, FINAL, ""}
        and len({held.comments[cell] for cell in cells}) == 1
    }
    return [cell for cell in found if cell[0] in alike]


def seal(held: Held, cells: Iterable[Cell]) -> str:
    """A short text that is another one once any of these figures is: by it an approval is of what was seen. Pure."""
    told = repr(sorted((cell, held.figures[cell], held.loads[cell]) for cell in cells))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def look(viewer: Viewer, sheet: Sheet, periods: Sequence[Period], rows: Collection[Codes]) -> list[Held]:
    """What is held of some rows now, for each period, to be shown. One read of the store.

    They are source records of who supplies them: the look is written in the trail. Raises as `held_now`.
    """
    found = held_now(sheet, periods, rows)
    if any(held.figures for held in found):
        audit.record(viewer, "see-source-rows", "data-set", sheet.data_set.code, period=periods[0].code, typed=True)
    return found


def held_now(sheet: Sheet, periods: Sequence[Period], rows: Collection[Codes]) -> list[Held]:
    """The same, of which nobody is shown anything but how much there is. Raises CannotBeTyped where rows of the first period
    stand under codes that are no member's own."""
    wanted = set(rows)
    kinds = {one.measure.code: one.measure.value_kind for one in sheet.columns}
    spans = {(period.start, period.end): at for at, period in enumerate(periods)}
    found = [Held() for _ in periods]
    table = store().table(sheet.data_set).rows({"period_start": tuple(start for start, _ in spans)})
    for row in table.to_pylist():
        at = spans.get((row["period_start"], row["period_end"]))
        if (
            at is None
            or row["measure"] not in kinds
            or any(row[f"dim_{role}"] != code for role, code, _ in sheet.constants)
        ):
            continue
        codes = tuple(row[f"dim_{role}"] or "" for _, role, _ in sheet.places)
        foreign = next((c for c, (_, _, tree) in zip(codes, sheet.places, strict=True) if c not in tree.members), None)
        if foreign is not None and at == 0:
            # Typed under the member's own code it would stand beside what is held, and be added to it.
            raise CannotBeTyped(
                f"What is held of {sheet.data_set.name} stands under codes of its data provider's own (such as “{foreign}”), so that "
                "what is typed would be counted beside it. Upload a file with the same codes."
            )
        if codes in wanted:
            cell, held = (codes, row["measure"]), found[at]
            held.figures[cell] = _as_typed(row, kinds[row["measure"]])
            held.comments[cell], held.states[cell], held.loads[cell] = (
                row["footnote"] or "",
                row["state"] or "",
                row["load"],
            )
    return found


def _as_typed(row: Mapping[str, object], kind: str) -> str:
    value = row["value"] if row["value"] is not None else row["published"]
    if kind == "yes-no" and value is not None:
        return YES_NO[0] if value else YES_NO[1]
    if value is not None:
        # A rate that is never added up is held as a double: 18.0 was supplied as 18.
        return f"{(value if isinstance(value, Decimal) else Decimal(repr(value))).normalize():f}"
    return str(row["text"] or "")
