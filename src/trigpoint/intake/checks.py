# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""The checks that a source makes of its rows, each one set operation over all of them."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.definitions.faults import nearest
from trigpoint.definitions.sources import Check
from trigpoint.intake.plan import FilePlan
from trigpoint.intake.staging import Staging
from trigpoint.store.schema import literal


@dataclass(frozen=True)
class Warned:
    """A check that warns, and how many rows it warns of; `rows` are the first few, as (file, row)."""

    message: str
    count: int
    rows: tuple[tuple[int, int], ...]


def run_checks(staging: Staging, checks: tuple[Check, ...]) -> list[Warned]:
    """Adds a fault for each row that breaks a check which rejects, and returns what those found which only warn."""
    warned = []
    for check in checks:
        found = " UNION ALL ".join(_offenders(staging, check, file, plan) for file, plan in enumerate(staging.plans))
        if check.type == "unique":
            found = f"SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY lower(text)) AS times FROM ({found})) WHERE times > 1"
        expected = _expected(check)
        if check.does == "warn":
            warned.extend(_warning(staging, check, f"({found})", expected))
            continue
        near = _nearest_table(staging, check, found)
        staging.fault_sql(
            f"SELECT o.file, o.row, {literal(check.column)}, 'check', o.text, {literal(expected)}, {near[0]}, "
            f"{literal(_what_to_do(check))} FROM ({found}) AS o{near[1]}"
        )
    return warned


def _offenders(staging: Staging, check: Check, file: int, plan: FilePlan) -> str:
    """SQL for file, row and text of the rows of one file that break the check (for `unique`: of all filled ones)."""
    cell = f"trim(c{plan.index(check.column)})"
    number = _number(cell)
    match check.type:
        case "required":
            broken = f"{cell} = ''"
        case "range":
            sides = []
            if check.minimum is not None:
                sides.append(f"{number} < {_decimal(check.minimum)}")
            if check.maximum is not None:
                sides.append(f"{number} > {_decimal(check.maximum)}")
            broken = " OR ".join(sides)
        case "allowed":
            broken = f"{cell} <> '' AND {cell} NOT IN ({', '.join(literal(value) for value in check.values)})"
        case "unique":
            broken = f"{cell} <> ''"
        case "not-above":
            assert check.than is not None
            broken = f"{number} > {_number(f'trim(c{plan.index(check.than)})')}"
    text = cell
    if check.type == "not-above":
        assert check.than is not None
        text = f"{cell} || ' against ' || trim(c{plan.index(check.than)})"
    unbroken = f"NOT EXISTS (SELECT 1 FROM broken AS b WHERE b.file = {file} AND b.row = f.row)"
    return f"SELECT {file} AS file, f.row AS row, {text} AS text FROM file_{file} AS f WHERE ({broken}) AND {unbroken}"


def _number(cell: str) -> str:
    # What is no number has a fault of its own, or stands for nothing; no check can be made of it.
    return f"TRY_CAST(rtrim(ltrim(replace({cell}, ',', ''), '£$€ '), '% ') AS DECIMAL(38, 12))"


def _decimal(number: object) -> str:
    return f"CAST('{number:f}' AS DECIMAL(38, 12))"


def _expected(check: Check) -> str:
    match check.type:
        case "required":
            return "a value"
        case "range":
            if check.minimum is None:
                return f"at most {check.maximum:f}"
            if check.maximum is None:
                return f"at least {check.minimum:f}"
            return f"from {check.minimum:f} to {check.maximum:f}"
        case "allowed":
            shown = ", ".join(check.values[:12])
            return f"one of {shown}" + (f" and {len(check.values) - 12} more" if len(check.values) > 12 else "")
        case "unique":
            return "a value that stands in one row only"
        case "not-above":
            return f"no more than '{check.than}'"


def _what_to_do(check: Check) -> str:
    if check.why:
        return check.why if check.why.endswith(".") else check.why + "."
    match check.type:
        case "required":
            return "Fill it in."
        case "unique":
            return "Find out which of the rows is right, and leave the others out."
        case "not-above":
            return "One of the two is wrong, or they stand in each other's column."
        case _:
            return "Mend it at its origin."


def _nearest_table(staging: Staging, check: Check, found: str) -> tuple[str, str]:
    """For `allowed`: SQL of the nearest allowed value of each distinct offending text, and of its join."""
    if check.type != "allowed":
        return "NULL", ""
    texts = [text for (text,) in staging.con.execute(f"SELECT DISTINCT text FROM ({found}) LIMIT 10000").fetchall()]
    pairs = [(text, near[0]) for text in texts if (near := nearest(text, check.values))]
    if not pairs:
        return "NULL", ""
    values = ", ".join(f"({literal(text)}, {literal(near)})" for text, near in pairs)
    return "n.near", f" LEFT JOIN (VALUES {values}) AS n(text, near) ON n.text = o.text"


def _warning(staging: Staging, check: Check, found: str, expected: str) -> list[Warned]:
    count = staging.one(f"SELECT count(*) FROM {found} AS w")
    if not count:
        return []
    rows = staging.con.execute(f"SELECT file, row FROM {found} AS w ORDER BY file, row LIMIT 10").fetchall()
    why = f" {_what_to_do(check)}" if check.why else ""
    many = f"In {count:,} row{'s' if count != 1 else ''}"
    return [Warned(f"{many} '{check.column}' should be {expected}, and is not.{why}", count, tuple(rows))]
