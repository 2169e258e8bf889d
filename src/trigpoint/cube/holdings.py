"""What one version of a data set's table holds: measures, supplied periods, codes, and who has supplied what.

Read once a version. With it, codes and periods are given their meaning on distinct values, never on rows.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

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
    role.
    """

    version: int
    periods: dict[str, tuple[Supplied, ...]]
    codes: dict[str, tuple[str, ...]]
    codes_of: dict[tuple[str, str], tuple[str, ...]]
    read_supplies: Callable[[], frozenset[Supply]]

    @cached_property
    def supplies(self) -> frozenset[Supply]:
        """Who has supplied what; read when first needed."""
        return self.read_supplies()


NOTHING_HELD = Holdings(-1, {}, {}, {}, frozenset)


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
        shape = Shape("profile", every_role=roles)
        report.queries.append((data_set.code, shape))
        _, rows = self._warehouse.run(shape, table.files)
        periods: dict[str, list[Supplied]] = {}
        codes: dict[tuple[str, str], list[str]] = {}
        for role, code, measure, start, end, grain in rows:
            if role is None:
                periods.setdefault(measure, []).append(Supplied(start, end, grain))
            else:
                codes.setdefault((measure, role), []).append(code)

        def read_supplies(files: tuple[str, ...] = table.files) -> frozenset[Supply]:
            _, found = self._warehouse.run(Shape("supplies", (provider,) if provider else ()), files)
            return frozenset(Supply(measure, code, start, end) for measure, start, end, code in found)

        holdings = Holdings(
            table.version,
            {measure: tuple(sorted(found)) for measure, found in periods.items()},
            {
                role: tuple(sorted({code for (_, of), found in codes.items() if of == role for code in found}))
                for role in roles
            },
            {key: tuple(sorted(found)) for key, found in codes.items()},
            read_supplies,
        )
        with self._lock:
            self._kept[key] = holdings
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return holdings
