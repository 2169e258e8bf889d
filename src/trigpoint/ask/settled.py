"""Figures of a closed period are final, whatever their provider called them when they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.catalogue.closed_periods import ClosedSpan, settled_by
from trigpoint.cube.answer import Answer, State

UNSETTLED = ("estimate", "provisional")


def settled(answer: Answer, spans: Sequence[ClosedSpan]) -> Answer:
    """The answer with the estimates and provisional figures of closed periods as final. Pure."""
    if not spans or not any(state in UNSETTLED for state in answer.state):
        return answer
    states: list[State | None] = [
        "final" if state in UNSETTLED and settled_by(spans, period.start, period.end) else state
        for state, period in zip(answer.state, answer.period, strict=True)
    ]
    return replace(answer, state=states)
