"""Figures typed on a page: a form made of a source's columns, and the file that it stands for.

What is typed goes through the load door like any file: previewed, accounted for, and corrected later in the same way.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from trigpoint.access.loading import shares
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.datasets import DataSet, Measure
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.numbers import Read, read, reading_of
from trigpoint.intake.plan import SourcePlan, plan_source
from trigpoint.intake.resolve import resolve_labels
from trigpoint.judge.numbers import plain
from trigpoint.judge.spc import usual_range
from trigpoint.mistakes import Mistake

MOST_ROWS = 60
MOST_COLUMNS = 8
PROVISIONAL, FINAL = "provisional", "final"
YES_NO = ("yes", "no")
UNMEASURED = ("yes-no", "stage", "date", "text")
"""Kinds of figure between which nothing lies."""

Codes = tuple[str, ...]
"""The members of a row, one for each column that places it."""

Cell = tuple[Codes, str]
"""A row of a sheet, and the data item in it."""


class CannotBeTyped(Mistake):
    """A data set whose figures do not fit on a sheet; the message says what to do instead."""


@dataclass(frozen=True)
class SheetColumn:
    """A column in which figures are typed."""

    column: str
    measure: Measure


@dataclass(frozen=True)
class Sheet:
    """A source whose file can be typed. places: (column, role, the members' tree) of each column that says where a row is;
    none where all of it is of one place. constants: (role, code, tree) of what stands in no column."""

    source: Source
    data_set: DataSet
    plan: SourcePlan
    places: tuple[tuple[str, str, DimensionTree], ...]
    constants: tuple[tuple[str, str, DimensionTree], ...]
    columns: tuple[SheetColumn, ...]


def sheet_for(definitions: Definitions, data_set: DataSet) -> Sheet | None:
    """The first source of a data set whose file is small and plain enough to be typed; None where there is none.

    Plain is: one figure a column, one row a place, nothing about people, no dates or limits beside the figures, and a supply
    that adds to what is held and replaces nothing else. Of one place alone there may be as many figures as else rows, and
    its file may name the data item of each row.
    """
    if data_set.load != "upsert" or data_set.rows != "slices" or data_set.key or data_set.grain == "range":
        return None
    sources = (source for source in definitions.sources.values() if source.data_set == data_set.code)
    return next((sheet for source in sources if (sheet := _sheet(definitions, source, data_set)) is not None), None)


def sheet_of(viewer: Viewer, definitions: Definitions, data_set: DataSet) -> Sheet | None:
    """The sheet of a data set as the viewer may type it: of who may take in some data items only, those; None where a line
    of its file states others, too."""
    sheet, granted = sheet_for(definitions, data_set), shares(viewer, definitions, data_set)
    if sheet is None or not granted or any(not share.measures for share in granted):
        return sheet
    own = frozenset().union(*(share.measures for share in granted))
    columns = tuple(one for one in sheet.columns if one.measure.code in own)
    return replace(sheet, columns=columns) if columns and (sheet.source.long or columns == sheet.columns) else None


def _sheet(definitions: Definitions, source: Source, data_set: DataSet) -> Sheet | None:
    beside = (
        source.extract_date_column, source.lower_column, source.upper_column, source.base_column, source.counts_rows,
    )  # fmt: skip
    plain = not any(beside) and not source.period.labels and isinstance(source.period.column, str)
    if not plain or any(one.multiply for one in source.wide):
        return None
    plan = plan_source(source, data_set)
    places, constants = [], []
    for role in data_set.dimensions:
        column, tree = source.dimensions.get(role.role), definitions.dimensions[role.dimension]
        if column is None:
            return None
        if column.column is not None:
            places.append((column.column, role.role, tree))
        elif column.constant is not None:
            constants.append((role.role, column.constant, tree))
    measures = {measure.code: measure for measure in data_set.measures}
    if source.long is not None and not places:
        columns = tuple(SheetColumn(code, measure) for code, measure in measures.items())
        named = {source.long.measure_column, source.long.value_column}
    else:
        columns = tuple(SheetColumn(one.column, measures[one.measure]) for one in source.wide)
        named = {one.column for one in source.wide}
    if not 0 < len(columns) <= (MOST_COLUMNS if places else MOST_ROWS):
        return None
    typed = {str(source.period.column), *(name for name, _, _ in places), *named}
    typed |= {name for name in (source.state_column, source.footnote_column) if name is not None}
    if set(plan.wanted()) - typed:
        return None
    return Sheet(source, data_set, plan, tuple(places), tuple(constants), columns)


def rows_of(sheet: Sheet, viewer: Viewer, definitions: Definitions, on: date) -> tuple[Codes, ...]:
    """The rows that the viewer may type on a day, in the order of the breakdowns: those that they may load, within their limits.

    () where there are none, or more than can be typed. sheet: as `sheet_of` the viewer.
    """
    items = {one.measure.code for one in sheet.columns}
    granted = [one for one in shares(viewer, definitions, sheet.data_set) if not one.measures or items <= one.measures]
    if not granted:
        return ()
    units = (
        None if any(share.units is None for share in granted) else {u for share in granted for u in share.units or ()}
    )
    levels = {role.role: role.level for role in sheet.data_set.dimensions}
    scopes = {} if viewer.everything else dict(viewer.scopes)
    for role, code, tree in sheet.constants:
        beyond = tree.dimension.code in scopes and not tree.lies_within(code, scopes[tree.dimension.code], on)
        anothers = (
            role == sheet.data_set.provider_dimension and units is not None and not tree.lies_within(code, units, on)
        )
        if beyond or anothers:
            return ()
    each: list[list[str]] = []
    for _, role, tree in sheet.places:
        level = levels[role] or tree.dimension.levels[-1].code
        members = [member.code for member in tree.level_members(level, on, pads=False)]
        if units is not None and role == sheet.data_set.provider_dimension:
            members = [code for code in members if tree.lies_within(code, units, on)]
        if tree.dimension.code in scopes:
            limit = scopes[tree.dimension.code]
            members = [code for code in members if tree.lies_within(code, limit, on)]
        each.append(members)
    found = tuple(product(*each))
    return found if len(found) <= MOST_ROWS else ()


def lines_of(sheet: Sheet, rows: Sequence[Codes]) -> list[tuple[Cell, ...]]:
    """The cells of each line of the file, in its order: a place's figures, or one data item where each has a line. What is
    said in a comment is said of a line."""
    if sheet.source.long is not None:
        return [(((), one.measure.code),) for one in sheet.columns]
    return [tuple((codes, one.measure.code) for one in sheet.columns) for codes in rows]


def label_for(sheet: Sheet, period: Period, calendars: Calendars) -> str | None:
    """What the file says for a period, so that it is read as that period; None where nothing is."""
    for text in (period.code, calendars.label(period), calendars.label(period, short=True)):
        meant = list(resolve_labels([text], sheet.plan.year_types(), sheet.plan, calendars))
        if meant and all((one.start, one.end) == (period.start, period.end) for one in meant):
            return text
    return None


def choices_of(measure: Measure) -> tuple[str, ...]:
    """What may be typed of a measure that knows few values; () of any other."""
    return YES_NO if measure.value_kind == "yes-no" else measure.stages


def faults(sheet: Sheet, typed: Mapping[Cell, str]) -> dict[Cell, str]:
    """What of it is no figure of its kind, by cell: what was expected, and what to do."""
    found = {}
    for column in sheet.columns:
        reading = reading_of(column.measure, sheet.source.nothing, None, sheet.source.period.date_order)
        for (codes, measure), text in typed.items():
            if measure == column.measure.code and text.strip() and (meant := read(text, reading)).expected:
                found[codes, measure] = f"“{text[:40]}”: {meant.expected} was expected. {meant.what_to_do}".strip()
    return found


def jumps(sheet: Sheet, typed: Mapping[Cell, str], history: Sequence[Mapping[Cell, str]]) -> dict[Cell, str]:
    """What of it lies far from what came before, by cell, in words. history: of the periods before, oldest first. Pure.

    Far is beyond the limits of a process chart of what is held: its mean, and 2.66 times its mean change, either way.
    """
    found = {}
    for column in sheet.columns:
        if column.measure.value_kind in UNMEASURED:
            continue
        reading = reading_of(column.measure, sheet.source.nothing, None, sheet.source.period.date_order)
        for (codes, measure), text in typed.items():
            if measure != column.measure.code or (meant := _number(read(text, reading))) is None:
                continue
            known = [Decimal(said) for each in history if (said := each.get((codes, measure), ""))]
            limits = usual_range(known)
            if limits is not None and not limits[0] <= meant <= limits[1]:
                found[codes, measure] = (
                    f"{plain(meant)} is far from what came before: the last {len(known)} were between {plain(min(known))} and "
                    f"{plain(max(known))}."
                )
    return found


def _number(meant: Read) -> Decimal | None:
    if meant.published is not None:
        return Decimal(repr(meant.published))
    return meant.value


def as_file(
    sheet: Sheet,
    label: str,
    keys: Collection[Cell],
    typed: Mapping[Cell, str],
    comments: Mapping[Cell, str],
    state: str = PROVISIONAL,
) -> bytes:
    """The file that stands for some cells: their rows only, of the state where the source has a column for one.

    Rows that nobody changed are left out: stated again they would lose their state. typed: the figures of all cells, in the
    order of the sheet. Where the file has a row for each data item, an emptied one has a row too.
    """
    lines = _long(sheet, label, keys, typed) if sheet.source.long is not None else _wide(sheet, label, keys, typed)
    source = sheet.source
    out = io.StringIO()
    writer = csv.writer(out)
    for cells, line in lines:
        said = (
            next((text for cell in cells if (text := comments.get(cell, ""))), "") if cells else source.footnote_column
        )
        writer.writerow(
            [
                *line,
                *([] if source.state_column is None else [state if cells else source.state_column]),
                *([] if source.footnote_column is None else [said]),
            ]
        )
    return out.getvalue().encode()


def _wide(
    sheet: Sheet, label: str, keys: Collection[Cell], typed: Mapping[Cell, str]
) -> Iterator[tuple[list[Cell], list[str]]]:
    places = [(sheet.source.dimensions[role].match, tree) for _, role, tree in sheet.places]
    heads = [str(sheet.source.period.column), *(name for name, _, _ in sheet.places)]
    yield [], [*heads, *(one.column for one in sheet.columns)]
    for codes in dict.fromkeys(codes for codes, _ in typed):
        cells = [(codes, one.measure.code) for one in sheet.columns]
        figures = [typed.get(cell, "").strip() for cell in cells]
        if any(figures) and any(cell in keys for cell in cells):
            where = [
                tree.name(code) if match == "name" else code for (match, tree), code in zip(places, codes, strict=True)
            ]
            yield cells, [label, *where, *figures]


def _long(
    sheet: Sheet, label: str, keys: Collection[Cell], typed: Mapping[Cell, str]
) -> Iterator[tuple[list[Cell], list[str]]]:
    assert sheet.source.long is not None
    yield [], [str(sheet.source.period.column), sheet.source.long.measure_column, sheet.source.long.value_column]
    for one in sheet.columns:
        cell: Cell = ((), one.measure.code)
        if cell in keys:
            yield [cell], [label, one.measure.code, typed.get(cell, "").strip()]
