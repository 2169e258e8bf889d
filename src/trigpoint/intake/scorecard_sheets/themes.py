"""Where the indicators of a sheet stand: in a scorecard of its own themes, or under a theme that there is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.definitions.document import code_from
from trigpoint.definitions.frameworks import Framework, Node, Place, every_node
from trigpoint.definitions.whole import Definitions

USUAL = "usual"
"""The status rule that is taken where a partnership has it, and made where it has none."""

LONGEST_NAME = 300
Placed = Sequence[tuple[str, Place]]
"""The theme of each indicator, and its place."""


def of_themes(places: Placed, code: str, name: str, given: Definitions) -> Framework:
    """A scorecard with a node for each theme, in the sheet's order; each indicator counts the same."""
    levels = given.partnership.levels if given.partnership else ()
    taken = {place.indicator for _, place in places}
    nodes = []
    for n, theme in enumerate(dict.fromkeys(theme for theme, _ in places), 1):
        own = code_from(theme)[:60].strip("-") or f"theme-{n}"
        own = f"{own}-{n}" if own in taken else own
        taken.add(own)
        items = tuple(place for under, place in places if under == theme)
        nodes.append(
            Node(code=own, name=(theme or name)[:LONGEST_NAME], level=levels[0] if levels else None, items=items)
        )
    rule_set = USUAL if USUAL in given.rule_sets or not given.rule_sets else min(given.rule_sets)
    return Framework(
        kind="framework", code=code, name=name, roll_up="weight", rule_set=rule_set, nodes=tuple(nodes)
    )  # fmt: skip


def put_under(places: Placed, into: str, given: Definitions) -> Framework:
    """The scorecard of "framework/node" with the indicators after what stands under that node."""
    found = node_of(given, into)
    assert found is not None
    framework, node = found
    more = node.model_copy(update={"items": (*node.items, *(place for _, place in places))})
    return framework.model_copy(update={"nodes": _replaced(framework.nodes, more)})


def node_of(given: Definitions, into: str) -> tuple[Framework, Node] | None:
    """The scorecard and theme that "framework/node" names; None where there is none."""
    code, _, wanted = into.partition("/")
    framework = given.frameworks.get(code)
    found = [node for node in every_node(framework.nodes) if node.code == wanted] if framework else []
    return (framework, found[0]) if framework and found else None


def _replaced(nodes: Sequence[Node], node: Node) -> tuple[Node, ...]:
    return tuple(
        node if one.code == node.code else one.model_copy(update={"nodes": _replaced(one.nodes, node)}) for one in nodes
    )
