"""A definition set as a whole: checked across documents, every fault at once, then frozen.

A document may come alone or with the file that it was read from; in the latter case faults name file, line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trigpoint.definitions.checks import all_findings
from trigpoint.definitions.checks.finding import Finding
from trigpoint.definitions.collected import Definitions, PlacedItem, VersionInForce
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.document import Document
from trigpoint.definitions.faults import BadDefinitions, Fault, in_order
from trigpoint.definitions.reading import dotted, fault_at
from trigpoint.definitions.yaml_files import SourceDocument
from trigpoint.definitions.yaml_syntax import Place, read

__all__ = [
    "BadDefinitions", "Definitions", "DimensionTree", "Fault", "PlacedItem", "VersionInForce", "build", "faults_of",
]  # fmt: skip


def build(documents: Iterable[Document | SourceDocument]) -> Definitions:
    """The definitions that documents make together. Raises BadDefinitions with every fault."""
    given, faults = _checked(list(documents))
    if faults:
        raise BadDefinitions(faults)
    return given


def faults_of(documents: Iterable[Document | SourceDocument]) -> list[Fault]:
    """Every fault of documents as a whole; none when they may be taken."""
    return _checked(list(documents))[1]


def _checked(documents: Sequence[Document | SourceDocument]) -> tuple[Definitions, list[Fault]]:
    files = {id(one.document): one for one in documents if isinstance(one, SourceDocument)}
    given = Definitions(one.document if isinstance(one, SourceDocument) else one for one in documents)
    places: dict[int, Place] = {}
    found = [_fault(finding, files.get(id(finding.document)), places) for finding in all_findings(given)]
    return given, in_order(found)


def _fault(finding: Finding, file: SourceDocument | None, places: dict[int, Place]) -> Fault:
    """The fault at its line, where the document came from a file; else by the document's kind and code."""
    if file is None:
        kind, code = finding.document.identity
        where = " ".join(part for part in (kind, code, dotted(finding.where)) if part)
        return Fault(None, None, None, where, finding.message, finding.instead)
    if id(file) not in places:
        places[id(file)] = read(file.text, file.path)[1]
    found = fault_at(finding.where, finding.message, finding.instead, places[id(file)], file.path, finding.at_key)
    at = places[id(file)].at(finding.where)
    plain = not at.quoted and "\n" not in at.written
    if finding.within is None or not plain or found.column is None:
        return found
    return replace(found, column=found.column + finding.within - 1)
