# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""Tables of what the texts of a supply mean, made from its distinct texts, and the faults of those that mean nothing.

Tables: `labels` (label, year), `codes_0`… (text -> code, member), `measures` (text -> code), `states`, `instants`,
and `figures` (reading, text -> value, published, words or nothing) for what SQL cannot read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.document import Number
from trigpoint.definitions.periods import Calendars
from trigpoint.intake.dates import read_instant
from trigpoint.intake.numbers import Reading, read, reading_of
from trigpoint.intake.personal import UNBANDED, columns_banded
from trigpoint.intake.plan import SourcePlan
from trigpoint.intake.readers.header import same_name
from trigpoint.intake.resolve import (
    CodeMeaning,
    Meaning,
    resolve_codes,
    resolve_labels,
    resolve_measures,
    resolve_states,
)
from trigpoint.intake.staging import Staging
from trigpoint.store.schema import literal

_FAULT = [("expected", pa.string()), ("nearest", pa.string()), ("what_to_do", pa.string())]
_CODES = pa.schema([("text", pa.string()), ("code", pa.string()), ("member", pa.string()), *_FAULT])
_LABELS = pa.schema(
    [
        ("label", pa.string()),
        ("year", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("grain", pa.string()),
        ("state", pa.string()),
        *_FAULT,
    ]
)
_STATES = pa.schema([("text", pa.string()), ("state", pa.string()), *_FAULT])
_INSTANTS = pa.schema([("text", pa.string()), ("micros", pa.int64()), *_FAULT])
_FIGURES = pa.schema(
    [
        ("reading", pa.int32()),
        ("text", pa.string()),
        ("value", pa.decimal128(18, 6)),
        ("published", pa.float64()),
        ("words", pa.string()),
        ("nothing", pa.string()),
        *_FAULT,
    ]
)
_EXACT = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
_EXACT_GROUPED = r"-?[0-9]{1,3}(,[0-9]{3}){1,3}(\.[0-9]{1,6})?"
_FLOAT = r"-?[0-9]{1,18}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """Where figures stand: a text column of `supplied`, of which measure, and how its texts are read."""

    text: str
    column: str
    measure: Measure | None
    reading: int


@dataclass(frozen=True)
class Meanings:
    """How the texts of a supply are read. `readings` by number; `wide` per column; `long` by measure code."""

    readings: tuple[Reading, ...]
    wide: tuple[Figure, ...]
    long: dict[str, int]
    limits: dict[str, int]


def read_meanings(
    staging: Staging, plan: SourcePlan, trees: dict[str, DimensionTree], calendars: Calendars
) -> Meanings:
    """Makes the tables and adds the faults. `trees` by dimension code."""
    _codes(staging, plan, trees)
    if plan.long is not None:
        _measures(staging, plan)
    _labels(staging, plan, calendars)
    _states(staging, plan)
    _instants(staging, plan, calendars)
    _bands(staging, plan)
    _keys(staging, plan)
    return _figures(staging, plan)


def as_value(figure_text: str, reading: Reading, figures: str) -> tuple[str, str, str, str]:
    """SQL for value, published, words and nothing of a text, given an alias of the `figures` joined to it."""
    fast = _fast(figure_text, reading)
    value = published = "NULL"
    if fast is not None and reading.published:
        published = f"TRY_CAST(trim({figure_text}) AS DOUBLE)"
    elif fast is not None:
        value = f"TRY_CAST(replace(trim({figure_text}), ',', '') AS DECIMAL(18,6))"

    def chosen(simple: str, column: str, kind: str) -> str:
        if simple == "NULL":
            return f"CAST({figures}.{column} AS {kind})"
        return f"CASE WHEN {figures}.text IS NULL THEN {simple} ELSE {figures}.{column} END"

    return (
        chosen(value, "value", "DECIMAL(18,6)"),
        chosen(published, "published", "DOUBLE"),
        chosen("NULL", "words", "VARCHAR"),
        chosen("NULL", "nothing", "VARCHAR"),
    )


def _fast(text: str, reading: Reading) -> str | None:
    """SQL for whether a text is a plain number that DuckDB reads exactly as `numbers` would; None: none are."""
    if not reading.numeric or reading.multiply is not None:
        return None
    bare = f"trim({text})"
    if reading.published:
        plain = f"regexp_full_match({bare}, {literal(_FLOAT)})"
    else:
        plain = (
            f"(regexp_full_match({bare}, {literal(_EXACT)}) OR regexp_full_match({bare}, {literal(_EXACT_GROUPED)}))"
        )
    said = [literal(written) for written, _ in reading.nothing]
    return plain + (f" AND lower({bare}) NOT IN ({', '.join(said)})" if said else "")


def _fault(meaning: Meaning) -> dict[str, Any]:
    return {"expected": meaning.expected, "nearest": meaning.nearest, "what_to_do": meaning.what_to_do}


def _code_row(meaning: CodeMeaning) -> dict[str, Any]:
    return {"text": meaning.text, "code": meaning.code, "member": meaning.member, **_fault(meaning.fault)}


def _codes(staging: Staging, plan: SourcePlan, trees: dict[str, DimensionTree]) -> None:
    for index, dimension in enumerate(plan.data_set.dimensions):
        column = plan.dimension(dimension.role)
        texts = staging.texts(f"SELECT DISTINCT d{index} FROM supplied")
        meanings = resolve_codes(texts, column, dimension, trees[dimension.dimension])
        staging.lookup(f"codes_{index}", _CODES, (_code_row(meaning) for meaning in meanings))
        _add(staging, f"codes_{index}", f"d{index}", column.column or "", "code")


def _measures(staging: Staging, plan: SourcePlan) -> None:
    assert plan.long is not None
    texts = staging.texts("SELECT DISTINCT measure_text FROM supplied")
    staging.lookup(
        "measures", _CODES, (_code_row(meaning) for meaning in resolve_measures(texts, plan.long, plan.data_set))
    )
    years = [{"code": code, "year": plan.year_type(measure)} for code, measure in plan.measures.items()]
    staging.lookup("measure_years", pa.schema([("code", pa.string()), ("year", pa.string())]), years)
    _add(staging, "measures", "measure_text", plan.long.measure_column, "measure")


def _labels(staging: Staging, plan: SourcePlan, calendars: Calendars) -> None:
    texts = staging.texts("SELECT DISTINCT label FROM supplied")
    staging.lookup(
        "labels",
        _LABELS,
        (
            {
                "label": found.label,
                "year": found.year,
                "period_start": found.start,
                "period_end": found.end,
                "grain": found.grain,
                "state": found.state,
                **_fault(found.fault),
            }
            for found in resolve_labels(texts, plan.year_types(), plan, calendars)
        ),
    )
    year = ""
    if plan.long is not None:
        # A label means what its measure's year says; of a measure that nobody knows, nothing can be said.
        year = (
            " JOIN measures AS m ON m.text = s.measure_text JOIN measure_years AS y ON y.code = m.member "
            "AND l.year = y.year"
        )
    staging.fault_sql(
        f"SELECT s.file, s.row, {literal(plan.period_columns[0])}, 'period', s.label, any_value(l.expected), "
        "any_value(l.nearest), min(l.what_to_do) FROM supplied AS s JOIN labels AS l ON l.label = s.label "
        f"AND l.expected IS NOT NULL{year} GROUP BY s.file, s.row, s.label"
    )


def _states(staging: Staging, plan: SourcePlan) -> None:
    source = plan.source
    if source.state_column is None:
        return
    texts = staging.texts("SELECT DISTINCT state_text FROM supplied")
    staging.lookup(
        "states",
        _STATES,
        ({"text": text, "state": state, **_fault(fault)} for text, state, fault in resolve_states(texts, None)),
    )
    _add(staging, "states", "state_text", source.state_column, "state")


def _instants(staging: Staging, plan: SourcePlan, calendars: Calendars) -> None:
    column = plan.source.extract_date_column
    if column is None:
        return

    def rows() -> Iterator[dict[str, Any]]:
        for text in staging.texts("SELECT DISTINCT extract_text FROM supplied"):
            found = read_instant(text, plan.period.date_order, calendars.timezone)
            if isinstance(found, str):
                yield {"text": text, "micros": None, **_fault(Meaning("a date or time", None, found))}
            else:
                yield {"text": text, "micros": (found - EPOCH) // timedelta(microseconds=1), **_fault(Meaning())}

    staging.lookup("instants", _INSTANTS, rows())
    _add(staging, "instants", "extract_text", column, "date")


def _bands(staging: Staging, plan: SourcePlan) -> None:
    for rule in columns_banded(plan):
        for file, file_plan in enumerate(staging.plans):
            if same_name(rule.column) not in file_plan.at:
                continue
            staging.fault_sql(
                f"SELECT {file}, row, {literal(rule.column)}, 'band', '(not shown)', "
                f"{literal(f'a number from {rule.bands[0]:f} up')}, NULL, "
                f"'Mend it in the file; it is about a person and is not kept.' FROM file_{file} AS f "
                f"WHERE c{file_plan.index(rule.column)} = {literal(UNBANDED)} AND NOT EXISTS "
                f"(SELECT 1 FROM broken AS b WHERE b.file = {file} AND b.row = f.row)"
            )


def _keys(staging: Staging, plan: SourcePlan) -> None:
    for index, rule in enumerate(plan.kept_columns):
        if rule.as_ in plan.data_set.key:
            staging.fault_sql(
                f"SELECT file, row, {literal(rule.column)}, 'key', '', 'a value that tells this row from others', NULL, "
                f"'Fill it in.' FROM supplied WHERE trim(k{index}) = ''"
            )


def _figures(staging: Staging, plan: SourcePlan) -> Meanings:
    numbers: dict[Reading, int] = {}
    staging.lookup("figures", _FIGURES, ())

    def numbered(measure: Measure, multiply: Number | None = None) -> int:
        reading = reading_of(measure, plan.source.nothing, multiply, plan.period.date_order)
        return numbers.setdefault(reading, len(numbers))

    wide = tuple(
        Figure(f"v{index}", entry.column, entry.measure, numbered(entry.measure, entry.multiply))
        for index, entry in enumerate(plan.wide)
    )
    long = {code: numbered(measure) for code, measure in plan.measures.items()} if plan.long is not None else {}
    limit = Measure(code="limit", name="limit", unit="", over_members="none", over_time="none")
    limits = {what: numbered(limit) for what in ("lower", "upper", "base") if what in plan.single_columns()}
    readings = tuple(numbers)
    wanted: dict[int, list[str]] = {}
    for figure in wide:
        wanted.setdefault(figure.reading, []).append(f"SELECT {figure.text} AS text FROM supplied")
    for what, number in limits.items():
        wanted.setdefault(number, []).append(f"SELECT {what}_text AS text FROM supplied")
    if plan.long is not None:
        rows = [{"code": code, "reading": number} for code, number in long.items()]
        staging.lookup("measure_readings", pa.schema([("code", pa.string()), ("reading", pa.int32())]), rows)
        for number in set(long.values()):
            wanted.setdefault(number, []).append(
                "SELECT s.value_text AS text FROM supplied AS s JOIN measures AS m ON m.text = s.measure_text "
                f"JOIN measure_readings AS r ON r.code = m.member AND r.reading = {number}"
            )
    for number, selects in wanted.items():
        reading = readings[number]
        fast = _fast("text", reading)
        slow = f" WHERE NOT ({fast})" if fast is not None else ""
        texts = staging.texts(f"SELECT DISTINCT text FROM ({' UNION ALL '.join(selects)}){slow}")
        staging.append("figures", _FIGURES, (_figure(number, text, reading) for text in texts))
    _figure_faults(staging, plan, wide, limits)
    return Meanings(readings, wide, long, limits)


def _figure(number: int, text: str, reading: Reading) -> dict[str, Any]:
    found = read(text, reading)
    return {
        "reading": number,
        "text": text,
        "value": found.value,
        "published": found.published,
        "words": found.text,
        "nothing": found.nothing,
        "expected": found.expected,
        "nearest": found.nearest,
        "what_to_do": found.what_to_do,
    }


def _figure_faults(staging: Staging, plan: SourcePlan, wide: tuple[Figure, ...], limits: dict[str, int]) -> None:
    bad = {
        n for (n,) in staging.con.execute("SELECT DISTINCT reading FROM figures WHERE expected IS NOT NULL").fetchall()
    }
    single = plan.single_columns()
    places = [(f.text, f.column, f.reading) for f in wide] + [(f"{w}_text", single[w], n) for w, n in limits.items()]
    for text, column, number in places:
        if number in bad:
            staging.fault_sql(
                f"SELECT s.file, s.row, {literal(column)}, 'figure', s.{text}, f.expected, f.nearest, f.what_to_do "
                f"FROM supplied AS s JOIN figures AS f ON f.reading = {number} AND f.text = s.{text} "
                "AND f.expected IS NOT NULL"
            )
    if plan.long is not None and bad:
        staging.fault_sql(
            f"SELECT s.file, s.row, {literal(plan.long.value_column)}, 'figure', s.value_text, f.expected, f.nearest, "
            "f.what_to_do FROM supplied AS s JOIN measures AS m ON m.text = s.measure_text "
            "JOIN measure_readings AS r ON r.code = m.member "
            "JOIN figures AS f ON f.reading = r.reading AND f.text = s.value_text AND f.expected IS NOT NULL"
        )


def _add(staging: Staging, table: str, text: str, column: str, kind: str) -> None:
    """Adds the faults of a table of meanings to the rows whose texts mean nothing."""
    if staging.one(f"SELECT count(*) FROM {table} WHERE expected IS NOT NULL"):
        staging.fault_sql(
            f"SELECT s.file, s.row, {literal(column)}, {literal(kind)}, s.{text}, t.expected, t.nearest, t.what_to_do "
            f"FROM supplied AS s JOIN {table} AS t ON t.text = s.{text} AND t.expected IS NOT NULL"
        )
