"""What is in hand for each part of a framework: how many actions, projects and risks, and how they stand by one rule.

The rule: late where any of them is late, else under way where an action or project is open, else done where any is done.
What was dropped or closed does not count. Nothing of it touches the status of a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trigpoint.definitions.frameworks import Framework, Node, every_node
from trigpoint.manage.models import Kind, State
from trigpoint.manage.risks import HIGH
from trigpoint.manage.standing import WORK, Standing

Worst = Literal["late", "under way", "done", ""]


@dataclass(frozen=True)
class InHand:
    """Of one part: how many are open of each kind, how many of them late, how many risks high; and how much work is done."""

    actions: int = 0
    projects: int = 0
    risks: int = 0
    late_work: int = 0
    late_reviews: int = 0
    high: int = 0
    done: int = 0

    @property
    def worst(self) -> Worst:
        """How they stand together, by the rule above."""
        if self.late_work or self.late_reviews:
            return "late"
        if self.actions or self.projects:
            return "under way"
        return "done" if self.done else ""

    @property
    def any(self) -> bool:
        return bool(self.actions or self.projects or self.risks or self.done)


def in_hand(framework: Framework, found: Sequence[Standing]) -> dict[str, InHand]:
    """What is in hand for each node, and under the framework's code for the whole. Each counts once in every part it is in."""
    parts = {node.code: _counted(belonging(framework.code, (node,), found)) for node in every_node(framework.nodes)}
    return {**parts, framework.code: _counted(belonging(framework.code, framework.nodes, found))}


def belonging(framework: str, nodes: Sequence[Node], found: Sequence[Standing]) -> list[Standing]:
    """Those that bear upon any of the nodes, or on an indicator of theirs, at whatever depth."""
    every = list(every_node(nodes))
    codes = {(framework, node.code) for node in every}
    indicators = {place.indicator for node in every for place in node.items}
    return [one for one in found if indicators.intersection(one.figures) or codes.intersection(one.nodes)]


def _counted(found: Sequence[Standing]) -> InHand:
    open_ones = [one for one in found if one.open]
    risks = [one for one in open_ones if one.kind == Kind.RISK]
    return InHand(
        actions=sum(one.kind == Kind.ACTION for one in open_ones),
        projects=sum(one.kind == Kind.PROJECT for one in open_ones),
        risks=len(risks),
        late_work=sum(one.late for one in open_ones if one.kind in WORK),
        late_reviews=sum(one.late for one in risks),
        high=sum(one.score.after >= HIGH for one in risks),
        done=sum(one.last.state == State.DONE for one in found),
    )
