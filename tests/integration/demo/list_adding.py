"""Figures of the sample worked out by adding up lists of its fact rows: slow, obvious, and without the engine.

Facts are read from their Parquet files; members, their places and other systems' codes from the definitions' documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from typing import NamedTuple

import pyarrow.parquet as pq

from trigpoint.definitions.datasets import DataSet, Measure
from trigpoint.definitions.whole import Definitions

NAME = r"([a-z0-9-]+)\.([a-z0-9-]+)"
SLICE = r"(?:\[([a-z-]+) = ([a-z0-9-]+)\])?"
SINGLE = re.compile(rf"{NAME}{SLICE}")
RATIO = re.compile(rf"(?:(\d+) \* )?{NAME}{SLICE} / {NAME}{SLICE}")


class Fact(NamedTuple):
    """members: by dimension. value: None for a kind of nothing. thing: what a distinct count counts."""

    start: date
    end: date
    members: dict[str, str]
    value: Decimal | float | None
    thing: str | None


@dataclass(frozen=True)
class Part:
    """A sum in a formula: a measure of a data set, perhaps of one member only."""

    data_set: str
    measure: str
    dimension: str | None
    member: str | None

    @property
    def only(self) -> list[tuple[str, str]]:
        """The member that it is confined to, if any."""
        return [(self.dimension, self.member)] if self.dimension and self.member else []


@dataclass(frozen=True)
class Sum:
    """A formula: scale times over, by under (None: over alone)."""

    scale: int
    over: Part
    under: Part | None


def formula_of(text: str) -> Sum | None:
    """The formula, where it is one sum or one sum over another of the same data set."""
    if found := SINGLE.fullmatch(text):
        return Sum(1, Part(*found.groups()), None)
    if found := RATIO.fullmatch(text):
        scale, *halves = found.groups()
        over, under = Part(*halves[:4]), Part(*halves[4:])
        return Sum(int(scale or 1), over, under) if over.data_set == under.data_set else None
    return None


class Places:
    """Members and what lies above them, from the documents."""

    def __init__(self, definitions: Definitions) -> None:
        self.level: dict[tuple[str, str], str] = {}
        self.parents: dict[tuple[str, str], list[tuple[str | None, str, date, date]]] = defaultdict(list)
        self.codes: dict[tuple[str, str | None, str], str] = {}
        for code, tree in definitions.dimensions.items():
            hierarchies = tree.dimension.hierarchies
            default = hierarchies[0].code if hierarchies else None
            for member in tree.members.values():
                self.level[code, member.code] = member.level
                self.codes[code, None, member.code] = member.code
                for other in member.codes:
                    self.codes[code, other.scheme, other.code] = member.code
                if member.parent:
                    self.parents[code, member.code].append((default, member.parent, date.min, date.max))
                for one in member.memberships:
                    self.parents[code, member.code].append(
                        (one.hierarchy or default, one.parent, one.start or date.min, one.end or date.max)
                    )
        for mapping in definitions.mappings.values():
            for one in mapping.codes:
                self.codes[mapping.dimension, mapping.scheme, one.code] = one.member

    def member(self, dimension: str, scheme: str | None, code: str) -> str:
        """The member that a supplier's code means."""
        return self.codes.get((dimension, scheme, code)) or self.codes.get((dimension, None, code)) or "unknown"

    @cache  # noqa: B019 -- lives as long as the tests of this module
    def above(self, dimension: str, member: str, hierarchy: str | None, day: date) -> frozenset[str]:
        """A member and all above it on a day (hierarchy None: in any)."""
        found = {member}
        for of, parent, since, until in self.parents[dimension, member]:
            if since <= day <= until and (hierarchy is None or of is None or of == hierarchy):
                found |= self.above(dimension, parent, hierarchy, day)
        return frozenset(found)


class Sample:
    """The facts of the sample by data set and measure, and sums over them."""

    def __init__(self, definitions: Definitions, files: dict[str, Sequence[str]]) -> None:
        self.definitions = definitions
        self.places = Places(definitions)
        self.facts: dict[tuple[str, str], dict[date, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for code, paths in files.items():
            self._read(definitions.data_sets[code], paths)

    def _read(self, data_set: DataSet, paths: Sequence[str]) -> None:
        things = {measure.code: measure.of for measure in data_set.measures if measure.of}
        roles = [(role.role, role.dimension, role.scheme) for role in data_set.dimensions]
        wanted = ["measure", "period_start", "period_end", "value", "published", "mark"]
        wanted += [f"dim_{role}" for role, _, _ in roles] + [f"kept_{of}" for of in set(things.values())]
        placed: dict[tuple[str, ...], dict[str, str]] = {}
        for path in paths:
            file = pq.ParquetFile(path)
            table = file.read(columns=[name for name in wanted if name in file.schema_arrow.names])
            columns = {name: table.column(name).to_pylist() for name in table.column_names}
            nothing = [None] * table.num_rows
            codes = zip(*(columns[f"dim_{role}"] for role, _, _ in roles), strict=True)
            for row, supplied in enumerate(codes):
                if columns.get("mark", nothing)[row] is not None:
                    continue
                if supplied not in placed:
                    placed[supplied] = {
                        dimension: self.places.member(dimension, scheme, code)
                        for code, (_, dimension, scheme) in zip(supplied, roles, strict=True)
                    }
                measure = columns["measure"][row]
                value = columns["value"][row]
                of = things.get(measure)
                self.facts[data_set.code, measure][columns["period_start"][row]].append(
                    Fact(
                        columns["period_start"][row],
                        columns["period_end"][row],
                        placed[supplied],
                        columns.get("published", nothing)[row] if value is None else value,
                        columns[f"kept_{of}"][row] if of else None,
                    )
                )

    def cells(
        self, part: Part, span: tuple[date, date], filters: dict[str, str], axes: Sequence[tuple[str, str | None]]
    ) -> dict[tuple[str, ...], list[Fact]]:
        """The facts of a sum by cell: each stands in the cell of every member that it lies beneath.

        span: first day, and day after the last. axes: (dimension, hierarchy).
        """
        asked = dict(filters)
        found: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
        for start, facts in self.facts[part.data_set, part.measure].items():
            if not span[0] <= start < span[1]:
                continue
            for fact in facts:
                day = fact.end - timedelta(days=1)
                if fact.end > span[1] or not all(
                    member in self.places.above(dimension, fact.members[dimension], None, day)
                    for dimension, member in [*asked.items(), *part.only]
                ):
                    continue
                above = (self.places.above(d, fact.members[d], hierarchy, day) for d, hierarchy in axes)
                for cell in product(*above):
                    found[cell].append(fact)
        return found

    def measure(self, part: Part) -> Measure:
        """The definition of what a part adds up."""
        return next(m for m in self.definitions.data_sets[part.data_set].measures if m.code == part.measure)

    def is_mean(self, part: Part) -> bool:
        """Whether it is a mean over time."""
        return self.measure(part).over_time == "mean"

    def total(self, part: Part, facts: list[Fact]) -> Fraction | None:
        """Over members period by period, then over the periods, by the measure's rules. None: it cannot be told."""
        measure = self.measure(part)
        if not facts:
            return Fraction(0) if measure.no_row_means == "zero" else None
        if measure.over_members == "distinct":
            return Fraction(len({fact.thing for fact in facts if fact.thing is not None}))
        if any(fact.value is None for fact in facts):
            return None
        if measure.over_members == "none":
            return Fraction(facts[0].value) if len(facts) == 1 else None  # type: ignore[arg-type]
        assert measure.over_members == "sum"
        periods: dict[date, Fraction] = defaultdict(Fraction)
        for fact in facts:
            periods[fact.start] += Fraction(fact.value)  # type: ignore[arg-type]
        if measure.over_time == "last":
            return periods[max(periods)]
        whole = sum(periods.values(), Fraction(0))
        return whole / len(periods) if measure.over_time == "mean" else whole
