"""All definitions of one snapshot together, and what is looked up in them. Frozen once built.

`whole.build` makes one of documents that have no fault; the checks read one that may have some.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from trigpoint.definitions.comparators import BUILT_IN, Comparator
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Expected, ExpectedSupply, Measure
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.dimensions import Dimension, GroupSet, Member, Members
from trigpoint.definitions.document import Document
from trigpoint.definitions.formula import Checked, Formula, check, parse
from trigpoint.definitions.frameworks import Framework, Node, Place
from trigpoint.definitions.indicators import Indicator, Version
from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.responsibilities import Responsibilities, Responsibility
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.sources import Mapping as CodeMapping
from trigpoint.definitions.sources import Source
from trigpoint.definitions.yaml_writing import write

Kind = TypeVar("Kind", bound=Document)


class VersionInForce(NamedTuple):
    """How an indicator is worked out for a period. breaks: days within the indicator's life from which figures may not
    be compared with those before."""

    formula: str
    breaks: tuple[date, ...]


class PlacedItem(NamedTuple):
    """An item of a framework with the nodes above it, top first."""

    nodes: tuple[Node, ...]
    place: Place


class Definitions:
    """The definitions in force: `documents` in their order, and each kind by code.

    Of documents with the same kind and code the first counts. `expected_supplies` is by data set; `responsibilities`
    are those of all documents in one.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents: tuple[Document, ...] = tuple(documents)
        by_key: dict[tuple[str, str], Document] = {}
        for document in self.documents:
            by_key.setdefault(document.identity, document)
        self.by_key: Mapping[tuple[str, str], Document] = by_key
        self.partnership = next(iter(self._all(Partnership)), None)
        self.calendars = Calendars.of(self.partnership)
        self.data_sets = self._by_code(DataSet)
        self.sources = self._by_code(Source)
        self.indicators = self._by_code(Indicator)
        self.frameworks = self._by_code(Framework)
        self.rule_sets = self._by_code(RuleSet)
        self.comparators = self._by_code(Comparator)
        self.group_sets = self._by_code(GroupSet)
        self.mappings = self._by_code(CodeMapping)
        self.dimensions: dict[str, DimensionTree] = {d.code: self._tree(d) for d in self._all(Dimension)}
        supplies: dict[str, tuple[Expected, ...]] = {}
        for document in self._all(ExpectedSupply):
            supplies[document.data_set] = supplies.get(document.data_set, ()) + document.supplies
        self.expected_supplies = supplies
        self.responsibilities: tuple[Responsibility, ...] = tuple(
            one for document in self._all(Responsibilities) for one in document.responsibilities
        )
        self._formulae: dict[str, Formula] = {}
        self._checked: dict[tuple[str, str], Checked] = {}

    def _all(self, kind: type[Kind]) -> list[Kind]:
        return [document for document in self.by_key.values() if isinstance(document, kind)]

    def _by_code(self, kind: type[Kind]) -> dict[str, Kind]:
        return {document.code: document for document in self._all(kind)}

    def _tree(self, dimension: Dimension) -> DimensionTree:
        members: dict[str, Member] = {}
        for document in self._all(Members):
            if document.dimension == dimension.code:
                for member in document.members:
                    members.setdefault(member.code, member)
        mappings = [mapping for mapping in self.mappings.values() if mapping.dimension == dimension.code]
        return DimensionTree(dimension, members.values(), mappings)

    @property
    def organisations(self) -> DimensionTree | None:
        """The dimension whose members are the partners, where the partnership says so."""
        code = self.partnership.organisation_dimension if self.partnership else None
        return self.dimensions.get(code) if code else None

    def measure(self, data_set: str, measure: str) -> Measure | None:
        """A measure of a data set, or None."""
        return self._measures.get((data_set, measure))

    @cached_property
    def _measures(self) -> dict[tuple[str, str], Measure]:
        return {(code, m.code): m for code, data_set in self.data_sets.items() for m in data_set.measures}

    def comparison_name(self, code: str) -> str:
        """What figures are compared with, as said at the head of a column or the end of a line. code: of a comparator or
        of what is built in."""
        if code in BUILT_IN:
            return BUILT_IN[code]
        comparator = self.comparators[code]
        return comparator.short_name or comparator.name

    def dimension_role(self, data_set: str, role: str) -> DataSetDimension | None:
        """The dimension that a data set calls `role`, or None."""
        found = self.data_sets.get(data_set)
        return next((d for d in found.dimensions if d.role == role), None) if found else None

    def formula(self, text: str) -> Formula:
        """The parsed formula; raises BadFormula."""
        if text not in self._formulae:
            self._formulae[text] = parse(text)
        return self._formulae[text]

    def version_on(self, indicator: str, on: date | None) -> Version | None:
        """The version in force on a day (None: the newest), or None where there is none."""
        versions = self.versions(indicator)
        if on is None:
            return versions[-1] if versions else None
        return next((version for version in versions if version.holds_on(on)), None)

    def versions(self, indicator: str) -> tuple[Version, ...]:
        """The versions of an indicator, oldest first; a formula alone is one version without dates."""
        found = self.indicators[indicator]
        if found.formula is not None:
            return (Version(formula=found.formula),)
        return tuple(sorted(found.versions, key=lambda version: version.start or date.min))

    def indicator_version(self, indicator: str, period: Period) -> VersionInForce | None:
        """How the indicator is worked out for a period: by the version in force on its last day. None where there is
        none, as before the first version."""
        version = self.version_on(indicator, period.last_day)
        if version is None:
            return None
        breaks = (v.start for v in self.versions(indicator) if v.breaks_trend and v.start is not None)
        return VersionInForce(version.formula, tuple(breaks))

    def checked(self, indicator: str, on: date | None = None) -> Checked | None:
        """The checked formula in force on a day (None: the newest), or None where there is none."""
        version = self.version_on(indicator, on)
        return None if version is None else self.checked_text(self.indicators[indicator], version.formula)

    def checked_text(self, indicator: Indicator, formula: str) -> Checked:
        """A formula as one of the indicator; raises BadFormula."""
        key = (indicator.code, formula)
        if key not in self._checked:
            self._checked[key] = check(self.formula(formula), self, indicator.value_kind, indicator.unit)
        return self._checked[key]

    @cached_property
    def places(self) -> dict[str, tuple[PlacedItem, ...]]:
        """The items of each framework, in order, with the nodes above them."""
        return {code: tuple(_items(framework.nodes, ())) for code, framework in self.frameworks.items()}

    def answered_for(self, one: Responsibility) -> tuple[str, ...]:
        """The indicators that a responsibility is about: its own one, or those of its framework, or of a node of that."""
        if one.indicator is not None:
            return (one.indicator,)
        return tuple(
            item.place.indicator
            for item in self.places.get(one.framework or "", ())
            if one.node is None or one.node == item.place.item or one.node in [node.code for node in item.nodes]
        )

    @cached_property
    def hash(self) -> str:
        """The same for the same definitions, in whatever order they came."""
        return self.part_hash(self.by_key)

    def part_hash(self, keys: Iterable[tuple[str, str]]) -> str:
        """A hash of the content of some documents, by (kind, code); one that is not there counts as absent."""
        digest = hashlib.sha256()
        for key in sorted(set(keys)):
            digest.update(repr((key, self._hashes.get(key))).encode())
        return digest.hexdigest()

    @cached_property
    def _hashes(self) -> dict[tuple[str, str], str]:
        return {key: content_hash(document) for key, document in self.by_key.items()}


def content_hash(document: Document) -> str:
    """A hash of what a document says, whatever its file looks like."""
    return hashlib.sha256(write(document).encode()).hexdigest()


def _items(nodes: tuple[Node, ...], above: tuple[Node, ...]) -> Iterable[PlacedItem]:
    for node in nodes:
        here = (*above, node)
        yield from (PlacedItem(here, place) for place in node.items)
        yield from _items(node.nodes, here)
