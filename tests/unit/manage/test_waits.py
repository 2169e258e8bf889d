"""What waits for what never goes in a circle, whatever people add in whatever order."""

from __future__ import annotations

from graphlib import TopologicalSorter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trigpoint.manage.waits import Pair, way

NUMBERS = st.integers(1, 8)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=40))
def test_what_is_taken_where_no_way_leads_back_can_always_be_done_in_some_order(added: list[Pair]) -> None:
    kept: list[Pair] = []
    for one, awaited in added:
        if not way(kept, awaited, one):  # that is what `wait_for` asks
            kept.append((one, awaited))
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for one, awaited in kept:
        sorter.add(one, awaited)
    sorter.prepare()  # raises CycleError for a circle


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=30), NUMBERS, NUMBERS)
def test_a_way_is_one_there_is_and_none_is_overlooked(pairs: list[Pair], start: int, goal: int) -> None:
    reached, before = {start}, set()
    while reached != before:
        before = set(reached)
        reached |= {b for a, b in pairs if a in reached}
    found = way(pairs, start, goal)
    assert bool(found) == (goal in reached)
    if found:
        assert (found[0], found[-1]) == (start, goal)
        assert all(pair in pairs for pair in pairwise(found))
        assert len(set(found)) == len(found)
