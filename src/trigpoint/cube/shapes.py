"""The shape of a question: what makes one SQL text differ from another, and the tables that it is over.

A shape says which dimension roles are told apart, and how rows are counted. Everything else (measures, periods, members,
rules) is in small tables that are joined by name:

    wanted       item, measure, pset, rule, over_time, map_<role>   what is to be worked out, one row an item
    spells       pset, period_start, period_end, era                            the supplied periods, and whose members hold
    spans        pset, period_start, period_end, target                         supplied period -> reporting periods
    map_<role>   map, era, code, target                                         supplied code -> members (many to many)
    needed       measure                                                        those that a complete slice holds
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import ibis

Kind = Literal["numbers", "distinct", "texts", "profile", "rows", "release"]

STATES = ("final", "revised", "provisional", "estimate")
"""From the firmest; of many rows the least firm stands for all."""

NOTHINGS = ("not_applicable", "no_data", "not_published", "hidden")
"""The kinds of nothing that a row may hold, as columns of counts."""


@dataclass(frozen=True)
class Shape:
    """kind: numbers aggregates values; distinct counts the values of a kept column; texts lists what was stated.

    roles: dimension roles whose codes are told apart. narrow: those of them whose map holds few of the codes, so that
    rows are thinned before they are aggregated. paired: also a fingerprint of the slices that hold a value, by which
    components are found to rest on the same slices. complete: all roles of the data set, when only slices that hold every
    measure of `needed` count. of: the kept column of distinct. whole: distinct over the reporting period, not per
    supplied period. every_role: all roles of the data set, where rows are shown, or slices fingerprinted, by all of them.
    """

    kind: Kind
    roles: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    paired: bool = False
    complete: tuple[str, ...] = ()
    of: str = ""
    whole: bool = False
    every_role: tuple[str, ...] = ()


def facts_table(shape: Shape) -> Any:
    """Rows of facts, with a column for each role and kept column that the shape names."""
    columns = {
        "measure": "string", "period_start": "date", "period_end": "date", "grain": "string", "period_label": "string",
        "row_key": "string", "provider": "string", "value": "decimal(18,6)", "published": "float64", "text": "string",
        "lower": "float64", "upper": "float64", "base": "float64", "state": "string", "nothing": "string",
        "footnote": "string", "load": "int64", "file": "int32", "line": "int64", "mark": "string",
    }  # fmt: skip
    for role in dict.fromkeys((*shape.roles, *shape.complete, *shape.every_role)):
        columns[f"dim_{role}"] = "string"
    if shape.of:
        columns[f"kept_{shape.of}"] = "string"
    return ibis.table(columns, name="facts")


def wanted_table(shape: Shape) -> Any:
    """What is to be worked out, one row an item."""
    columns = {"item": "int32", "measure": "string", "pset": "int32", "rule": "string", "over_time": "string"}
    return ibis.table(columns | {f"map_{role}": "int32" for role in shape.roles}, name="wanted")


def spells_table() -> Any:
    """The supplied periods, and whose members hold in them."""
    return ibis.table({"pset": "int32", "period_start": "date", "period_end": "date", "era": "int32"}, name="spells")


def spans_table() -> Any:
    """Supplied periods given to reporting periods."""
    return ibis.table({"pset": "int32", "period_start": "date", "period_end": "date", "target": "int32"}, name="spans")


def map_table(role: str) -> Any:
    """Supplied codes of a role given to its members."""
    return ibis.table({"map": "int32", "era": "int32", "code": "string", "target": "int32"}, name=f"map_{role}")


def needed_table() -> Any:
    """The measures of which a complete slice holds a value."""
    return ibis.table({"measure": "string"}, name="needed")
