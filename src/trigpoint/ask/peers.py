"""The places that a comparator is about, one by one: for whoever aims at the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trigpoint.access.viewers import Viewer
from trigpoint.ask.batches import each_or_why
from trigpoint.ask.door import answer
from trigpoint.ask.outturns import Outturns, question_of
from trigpoint.ask.windows import Pairs, held_by
from trigpoint.cube.question import BadQuestion, By, Question, Where
from trigpoint.definitions.comparators import AgainstGroup, AgainstNeighbours, AgainstParent, Comparator
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import Number


def places_of(definitions: Definitions, comparator: Comparator, where: Pairs) -> tuple[str, ...]:
    """The places whose figures a comparator is about, by code: a group, the most alike, all beneath the one above. None
    where it is a single place, or the slice is of none that it knows."""
    tree = definitions.dimensions[comparator.dimension]
    own = dict(where).get(comparator.dimension)
    match comparator.against:
        case AgainstGroup(group_set=name, group=code):
            groups = definitions.group_sets[name].groups
            return next((group.members for group in groups if group.code == code), ())
        case AgainstNeighbours(neighbours=lists):
            return lists.get(own or "", ())
        case AgainstParent(level=level, hierarchy=hierarchy) if own in tree.members:
            above = tree.ancestor_at(own, level, hierarchy)
            mine = tree.members[own].level
            if above is None or above == own:
                return ()
            beneath = tree.beneath(above, hierarchy)
            return tuple(m.code for m in tree.level_members(mine, pads=False) if m.code in beneath and m.code != own)
    return ()


def places_figures(
    viewer: Viewer,
    definitions: Definitions,
    asked: Sequence[tuple[Outturns, Period, Comparator]],
) -> list[dict[str, Number | None] | str]:
    """By place, the figure of a year of each of what is asked, among a comparator's places; or why there are none.

    A place that the viewer may not see makes the whole unknown: a quarter of those that they may see would be another for
    every viewer. One batch of questions.
    """
    questions: list[Question] = []
    found: list[dict[str, Number | None] | str] = []
    waiting: dict[int, tuple[str, ...]] = {}
    for one, year, comparator in asked:
        codes = places_of(definitions, comparator, one.where)
        tree = definitions.dimensions[comparator.dimension]
        levels = {tree.members[code].level for code in codes if code in tree.members}
        if not codes or len(levels) != 1:
            found.append(f"{comparator.name} has no places to take the best of, for where this is read")
            continue
        checked = definitions.checked(one.indicator.code)
        if checked is not None and checked.additive and one.indicator.value_kind in ("number", "money"):
            found.append("its figures add up over places, so that a smaller place would always seem better or worse")
            continue
        if comparator.dimension not in held_by(definitions, one.indicator.code) or year not in one.years:
            found.append(f"its figures are not told apart by {tree.dimension.name.lower()}")
            continue
        rest = tuple(pair for pair in one.where if pair[0] != comparator.dimension)
        base = question_of(one.indicator.code, (one.years[year],), rest, one.answered and one.answered.made.as_at)
        waiting[len(found)] = codes
        found.append("")
        level = levels.pop()
        by = By(comparator.dimension, level, tree.hierarchy_with(level))
        questions.append(replace(base, by=(by,), where=(*base.where, Where(comparator.dimension, codes))))
    answers = each_or_why(questions, lambda some: answer(some, viewer)) if questions else []
    for at, told in zip(waiting, answers, strict=True):
        if isinstance(told, BadQuestion):
            found[at] = str(told).rstrip(".")
            continue
        cells = {cell.members[0]: cell for cell in told.cells() if cell.members}
        held = {code: cells.get(code) for code in waiting[at]}
        if any(cell is not None and cell.nothing == "not-permitted" for cell in held.values()):
            found[at] = "not all of the places are yours to see"
        else:
            found[at] = {code: cell.value if cell is not None else None for code, cell in held.items()}
    return found
