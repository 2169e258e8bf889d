"""Names at the ends of lines, in place of a legend: whole, and kept apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from trigpoint.judge.numbers import Number
from trigpoint.publish.charts.chart import Spec
from trigpoint.publish.charts.points import Line, Point, ProcessLimits, data
from trigpoint.publish.charts.scales import known, spread
from trigpoint.publish.charts.theme import INK, OURS, QUIET

WIDTH, MOST_LINES = 16, 4
"""Letters in a line of a name: as many as find room on the narrowest screen. What is longer than all its lines is cut."""
LETTER, BOLD_LETTER = 7.2, 8.2
"""Pixels that a letter of a name takes, in the widest of the fonts that a reader may have."""
LEAST_ROOM = 96
LINE_OF_TEXT = 15


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name, in lines, beside the value at which its line ends."""

    lines: tuple[str, ...]
    end: float
    colour: str
    bold: bool = False


def end_labels(
    points: Sequence[Point], comparators: Sequence[Line], limits: ProcessLimits | None, name: str, target_name: str
) -> list[EndLabel]:
    """A name for each line that has a figure. Our own goes without where it is alone and has no name."""
    named: list[tuple[str, Sequence[Number | None], str, bool]] = []
    if name or comparators:
        named.append((name or "This figure", [p.value for p in points], OURS, True))
    named.append((target_name, [p.target for p in points], INK, False))
    named += [(line.name, line.values, QUIET, False) for line in comparators]
    if limits:
        named += [
            ("Usual, high", limits.upper, QUIET, False),
            ("Average", limits.mean, QUIET, False),
            ("Usual, low", limits.lower, QUIET, False),
        ]
    return [
        EndLabel(_lines(text), held[-1], colour, bold)
        for text, values, colour, bold in named
        if (held := known(values))
    ]


def _lines(name: str) -> tuple[str, ...]:
    return tuple(wrap(name, WIDTH, max_lines=MOST_LINES, placeholder="…")) or ("–",)


def room_for(labels: Sequence[EndLabel]) -> int:
    """Pixels kept to the right of the lines for their names, of which our own is bold."""
    widest = max(
        ((BOLD_LETTER if label.bold else LETTER) * len(line) for label in labels for line in label.lines), default=0.0
    )
    return max(LEAST_ROOM, 24 + round(widest))


def label_layers(
    labels: Sequence[EndLabel], at: str, room: int, domain: tuple[float, float], height: int
) -> list[Spec]:
    """The names drawn. at: the period at which the lines end. room: as `room_for`. domain, height: of the drawing."""
    low, high = domain
    per_pixel = (high - low) / height
    rooms = [len(label.lines) * LINE_OF_TEXT * per_pixel for label in labels]
    middles = spread([label.end for label in labels], rooms, low, high)
    return [
        {
            "data": data([{"label": at, "y": middle, "text": list(label.lines)}]),
            # The first line stands at the place, and the others beneath it: half of them are lifted above it.
            "mark": {"type": "text", "align": "left", "dx": 10, "dy": -LINE_OF_TEXT * (len(label.lines) - 1) / 2,
                     "lineHeight": LINE_OF_TEXT, "color": label.colour, "limit": {"expr": f"min({room}, width * 0.45) - 10"},
                     "fontWeight": "bold" if label.bold else "normal"},
            "encoding": {"y": {"field": "y", "type": "quantitative"}, "text": {"field": "text", "type": "nominal"}},
        }
        for label, middle in zip(labels, middles, strict=True)
    ]  # fmt: skip
