"""Risks as a register, worst first, and as a matrix of likelihood and impact that is read without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.judge.numbers import listed
from trigpoint.manage.models import Impact, Likelihood
from trigpoint.manage.risks import level
from trigpoint.manage.standing import Standing
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.undertakings.parts import part_words
from trigpoint.web.undertakings.tables import about_cell
from trigpoint.web.undertakings.words import href_of
from trigpoint.web.visit import Visit


def register(here: Visit, chosen: Sequence[Standing], caption: str) -> Table:
    """The register: the highest score after control first."""
    columns = (
        Column("risk", "Risk", "link"), Column("after", "Score", "number", help="After control: likelihood times impact."), Column("level", "Level", sort=False),
        Column("before", "Before", "number", help="Before control: likelihood times impact."), Column("target", "Aim", "number", help="The score after control that is aimed at."), Column("review", "Next review", "date"),
        Column("state", "State"), Column("owner", "Who watches it"), Column("about", "Would harm", "link"),
        Column("controls", "Controls", wide=True),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "risk": Link(one.title, href_of(one), listed([part_words(here.definitions, *node) for node in one.nodes])),
            "after": one.score.after,
            "level": level(one.score.after).capitalize(),
            "before": one.score.before,
            "target": one.score.target,
            "review": one.last.due,
            "state": f"{one.state}, review late" if one.late else one.state,
            "owner": str(one.last.owner),
            "about": about_cell(here, one),
            "controls": one.score.controls,
        }
        for one in by_score(chosen)
    ]
    return Table(caption, columns, rows, name="risks")


def by_score(chosen: Sequence[Standing]) -> list[Standing]:
    """The highest score after control first, then before it, then by the day of review."""
    return sorted(chosen, key=lambda one: (-one.score.after, -one.score.before, one.last.due, one.pk))


@dataclass(frozen=True)
class Square:
    """One square of the matrix: its score and level, and the risks that stand there after control."""

    score: int
    risks: tuple[tuple[Standing, str], ...]

    @property
    def level(self) -> str:
        return level(self.score)


@dataclass(frozen=True)
class Row:
    """One row of the matrix: how likely, and a square for each impact."""

    number: int
    word: str
    squares: tuple[Square, ...]


def matrix(chosen: Sequence[Standing]) -> list[Row]:
    """The rows of the matrix, the likeliest first."""
    at: dict[tuple[int, int], list[tuple[Standing, str]]] = {}
    for one in by_score(chosen):
        at.setdefault((one.score.likelihood, one.score.impact), []).append((one, href_of(one)))
    return [
        Row(
            likely.value, str(likely.label),
            tuple(Square(likely * harm, tuple(at.get((likely, harm), ()))) for harm in Impact.values),
        )
        for likely in reversed(Likelihood)
    ]  # fmt: skip


IMPACTS = [(one.value, str(one.label)) for one in Impact]
"""The columns of the matrix."""
