"""Faults as the files of definitions say them, in the words of pages."""

from __future__ import annotations

import re

PAGE_WORDS = {
    "measures": "data items", "measure": "data item", "dimensions": "breakdowns", "dimension": "breakdown",
    "rule set": "status rule", "members": "values", "member": "value", "slice": "part", "document": "definition",
}  # fmt: skip


def in_page_words(said: str) -> str:
    """A fault without the words that pages do not use; what stands in quotes is somebody's own and stays."""
    parts = re.split(r"('[^']*'|“[^”]*”)", said)
    pattern = re.compile(rf"\b({'|'.join(PAGE_WORDS)})\b")
    return "".join(
        part if at % 2 else pattern.sub(lambda found: PAGE_WORDS[found[1]], part) for at, part in enumerate(parts)
    )
