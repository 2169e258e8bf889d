"""Dimensions (on pages: breakdowns), their members and hierarchies, groups of members, and codes in other systems."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Dated, Document, Name, Text, Value

Nature = Literal["place", "organisation", "service", "client-group", "deprivation", "other"]


class Level(Value):
    """A level of a dimension: ward, district, county."""

    code: Code
    name: Name
    plural: Name


class Hierarchy(Value):
    """One way up through a dimension: levels from the top to the bottom. A member may skip levels (ragged)."""

    code: Code
    name: Name
    levels: tuple[Code, ...] = Field(min_length=1, description="Level codes, top first.")


class Dimension(Document):
    """A breakdown. Its members stand in `members` documents. The first hierarchy is the default one."""

    kind: Literal["dimension"]
    plural: Name
    nature: Nature = "other"
    levels: tuple[Level, ...] = Field(min_length=1, description="All levels, top first.")
    hierarchies: tuple[Hierarchy, ...] = Field((), description="When absent: one, of all levels in order.")
    unknown: Name = Field("Unknown", description="What the member for codes that nobody knows is called.")


class Membership(Dated):
    """Beneath which member of which hierarchy, between which dates."""

    parent: Code
    hierarchy: Code | None = Field(None, description="When absent: the default hierarchy.")


class OtherCode(Dated):
    """What another system calls a member."""

    scheme: Code
    code: str = Field(min_length=1)


class Member(Dated):
    """A member of a dimension, with dates of existence.

    `parent` is the short form of one undated membership of the default hierarchy.
    """

    code: Code
    name: Name
    level: Code
    parent: Code | None = None
    memberships: tuple[Membership, ...] = ()
    aliases: tuple[Name, ...] = Field((), description="Other names by which files call it.")
    codes: tuple[OtherCode, ...] = Field((), description="Its codes in other systems.")
    short_name: Name | None = None
    note: Text = ""


class Members(Document):
    """Members of one dimension, or a part of them."""

    kind: Literal["members"]
    dimension: Code
    members: tuple[Member, ...]


class Group(Dated):
    """A named group of members, which may overlap with others of its set."""

    code: Code
    name: Name
    members: tuple[Code, ...] = Field(min_length=1)


class GroupSet(Document):
    """Groups of members outside any hierarchy: statistical families, pilot sites."""

    kind: Literal["group-set"]
    dimension: Code
    groups: tuple[Group, ...] = Field(min_length=1)
