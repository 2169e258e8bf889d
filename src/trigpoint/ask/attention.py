"""What needs attention, ranked by what matters: status first, then whose it is, what is new, real change, and weight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trigpoint.ask.readings import Reading
from trigpoint.judge.spc import VARIATION_WORDS

WORST_FIRST = {"off_target": 0, "late": 1, "within_tolerance": 2}


@dataclass(frozen=True)
class Attention:
    """A reading that needs somebody. why: the reason in a few words. mine: whether the viewer answers for it."""

    reading: Reading
    why: str
    mine: bool


def needing_attention(
    readings: Sequence[Reading], mine: Collection[str] = (), weights: dict[str, Decimal] | None = None
) -> list[Attention]:
    """The readings that need attention, most pressing first; one indicator once, at its worst.

    That is: off target, late where its rule counts that, or on target while the process chart finds a real change for
    the worse. mine: indicators that the viewer answers for. weights: by indicator, its largest weight in a framework.
    """
    weights = weights or {}
    worst: dict[str, Attention] = {}
    for reading in readings:
        why = reason(reading)
        if why is None:
            continue
        one = Attention(reading, why, reading.indicator.code in mine)
        had = worst.get(reading.indicator.code)
        if had is None or _rank(one, weights) < _rank(had, weights):
            worst[reading.indicator.code] = one
    return sorted(worst.values(), key=lambda one: (*_rank(one, weights), one.reading.indicator.name))


def reason(reading: Reading) -> str | None:
    """Why a reading needs attention, in a few words; None where it does not."""
    variation = reading.process.variation if reading.has_figure else None
    if reading.needs_attention:
        if reading.status == "late":
            return reading.judgement.sum
        parts = ["new" if reading.newly else "", VARIATION_WORDS.get(variation, "") if variation else ""]
        said = ", ".join(part for part in parts if part)
        return said or "off target, as before"
    if variation == "concern" and reading.status in ("exceeding", "on_target"):
        return "still within its target, but really getting worse"
    if variation == "concern" and reading.status == "within_tolerance":
        return "within its tolerance, and really getting worse"
    return None


def _rank(one: Attention, weights: dict[str, Decimal]) -> tuple[int, bool, bool, int, Decimal]:
    reading = one.reading
    variation = reading.process.variation if reading.has_figure else None
    return (
        WORST_FIRST.get(reading.status, 3),
        not one.mine,
        not reading.newly,
        {"concern": 0, "neither": 1, None: 2, "improvement": 3, "usual": 4}[variation],
        -weights.get(reading.indicator.code, Decimal(1)),
    )
