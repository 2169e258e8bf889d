"""Who answers for what. People are named by their user name."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Dated, Document


class Responsibility(Dated):
    """One person's part, between dates. A deputy stands in for the person named in `deputy_for`."""

    person: str = Field(min_length=1, description="User name.")
    role: Literal["lead", "provider", "checker", "approver", "deputy"]
    indicator: Code | None = None
    data_set: Code | None = None
    framework: Code | None = None
    node: Code | None = Field(None, description="A node or item of the framework.")
    organisation: Code | None = None
    where: dict[str, str] = {}
    deputy_for: str | None = None


class Responsibilities(Document):
    """A list of responsibilities."""

    kind: Literal["responsibilities"]
    responsibilities: tuple[Responsibility, ...] = Field(min_length=1)
