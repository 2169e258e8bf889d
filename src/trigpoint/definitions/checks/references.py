"""References from one document to another: what every such key names, and whether it is there.

`REFERENCES` is also how a description finds the name beside a code, and what a definition depends on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from trigpoint.definitions.checks.finding import Finding, Path, parts, unknown
from trigpoint.definitions.comparators import AgainstGroup, Comparator
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Expected, ExpectedSupply
from trigpoint.definitions.dimensions import GroupSet, Members
from trigpoint.definitions.document import Document
from trigpoint.definitions.frameworks import Framework, Place, Support
from trigpoint.definitions.indicators import Indicator, Life, Target
from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.sources import Mapping as CodeMapping
from trigpoint.definitions.sources import Source

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions

ORGANISATION = "organisation"

REFERENCES: dict[tuple[type[BaseModel], str], str] = {
    (Partnership, "organisation_dimension"): "dimension",
    (Members, "dimension"): "dimension",
    (GroupSet, "dimension"): "dimension",
    (CodeMapping, "dimension"): "dimension",
    (Comparator, "dimension"): "dimension",
    (DataSetDimension, "dimension"): "dimension",
    (ExpectedSupply, "data_set"): "data-set",
    (Source, "data_set"): "data-set",
    (Responsibility, "data_set"): "data-set",
    (Indicator, "rule_set"): "rule-set",
    (Framework, "rule_set"): "rule-set",
    (Place, "rule_set"): "rule-set",
    (Indicator, "comparators"): "comparator",
    (AgainstGroup, "group_set"): "group-set",
    (Life, "replaced_by"): "indicator",
    (Life, "proxy_for"): "indicator",
    (Place, "indicator"): "indicator",
    (Responsibility, "indicator"): "indicator",
    (Target, "framework"): "framework",
    (Support, "framework"): "framework",
    (Responsibility, "framework"): "framework",
    (DataSet, "provider"): ORGANISATION,
    (Expected, "provider"): ORGANISATION,
    (Indicator, "owner"): ORGANISATION,
    (Indicator, "partner_variations"): ORGANISATION,
    (Life, "agreed_by"): ORGANISATION,
    (Target, "agreed_by"): ORGANISATION,
    (Framework, "owner"): ORGANISATION,
    (Place, "lead"): ORGANISATION,
    (Responsibility, "organisation"): ORGANISATION,
}
"""What each key names: a kind of document, or an organisation of the partnership."""

WORDS = {"data-set": "data set", "rule-set": "rule set", "group-set": "group set"}


def references(document: Document) -> Iterator[tuple[Path, str, str]]:
    """(path, what it names, code) of every reference in a document."""
    for path, part in parts(document):
        for (model, key), what in REFERENCES.items():
            if type(part) is model:
                for at, code in _codes(getattr(part, key)):
                    yield (*path, key, *at), what, code


def _own_providers(given: Definitions, document: Document, path: Path) -> Mapping[str, Any]:
    """The members of the data set's own provider dimension, where an expected supply names its provider.

    What a publisher supplies for many (all hospitals of a country) need not come from a partner.
    """
    if not (isinstance(document, ExpectedSupply) and path[-1:] == ("provider",)):
        return {}
    data_set = given.data_sets.get(document.data_set)
    if data_set is None or data_set.provider_dimension is None:
        return {}
    role = given.dimension_role(data_set.code, data_set.provider_dimension)
    tree = given.dimensions.get(role.dimension) if role else None
    return tree.members if tree else {}


def _codes(value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        for index, code in enumerate(value):
            yield (index,), code
    elif isinstance(value, dict):
        for code in value:
            yield (code,), code


def findings(given: Definitions) -> Iterator[Finding]:
    """Each reference that leads nowhere."""
    known: dict[str, Mapping[str, Any]] = {
        "dimension": given.dimensions,
        "data-set": given.data_sets,
        "rule-set": given.rule_sets,
        "comparator": given.comparators,
        "group-set": given.group_sets,
        "indicator": given.indicators,
        "framework": given.frameworks,
    }
    organisations = given.organisations
    if organisations is not None:
        known[ORGANISATION] = organisations.members
    for document in given.documents:
        for path, what, code in references(document):
            if what == ORGANISATION and organisations is None:
                if given.partnership is not None and given.partnership.organisation_dimension is None:
                    message = f"'{code}' cannot be found: the partnership does not say which dimension holds partners."
                    yield Finding(document, path, message, "Say 'organisation_dimension' in the partnership's file.")
            elif code not in known[what] and code not in _own_providers(given, document, path):
                yield unknown(document, path, WORDS.get(what, what), code, known[what])
