"""The same small chart many times over, on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart, Chart, Spec
from trigpoint.publish.charts.points import Panel, data, number, said
from trigpoint.publish.charts.scales import LINES, number_axis, round_domain, wrapped
from trigpoint.publish.charts.theme import INK, OURS
from trigpoint.publish.tables import Column, Table


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
        {"name": heading[panel.name], "label": p.label, "y": number(p.value), "target": number(p.target),
         "text": f"{panel.name}, {said(p, unit, decimals)}", "newest": p.label == labels[-1] and p.value is not None}
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
        "data": data(rows),
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
