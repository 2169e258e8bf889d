"""A dimension with its members: hierarchies on any day, finding a member by what a file calls it, and code tables.

Built once for each snapshot of definitions and then only read; what is worked out is kept per hierarchy and span of
days. Knows nothing of facts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from trigpoint.definitions.dimensions import Dimension, Hierarchy, Level, Member, Membership
from trigpoint.definitions.faults import LONGEST_NAME
from trigpoint.definitions.hierarchy_view import UNKNOWN, HierarchyView
from trigpoint.definitions.pads import PAD, pad_code, pad_name, split_pad
from trigpoint.definitions.sources import Mapping as CodeMapping

DEFAULT_HIERARCHY = "default"


class CodeRow(NamedTuple):
    """What a supplier's code means between two dates (both included; None is open)."""

    code: str
    member: str
    start: date | None
    end: date | None


class DimensionTree:
    """The dimension `dimension`, its `members` by code in named order, and its `hierarchies`, the first the default.

    `hierarchy` None means the default one. `on` None means dates are left aside: all members, and of several
    memberships the newest.
    """

    def __init__(
        self, dimension: Dimension, members: Iterable[Member] = (), mappings: Iterable[CodeMapping] = ()
    ) -> None:
        self.dimension = dimension
        self.members: dict[str, Member] = {member.code: member for member in members}
        self.mappings = tuple(mappings)
        self.levels: dict[str, Level] = {level.code: level for level in dimension.levels}
        every = Hierarchy(code=DEFAULT_HIERARCHY, name=dimension.name, levels=tuple(self.levels))
        self.hierarchies: dict[str, Hierarchy] = {h.code: h for h in dimension.hierarchies} or {every.code: every}
        self.default = next(iter(self.hierarchies))
        self.unknown = _stand_in(UNKNOWN, dimension.unknown, "")
        self._views: dict[tuple[str, int | None], HierarchyView] = {}
        self._dates: dict[str, list[date]] = {}
        self._tables: dict[str | None, list[CodeRow]] = {}
        self._pads_at: dict[str, frozenset[str]] = {}

    def __repr__(self) -> str:
        return f"DimensionTree({self.dimension.code!r}, {len(self.members)} members)"

    def member(self, code: str) -> Member | None:
        """The member, pad or *Unknown* of a code, or None."""
        if code in self.members:
            return self.members[code]
        if code == UNKNOWN:
            return self.unknown
        pad = split_pad(code)
        if pad is None or pad[1] not in self.levels:
            return None
        parent, level = pad
        named = parent is not None and parent in self.members and len(self._pads(level) | {code}) > 1
        return _stand_in(
            code, pad_name(self.levels[level].name, self.members[parent or ""].name if named else None), level
        )

    def _pads(self, level: str) -> frozenset[str]:
        """The pads that stand at a level in any hierarchy."""
        if level not in self._pads_at:
            views = [self.view(code) for code, hierarchy in self.hierarchies.items() if level in hierarchy.levels]
            self._pads_at[level] = frozenset(pad for view in views for pad in view.pads(level))
        return self._pads_at[level]

    def name(self, code: str) -> str:
        """What a code is called; the code itself where nobody knows it."""
        member = self.member(code)
        return member.name if member else code

    def parent(self, code: str, hierarchy: str | None = None, on: date | None = None) -> str | None:
        """The member directly above (of a pad: the one beneath which it stands), or None at the top."""
        pad = split_pad(code)
        return pad[0] if pad else self.view(hierarchy, on).parents.get(code)

    def children(self, code: str | None, hierarchy: str | None = None, on: date | None = None) -> tuple[str, ...]:
        """The members directly beneath, whatever their level, in named order; None: those at the top."""
        found = self.view(hierarchy, on).children.get(code, ())
        return tuple(child for child in found if on is None or self.members[child].holds_on(on))

    def beneath(self, code: str, hierarchy: str | None = None, on: date | None = None) -> frozenset[str]:
        """All beneath a member or pad, itself included."""
        return self.view(hierarchy, on).beneath(code)

    def lies_within(self, code: str, of: Iterable[str], on: date | None = None) -> bool:
        """Whether it is one of some members, or lies beneath one of them in any hierarchy."""
        return any(
            code == one or code in self.beneath(one, hierarchy, on) for one in of for hierarchy in self.hierarchies
        )

    def ancestor_at(self, code: str, level: str, hierarchy: str | None = None, on: date | None = None) -> str | None:
        """Itself or the member above at a level; a pad where its way up skips that level (of a pad: as of the member
        beneath which it stands); *Unknown* for codes that nobody knows. None only when the hierarchy does not have the
        level."""
        chosen = self.hierarchies[hierarchy or self.default]
        if level not in chosen.levels:
            return None
        pad = split_pad(code)
        if pad is not None and pad[1] != level:
            return self.ancestor_at(pad[0], level, hierarchy, on) if pad[0] is not None else pad_code(None, level)
        return code if pad else self.view(hierarchy, on).ancestors(level).get(code, UNKNOWN)

    def level_members(
        self, level: str, on: date | None = None, hierarchy: str | None = None, pads: bool = True
    ) -> tuple[Member, ...]:
        """The members of a level that exist on a day, in named order, then the pads that stand there for others."""
        found = [m for m in self.members.values() if m.level == level and (on is None or m.holds_on(on))]
        chosen = hierarchy or self.hierarchy_with(level)
        if pads and chosen is not None and level in self.hierarchies[chosen].levels:
            found += [pad for code in self.view(chosen, on).pads(level) if (pad := self.member(code)) is not None]
        return tuple(found)

    def hierarchy_with(self, *levels: str) -> str | None:
        """The first hierarchy that has all these levels, or None."""
        return next((code for code, h in self.hierarchies.items() if set(levels) <= set(h.levels)), None)

    def lineage(self, code: str, hierarchy: str | None = None, on: date | None = None) -> tuple[Member, ...]:
        """The members from the top down to this one, which comes last."""
        found = [self.member(here) for here in self.view(hierarchy, on).upwards(code)]
        return tuple(member for member in reversed(found) if member is not None)

    def spans(self, hierarchy: str | None = None) -> tuple[tuple[date | None, date | None], ...]:
        """The spans of days (both included, None open) within which the hierarchy does not change, in order."""
        dates = self._boundaries(hierarchy or self.default)
        starts: list[date | None] = [None, *dates]
        ends: list[date | None] = [*(day - timedelta(days=1) for day in dates), None]
        return tuple(zip(starts, ends, strict=True))

    def view(self, hierarchy: str | None = None, on: date | None = None) -> HierarchyView:
        """The hierarchy as it stands on a day. Raises KeyError for a hierarchy that the dimension does not have."""
        chosen = self.hierarchies[hierarchy or self.default]
        span = None if on is None else bisect_right(self._boundaries(chosen.code), on)
        key = (chosen.code, span)
        if key not in self._views:
            level_of = {code: member.level for code, member in self.members.items()}
            self._views[key] = HierarchyView(chosen.levels, level_of, dict(self._parents(chosen.code, on)))
        return self._views[key]

    def memberships(self, member: Member, hierarchy: str) -> list[Membership]:
        """The memberships of a member in one hierarchy, oldest first."""
        short = [Membership(parent=member.parent)] if member.parent is not None else []
        found = [m for m in (*short, *member.memberships) if (m.hierarchy or self.default) == hierarchy]
        return sorted(found, key=lambda m: m.start or date.min)

    def _parents(self, hierarchy: str, on: date | None) -> Iterator[tuple[str, str]]:
        for code, member in self.members.items():
            if member.parent is None and not member.memberships:
                continue
            found = [m for m in self.memberships(member, hierarchy) if on is None or m.holds_on(on)]
            if found and found[-1].parent in self.members:
                yield code, found[-1].parent

    def _boundaries(self, hierarchy: str) -> list[date]:
        """The days on which the hierarchy changes."""
        if hierarchy not in self._dates:
            days: set[date] = set()
            for member in self.members.values():
                for membership in member.memberships:
                    if (membership.hierarchy or self.default) == hierarchy:
                        days |= {membership.start} if membership.start else set()
                        days |= {membership.end + timedelta(days=1)} if membership.end else set()
            self._dates[hierarchy] = sorted(days)
        return self._dates[hierarchy]

    def find(self, text: str, levels: Sequence[str] = (), on: date | None = None) -> Member | None:
        """The one member that a file calls so: by code, then name or alias, without regard to case, spaces and
        punctuation. None when there is none, or more than one (say `levels` to tell them apart)."""
        found = self.find_all(text, levels, on)
        return found[0] if len(found) == 1 else None

    def find_all(self, text: str, levels: Sequence[str] = (), on: date | None = None) -> list[Member]:
        """All members that `text` may mean, by the first way of reading it that gives any."""

        def fits(member: Member) -> bool:
            return (not levels or member.level in levels) and (on is None or member.holds_on(on))

        exact = self.members.get(text.strip())
        if exact is not None and fits(exact):
            return [exact]
        if len(text) > LONGEST_NAME:
            return []
        for index in (self._by_code, self._by_name):
            found = [self.members[code] for code in index.get(plain_words(text), ()) if fits(self.members[code])]
            if found:
                return found
        return []

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        return _index((plain_words(code), code) for code in self.members)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        return _index(
            (plain_words(name), member.code)
            for member in self.members.values()
            for name in (member.name, member.short_name or "", *member.aliases)
        )

    def nearest(self, text: str, n: int = 3) -> list[Member]:
        """The members whose code, name or alias is most like `text`, best first."""
        wanted = plain_words(text) if len(text) <= LONGEST_NAME else ""
        if not wanted:
            return []
        names, codes = self._searched
        found = process.extract(wanted, names, scorer=fuzz.WRatio, limit=n * 3, score_cutoff=60)
        best = dict.fromkeys(codes[index] for _, _, index in found)
        return [self.members[code] for code in list(best)[:n]]

    @cached_property
    def _searched(self) -> tuple[list[str], list[str]]:
        pairs = [(name, code) for index in (self._by_name, self._by_code) for name, of in index.items() for code in of]
        return [name for name, _ in pairs], [code for _, code in pairs]

    def code_table(self, scheme: str | None = None) -> list[CodeRow]:
        """What suppliers' codes mean: for one code and day never more than one row, so that a join cannot fan out.

        First the scheme's own (mapping documents, then members' other codes), then member codes, names and aliases that
        only one member has; a code that a way before explains is left out of the ways after it.
        """
        if scheme not in self._tables:
            table: dict[str, list[CodeRow]] = {}
            for way in self._ways(scheme):
                fresh: dict[str, list[CodeRow]] = {}
                for row in way:
                    if row.code not in table:
                        fresh.setdefault(row.code, []).append(row)
                table |= {code: rows for code, rows in fresh.items() if not overlapping(rows)}
            self._tables[scheme] = [row for rows in table.values() for row in rows]
        return self._tables[scheme]

    def _ways(self, scheme: str | None) -> Iterator[list[CodeRow]]:
        members = self.members.values()
        if scheme is not None:
            mappings = [mapping for mapping in self.mappings if mapping.scheme == scheme]
            yield [CodeRow(one.code, one.member, None, None) for mapping in mappings for one in mapping.codes]
            yield [CodeRow(o.code, m.code, o.start, o.end) for m in members for o in m.codes if o.scheme == scheme]
        yield [CodeRow(member.code, member.code, None, None) for member in members]
        yield [CodeRow(name, m.code, None, None) for m in members for name in dict.fromkeys((m.name, *m.aliases))]


def overlapping(rows: Sequence[CodeRow]) -> bool:
    """Whether rows of one code hold at once for different members."""
    ordered = sorted(rows, key=lambda row: row.start or date.min)
    return any(
        (before.end is None or after.start is None or after.start <= before.end) for before, after in pairwise(ordered)
    )


def plain_words(text: str) -> str:
    """A name as it is compared: without case, accents, punctuation and doubled spaces; & is and."""
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, code in pairs:
        if name and code not in found.setdefault(name, []):
            found[name].append(code)
    return {name: codes for name, codes in found.items() if codes}


def _stand_in(code: str, name: str, level: str) -> Member:
    """A member that no document names: its code is outside what codes may be."""
    return Member.model_construct(code=code, name=name, level=level)


__all__ = ["PAD", "UNKNOWN", "CodeRow", "DimensionTree", "overlapping", "plain_words"]
