"""What is drawn over time: points, the lines of others, the usual range, and how a point is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.judge.numbers import Number
from trigpoint.publish.cells import Figure
from trigpoint.publish.charts.chart import BadChart, Spec


@dataclass(frozen=True, slots=True)
class Point:
    """One period. label: as on the axis ("Mar 2019"), unique. period: said in full. nothing: a key of NOTHING_WORDS.

    target, amber: the target in force and the edge of its tolerance. news: better or worse where the process rules found
    a change. restated_from: what the figure was before. note: a note's text, flagged. changed: what changed in the
    definition from this period on; figures before and after are not joined.
    """

    label: str
    value: Number | None
    period: str = ""
    nothing: str | None = None
    state: str | None = None
    target: Number | None = None
    amber: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    news: str | None = None
    restated_from: Number | None = None
    note: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A comparator: one value a period, in the order of the points."""

    name: str
    values: Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The usual range (XmR): one value each a period, so that limits may be worked out anew after a change."""

    mean: Sequence[Number | None]
    lower: Sequence[Number | None]
    upper: Sequence[Number | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts: a name and its points."""

    name: str
    points: Sequence[Point]


def check_columns(points: Sequence[Point], comparators: Sequence[Line], limits: ProcessLimits | None) -> None:
    if not points:
        raise BadChart("There are no periods to draw.")
    if len({p.label for p in points}) != len(points):
        raise BadChart("Two periods of the chart have the same label.")
    columns = [line.values for line in comparators] + ([limits.mean, limits.lower, limits.upper] if limits else [])
    if any(len(column) != len(points) for column in columns):
        raise BadChart("A line of the chart has another number of periods than the figure itself.")


def data(rows: Sequence[Mapping[str, Any]]) -> Spec:
    return {"values": list(rows)}


def number(value: Number | None) -> float | None:
    return None if value is None else float(value)


def said(point: Point, unit: str, decimals: int | None) -> str:
    figure = Figure(point.value, unit, decimals, point.nothing, state=point.state)
    extra = f" ({point.state})" if point.state in {"estimate", "provisional", "revised"} else ""
    return f"{point.period or point.label}: {figure.text}{extra}"
