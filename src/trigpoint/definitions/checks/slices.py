"""Slices: which member of which dimension something holds for (`where`), and the periods that are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.dimensions import unknown_member
from trigpoint.definitions.checks.finding import Finding, Path, offer, unknown
from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.document import Document
from trigpoint.definitions.periods import BadPeriod, Period

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def where_findings(
    given: Definitions, document: Document, path: Path, where: Mapping[str, str], usable: Iterable[str] | None
) -> Iterator[Finding]:
    """Unknown dimensions and members of a slice. usable: the dimensions that the figure has, None for any."""
    allowed = None if usable is None else set(usable)
    for dimension, member in where.items():
        at = (*path, dimension)
        tree = given.dimensions.get(dimension)
        if tree is None:
            yield unknown(document, at, "dimension", dimension, given.dimensions)._replace(at_key=True)
        elif allowed is not None and dimension not in allowed:
            message = f"The figure is not broken down by '{dimension}'."
            yield Finding(document, at, message, offer(dimension, sorted(allowed)), at_key=True)
        elif tree.member(member) is None:
            yield unknown_member(document, at, tree, member)


def dimensions_of(given: Definitions, indicator: str) -> set[str] | None:
    """The dimensions that all components of an indicator have; None where its formula cannot be read."""
    common: set[str] | None = None
    for version in given.versions(indicator):
        try:
            components = given.formula(version.formula).components
        except ValueError:
            return None
        for component in components:
            data_set = given.data_sets.get(component.data_set)
            if data_set is None:
                return None
            found = {d.dimension for d in data_set.dimensions}
            common = found if common is None else common & found
    return common


def period_of(
    given: Definitions, document: Document, where: Path, text: str, grain: Grain | None
) -> tuple[Period | None, list[Finding]]:
    """The period that a text names, or a finding that says what to write."""
    try:
        return given.calendars.parse(text, grain=grain), []
    except BadPeriod as error:
        return None, [Finding(document, where, str(error))]
