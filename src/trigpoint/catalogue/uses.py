"""What uses a definition, and what it uses: read from the references that documents hold and from formulas. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from trigpoint.definitions.checks.references import ORGANISATION, references
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import Definitions

Identity = tuple[str, str]
"""(kind, code) of a document; an organisation is ("organisation", code)."""


@dataclass(frozen=True)
class Uses:
    """uses: by document what it names. used_by: by document (or organisation) what names it. Each in order, once."""

    uses: Mapping[Identity, tuple[Identity, ...]] = field(default_factory=dict)
    used_by: Mapping[Identity, tuple[Identity, ...]] = field(default_factory=dict)

    def of(self, identity: Identity) -> tuple[Identity, ...]:
        """What names a definition."""
        return self.used_by.get(identity, ())


@lru_cache(maxsize=8)
def uses_of(definitions: Definitions) -> Uses:
    """Made once a snapshot."""
    uses: dict[Identity, dict[Identity, None]] = {}
    used_by: dict[Identity, dict[Identity, None]] = {}
    for document in definitions.by_key.values():
        named = {(what, code) for _, what, code in references(document)}
        if isinstance(document, Indicator):
            named |= {("data-set", code) for code in data_sets_of(definitions, document.code)}
        if isinstance(document, Source):
            named |= {("dimension", d.dimension) for d in _roles(definitions, document)}
        for target in sorted(named):
            uses.setdefault(document.identity, {}).setdefault(target)
            if target != document.identity:
                used_by.setdefault(target, {}).setdefault(document.identity)
    return Uses(
        {key: tuple(found) for key, found in uses.items()}, {key: tuple(found) for key, found in used_by.items()}
    )


def data_sets_of(definitions: Definitions, indicator: str) -> tuple[str, ...]:
    """The data sets from which an indicator is worked out, in every version of its formula."""
    found = {
        component.data_set: None
        for version in definitions.versions(indicator)
        for component in definitions.formula(version.formula).components
    }
    return tuple(found)


def measures_used(definitions: Definitions, data_set: str) -> dict[str, tuple[str, ...]]:
    """By measure of a data set the indicators that are worked out from it."""
    found: dict[str, dict[str, None]] = {}
    for code in definitions.indicators:
        for version in definitions.versions(code):
            for component in definitions.formula(version.formula).components:
                if component.data_set == data_set:
                    found.setdefault(component.measure, {}).setdefault(code)
    return {measure: tuple(codes) for measure, codes in found.items()}


def frameworks_of(definitions: Definitions, indicator: str) -> tuple[Framework, ...]:
    """The frameworks in which an indicator stands."""
    return tuple(
        definitions.frameworks[code]
        for code, placed in definitions.places.items()
        if any(item.place.indicator == indicator for item in placed)
    )


def _roles(definitions: Definitions, source: Source):
    data_set = definitions.data_sets.get(source.data_set)
    return data_set.dimensions if data_set else ()


__all__ = ["ORGANISATION", "Identity", "Uses", "data_sets_of", "frameworks_of", "measures_used", "uses_of"]
