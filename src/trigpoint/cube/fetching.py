"""Items and the few engine queries that answer them: one for each data set, roles told apart and way of counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from trigpoint.cube.codes import Codes, Days
from trigpoint.cube.holdings import Table
from trigpoint.cube.places import Slot
from trigpoint.cube.reporting import SpanMap
from trigpoint.cube.shapes import Shape
from trigpoint.cube.warehouse import PlanReport, Run, Warehouse

CellKey = tuple[int, tuple[str, ...]]
"""Which reporting period (by index) and which member on each axis of the item."""


@dataclass(frozen=True)
class Item:
    """One measure to be aggregated to the cells of some axes and reporting periods.

    axes: the dimension role of each axis. slots: by role, what is asked of it. rule: how it is aggregated over members.
    over_time: how over supplied periods. of, whole: distinct values of a kept
    column, over the reporting period as a whole. complete: measures that a slice must hold to count. paired: also say on
    which slices it rests.
    """

    data_set: str
    measure: str
    axes: tuple[str, ...]
    slots: tuple[tuple[str, Slot], ...]
    spans: SpanMap
    rule: str
    over_time: str
    texts: bool = False
    of: str = ""
    whole: bool = False
    complete: tuple[str, ...] = ()
    paired: bool = False

    def __hash__(self) -> int:
        # Kept, since items hold many spans and are looked up for every cell.
        try:
            return self._hash  # type: ignore[attr-defined, no-any-return]
        except AttributeError:
            found = hash((self.data_set, self.measure, self.axes, self.slots, self.spans, self.rule, self.complete))
            object.__setattr__(self, "_hash", found)
            return found


class Part(NamedTuple):
    """What the rows of one item in one cell come to. figure, rate: exact and floating, aggregated by the rules (for a mean
    over time: added up, to be divided by figures). rows: how many there are; crowd: the most in a supplied period;
    values: how many hold a figure; figures: supplied periods with a figure; periods: with any row; gaps: with a part that
    was not published, hidden or without data. slices: a fingerprint of the slices that hold a figure.
    """

    figure: Decimal | None
    rate: float | None
    figures: int
    periods: int
    rows: int
    crowd: int
    values: int
    gaps: int
    state: int
    note_first: str | None
    note_last: str | None
    base: float | None
    lower: float | None
    upper: float | None
    first_start: date
    last_end: date
    not_applicable: int
    no_data: int
    not_published: int
    hidden: int
    slices: int | None


class Said(NamedTuple):
    """What some rows of one supplied period state."""

    start: date
    end: date
    said: str | None
    nothing: str | None
    rows: int
    state: int
    note_first: str | None
    note_last: str | None


@dataclass
class Fetched:
    """Parts by item and cell; for texts, what was said."""

    parts: dict[Item, dict[CellKey, Part]]
    said: dict[Item, dict[CellKey, list[Said]]]

    def part(self, item: Item, key: CellKey) -> Part | None:
        """None where there is no row at all."""
        return self.parts.get(item, {}).get(key)


def fetch(
    warehouse: Warehouse,
    items: Iterable[Item],
    codes: Mapping[str, Codes],
    tables: Mapping[str, Table],
    report: PlanReport,
) -> Fetched:
    """Answers all items with as few queries as their shapes allow."""
    fetched = Fetched({}, {})
    groups: dict[tuple[Any, ...], list[Item]] = {}
    for item in dict.fromkeys(items):
        if item.spans.pairs:
            roles = tuple(sorted(role for role, _ in item.slots))
            groups.setdefault((item.data_set, roles, item.texts, item.of, item.whole, item.complete), []).append(item)
    runs = []
    for (data_set, roles, *_), group in groups.items():
        lookups = Lookups(roles, group, codes[data_set])
        shape = shape_of(group[0], roles, lookups, codes[data_set], any(item.paired for item in group))
        report.queries.append((data_set, shape))
        files = files_within(tables[data_set].files, lookups.days)
        run = Run(shape, files, lookups.tables, lookups.measures, lookups.days)
        runs.append((run, roles, group, lookups))
    results = warehouse.run_all([run for run, *_ in runs])
    for (run, roles, group, lookups), (names, rows) in zip(runs, results, strict=True):
        if rows:
            _keep(fetched, run.shape, roles, group, lookups, names, rows)
    return fetched


def _keep(
    fetched: Fetched,
    shape: Shape,
    roles: tuple[str, ...],
    items: Sequence[Item],
    lookups: Lookups,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    at = {name: index for index, name in enumerate(names)}
    column_of = {role: at[f"t_{role}"] for role in roles}
    kind: Any = Said if shape.kind == "texts" else Part
    renamed = {"start": "period_start", "end": "period_end"} if kind is Said else {}
    picks = [at[renamed.get(name, name)] for name in kind._fields]
    places = [[(column_of[role], lookups.members[role]) for role in item.axes] for item in items]
    number, target = at["item"], at["target"]
    for row in rows:
        item = items[row[number]]
        key = (row[target], tuple([members[row[column]] for column, members in places[row[number]]]))
        values = kind._make([row[pick] for pick in picks])
        if kind is Said:
            fetched.said.setdefault(item, {}).setdefault(key, []).append(values)
        else:
            fetched.parts.setdefault(item, {})[key] = values


def shape_of(item: Item, roles: tuple[str, ...], lookups: Lookups, codes: Codes, paired: bool) -> Shape:
    """The shape that answers an item and its like."""
    every = tuple(codes.roles)
    narrow = tuple(role for role in roles if lookups.is_narrow(role))
    if item.texts:
        return Shape("texts", roles, narrow)
    if item.of:
        return Shape("distinct", roles, narrow, of=item.of, whole=item.whole)
    complete = every if item.complete else ()
    return Shape("numbers", roles, narrow, paired, complete, every_role=every if paired else ())


class Lookups:
    """The small tables that give facts of some items to members and reporting periods. members: by role, the code that
    each target number stands for."""

    def __init__(self, roles: tuple[str, ...], items: Sequence[Item], codes: Codes) -> None:
        psets: dict[tuple[tuple[date, date, int], ...], int] = {}
        slots: dict[str, dict[Slot, int]] = {role: {} for role in roles}
        wanted: list[list[Any]] = []
        for index, item in enumerate(items):
            slot_of = dict(item.slots)
            maps = [slots[role].setdefault(slot_of[role], len(slots[role])) for role in roles]
            pset = psets.setdefault(item.spans.pairs, len(psets))
            wanted.append([index, item.measure, pset, item.rule, item.over_time, *maps])
        periods = sorted({(start, end) for pairs in psets for start, end, _ in pairs})
        eras, days = codes.eras(periods)
        self.days = (min(start for start, _ in periods), max(end for _, end in periods))
        self.measures = (min(item.measure for item in items), max(item.measure for item in items))
        self.members: dict[str, list[str]] = {}
        self._held = {role: len(codes.holdings.codes.get(role, ())) for role in roles}
        self._mapped: dict[str, int] = {}
        int32, text, day = pa.int32(), pa.string(), pa.date32()
        self.tables: dict[str, pa.Table] = {
            "wanted": _table(
                [("item", int32), ("measure", text), ("pset", int32), ("rule", text), ("over_time", text),
                 *((f"map_{role}", int32) for role in roles)], wanted),
            "spans": _table(
                [("pset", int32), ("period_start", day), ("period_end", day), ("target", int32)],
                [(pset, *pair) for pairs, pset in psets.items() for pair in pairs]),
            "spells": _table(
                [("pset", int32), ("period_start", day), ("period_end", day), ("era", int32)],
                [(pset, start, end, eras[start, end])
                 for pairs, pset in psets.items() for start, end in sorted({(start, end) for start, end, _ in pairs})]),
        }  # fmt: skip
        if items[0].complete:
            self.tables["needed"] = _table([("measure", text)], [(measure,) for measure in items[0].complete])
        for role in roles:
            self.tables[f"map_{role}"] = self._map(role, slots[role], days, codes)

    def _map(self, role: str, slots: Mapping[Slot, int], days: Sequence[Days], codes: Codes) -> pa.Table:
        numbers: dict[str, int] = {}
        rows: list[tuple[int, int, str, int]] = []
        for slot, number in slots.items():
            for era, day in enumerate(days):
                rows.extend(
                    (number, era, code, numbers.setdefault(target, len(numbers)))
                    for code, target in codes.map(role, slot, day)
                )
        self.members[role] = list(numbers)
        self._mapped[role] = len({row[2] for row in rows})
        columns = [("map", pa.int32()), ("era", pa.int32()), ("code", pa.string()), ("target", pa.int32())]
        return _table(columns, rows)

    def is_narrow(self, role: str) -> bool:
        """Whether few enough of the codes are wanted for rows to be thinned before they are aggregated."""
        return self._mapped[role] * 2 < self._held[role]


def _table(columns: Sequence[tuple[str, pa.DataType]], rows: Sequence[Sequence[Any]]) -> pa.Table:
    arrays: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [() for _ in columns]
    return pa.table({name: pa.array(values, kind) for (name, kind), values in zip(columns, arrays, strict=True)})


def files_within(files: Sequence[str], days: tuple[date, date]) -> list[str]:
    """Files that may hold the days, by the financial year in their path. A year is spared at either end, since
    partnerships may start it in another month than April."""
    first, last = days[0].year - 1, days[1].year + 1

    def year_of(file: str) -> int | None:
        _, found, rest = file.partition("fy=")
        digits = rest.split("/", 1)[0]
        return int(digits) if found and digits.lstrip("-").isdigit() else None

    return [file for file in files if (year := year_of(file)) is None or first <= year <= last]
