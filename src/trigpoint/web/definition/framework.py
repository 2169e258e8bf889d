"""A framework's definition as one table: its nodes in order, each with the indicators that stand in it and on what terms."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from trigpoint.definitions.frameworks import Framework, Node, Place, RollUp, every_node
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.rollup import ROLL_UP_WORDS
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table

COLUMNS = (
    Column("name", "Name", "link", wide=True, sort=False),
    Column("what", "What it is", sort=False),
    Column("weight", "Weight", "number", sort=False),
    Column("judged", "Judged", sort=False),
    Column("where", "Read for", sort=False),
    Column("lead", "Leads", sort=False),
    Column("supports", "Supports", sort=False),
    Column("due", "Due", sort=False),
    Column("code", "Code", sort=False),
)


def framework_table(framework: Framework, definitions: Definitions) -> Table:
    """Columns without anything in them are left out."""
    rows = [row for node in framework.nodes for row in _rows(node, framework.roll_up, framework, definitions, 0)]
    held = tuple(column for column in COLUMNS if any(row.get(column.key) not in (None, "") for row in rows))
    kept = {column.key for column in held} | {"_class"}
    told = [{key: cell for key, cell in row.items() if key in kept} for row in rows]
    return Table(f"What stands in {framework.name}", held, told, name=f"{framework.code}-tree")


def _rows(
    node: Node, above: RollUp, framework: Framework, definitions: Definitions, depth: int
) -> Iterator[dict[str, Cell]]:
    roll_up = node.roll_up or above
    supported = [definitions.frameworks.get(each.framework) for each in node.supports]
    yield {
        "name": Link(f"{'— ' * depth}{node.name}", "", node.description),
        "what": node.level or "Objective",
        "weight": node.weight,
        "judged": ROLL_UP_WORDS[roll_up],
        "supports": "; ".join(
            f"{_node_name(other, each.node)} ({other.name})" if other else each.node
            for other, each in zip(supported, node.supports, strict=True)
        ),
        "code": node.code,
        "_class": "row-total" if depth == 0 else "",
    }
    for place in node.items:
        yield _item(place, framework, definitions, depth + 1)
    for child in node.nodes:
        yield from _rows(child, roll_up, framework, definitions, depth + 1)


def _item(place: Place, framework: Framework, definitions: Definitions, depth: int) -> dict[str, Cell]:
    indicator = definitions.indicators[place.indicator]
    rule_set = definitions.rule_sets.get(place.rule_set or framework.rule_set)
    lead = definitions.organisations.name(place.lead) if place.lead and definitions.organisations else ""
    return {
        "name": Link(f"{'— ' * depth}{indicator.name}", reverse("indicator", args=[indicator.code])),
        "what": "Indicator",
        "weight": place.weight,
        "judged": rule_set.name if rule_set else "",
        "where": ", ".join(definitions.dimensions[each].name(member) for each, member in place.where.items()),
        "lead": lead,
        "due": place.due or "",
        "code": place.item,
    }


def _node_name(framework: Framework, code: str) -> str:
    return next((node.name for node in every_node(framework.nodes) if node.code == code), code)
