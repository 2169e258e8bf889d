"""Small numbers: which cells of any question are hidden, by decisions made once a data set, period and release table.

Only cells and totals of the release table are ever told apart. A figure of several supplied periods, or of several cells
at once, is shown only if every cell in it is shown; a breakdown by a role that is not in the release table is not shown at
all. So whatever is shown is a sum of shown cells, and nothing can be worked out from it that they do not say.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from trigpoint.cube.cells import Constraint, Family
from trigpoint.cube.codes import Codes
from trigpoint.cube.holdings import Table
from trigpoint.cube.kept_decisions import KeptDecisions
from trigpoint.cube.shapes import Shape
from trigpoint.cube.suppression import Cell, Frame, Role
from trigpoint.cube.suppression import Table as SuppressionTable
from trigpoint.cube.warehouse import PlanReport, Warehouse
from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.dimension_tree import UNKNOWN

Spell = tuple[date, date]
"""Start and end (excluded) of a supplied period."""


class Decided:
    """The decision for one supplied period."""

    def __init__(self, roles: tuple[Role, ...], hidden: frozenset[Cell], families: tuple[Family, ...]) -> None:
        self._roles, self._hidden, self._families = roles, hidden, families
        self._numbers = [{node: number for number, node in enumerate(role.nodes)} for role in roles]
        self._leaves: list[dict[tuple[Constraint, ...], frozenset[str]]] = [{} for _ in roles]
        self._pieces: list[dict[frozenset[str], tuple[int, ...]]] = [{} for _ in roles]

    def hides(self, constraints: Sequence[tuple[Constraint, ...]]) -> bool:
        """Whether a cell, given by its constraints on each role of the release table, must be hidden."""
        if not self._hidden:
            return False
        choices = [self._split(position, each) for position, each in enumerate(constraints)]
        return any(cell in self._hidden for cell in _product(choices))

    def _split(self, position: int, constraints: tuple[Constraint, ...]) -> tuple[int, ...]:
        """The fewest nodes that make up what the constraints leave of a role."""
        leaves = self._leaves[position].get(constraints)
        if leaves is None:
            family = self._families[position]
            leaves = self._roles[position].nodes[0]
            for constraint in constraints:
                within: set[str] = set()
                for member in constraint:
                    within |= family.beneath(member)
                leaves &= within
            self._leaves[position][constraints] = leaves
        if leaves not in self._pieces[position]:
            numbers = self._numbers[position]
            pieces: list[int] = []
            if leaves in numbers:
                pieces = [numbers[leaves]]
            else:
                left = set(leaves)
                for node in sorted(numbers, key=lambda node: (-len(node), sorted(node))):
                    if node and node <= left:
                        pieces.append(numbers[node])
                        left -= node
            self._pieces[position][leaves] = tuple(pieces)
        return self._pieces[position][leaves]


def _product(choices: Sequence[tuple[int, ...]]) -> Iterable[Cell]:
    if not choices:
        yield ()
        return
    for first in choices[0]:
        for rest in _product(choices[1:]):
            yield (first, *rest)


class ReleaseTables:
    """The release tables of one version of a data set, read by one snapshot of definitions. Kept and shared."""

    def __init__(self, warehouse: Warehouse, codes: Codes, table: Table, kept: KeptDecisions) -> None:
        self._warehouse, self._codes, self._table = warehouse, codes, table
        self._decided: dict[tuple[str, Spell], Decided] = {}
        self._kept_roles: dict[tuple[str, tuple[tuple[tuple[str, str], ...], ...]], Role] = {}
        self._frames: dict[tuple[int, ...], Frame] = {}
        self._lock = threading.Lock()
        rule = codes.data_set.small_numbers
        self._rule = rule
        self._kept = kept
        self._below = rule.below if rule else 0
        self._roles: tuple[str, ...] = tuple(rule.dimensions) if rule else ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles over which it is decided."""
        return self._roles

    def protects(self, measure: str) -> bool:
        """Whether small counts of a measure are hidden."""
        return self._rule is not None and measure in self._rule.measures

    def decide(self, measure: Measure, spells: Iterable[Spell], report: PlanReport) -> None:
        """Makes the decisions for supplied periods that are still without one, in one engine query."""
        assert self._rule is not None
        with self._lock:
            missing = sorted({spell for spell in spells if (measure.code, spell) not in self._decided})
            if not missing:
                return
            shape = Shape("release", self._roles, of=measure.of or "" if measure.over_members == "distinct" else "")
            report.queries.append((self._codes.data_set.code, shape))
            days = (missing[0][0], max(end for _, end in missing))
            _, rows = self._warehouse.run(shape, self._table.files, measures=(measure.code, measure.code), days=days)
            counts: dict[Spell, dict[tuple[str, ...], Decimal]] = {spell: {} for spell in missing}
            for _, start, end, *rest in rows:
                if (start, end) in counts and rest[-1] is not None:
                    counts[start, end][tuple(rest[:-1])] = Decimal(rest[-1])
            for spell in missing:
                self._decided[measure.code, spell] = self._decision(spell, counts[spell])

    def _decision(self, spell: Spell, counts: Mapping[tuple[str, ...], Decimal]) -> Decided:
        assert self._rule is not None
        eras, days = self._codes.eras([spell])
        day = days[eras[spell]]
        last = spell[1] - timedelta(days=1)
        meanings = [self._codes.meanings(role, day) for role in self._roles]
        added = [self._codes.added(role, day) for role in self._roles]
        by_member: dict[tuple[str, ...], Decimal] = {}
        for codes, count in counts.items():
            if all(code in adds for code, adds in zip(codes, added, strict=True)):
                key = tuple(meaning.get(code) or UNKNOWN for code, meaning in zip(codes, meanings, strict=True))
                by_member[key] = by_member.get(key, Decimal()) + count
        roles = tuple(
            self._role(role, {key[position] for key in by_member}, last) for position, role in enumerate(self._roles)
        )
        hidden = self._kept.hidden(
            (roles, sorted(by_member.items()), self._rule.below),
            lambda: SuppressionTable(self._frame(roles), by_member, self._below).hidden(),
        )
        families = tuple(Family(self._codes.tree(role), last) for role in self._roles)
        return Decided(roles, hidden, families)

    def _frame(self, roles: tuple[Role, ...]) -> Frame:
        # Periods with the same members share the sums among their cells, which cost more to list than to solve.
        key = tuple(id(role) for role in roles)
        if key not in self._frames:
            self._frames[key] = Frame(roles)
        return self._frames[key]

    def _role(self, role: str, leaves: set[str], day: date) -> Role:
        tree = self._codes.tree(role)
        partitions = [
            {
                leaf: UNKNOWN if leaf == UNKNOWN else tree.ancestor_at(leaf, level, code, day) or UNKNOWN
                for leaf in leaves
            }
            for code, hierarchy in tree.hierarchies.items()
            for level in hierarchy.levels
        ]
        key = (role, tuple(tuple(sorted(partition.items())) for partition in partitions))
        if key not in self._kept_roles:
            self._kept_roles[key] = Role.of(partitions, leaves)
        return self._kept_roles[key]

    def hides(self, measure: str, spells: Iterable[Spell], constraints: Mapping[str, tuple[Constraint, ...]]) -> str:
        """Why a cell is hidden, in words; '' when it is shown. constraints: by role of the data set. The spells must have
        been decided."""
        outside = [role for role, found in constraints.items() if found and role not in self._roles]
        if outside:
            return (
                f"Small numbers: it is released by {' and '.join(self._names(self._roles))} only, "
                f"not by {' and '.join(self._names(outside))}."
            )
        chosen = [constraints.get(role, ()) for role in self._roles]
        if any(self._decided[measure, spell].hides(chosen) for spell in spells):
            return "Small numbers: hidden, so that nobody can be recognised by it or by subtraction."
        return ""

    def _names(self, roles: Sequence[str]) -> list[str]:
        return [self._codes.tree(role).dimension.name.lower() for role in roles]
