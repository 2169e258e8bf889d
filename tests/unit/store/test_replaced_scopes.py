"""What a replacement covers, and how few marks need be kept of many replacements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.store.scope import Mark, Scope, marks_of, rank, together

APRIL, MAY, JUNE, JULY = (date(2018, month, 1) for month in (4, 5, 6, 7))


def test_a_fact_is_in_a_scope_when_its_whole_period_is() -> None:
    scope = Scope(((APRIL, JUNE),))
    assert scope.holds("seen", APRIL, JUNE, "A")
    assert scope.holds("seen", MAY, JUNE, None)
    assert not scope.holds("seen", MAY, JULY, "A")


def test_a_scope_may_be_of_some_providers_and_measures_only() -> None:
    scope = Scope(((APRIL, JUNE),), providers=("A",), measures=("seen",))
    assert scope.holds("seen", APRIL, MAY, "A")
    assert not scope.holds("seen", APRIL, MAY, "B")
    assert not scope.holds("seen", APRIL, MAY, None)
    assert not scope.holds("waited", APRIL, MAY, "A")


@pytest.mark.parametrize("spans", [(), ((MAY, APRIL),), ((MAY, MAY),)])
def test_a_scope_without_days_is_refused(spans: tuple[tuple[date, date], ...]) -> None:
    with pytest.raises(ValueError, match="spans of days"):
        Scope(spans)


def test_precedence_decides_before_the_number_of_the_load() -> None:
    assert rank(2, 1) > rank(1, 10**12) > rank(1, 1)


def test_a_mark_survives_being_written_down() -> None:
    (mark,) = marks_of(Scope(((APRIL, MAY),), providers=("B", "A")), precedence=7, load=3)
    assert Mark.read(mark.start, mark.end, mark.text, 7, 3) == mark


def test_the_same_replacement_every_night_leaves_one_mark() -> None:
    nightly = [marks_of(Scope(((APRIL, MAY),), ("A",)), precedence=night, load=night)[0] for night in range(400)]
    assert together(nightly) == (nightly[-1],)


def test_a_later_replacement_of_everyone_makes_that_of_one_needless_but_not_the_other_way_round() -> None:
    (one,) = marks_of(Scope(((APRIL, MAY),), ("A",)), precedence=1, load=1)
    (everyone,) = marks_of(Scope(((APRIL, JULY),)), precedence=2, load=2)
    assert together([one, everyone]) == (everyone,)
    (later_one,) = marks_of(Scope(((APRIL, MAY),), ("A",)), precedence=3, load=3)
    assert set(together([later_one, everyone])) == {later_one, everyone}


days = st.integers(0, 5).map(lambda n: APRIL + timedelta(days=n))
subsets = st.one_of(st.none(), st.frozensets(st.sampled_from("AB"), min_size=1))


@st.composite
def some_marks(draw: st.DrawFn) -> Mark:
    start = draw(days)
    end = start + timedelta(days=draw(st.integers(1, 4)))
    return Mark(start, end, draw(subsets), draw(subsets), draw(st.integers(0, 5)), draw(st.integers(0, 2)))


def highest(marks: tuple[Mark, ...], start: date, end: date, provider: str, measure: str) -> int:
    return max(
        (
            m.rank
            for m in marks
            if m.start <= start
            and end <= m.end
            and (m.providers is None or provider in m.providers)
            and (m.measures is None or measure in m.measures)
        ),
        default=-1,
    )


@given(st.lists(some_marks(), max_size=8), days, st.integers(1, 3), st.sampled_from("AB"), st.sampled_from("AB"))
def test_what_is_left_of_many_marks_says_the_same_of_every_fact(
    marks: list[Mark], start: date, length: int, provider: str, measure: str
) -> None:
    end = start + timedelta(days=length)
    assert highest(together(marks), start, end, provider, measure) == highest(
        tuple(marks), start, end, provider, measure
    )
