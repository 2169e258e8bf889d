"""The layers of a line over time, back to front: target, usual range, others, the figure itself, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.judge.numbers import Number, with_unit
from trigpoint.publish.charts.chart import Spec
from trigpoint.publish.charts.key import UNSETTLED
from trigpoint.publish.charts.points import Point, ProcessLimits, data, number, said
from trigpoint.publish.charts.theme import BAND, BETTER, FLAG, GREY, INK, OURS, PAPER, QUIET, WORSE


def _stretches(points: Sequence[Point]) -> list[int]:
    """For each point, the number of its stretch: a change of definition begins a new one, and lines do not cross it."""
    result, stretch = [], 0
    for place, point in enumerate(points):
        if point.changed and place:
            stretch += 1
        result.append(stretch)
    return result


def drawn_line(
    labels: Sequence[str], values: Sequence[Number | None], y: Spec, colour: str, width: float, **mark: Any
) -> Spec:
    rows = [{"label": label, "y": number(v)} for label, v in zip(labels, values, strict=True)]
    drawn = {"type": "line", "color": colour, "strokeWidth": width, "invalid": "break-paths-filter-domains", **mark}
    return {"data": data(rows), "mark": drawn, "encoding": {"y": y}}


def limit_layers(labels: Sequence[str], limits: ProcessLimits, y: Spec) -> list[Spec]:
    dashed = {"strokeDash": [2, 3]}
    return [
        drawn_line(labels, limits.lower, y, QUIET, 1, **dashed),
        drawn_line(labels, limits.upper, y, QUIET, 1, **dashed),
        drawn_line(labels, limits.mean, y, QUIET, 1),
    ]


def target_layers(points: Sequence[Point], y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    band = [
        {"label": p.label, "y": float(p.target), "y2": float(p.amber)}
        for p in points
        if p.target is not None and p.amber is not None
    ]
    if band:
        mark = {"type": "area", "color": BAND, "opacity": 0.7, "interpolate": "step"}
        layers.append({"data": data(band), "mark": mark, "encoding": {"y": y, "y2": {"field": "y2"}}})
    if any(p.target is not None for p in points):
        labels, targets = [p.label for p in points], [p.target for p in points]
        layers.append(drawn_line(labels, targets, y, INK, 1.5, strokeDash=[6, 4], interpolate="step"))
    return layers


def own_layers(points: Sequence[Point], y: Spec, unit: str, decimals: int | None) -> list[Spec]:
    rows = [
        {"label": p.label, "y": number(p.value), "stretch": s, "text": said(p, unit, decimals),
         "lower": number(p.lower), "upper": number(p.upper)}
        for p, s in zip(points, _stretches(points), strict=True)
    ]  # fmt: skip
    layers: list[Spec] = []
    ranges = [row for row in rows if row["lower"] is not None and row["upper"] is not None]
    if ranges:
        encoding = {"y": {**y, "field": "lower"}, "y2": {"field": "upper"}}
        layers.append(
            {"data": data(ranges), "mark": {"type": "rule", "color": OURS, "opacity": 0.45}, "encoding": encoding}
        )
    mark = {"type": "line", "color": OURS, "strokeWidth": 2.5, "invalid": "break-paths-filter-domains"}
    detail = {"field": "stretch", "type": "nominal"}
    layers.append({"data": data(rows), "mark": mark, "encoding": {"y": y, "detail": detail}})
    for news, colour, shape in (("better", BETTER, "triangle-up"), ("worse", WORSE, "triangle-down")):
        found = [row for row, p in zip(rows, points, strict=True) if p.news == news and p.value is not None]
        if found:
            dot = {"type": "point", "filled": True, "color": colour, "shape": shape, "size": 220, "opacity": 1}
            tooltip = {"field": "text", "type": "nominal"}
            layers.append({"data": data(found), "mark": dot, "encoding": {"y": y, "tooltip": tooltip}})
    for settled in (True, False):
        kind = [
            row for row, p in zip(rows, points, strict=True)
            if p.value is not None and (p.state not in UNSETTLED) is settled
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
            layers.append({"data": data(kind), "mark": dot, "encoding": {"y": y, "tooltip": tooltip}})
    return layers


def mark_layers(points: Sequence[Point], unit: str, decimals: int | None) -> list[Spec]:
    """What happened: changes of definition, restatements, notes."""
    layers: list[Spec] = []
    top = {"value": 0}
    changed = [{"label": p.label, "text": p.changed} for p in points if p.changed]
    if changed:
        layers.append(
            {"data": data(changed), "mark": {"type": "rule", "color": INK, "strokeDash": [1, 3]}, "encoding": {}}
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
        layers.append({"data": data(restated), "mark": cross,
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
        layers.append({"data": data(flagged), "mark": flag,
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
    return [{"data": data([row]), "mark": mark, "encoding": encoding} for mark in (halo, text)]
