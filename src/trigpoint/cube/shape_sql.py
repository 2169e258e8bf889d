"""DuckDB's SQL of a shape: built once with Ibis, kept, and only bound to values after."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import cast

import ibis
import sqlglot
from sqlglot import exp

from trigpoint.cube.shape_expressions import MOST_ROWS, PARAMETERS, expression
from trigpoint.cube.shapes import Shape, facts_table


@lru_cache(maxsize=512)
def sql(shape: Shape) -> str:
    """DuckDB's SQL for a shape: facts are read from the files bound to $files, values are parameters.

    Ibis is asked once for all data sets with as many roles: names of roles are put in after.
    """
    names = list(dict.fromkeys((*shape.roles, *shape.every_role, *shape.complete)))
    standing = {name: f"·{number}·" for number, name in enumerate(names)}

    def stand_ins(roles: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted((standing[role] for role in roles), key=lambda role: int(role.strip("·"))))

    plain = replace(
        shape, roles=stand_ins(shape.roles), narrow=stand_ins(shape.narrow), complete=stand_ins(shape.complete),
        every_role=stand_ins(shape.every_role), of="·of·" if shape.of else "",
    )  # fmt: skip
    text = _plain_sql(plain).replace("·of·", shape.of)
    return re.sub(r"·(\d+)·", lambda found: names[int(found[1])], text)


@lru_cache(maxsize=256)
def _plain_sql(shape: Shape) -> str:
    """The SQL of a shape whose roles are only numbered.

    Facts are an empty relation of the declared types UNION ALL BY NAME the files, so that a column that older files
    lack is null in them, and so that no file's own types count.
    """
    tree = sqlglot.parse_one(str(ibis.to_sql(expression(shape), dialect="duckdb")), dialect="duckdb")

    def exchange(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Literal) and node.is_string and node.this.strip("·") in PARAMETERS:
            return exp.Parameter(this=exp.Var(this=node.this.strip("·")))
        if isinstance(node, exp.Literal) and node.this == str(MOST_ROWS):
            return exp.Parameter(this=exp.Var(this="most_rows"))
        if isinstance(node, exp.Table) and node.name == "facts":
            return exp.Subquery(
                this=_source(shape), alias=exp.TableAlias(this=exp.to_identifier(node.alias or "facts"))
            )
        return node

    return tree.transform(exchange).sql(dialect="duckdb")


def _source(shape: Shape) -> exp.Expression:
    types = facts_table(shape).schema()
    names = {"string": "VARCHAR", "date": "DATE", "float64": "DOUBLE", "int32": "INTEGER", "int64": "BIGINT"}
    typed = ", ".join(
        f'CAST(NULL AS {names.get(str(kind), "DECIMAL(18, 6)")}) AS "{name}"' for name, kind in types.items()
    )
    text = (
        f"SELECT {typed} WHERE FALSE UNION ALL BY NAME "  # noqa: S608 (names come from the catalogue's own codes)
        "SELECT * FROM READ_PARQUET($files, union_by_name => TRUE, hive_partitioning => FALSE)"
    )
    return cast("exp.Expression", sqlglot.parse_one(text, dialect="duckdb"))
