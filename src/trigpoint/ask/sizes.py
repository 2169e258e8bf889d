"""How many figures a question asks for, before it is asked: what is too many for one page or one call is refused."""

from __future__ import annotations

from collections.abc import Iterable

from trigpoint.cube.question import BadQuestion, Question
from trigpoint.definitions.whole import Definitions

MOST_CELLS = 20_000
"""Figures in one page or one call. Far more than anybody reads; a question for more holds others up."""


def require_size(questions: Iterable[Question], definitions: Definitions, place: str) -> None:
    """Raise BadQuestion where the questions ask for more than MOST_CELLS figures together. place: what would have to
    hold them ("a page")."""
    if (cells := sum(size_of(question, definitions) for question in questions)) > MOST_CELLS:
        raise BadQuestion(
            f"This asks for about {cells:,} figures, and {MOST_CELLS:,} is the most that {place} can hold. "
            "Ask for fewer periods, a higher level, or within one place."
        )


def size_of(question: Question, definitions: Definitions) -> int:
    """How many figures the question has at most, roughly: members of each breakdown, periods and indicators, multiplied."""
    cells = len(question.indicators) * (len(question.periods) if question.by_period and question.periods else 1)
    for axis in question.by:
        tree = definitions.dimensions[axis.dimension]
        if axis.under is not None:
            count = len(tree.children(axis.under, axis.hierarchy))
        else:
            level = axis.level or tree.dimension.levels[0].code
            count = sum(member.level == level for member in tree.members.values())
            chosen = next((w.members[0] for w in question.where if w.dimension == axis.dimension), None)
            if chosen in tree.members and axis.hierarchy in tree.hierarchies:
                within = tree.beneath(chosen, axis.hierarchy)
                count = sum(tree.members[code].level == level for code in within if code in tree.members) or count
        cells *= max(1, count + question.totals)
    return cells
