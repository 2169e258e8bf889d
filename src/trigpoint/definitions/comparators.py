"""Comparators: what a figure is held against."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Document, Name, Value

BUILT_IN: dict[str, str] = {"last-year": "Year before", "last-period": "Period before", "baseline": "Baseline"}
"""What any figure can be held against without a comparator of its own, by code, as people call it."""


class AgainstMember(Value):
    """One member of the dimension, such as England."""

    type: Literal["member"]
    member: Code


class AgainstParent(Value):
    """The member above at a level of a hierarchy, such as the region of each authority."""

    type: Literal["parent"]
    level: Code
    hierarchy: Code | None = None


class AgainstGroup(Value):
    """A group of a group set."""

    type: Literal["group"]
    group_set: Code
    group: Code


class AgainstNeighbours(Value):
    """Each member's own list of most alike members, nearest first."""

    type: Literal["neighbours"]
    neighbours: dict[str, tuple[Code, ...]]


Against = Annotated[AgainstMember | AgainstParent | AgainstGroup | AgainstNeighbours, Field(discriminator="type")]


class Comparator(Document):
    """Something to compare with, by a stated method: the group's own total, or the median of its members."""

    kind: Literal["comparator"]
    dimension: Code
    against: Against
    method: Literal["total", "median"] = Field(
        "median", description="For groups and neighbours: the figure of them all together, or the middle one of theirs."
    )
    short_name: Name | None = None
