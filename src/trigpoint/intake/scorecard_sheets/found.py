"""What is found beneath the head of a sheet: indicators with the cells that are theirs, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trigpoint.definitions.periods import Period
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.roles import Role


@dataclass(frozen=True)
class LeftOut:
    """What is not taken, where it stands and why. figures: how many filled cells of figures it has."""

    place: str
    text: str
    why: str
    figures: int = 0


@dataclass(frozen=True)
class Figure:
    """A cell of a figure, and the period that it is of. compared: it stands beside the figures of the year after."""

    period: Period
    cell: Cell
    compared: bool = False


@dataclass
class Row:
    """An indicator as the sheet has it. row: where it begins. remarks: what is to be known of its figures. told: of rows of
    one period each, by role and text: the newest period that says so, and the first row."""

    row: int
    name: str
    theme: str
    said: dict[Role, str]
    figures: list[Figure] = field(default_factory=list)
    targets: list[tuple[Period | None, Cell]] = field(default_factory=list)
    baselines: list[tuple[Period | None, Cell]] = field(default_factory=list)
    comments: list[tuple[Period | None, Cell]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    told: dict[Role, dict[str, tuple[Period, int]]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """What the sheet calls it for short; '' where it does not."""
        return self.said.get("reference", "")


@dataclass(frozen=True)
class Found:
    """The rows of a sheet. problems: what must be mended in the sheet before anything is made of it. notes: what stands beneath
    the table of each mark that leads to it."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[str, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
