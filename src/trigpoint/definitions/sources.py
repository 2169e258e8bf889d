"""Sources: how the columns of a supplied file become facts of a data set."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Document, Number, Text, Value

Nothing = Literal["no-data", "not-published", "not-applicable", "hidden"]
State = Literal["estimate", "provisional", "final", "revised"]


class File(Value):
    """What the file looks like; what is absent is found by looking."""

    format: Literal["csv", "excel", "opendocument", "parquet"] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = Field(None, ge=1, description="The row of the column names, as a spreadsheet numbers it.")


class LabelRule(Value):
    """A pattern (regular expression, whole label) and what it means, tried in order before the built-in readings."""

    matches: str
    period: str | None = Field(None, description="The period that it means; may use the pattern's groups as {1}, {2}.")
    grain: str | None = None
    state: State | None = None
    reject: Text | None = Field(None, description="Reject such a label, with this reason.")


class PeriodColumn(Value):
    """Which column (or columns, joined by a dash) says the period."""

    column: str | tuple[str, ...]
    date_order: Literal["day-first", "month-first", "year-first"] | None = None
    labels: tuple[LabelRule, ...] = ()


class DimensionColumn(Value):
    """Which column places a row in a dimension. A code that nobody knows is kept as *Unknown*, or rejected."""

    column: str | None = None
    constant: Code | None = Field(None, description="The same code for every row, where the file does not say.")
    match: Literal["code", "name", "code-or-name"] = "code-or-name"
    unknown: Literal["keep", "reject"] = "keep"
    aliases: dict[str, str] = Field({}, description="What this file writes -> code.")
    empty: Literal["unknown", "reject"] = "reject"


class MeasureColumn(Value):
    """A column that holds one measure (wide layout)."""

    column: str
    measure: Code
    multiply: Number | None = Field(None, description="1000 where the file counts in thousands.")


class LongColumns(Value):
    """One column that names the measure and one that holds its value (long layout)."""

    measure_column: str
    value_column: str
    aliases: dict[str, str] = {}


class KeptColumnRule(Value):
    """What becomes of another column of the file, before anything is written."""

    column: str
    does: Literal["keep", "band", "pseudonym", "drop"]
    as_: Code | None = Field(
        None, alias="as", description="The data set's kept column or dimension role; not for drop."
    )
    bands: tuple[Number, ...] = Field((), description="Lower edges, for `band`: 0, 18, 65.")


class Check(Value):
    """A condition that each row must meet, in the file's own columns."""

    type: Literal["required", "range", "allowed", "unique", "not-above"]
    column: str
    minimum: Number | None = None
    maximum: Number | None = None
    values: tuple[str, ...] = ()
    than: str | None = Field(None, description="For `not-above`: the column that it may not exceed.")
    does: Literal["reject", "warn"] = "reject"
    why: Text = ""


class Source(Document):
    """One kind of file that somebody supplies."""

    kind: Literal["source"]
    data_set: Code
    file: File = File()
    period: PeriodColumn
    dimensions: dict[str, DimensionColumn] = Field(min_length=1, description="By the data set's dimension role.")
    wide: tuple[MeasureColumn, ...] = ()
    long: LongColumns | None = None
    counts_rows: Code | None = Field(None, description="The measure that each row counts one of (event data).")
    nothing: dict[str, Nothing] = Field({}, description="Texts that stand for no number: '-': not-published.")
    state: State | None = Field(None, description="The state of every figure, where no column says.")
    state_column: str | None = None
    footnote_column: str | None = None
    lower_column: str | None = None
    upper_column: str | None = None
    base_column: str | None = None
    extract_date_column: str | None = Field(None, description="The provider's own extract date: its order of supply.")
    other_columns: tuple[KeptColumnRule, ...] = ()
    ignored: tuple[str, ...] = Field((), description="Columns that carry nothing further.")
    unlisted_columns: Literal["ignore", "refuse"] = "ignore"
    checks: tuple[Check, ...] = ()


class MappedCode(Value):
    """A supplier's code and the member that it means."""

    code: str = Field(min_length=1)
    member: Code


class Mapping(Document):
    """Codes of one scheme to members of a dimension; applied when a question is asked, so history follows."""

    kind: Literal["mapping"]
    dimension: Code
    scheme: Code
    codes: tuple[MappedCode, ...] = Field(min_length=1)
