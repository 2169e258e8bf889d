"""What the codes of one data set mean, on distinct codes: members, levels that may be added, and small maps to join.

A code means a member between dates, so a map holds for an *era*: a span in which no member, membership or mapping of the
dimensions changes. Most data sets have one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from trigpoint.cube.answer import TOTAL
from trigpoint.cube.holdings import Holdings
from trigpoint.cube.places import Placer, Slot, tree_of
from trigpoint.definitions.datasets import DataSet, DataSetDimension
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.whole import Definitions

ONE_DAY = timedelta(days=1)
Days = tuple[date, date]
"""First and last day of a supplied period that stands for its era."""


class Codes:
    """The codes of one version of a data set, read by one snapshot of definitions."""

    def __init__(self, definitions: Definitions, data_set: DataSet, holdings: Holdings) -> None:
        self.definitions, self.data_set, self.holdings = definitions, data_set, holdings
        self.roles: dict[str, DataSetDimension] = {dimension.role: dimension for dimension in data_set.dimensions}
        self._trees = {role: tree_of(definitions, role_.dimension) for role, role_ in self.roles.items()}
        self._meanings: dict[tuple[str, Days], dict[str, str | None]] = {}
        self._added: dict[tuple[str, Days], frozenset[str]] = {}
        self._maps: dict[tuple[str, Slot, Days], tuple[tuple[str, str], ...]] = {}

    def tree(self, role: str) -> DimensionTree:
        """The dimension of a role."""
        return self._trees[role]

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which something that places a code changes, in order."""
        found: set[date] = set()

        def note(start: date | None, end: date | None) -> None:
            if start is not None:
                found.add(start)
            if end is not None:
                found.add(end + ONE_DAY)

        for role, tree in self._trees.items():
            for hierarchy in tree.hierarchies:
                for start, end in tree.spans(hierarchy):
                    note(start, end)
            for row in tree.code_table(self.roles[role].scheme):
                note(row.start, row.end)
        dimensions = {role.dimension for role in self.roles.values()}
        for group_set in self.definitions.group_sets.values():
            if group_set.dimension in dimensions:
                for group in group_set.groups:
                    note(group.start, group.end)
        return tuple(sorted(found))

    def eras(self, periods: Iterable[tuple[date, date]]) -> tuple[dict[tuple[date, date], int], list[Days]]:
        """The era of each supplied period (end excluded), and the days that stand for each era."""
        eras: dict[tuple[int, int], int] = {}
        days: list[Days] = []
        found: dict[tuple[date, date], int] = {}
        for start, end in periods:
            last = end - ONE_DAY
            key = (bisect_right(self.changes, start), bisect_right(self.changes, last))
            if key not in eras:
                eras[key] = len(days)
                # Within one stretch without changes any day stands for all; across a change both ends matter.
                days.append((last, last) if key[0] == key[1] else (start, last))
            found[start, end] = eras[key]
        return found, days

    def meanings(self, role: str, days: Days) -> dict[str, str | None]:
        """The member that each supplied code means then; None where nobody knows."""
        key = (role, days)
        if key not in self._meanings:
            held = set(self.holdings.codes.get(role, ()))
            rows: dict[str, list[tuple[str, date | None, date | None]]] = {}
            for code, member, start, end in self._trees[role].code_table(self.roles[role].scheme):
                if code in held:
                    rows.setdefault(code, []).append((member, start, end))
            first, last = days
            self._meanings[key] = {
                code: _on(rows.get(code, ()), last) or _on(rows.get(code, ()), first) for code in sorted(held)
            }
        return self._meanings[key]

    def added(self, role: str, days: Days) -> frozenset[str]:
        """The codes whose figures may be added up: no published level, and nothing that stands above another."""
        key = (role, days)
        if key not in self._added:
            declared = self.roles[role]
            tree, meanings = self._trees[role], self.meanings(role, days)
            published = frozenset(declared.published_levels)
            level_of = {code: tree.members[member].level for code, member in meanings.items() if member is not None}
            below = [
                meanings[code]
                for code, level in level_of.items()
                if level not in published and meanings[code] is not None
            ]
            above = {over for member in below if member for over in self._over(tree, member, days[1])}
            proper = {meanings[code] for code, level in level_of.items() if level == declared.level}

            def is_added(code: str) -> bool:
                member = meanings[code]
                if member is None or level_of[code] == declared.level:
                    return True
                if level_of[code] in published or member in above:
                    return False
                return declared.level is None or not proper & self._over(tree, member, days[1])

            self._added[key] = frozenset(code for code in meanings if is_added(code))
        return self._added[key]

    @staticmethod
    def _over(tree: DimensionTree, member: str, day: date) -> frozenset[str]:
        """Every member above, in any hierarchy."""
        found: set[str] = set()
        for hierarchy in tree.hierarchies:
            found.update(other.code for other in tree.lineage(member, hierarchy, day))
        return frozenset(found - {member})

    def has_published(self, role: str) -> bool:
        """Whether figures of a published level, or ones that stand above others, are held."""
        changes = self.changes
        days = [(day, day) for day in ((*changes, changes[-1]) if changes else (date(2000, 1, 1),))]
        return bool(self.roles[role].published_levels) or any(
            len(self.added(role, day)) < len(self.meanings(role, day)) for day in days
        )

    def map(self, role: str, slot: Slot, days: Days) -> tuple[tuple[str, str], ...]:
        """(code, member of the axis) pairs, many to many; what passes no filter is left out."""
        key = (role, slot, days)
        if key not in self._maps:
            placer = Placer(self._trees[role], slot, self.definitions, *days)
            meanings = self.meanings(role, days)
            codes: Sequence[str] = list(meanings) if slot.exact else sorted(self.added(role, days))
            pairs: list[tuple[str, str]] = []
            for code in codes:
                for target in placer.targets(meanings[code]):
                    if target == TOTAL and slot.exact and not self._stands_for_total(slot, code):
                        continue
                    pairs.append((code, target))
            self._maps[key] = tuple(pairs)
        return self._maps[key]

    def meaning(self, role: str, days: Days, code: str) -> str | None:
        """The member that a code means then, also where no fact carries it any more; None where nobody knows."""
        held = self.meanings(role, days)
        if code in held:
            return held[code]
        rows = [row[1:] for row in self._trees[role].code_table(self.roles[role].scheme) if row.code == code]
        return _on(rows, days[1]) or _on(rows, days[0])

    def passes(self, role: str, slot: Slot, days: Days, code: str) -> bool:
        """Whether facts of a code are counted in a slot, also where no fact carries the code any more."""
        if code in self.meanings(role, days):
            return any(code == held for held, _ in self.map(role, slot, days))
        member = self.meaning(role, days, code)
        level = self.roles[role].level
        if not slot.exact and member is not None and level and self._trees[role].members[member].level != level:
            return False
        targets = Placer(self._trees[role], slot, self.definitions, *days).targets(member)
        return any(target != TOTAL or not slot.exact or self._stands_for_total(slot, code) for target in targets)

    @staticmethod
    def _stands_for_total(slot: Slot, code: str) -> bool:
        # Where no member is named, a published figure is the whole's only if there is never any other.
        named = slot.filters or (slot.axis is not None and hasattr(slot.axis, "member"))
        return bool(named) or code == slot.only


def _on(rows: Iterable[tuple[str, date | None, date | None]], day: date) -> str | None:
    return next(
        (member for member, start, end in rows if (start is None or start <= day) and (end is None or day <= end)),
        None,
    )
