"""Numbers that forms and addresses send: of rows, of pages. Read in one way, for a browser may send anything."""

from __future__ import annotations

MOST_DIGITS = 18
"""More than any row has, and no more than a database and a processor take."""


def number_sent(text: str | None) -> int | None:
    """The number from nought up that a text is in plain digits; None for any other text, and for what is far too long."""
    if text is None or not 0 < len(text) <= MOST_DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    return int(text)


def page_sent(text: str | None, pages: int) -> int:
    """The page that a text asks for, of so many: the first where it asks for none, the last where it asks beyond."""
    asked = number_sent(text)
    return 1 if asked is None else max(1, min(asked, pages))
