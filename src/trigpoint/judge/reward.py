"""Reward grant: paid for the share of an enhancement (from baseline to target) that was achieved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trigpoint.definitions.indicators import Reward
from trigpoint.judge.numbers import Number, decimals_that_tell, with_unit
from trigpoint.judge.terms import Terms, comparable


@dataclass(frozen=True, slots=True)
class RewardEarned:
    """achieved: share of the enhancement, 1 for all of it; below 0 where the figure fell behind the baseline.

    paid: the share of the grant that is paid. grant: in pounds. Both shares are None where there is nothing to work
    from, and `sum` says why.
    """

    achieved: Decimal | None
    paid: Decimal | None
    grant: Decimal | None
    sum: str


def reward_earned(value: Number | None, target: Number | None, reward: Reward, terms: Terms) -> RewardEarned:
    """What the figure earns: (value - baseline) ÷ (target - baseline), nothing below the floor, capped.

    The same sum serves high and low polarity, for both differences turn together. Refused, with the reason, where the
    target is no enhancement on the baseline.
    """
    if value is None:
        return RewardEarned(None, None, None, "reward not known: there is no figure yet")
    if target is None:
        return RewardEarned(None, None, None, "reward not known: there is no target")
    aimed = terms.better_by(comparable(target), reward.baseline)
    if aimed is None or aimed <= 0:
        why = (
            f"the target of {terms.say_aim(target)} is no better than the baseline of {terms.say_aim(reward.baseline)}"
        )
        if aimed is None:
            why = "neither high nor low is better"
        return RewardEarned(None, None, None, f"no reward can be worked out: {why}")
    gained = terms.better_by(comparable(value), reward.baseline)
    assert gained is not None
    share = gained / aimed
    # Compared as products, so that a division which does not come out even decides nothing.
    reached = gained * 100 >= reward.floor_percent * aimed
    paid = min(share, reward.cap_percent / 100) if reached and share > 0 else Decimal(0)
    grant = reward.grant * paid
    return RewardEarned(share, paid, grant, _sum(share, paid, grant, reward))


def _sum(share: Decimal, paid: Decimal, grant: Decimal, reward: Reward) -> str:
    percent = share * 100
    places = decimals_that_tell(percent, (0, reward.floor_percent, reward.cap_percent), 0)
    if share < 0:
        return f"{with_unit(-percent, '%', places)} of the enhancement lost: behind the baseline, nothing is paid"
    achieved = f"{with_unit(percent, '%', places)} of the enhancement achieved"
    if not percent:
        return f"{achieved}: nothing is paid"
    if not paid:
        return f"{achieved}: under the {with_unit(reward.floor_percent, '%')} floor, nothing is paid"
    money = f"{with_unit(grant, '£', 0)} of {with_unit(reward.grant, '£')} is paid"
    if paid < share:
        return f"{achieved}: capped at {with_unit(reward.cap_percent, '%')}, {money}"
    return f"{achieved}: {money}"
