"""How each kind of definition is written on a form: what it asks, and how its values go into the form and come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from trigpoint.definitions.kinds import KINDS
from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.controls import Section
from trigpoint.web.editing.form import Form, Read
from trigpoint.web.editing.layouts.breakdowns import DIMENSION, GROUP_SET
from trigpoint.web.editing.layouts.data_sets import DATA_SET, EXPECTED_SUPPLY
from trigpoint.web.editing.layouts.indicators import indicator
from trigpoint.web.editing.layouts.judging import COMPARATOR, RULE_SET
from trigpoint.web.editing.layouts.partnership import PARTNERSHIP, RESPONSIBILITIES
from trigpoint.web.editing.tree import FRAMEWORK, FlatFramework, TreeForm, flat_values, nested

Layout = tuple[Section, ...]


@dataclass(frozen=True)
class Written:
    """layout: the sections. model: what the form's controls are of. into: plain values of the definition to those of the
    form; out: back."""

    layout: Layout | Callable[[Definitions], Layout]
    model: type[BaseModel]
    form: type[Form] = Form
    into: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda raw: raw
    out: Callable[[Read], Read] = lambda read: read

    def sections(self, definitions: Definitions) -> Layout:
        """The sections of the form in a partnership."""
        return self.layout(definitions) if callable(self.layout) else self.layout


WRITTEN: Mapping[str, Written] = {
    "partnership": Written(PARTNERSHIP, KINDS["partnership"]),
    "dimension": Written(DIMENSION, KINDS["dimension"]),
    "group-set": Written(GROUP_SET, KINDS["group-set"]),
    "data-set": Written(DATA_SET, KINDS["data-set"]),
    "expected-supply": Written(EXPECTED_SUPPLY, KINDS["expected-supply"]),
    "indicator": Written(indicator, KINDS["indicator"]),
    "rule-set": Written(RULE_SET, KINDS["rule-set"]),
    "framework": Written(FRAMEWORK, FlatFramework, TreeForm, flat_values, nested),
    "comparator": Written(COMPARATOR, KINDS["comparator"]),
    "responsibilities": Written(RESPONSIBILITIES, KINDS["responsibilities"]),
}
"""Kinds that have a form. What a breakdown holds is written one by one, and everything as text."""
