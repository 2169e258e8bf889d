# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""Placed rows as facts: Parquet files with exactly the fact columns of the store, wide rows melted to one a measure."""

from __future__ import annotations

from pathlib import Path

from trigpoint.definitions.datasets import Measure
from trigpoint.intake.meanings import Meanings, as_value
from trigpoint.intake.placing import period_columns
from trigpoint.intake.plan import SourcePlan
from trigpoint.intake.staging import Staging
from trigpoint.store.schema import columns_of, literal

_GIVEN_BY_THE_STORE = ("load", "precedence", "fy", "mark")


def write_facts(staging: Staging, plan: SourcePlan, meanings: Meanings, folder: Path) -> tuple[Path, ...]:
    """Writes the facts of `placed` into `folder`, and returns the files. The load's number is the store's to fill in."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    if plan.long is not None:
        numbers = sorted(set(meanings.long.values()))
        written = [_write(staging, plan, folder, _long(meanings, n), f"long_{n}") for n in numbers]
    written += [
        _write(staging, plan, folder, _wide(plan, meanings, index), f"wide_{index}")
        for index in range(len(meanings.wide))
    ]
    if plan.source.counts_rows is not None:
        select = _counted(plan, plan.measures[plan.source.counts_rows])
        written.append(_write(staging, plan, folder, select, "counted"))
    return tuple(path for path, rows in written if rows)


def _write(
    staging: Staging,
    plan: SourcePlan,
    folder: Path,
    figures: tuple[dict[str, str], str],
    name: str,
) -> tuple[Path, int]:
    given, source = figures
    expressions = {**_shared(plan, given), **given}
    for what in ("lower", "upper", "base"):
        expressions.setdefault(what, "CAST(NULL AS DOUBLE)")
    columns = ", ".join(
        f"CAST({expressions.get(column.name, 'NULL')} AS {column.sql}) AS {column.quoted}"
        for column in columns_of(plan.data_set).every
        if column.name not in _GIVEN_BY_THE_STORE
    )
    path = folder / f"{name}.parquet"
    row = staging.con.execute(
        f"COPY (SELECT {columns} FROM {source}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION snappy)"
    ).fetchone()
    return path, int(row[0]) if row else 0


def _shared(plan: SourcePlan, given: dict[str, str]) -> dict[str, str]:
    """SQL for the columns that do not depend on the measure, by name."""
    state = (
        f"coalesce(p.row_state, {given['label_state']}, {literal(plan.source.state) if plan.source.state else 'NULL'})"
    )
    columns = {
        "period_label": "p.label",
        "row_key": "p.row_key",
        "provider": "p.provider",
        "state": state,
        "footnote": "p.footnote",
        "file": "p.file",
        "line": "p.row",
    }
    columns |= {f"dim_{role}": f"p.d{index}" for index, role in enumerate(plan.roles)}
    columns |= {f"kept_{rule.as_}": f"p.k{index}" for index, rule in enumerate(plan.kept_columns)}
    return columns


def _long(meanings: Meanings, number: int) -> tuple[dict[str, str], str]:
    limits, joins = _limits(meanings)
    value, published, words, nothing = as_value("p.value_text", meanings.readings[number], "f")
    given = {
        "measure": "p.measure",
        "period_start": "p.period_start",
        "period_end": "p.period_end",
        "grain": "p.grain",
        "label_state": "p.label_state",
        "value": value,
        "published": published,
        "text": words,
        "nothing": nothing,
        **limits,
    }
    source = (
        f"placed AS p LEFT JOIN figures AS f ON f.reading = {number} AND f.text = p.value_text{joins} "
        f"WHERE p.reading = {number}"
    )
    return given, source


def _wide(plan: SourcePlan, meanings: Meanings, index: int) -> tuple[dict[str, str], str]:
    figure = meanings.wide[index]
    assert figure.measure is not None
    limits, joins = _limits(meanings)
    text = f"p.{figure.text}"
    value, published, words, nothing = as_value(text, meanings.readings[figure.reading], "f")
    given = {
        **_periods(plan, figure.measure),
        "value": value,
        "published": published,
        "text": words,
        "nothing": nothing,
        **limits,
    }
    return given, f"placed AS p LEFT JOIN figures AS f ON f.reading = {figure.reading} AND f.text = {text}{joins}"


def _counted(plan: SourcePlan, measure: Measure) -> tuple[dict[str, str], str]:
    return {**_periods(plan, measure), "value": "1"}, "placed AS p"


def _periods(plan: SourcePlan, measure: Measure) -> dict[str, str]:
    start, end, grain, state = period_columns(plan.year_type(measure))
    return {
        "measure": literal(measure.code),
        "period_start": f"p.{start}",
        "period_end": f"p.{end}",
        "grain": f"p.{grain}",
        "label_state": f"p.{state}",
    }


def _limits(meanings: Meanings) -> tuple[dict[str, str], str]:
    columns, joins = {}, ""
    for what, number in meanings.limits.items():
        alias = f"f_{what}"
        joins += f" LEFT JOIN figures AS {alias} ON {alias}.reading = {number} AND {alias}.text = p.{what}_text"
        columns[what] = as_value(f"p.{what}_text", meanings.readings[number], alias)[1]
    return columns, joins
