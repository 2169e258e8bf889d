"""What several calls share: reading days and filters, and answering as JSON with exact numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from trigpoint.ask.in_words import read_day
from trigpoint.ask.reading import read_filter
from trigpoint.ask.records import dumps
from trigpoint.definitions.whole import Definitions


def as_json(content: Any, status: int = 200) -> HttpResponse:
    """A response in which decimals keep all their digits."""
    return HttpResponse(dumps(content) + "\n", content_type="application/json", status=status)


def day(text: str | None) -> date | None:
    """The day of an as-at. Raises BadQuestion."""
    return read_day(text, timezone.localdate())


def slice_of(definitions: Definitions, where: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Filters DIMENSION=MEMBER as pairs of codes. Raises BadQuestion."""
    found: dict[str, str] = {}
    for text in (part.strip() for item in where for part in item.split(",") if part.strip()):
        dimension, member = read_filter(definitions, text)
        found[dimension] = member
    return tuple(sorted(found.items()))
