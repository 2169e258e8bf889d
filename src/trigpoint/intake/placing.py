# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""Rows without fault, placed: their periods, codes, key, provider and order of supply; and rows that say a thing twice.

`placed` has a row for each supplied row; in wide layout each gives several facts, which share everything but the
measure and its figure. `settled` holds the rows that only repeat another of the same supply.
"""

from __future__ import annotations

from trigpoint.intake.faults import IntakeError
from trigpoint.intake.plan import SourcePlan, YearType
from trigpoint.intake.staging import Staging
from trigpoint.store.schema import literal


class SeveralExtracts(IntakeError):
    """A supply whose rows come from different extracts."""


_SEPARATOR = "chr(31)"


def place_rows(staging: Staging, plan: SourcePlan, arrival: int) -> int:
    """Makes `placed` and `settled`, and returns the supply's precedence, in microseconds UTC: its extract date, or else
    its arrival. Raises SeveralExtracts where rows have different extract dates, for a load has one place in the order."""
    staging.con.execute("CREATE TABLE settled (file INTEGER, row BIGINT)")
    staging.con.execute(f"CREATE TABLE placed AS {_placed(plan, arrival)}")
    for year in _key_years(plan):
        _settle_repeats(staging, plan, year)
    return _precedence(staging, plan, arrival)


def _precedence(staging: Staging, plan: SourcePlan, arrival: int) -> int:
    column = plan.source.extract_date_column
    if column is None:
        return arrival
    found = staging.con.execute(
        "SELECT p.precedence, any_value(s.extract_text) FROM placed AS p JOIN supplied AS s "
        "ON s.file = p.file AND s.row = p.row GROUP BY p.precedence ORDER BY 1"
    ).fetchall()
    if len(found) > 1:
        shown = ", ".join(text for _, text in found[:5]) + (f" and {len(found) - 5:,} more" if len(found) > 5 else "")
        raise SeveralExtracts(
            f"The supply holds rows of {len(found):,} extract dates ('{column}': {shown}). Supply each extract by itself; "
            "the order in which they come does not matter."
        )
    return int(found[0][0]) if found else arrival


def period_columns(year: YearType) -> tuple[str, str, str, str]:
    """The names in `placed` of a year type's start, end, grain and the label's state."""
    tag = year.replace("-", "_")
    return f"{tag}_start", f"{tag}_end", f"{tag}_grain", f"{tag}_state"


def _key_years(plan: SourcePlan) -> tuple[YearType | None, ...]:
    """Whose periods make the key: in long layout the row's own (None)."""
    return (None,) if plan.long is not None else plan.year_types()


def _placed(plan: SourcePlan, arrival: int) -> str:
    joins: list[str] = []
    columns = ["s.file", "s.row", "s.label"]
    if plan.long is not None:
        joins += [
            "JOIN measures AS m ON m.text = s.measure_text",
            "JOIN measure_years AS y ON y.code = m.member",
            "JOIN measure_readings AS r ON r.code = m.member",
            "JOIN labels AS l ON l.label = s.label AND l.year = y.year",
        ]
        columns += ["m.member AS measure", "r.reading", "s.value_text"]
        columns += ["l.period_start", "l.period_end", "l.grain", "l.state AS label_state"]
    else:
        for year in plan.year_types():
            start, end, grain, state = period_columns(year)
            joins.append(f"JOIN labels AS l_{start} ON l_{start}.label = s.label AND l_{start}.year = {literal(year)}")
            columns += [
                f"l_{start}.period_start AS {start}",
                f"l_{start}.period_end AS {end}",
                f"l_{start}.grain AS {grain}",
                f"l_{start}.state AS {state}",
            ]
    for index in range(len(plan.roles)):
        joins.append(f"JOIN codes_{index} AS c{index} ON c{index}.text IS NOT DISTINCT FROM s.d{index}")
        columns.append(f"nullif(c{index}.code, '') AS d{index}")
    columns += [f"nullif(trim(s.k{index}), '') AS k{index}" for index in range(len(plan.kept_columns))]
    columns += [f"s.v{index}" for index in range(len(plan.wide))]
    columns += ["s.lower_text", "s.upper_text", "s.base_text", "nullif(trim(s.footnote_text), '') AS footnote"]
    if plan.source.state_column is not None:
        joins.append("JOIN states AS st ON st.text = s.state_text")
        columns.append("st.state AS row_state")
    else:
        columns.append("CAST(NULL AS VARCHAR) AS row_state")
    if plan.source.extract_date_column is not None:
        joins.append("JOIN instants AS i ON i.text = s.extract_text")
        columns.append("i.micros AS precedence")
    else:
        columns.append(f"CAST({arrival:d} AS BIGINT) AS precedence")
    columns.append(f"{_provider(plan)} AS provider")
    faultless = "NOT EXISTS (SELECT 1 FROM faults AS f WHERE f.file = s.file AND f.row = s.row)"
    rows = f"SELECT {', '.join(columns)} FROM supplied AS s {' '.join(joins)} WHERE {faultless}"
    return f"SELECT *, {_row_key(plan)} AS row_key FROM ({rows})"


def _provider(plan: SourcePlan) -> str:
    data_set = plan.data_set
    if data_set.provider_dimension is not None and data_set.provider_dimension in plan.roles:
        index = plan.roles.index(data_set.provider_dimension)
        return f"nullif(coalesce(c{index}.member, c{index}.code), '')"
    return literal(data_set.provider) if data_set.provider is not None else "CAST(NULL AS VARCHAR)"


def _row_key(plan: SourcePlan) -> str:
    """What tells rows of one slice apart: the key's columns; or for events the content, and which of equal ones it is."""
    kept = {rule.as_: f"k{index}" for index, rule in enumerate(plan.kept_columns)}
    if plan.data_set.key:
        return f"concat_ws('|', {', '.join(kept[code] for code in plan.data_set.key if code in kept)})"
    if not plan.events:
        return "''"
    content = [f"coalesce(trim({name}), '')" for name in _content(plan)]
    slices = [f"coalesce(d{index}, '')" for index in range(len(plan.roles))]
    digest = f"md5(concat_ws({_SEPARATOR}, label, {', '.join([*slices, *content])}))"
    # Two equal events of a file are two events; the same file again, or one that overlaps it, gives the same keys.
    return f"{digest} || '-' || row_number() OVER (PARTITION BY file, {digest} ORDER BY row)"


def _content(plan: SourcePlan) -> list[str]:
    """The columns of `placed` that say something, beside the key."""
    said = ["value_text"] if plan.long is not None else [f"v{index}" for index in range(len(plan.wide))]
    kept = [f"k{index}" for index in range(len(plan.kept_columns))]
    return [*said, *kept, "lower_text", "upper_text", "base_text", "footnote", "row_state"]


def _settle_repeats(staging: Staging, plan: SourcePlan, year: YearType | None) -> None:
    """Rows that state one fact: where they agree, all but the first are repeats; where they do not, all are rejected."""
    periods = ("measure", "period_start", "period_end") if year is None else period_columns(year)[:2]
    key = ", ".join([*periods, *(f"d{index}" for index in range(len(plan.roles))), "row_key"])
    same = f"md5(concat_ws({_SEPARATOR}, {', '.join(f'coalesce(trim({name}), {_NOUGHT})' for name in _content(plan))}))"
    con = staging.con
    con.execute("DROP TABLE IF EXISTS doubled")
    con.execute(
        f"CREATE TABLE doubled AS SELECT p.file, p.row, {same} AS content, dense_rank() OVER (ORDER BY {key}) "
        f"AS fact FROM placed AS p SEMI JOIN (SELECT {key} FROM placed GROUP BY {key} HAVING count(*) > 1) AS k ON "
        + " AND ".join(f"p.{name} IS NOT DISTINCT FROM k.{name}" for name in key.split(", "))
    )
    if not staging.one("SELECT count(*) FROM doubled"):
        return
    names = " ".join(f"WHEN {file} THEN {literal(plan.file)}" for file, plan in enumerate(staging.plans))
    several = len(staging.plans) > 1
    first = "list((file, row) ORDER BY file, row)"
    other = "CASE WHEN g.places[1][1] = d.file AND g.places[1][2] = d.row THEN g.places[2] ELSE g.places[1] END"
    where = f"'row ' || o[2]{f" || ' of ' || CASE o[1] {names} END" if several else ''}"
    staging.fault_sql(
        f"SELECT file, row, NULL, 'twice', {where}, 'one row for each period, breakdown and data item', NULL, "
        "'Two rows state the same fact with different figures: find out which is right, and leave the other out.' FROM "
        f"(SELECT d.file, d.row, {other} AS o FROM doubled AS d JOIN (SELECT fact, {first} AS places FROM doubled "
        "GROUP BY fact HAVING count(DISTINCT content) > 1) AS g ON g.fact = d.fact)"
    )
    con.execute(
        "INSERT INTO settled SELECT file, row FROM doubled WHERE fact IN (SELECT fact FROM doubled "
        "GROUP BY fact HAVING count(DISTINCT content) = 1) "
        "QUALIFY row_number() OVER (PARTITION BY fact ORDER BY file, row) > 1"
    )
    for table in ("settled", "faults"):
        con.execute(f"DELETE FROM placed USING {table} AS s WHERE placed.file = s.file AND placed.row = s.row")


_NOUGHT = "''"
