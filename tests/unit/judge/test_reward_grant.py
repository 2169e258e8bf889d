"""Reward grant: what is paid for the share of an enhancement that was achieved."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.indicators import Reward
from trigpoint.judge.reward import reward_earned
from trigpoint.judge.terms import Terms

HIGH, LOW = Terms("high", "percentage", "%"), Terms("low", "number", "thefts", 0)
REWARD = Reward(grant=Decimal(500_000), baseline=Decimal(50))


@pytest.mark.parametrize(
    ("value", "grant", "words"),
    [
        ("61.8", 0, "59% of the enhancement achieved: under the 60% floor, nothing is paid"),
        ("61.99", 0, "59.95% of the enhancement achieved: under the 60% floor, nothing is paid"),
        ("62", 300_000, "60% of the enhancement achieved: £300,000 of £500,000 is paid"),
        ("65", 375_000, "75% of the enhancement achieved: £375,000 of £500,000 is paid"),
        ("70", 500_000, "100% of the enhancement achieved: £500,000 of £500,000 is paid"),
        ("75", 500_000, "125% of the enhancement achieved: capped at 100%, £500,000 of £500,000 is paid"),
        ("50", 0, "0% of the enhancement achieved: nothing is paid"),
        ("48", 0, "10% of the enhancement lost: behind the baseline, nothing is paid"),
    ],
)
def test_from_a_baseline_of_50_to_a_target_of_70(value, grant, words):
    found = reward_earned(Decimal(value), 70, REWARD, HIGH)
    assert (found.grant, found.sum) == (grant, words)


def test_where_low_is_good_the_sum_is_the_same():
    """From 1,000 thefts to 800: 880 is 120 fewer of 200."""
    reward = Reward(grant=Decimal(100_000), baseline=Decimal(1000))
    found = reward_earned(880, 800, reward, LOW)
    assert (found.achieved, found.grant) == (Decimal("0.6"), 60_000)


def test_floor_and_cap_are_the_partnerships_own():
    reward = Reward(grant=Decimal(100), baseline=Decimal(0), floor_percent=Decimal(0), cap_percent=Decimal(120))
    assert reward_earned(1, 100, reward, HIGH).grant == 1
    assert reward_earned(150, 100, reward, HIGH).grant == 120


@pytest.mark.parametrize(
    ("value", "target", "terms", "why"),
    [
        (None, 70, HIGH, "reward not known: there is no figure yet"),
        (60, None, HIGH, "reward not known: there is no target"),
        (60, 50, HIGH, "no reward can be worked out: the target of 50% is no better than the baseline of 50%"),
        (60, 45, HIGH, "no reward can be worked out: the target of 45% is no better than the baseline of 50%"),
        (60, 70, LOW, "no reward can be worked out: the target of 70 thefts is no better than the baseline of 50 thefts"),
        (60, 70, Terms("none"), "no reward can be worked out: neither high nor low is better"),
    ],
)  # fmt: skip
def test_refused_with_the_reason(value, target, terms, why):
    found = reward_earned(value, target, REWARD, terms)
    assert (found.grant, found.sum) == (None, why)


values = st.decimals(-100, 200, places=2)


@given(values, values, st.integers(0, 100), st.integers(100, 150))
def test_a_better_figure_never_earns_less(one, other, floor, cap):
    reward = Reward(grant=Decimal(1000), baseline=Decimal(50), floor_percent=Decimal(floor), cap_percent=Decimal(cap))
    less, more = (reward_earned(each, 70, reward, HIGH).grant for each in sorted([one, other]))
    assert 0 <= less <= more <= Decimal(1000) * cap / 100
