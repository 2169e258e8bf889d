"""Finding things in the catalogue: a small index in memory, with prefixes, other names, and near misses. Pure.

A word of the query must be found in an entry's words, as a whole or as the beginning of one, or, failing all else, be
nearly one of them (a letter or two wrong). Names weigh most, then other names and codes, then the rest of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from trigpoint.definitions.dimension_tree import plain_words

STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "what",
        "which",
        "is",
        "are",
    ]
)
NAME, OTHER_NAME, TEXT = 12.0, 8.0, 2.0
PREFIX, NEAR = 0.6, 0.35
LEAST_FOR_NEAR = 4
"""A shorter word is like too many others."""


@dataclass(frozen=True)
class Entry:
    """A thing that can be found. names: other things it is called (a code, NI 195, an alias). text: what else it says.

    facets: by facet the values by which it may be chosen. weight: above 1 for what people mean more often.
    """

    kind: str
    code: str
    name: str
    names: tuple[str, ...] = ()
    text: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    weight: float = 1.0

    def facet(self, name: str) -> tuple[str, ...]:
        """The entry's values of a facet."""
        return tuple(value for facet, value in self.facets if facet == name)


@dataclass(frozen=True)
class Hit:
    """An entry that was found. near: only by reading a word as one that is like it."""

    entry: Entry
    score: float
    near: bool = False


@dataclass
class Index:
    """The entries, and in which of them each word stands with what weight. Built once a snapshot, then only read."""

    entries: tuple[Entry, ...]
    _words: dict[str, dict[int, float]] = field(default_factory=dict)
    _sorted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for n, entry in enumerate(self.entries):
            for text, weight in ((entry.name, NAME), (" ".join(entry.names), OTHER_NAME), (entry.text, TEXT)):
                for word in words_of(text):
                    held = self._words.setdefault(word, {})
                    held[n] = max(held.get(n, 0.0), weight)
        self._sorted = sorted(self._words)
        self._exact: dict[str, list[int]] = {}
        for n, entry in enumerate(self.entries):
            for name in {plain_words(one) for one in (entry.name, entry.code, *entry.names)}:
                self._exact.setdefault(name, []).append(n)

    def search(
        self, query: str, *, kinds: Sequence[str] = (), facets: Iterable[tuple[str, str]] = (), limit: int | None = None
    ) -> list[Hit]:
        """The entries for some words, best first; without words all, by name.

        kinds: only these. facets: (facet, value) pairs that must all hold.
        """
        wanted = tuple(facets)

        def fits(entry: Entry) -> bool:
            return (not kinds or entry.kind in kinds) and all(pair in entry.facets for pair in wanted)

        words = words_of(query) or plain_words(query).split()
        if not words:
            found = [Hit(entry, 0.0) for entry in self.entries if fits(entry)]
            return sorted(found, key=lambda hit: plain_words(hit.entry.name))[:limit]
        per_word = [self._found(word) for word in words]
        common = set.intersection(*(set(scores) for scores, _ in per_word))
        exact = set(self._exact.get(plain_words(query), ()))
        hits = []
        for n in common | exact:
            entry = self.entries[n]
            if not fits(entry):
                continue
            score = sum(scores.get(n, 0.0) for scores, _ in per_word) / len(words) + (50.0 if n in exact else 0.0)
            # Of two entries with the same words, the one that says little else is what was meant.
            score *= entry.weight * (1 + 1 / (2 + len(words_of(entry.name))))
            hits.append(Hit(entry, score, any(near for scores, near in per_word if n in scores) and n not in exact))
        return sorted(hits, key=lambda hit: (-hit.score, plain_words(hit.entry.name)))[:limit]

    def _found(self, word: str) -> tuple[dict[int, float], bool]:
        """Entries with a word, by weight; and whether the word had to be read as one that is like it."""
        scores: dict[int, float] = dict(self._words.get(word, {}))
        for longer in self._beginning(word):
            for n, weight in self._words[longer].items():
                scores[n] = max(scores.get(n, 0.0), weight * PREFIX)
        if scores or len(word) < LEAST_FOR_NEAR or any(c.isdigit() for c in word):
            return scores, False
        most = 1 if len(word) < 7 else 2
        alike = process.extract(word, self._sorted, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=8)
        for other, distance, _ in alike:
            for n, weight in self._words[other].items():
                scores[n] = max(scores.get(n, 0.0), weight * NEAR / max(1, distance))
        return scores, True

    def _beginning(self, word: str) -> list[str]:
        """The words that begin so and go on."""
        start = bisect_left(self._sorted, word)
        found = []
        for other in self._sorted[start:]:
            if not other.startswith(word):
                break
            if other != word:
                found.append(other)
        return found

    def counts(self, hits: Iterable[Hit], facet: str) -> dict[str, int]:
        """How many of some hits have each value of a facet, most first."""
        found: dict[str, int] = {}
        for value in chain.from_iterable(hit.entry.facet(facet) for hit in hits):
            found[value] = found.get(value, 0) + 1
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0].casefold())))


def words_of(text: str) -> list[str]:
    """The words of a text by which it is found: plain, each once, without those that say nothing, singular for plural."""
    found = (singular(word) for word in plain_words(text).split() if word not in STOP)
    return list(dict.fromkeys(found))


def singular(word: str) -> str:
    """A plural as its singular, so that `checks` finds `check`; rough, but the same for entries and queries."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
