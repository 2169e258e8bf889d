"""The supplied rows behind one figure: those that it is made of now, and whether a row of another time would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from trigpoint.cube.asks import Lookup
from trigpoint.cube.codes import Codes, Days
from trigpoint.cube.fetching import Item, Lookups, files_within
from trigpoint.cube.readings import Figure as Amount
from trigpoint.cube.shapes import Shape
from trigpoint.definitions.formula import Component
from trigpoint.definitions.periods import Period

if TYPE_CHECKING:
    from trigpoint.cube.engine import Batch


@dataclass(frozen=True)
class SourceRow:
    """A fact as it was supplied. codes: the supplier's own, by dimension role; members: what they are taken to mean."""

    measure: str
    load: int
    file: int | None
    line: int | None
    period_label: str
    period: Period
    codes: dict[str, str]
    members: dict[str, str]
    provider: str | None
    value: Amount | None
    text: str | None
    state: str | None
    nothing: str | None
    footnote: str | None


@dataclass(frozen=True, eq=False)
class Behind:
    """Which facts, of whatever version of the table, one component of a figure rests on."""

    item: Item
    codes: Codes
    _placed: dict[tuple[str, str, Days], bool] = field(default_factory=dict)

    @cached_property
    def _standing(self) -> dict[tuple[date, date], Days]:
        """The supplied periods (end excluded), and the days for which breakdowns are looked up in each."""
        spans = [(start, end) for start, end, _ in self.item.spans.pairs]
        eras, days = self.codes.eras(spans)
        return {span: days[eras[span]] for span in spans}

    @property
    def days(self) -> tuple[date, date]:
        """From the start of the first of them to the end of the last."""
        return min(start for start, _ in self._standing), max(end for _, end in self._standing)

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether a fact (by the columns of its key) belongs to it."""
        span = (row["period_start"], row["period_end"])
        if row["measure"] != self.item.measure or span not in self._standing:
            return False
        day = self._standing[span]
        for role, slot in self.item.slots:
            key = (role, row[f"dim_{role}"] or "", day)
            if key not in self._placed:
                self._placed[key] = self.codes.passes(role, slot, day, key[1])
            if not self._placed[key]:
                return False
        return True

    def row(self, values: Mapping[str, Any], prefix: str = "") -> SourceRow:
        """A fact's columns as a source row. prefix: of the columns that tell what it states, not which one it is."""
        span = (values["period_start"], values["period_end"])
        day = self._standing[span]
        held = {role: values[f"dim_{role}"] or "" for role in self.codes.roles}
        members = {}
        for role, code in held.items():
            member, tree = self.codes.meaning(role, day, code), self.codes.tree(role)
            members[role] = tree.name(member) if member else tree.dimension.unknown
        said = {name: values[f"{prefix}{name}"] for name in STATED}
        return SourceRow(
            values["measure"], said["load"], said["file"], said["line"], said["period_label"] or "",
            Period(*span, "range"), held, members, said["provider"],
            said["value"] if said["value"] is not None else said["published"], said["text"], said["state"],
            said["nothing"], said["footnote"],
        )  # fmt: skip


STATED = ("load", "file", "line", "period_label", "provider", "value", "published", "text", "state", "nothing",
          "footnote")  # fmt: skip
"""The columns of a fact that say what was stated, by whom and where."""


@dataclass(frozen=True)
class SourceRows:
    """The facts of one component: how many there are, the greatest of them, and why none are shown (or '').

    behind: which facts these are, at any time; None where none may be shown or nothing could be supplied.
    """

    component: Component
    data_set: str
    version: int
    count: int | None
    shown: tuple[SourceRow, ...]
    withheld: str
    behind: Behind | None = field(default=None, compare=False, repr=False)


def source_rows(batch: Batch, lookup: Lookup, shown: bool, most_rows: int) -> SourceRows:
    """The supplied rows of one component. shown: whether the figure itself may be; `limits.sources` is needed besides."""
    code = lookup.data_set.code
    version = batch.codes(code).holdings.version
    item = lookup.item
    if lookup.measure.over_members == "none" and lookup.own is not None:
        item = lookup.own
    withheld = ""
    if not shown:
        withheld = "The figure itself may not be shown."
    elif not (batch.limits.everything or code in batch.limits.sources):
        withheld = f"To see source rows of {lookup.data_set.name} needs a permission of its own."
    if withheld or item is None:
        return SourceRows(lookup.component, code, version, 0 if item is None else None, (), withheld)
    codes = batch.codes(code)
    roles = tuple(sorted(role for role, _ in item.slots))
    plain = replace(item, spans=replace(item.spans, pairs=tuple(p for p in item.spans.pairs if p[2] == 0)), complete=())
    lookups = Lookups(roles, [plain], codes)
    shape = Shape(
        "rows", roles, tuple(role for role in roles if lookups.is_narrow(role)), every_role=tuple(codes.roles)
    )
    batch.report.queries.append((code, shape))
    table = batch.tables[code]
    names, rows = batch.warehouse.run(
        shape, files_within(table.files, lookups.days), lookups.tables, lookups.measures, lookups.days, most_rows
    )
    found = [dict(zip(names, row, strict=True)) for row in rows]
    behind = Behind(plain, codes)
    return SourceRows(
        lookup.component, code, version, found[0]["count"] if found else 0, tuple(map(behind.row, found)), "", behind
    )
