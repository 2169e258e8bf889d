"""Marks that are written behind a figure: an asterisk that leads to a note, (p) for provisional. Pure."""

from __future__ import annotations

import re

_MARKED = re.compile(r"(?P<bare>.*[\d%)])\s*(?:(?P<mark>\*+|[†‡]+)|\((?P<word>[a-z]{1,12}\.?)\))", re.IGNORECASE)
_NOTE = re.compile(r"(?P<mark>\*+|[†‡]+)\s*[-–:=]?\s*(?P<text>[^\s*†‡].*)", re.DOTALL)
_STATES = {"p": "provisional", "prov": "provisional", "provisional": "provisional", "e": "estimate", "est": "estimate",
           "estimate": "estimate", "estimated": "estimate", "r": "revised", "revised": "revised"}  # fmt: skip


def read_marks(said: str) -> tuple[str, str, str]:
    """(figure, state, mark) of what stands in a cell: “365*”, “86.9 (p)”. What is no known mark is left as it is."""
    found = _MARKED.fullmatch(said.strip())
    if found is None:
        return said, "", ""
    if found["mark"]:
        return found["bare"].strip(), "", found["mark"]
    state = _STATES.get(found["word"].casefold().rstrip("."), "")
    return (found["bare"].strip(), state, "") if state else (said, "", "")


def note_of(said: str) -> tuple[str, str] | None:
    """(mark, text) of a note beneath a table: “** Definition changed in 2023/24.”; None for one without a mark."""
    found = _NOTE.fullmatch(said.strip())
    return (found["mark"], found["text"].strip()) if found is not None else None


def unmarked(said: str) -> str:
    """What stands in a cell without its mark."""
    return read_marks(said)[0]
