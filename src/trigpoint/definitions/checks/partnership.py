"""The partnership itself, and that each kind and code stands once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from trigpoint.definitions.checks.finding import Finding, Path, offer, repeated
from trigpoint.definitions.colours import LEAST_FOR_TEXT, WHITE, contrast
from trigpoint.definitions.partnership import Partnership

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions


def findings(given: Definitions) -> Iterator[Finding]:
    """Documents that stand twice, and every fault of the partnership."""
    partnership = given.partnership
    for document in given.documents:
        first = given.by_key[document.identity]
        if document is not first:
            kind, code = document.identity
            message = f"There is another {kind.replace('-', ' ')} with the code '{code}'."
            yield Finding(document, ("code",), message, "Give one of the two another code.")
        elif isinstance(document, Partnership) and document is not partnership:
            yield Finding(document, ("kind",), "There is another partnership.", "Keep one of the two.")
    if partnership is not None:
        yield from _partnership(partnership)


def _partnership(document: Partnership) -> Iterator[Finding]:
    try:
        ZoneInfo(document.timezone)
    except (ValueError, OSError, KeyError):
        message = f"There is no time zone '{document.timezone}'."
        yield Finding(document, ("timezone",), message, offer(document.timezone, sorted(available_timezones())))
    for key in ("financial_year_starts", "academic_year_starts"):
        if getattr(document, key) in ("02-29", "02-30", "02-31", "04-31", "06-31", "09-31", "11-31"):
            message = f"A year cannot start on {getattr(document, key)}, which is not in each year."
            yield Finding(document, (key,), message, "Write month and day, such as '04-01'.")
    words: dict[str, str] = {}
    for status in type(document.status_words).model_fields:
        word = getattr(document.status_words, status)
        for key, said in (("word", word.word), ("letter", word.letter)):
            if said in words:
                path: Path = ("status_words", status, key)
                yield Finding(document, path, f"'{said}' stands for another status already.", "Choose another.")
            words[said] = status
    yield from _colours(document)
    yield from repeated(document, ("commentary_headings",), "heading", document.commentary_headings, key="")
    fields = document.indicator_fields
    yield from repeated(document, ("indicator_fields",), "field", (field.code for field in fields))
    for index, field in enumerate(fields):
        if (field.type == "choice") != bool(field.choices):
            message = (
                f"'{field.code}' is a choice of nothing." if field.type == "choice"
                else f"'{field.code}' has choices, but its type is {field.type}."
            )  # fmt: skip
            yield Finding(document, ("indicator_fields", index), message, "Say 'type: choice' and list 'choices'.")


def _colours(document: Partnership) -> Iterator[Finding]:
    """Colours stand as letters on white: they must be dark enough to be read."""
    words = document.status_words
    statuses = type(words).model_fields
    own: list[tuple[Path, str | None]] = [
        (("colour",), document.colour),
        *((("status_words", status, "colour"), getattr(words, status).colour) for status in statuses),
    ]
    for path, colour in own:
        if colour is not None and contrast(colour, WHITE) < LEAST_FOR_TEXT:
            message = f"'{colour}' cannot be read on white: its contrast is {contrast(colour, WHITE):.1f}, and {LEAST_FOR_TEXT} is needed."
            yield Finding(document, path, message, "Choose a darker colour.")
