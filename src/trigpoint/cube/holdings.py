"""What one version of a data set's table holds: measures, supplied periods, codes, and who has supplied what.

Read once a version. With it, codes and periods are given their meaning on distinct values, never on rows.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from trigpoint.cube.shapes import Shape
from trigpoint.cube.warehouse import PlanReport, Warehouse
from trigpoint.definitions.datasets import DataSet


class Table(Protocol):
    """The files of one version of a fact table (`store.TableVersion`)."""

    @property
    def version(self) -> int: ...
    @property
    def files(self) -> tuple[str, ...]: ...


class Supplied(NamedTuple):
    """A period for which figures were supplied: end excluded."""

    start: date
    end: date
    grain: str


class Supply(NamedTuple):
    """One supplier's figures of a measure for a period. code: the supplier's own, '' where one supplies all."""

    measure: str
    code: str
    start: date
    end: date


@dataclass(frozen=True)
class Holdings:
    """periods: by measure, in order of time. codes: by dimension role, '' where a row has none; codes_of: by measure and
    role. by_supplier: of each period of `periods`, who supplied it; '' where one supplies all.
    """

    version: int
    periods: dict[str, tuple[Supplied, ...]]
    codes: dict[str, tuple[str, ...]]
    codes_of: dict[tuple[str, str], tuple[str, ...]]
    by_supplier: dict[tuple[str, Supplied], tuple[str, ...]]

    @cached_property
    def supplies(self) -> frozenset[Supply]:
        """Who has supplied what."""
        return frozenset(
            Supply(measure, code, period.start, period.end)
            for (measure, period), codes in self.by_supplier.items()
            for code in codes
        )


NOTHING_HELD = Holdings(-1, {}, {}, {}, {})


class Shelf:
    """Holdings by data set and version, the latest used kept."""

    def __init__(self, warehouse: Warehouse, size: int = 256) -> None:
        self._warehouse, self._size, self._lock = warehouse, size, threading.Lock()
        self._kept: OrderedDict[tuple[str, int, tuple[str, ...], tuple[str, ...]], Holdings] = OrderedDict()

    def of(self, data_set: DataSet, table: Table | None, report: PlanReport) -> Holdings:
        """What the table holds; nothing where there is no table yet."""
        if table is None or not table.files:
            return NOTHING_HELD
        roles = tuple(dimension.role for dimension in data_set.dimensions)
        provider = data_set.provider_dimension
        key = (data_set.code, table.version, table.files, (*roles, provider or ""))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        shape = Shape("profile", (provider,) if provider else (), every_role=roles)
        report.queries.append((data_set.code, shape))
        _, rows = self._warehouse.run(shape, table.files)
        holdings = _holdings(table.version, roles, provider, rows)
        with self._lock:
            self._kept[key] = holdings
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return holdings


def _holdings(version: int, roles: tuple[str, ...], provider: str | None, rows: Iterable[tuple[Any, ...]]) -> Holdings:
    """What the rows of a profile say."""
    suppliers: dict[tuple[str, Supplied], list[str]] = {}
    codes: dict[tuple[str, str], set[str]] = {}
    for role, code, measure, start, end, grain in rows:
        if role is not None:
            codes.setdefault((measure, role), set()).add(code)
            continue
        suppliers.setdefault((measure, Supplied(start, end, grain)), []).append(code or "")
        if provider is not None:
            codes.setdefault((measure, provider), set()).add(code)
    periods: dict[str, list[Supplied]] = {}
    for measure, period in suppliers:
        periods.setdefault(measure, []).append(period)
    every: dict[str, set[str]] = {role: set() for role in roles}
    for (_, role), found in codes.items():
        every[role] |= found
    return Holdings(
        version,
        {measure: tuple(sorted(found)) for measure, found in periods.items()},
        {role: tuple(sorted(found)) for role, found in every.items()},
        {key: tuple(sorted(found)) for key, found in codes.items()},
        {key: tuple(found) for key, found in suppliers.items()},
    )
