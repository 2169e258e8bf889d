"""Frameworks: a tree of items that can be rolled up; and responsibilities for what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.finding import Finding, Path, unknown
from trigpoint.definitions.checks.slices import dimensions_of, period_of, where_findings
from trigpoint.definitions.frameworks import Framework, Node
from trigpoint.definitions.responsibilities import Responsibilities, Responsibility

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of frameworks and responsibilities."""
    for framework in given.frameworks.values():
        seen: dict[str, str] = {}
        if framework.roll_up == "weight" and not any(node.weight for node in framework.nodes):
            message = "All of its nodes weigh 0, so it cannot be rolled up by weight."
            yield Finding(framework, ("nodes",), message, "Give a weight to one of them, or say 'roll_up: worst'.")
        for index, node in enumerate(framework.nodes):
            yield from _node(given, framework, ("nodes", index), node, framework.roll_up, seen)
    people = {one.person for one in given.responsibilities if one.role != "deputy"}
    for document in given.by_key.values():
        if isinstance(document, Responsibilities):
            for index, one in enumerate(document.responsibilities):
                yield from _responsibility(given, document, ("responsibilities", index), one, people)


def codes_of(framework: Framework) -> Iterator[str]:
    """The codes of all nodes and items of a framework."""
    front = list(framework.nodes)
    while front:
        node = front.pop(0)
        yield node.code
        yield from (place.item for place in node.items)
        front = [*node.nodes, *front]


def _node(
    given: Definitions, framework: Framework, path: Path, node: Node, roll_up: str, seen: dict[str, str]
) -> Iterator[Finding]:
    roll_up = node.roll_up or roll_up
    if node.code in seen:
        message = f"'{node.code}' is the code of {seen[node.code]} of this framework already."
        yield Finding(framework, (*path, "code"), message, "Give it a code of its own.")
    seen.setdefault(node.code, "a node")
    weights = [place.weight for place in node.items] + [child.weight for child in node.nodes]
    if roll_up == "weight" and weights and not any(weights):
        message = f"All that is in '{node.code}' weighs 0, so it cannot be rolled up by weight."
        yield Finding(framework, path, message, "Give a weight to one of them, or say 'roll_up: worst'.")
    for index, support in enumerate(node.supports):
        at = (*path, "supports", index)
        other = given.frameworks.get(support.framework)
        if other is not None and support.node not in set(codes_of(other)):
            yield unknown(framework, (*at, "node"), f"node of '{other.code}'", support.node, codes_of(other))
        elif other is framework and support.node == node.code:
            yield Finding(framework, (*at, "node"), "A node cannot support itself.", "Name another, or take it out.")
    for index, place in enumerate(node.items):
        at = (*path, "items", index)
        if place.item in seen:
            message = f"'{place.item}' is the code of {seen[place.item]} of this framework already."
            key = "code" if place.code is not None else "indicator"
            instead = "Give this place a 'code' of its own, or take it out."
            yield Finding(framework, (*at, key), message, instead)
        seen.setdefault(place.item, "an item")
        if place.indicator in given.indicators:
            usable = dimensions_of(given, place.indicator)
            yield from where_findings(given, framework, (*at, "where"), place.where, usable)
            if place.due is not None:
                grain = given.indicators[place.indicator].grain
                yield from period_of(given, framework, (*at, "due"), place.due, grain)[1]
    for index, child in enumerate(node.nodes):
        yield from _node(given, framework, (*path, "nodes", index), child, roll_up, seen)


def _responsibility(
    given: Definitions, document: Responsibilities, path: Path, one: Responsibility, people: set[str]
) -> Iterator[Finding]:
    if one.indicator is None and one.data_set is None and one.framework is None:
        message = f"It does not say what '{one.person}' is {one.role} of."
        yield Finding(document, path, message, "Add 'indicator', 'data_set' or 'framework'.")
    if one.node is not None:
        if one.framework is None:
            message = f"'{one.node}' is a node of which framework?"
            yield Finding(document, (*path, "node"), message, "Add 'framework'.")
        elif one.framework in given.frameworks:
            codes = list(codes_of(given.frameworks[one.framework]))
            if one.node not in codes:
                yield unknown(document, (*path, "node"), f"node or item of '{one.framework}'", one.node, codes)
    if (one.role == "deputy") != (one.deputy_for is not None):
        message = (
            "A deputy stands in for somebody, who is not named." if one.role == "deputy"
            else f"'deputy_for' does nothing where the role is {one.role}."
        )  # fmt: skip
        yield Finding(document, path, message, "Say 'role: deputy' and 'deputy_for:' with a user name.")
    elif one.deputy_for is not None:
        if one.deputy_for == one.person:
            yield Finding(document, (*path, "deputy_for"), "Nobody can be a deputy of themselves.", "Name another.")
        elif one.deputy_for not in people:
            yield unknown(document, (*path, "deputy_for"), "person with a part", one.deputy_for, sorted(people))
    usable = dimensions_of(given, one.indicator) if one.indicator in given.indicators and one.indicator else None
    yield from where_findings(given, document, (*path, "where"), one.where, usable)
