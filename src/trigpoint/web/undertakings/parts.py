"""A part of a scorecard, as a list of actions or risks is narrowed to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.definitions.frameworks import Node, every_node
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.in_hand import belonging
from trigpoint.manage.standing import Standing
from trigpoint.web.context import BadContext
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Part:
    """A framework, or one node of it. nodes: those whose own it is, at whatever depth. all_href: the list of everything."""

    framework: str
    node: str
    name: str
    nodes: tuple[Node, ...]
    all_href: str

    @property
    def own(self) -> dict[str, str | None]:
        """As parameters of an address."""
        return {"framework": self.framework, "node": self.node or None}

    def of(self, found: Sequence[Standing]) -> list[Standing]:
        """Those that belong to it."""
        return belonging(self.framework, self.nodes, found)


def part_asked(here: Visit) -> Part | None:
    """The part that the address names; None for everything. Raises BadContext for one that there is not."""
    code, node = here.request.GET.get("framework", ""), here.request.GET.get("node", "")
    if not code:
        return None
    framework = here.definitions.frameworks.get(code)
    if framework is None:
        raise BadContext(f"There is no scorecard “{code[:60]}”. There are: {', '.join(here.definitions.frameworks)}.")
    nodes = framework.nodes
    if node:
        nodes = tuple(one for one in every_node(framework.nodes) if one.code == node)
        if not nodes:
            raise BadContext(f"There is no part “{node[:60]}” of {framework.name}.")
    return Part(code, node, part_words(here.definitions, code, node), nodes, here.here())


def parts_offered(definitions: Definitions) -> list[tuple[str, list[tuple[str, str]]]]:
    """The parts of each scorecard, to choose from: by its name, (framework:node, name)."""
    return [
        (one.name, [(f"{code}:{node.code}", node.name) for node in every_node(one.nodes)])
        for code, one in definitions.frameworks.items()
    ]


def part_words(definitions: Definitions, framework: str, node: str) -> str:
    """A part of a scorecard in words: "Good health, in Fenmoor Together Agreement"."""
    tree = definitions.frameworks.get(framework)
    if tree is None:
        return node or framework
    name = next((one.name for one in every_node(tree.nodes) if one.code == node), node)
    return f"{name}, in {tree.name}" if name else tree.name
