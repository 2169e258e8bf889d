"""Frameworks: trees of any kind whose leaves are items. An indicator may stand in many, each time in its own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Dated, Document, Name, Number, Text, Value

RollUp = Literal["weight", "worst", "count"]


class Place(Value):
    """An indicator's place in a framework: what holds there only."""

    indicator: Code
    code: Code | None = Field(None, description="Absent: the indicator's code.")
    weight: Number = Field(Number(1), ge=0)
    rule_set: Code | None = Field(None, description="The official status rule here; absent: the framework's.")
    where: dict[str, str] = Field({}, description="The slice that it is read for here.")
    lead: Code | None = Field(None, description="The organisation that leads on it here.")
    due: str | None = Field(None, description="The period by which the target is due.")

    @property
    def item(self) -> str:
        """The item's code, unique in its framework."""
        return self.code or self.indicator


class Support(Value):
    """A node of another framework that this one helps."""

    framework: Code
    node: Code


class Node(Value):
    """A theme, outcome, perspective, objective: a basket of items, or of further nodes, or both."""

    code: Code
    name: Name
    description: Text = ""
    level: Name | None = Field(None, description="What this is called: Theme, Outcome, Perspective.")
    weight: Number = Field(Number(1), ge=0)
    roll_up: RollUp | None = Field(None, description="Absent: the parent's.")
    supports: tuple[Support, ...] = ()
    items: tuple[Place, ...] = ()
    nodes: tuple[Node, ...] = ()


class Framework(Document):
    """A tree belonging to an organisation (or the partnership) and to years."""

    kind: Literal["framework"]
    owner: Code | None = Field(None, description="The organisation; absent: the partnership.")
    years: Dated = Dated()
    roll_up: RollUp
    rule_set: Code
    nodes: tuple[Node, ...] = Field(min_length=1)


def every_node(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes of a tree and all beneath them, in order."""
    for node in nodes:
        yield node
        yield from every_node(node.nodes)
