"""One hierarchy of a dimension as it stood on a day: who is beneath whom, with pads for the levels that are skipped.

`unknown` stands at every level for codes that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from trigpoint.definitions.pads import PAD, pad_code, split_pad

UNKNOWN = "unknown"


class HierarchyView:
    """The tree of one hierarchy in one span of days.

    levels: top first. level_of: each member's level. parents: each member's parent in force, if it has one.
    """

    def __init__(self, levels: tuple[str, ...], level_of: Mapping[str, str], parents: Mapping[str, str]) -> None:
        self.levels = levels
        self.level_of = level_of
        self.parents = parents
        self._depth = {level: depth for depth, level in enumerate(levels)}
        self._ancestors: dict[str, dict[str, str]] = {}
        self._beneath: dict[str, frozenset[str]] = {}

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """The members directly beneath each, in named order; beneath None those of the hierarchy without a parent."""
        found: dict[str | None, list[str]] = {}
        for code, level in self.level_of.items():
            parent = self.parents.get(code)
            if parent is not None or level in self._depth:
                found.setdefault(parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    @cached_property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Members that are beneath themselves, each ring once."""
        done: set[str] = set()
        found = []
        for start in self.parents:
            path: list[str] = []
            code: str | None = start
            while code is not None and code not in done:
                done.add(code)
                path.append(code)
                code = self.parents.get(code)
            if code is not None and code in path:
                found.append(tuple(path[path.index(code) :]))
        return tuple(found)

    def upwards(self, code: str) -> Iterable[str]:
        """The member and those above it, from itself to the top; stops where a loop closes."""
        seen: set[str] = set()
        here: str | None = code
        while here is not None and here not in seen:
            yield here
            seen.add(here)
            here = self.parents.get(here)

    def ancestors(self, level: str) -> dict[str, str]:
        """Every member's ancestor at a level: itself at that level, else a member above it, else a pad."""
        if level not in self._ancestors:
            self._ancestors[level] = {code: self._ancestor(code, level) for code in self.level_of}
        return self._ancestors[level]

    def _ancestor(self, code: str, level: str) -> str:
        wanted = self._depth[level]
        above: str | None = None
        for here in self.upwards(code):
            depth = self._depth.get(self.level_of.get(here, ""))
            if depth == wanted:
                return here
            if depth is not None and depth < wanted:
                above = here
                break
        return pad_code(above, level)

    def pads(self, level: str) -> tuple[str, ...]:
        """The pads that stand at a level for members beneath it."""
        wanted = self._depth[level]
        found = {
            ancestor: None
            for code, ancestor in self.ancestors(level).items()
            if PAD in ancestor and self._depth.get(self.level_of[code], -1) > wanted
        }
        return tuple(found)

    def beneath(self, code: str) -> frozenset[str]:
        """All beneath a member or pad, itself included (for a pad: all members that it stands for)."""
        if code not in self._beneath:
            pad = split_pad(code)
            if pad is not None:
                table = self.ancestors(pad[1]) if pad[1] in self._depth else {}
                found = {code, *(member for member, ancestor in table.items() if ancestor == code)}
            else:
                found, front = {code}, [code]
                while front:
                    new = [child for here in front for child in self.children.get(here, ()) if child not in found]
                    found.update(new)
                    front = new
            self._beneath[code] = frozenset(found)
        return self._beneath[code]
