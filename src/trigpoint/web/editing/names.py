"""Names for codes and codes for names on forms: people choose and type names, definitions hold codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.controls import Names

MOST_CHOSEN = 40
"""More than so many are typed, with suggestions, instead of chosen from a list."""

MOST_SUGGESTED = 1_500


class Lookup:
    """people: names by user name. dimension: the breakdown that the definition is about, where it is about one."""

    def __init__(
        self, definitions: Definitions, people: Mapping[str, str], dimension: DimensionTree | None = None
    ) -> None:
        self.definitions = definitions
        self.people = people
        self.dimension = dimension
        self._suggested: dict[Names, tuple[str, ...]] = {}

    def options(self, names: Names) -> dict[str, str]:
        """The names of all that may be chosen, by code; none where it can only be typed."""
        return self._options.get(names, {})

    def suggested(self, names: Names) -> tuple[str, ...]:
        """What a box suggests: what may be typed in it. Worked out once, for many boxes may ask."""
        if names not in self._suggested:
            self._suggested[names] = self._suggestions(names)
        return self._suggested[names]

    def _suggestions(self, names: Names) -> tuple[str, ...]:
        if names == "slice":
            return ()
        if names == "item":
            return tuple(f"{code}.{m.code}" for code, one in self.definitions.data_sets.items() for m in one.measures)
        return tuple(self.typed(names, code) for code in self.options(names))[:MOST_SUGGESTED]

    def typed(self, names: Names, code: str) -> str:
        """What stands in a box for a code: its name, or the code where the name alone would not find it again."""
        name = self.options(names).get(code)
        return name if name is not None and self.code(names, name) == code else code

    def code(self, names: Names, text: str) -> str:
        """The code that is meant by what was typed; the text itself where nothing is called so."""
        options = self.options(names)
        if text in options:
            return text
        by_name = self._by_name.get(names, {})
        found = by_name.get(text.casefold())
        if found is None and names == "member" and self.dimension is not None:
            several = {one.code for one in self.dimension.find_all(text)}
            found = several.pop() if len(several) == 1 else None
        return found if found is not None else text

    def slice_typed(self, dimension: str, member: str) -> str:
        """One filter as a line: "Area: East Vale"."""
        tree = self.definitions.dimensions.get(dimension)
        if tree is None:
            return f"{dimension}: {member}"
        name = tree.name(member)
        said = name if [one.code for one in tree.find_all(name)] == [member] else member
        return f"{tree.dimension.name}: {said}"

    def slice_of(self, breakdown: str, text: str) -> tuple[str, str]:
        """(dimension, member) of such a line; as typed where nothing is called so."""
        dimension = self.code("dimension", breakdown)
        tree = self.definitions.dimensions.get(dimension)
        found = {one.code for one in tree.find_all(text)} if tree else set()
        return dimension, text if len(found) != 1 else found.pop()

    @cached_property
    def _options(self) -> dict[str, dict[str, str]]:
        given, tree = self.definitions, self.definitions.organisations
        named = {
            "dimension": {code: one.dimension.name for code, one in given.dimensions.items()},
            "organisation": {code: one.name for code, one in tree.members.items()} if tree else {},
            "person": dict(self.people),
            "level": {},
            "member": {},
        }
        for kind, held in (
            ("data-set", given.data_sets), ("rule-set", given.rule_sets), ("comparator", given.comparators),
            ("group-set", given.group_sets), ("indicator", given.indicators), ("framework", given.frameworks),
        ):  # fmt: skip
            named[kind] = {code: one.name for code, one in held.items()}
        named["role"] = named["dimension"]
        if self.dimension is not None:
            named["level"] = {code: one.name for code, one in self.dimension.levels.items()}
            named["member"] = {code: one.name for code, one in self.dimension.members.items()}
        return named

    @cached_property
    def _by_name(self) -> dict[str, dict[str, str]]:
        """By what is named and name, its code; names that several share are left out."""
        found: dict[str, dict[str, str]] = {}
        for names, options in self._options.items():
            counted = Counter(name.casefold() for name in options.values())
            found[names] = {name.casefold(): code for code, name in options.items() if counted[name.casefold()] == 1}
        return found
