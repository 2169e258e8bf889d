"""Dates in order, wherever a part of a document holds between two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trigpoint.definitions.checks.finding import Finding, parts
from trigpoint.definitions.document import Dated

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def findings(given: Definitions) -> Iterator[Finding]:
    """Each part that ends before it starts."""
    for document in given.documents:
        for path, part in parts(document):
            if isinstance(part, Dated) and part.start and part.end and part.end < part.start:
                message = f"It ends on {part.end}, before it starts on {part.start}."
                yield Finding(
                    document, (*path, "to"), message, "Both days are included; put the earlier one in 'from'."
                )
