"""The reward that an indicator would earn, as its year stands."""

from __future__ import annotations

from trigpoint.ask.histories import History
from trigpoint.judge.reward import RewardEarned, reward_earned


def reward_so_far(history: History) -> tuple[RewardEarned | None, str]:
    target = history.reading.target
    agreed = target.agreed if target else None
    if agreed is None or agreed.reward is None:
        return None, ""
    earned = reward_earned(
        history.reading.cell.value, target.value if target else None, agreed.reward, history.reading.terms
    )
    return earned, history.reading.answered.label(history.reading.period)
