"""An indicator as it comes into force: no draft any longer, and saying who agreed to it and to its new targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trigpoint.definitions.indicators import Indicator, Target


def as_agreed(before: Indicator | None, after: Indicator, by: Sequence[str], today: date) -> Indicator:
    """`after` as it comes into force. before: what was in force; by: the partners who were asked and have agreed, by code.

    Where only targets are others, who agreed to the rest of it did so before.
    """
    life, worked_out = after.life, after.formula or after.versions
    state = "in-force" if worked_out and life.state in ("draft", "proposed", "agreed") else life.state
    only_targets = before is not None and before.model_copy(update={"targets": after.targets}) == after
    agreed_by = life.agreed_by if only_targets else tuple(by) or life.agreed_by
    life = life.model_copy(update={"state": state, "agreed_by": agreed_by})
    return after.model_copy(
        update={"life": life, "targets": _agreed(before, after, by, today) if by else after.targets}
    )


def _agreed(before: Indicator | None, after: Indicator, by: Sequence[str], today: date) -> tuple[Target, ...]:
    """The targets: each that was not in force before says that these partners agreed to it today. One that is revised was
    agreed earlier, and its first agreement stays."""
    there = {_said(one) for one in before.targets} if before else set()

    def agreed(target: Target) -> Target:
        is_new = target.type != "to-be-agreed" and _said(target) not in there
        if not is_new or target.agreed_on is not None or target.revisions:
            return target
        return target.model_copy(update={"agreed_by": tuple(by), "agreed_on": today})

    return tuple(agreed(one) for one in after.targets)


def _said(target: Target) -> str:
    """What a target says, whoever agreed to it."""
    return target.model_copy(update={"agreed_by": (), "agreed_on": None}).model_dump_json()
