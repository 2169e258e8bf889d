"""Which cells of a release table are hidden, so that none can be worked out by subtraction. Pure.

A release table has counts by one or more roles. In each role a *node* is a set of leaves (members with figures): every
member of every hierarchy, each pad, and all of them together. A *cell* is one node a role. Counts that are small (but not
zero) are hidden; then, wherever a total and its parts are shown but for one, or the hidden parts of a shown total come to
a small number together, another part is hidden too. Last, all totals together are solved as equations: a small count that
they would still determine gets one more hidden beside it, until none is left.

Which other part is hidden does not depend on how large it is: a rule such as "the smallest" would tell that what is
hidden is no larger than all that is shown, which is sometimes enough to find it; and a correction elsewhere would hide
another part than before, so that two days together show what each hides.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush

Node = frozenset[str]
Cell = tuple[int, ...]
"""The number of a node in each role."""

PRIME = (1 << 61) - 1
"""Equations are solved modulo a large prime: exact whole-number arithmetic, quick."""


@dataclass(frozen=True)
class Role:
    """The nodes of one role, and the sums that hold among them: (total, parts), as numbers of nodes."""

    nodes: tuple[Node, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def of(cls, partitions: Iterable[Mapping[str, str]], leaves: Iterable[str]) -> Role:
        """partitions: for each hierarchy and level, the group of every leaf (Unknown and pads are groups too), upper
        levels before lower ones; a new hierarchy starts over, as the sums between any two levels that nest are held.
        """
        every = frozenset(leaves)
        numbers: dict[Node, int] = {every: 0}
        sums: dict[tuple[int, tuple[int, ...]], None] = {}
        single = {leaf: frozenset([leaf]) for leaf in every}
        layers: list[list[Node]] = []
        for partition in partitions:
            groups: dict[str, set[str]] = defaultdict(set)
            for leaf in every:
                groups[partition.get(leaf, leaf)].add(leaf)
            layers.append([frozenset(group) for _, group in sorted(groups.items())])
        finest = [single[leaf] for leaf in sorted(every)]
        for layer in ([every], *layers, finest):
            for node in layer:
                numbers.setdefault(node, len(numbers))
        above = [[every], *layers]
        for position, upper in enumerate(above):
            # Every coarser layer is held against every finer one with which it nests: more equations never harm.
            for lower in (*layers[position:], finest):
                for node in upper:
                    parts = [part for part in lower if part <= node]
                    if len(parts) > 1 and frozenset().union(*parts) == node:
                        sums[numbers[node], tuple(sorted(numbers[part] for part in parts))] = None
        return cls(tuple(numbers), tuple(sums))


Line = tuple[Cell, tuple[Cell, ...]]
"""A sum among cells: the total and its parts."""


class Frame:
    """The cells of the tables over some roles, and the sums among them. Shared by the tables of many periods."""

    def __init__(self, roles: tuple[Role, ...]) -> None:
        self._sums_of = [self._by_node(role) for role in roles]
        self._lines: dict[Cell, tuple[Line, ...]] = {}
        self._holding = [
            {leaf: [n for n, node in enumerate(role.nodes) if leaf in node] for leaf in role.nodes[0]} for role in roles
        ]

        self._roles = roles
        self._orders: dict[Cell, bytes] = {}

    def order(self, cell: Cell) -> bytes:
        """A cell's place in the fixed order in which cells are hidden beside others: by what it is, never by its count."""
        found = self._orders.get(cell)
        if found is None:
            names = [sorted(role.nodes[node]) for role, node in zip(self._roles, cell, strict=True)]
            found = self._orders[cell] = hashlib.sha256(repr(names).encode()).digest()
        return found

    def cells(self, leaves: tuple[str, ...]) -> Iterable[Cell]:
        """Every cell that holds a leaf of each role."""
        return _product([self._holding[position][leaf] for position, leaf in enumerate(leaves)])

    def lines(self, cell: Cell) -> tuple[Line, ...]:
        """Every sum in which a cell stands."""
        found = self._lines.get(cell)
        if found is None:
            found = self._lines[cell] = tuple(
                (_with(cell, position, total), tuple(_with(cell, position, part) for part in parts))
                for position, node in enumerate(cell)
                for total, parts in self._sums_of[position].get(node, ())
            )
        return found

    @staticmethod
    def _by_node(role: Role) -> dict[int, list[tuple[int, tuple[int, ...]]]]:
        found: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
        for sum_ in role.sums:
            for node in {sum_[0], *sum_[1]}:
                found[node].append(sum_)
        return found


class Table:
    """One release table for one period: counts by a leaf a role (zero where absent)."""

    def __init__(self, frame: Frame, counts: Mapping[tuple[str, ...], Decimal], below: int) -> None:
        self._lines, self._order, self._below = frame.lines, frame.order, below
        self._values: dict[Cell, Decimal] = defaultdict(Decimal)
        for leaves, count in counts.items():
            if count:
                for cell in frame.cells(leaves):
                    self._values[cell] += count
        self._small = {cell for cell, value in self._values.items() if 0 < value < below}
        self._hidden: set[Cell] = set()

    def hidden(self) -> frozenset[Cell]:
        """All hidden cells: small ones, and those that protect them."""
        self._hidden = set(self._small)
        front = sorted(self._hidden)
        while True:
            self._protect(front)
            found = self._determined()
            if not found:
                return frozenset(self._hidden)
            front = [cell for cell in (self._companion(small) for small in sorted(found)) if cell is not None]
            if not front:
                # Nothing is left to hide beside them: the totals themselves give them away, and are hidden.
                front = sorted({total for small in found for total, _ in self._lines(small)} - self._hidden)
                if not front:
                    return frozenset(self._hidden)
            self._hidden.update(front)

    def _protect(self, front: Iterable[Cell]) -> None:
        """Hides what the hidden cells need beside them, the shortest sums first, since these have the least choice."""
        queue: list[tuple[int, Cell, tuple[Cell, ...]]] = []

        def add(cell: Cell) -> None:
            for total, parts in self._lines(cell):
                heappush(queue, (len(parts), total, parts))

        for cell in front:
            add(cell)
        while queue:
            _, total, parts = heappop(queue)
            while (extra := self._needed(total, parts)) is not None:
                self._hidden.add(extra)
                add(extra)

    def _needed(self, total: Cell, parts: Sequence[Cell]) -> Cell | None:
        """The cell that must be hidden too for a line to keep its secret, or None."""
        hidden = [part for part in parts if part in self._hidden]
        total_hidden = total in self._hidden
        if not hidden and not total_hidden:
            return None
        if len(hidden) + total_hidden > 1:
            together = sum((self._values.get(part, Decimal()) for part in hidden), Decimal())
            if total_hidden or together >= self._below:
                return None
        shown = [part for part in parts if part not in self._hidden and self._values.get(part)]
        if shown:
            return min(shown, key=self._order)
        return None if total_hidden or not self._values.get(total) else total

    def _companion(self, cell: Cell) -> Cell | None:
        """The first in order that is shown beside a cell."""
        shown = {
            part
            for _, parts in self._lines(cell)
            for part in parts
            if part not in self._hidden and self._values.get(part)
        }
        return min(shown, key=self._order, default=None)

    def _determined(self) -> set[Cell]:
        """Small cells that the shown figures determine: those that stand alone in a row of the solved equations."""
        numbers = {cell: number for number, cell in enumerate(sorted(self._hidden))}
        lines = {line for cell in self._hidden for line in self._lines(cell)}
        equations = []
        for total, parts in sorted(lines):
            row: dict[int, int] = {}
            for cell, sign in ((total, PRIME - 1), *((part, 1) for part in parts)):
                if cell in numbers:
                    row[numbers[cell]] = (row.get(numbers[cell], 0) + sign) % PRIME
            row = {column: value for column, value in row.items() if value}
            if row:
                equations.append(row)
        alone = {next(iter(row)) for row in _reduced(equations) if len(row) == 1}
        return {cell for cell, number in numbers.items() if number in alone and cell in self._small}


def _with(cell: Cell, position: int, node: int) -> Cell:
    return (*cell[:position], node, *cell[position + 1 :])


def _product(choices: list[list[int]]) -> Iterable[Cell]:
    if not choices:
        yield ()
        return
    for first in choices[0]:
        for rest in _product(choices[1:]):
            yield (first, *rest)


def _reduced(equations: list[dict[int, int]]) -> list[dict[int, int]]:
    """The reduced row echelon form of sparse equations, modulo PRIME."""
    pivots: dict[int, dict[int, int]] = {}
    using: dict[int, set[int]] = defaultdict(set)
    for row in equations:
        row = dict(row)
        for column in sorted(row):
            if column in pivots and column in row:
                _subtract(row, pivots[column], row[column])
        if not row:
            continue
        pivot = min(row)
        inverse = pow(row[pivot], PRIME - 2, PRIME)
        row = {column: value * inverse % PRIME for column, value in row.items()}
        for other in list(using[pivot]):
            target = pivots[other]
            before = set(target)
            _subtract(target, row, target[pivot])
            for column in before - set(target):
                using[column].discard(other)
            for column in set(target) - before:
                using[column].add(other)
        pivots[pivot] = row
        for column in row:
            if column != pivot:
                using[column].add(pivot)
    return list(pivots.values())


def _subtract(row: dict[int, int], other: Mapping[int, int], factor: int) -> None:
    for column, value in other.items():
        left = (row.get(column, 0) - factor * value) % PRIME
        if left:
            row[column] = left
        else:
            row.pop(column, None)
