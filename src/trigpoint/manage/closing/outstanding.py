"""What a period still lacks before it can be closed: supplies, firm figures, commentary, and targets for what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import answer
from trigpoint.ask.readings import Reading, wanted_of
from trigpoint.ask.settled import UNSETTLED
from trigpoint.ask.standing import read
from trigpoint.ask.supplies import SupplyLine, supplies_missing
from trigpoint.cube.question import AskGrain, Question
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.asked_for import commentary_beside
from trigpoint.manage.closing.year_ahead import without_target


@dataclass(frozen=True)
class Unsettled:
    """An indicator some of whose figures of a period are estimates or provisional. periods: which, oldest first."""

    indicator: Indicator
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Outstanding:
    """supplies: each with those states alone that lack something. commentary: readings whose status asks for one.

    targets: indicators that had a target in the year and have none for the next.
    """

    supplies: tuple[SupplyLine, ...]
    unsettled: tuple[Unsettled, ...]
    commentary: tuple[Reading, ...]
    targets: tuple[Indicator, ...]

    @property
    def nothing(self) -> bool:
        return not (self.supplies or self.unsettled or self.commentary or self.targets)


def outstanding(viewer: Viewer, definitions: Definitions, span: Period, today: date) -> Outstanding:
    """All of it, as the viewer may see it; targets only of a year. Two batches of questions."""
    return Outstanding(
        tuple(supplies_missing(viewer, span, today)),
        tuple(_unsettled(viewer, definitions, span)),
        tuple(_commentary(viewer, definitions, span, today)),
        tuple(definitions.indicators[code] for code in without_target(definitions, span))
        if span.grain == "financial-year" else (),
    )  # fmt: skip


def _unsettled(viewer: Viewer, definitions: Definitions, span: Period) -> Iterator[Unsettled]:
    questions = [
        Question(indicators=(code,), grain=cast(AskGrain, indicator.grain), periods=periods)
        for code, indicator in definitions.indicators.items()
        if definitions.versions(code) and (periods := definitions.calendars.ending_in(span, indicator.grain))
    ]
    for answered in answer(questions, viewer):
        periods = tuple(cell.period for cell in answered.cells() if cell.state in UNSETTLED)
        if periods:
            yield Unsettled(definitions.indicators[answered.facts.indicator[0]], periods)


def _commentary(viewer: Viewer, definitions: Definitions, span: Period, today: date) -> Iterator[Reading]:
    """The figures at the end of the period for which a commentary is asked and none is written."""
    codes = [code for code, one in definitions.frameworks.items() if one.years.holds_on(span.last_day)]
    last = definitions.calendars.containing(span.last_day, "month")
    readings = read(viewer, definitions, wanted_of(definitions, codes), period=last, today=today)
    for one in commentary_beside(viewer, definitions, readings):
        if one.owed and span.contains(one.reading.period.last_day):
            yield one.reading
