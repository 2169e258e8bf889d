"""A figure over time: its line, its target and tolerance, what is usual, others in grey, breaks and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.judge.numbers import Number, with_unit
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart, Chart, Spec
from trigpoint.publish.charts.scales import LINES, known, number_axis, round_domain, shown_labels, spread, wrapped
from trigpoint.publish.charts.theme import BAND, BETTER, FLAG, GREY, INK, OURS, PAPER, QUIET, WORSE
from trigpoint.publish.tables import Column, Table

HEIGHT = 300
LEAST_ROOM, MOST_ROOM = 96, 190
LINE_OF_TEXT = 15


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
) -> Chart:
    """The main chart of an indicator. Raises BadChart when a label stands twice or a comparator has other periods."""
    _check(points, comparators, limits)
    extent = [
        *(v for p in points for v in (p.value, p.target, p.amber, p.restated_from, p.lower, p.upper)),
        *(v for line in comparators for v in line.values),
        *((*limits.lower, *limits.upper) if limits else ()),
    ]
    low, high, step = round_domain(extent)
    labels = [p.label for p in points]
    room = _label_room([name, target_name, *(line.name for line in comparators)])
    x: Spec = {
        "field": "label",
        "type": "ordinal",
        "sort": None,
        "scale": {
            "type": "point",
            "padding": 0.4,
            "domain": labels,
            "range": [0, {"expr": f"width - min({room}, width * 0.36)"}],
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
    layers: list[Spec] = []
    if limits:
        layers += _limit_layers(labels, limits, y)
    layers += _target_layers(points, y)
    layers += [_line(labels, line.values, y, GREY, 1.5) for line in comparators]
    layers += _own_layers(points, y, unit, decimals)
    layers += _mark_layers(points, unit, decimals)
    layers += _end_labels(points, comparators, limits, name, target_name, room, (low, high))
    table = _twin(points, comparators, name or "Value", unit, decimals, title)
    return Chart(
        title,
        subtitle,
        _described(points, title, unit, decimals),
        {"layer": layers, "encoding": {"x": x}},
        table,
        HEIGHT,
        notes,
    )


def _label_room(names: Sequence[str]) -> int:
    """Pixels kept to the right of the lines for their names."""
    return min(MOST_ROOM, max(LEAST_ROOM, 20 + round(6.6 * max(len(name) for name in names))))


def _check(points: Sequence[Point], comparators: Sequence[Line], limits: ProcessLimits | None) -> None:
    if not points:
        raise BadChart("There are no periods to draw.")
    if len({p.label for p in points}) != len(points):
        raise BadChart("Two periods of the chart have the same label.")
    columns = [line.values for line in comparators] + ([limits.mean, limits.lower, limits.upper] if limits else [])
    if any(len(column) != len(points) for column in columns):
        raise BadChart("A line of the chart has another number of periods than the figure itself.")


def _data(rows: Sequence[Mapping[str, Any]]) -> Spec:
    return {"values": list(rows)}


def _number(value: Number | None) -> float | None:
    return None if value is None else float(value)


def _stretches(points: Sequence[Point]) -> list[int]:
    """For each point, the number of its stretch: a change of definition begins a new one, and lines do not cross it."""
    result, stretch = [], 0
    for place, point in enumerate(points):
        if point.changed and place:
            stretch += 1
        result.append(stretch)
    return result


def _line(
    labels: Sequence[str], values: Sequence[Number | None], y: Spec, colour: str, width: float, **mark: Any
) -> Spec:
    rows = [{"label": label, "y": _number(v)} for label, v in zip(labels, values, strict=True)]
    drawn = {"type": "line", "color": colour, "strokeWidth": width, "invalid": "break-paths-filter-domains", **mark}
    return {"data": _data(rows), "mark": drawn, "encoding": {"y": y}}


def _limit_layers(labels: Sequence[str], limits: ProcessLimits, y: Spec) -> list[Spec]:
    dashed = {"strokeDash": [2, 3]}
    return [
        _line(labels, limits.lower, y, QUIET, 1, **dashed),
        _line(labels, limits.upper, y, QUIET, 1, **dashed),
        _line(labels, limits.mean, y, QUIET, 1),
    ]


def _target_layers(points: Sequence[Point], y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    band = [
        {"label": p.label, "y": float(p.target), "y2": float(p.amber)}
        for p in points
        if p.target is not None and p.amber is not None
    ]
    if band:
        mark = {"type": "area", "color": BAND, "opacity": 0.7, "interpolate": "step"}
        layers.append({"data": _data(band), "mark": mark, "encoding": {"y": y, "y2": {"field": "y2"}}})
    if any(p.target is not None for p in points):
        labels, targets = [p.label for p in points], [p.target for p in points]
        layers.append(_line(labels, targets, y, INK, 1.5, strokeDash=[6, 4], interpolate="step"))
    return layers


def _said(point: Point, unit: str, decimals: int | None) -> str:
    figure = Figure(point.value, unit, decimals, point.nothing, state=point.state)
    extra = f" ({point.state})" if point.state in {"estimate", "provisional", "revised"} else ""
    return f"{point.period or point.label}: {figure.text}{extra}"


def _own_layers(points: Sequence[Point], y: Spec, unit: str, decimals: int | None) -> list[Spec]:
    rows = [
        {"label": p.label, "y": _number(p.value), "stretch": s, "text": _said(p, unit, decimals),
         "lower": _number(p.lower), "upper": _number(p.upper)}
        for p, s in zip(points, _stretches(points), strict=True)
    ]  # fmt: skip
    layers: list[Spec] = []
    ranges = [row for row in rows if row["lower"] is not None and row["upper"] is not None]
    if ranges:
        encoding = {"y": {**y, "field": "lower"}, "y2": {"field": "upper"}}
        layers.append(
            {"data": _data(ranges), "mark": {"type": "rule", "color": OURS, "opacity": 0.45}, "encoding": encoding}
        )
    mark = {"type": "line", "color": OURS, "strokeWidth": 2.5, "invalid": "break-paths-filter-domains"}
    detail = {"field": "stretch", "type": "nominal"}
    layers.append({"data": _data(rows), "mark": mark, "encoding": {"y": y, "detail": detail}})
    for news, colour, shape in (("better", BETTER, "triangle-up"), ("worse", WORSE, "triangle-down")):
        found = [row for row, p in zip(rows, points, strict=True) if p.news == news and p.value is not None]
        if found:
            dot = {"type": "point", "filled": True, "color": colour, "shape": shape, "size": 220, "opacity": 1}
            tooltip = {"field": "text", "type": "nominal"}
            layers.append({"data": _data(found), "mark": dot, "encoding": {"y": y, "tooltip": tooltip}})
    for settled in (True, False):
        kind = [
            row for row, p in zip(rows, points, strict=True)
            if p.value is not None and (p.state not in {"estimate", "provisional"}) is settled
        ]  # fmt: skip
        if kind:
            fill = OURS if settled else PAPER
            dot = {
                "type": "point",
                "filled": True,
                "fill": fill,
                "stroke": OURS,
                "strokeWidth": 1.5,
                "size": 36,
                "opacity": 1,
            }
            tooltip = {"field": "text", "type": "nominal"}
            layers.append({"data": _data(kind), "mark": dot, "encoding": {"y": y, "tooltip": tooltip}})
    return layers


def _mark_layers(points: Sequence[Point], unit: str, decimals: int | None) -> list[Spec]:
    """What happened: changes of definition, restatements, notes."""
    layers: list[Spec] = []
    top = {"value": 0}
    changed = [{"label": p.label, "text": p.changed} for p in points if p.changed]
    if changed:
        layers.append(
            {"data": _data(changed), "mark": {"type": "rule", "color": INK, "strokeDash": [1, 3]}, "encoding": {}}
        )
    for row in changed:
        layers += _change_words(row, [p.label for p in points].index(row["label"]) / max(len(points) - 1, 1))
    restated = [
        {"label": p.label, "y": float(p.restated_from),
         "text": f"{p.period or p.label}: was {with_unit(p.restated_from, unit, decimals)} before it was restated"}
        for p in points if p.restated_from is not None
    ]  # fmt: skip
    if restated:
        cross = {
            "type": "point",
            "shape": "cross",
            "filled": True,
            "color": GREY,
            "size": 60,
            "angle": 45,
            "opacity": 1,
        }
        y = {"field": "y", "type": "quantitative"}
        layers.append({"data": _data(restated), "mark": cross,
                       "encoding": {"y": y, "tooltip": {"field": "text", "type": "nominal"}}})  # fmt: skip
    flagged = [{"label": p.label, "text": f"{p.period or p.label}: {p.note}"} for p in points if p.note]
    if flagged:
        flag = {
            "type": "point",
            "shape": FLAG,
            "filled": False,
            "color": QUIET,
            "size": 140,
            "strokeWidth": 1.5,
            "yOffset": -8,
        }
        layers.append({"data": _data(flagged), "mark": flag,
                       "encoding": {"y": top, "tooltip": {"field": "text", "type": "nominal"}}})  # fmt: skip
    return layers


def _change_words(row: Mapping[str, Any], share: float) -> list[Spec]:
    """The words of a change, on the roomier side of its line, over a halo that keeps other lines off them."""
    left = share >= 0.5
    room = f"width * {max(share, 1 - share) * 0.62:.2f}"
    text = {"type": "text", "align": "right" if left else "left", "baseline": "top", "dx": -6 if left else 6,
            "fontSize": 11, "color": QUIET, "limit": {"expr": room}}  # fmt: skip
    halo = {**text, "stroke": PAPER, "strokeWidth": 4, "color": PAPER}
    encoding = {"y": {"value": 2}, "text": {"field": "text", "type": "nominal"}}
    return [{"data": _data([row]), "mark": mark, "encoding": encoding} for mark in (halo, text)]


def _end_labels(
    points: Sequence[Point],
    comparators: Sequence[Line],
    limits: ProcessLimits | None,
    name: str,
    target_name: str,
    room: int,
    domain: tuple[float, float],
) -> list[Spec]:
    """Names at the ends of lines, in place of a legend, kept apart from each other."""
    wished: list[tuple[str, float, str, bool]] = []

    def last(values: Sequence[Number | None]) -> float | None:
        held = known(values)
        return held[-1] if held else None

    own = last([p.value for p in points])
    if own is not None and (name or comparators):
        wished.append((name or "This figure", own, OURS, True))
    target = last([p.target for p in points])
    if target is not None:
        wished.append((target_name, target, INK, False))
    for line in comparators:
        end = last(line.values)
        if end is not None:
            wished.append((line.name, end, QUIET, False))
    if limits:
        for word, column in (("Usual, high", limits.upper), ("Usual, low", limits.lower)):
            end = last(column)
            if end is not None:
                wished.append((word, end, QUIET, False))
    low, high = domain
    per_pixel = (high - low) / HEIGHT
    heights = spread([w[1] for w in wished], LINE_OF_TEXT * per_pixel, low, high)
    return [
        {
            "data": _data([{"label": points[-1].label, "y": height, "text": text}]),
            "mark": {"type": "text", "align": "left", "dx": 10, "color": colour, "limit": {"expr": f"min({room}, width * 0.36) - 12"},
                     "fontWeight": "bold" if bold else "normal"},
            "encoding": {"y": {"field": "y", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}},
        }
        for (text, _, colour, bold), height in zip(wished, heights, strict=True)
    ]  # fmt: skip


def _described(points: Sequence[Point], title: str, unit: str, decimals: int | None) -> str:
    held = [p for p in points if p.value is not None]
    if not held:
        return f"{title}. No figures in {len(points)} periods."
    first, last = held[0], held[-1]
    words = f"{title}. A line of {len(points)} periods, from {_said(first, unit, decimals)} to {_said(last, unit, decimals)}"
    if last.target is not None:
        words += f"; the target is then {with_unit(last.target, unit, decimals)}"
    gaps = len(points) - len(held)
    return f"{words}; {gaps} without a figure." if gaps else f"{words}."


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


def small_multiples(
    *,
    title: str,
    subtitle: str,
    panels: Sequence[Panel],
    unit: str = "",
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart:
    """The same small chart many times over, one scale for all, rather than many lines in one. Panels have like periods."""
    if not panels or not panels[0].points:
        raise BadChart("There is nothing to draw.")
    labels = [p.label for p in panels[0].points]
    if any([p.label for p in panel.points] != labels for panel in panels):
        raise BadChart("The small charts have different periods.")
    if len({panel.name for panel in panels}) != len(panels):
        raise BadChart("Two of the small charts have the same name.")
    heading = wrapped([panel.name for panel in panels], 26)
    low, high, step = round_domain([v for panel in panels for p in panel.points for v in (p.value, p.target)], ticks=3)
    rows = [
        {"name": heading[panel.name], "label": p.label, "y": _number(p.value), "target": _number(p.target),
         "text": f"{panel.name}, {_said(p, unit, decimals)}", "newest": p.label == labels[-1] and p.value is not None}
        for panel in panels for p in panel.points
    ]  # fmt: skip
    ends = [labels[0], labels[-1]] if len(labels) > 1 else labels
    expression = f"datum.value == '{_quoted(labels[0])}' ? 'left' : 'right'"
    x: Spec = {
        "field": "label", "type": "ordinal", "sort": None, "scale": {"type": "point", "padding": 0.1, "domain": labels},
        "axis": {"values": ends, "labelAngle": 0, "title": None, "labelAlign": {"expr": expression}},
    }  # fmt: skip
    y: Spec = {
        "field": "y", "type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": number_axis(low, high, step, unit),
    }  # fmt: skip
    line = {"type": "line", "color": OURS, "strokeWidth": 2, "invalid": "break-paths-filter-domains"}
    dashed = {
        "type": "line",
        "color": INK,
        "strokeWidth": 1,
        "strokeDash": [4, 3],
        "invalid": "break-paths-filter-domains",
    }
    dot = {"type": "point", "filled": True, "color": OURS, "size": 40, "opacity": 1}
    layers: list[Spec] = []
    if any(row["target"] is not None for row in rows):
        layers.append({"mark": dashed, "encoding": {"x": x, "y": {**y, "field": "target"}}})
    layers.append({"mark": line, "encoding": {"x": x, "y": y, "tooltip": {"field": "text", "type": "nominal"}}})
    layers.append({"mark": dot, "transform": [{"filter": "datum.newest"}], "encoding": {"x": x, "y": y}})
    columns = min(3, len(panels))
    spec: Spec = {
        "data": _data(rows),
        "facet": {
            "field": "name",
            "type": "nominal",
            "sort": list(heading.values()),
            "header": {"title": None, "labelExpr": LINES, "labelLineHeight": 15},
        },
        "resolve": {"axis": {"x": "independent"}},
        "columns": columns,
        "spacing": 24,
        "spec": {"layer": layers, "height": 90},
    }
    headings = (Column("name", "Name"), *(Column(f"p{n}", p.period or p.label, "figure", unit, decimals)
                                          for n, p in enumerate(panels[0].points)))  # fmt: skip
    cells: list[dict[str, Cell]] = [
        {
            "name": panel.name,
            **{f"p{n}": Figure(p.value, unit, decimals, p.nothing) for n, p in enumerate(panel.points)},
        }
        for panel in panels
    ]
    height = (len(panels) + columns - 1) // columns * 172
    described = f"{title}. {len(panels)} small line charts of {len(labels)} periods, on one scale."
    return Chart(
        title, subtitle, described, spec, Table(title, headings, cells, name=title), height, notes, 44, columns
    )


def _quoted(text: str) -> str:
    """Text inside a Vega expression's string."""
    return text.replace("\\", "\\\\").replace("'", "\\'")
