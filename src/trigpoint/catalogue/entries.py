"""What the catalogue holds, as entries to be found: every definition, each partner, with owner, topic, life and place. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from trigpoint.catalogue.search import Entry, Index
from trigpoint.definitions.datasets import DataSet, ExpectedSupply
from trigpoint.definitions.dimensions import Dimension, Members
from trigpoint.definitions.document import Document
from trigpoint.definitions.frameworks import Framework, every_node
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.responsibilities import Responsibilities
from trigpoint.definitions.sources import Mapping, Source
from trigpoint.definitions.whole import Definitions

PARTNER = "partner"
"""The kind of entry of a member of the organisations, which has no document of its own."""

KIND_NAMES: dict[str, tuple[str, str]] = {
    "indicator": ("Indicator", "Indicators"),
    "data-set": ("Data set", "Data sets"),
    PARTNER: ("Partner", "Partners"),
    "framework": ("Framework", "Frameworks"),
    "dimension": ("Breakdown", "Breakdowns"),
    "source": ("Kind of file", "Kinds of file"),
    "rule-set": ("Status rule", "Status rules"),
    "comparator": ("Comparator", "Comparators"),
    "group-set": ("Set of groups", "Sets of groups"),
    "mapping": ("Table of codes", "Tables of codes"),
    "expected-supply": ("Expected supply", "Expected supplies"),
    "responsibilities": ("Who answers for what", "Who answers for what"),
    "members": ("List of names", "Lists of names"),
    "partnership": ("Partnership", "Partnership"),
}
"""What each kind is called on pages, one and many, in the order in which lists show them."""

LIFE_WORDS = {
    "draft": "Draft",
    "proposed": "Proposed",
    "agreed": "Agreed",
    "in-force": "In force",
    "retired": "Retired",
}
CHAIN_WORDS = {"input": "Input", "process": "Process", "output": "Output", "outcome": "Outcome"}
WEIGHTS = {"indicator": 1.6, PARTNER: 1.3, "data-set": 1.2, "framework": 1.2}
UNLISTED = (Members, Mapping, Responsibilities, ExpectedSupply)
"""Found through the breakdown or data set to which they belong."""


@lru_cache(maxsize=8)
def index_of(definitions: Definitions) -> Index:
    """The index of a snapshot's definitions: made once, then only read."""
    return Index(tuple(entries_of(definitions)))


def entries_of(definitions: Definitions) -> Iterator[Entry]:
    """An entry for each definition that has a page of its own, and for each partner."""
    for document in definitions.by_key.values():
        if not isinstance(document, UNLISTED):
            yield _entry(document, definitions)
    tree = definitions.organisations
    for member in tree.members.values() if tree else ():
        level = tree.levels[member.level].name if tree else ""
        names = (member.code, *((member.short_name,) if member.short_name else ()), *member.aliases)
        above = [("owner", one.name) for one in tree.lineage(member.code)[:1]] if tree else []
        weight = WEIGHTS[PARTNER] if tree and level == tree.dimension.levels[0].name else 0.8
        yield Entry(
            PARTNER, member.code, member.name, names, f"{level} {member.note}", (("kind", PARTNER), *above), weight
        )


def owner_of(document: Document) -> str | None:
    """The organisation that answers for a definition, by code, or None where none is named."""
    if isinstance(document, Indicator | Framework):
        return document.owner
    return document.provider if isinstance(document, DataSet) else None


def _entry(document: Document, definitions: Definitions) -> Entry:
    kind, code = document.identity
    facets = [("kind", kind)]
    tree, owner = definitions.organisations, owner_of(document)
    if owner and tree:
        facets.append(("owner", tree.name(owner)))
    if isinstance(document, Indicator):
        facets.append(("life", document.life.state))
        if document.topic:
            facets.append(("topic", document.topic))
        if document.chain:
            facets.append(("chain", document.chain))
    elif isinstance(document, DataSet) and document.topic:
        facets.append(("topic", document.topic))
    weight = WEIGHTS.get(kind, 1.0)
    if isinstance(document, Indicator) and document.life.state == "retired":
        weight *= 0.5
    return Entry(kind, code, document.name, tuple(_other_names(document)), _text(document), tuple(facets), weight)


def _other_names(document: Document) -> Iterator[str]:
    yield document.code
    match document:
        case Indicator():
            if document.short_name:
                yield document.short_name
            for reference in document.references:
                yield f"{reference.scheme} {reference.code}"
                yield reference.code
                yield f"{_initials(reference.scheme)} {reference.code}"
        case Dimension():
            yield document.plural
        case DataSet():
            yield from (measure.name for measure in document.measures)


def _initials(text: str) -> str:
    """NI of National Indicator; a short name as it is."""
    words = text.split()
    return "".join(word[0] for word in words).upper() if len(words) > 1 else text


def _text(document: Document) -> str:
    found = [document.description]
    match document:
        case Indicator():
            found += [document.why, document.topic or "", *document.tags, document.methodology, document.caveats]
            found += [str(value) for value in document.fields.values()]
        case DataSet():
            found += [
                document.source_note,
                document.topic or "",
                *(measure.description for measure in document.measures),
            ]
        case Framework():
            found += [node.name for node in every_node(document.nodes)]
        case Dimension():
            found += [level.plural for level in document.levels]
        case Source():
            found += [document.data_set.replace("-", " ")]
        case Partnership():
            found += [field.name for field in document.indicator_fields]
    return " ".join(text for text in found if text)
