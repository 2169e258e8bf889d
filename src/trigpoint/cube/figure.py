"""One figure of an answer, and what figures are made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trigpoint.cube.answer import Coverage, Nothing, State
from trigpoint.cube.cells import Family
from trigpoint.cube.codes import Codes
from trigpoint.cube.disclosure import ReleaseTables
from trigpoint.cube.limits import Limits
from trigpoint.cube.readings import Figure as Amount
from trigpoint.cube.readings import Reading
from trigpoint.cube.supplies import Supplies
from trigpoint.definitions.formula import Component
from trigpoint.definitions.whole import Definitions


@dataclass(slots=True)
class Figure:
    """One cell, as an answer shows it, with the readings that it was made from. summed: whether a total is refused
    because its parts may not be added or were withheld, so that there may be something to offer in its place."""

    value: Amount | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str | None = None
    counts: tuple[tuple[str, int], ...] = ()
    base: float | None = None
    lower: float | None = None
    upper: float | None = None
    coverage: Coverage | None = None
    state: State | None = None
    nothing: Nothing | None = None
    reason: str = ""
    footnote: str = ""
    readings: tuple[tuple[Component, Reading], ...] = ()
    summed: bool = False


@dataclass
class Context:
    """What figures are made with: one snapshot of definitions, versions of tables, and a viewer's limits."""

    definitions: Definitions
    codes: Mapping[str, Codes]
    supplies: Mapping[str, Supplies]
    releases: Mapping[str, ReleaseTables]
    limits: Limits
    families: dict[tuple[str, date], Family]
