"""Two figures against each other, and what a change is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.judge.numbers import Number, gap_with_unit, with_unit
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart, Chart, Spec
from trigpoint.publish.charts.scales import number_axis, round_domain
from trigpoint.publish.charts.theme import GREY, INK, OURS, QUIET, SERIES
from trigpoint.publish.tables import Column, Table

ROW = 28


@dataclass(frozen=True, slots=True)
class Dot:
    """A member with both figures. ours: in the accent, with its name."""

    name: str
    x: Number | None
    y: Number | None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one part added to, or took from, a change."""

    name: str
    amount: Number


def scatter(
    *,
    title: str,
    subtitle: str,
    dots: Sequence[Dot],
    x_name: str,
    y_name: str,
    x_unit: str = "",
    y_unit: str = "",
    x_decimals: int | None = None,
    y_decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart:
    """Two indicators against each other, a dot a member. No line is fitted: a pattern is not a cause."""
    held = [d for d in dots if d.x is not None and d.y is not None]
    if not held:
        raise BadChart("Nothing has both figures.")
    left, right, x_step = round_domain([d.x for d in held])
    low, high, y_step = round_domain([d.y for d in held])
    rows = [
        {"x": float(d.x or 0), "y": float(d.y or 0), "name": d.name, "ours": d.ours,
         "text": f"{d.name}: {with_unit(d.x or 0, x_unit, x_decimals)}, {with_unit(d.y or 0, y_unit, y_decimals)}"}
        for d in held
    ]  # fmt: skip
    x: Spec = {"field": "x", "type": "quantitative", "scale": {"domain": [left, right], "nice": False, "zero": False},
               "axis": {**number_axis(left, right, x_step, x_unit, grid=True), "title": x_name}}  # fmt: skip
    y: Spec = {"field": "y", "type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False},
               "axis": {**number_axis(low, high, y_step, y_unit), "title": y_name, "titleX": 0, "titleY": -12,
                        "titleBaseline": "bottom"}}  # fmt: skip
    tooltip = {"field": "text", "type": "nominal"}
    layers: list[Spec] = []
    for ours in (False, True):
        some = [row for row in rows if row["ours"] is ours]
        if some:
            dot = {"type": "point", "filled": True, "color": OURS if ours else GREY, "size": 110 if ours else 60,
                   "opacity": 1 if ours else 0.75, "shape": "diamond" if ours else "circle"}  # fmt: skip
            layers.append({"data": {"values": some}, "mark": dot, "encoding": {"x": x, "y": y, "tooltip": tooltip}})
    named = [row for row in rows if row["ours"]]
    if named:
        text = {"type": "text", "align": "left", "dx": 10, "fontWeight": "bold", "color": OURS}
        encoding = {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}
        layers.append({"data": {"values": named}, "mark": text, "encoding": encoding})
    columns = (Column("name", "Name"), Column("x", x_name, "figure", x_unit, x_decimals),
               Column("y", y_name, "figure", y_unit, y_decimals))  # fmt: skip
    cells: list[dict[str, Cell]] = [
        {"name": d.name, "x": Figure(d.x, x_unit, x_decimals), "y": Figure(d.y, y_unit, y_decimals)} for d in dots
    ]
    left_out = len(dots) - len(held)
    described = f"{title}. {len(held)} members, {x_name} across and {y_name} up"
    described += f"; {left_out} lack one of the two figures." if left_out else "."
    return Chart(title, subtitle, described, {"layer": layers}, Table(title, columns, cells, name=title), 380, notes,
                 settings={"height": 320})  # fmt: skip


def contributions(
    *,
    title: str,
    subtitle: str,
    before: Number,
    before_name: str,
    after: Number,
    after_name: str,
    parts: Sequence[Contribution],
    unit: str = "",
    decimals: int | None = None,
    tolerance: Number = 0.000_001,
    notes: tuple[str, ...] = (),
) -> Chart:
    """From one figure to the next, part by part. Refuses (BadChart) parts that do not add up to the change."""
    total = sum(float(p.amount) for p in parts)
    if abs(float(before) + total - float(after)) > float(tolerance) * max(1.0, abs(float(after))):
        raise BadChart("The parts do not add up to the change, so they cannot be drawn as what it is made of.")
    names = [before_name, *(p.name for p in parts), after_name]
    if len(set(names)) != len(names):
        raise BadChart("Two parts of the chart have the same name.")
    rows = [{"name": before_name, "from": 0.0, "to": float(before), "colour": QUIET,
             "label": with_unit(before, unit, decimals)}]  # fmt: skip
    reached = float(before)
    for p in parts:
        following = reached + float(p.amount)
        rows.append({"name": p.name, "from": reached, "to": following, "colour": SERIES[1] if p.amount >= 0 else SERIES[2],
                     "label": gap_with_unit(p.amount, unit, decimals)})  # fmt: skip
        reached = following
    rows.append(
        {
            "name": after_name,
            "from": 0.0,
            "to": float(after),
            "colour": QUIET,
            "label": with_unit(after, unit, decimals),
        }
    )
    edges = [edge for row in rows[1:-1] for edge in (row["from"], row["to"])] or [before, after]
    low, high, step = round_domain(edges)  # type: ignore[arg-type]
    zero = min(float(before), float(after)) <= (high - low) * 2
    if zero:
        low, high, _ = round_domain([*edges, 0.0], zero=True)  # type: ignore[list-item]
    if not zero:
        low -= step  # so that the two ends are bars too, and not bare names
    for row in (rows[0], rows[-1]):
        row["from"] = max(low, 0.0) if low >= 0 else 0.0
    for row in rows:
        row["end"] = max(float(row["from"]), float(row["to"]))
    y: Spec = {"field": "name", "type": "nominal", "sort": names, "title": None,
               "scale": {"type": "band", "domain": names, "padding": 0.25},
               "axis": {"labelLimit": 190, "minExtent": 90, "labelColor": INK, "labelFontSize": 13, "domain": False,
                        "ticks": False}}  # fmt: skip
    x: Spec = {"field": "from", "type": "quantitative", "axis": None,
               "scale": {"domain": [low, high], "nice": False, "zero": False, "range": [0, {"expr": "width - 96"}]}}  # fmt: skip
    bar: Spec = {"data": {"values": rows}, "mark": {"type": "bar"},
                 "encoding": {"y": y, "x": x, "x2": {"field": "to"},
                              "color": {"field": "colour", "type": "nominal", "scale": None}}}  # fmt: skip
    label: Spec = {"data": {"values": rows}, "mark": {"type": "text", "align": "left", "dx": 6},
                   "encoding": {"y": y, "x": {**x, "field": "end"}, "text": {"field": "label", "type": "nominal"}}}  # fmt: skip
    columns = (Column("name", "Part"), Column("amount", "Amount", "figure", unit, decimals))
    cells: list[dict[str, Cell]] = [
        {"name": before_name, "amount": Figure(before, unit, decimals)},
        *({"name": p.name, "amount": Figure(p.amount, unit, decimals, signed=True)} for p in parts),
        {"name": after_name, "amount": Figure(after, unit, decimals), "_class": "row-total"},
    ]
    largest = max(parts, key=lambda p: abs(float(p.amount)), default=None)
    described = f"{title}. From {with_unit(before, unit, decimals)} to {with_unit(after, unit, decimals)}"
    if largest:
        described += f"; most of it {largest.name}, {gap_with_unit(largest.amount, unit, decimals)}"
    cut = (
        ()
        if zero
        else ("The bars do not start at nought, so that the parts can be seen; compare the parts, not the ends.",)
    )
    height = ROW * len(names)
    return Chart(title, subtitle, f"{described}.", {"layer": [bar, label]}, Table(title, columns, cells, name=title),
                 height + 8, (*notes, *cut), settings={"height": height})  # fmt: skip
