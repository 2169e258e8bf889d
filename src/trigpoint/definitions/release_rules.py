"""Who may see a figure of the past is decided by today's rules: a rule that was tightened is not undone by asking as known
before it."""

from __future__ import annotations

from trigpoint.definitions.collected import Definitions
from trigpoint.definitions.datasets import DataSet, SmallNumbers
from trigpoint.definitions.document import Document
from trigpoint.definitions.indicators import Indicator


def under_rules_of(then: Definitions, now: Definitions) -> Definitions:
    """The definitions of then, with the audience, waiting time, open levels and small numbers of now.

    What is no longer defined keeps the rules that it had.
    """
    return Definitions(_under(document, now) for document in then.documents)


def _under(document: Document, now: Definitions) -> Document:
    match document:
        case DataSet() if document.code in now.data_sets:
            today = now.data_sets[document.code]
            return document.model_copy(
                update={"release": today.release, "small_numbers": _protected(document, today.small_numbers)}
            )
        case Indicator() if document.code in now.indicators:
            ruling = now.indicators[document.code]
            return document.model_copy(update={"audience": ruling.audience, "not_before_days": ruling.not_before_days})
    return document


def _protected(then: DataSet, rule: SmallNumbers | None) -> SmallNumbers | None:
    """Today's protection of small numbers, for the measures and breakdowns that there were."""
    if rule is None:
        return None
    measures = tuple(code for code in rule.measures if any(measure.code == code for measure in then.measures))
    roles = {each.role for each in then.dimensions}
    if not measures:
        return None
    return rule.model_copy(
        update={"measures": measures, "dimensions": tuple(role for role in rule.dimensions if role in roles)}
    )
