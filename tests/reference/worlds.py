"""Small worlds drawn as text: definitions in YAML, facts as a table, answers as a table. Used by many tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from trigpoint.cube.answer import Answer, Cell
from trigpoint.cube.engine import Engine
from trigpoint.cube.limits import Limits
from trigpoint.cube.question import AskGrain, By, Question, Where
from trigpoint.cube.warehouse import PlanReport
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.whole import Definitions, build
from trigpoint.definitions.yaml_files import read_text

TODAY = date(2020, 1, 1)
EVERYBODY = Limits(TODAY, audiences=frozenset(["public", "partnership"]))
FACT_COLUMNS: dict[str, pa.DataType] = {
    "measure": pa.string(), "period_start": pa.date32(), "period_end": pa.date32(), "grain": pa.string(),
    "period_label": pa.string(), "row_key": pa.string(), "provider": pa.string(), "value": pa.decimal128(18, 6),
    "published": pa.float64(), "text": pa.string(), "lower": pa.float64(), "upper": pa.float64(), "base": pa.float64(),
    "state": pa.string(), "nothing": pa.string(), "footnote": pa.string(), "load": pa.int64(), "file": pa.int32(),
    "line": pa.int64(), "precedence": pa.int64(), "mark": pa.string(), "fy": pa.int32(),
}  # fmt: skip


@dataclass(frozen=True)
class Files:
    """A table version: nothing but its files."""

    version: int
    files: tuple[str, ...]


@dataclass
class World:
    """Definitions and facts, and an engine to ask."""

    definitions: Definitions
    tables: dict[str, Files]
    engine: Engine
    limits: Limits = EVERYBODY

    def ask(
        self,
        indicators: str,
        period: str = "",
        grain: AskGrain = "month",
        by: Iterable[By | str] = (),
        where: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        report: PlanReport | None = None,
        **more: Any,
    ) -> Answer:
        """Answer a question in short form: indicators and periods parted by spaces, members of a filter by commas."""
        calendars = self.definitions.calendars
        question = Question(
            tuple(indicators.split()),
            grain,
            tuple(period_of(calendars, text) for text in period.split()),
            tuple(axis_of(axis) for axis in by),
            tuple(Where(dimension, tuple(members.split(","))) for dimension, members in (where or {}).items()),
            **more,
        )
        return self.engine.answer([question], self.definitions, self.tables, limits or self.limits, report=report)[0]

    def cell(self, indicators: str, period: str = "", grain: AskGrain = "month", **more: Any) -> Cell:
        """The one cell of a question that has one."""
        (cell,) = self.ask(indicators, period, grain, **more).cells()
        return cell


def axis_of(axis: By | str) -> By:
    """An axis written dimension, or dimension:level."""
    if isinstance(axis, By):
        return axis
    dimension, _, level = axis.partition(":")
    return By(dimension, level or None)


def period_of(calendars: Calendars, text: str) -> Period:
    """A period by its code."""
    return calendars.parse(text)


def by_members(answer: Answer) -> dict[str, Any]:
    """What each cell says, by its members: the value, the text, or the kind of nothing."""
    return {"/".join(cell.members): said(cell) for cell in answer.cells()}


def by_period(answer: Answer) -> dict[str, Any]:
    """What each cell says, by the code of its period as asked."""
    return {period.code: said(cell) for period, cell in zip(answer.asked, answer.cells(), strict=True)}


def said(cell: Cell) -> Any:
    """The value (or text) of a cell, or its kind of nothing."""
    return cell.nothing or (cell.text if cell.text is not None else cell.value)


def world(folder: Path, engine: Engine, definitions: str, **facts: str) -> World:
    """A world of YAML documents parted by --- lines, and of facts by data set (underscores for dashes)."""
    documents = [
        read_text(text, f"document-{n}.yaml") for n, text in enumerate(definitions.split("\n---\n")) if text.strip()
    ]
    built = build(documents)
    tables = {}
    for name, drawn in facts.items():
        code = name.replace("_", "-")
        path = folder / f"{code}.parquet"
        write_facts(path, built, code, drawn_rows(drawn))
        tables[code] = Files(0, (str(path),))
    return World(built, tables, engine)


def drawn_rows(drawn: str) -> list[dict[str, str]]:
    """The rows of a table drawn with bars; the first line names the columns. Blank cells are absent."""
    lines = [line.strip().strip("|") for line in drawn.strip().splitlines() if set(line.strip()) - set("|-+ ")]
    names = [name.strip() for name in lines[0].split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines[1:]]


def write_facts(path: Path, definitions: Definitions, data_set: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Facts as Parquet. A row has `period` and, by name, dimension roles, kept columns and fact columns; every other name
    is a measure of the data set (a wide row becomes a fact each)."""
    document = definitions.data_sets[data_set]
    roles = [dimension.role for dimension in document.dimensions]
    measures = {measure.code: measure for measure in document.measures}
    columns = dict(FACT_COLUMNS)
    columns |= {f"dim_{role}": pa.string() for role in roles} | {
        f"kept_{kept.code}": pa.string() for kept in document.kept
    }
    facts: list[dict[str, Any]] = []
    for line, row in enumerate(rows, 2):
        period = period_of(definitions.calendars, row["period"])
        shared: dict[str, Any] = {
            "period_start": period.start, "period_end": period.end, "grain": period.grain, "period_label": row["period"],
            "row_key": "" if document.rows == "slices" else str(line), "load": 1, "file": 1, "line": line,
            "precedence": 0, "fy": definitions.calendars.containing(period.start, "financial-year").start.year,
        }  # fmt: skip
        for role in roles:
            shared[f"dim_{role}"] = row.get(role) or None
        for kept in document.kept:
            shared[f"kept_{kept.code}"] = row.get(kept.code) or None
        for name in ("state", "footnote", "mark", "provider"):
            shared[name] = row.get(name) or None
        for name in ("base", "lower", "upper"):
            shared[name] = float(row[name]) if row.get(name) else None
        for name, measure in measures.items():
            text = row.get(name, "")
            if text in ("", None):
                continue
            facts.append(shared | {"measure": name} | _value(measure, str(text)))
    table = {name: pa.array([fact.get(name) for fact in facts], kind) for name, kind in columns.items()}
    pq.write_table(pa.table(table), path)


def _value(measure: Any, text: str) -> dict[str, Any]:
    nothing = {"-": "not-published", "n/a": "not-applicable", "x": "hidden", "?": "no-data"}
    if text in nothing:
        return {"nothing": nothing[text]}
    if measure.value_kind in ("stage", "date", "text"):
        return {"text": text}
    if measure.value_kind == "yes-no":
        return {"value": Decimal(text == "yes")}
    if measure.over_members == "none" and measure.over_time == "none":
        return {"published": float(text)}
    return {"value": Decimal(text)}
