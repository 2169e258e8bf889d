"""A figure over time: its line, its target and tolerance, what is usual, others in grey, breaks and notes."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.judge.numbers import with_unit
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import Chart, Spec
from trigpoint.publish.charts.end_labels import end_labels, label_layers, room_for
from trigpoint.publish.charts.key import key_of
from trigpoint.publish.charts.layers import drawn_line, limit_layers, mark_layers, own_layers, target_layers
from trigpoint.publish.charts.points import Line, Point, ProcessLimits, check_columns, said
from trigpoint.publish.charts.scales import known, number_axis, round_domain, shown_labels
from trigpoint.publish.charts.theme import GREY
from trigpoint.publish.tables import Column, Table

HEIGHT = 300


def line_over_time(
    *,
    title: str,
    subtitle: str,
    points: Sequence[Point],
    name: str = "",
    unit: str = "",
    decimals: int | None = None,
    comparators: Sequence[Line] = (),
    limits: ProcessLimits | None = None,
    target_name: str = "Target",
    notes: tuple[str, ...] = (),
    height: int = HEIGHT,
) -> Chart:
    """The main chart of an indicator. height: of the drawing, in pixels. Raises BadChart when a label stands twice or a comparator has other periods."""
    check_columns(points, comparators, limits)
    extent = [
        *(v for p in points for v in (p.value, p.target, p.amber, p.restated_from, p.lower, p.upper)),
        *(v for line in comparators for v in line.values),
        *((*limits.lower, *limits.upper) if limits else ()),
    ]
    low, high, step = round_domain(extent)
    labels = [p.label for p in points]
    names = end_labels(points, comparators, limits, name, target_name)
    room = room_for(names)
    x: Spec = {
        "field": "label",
        "type": "ordinal",
        "sort": None,
        "scale": {
            "type": "point",
            "padding": 0.4,
            "domain": labels,
            "range": [0, {"expr": f"width - min({room}, width * 0.45)"}],
        },
        "axis": {
            "values": shown_labels(labels),
            "labelAngle": 0,
            "labelOverlap": "parity",
            "labelSeparation": 10,
            "title": None,
        },
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": number_axis(low, high, step, unit),
    }
    layers = target_layers(points, y)
    if limits:  # over the band of tolerance, which would hide such thin lines
        layers += limit_layers(labels, limits, y)
    layers += [drawn_line(labels, line.values, y, GREY, 1.5) for line in comparators]
    layers += own_layers(points, y, unit, decimals)
    layers += mark_layers(points, unit, decimals)
    layers += label_layers(names, labels[-1], room, (low, high), height)
    table = _twin(points, comparators, name or "Value", unit, decimals, title)
    return Chart(
        title,
        subtitle,
        _described(points, limits, title, unit, decimals),
        {"layer": layers, "encoding": {"x": x}},
        table,
        height,
        notes,
        key=key_of(points),
    )


def _described(
    points: Sequence[Point], limits: ProcessLimits | None, title: str, unit: str, decimals: int | None
) -> str:
    held = [p for p in points if p.value is not None]
    if not held:
        return f"{title}. No figures in {len(points)} periods."
    first, last = held[0], held[-1]
    words = (
        f"{title}. A line of {len(points)} periods, from {said(first, unit, decimals)} to {said(last, unit, decimals)}"
    )
    if last.target is not None:
        words += f"; the target is then {with_unit(last.target, unit, decimals)}"
    words += _usual_range(limits, unit, decimals)
    gaps = len(points) - len(held)
    return f"{words}; {gaps} without a figure." if gaps else f"{words}."


def _usual_range(limits: ProcessLimits | None, unit: str, decimals: int | None) -> str:
    """The newest range of usual variation in words, or ''."""
    lower, upper = (known(limits.lower), known(limits.upper)) if limits is not None else ([], [])
    if not lower or not upper:
        return ""
    return f"; usual is then from {with_unit(lower[-1], unit, decimals)} to {with_unit(upper[-1], unit, decimals)}"


def _twin(
    points: Sequence[Point], comparators: Sequence[Line], name: str, unit: str, decimals: int | None, caption: str
) -> Table:
    columns = [Column("period", "Period"), Column("value", name, "figure", unit, decimals)]
    if any(p.target is not None for p in points):
        columns.append(Column("target", "Target", "figure", unit, decimals))
    columns += [Column(f"other{n}", line.name, "figure", unit, decimals) for n, line in enumerate(comparators)]
    events = any(p.note or p.changed or p.restated_from is not None for p in points)
    if events:
        columns.append(Column("events", "What happened", wide=True))
    rows: list[dict[str, Cell]] = []
    for place, p in enumerate(points):
        row: dict[str, Cell] = {
            "period": p.period or p.label,
            "value": Figure(p.value, unit, decimals, p.nothing, state=p.state, lower=p.lower, upper=p.upper),
        }
        if len(columns) > 2 and any(c.key == "target" for c in columns):
            row["target"] = None if p.target is None else Figure(p.target, unit, decimals)
        for n, line in enumerate(comparators):
            row[f"other{n}"] = Figure(line.values[place], unit, decimals)
        if events:
            was = "" if p.restated_from is None else f"restated, was {with_unit(p.restated_from, unit, decimals)}"
            row["events"] = "; ".join(part for part in (p.changed, was, p.note) if part)
        rows.append(row)
    return Table(caption, tuple(columns), rows, name=caption)
