"""Rows that add up the others: told by the words that stand at their head, where nothing defined is called so."""

from __future__ import annotations

import re

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.dimensions import Dimension

A_TOTAL = "This looks like a total row: take it out, totals are worked out here."

_ONLY_A_TOTAL = re.compile(r"(?:grand|sub)?[ -]?totals?(?: (?:of|for) .*)?", re.IGNORECASE)
_WITH_A_TOTAL = re.compile(r"\b(grand|sub)?[ -]?totals?\b|^(sum|overall)\b", re.IGNORECASE)
_COUNTRIES = frozenset({"england", "england and wales", "great britain", "united kingdom", "uk", "national"})
"""What files of every area in the country call the whole of it."""


def looks_like_a_total(text: str) -> bool:
    """Whether a text that means nothing here stands, by its words, at the head of a row of totals."""
    return _WITH_A_TOTAL.search(text) is not None


def is_a_total(text: str, dimension: Dimension) -> bool:
    """Whether a text can mean nothing but all members together: not even somebody whom nobody knows yet."""
    words = plain_words(text)
    every = {plain_words(f"all {plural}") for plural in (dimension.plural, *(one.plural for one in dimension.levels))}
    whole_country = dimension.nature == "place" and words in _COUNTRIES
    return whole_country or words in {"all", *every} or _ONLY_A_TOTAL.fullmatch(text) is not None


def may_be_a_total(text: str, dimension: Dimension) -> bool:
    """Whether a text that is nobody's name most likely means all members together."""
    return is_a_total(text, dimension) or looks_like_a_total(text)
