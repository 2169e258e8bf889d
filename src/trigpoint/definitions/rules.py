"""Status rules: named rule sets that judge a value against its target. `judge.status` applies them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from trigpoint.definitions.document import Document, Number, Text, Value

Status = Literal["exceeding", "on_target", "within_tolerance", "off_target"]
Polarity = Literal["high", "low", "range", "none"]


class PercentageTolerance(Value):
    """Amber while the shortfall is at most `amber_percent` of the target; exceeding beyond `exceeding_percent`."""

    method: Literal["percentage-tolerance"]
    amber_percent: Number = Field(ge=0)
    exceeding_percent: Number | None = Field(None, gt=0)


class AbsoluteTolerance(Value):
    """Amber while the shortfall is at most `amber` in the indicator's own unit (points for a percentage)."""

    method: Literal["absolute-tolerance"]
    amber: Number = Field(ge=0)
    exceeding: Number | None = Field(None, gt=0)


class ImprovedOnLastYear(Value):
    """On target when better than the same period last year; amber while worse by at most `amber_percent` of it."""

    method: Literal["improved-on-last-year"]
    amber_percent: Number = Field(Number(0), ge=0)


class Band(Value):
    """An interval of the value (or of value as a percentage of target). An absent edge is open-ended."""

    status: Status
    low: Number | None = None
    high: Number | None = None
    includes_low: bool = True
    includes_high: bool = False


class Banded(Value):
    """Bands that tile the line: no gap, no overlap, each inner edge in exactly one band."""

    method: Literal["banded"]
    of: Literal["value", "percent-of-target"]
    bands: tuple[Band, ...] = Field(min_length=2)


class Contextual(Value):
    """Shown for context, never judged."""

    method: Literal["contextual"]


Method = Annotated[
    PercentageTolerance | AbsoluteTolerance | ImprovedOnLastYear | Banded | Contextual, Field(discriminator="method")
]


class RuleSet(Document):
    """A named way of giving a status."""

    kind: Literal["rule-set"]
    rule: Method
    late_is_exception: bool = Field(
        False, description="Whether a figure not reported by its day counts among exceptions."
    )
    incomplete_below_percent: Number = Field(
        Number(100), gt=0, le=100, description="A figure whose coverage is under this is incomplete, and not judged."
    )
    minimum_base: Number | None = Field(
        None, gt=0, description="A base (denominator or sample) below which it does not judge."
    )
    comment_required_when: tuple[Status, ...] = ()
    note: Text = ""
