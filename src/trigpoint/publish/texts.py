"""Texts as files can hold them, whoever wrote them."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold, and what turns the reading order of a line round: neither belongs in a printed text.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def legible(text: str) -> str:
    """A text without the characters that no document may hold."""
    return _UNPRINTABLE.sub("", text)


def size(text: str) -> int:
    """How long a text is as spreadsheets count: a letter of a rare script, or an emoji, is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The beginning of a text, of at most so many letters as spreadsheets count them."""
    if size(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters; a longer one ends after a whole word, with three dots."""
    if size(text) <= most:
        return text
    beginning = cut(text, most - 1)
    whole = beginning.rsplit(" ", 1)[0].rstrip(" ,;:-'")
    return f"{whole if len(whole) > len(beginning) // 2 else beginning.rstrip(' ')}…"


def file_safe(text: str) -> str:
    """A text as the stem of a file's name: small letters, figures and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:80] or "report"
