"""What each kind of definition asks on its form: by kind, the sections in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.controls import Section
from trigpoint.web.editing.layouts.breakdowns import DIMENSION, GROUP_SET
from trigpoint.web.editing.layouts.data_sets import DATA_SET, EXPECTED_SUPPLY
from trigpoint.web.editing.layouts.indicators import indicator
from trigpoint.web.editing.layouts.judging import COMPARATOR, RULE_SET
from trigpoint.web.editing.layouts.partnership import PARTNERSHIP, RESPONSIBILITIES

Layout = tuple[Section, ...]

LAYOUTS: Mapping[str, Layout | Callable[[Definitions], Layout]] = {
    "partnership": PARTNERSHIP,
    "dimension": DIMENSION,
    "group-set": GROUP_SET,
    "data-set": DATA_SET,
    "expected-supply": EXPECTED_SUPPLY,
    "indicator": indicator,
    "rule-set": RULE_SET,
    "comparator": COMPARATOR,
    "responsibilities": RESPONSIBILITIES,
}
"""Kinds that have a form of this sort. A framework is edited as a tree, what a breakdown holds one by one, and everything
as text."""


def layout_of(kind: str, definitions: Definitions) -> Layout | None:
    """The sections of a kind's form, or None for a kind that has none."""
    found = LAYOUTS.get(kind)
    return found(definitions) if callable(found) else found
