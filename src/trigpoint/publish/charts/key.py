"""One line that says what the marks of a chart over time mean: only of those that are in it."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.publish.charts.points import Point


def key_of(points: Sequence[Point]) -> str:
    """What each kind of mark in the chart means; '' where there is none but lines, which bear their own names."""
    drawn = [point for point in points if point.value is not None]
    kinds = (
        ("triangle up, blue: better than usual", any(p.news == "better" for p in drawn)),
        ("triangle down, orange: worse than usual", any(p.news == "worse" for p in drawn)),
        ("shaded band: within tolerance", any(p.target is not None and p.amber is not None for p in points)),
        ("hollow dot: provisional or an estimate", any(p.state in ("estimate", "provisional") for p in drawn)),
        ("upright bar: range of uncertainty", any(p.lower is not None and p.upper is not None for p in drawn)),
        ("cross: what it was before it was restated", any(p.restated_from is not None for p in points)),
        ("flag: a note or an action", any(p.note for p in points)),
        ("dotted upright line: the definition changed", any(p.changed for p in points)),
    )
    said = "; ".join(words for words, there in kinds if there)
    return f"{said[0].upper()}{said[1:]}." if said else ""
