"""Figures that a reader of the last report saw, and that are others now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trigpoint.access.viewers import Viewer
from trigpoint.ask.corrections import said
from trigpoint.ask.door import known
from trigpoint.ask.readings import Reading, has_figure
from trigpoint.ask.standing import read
from trigpoint.catalogue.snapshots import NoDefinitions
from trigpoint.definitions.periods import Period


@dataclass(frozen=True)
class Restated:
    """One figure, as known on the day before and as known now: the readings and the numbers of their cells."""

    reading: Reading
    period: Period
    now: int
    earlier: Reading
    then: int


def restated_since(
    viewer: Viewer, readings: Sequence[Reading], day: date, *, period: Period, today: date
) -> list[Restated]:
    """The figures in the series of readings that were known on a day and have changed since, newest periods first.

    One batch of questions. What was not yet defined or known on that day is not restated.
    """
    try:
        then = known(day).definitions
    except NoDefinitions:
        return []
    once = {
        (one.wanted.indicator, one.wanted.where): one for one in readings if one.wanted.indicator in then.indicators
    }
    earlier = read(viewer, then, [one.wanted for one in once.values()], period=period, as_at=day, today=today)
    found = []
    for now, before in zip(once.values(), earlier, strict=True):
        was = {before.answered.facts.asked[i]: i for i in before.cells}
        for j in now.cells:
            asked = now.answered.facts.asked[j]
            i = was.get(asked)
            if i is None or asked > now.period:
                continue
            old, new = before.answered.cell(i), now.answered.cell(j)
            # What had no figure then is new, and not restated.
            if has_figure(old) and said(old) != said(new):
                found.append(Restated(now, asked, j, before, i))
    return sorted(found, key=lambda one: (-one.period.end.toordinal(), one.reading.indicator.name))
