"""What a change of definitions would do to figures: the newest of each indicator as it is, and as it would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import answer, answer_under, newest_periods
from trigpoint.cube.question import Question
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions


@dataclass(frozen=True)
class Tried:
    """One indicator: its newest figure of the whole as it is (None where it is not defined yet) and as it would be (None
    where it would be withdrawn)."""

    indicator: str
    period: Period
    before: Answered | None
    after: Answered | None


def tried(viewer: Viewer, now: Definitions, then: Definitions, indicators: Sequence[str]) -> list[Tried]:
    """Of each indicator for which anything is held. now, then: the definitions in force, and those that would be.

    Who may see what is decided by the rules in force. Raises NotAllowed for who may not put definitions in force, since
    a formula of one's own would otherwise show what nobody opened to them.
    """
    require(viewer, "apply-definitions")
    known = [code for code in indicators if code in now.indicators]
    wanted = [code for code in indicators if code in then.indicators]
    newest = newest_periods(known) | newest_periods(wanted, under=then)
    before = _answers(viewer, [code for code in known if code in newest], newest, now)
    after = _answers(viewer, [code for code in wanted if code in newest], newest, then, trial=True)
    return [Tried(code, newest[code], before.get(code), after.get(code)) for code in indicators if code in newest]


def _answers(
    viewer: Viewer, codes: Sequence[str], newest: dict[str, Period], given: Definitions, trial: bool = False
) -> dict[str, Answered]:
    questions = [Question((code,), given.indicators[code].grain, (newest[code],)) for code in codes]
    found = answer_under(given, questions, viewer) if trial else answer(questions, viewer)
    return dict(zip(codes, found, strict=True))
