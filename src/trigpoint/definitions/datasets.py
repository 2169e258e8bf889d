"""Data sets, their measures (on pages: data items), and who is expected to supply them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Dated, Document, Name, Text, Value

Grain = Literal["week", "month", "quarter", "half", "financial-year", "academic-year", "calendar-year", "range"]
ValueKind = Literal["number", "percentage", "money", "ratio", "duration", "date", "yes-no", "stage", "text"]
OverMembers = Literal["sum", "mean", "minimum", "maximum", "distinct", "none"]
OverTime = Literal["sum", "last", "mean", "minimum", "maximum", "distinct", "none"]
Audience = Literal["own-organisation", "partnership", "public"]


class Measure(Value):
    """Something that a data set counts or states.

    Two rules of aggregation, and no default for either: `over_members` across places, organisations and so on, and
    `over_time`. A flow is sum and sum; a stock is sum and last (or mean); a published rate is none and none.
    """

    code: Code
    name: Name
    description: Text = ""
    value_kind: ValueKind = "number"
    unit: str = Field(description="What one of it is: patients, £, %, days, per 1,000.")
    over_members: OverMembers
    over_time: OverTime
    of: Code | None = Field(None, description="For `distinct`: the kept column whose values are counted once.")
    stages: tuple[Name, ...] = Field((), description="For stages: their names in order, worst or earliest first.")
    decimals: int | None = Field(None, ge=0, le=6)
    cumulative: bool = Field(
        False, description="Each figure is counted from the start of its year on: it is compared with a year before."
    )
    year: Literal["financial-year", "academic-year", "calendar-year"] | None = Field(
        None, description="Which year a bare label such as 2018 or 2018-19 means, when not the data set's own."
    )
    no_row_means: Literal["unknown", "zero"] = Field(
        "unknown", description="What a slice without a row means once its supplier has reported the period."
    )


class DataSetDimension(Value):
    """A dimension that each row is placed in, at a level. Facts keep the supplier's own code.

    `published_levels` are levels at which figures are supplied besides `level`, such as England beside its
    authorities: they are never summed with them.
    """

    dimension: Code
    level: Code | None = Field(
        None, description="The level at which rows are supplied; absent: any, never beneath another."
    )
    published_levels: tuple[Code, ...] = ()
    scheme: Code | None = Field(None, description="The coding of other systems used; absent: member codes.")
    as_: Code | None = Field(None, alias="as", description="The role's own code where a dimension stands twice.")

    @property
    def role(self) -> str:
        """What the data set calls this dimension: the name of the fact column."""
        return self.as_ or self.dimension


class KeptColumn(Value):
    """A column of the source that is kept with each row and is no dimension: a reference, a pseudonym, a band."""

    code: Code
    name: Name
    personal: bool = Field(False, description="About a person: shown only with the data set's source permission.")


class SmallNumbers(Value):
    """Counts under `below` (but not zero) are hidden, with enough others that they cannot be worked out."""

    below: int = Field(ge=2)
    measures: tuple[Code, ...] = Field(min_length=1, description="Counts of people that are protected.")
    dimensions: tuple[Code, ...] = Field(
        min_length=1, description="The release table: decided over these, once a period."
    )


class Release(Value):
    """Who may see the data set's figures, and from when."""

    audience: Audience = "partnership"
    not_before_days: int | None = Field(
        None, ge=0, description="Days after the period's end before which it is not shown."
    )
    open_levels: tuple[Code, ...] = Field((), description="Levels (dimension.level) whose totals all viewers may see.")


class DataSet(Document):
    """One table of facts."""

    kind: Literal["data-set"]
    grain: Grain = Field(description="The length of the periods that are supplied.")
    dimensions: tuple[DataSetDimension, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = Field(min_length=1)
    kept: tuple[KeptColumn, ...] = ()
    key: tuple[Code, ...] = Field(
        (), description="Kept columns that, beside dimensions and period, tell rows apart. Absent: one row a slice."
    )
    rows: Literal["slices", "events"] = Field(
        "slices",
        description="`slices`: one row a slice and period. `events`: many rows each, told apart by key or content.",
    )
    provider: Code | None = Field(None, description="The organisation that supplies it all.")
    provider_dimension: Code | None = Field(None, description="Or the dimension (role) whose member supplies each row.")
    load: Literal["upsert", "replace", "append"] = "upsert"
    small_numbers: SmallNumbers | None = None
    release: Release = Release()
    topic: Name | None = None
    licence: Text = ""
    source_note: Text = Field("", description="Where the figures come from, as shown under every chart.")


class Expected(Dated):
    """Who provides what, for which members and how often, by when."""

    provider: Code = Field(description="An organisation.")
    members: tuple[Code, ...] = Field(
        (), description="Which members of the data set's provider dimension; absent: itself."
    )
    measures: tuple[Code, ...] = Field((), description="Absent: all.")
    grain: Grain
    due_days: int = Field(ge=0, description="Days after the period's end by which it is due.")


class ExpectedSupply(Document):
    """The supplies that a data set expects."""

    kind: Literal["expected-supply"]
    data_set: Code
    supplies: tuple[Expected, ...] = Field(min_length=1)
