"""The flags on the chart of an indicator: notes, actions where they were raised, and milestones on their day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trigpoint.ask.histories import History
from trigpoint.definitions.periods import Period
from trigpoint.manage.about import slice_text
from trigpoint.manage.models import Milestone
from trigpoint.manage.notes import Beside
from trigpoint.manage.standing import Standing
from trigpoint.mistakes import Mistake


def flags(history: History, beside: Beside, periods: Sequence[Period]) -> dict[Period, str]:
    """What is written at each period that is drawn: its newest note, then what people do about the figure."""
    found: dict[Period, str] = {}
    for note in reversed(beside.notes):
        flagged = _flagged(history, note.period, periods)
        if flagged is not None and note.slice in ("", slice_text(history.where)):
            found[flagged] = note.text
    for period, said in _done_about_it(history, beside, periods):
        found[period] = "; ".join(filter(None, (found.get(period), said)))
    return found


def _done_about_it(history: History, beside: Beside, periods: Sequence[Period]) -> Iterator[tuple[Period, str]]:
    for one in reversed(beside.actions):
        raised = one.undertaking
        of = raised.slice if raised.indicator == history.indicator.code else ""  # others it should move as a whole
        flagged = _flagged(history, raised.period, periods)
        if flagged is not None and of in ("", slice_text(history.where)):
            yield flagged, f"Action, {one.state.lower()}: {one.title}"
    for one in beside.projects:
        for milestone in one.milestones:
            day = milestone.done or milestone.due
            within = next((period for period in periods if period.start <= day < period.end), None)
            if within is not None:
                yield within, f"Milestone, {_stands(one, milestone)}: {milestone.name} ({one.title})"


def _stands(project: Standing, milestone: Milestone) -> str:
    if milestone.done:
        return "reached"
    if not project.open:
        return "not reached"
    return "late" if milestone in project.late_milestones else "to come"


def _flagged(history: History, code: str, periods: Sequence[Period]) -> Period | None:
    """Where a note's flag stands: on its own period, or the last one within it (the months of a quarter)."""
    if not code:
        return None
    try:
        about = history.definitions.calendars.parse(code)
    except Mistake:
        return None
    return next((p for p in reversed(periods) if p.start >= about.start and p.end <= about.end), None)
