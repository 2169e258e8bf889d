"""The one theme: colours, type, axes. Safe for colour-blind people, quiet where the figures should speak.

Specifications carry the light palette. A page shows the same chart in dark or high contrast because each colour here is
also the name of one of the page's CSS properties (`css/palette.css`).
"""

from __future__ import annotations

from typing import Any

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
DOCUMENT_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

INK = "#231d29"
QUIET = "#5d5663"
GRID = "#e4dfd9"
PAPER = "#ffffff"
GREY = "#8b8490"
BAND = "#f6e3bd"
SERIES = ("#5f3577", "#0f7b8a", "#c4661f", "#3568b0", "#7d7a1c", "#a8326c")
"""At most six colours to tell things apart; ours is always the first. Comparators are GREY."""

OURS = SERIES[0]
BETTER = "#1c5c9c"
WORSE = "#c4661f"

STATUS: dict[str, str] = {
    "exceeding": "#1c5c9c",
    "on_target": "#1b7a43",
    "within_tolerance": "#b26a00",
    "off_target": "#b3261e",
}
UNKNOWN = "#68616e"

SHAPES: dict[str, str] = {
    "exceeding": "diamond",
    "on_target": "circle",
    "within_tolerance": "triangle-up",
    "off_target": "square",
}

FLAG = "M-0.5,1L-0.5,-1L0.7,-1L0.35,-0.5L0.7,0L-0.5,0"
"""A small flag, as a path in a square from -1 to 1."""

PALETTE: dict[str, str] = {
    INK: "chart-ink",
    QUIET: "chart-quiet",
    GRID: "chart-grid",
    PAPER: "chart-paper",
    GREY: "chart-grey",
    BAND: "chart-band",
    **{colour: f"chart-{n}" for n, colour in enumerate(SERIES, start=1)},
    STATUS["exceeding"]: "status-exceeding",
    STATUS["on_target"]: "status-on_target",
    STATUS["within_tolerance"]: "status-within_tolerance",
    STATUS["off_target"]: "status-off_target",
    UNKNOWN: "status-unknown",
}
"""Colour of the light palette -> the page's CSS property without its dashes."""


def status_colour(status: str | None) -> str:
    """The status's colour; grey for every status that is "we don't know", and never for good or bad."""
    return STATUS.get(status or "", UNKNOWN)


def config(font: str) -> dict[str, Any]:
    """Vega-Lite's config. aria is off inside: the figure around a chart says it in words, and the table twin holds it all."""
    return {
        "font": font,
        "background": PAPER,
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "labelColor": QUIET,
            "titleColor": QUIET,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": GREY,
            "tickColor": GREY,
            "labelPadding": 6,
        },
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "start"},
        "axisX": {"grid": False},
        "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": "bold", "labelAnchor": "start", "title": None},
        "text": {"color": INK, "fontSize": 12},
        "title": {"color": INK, "fontSize": 16, "subtitleColor": QUIET, "subtitleFontSize": 12, "anchor": "start",
                  "frame": "bounds", "offset": 16, "subtitlePadding": 6},
        "legend": {"disable": True},
        "line": {"strokeWidth": 2, "strokeJoin": "round"},
        "rule": {"color": GREY},
        "bar": {"color": OURS},
    }  # fmt: skip
