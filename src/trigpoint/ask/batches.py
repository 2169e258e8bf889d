"""Questions asked in one batch, of which one that cannot be asked spoils no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trigpoint.ask.answered import Answered
from trigpoint.cube.question import BadQuestion, Question


def each_or_why(
    questions: Sequence[Question], ask: Callable[[Sequence[Question]], Sequence[Answered]]
) -> list[Answered | BadQuestion]:
    """The answers in one batch; where one cannot be asked, each for itself, with why in its place."""
    try:
        return list(ask(questions))
    except BadQuestion:
        found: list[Answered | BadQuestion] = []
        for question in questions:
            try:
                found += ask([question])
            except BadQuestion as bad:
                found.append(bad)
        return found
