"""What makes definitions wrong as a whole: checks across documents, one module a subject. They run all, always."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trigpoint.definitions.checks import (
    datasets,
    dates,
    dimensions,
    frameworks,
    indicators,
    partnership,
    references,
    rules,
    sources,
    targets,
)
from trigpoint.definitions.checks.finding import Finding

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions

SUBJECTS = (
    partnership, references, dates, dimensions, datasets, sources, indicators, targets, rules, frameworks,
)  # fmt: skip


def all_findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of the definitions."""
    for subject in SUBJECTS:
        yield from subject.findings(given)
