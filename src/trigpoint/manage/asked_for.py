"""Commentary beside the figures that it is about: where a status rule asks for it, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from trigpoint.access.viewers import Viewer
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.standing import read
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import About, slice_pairs, slice_text
from trigpoint.manage.approvers import Approvers
from trigpoint.manage.models import CommentaryState
from trigpoint.manage.told import Told, told
from trigpoint.mistakes import Mistake


@dataclass(frozen=True)
class Beside:
    """A figure with the commentary on its period, one text for each audience. asked: whether its status asks for one."""

    reading: Reading
    asked: bool
    told: tuple[Told, ...]

    @property
    def owed(self) -> bool:
        """Whether one is asked for, and none is approved or waits to be."""
        done = (CommentaryState.APPROVED, CommentaryState.PROPOSED)
        return self.asked and not any(one.approved or one.newest.state in done for one in self.told)


def commentary_beside(
    viewer: Viewer,
    definitions: Definitions,
    readings: Sequence[Reading],
    known_at: datetime | None = None,
    who: Approvers | None = None,
) -> list[Beside]:
    """Each of these readings with its commentary, in their order. One query, and those for approvers."""
    texts: dict[tuple[str, str, str], list[Told]] = {}
    codes = sorted({reading.indicator.code for reading in readings})
    for one in told(viewer, definitions, indicators=codes, known_at=known_at, who=who) if codes else ():
        about = one.about
        texts.setdefault((about.indicator, about.framework, about.period), []).append(one)
    return [
        Beside(
            reading,
            asks(reading),
            tuple(
                one
                for one in texts.get((reading.indicator.code, reading.wanted.framework or "", reading.period.code), ())
                if one.about.slice in ("", slice_text(reading.where))
            ),
        )
        for reading in readings
    ]


def is_asked_for(viewer: Viewer, definitions: Definitions, about: About) -> bool:
    """Whether the status of the figure that a text is about asks for one."""
    if about.indicator not in definitions.indicators or about.framework not in ("", *definitions.frameworks):
        return False
    where = tuple(pair for pair in slice_pairs(about.slice) if pair[0] in definitions.dimensions)
    try:
        period = definitions.calendars.parse(about.period)
        wanted = [Wanted(about.indicator, where, about.framework or None)]
        (reading,) = read(viewer, definitions, wanted, period=period, today=timezone.localdate())
    except Mistake:
        return False  # about a period, or in a place, that is none any more
    return reading.period == period and asks(reading)


def asks(reading: Reading) -> bool:
    """Whether the status of a figure asks for a commentary."""
    return reading.rule_set is not None and reading.status in reading.rule_set.comment_required_when
