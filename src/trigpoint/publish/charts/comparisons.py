"""One figure for many members: a sorted dot plot with intervals, a strip with ours marked, zero-based bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.judge.numbers import Number, with_unit
from trigpoint.publish.cells import Cell, Figure, Status
from trigpoint.publish.charts.chart import BadChart, Chart, Spec
from trigpoint.publish.charts.scales import LINES, number_axis, round_domain, wrapped
from trigpoint.publish.charts.theme import GREY, INK, OURS, QUIET, SHAPES, UNKNOWN, status_colour
from trigpoint.publish.tables import Column, Table

ROW = 24
NAMES = 190
WIDTH = 27  # characters of a name in a line
TOP = 26


@dataclass(frozen=True, slots=True)
class Member:
    """One member's figure. nothing: a key of NOTHING_WORDS when there is none. ours: marked and named."""

    name: str
    value: Number | None
    lower: Number | None = None
    upper: Number | None = None
    status: str | None = None
    nothing: str | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ours: in the accent; others are grey when any is ours."""

    name: str
    value: Number | None
    nothing: str | None = None
    ours: bool = False
    status: str | None = None


def _figure(m: Member | Bar, unit: str, decimals: int | None) -> Figure:
    limits = (m.lower, m.upper) if isinstance(m, Member) else (None, None)
    return Figure(m.value, unit, decimals, m.nothing, lower=limits[0], upper=limits[1])


def _sorted(members: Sequence[Member]) -> list[Member]:
    """Highest first; those without a figure last, by name."""
    held = sorted((m for m in members if m.value is not None), key=lambda m: (-float(m.value or 0), m.name))
    return [*held, *sorted((m for m in members if m.value is None), key=lambda m: m.name)]


def _unique(names: Sequence[str]) -> None:
    if not names:
        raise BadChart("There is nothing to draw.")
    if len(set(names)) != len(names):
        raise BadChart("Two lines of the chart have the same name.")


def _row(names: Sequence[str]) -> int:
    """Pixels a row needs: more where some name takes two lines."""
    return ROW + 10 if any("|" in name for name in names) else ROW


def _names_axis(names: Sequence[str]) -> Spec:
    return {
        "field": "name", "type": "nominal", "sort": list(names), "title": None,
        "scale": {"type": "point", "domain": list(names), "padding": 0.5},
        "axis": {"labelExpr": LINES, "labelLineHeight": 14, "labelLimit": NAMES, "minExtent": 90, "labelColor": INK, "labelFontSize": 13, "grid": True, "gridDash": [1, 3]},
    }  # fmt: skip


def dot_plot(
    *,
    title: str,
    subtitle: str,
    members: Sequence[Member],
    unit: str = "",
    decimals: int | None = None,
    reference: Number | None = None,
    reference_name: str = "",
    keep_order: bool = False,
    notes: tuple[str, ...] = (),
) -> Chart:
    """Members in order of their figure, each with its interval. reference: a line for the whole or the target.

    keep_order: for members that have an order of their own (deprivation fifths). No figure: a row that says so in words.
    """
    ordered = list(members) if keep_order else _sorted(members)
    _unique([m.name for m in ordered])
    label = wrapped([m.name for m in ordered], WIDTH)
    names = list(label.values())
    low, high, step = round_domain([v for m in members for v in (m.value, m.lower, m.upper)] + [reference])
    y = _names_axis(names)
    x: Spec = {
        "field": "x", "type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": number_axis(low, high, step, unit, orient="top", domain=False, ticks=False, grid=True),
    }  # fmt: skip
    layers = _reference(reference, reference_name, unit, decimals, x)
    ranges = [
        {"name": label[m.name], "x": float(m.lower), "x2": float(m.upper)}
        for m in ordered
        if m.lower is not None and m.upper is not None
    ]
    if ranges:
        rule = {"type": "rule", "color": UNKNOWN, "strokeWidth": 2, "opacity": 0.6}
        layers.append({"data": {"values": ranges}, "mark": rule, "encoding": {"y": y, "x": x, "x2": {"field": "x2"}}})
    for status in dict.fromkeys(m.status for m in ordered if m.value is not None):
        rows = [
            {"name": label[m.name], "x": float(m.value), "text": f"{m.name}: {_said(m, unit, decimals)}"}
            for m in ordered
            if m.value is not None and m.status == status
        ]
        colour = status_colour(status) if status else OURS
        dot = {"type": "point", "filled": True, "color": colour, "shape": SHAPES.get(status or "", "circle"), "size": 100,
               "opacity": 1}  # fmt: skip
        tooltip = {"field": "text", "type": "nominal"}
        layers.append({"data": {"values": rows}, "mark": dot, "encoding": {"y": y, "x": x, "tooltip": tooltip}})
    absent = [{"name": label[m.name], "text": _figure(m, unit, decimals).text} for m in ordered if m.value is None]
    if absent:
        mark = {"type": "text", "align": "left", "dx": 4, "color": QUIET, "fontStyle": "italic"}
        encoding = {"y": y, "x": {"value": 0}, "text": {"field": "text", "type": "nominal"}}
        layers.append({"data": {"values": absent}, "mark": mark, "encoding": encoding})
    described = f"{title}. A dot plot of {len(names)} members: {_ends(ordered, unit, decimals)}."
    height = _row(names) * len(names)
    return Chart(title, subtitle, described, {"layer": layers}, _twin(ordered, unit, decimals, title), height + TOP, notes,
                 settings={"height": height})  # fmt: skip


def _said(m: Member, unit: str, decimals: int | None) -> str:
    figure = _figure(m, unit, decimals)
    return f"{figure.text} ({figure.interval})" if figure.interval else figure.text


def _ends(members: Sequence[Member], unit: str, decimals: int | None) -> str:
    held = [m for m in members if m.value is not None]
    if not held:
        return "none has a figure"
    top, bottom = max(held, key=lambda m: float(m.value or 0)), min(held, key=lambda m: float(m.value or 0))
    return f"highest {top.name}, {_said(top, unit, decimals)}; lowest {bottom.name}, {_said(bottom, unit, decimals)}"


def _reference(value: Number | None, name: str, unit: str, decimals: int | None, x: Spec) -> list[Spec]:
    """A dashed line for the whole or the target, named beneath on the side where there is room."""
    if value is None:
        return []
    label = f"{name} {with_unit(value, unit, decimals)}".strip()
    rows = {"values": [{"x": float(value), "text": label}]}
    low, high = x["scale"]["domain"]
    end = float(value) > low + (high - low) * 0.6
    rule = {"type": "rule", "color": INK, "strokeDash": [6, 4], "strokeWidth": 1.5}
    text = {
        "type": "text",
        "align": "right" if end else "left",
        "baseline": "top",
        "dx": 4 if end else -4,
        "dy": 4,
        "fontSize": 11,
        "color": INK,
    }
    return [
        {"data": rows, "mark": rule, "encoding": {"x": x}},
        {"data": rows, "mark": text, "encoding": {"x": x, "y": {"value": {"expr": "height"}},
                                                  "text": {"field": "text", "type": "nominal"}}},
    ]  # fmt: skip


def _twin(members: Sequence[Member], unit: str, decimals: int | None, caption: str) -> Table:
    columns = [Column("name", "Name"), Column("value", "Value", "figure", unit, decimals)]
    if any(m.status for m in members):
        columns.append(Column("status", "Status", "status"))
    rows: list[dict[str, Cell]] = []
    for m in members:
        row: dict[str, Cell] = {"name": m.name, "value": _figure(m, unit, decimals)}
        if m.ours:
            row["_class"] = "row-ours"
        if len(columns) > 2:
            row["status"] = Status(m.status) if m.status else None
        rows.append(row)
    return Table(caption, tuple(columns), rows, name=caption)


def strip(
    *,
    title: str,
    subtitle: str,
    members: Sequence[Member],
    unit: str = "",
    decimals: int | None = None,
    reference: Number | None = None,
    reference_name: str = "",
    notes: tuple[str, ...] = (),
) -> Chart:
    """All members on one line, ours marked and named; where we stand among all."""
    held = [m for m in members if m.value is not None]
    if not held:
        raise BadChart("Nothing on the chart has a figure.")
    low, high, step = round_domain([m.value for m in held] + [reference], ticks=6)
    x: Spec = {
        "field": "x", "type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": number_axis(low, high, step, unit, grid=False),
    }  # fmt: skip
    middle = {"value": 52}

    def rows(some: Sequence[Member]) -> Spec:
        return {"values": [
            {"x": float(m.value or 0), "name": m.name, "text": f"{m.name}: {_said(m, unit, decimals)}",
             "label": f"{m.name} {_figure(m, unit, decimals).text}"} for m in some
        ]}  # fmt: skip

    tooltip = {"field": "text", "type": "nominal"}
    layers: list[Spec] = []
    if reference is not None:
        said = f"{reference_name} {with_unit(reference, unit, decimals)}".strip()
        line = {"values": [{"x": float(reference), "text": said}]}
        rule = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
        text = {"type": "text", "dy": 12, "color": QUIET, "fontSize": 11}
        layers.append({"data": line, "mark": rule, "encoding": {"x": x, "y": {"value": 34}, "y2": {"value": 70}}})
        layers.append({"data": line, "mark": text, "encoding": {"x": x, "y": {"value": 70}, "text": tooltip}})
    others = [m for m in held if not m.ours]
    tick = {"type": "tick", "color": GREY, "opacity": 0.65, "size": 22, "thickness": 2}
    layers.append({"data": rows(others), "mark": tick, "encoding": {"x": x, "y": middle, "tooltip": tooltip}})
    ours = sorted((m for m in held if m.ours), key=lambda m: float(m.value or 0))
    if ours:
        dot = {"type": "point", "filled": True, "color": OURS, "size": 130, "opacity": 1, "shape": "diamond"}
        layers.append({"data": rows(ours), "mark": dot, "encoding": {"x": x, "y": middle, "tooltip": tooltip}})
    for n, m in enumerate(ours):
        share = (float(m.value or 0) - low) / (high - low)
        align = "left" if share < 0.25 else "right" if share > 0.75 else "center"
        text = {"type": "text", "color": OURS, "fontWeight": "bold", "align": align}
        encoding: Spec = {
            "x": x,
            "y": {"value": 28 if n % 2 == 0 else 10},
            "text": {"field": "label", "type": "nominal"},
        }
        layers.append({"data": rows([m]), "mark": text, "encoding": encoding})
    described = f"{title}. {len(held)} figures on one line: {_ends(held, unit, decimals)}."
    for m in ours:
        described += f" {m.name}: {_said(m, unit, decimals)}."
    return Chart(title, subtitle, described, {"layer": layers}, _twin(_sorted(members), unit, decimals, title), 124, notes,
                 settings={"height": 92})  # fmt: skip


def bars(
    *,
    title: str,
    subtitle: str,
    members: Sequence[Bar],
    unit: str = "",
    decimals: int | None = None,
    keep_order: bool = False,
    notes: tuple[str, ...] = (),
) -> Chart:
    """Amounts as bars from nought, each with its figure at its end. For what may be added; for rates use a dot plot."""
    ordered = list(members) if keep_order else sorted(
        members, key=lambda b: (b.value is None, -float(b.value or 0), b.name)
    )  # fmt: skip
    _unique([b.name for b in ordered])
    label = wrapped([b.name for b in ordered], WIDTH)
    names = list(label.values())
    low, high, _ = round_domain([b.value for b in members], zero=True)
    any_ours = any(b.ours for b in ordered)
    y = {**_names_axis(names), "scale": {"type": "band", "domain": names, "padding": 0.28}}
    y["axis"] = {**y["axis"], "grid": False, "domain": False, "ticks": False}
    x: Spec = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [low, high], "nice": False,
               "range": [0, {"expr": "width - 84"}]}}  # fmt: skip
    rows = [
        {"name": label[b.name], "x": float(b.value), "label": _figure(b, unit, decimals).text,
         "colour": OURS if b.ours or not any_ours else GREY}
        for b in ordered if b.value is not None
    ]  # fmt: skip
    text = {"type": "text", "align": "left", "dx": 6}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    value = {"field": "label", "type": "nominal"}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "bar"}, "encoding": {"y": y, "x": x, "color": colour}},
        {"data": {"values": [{**row, "x": max(row["x"], 0.0)} for row in rows]}, "mark": text,
         "encoding": {"y": y, "x": x, "text": value}},
    ]  # fmt: skip
    absent = [
        {"name": label[b.name], "label": _figure(b, unit, decimals).text, "x": 0} for b in ordered if b.value is None
    ]
    if absent:
        italic = {**text, "color": QUIET, "fontStyle": "italic"}
        layers.append({"data": {"values": absent}, "mark": italic, "encoding": {"y": y, "x": x, "text": value}})
    held = [Member(b.name, b.value) for b in ordered]
    described = f"{title}. Bars for {len(names)} members: {_ends(held, unit, decimals)}."
    columns = (Column("name", "Name"), Column("value", "Value", "figure", unit, decimals))
    cells: list[dict[str, Cell]] = [{"name": b.name, "value": _figure(b, unit, decimals)} for b in ordered]
    height = _row(names) * len(names) + 8
    return Chart(title, subtitle, described, {"layer": layers}, Table(title, columns, cells, name=title), height, notes,
                 settings={"height": height})  # fmt: skip
