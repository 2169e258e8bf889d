"""Who answers for what. People are named by their user name."""

from __future__ import annotations

from datetime import date, timedelta
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


Subject = tuple[object, ...]


def subject_of(one: Responsibility) -> Subject:
    """What a responsibility is for, whoever has it, as whatever, and whenever."""
    return (
        one.indicator, one.data_set, one.framework, one.node, one.organisation, tuple(sorted(one.where.items()))
    )  # fmt: skip


def holds_from(one: Responsibility, day: date) -> bool:
    """Whether it holds on a day or on any after it."""
    return one.end is None or one.end >= day


def passed_on(one: Responsibility, to: str, day: date) -> tuple[Responsibility, ...]:
    """A responsibility that is somebody else's from a day: what was until then stays as it was."""
    return _parted(one, day, person=to)


def deputies_passed_on(one: Responsibility, to: str, day: date) -> tuple[Responsibility, ...]:
    """Of a deputy, when the one stood in for passes it on: stands in for the new one, or no more where they are the same."""
    return _until(one, day) if one.person == to else _parted(one, day, deputy_for=to)


def _parted(one: Responsibility, day: date, **then: str) -> tuple[Responsibility, ...]:
    start = one.start if one.start is not None and one.start > day else day
    return (*_until(one, day), one.model_copy(update={"start": start, **then}))


def _until(one: Responsibility, day: date) -> tuple[Responsibility, ...]:
    """What is left of it before a day."""
    return (
        () if one.start is not None and one.start >= day else (one.model_copy(update={"end": day - timedelta(days=1)}),)
    )
