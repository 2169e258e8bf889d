"""A partner, or a part of one: where it stands, and what it owns and supplies."""

from __future__ import annotations

from trigpoint.catalogue.entries import KIND_NAMES, owner_of
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.describing import Row
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.links import definition_href


def partner_says(tree: DimensionTree, code: str) -> list[Row]:
    """Its level, code and other names, and what it is part of. tree: the organisations. Raises KeyError without it."""
    member = tree.members[code]
    says = [Row("Level", tree.levels[member.level].name), Row("Code", code)]
    says += [Row("Also called", ", ".join(member.aliases))] if member.aliases else []
    says += [Row(tree.levels[one.level].name, one.name) for one in tree.lineage(code)[:-1]]
    return says


def partner_table(definitions: Definitions, tree: DimensionTree, code: str) -> Table:
    """The definitions that it, or what is part of it, owns or supplies. tree: the organisations."""
    within = tree.beneath(code)
    rows: list[dict[str, Cell]] = []
    for document in definitions.by_key.values():
        if owner_of(document) in within:
            kind = document.identity[0]
            part = "supplies it" if isinstance(document, DataSet) else "owns it"
            rows.append(
                {
                    "name": Link(document.name, definition_href(kind, document.code)),
                    "kind": KIND_NAMES[kind][0],
                    "part": part,
                }
            )
    for data_set, supplies in definitions.expected_supplies.items():
        if any(one.provider in within for one in supplies) and definitions.data_sets[data_set].provider not in within:
            rows.append(
                {
                    "name": Link(definitions.data_sets[data_set].name, definition_href("data-set", data_set)),
                    "kind": "Data set",
                    "part": "supplies part of it",
                }
            )
    columns = (Column("name", "Name", "link", wide=True), Column("kind", "What it is"), Column("part", "Its part"))
    return Table(f"What {tree.members[code].name} owns and supplies", columns, rows, name=code)
