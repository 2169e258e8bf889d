"""A chart before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from trigpoint.publish.tables import Table

Spec = dict[str, Any]


class BadChart(ValueError):
    """Columns that cannot be drawn. The message says why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark in a chart. shape: as SVG, in a box of 16 by 12. called: its look in words. meaning: what it says."""

    shape: str
    called: str
    meaning: str


@dataclass(frozen=True)
class Chart:
    """title: the finding. subtitle: what is drawn, its unit and place. description: the chart in words. key: its marks.

    spec: Vega-Lite without title, theme and size. table: the same figures as a table, its twin. height: of the drawing in
    pixels, so that a page can keep room. panels: pixels each small multiple needs beside its drawing, None for one chart.
    """

    title: str
    subtitle: str
    description: str
    spec: Spec
    table: Table | None = None
    height: int = 300
    notes: tuple[str, ...] = ()
    panels: int | None = None
    columns: int = 3
    settings: Spec = field(default_factory=dict)
    key: tuple[Mark, ...] = ()

    @property
    def alternative(self) -> str:
        """The chart and its marks in words, for who cannot see the picture."""
        marks = "; ".join(f"{mark.called}, {mark.meaning}" for mark in self.key)
        return f"{self.description} Marks: {marks}." if marks else self.description
