"""A key drawn beneath its chart, in a picture that leaves the page whose text would explain it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trigpoint.publish.charts.chart import Mark
from trigpoint.publish.charts.theme import DOCUMENT_FONT, PAPER, QUIET

MARK, GAP, LINE = 21, 16, 18
"""Pixels for a mark with the room after it, between two of them, and for a line of them."""
SIZE, LETTER, EDGE = 11, 5.2, 5


def with_key(svg: str, key: Sequence[Mark]) -> str:
    """The picture, taller by the lines of its key; as it is where there is none."""
    found = re.search(r'width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"', svg)
    if not key or found is None:
        return svg
    width, height = float(found[1]), float(found[2])
    lines = _lines(key, width)
    taller = height + EDGE + len(lines) * LINE
    box = f'width="{width:g}" height="{taller:g}" viewBox="0 0 {width:g} {taller:g}"'
    paper = f'<rect y="{height:g}" width="{width:g}" height="{taller - height:g}" fill="{PAPER}"/>'
    drawn = "".join(
        _placed(mark, x, height + EDGE + line * LINE) for line, marks in enumerate(lines) for x, mark in marks
    )
    return f"{svg.replace(found[0], box, 1).removesuffix('</svg>')}{paper}{drawn}</svg>"


def _lines(key: Sequence[Mark], width: float) -> list[list[tuple[float, Mark]]]:
    """The marks in lines that fit the width, each with where it begins."""
    lines: list[list[tuple[float, Mark]]] = [[]]
    x: float = EDGE
    for mark in key:
        needs = MARK + LETTER * len(mark.meaning)
        if lines[-1] and x + needs > width:
            lines.append([])
            x = EDGE
        lines[-1].append((x, mark))
        x += needs + GAP
    return lines


def _placed(mark: Mark, x: float, y: float) -> str:
    words = (
        f'<text x="{MARK}" y="10" font-family="{DOCUMENT_FONT}" font-size="{SIZE}" fill="{QUIET}">{mark.meaning}</text>'
    )
    return f'<g transform="translate({x:g},{y:g})">{mark.shape}{words}</g>'
