"""What is hidden of a release table cannot be worked out from what is shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.cube.suppression import Frame, Role, Table

BELOW = 5

WARDS = ["a1", "a2", "a3", "b1", "b2", "c1"]
DISTRICTS = {ward: ward[0] for ward in WARDS}
LOCALITIES = {"a1": "x", "a2": "x", "a3": "y", "b1": "y", "b2": "y", "c1": "x"}
"""Districts a, b and c, and localities that cut across them."""

PLACES = Role.of([DISTRICTS, LOCALITIES], WARDS)
AGES = Role.of([], ["young", "old"])


def shown_and_hidden(
    roles: tuple[Role, ...], counts: dict[tuple[str, ...], int]
) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    hidden = set(Table(Frame(roles), {leaves: Decimal(n) for leaves, n in counts.items()}, BELOW).hidden())
    every = set(product(*(range(len(role.nodes)) for role in roles)))
    return every - hidden, hidden


def leaves_in(roles: tuple[Role, ...], cell: tuple[int, ...]) -> set[tuple[str, ...]]:
    return set(product(*(role.nodes[number] for role, number in zip(roles, cell, strict=True))))


def count(roles: tuple[Role, ...], counts: dict[tuple[str, ...], int], cell: tuple[int, ...]) -> int:
    return sum(counts.get(leaves, 0) for leaves in leaves_in(roles, cell))


def can_be_worked_out(roles: tuple[Role, ...], shown: set[tuple[int, ...]], secret: tuple[int, ...]) -> bool:
    """Whether a sum of shown cells, each times some number, is the secret cell whatever the counts are."""
    unknowns = sorted(product(*(sorted(role.nodes[0]) for role in roles)))

    def row(cell: tuple[int, ...]) -> list[Fraction]:
        within = leaves_in(roles, cell)
        return [Fraction(leaves in within) for leaves in unknowns]

    return rank([row(cell) for cell in sorted(shown)]) == rank([*(row(cell) for cell in sorted(shown)), row(secret)])


def rank(rows: list[list[Fraction]]) -> int:
    rows = [row[:] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            if rows[i][column]:
                factor = rows[i][column] / rows[found][column]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def check(roles: tuple[Role, ...], counts: dict[tuple[str, ...], int]) -> None:
    shown, hidden = shown_and_hidden(roles, counts)
    for cell in shown | hidden:
        n = count(roles, counts, cell)
        if 0 < n < BELOW:
            assert cell in hidden, "a small number is shown"
            assert not can_be_worked_out(roles, shown, cell), f"{cell} can be worked out"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=len(WARDS), max_size=len(WARDS)))
def test_small_counts_by_place_cannot_be_worked_out(numbers: list[int]) -> None:
    check((PLACES,), {(ward,): n for ward, n in zip(WARDS, numbers, strict=True)})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=8, max_size=8))
def test_small_counts_by_place_and_age_cannot_be_worked_out(numbers: list[int]) -> None:
    wards = WARDS[:4]
    places = Role.of([{ward: DISTRICTS[ward] for ward in wards}], wards)
    check((places, AGES), dict(zip(product(wards, ["young", "old"]), numbers, strict=True)))


def test_a_zero_is_shown_and_large_counts_are_left_alone() -> None:
    _shown, hidden = shown_and_hidden((PLACES,), {("a1",): 0, ("b1",): 40, ("b2",): 50, ("c1",): 60})
    assert hidden == set()


@pytest.mark.parametrize(("second", "third"), [(9, 30), (30, 9), (9, 9), (900, 5)])
def test_one_small_count_takes_one_beside_it_and_no_total_whatever_its_size(second: int, third: int) -> None:
    """
    | a | a1 2 | a2 | a3 |    always the same of a2 and a3 is hidden beside a1; the districts and the county stay.

    Were it the smallest, what is hidden would be known to be no larger than what is shown.
    """
    counts = {("a1",): 2, ("a2",): second, ("a3",): third, ("b1",): 40, ("b2",): 50, ("c1",): 60}
    roles = (Role.of([DISTRICTS], WARDS),)
    _, hidden = shown_and_hidden(roles, counts)
    assert {roles[0].nodes[cell[0]] for cell in hidden} == {frozenset(["a1"]), frozenset(["a3"])}


def test_two_small_counts_whose_sum_is_small_take_a_third() -> None:
    """1 + 2 = 3 could be worked out, and is itself a small number."""
    counts = {("a1",): 1, ("a2",): 2, ("a3",): 30, ("b1",): 40, ("b2",): 50, ("c1",): 60}
    roles = (Role.of([DISTRICTS], WARDS),)
    _, hidden = shown_and_hidden(roles, counts)
    assert {roles[0].nodes[cell[0]] for cell in hidden} == {frozenset([ward]) for ward in ("a1", "a2", "a3")}


def test_the_same_table_is_always_decided_alike() -> None:
    counts = {(ward,): n for ward, n in zip(WARDS, (3, 7, 7, 7, 2, 9), strict=True)}
    other = dict(reversed(counts.items()))
    assert shown_and_hidden((PLACES,), counts) == shown_and_hidden((PLACES,), other)
