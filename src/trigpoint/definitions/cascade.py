"""The cascade: how the parts of frameworks support each other, from an outcome down to a plan, and up again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from trigpoint.definitions.frameworks import Framework, Node

Key = tuple[str, str]
"""(framework, node), by code."""

Tie = Literal["part", "supports", ""]
"""How what stands beneath belongs to what stands above it: a part of it, a support of it; '' for where one starts."""


@dataclass(frozen=True)
class Branch:
    """A part of a framework, and what stands beneath it. again: what stands beneath it was told already, further up."""

    key: Key
    tie: Tie
    branches: tuple[Branch, ...] = ()
    again: bool = False


class Cascade:
    """The parts of some frameworks. What is supported but not among them, as a plan of other years, is left out."""

    def __init__(self, frameworks: Collection[Framework]) -> None:
        self.frameworks: Mapping[str, Framework] = {one.code: one for one in frameworks}
        self.nodes: dict[Key, Node] = {}
        self.above: dict[Key, Key] = {}
        for framework in frameworks:
            self._add(framework.code, framework.nodes, None)
        self.helps: dict[Key, tuple[Key, ...]] = {
            key: tuple(
                found for one in node.supports if (found := (one.framework, one.node)) in self.nodes and found != key
            )
            for key, node in self.nodes.items()
        }

    def _add(self, framework: str, nodes: tuple[Node, ...], above: Key | None) -> None:
        for node in nodes:
            key = (framework, node.code)
            self.nodes[key] = node
            if above is not None:
                self.above[key] = above
            self._add(framework, node.nodes, key)

    @cached_property
    def helped_by(self) -> Mapping[Key, tuple[Key, ...]]:
        """What supports each part, directly."""
        found: dict[Key, list[Key]] = {}
        for key, helped in self.helps.items():
            for one in helped:
                found.setdefault(one, []).append(key)
        return {key: tuple(several) for key, several in found.items()}

    def tops(self, framework: str) -> tuple[Key, ...]:
        """The highest parts of a framework."""
        return tuple((framework, node.code) for node in self.frameworks[framework].nodes)

    def down(self, keys: Iterable[Key]) -> tuple[Branch, ...]:
        """What supports some parts, and what supports that, with the parts of each. Each is followed once."""
        seen: set[Key] = set()
        return tuple(self._branch(key, "", seen, self._beneath) for key in keys)

    def up(self, keys: Iterable[Key]) -> tuple[Branch, ...]:
        """What some parts help, and what that helps, with what each is a part of. Each is followed once."""
        seen: set[Key] = set()
        return tuple(self._branch(key, "", seen, self._over) for key in keys)

    def _branch(self, key: Key, tie: Tie, seen: set[Key], near: Callable[[Key], list[tuple[Key, Tie]]]) -> Branch:
        found = near(key)
        if key in seen and found:
            return Branch(key, tie, again=True)
        seen.add(key)
        return Branch(key, tie, tuple(self._branch(one, its, seen, near) for one, its in found))

    def _beneath(self, key: Key) -> list[tuple[Key, Tie]]:
        parts: list[tuple[Key, Tie]] = [((key[0], node.code), "part") for node in self.nodes[key].nodes]
        return [*parts, *((one, "supports") for one in self.helped_by.get(key, ()))]

    def _over(self, key: Key) -> list[tuple[Key, Tie]]:
        helped: list[tuple[Key, Tie]] = [(one, "supports") for one in self.helps[key]]
        return [*helped, (self.above[key], "part")] if key in self.above else helped

    def unsupported(self, framework: str) -> tuple[Key, ...]:
        """The outcomes of a framework that nothing supports: its lowest parts that help nothing further themselves, where
        neither they nor what they are part of have a support."""
        return tuple(
            key
            for key in self._lowest(framework)
            if not any(self.helped_by.get(one) or self.helps[one] for one in self._line(key))
        )

    def unsupporting(self, framework: str) -> tuple[Key, ...]:
        """The lowest parts of a framework that support nothing, neither themselves nor what they are part of."""
        return tuple(key for key in self._lowest(framework) if not any(self.helps[one] for one in self._line(key)))

    def ties(self, framework: str) -> tuple[int, int]:
        """How many parts of a framework help something, and how many are helped."""
        own = [key for key in self.nodes if key[0] == framework]
        return sum(bool(self.helps[key]) for key in own), sum(key in self.helped_by for key in own)

    def _lowest(self, framework: str) -> Iterator[Key]:
        return (key for key, node in self.nodes.items() if key[0] == framework and not node.nodes)

    def _line(self, key: Key) -> Iterator[Key]:
        """A part, and those that it is part of."""
        at: Key | None = key
        while at is not None:
            yield at
            at = self.above.get(at)
