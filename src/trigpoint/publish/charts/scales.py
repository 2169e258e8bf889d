"""Round scales, and labels that keep out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

from trigpoint.judge.numbers import Number

STEPS = (1, 2, 2.5, 5, 10)
LINES = "split(datum.value, '|')"


def known(values: Iterable[Number | None]) -> list[float]:
    """The values that are there, as floats for drawing."""
    return [float(v) for v in values if v is not None and math.isfinite(v)]


def round_step(span: float, ticks: int = 5) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `ticks`."""
    raw = span / ticks if span > 0 else 1.0
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in STEPS if step * power >= raw * 0.999)


def round_domain(values: Iterable[Number | None], *, zero: bool = False, ticks: int = 5) -> tuple[float, float, float]:
    """(low, high, step) with round ends that hold all values; from nought when `zero`."""
    held = known(values) or [0.0, 1.0]
    low, high = min(held), max(held)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        low, high = (low, high + room) if zero and low >= 0 else (low - room, high + room)
    step = round_step(high - low, ticks)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return round(bottom, 12), round(top, 12), step


def tick_values(low: float, high: float, step: float) -> list[float]:
    """The round numbers on the axis."""
    return [round(low + n * step, 12) for n in range(round((high - low) / step) + 1)]


def places_of(step: float) -> int:
    """Decimal places that a step needs."""
    for places in range(7):
        if abs(step * 10**places - round(step * 10**places)) < 1e-6:
            return places
    return 6


def number_axis(low: float, high: float, step: float, unit: str, **more: Any) -> dict[str, Any]:
    """A numeric axis whose labels carry the unit where it belongs to the number."""
    label = f"replace(format(datum.value, ',.{places_of(step)}f'), '-', '−')"
    if unit == "%":
        label += " + '%'"
    elif unit in {"£", "€", "$"}:
        label = _money(unit, max(abs(low), abs(high)))
    return {"values": tick_values(low, high, step), "labelExpr": label, "title": None, **more}


def _money(unit: str, largest: float) -> str:
    for scale, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if largest >= scale * 2:
            return f"datum.value == 0 ? '{unit}0' : '{unit}' + format(datum.value / {scale:.0f}, ',~f') + '{letter}'"
    return f"'{unit}' + format(datum.value, ',~f')"


def spread(places: Sequence[float], rooms: Sequence[float], low: float, high: float) -> list[float]:
    """Middles for labels wished at `places`, of which each takes its room and, where they fit, stays within low..high.

    Labels that would touch share the middle of what they wished, so that none is pushed further than need be.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[tuple[float, list[int]]] = []  # the middle, and who stands about it from the lowest
    for i in order:
        middle, members = places[i], [i]
        while True:
            half = sum(rooms[j] for j in members) / 2
            least, most = low + half - rooms[members[0]] / 2, high - half + rooms[members[-1]] / 2
            middle = min(max(middle, least), max(most, least))
            if not groups or middle - half >= groups[-1][0] + sum(rooms[j] for j in groups[-1][1]) / 2 - 1e-9:
                break
            before, held = groups.pop()
            middle = (before * len(held) + middle * len(members)) / (len(held) + len(members))
            members = held + members
        groups.append((middle, members))
    result = [0.0] * len(places)
    for middle, members in groups:
        edge = middle - sum(rooms[j] for j in members) / 2
        for i in members:
            result[i], edge = edge + rooms[i] / 2, edge + rooms[i]
    return result


def shown_labels(labels: Sequence[str], most: int = 7) -> list[str]:
    """The labels to write on an axis of periods: evenly apart, counted from the newest, which is always written."""
    step = max(1, math.ceil(len(labels) / most))
    chosen = [label for i, label in enumerate(labels) if (len(labels) - 1 - i) % step == 0]
    # An odd number: where there is no room, every second one goes, counted from the first, and the newest must stay.
    return chosen if len(chosen) % 2 else chosen[1:]


def wrapped(names: Sequence[str], width: int) -> dict[str, str]:
    """Each name in at most two lines of `width` characters, parted by |, which `LINES` parts again when it is drawn.

    Long names that begin alike stay different, or their rows would fall into one.
    """
    result: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        short = "|".join(wrap(name.replace("|", " "), width, max_lines=2, placeholder="…")) or "–"
        label, n = short, 2
        while label in taken:
            label, n = f"{short[: 2 * width - 3]} ({n})", n + 1
        taken.add(label)
        result[name] = label
    return result
