"""The key of a chart over time: what the marks mean, of those that are in it. Lines need none: they bear their names."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.publish.charts.chart import Mark
from trigpoint.publish.charts.points import Point
from trigpoint.publish.charts.theme import BAND, BETTER, GREY, INK, OURS, PAPER, QUIET, WORSE

UNSETTLED = ("estimate", "provisional")

BETTER_THAN_USUAL = Mark(f'<path d="M8,1L14,11L2,11Z" fill="{BETTER}"/>', "triangle up, blue", "better than usual")
WORSE_THAN_USUAL = Mark(f'<path d="M2,1L14,1L8,11Z" fill="{WORSE}"/>', "triangle down, orange", "worse than usual")
TOLERANCE = Mark(
    f'<rect x="0.5" y="1.5" width="15" height="9" fill="{BAND}" stroke="{GREY}" stroke-width="0.5"/>',
    "shaded band", "within tolerance",
)  # fmt: skip
PROVISIONAL = Mark(
    f'<circle cx="8" cy="6" r="3.5" fill="{PAPER}" stroke="{OURS}" stroke-width="1.5"/>',
    "hollow dot", "provisional or an estimate",
)  # fmt: skip
UNCERTAINTY = Mark(
    f'<path d="M8,0L8,12" stroke="{OURS}" stroke-opacity="0.45"/><circle cx="8" cy="6" r="3" fill="{OURS}"/>',
    "upright bar", "range of uncertainty",
)  # fmt: skip
RESTATED = Mark(
    f'<path d="M4.5,2.5L11.5,9.5M11.5,2.5L4.5,9.5" stroke="{GREY}" stroke-width="2.5"/>',
    "cross", "what it was before it was restated",
)  # fmt: skip
NOTED = Mark(
    f'<path d="M5,12L5,1L12,1L10,3.5L12,6L5,6" fill="none" stroke="{QUIET}" stroke-width="1.5"/>',
    "flag", "a note, action or milestone",
)  # fmt: skip
CHANGED = Mark(
    f'<path d="M8,0L8,12" stroke="{INK}" stroke-dasharray="1 3"/>', "dotted upright line", "the definition changed"
)


def key_of(points: Sequence[Point]) -> tuple[Mark, ...]:
    """Each kind of mark that these points are drawn with. What a missing figure would bear is not drawn."""
    drawn = [point for point in points if point.value is not None]
    kinds = (
        (BETTER_THAN_USUAL, any(p.news == "better" for p in drawn)),
        (WORSE_THAN_USUAL, any(p.news == "worse" for p in drawn)),
        (TOLERANCE, any(p.target is not None and p.amber is not None for p in points)),
        (PROVISIONAL, any(p.state in UNSETTLED for p in drawn)),
        (UNCERTAINTY, any(p.lower is not None and p.upper is not None for p in points)),
        (RESTATED, any(p.restated_from is not None for p in points)),
        (NOTED, any(p.note for p in points)),
        (CHANGED, any(p.changed for p in points)),
    )
    return tuple(mark for mark, there in kinds if there)
