"""Indicators: what is worked out, how it is read, what is aimed at, and the life of the definition."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from trigpoint.definitions.datasets import Audience, Grain, ValueKind
from trigpoint.definitions.document import Code, Dated, Document, Name, Number, Text, Value
from trigpoint.definitions.rules import Polarity


def _day(value: object) -> object:
    """A text that is a date (2019-03-31) as a date: a file writes both alike."""
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


FieldValue = Annotated[str | Number | bool | date, BeforeValidator(_day)]


class Reference(Dated):
    """What others call the indicator, between dates: NI 195, KPI 12a."""

    scheme: Name
    code: Name


class Version(Dated):
    """How the indicator was worked out in a span of time."""

    formula: Text
    note: Text = ""
    breaks_trend: bool = Field(False, description="Figures before and from this date may not be compared.")


class WorkedExample(Value):
    """Components by name (`data-set.measure`) and the figure that they give; run before the definition is accepted."""

    given: dict[str, Number | None]
    gives: Number | None


class Life(Value):
    """Where the definition stands."""

    state: Literal["draft", "proposed", "agreed", "in-force", "retired"] = "in-force"
    agreed_by: tuple[Code, ...] = Field((), description="Organisations.")
    retired_on: date | None = None
    replaced_by: Code | None = None
    proxy_for: Code | None = None


class Revision(Value):
    """A change to a target after it was agreed."""

    on: date
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    day: date | None = Field(None, description="For dates, in place of `value`.")
    stage: Name | None = Field(None, description="For stages, in place of `value`: the stage's name.")
    reason: Text
    by: Name


class ProfilePoint(Value):
    """The target at one period of the profile."""

    period: str
    value: Number


class Reward(Value):
    """Grant earned for the share of the enhancement (baseline to target) achieved: none below `floor_percent`,
    in proportion from there, capped at `cap_percent`."""

    grant: Number = Field(gt=0)
    baseline: Number
    floor_percent: Number = Number(60)
    cap_percent: Number = Number(100)


class Target(Value):
    """What is aimed at, for a slice and periods, perhaps in one place of a framework only.

    `original` is `value` (or `low`/`high`, or `profile`) as first agreed; `revisions` are kept beside it.
    """

    type: Literal["single", "profiled", "cumulative", "minimum", "stretch", "range", "baseline-year", "to-be-agreed"]
    period: str = Field(description="The period or span of periods (2018-19, 2018-04..2019-03) that it is for.")
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    day: date | None = Field(None, description="For dates, in place of `value`: the day aimed at.")
    stage: Name | None = Field(None, description="For stages, in place of `value`: the stage aimed at, by name.")
    profile: tuple[ProfilePoint, ...] = ()
    where: dict[str, str] = Field({}, description="The slice: member code by dimension. Absent: the whole.")
    framework: Code | None = Field(None, description="Only in its place in this framework.")
    agreed_by: tuple[Code, ...] = ()
    agreed_on: date | None = None
    revisions: tuple[Revision, ...] = ()
    smaller_places: Literal["own", "inherited", "apportioned"] = Field(
        "own", description="What places beneath have without a target of their own: none, the same, or a share."
    )
    apportioned_by: str | None = Field(None, description="data-set.measure whose share apportions.")
    reward: Reward | None = None


class Baseline(Value):
    """The figure that progress is measured from."""

    period: str
    value: Number | None = Field(None, description="Absent: as answered for the period.")
    where: dict[str, str] = {}


class Indicator(Document):
    """A figure that somebody answers for."""

    kind: Literal["indicator"]
    short_name: Name | None = None
    why: Text = Field("", description="Why it matters.")
    value_kind: ValueKind
    unit: str = Field(description="What the figure is in: %, patients, days, £, per 1,000.")
    decimals: int = Field(1, ge=0, le=6)
    polarity: Polarity = Field(description="Whether high or low is good, within a range, or neither.")
    formula: Text | None = Field(None, description="In the formula language. Absent: see versions.")
    versions: tuple[Version, ...] = ()
    ratio: Literal["of-sums", "mean-of-ratios", "sum-of-ratios"] = "of-sums"
    ratio_over: Code | None = Field(
        None, description="For a mean or sum of ratios: the dimension (role) over whose supplied codes it is taken."
    )
    missing: Literal["unknown", "zero", "skip"] = Field(
        "unknown",
        description="What a missing component does: the figure is unknown; it counts as 0; its slice is left out.",
    )
    minimum_base: Number | None = Field(None, gt=0)
    chain: Literal["input", "process", "output", "outcome"] | None = None
    grain: Grain = Field(description="The period in which it is reported.")
    collected: Grain | None = Field(None, description="How often it is collected, when not each reporting period.")
    every: int = Field(1, ge=1, description="Reported every so many periods: 2 for every second year.")
    appears_after_days: int = Field(0, ge=0, description="How long after the period it appears.")
    topic: Name | None = None
    tags: tuple[Name, ...] = ()
    references: tuple[Reference, ...] = ()
    fields: dict[str, FieldValue] = Field({}, description="The partnership's own fields.")
    life: Life = Life()
    methodology: Text = ""
    source_note: Text = ""
    caveats: Text = ""
    links: tuple[Annotated[str, Field(pattern=r"^https?://")], ...] = ()
    worked_example: WorkedExample | None = None
    owner: Code | None = Field(None, description="The organisation that answers for the definition.")
    rule_set: Code | None = Field(None, description="The status rule outside any framework.")
    comparators: tuple[Code, ...] = ()
    targets: tuple[Target, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    trajectory: tuple[ProfilePoint, ...] = Field((), description="The path by which it is meant to get there.")
    audience: Audience = "partnership"
    not_before_days: int | None = Field(None, ge=0)
    partner_variations: dict[str, Text] = Field({}, description="How a partner (code) works it out differently.")
