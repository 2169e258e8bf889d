"""How a risk is scored: likelihood times impact, each from 1 to 5, before anything is done about it and with its controls."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.manage.about import BadText
from trigpoint.manage.models import Impact, Likelihood

HIGH, MEDIUM = 15, 8
"""A score from which a risk is high, and from which it is medium."""

LONGEST_CONTROLS = 4_000


@dataclass(frozen=True)
class Scored:
    """A risk as it is scored. controls: what is done so that it is less likely, or harms less. target: the score aimed at."""

    likelihood_before: int
    impact_before: int
    likelihood: int
    impact: int
    controls: str = ""
    target: int | None = None

    @property
    def before(self) -> int:
        """Likelihood times impact, before control."""
        return self.likelihood_before * self.impact_before

    @property
    def after(self) -> int:
        """Likelihood times impact, after control."""
        return self.likelihood * self.impact


def level(score: int) -> str:
    """The level of a score in a word: high, medium or low."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def require_score(scored: Scored) -> None:
    """Raise BadText for a score that cannot be: off the scale, higher after control than before, or with nothing to explain it."""
    if not {scored.likelihood_before, scored.likelihood} <= set(Likelihood.values):
        raise BadText("Choose how likely it is from the list, from rare to almost certain.")
    if not {scored.impact_before, scored.impact} <= set(Impact.values):
        raise BadText("Choose how much it would harm from the list, from slight to severe.")
    if scored.likelihood > scored.likelihood_before or scored.impact > scored.impact_before:
        raise BadText("With its controls a risk cannot be likelier, or harm more, than without them.")
    if scored.after < scored.before and not scored.controls:
        raise BadText("Say what the controls are: the score after them is lower than the one before.")
    if len(scored.controls) > LONGEST_CONTROLS:
        raise BadText(f"The controls have {len(scored.controls):,} characters; {LONGEST_CONTROLS:,} is the most.")
    if scored.target is not None and not 1 <= scored.target <= 25:
        raise BadText("A score that is aimed at lies between 1 and 25.")
