"""Binds a source to its data set and to the columns that a file really has, or says all that does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from trigpoint.definitions.datasets import DataSet, Grain, Measure
from trigpoint.definitions.document import Number
from trigpoint.definitions.faults import nearest
from trigpoint.definitions.sources import Check, DimensionColumn, KeptColumnRule, LongColumns, PeriodColumn, Source
from trigpoint.intake.faults import WHO_KEEPS, DoesNotFit
from trigpoint.intake.readers.header import same_name
from trigpoint.intake.readers.table import column_letter

YearType = Literal["financial-year", "academic-year", "calendar-year"]
YEAR_TYPES: tuple[Grain, ...] = ("financial-year", "academic-year", "calendar-year")
REASON_COLUMN = "Why it was rejected"
"""The column that the file of rejected rows adds; a mended one may come back with it."""


@dataclass(frozen=True)
class WideMeasure:
    """A column that holds a measure."""

    column: str
    measure: Measure
    multiply: Number | None


@dataclass(frozen=True)
class SourcePlan:
    """A source that fits its data set: what becomes of which column."""

    source: Source
    data_set: DataSet
    measures: dict[str, Measure]
    wide: tuple[WideMeasure, ...]
    roles: tuple[str, ...]
    kept: tuple[KeptColumnRule, ...]

    @property
    def period(self) -> PeriodColumn:
        return self.source.period

    @property
    def period_columns(self) -> tuple[str, ...]:
        column = self.source.period.column
        return (column,) if isinstance(column, str) else column

    @property
    def long(self) -> LongColumns | None:
        return self.source.long

    @property
    def checks(self) -> tuple[Check, ...]:
        return self.source.checks

    @property
    def events(self) -> bool:
        """Whether rows are told apart by their content rather than by their slice."""
        return self.data_set.rows == "events" and not self.data_set.key

    @property
    def kept_columns(self) -> tuple[KeptColumnRule, ...]:
        """The rules of the columns that are kept with each row, and are no dimension."""
        return tuple(rule for rule in self.kept if rule.as_ not in self.roles)

    def dimension(self, role: str) -> DimensionColumn:
        """The column that places rows in a role: its own, or one that was banded or replaced for it."""
        column = self.source.dimensions.get(role, DimensionColumn())
        changed = next((rule.column for rule in self.kept if rule.as_ == role), None)
        if column.column is None and column.constant is None and changed is not None:
            return column.model_copy(update={"column": changed})
        return column

    def year_type(self, measure: Measure) -> YearType:
        """Which year a bare label means for a measure."""
        if measure.year is not None:
            return measure.year
        grain = self.data_set.grain
        return cast(YearType, grain) if grain in YEAR_TYPES else "financial-year"

    def period_grain(self, year: YearType) -> Grain:
        """The grain that labels of measures of a year type are expected to have."""
        return year if self.data_set.grain in YEAR_TYPES else self.data_set.grain

    def year_types(self) -> tuple[YearType, ...]:
        """The year types of all measures that the source can supply."""
        codes = self.measures if self.long else dict.fromkeys(w.measure.code for w in self.wide)
        measures = [self.measures[code] for code in codes]
        if self.source.counts_rows:
            measures.append(self.measures[self.source.counts_rows])
        return tuple(dict.fromkeys(self.year_type(measure) for measure in measures))

    def single_columns(self) -> dict[str, str]:
        """Columns of one thing each: what it is -> the column's name."""
        source = self.source
        named = {
            "state": source.state_column,
            "footnote": source.footnote_column,
            "lower": source.lower_column,
            "upper": source.upper_column,
            "base": source.base_column,
            "extract": source.extract_date_column,
            "measure": source.long.measure_column if source.long else None,
            "value": source.long.value_column if source.long else None,
        }
        return {what: column for what, column in named.items() if column is not None}

    def wanted(self) -> tuple[str, ...]:
        """The names of all columns that the source reads, each once."""
        names = [
            *self.period_columns,
            *(d.column for d in self.source.dimensions.values() if d.column is not None),
            *self.single_columns().values(),
            *(w.column for w in self.wide),
            *(rule.column for rule in self.source.other_columns if rule.does != "drop"),
            *(check.column for check in self.checks),
            *(check.than for check in self.checks if check.than is not None),
        ]
        return tuple(dict.fromkeys(names))

    def personal(self) -> dict[str, KeptColumnRule]:
        """Columns that are changed or dropped before anything is written, by name as compared."""
        return {same_name(r.column): r for r in self.source.other_columns if r.does != "keep"}


@dataclass(frozen=True)
class FilePlan:
    """A source that fits one file. `at` says at which index a column stands, by name as compared."""

    plan: SourcePlan
    file: str
    columns: tuple[str, ...]
    at: dict[str, int]

    def index(self, column: str) -> int:
        """Where the column that the source calls `column` stands, counted from nought."""
        return self.at[same_name(column)]

    def letter(self, column: str) -> str:
        """How a spreadsheet names that column."""
        return column_letter(self.index(column))


def plan_source(source: Source, data_set: DataSet) -> SourcePlan:
    """The source as read for its data set. Raises DoesNotFit with everything that does not."""
    problems: list[str] = []
    measures = {measure.code: measure for measure in data_set.measures}
    roles = tuple(dimension.role for dimension in data_set.dimensions)
    kept = {column.code for column in data_set.kept}

    def measure_named(code: str, where: str) -> Measure | None:
        if code not in measures:
            problems.append(f"{where} names the data item '{code}', which the data set has not.{_near(code, measures)}")
        return measures.get(code)

    wide = tuple(
        WideMeasure(entry.column, measure, entry.multiply)
        for entry in source.wide
        if (measure := measure_named(entry.measure, f"The column '{entry.column}'")) is not None
    )
    if source.counts_rows is not None:
        measure_named(source.counts_rows, "counts_rows")
    if not source.wide and source.long is None and source.counts_rows is None:
        problems.append("It says neither wide columns, nor long ones, nor what its rows count.")
    if source.wide and source.long is not None:
        problems.append("It is both wide and long: give one of the two.")
    problems.extend(
        f"It places rows in '{role}', by which the data set is not broken down.{_near(role, roles)}"
        for role in source.dimensions
        if role not in roles
    )
    missing = [role for role in roles if role not in source.dimensions and not _kept_as(source, role)]
    if missing:
        problems.append(f"It does not say where rows stand in {_listed(missing)}; a constant will do.")
    for role, column in source.dimensions.items():
        if column.column is None and column.constant is None and not _kept_as(source, role):
            problems.append(f"For '{role}' it gives neither a column nor a constant.")
    for rule in source.other_columns:
        if rule.does == "drop":
            continue
        if rule.as_ is None:
            problems.append(f"The column '{rule.column}' is kept but not said as what: give `as`.")
        elif rule.as_ not in kept and rule.as_ not in roles:
            problems.append(
                f"The column '{rule.column}' is kept as '{rule.as_}', which is neither a kept column nor a breakdown."
                + _near(rule.as_, [*kept, *roles])
            )
        if rule.does == "band" and (not rule.bands or list(rule.bands) != sorted(set(rule.bands))):
            problems.append(f"The bands of '{rule.column}' must be lower edges, each higher than the last.")
    if (source.lower_column or source.upper_column) and len(wide) > 1:
        problems.append("One lower or upper limit cannot be of several data items: use the long layout.")
    problems.extend(_checks_that_cannot_be_made(source))
    if problems:
        raise DoesNotFit(f"The source '{source.code}' does not fit the data set '{data_set.code}'", tuple(problems))
    return SourcePlan(
        source, data_set, measures, wide, roles, tuple(r for r in source.other_columns if r.does != "drop")
    )


def plan_file(plan: SourcePlan, file: str, columns: Sequence[str], sheets: Sequence[str] = ()) -> FilePlan:
    """The source as read for a file with these columns. Raises DoesNotFit with all columns that are missing or double."""
    at: dict[str, int] = {}
    double: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        if same_name(column) in at:
            double.setdefault(same_name(column), [at[same_name(column)]]).append(index)
        else:
            at[same_name(column)] = index
    problems = []
    named = set(plan.wanted()) | {rule.column for rule in plan.source.other_columns} | set(plan.source.ignored)
    taken = {same_name(name) for name in named}
    for name in plan.wanted():
        key = same_name(name)
        if key not in at:
            free = [column for column in columns if same_name(column) not in taken]
            problems.append(f"It has no column called '{name}'.{_near(name, free or columns)}")
        elif key in double:
            letters = _listed([column_letter(index) for index in double[key]])
            problems.append(f"Its columns {letters} are both called '{name}': rename or delete one.")
    if plan.source.unlisted_columns == "refuse":
        others = [
            c for c in columns if same_name(c) not in taken | {same_name(REASON_COLUMN)} and not c.startswith("(c")
        ]
        if others:
            quoted = _listed([f"'{column}'" for column in others])
            problems.append(f"Nothing says what {quoted} are: leave them out, or ask {WHO_KEEPS} to have them ignored.")
    if problems:
        if any("no column" in problem for problem in problems):
            shown = ", ".join(f"'{column}'" for column in columns[:20])
            more = f" and {len(columns) - 20:,} more" if len(columns) > 20 else ""
            problems.append(f"Its columns are {shown}{more}.")
            if len(sheets) > 1:
                problems.append(f"It has the sheets {', '.join(repr(sheet) for sheet in sheets)}: is it the right one?")
        raise DoesNotFit(f"{file} does not fit “{plan.source.name}”", tuple(problems))
    return FilePlan(plan, file, tuple(columns), at)


def _checks_that_cannot_be_made(source: Source) -> list[str]:
    changed = {same_name(rule.column): rule.does for rule in source.other_columns if rule.does != "keep"}
    problems = []
    for check in source.checks:
        for column in (check.column, check.than):
            does = changed.get(same_name(column)) if column is not None else None
            if does == "drop" or (does == "band" and check.type in ("range", "not-above", "unique", "allowed")):
                problems.append(
                    f"The {check.type} check on '{column}' cannot be made: by then the column is "
                    + ("dropped." if does == "drop" else "banded; let the lowest band say the least allowed.")
                )
        if check.type == "range" and check.minimum is None and check.maximum is None:
            problems.append(f"The range check on '{check.column}' has neither minimum nor maximum.")
        if check.type == "allowed" and not check.values:
            problems.append(f"The check on '{check.column}' allows no value.")
        if check.type == "not-above" and check.than is None:
            problems.append(f"The not-above check on '{check.column}' does not say than what.")
    return problems


def _kept_as(source: Source, role: str) -> bool:
    return any(rule.as_ == role and rule.does != "drop" for rule in source.other_columns)


def _near(name: str, known: Sequence[str] | dict[str, Measure] | set[str]) -> str:
    found = nearest(name, known)
    return f" The nearest is '{found[0]}'." if found else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
