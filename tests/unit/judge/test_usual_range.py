"""When a newest figure is questioned: beyond the limits of those before it, as the process chart draws them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.judge.spc import usual_range, xmr


def test_by_hand() -> None:
    """Mean 12; the changes are 2, 4, 2, 4 and 2, of mean 2.8; 2.66 of them are 7.448."""
    known = [Decimal(n) for n in (11, 13, 9, 11, 15, 13)]
    low, high = usual_range(known) or (None, None)
    assert (low, high) == (Decimal("12") - Decimal("7.448"), Decimal("12") + Decimal("7.448"))


@pytest.mark.parametrize("known", [[], [1, 2, 3, 4, 5], [7] * 12])
def test_too_few_or_all_alike_question_nothing(known: list[int]) -> None:
    assert usual_range([Decimal(n) for n in known]) is None


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=8, max_size=30))
def test_they_are_the_limits_of_the_chart(known: list[Decimal]) -> None:
    found = usual_range(known)
    limits = xmr(known, "none", minimum_points=8).limits
    if found is not None:
        assert (float(found[0]), float(found[1])) == pytest.approx((limits[0].lower, limits[0].upper))
