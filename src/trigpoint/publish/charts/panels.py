"""Amounts of two breakdowns at once: a small chart of bars for each of one, all on one scale, rather than every pair in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.judge.numbers import with_unit
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart, Chart, Spec
from trigpoint.publish.charts.comparisons import Bar
from trigpoint.publish.charts.scales import LINES, round_domain, wrapped
from trigpoint.publish.charts.theme import INK, OURS, QUIET
from trigpoint.publish.tables import Column, Table

ROW = 22
NAMES = 132
"""Pixels for the names beside each small chart."""
FIGURES = 56
"""Pixels kept free at the end of the longest bar, for its figure."""


@dataclass(frozen=True, slots=True)
class BarPanel:
    """One small chart. bars: of the same names in the same order in every panel."""

    name: str
    bars: tuple[Bar, ...]


def bar_panels(
    *,
    title: str,
    subtitle: str,
    panels: Sequence[BarPanel],
    unit: str = "",
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart:
    """Small charts of bars from nought, with their figures; the unit stands in the subtitle. Raises BadChart."""
    if not panels or not panels[0].bars:
        raise BadChart("There is nothing to draw.")
    names = [bar.name for bar in panels[0].bars]
    if any([bar.name for bar in panel.bars] != names for panel in panels):
        raise BadChart("The small charts have different names beside their bars.")
    if len({panel.name for panel in panels}) != len(panels) or len(set(names)) != len(names):
        raise BadChart("Two of the names in the chart are the same.")
    heading, label = wrapped([panel.name for panel in panels], 26), wrapped(names, 18)
    low, high, _ = round_domain([bar.value for panel in panels for bar in panel.bars], zero=True)
    said = unit if unit[:1] in "%£€$" else ""
    rows = [
        {"panel": heading[panel.name], "name": label[bar.name], "x": max(float(bar.value or 0), 0.0),
         "label": Figure(bar.value, said, decimals, bar.nothing).text, "held": bar.value is not None,
         "text": f"{panel.name}, {bar.name}: {Figure(bar.value, unit, decimals, bar.nothing).text}"}
        for panel in panels for bar in panel.bars
    ]  # fmt: skip
    y: Spec = {
        "field": "name", "type": "nominal", "sort": None, "title": None,
        "scale": {"type": "band", "domain": list(label.values()), "padding": 0.25},
        "axis": {"labelExpr": LINES, "labelLineHeight": 13, "labelLimit": NAMES, "minExtent": NAMES, "maxExtent": NAMES,
                 "labelColor": INK, "grid": False, "domain": False, "ticks": False},
    }  # fmt: skip
    x: Spec = {
        "field": "x", "type": "quantitative", "axis": None,
        "scale": {"domain": [low, high], "nice": False, "range": [0, {"expr": f"max(child_width - {FIGURES}, 20)"}]},
    }  # fmt: skip
    tip = {"field": "text", "type": "nominal"}
    words: Spec = {"y": y, "x": x, "text": {"field": "label", "type": "nominal"}}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "color": OURS}, "encoding": {"y": y, "x": x, "tooltip": tip}},
        {"transform": [{"filter": "datum.held"}], "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
         "encoding": words},
        {"transform": [{"filter": "!datum.held"}], "encoding": words,
         "mark": {"type": "text", "align": "left", "dx": 4, "color": QUIET, "fontStyle": "italic"}},
    ]  # fmt: skip
    columns = min(2, len(panels))
    row = ROW + 12 if any("|" in name for name in label.values()) else ROW
    spec: Spec = {
        "data": {"values": rows},
        "facet": {
            "field": "panel", "type": "nominal", "sort": list(heading.values()),
            "header": {"title": None, "labelExpr": LINES, "labelLineHeight": 15, "labelAnchor": "start"},
        },
        "resolve": {"axis": {"y": "independent"}},
        "columns": columns,
        "spacing": 24,
        "spec": {"layer": layers, "height": row * len(names)},
    }  # fmt: skip
    heads = (Column("name", "Name"), *(Column(f"p{n}", p.name, "figure", unit, decimals) for n, p in enumerate(panels)))
    cells: list[dict[str, Cell]] = [
        {"name": name, **{f"p{n}": Figure(p.bars[at].value, unit, decimals, p.bars[at].nothing)
                          for n, p in enumerate(panels)}}
        for at, name in enumerate(names)
    ]  # fmt: skip
    held = [(float(bar.value), bar, panel) for panel in panels for bar in panel.bars if bar.value is not None]
    described = f"{title}. {len(panels)} small charts of {len(names)} bars each, on one scale"
    if held:
        _, bar, panel = max(held, key=lambda each: each[0])
        described += f"; the longest is {bar.name} in {panel.name}, {with_unit(bar.value or 0, unit, decimals)}"
    height = -(-len(panels) // columns) * (row * len(names) + 48)
    return Chart(title, subtitle, f"{described}.", spec, Table(title, heads, cells, name=title), height, notes,
                 NAMES + 8, columns)  # fmt: skip
