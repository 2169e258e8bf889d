"""Answers as text for people, and as CSV, JSON and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from trigpoint.ask.answered import Answered
from trigpoint.ask.records import dumps, made_record, records
from trigpoint.cli.columns import aligned
from trigpoint.judge.numbers import format_nothing, plain, with_unit
from trigpoint.publish.cells import STATE_WORDS
from trigpoint.publish.from_answers import said, status_cell
from trigpoint.publish.table_files import neutral

RATIO_DECIMALS = 3
"""Figures that were divided are said to at least so many places: who asks here wants to check them."""

UNJUDGED = frozenset({"not-additive", "not-permitted", "not-published", "not-applicable"})
"""Kinds of nothing beside which a status would say something else: there are data, but not this figure."""

MOST_EXPLAINED = 12
"""Up to so many figures it is said beneath what each was made of and how it was judged."""

FIGURES = {"value": pa.float64(), "numerator": pa.decimal128(38, 6), "denominator": pa.decimal128(38, 6),
           "base": pa.float64(), "lower": pa.float64(), "upper": pa.float64(), "coverage_have": pa.int64(),
           "coverage_expected": pa.int64(), "period_start": pa.date32(), "period_end": pa.date32()}  # fmt: skip


def written(answers: Sequence[Answered], format_: str) -> str | bytes:
    """Answers in a format: table, csv, json or parquet."""
    if format_ == "json":
        return dumps({"cells": records(answers), "made": made_record(list(answers))}) + "\n"
    if format_ == "csv":
        return _csv(_flat(answers))
    if format_ == "parquet":
        return _parquet(_flat(answers))
    return for_people(answers)


def for_people(answers: Sequence[Answered]) -> str:
    """A table with its notes beneath: why a figure is missing, what it was made of, how it was judged."""
    rows: list[list[str]] = []
    notes: dict[str, None] = {}
    found = records(answers)
    numbered = [(answered, i) for answered in answers for i in range(len(answered))]
    several = len({record["indicator"] for record in found}) > 1
    breakdowns = list(dict.fromkeys(code for record in found for code in record["members"]))
    compared = list(dict.fromkeys(code for record in found for code in record["compared"]))
    ratio = any(record["numerator"] is not None for record in found)
    for record, (answered, i) in zip(found, numbered, strict=True):
        row = [record["name"]] if several else []
        row += [record["members"].get(code, {}).get("name", "") for code in breakdowns]
        row += [record["period"]["label"], _figure(answered, i), _status(answered, i)]
        if ratio:
            row += [_number(record["numerator"]), _number(record["denominator"])]
        row += [_compared(answered, i, code) for code in compared]
        row.append(_beside(record))
        rows.append(row)
        for note in _notes(record, explained=len(found) <= MOST_EXPLAINED):
            notes[note] = None
        for code, none in record["not_compared"].items():
            if none["nothing"] == "not-applicable":
                notes[f"{answered.definitions.comparison_name(code)}: {none['reason']}"] = None
    dimensions = answers[0].definitions.dimensions
    headings = ["Indicator"] if several else []
    headings += [dimensions[code].dimension.name for code in breakdowns] + ["Period", "Figure", "Status"]
    right = {headings.index("Figure")}
    if ratio:
        right |= {len(headings), len(headings) + 1}
        headings += ["Numerator", "Denominator"]
    for code in compared:
        right.add(len(headings))
        headings.append(answers[0].definitions.comparison_name(code))
    headings.append("Note")
    lines = [] if several else [found[0]["name"] if found else "", ""]
    lines += aligned(headings, rows, right) if rows else ["There are no figures to show."]
    if notes:
        lines += ["", *notes]
    return "\n".join(lines).lstrip("\n") + "\n"


def _figure(answered: Answered, i: int) -> str:
    cell = answered.cell(i)
    indicator = answered.definitions.indicators[cell.indicator]
    words = said(cell, answered.terms(cell.indicator))
    if words:
        return words
    if cell.value is None:
        return format_nothing(cell.nothing)
    if cell.denominator is not None and cell.numerator is not None:
        return with_unit(cell.value, indicator.unit, max(indicator.decimals, RATIO_DECIMALS))
    return with_unit(cell.value, indicator.unit, None if isinstance(cell.value, Decimal) else indicator.decimals)


def _status(answered: Answered, i: int) -> str:
    if answered.cell(i).nothing in UNJUDGED:
        return ""
    partnership = answered.definitions.partnership
    return status_cell(answered.judgement(i), partnership.status_words if partnership else None).text


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _compared(answered: Answered, i: int, code: str) -> str:
    if code not in answered.facts.comparisons:
        return ""
    value, nothing, _ = answered.facts.comparisons[code][i]
    indicator = answered.definitions.indicators[answered.cell(i).indicator]
    return format_nothing(nothing) if value is None else with_unit(value, indicator.unit, indicator.decimals)


def _beside(record: dict[str, Any]) -> str:
    parts = []
    if record["state"] in STATE_WORDS:
        parts.append(STATE_WORDS[record["state"]])
    coverage = record["coverage"]
    if coverage and coverage["have"] != coverage["expected"]:
        parts.append(f"{coverage['have']:,} of {coverage['expected']:,} supplies")
    if record["lower"] is not None and record["upper"] is not None:
        parts.append(f"{plain(record['lower'], 1)} to {plain(record['upper'], 1)}")
    if record["base"] is not None:
        parts.append(f"base {plain(record['base'])}")
    return "; ".join(parts)


def _notes(record: dict[str, Any], explained: bool) -> list[str]:
    """What is said once beneath the table, however many figures it is true of. explained: also of each by itself."""
    notes = []
    if record["numerator"] is not None:
        items = "; ".join(f"{item['name']} {plain(item['value'])}" for item in record["data_items"])
        if items and explained:
            where = ", ".join([*(m["name"] for m in record["members"].values()), record["period"]["label"]])
            notes.append(f"Made of ({where}): {items}.")
        notes.append(f"Numerator: {record['numerator_name']}. Denominator: {record['denominator_name']}.")
    if record["reason"]:
        notes.append(
            f"{format_nothing(record['nothing']).capitalize() if record['nothing'] else 'Note'}: {record['reason']}"
        )
    if explained and record["why"] and record["why"] != record["reason"] and record["value"] is not None:
        notes.append(f"Status: {record['why']}")
    if record["footnote"]:
        notes.append(f"Footnote: {record['footnote']}")
    return notes


def _flat(answers: Sequence[Answered]) -> list[dict[str, Any]]:
    """A record a figure, without lists and objects inside."""
    rows = []
    for record in records(answers):
        row = {"indicator": record["indicator"], "name": record["name"]}
        for code, member in record["members"].items():
            row |= {code: member["code"], f"{code}_name": member["name"]}
        period, coverage = record["period"], record["coverage"] or {}
        row |= {"period": period["code"], "period_start": period["first_day"], "period_end": period["last_day"]}
        row |= {key: record[key] for key in ("value", "unit", "numerator", "denominator", "status", "reason")}
        row |= {key: record[key] for key in ("why", "target", "held_against", "nothing", "state", "text")}
        row["counts"] = "; ".join(f"{word}: {count}" for word, count in record["counts"].items()) or None
        row |= {key: record[key] for key in ("base", "lower", "upper", "footnote")}
        row |= {"coverage_have": coverage.get("have"), "coverage_expected": coverage.get("expected")}
        row |= {f"compared_{code}": value for code, value in record["compared"].items()}
        rows.append(row)
    return rows


def _headings(rows: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    headings = _headings(rows)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_csv_text(row.get(heading)) for heading in headings])
    return out.getvalue()


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return dumps(value)
    return neutral(value) if isinstance(value, str) else str(value)


def _parquet(rows: Sequence[dict[str, Any]]) -> bytes:
    """Numerators and denominators are exact decimals; values are doubles, since ratios have no last digit."""
    columns = {}
    for heading in _headings(rows):
        kind = FIGURES.get(heading, pa.float64() if heading.startswith("compared_") else pa.string())
        values = [row.get(heading) for row in rows]
        if kind == pa.float64():
            values = [None if value is None else float(value) for value in values]
        columns[heading] = pa.array(values, kind)
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()
