"""What a replacement covers, and the marks that it leaves so that an older supply arriving later brings nothing back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# A supply is placed by its precedence and, where two are equal, by its load: one number that DuckDB compares in one go.
STEP = 2**63 - 1


def rank(precedence: int, load: int) -> int:
    """The place of a supply in the order that decides which of two statements holds. Higher wins."""
    return precedence * STEP + load


def rank_sql(precedence: str, load: str) -> str:
    """The same for columns."""
    return f"(CAST({precedence} AS HUGEINT) * {STEP} + CAST({load} AS HUGEINT))"


@dataclass(frozen=True)
class Scope:
    """What a supply states the whole of: facts in it that the supply does not hold are no more.

    spans: (first day, day after the last); a fact is within one when its whole period is.
    providers, measures: None for all.
    """

    spans: tuple[tuple[date, date], ...]
    providers: tuple[str, ...] | None = None
    measures: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not self.spans or any(start >= end for start, end in self.spans):
            raise ValueError("A scope needs spans of days, each ending after it starts.")

    def holds(self, measure: str, start: date, end: date, provider: str | None) -> bool:
        """Whether a fact lies within the scope."""
        return (
            (self.measures is None or measure in self.measures)
            and (self.providers is None or provider in self.providers)
            and any(first <= start and end <= last for first, last in self.spans)
        )

    def as_json(self) -> dict[str, object]:
        return {
            "spans": [[start.isoformat(), end.isoformat()] for start, end in self.spans],
            "providers": None if self.providers is None else sorted(self.providers),
            "measures": None if self.measures is None else sorted(self.measures),
        }


@dataclass(frozen=True)
class Mark:
    """One span of a replaced scope, and the place of the supply that replaced it."""

    start: date
    end: date
    providers: frozenset[str] | None
    measures: frozenset[str] | None
    precedence: int
    load: int

    @property
    def rank(self) -> int:
        return rank(self.precedence, self.load)

    @property
    def text(self) -> str:
        """Whom and what it covers, as the mark's row keeps it."""
        return json.dumps(
            {
                "providers": None if self.providers is None else sorted(self.providers),
                "measures": None if self.measures is None else sorted(self.measures),
            }
        )

    @property
    def row_key(self) -> str:
        """Tells marks of one span apart."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def covers(self, other: Mark) -> bool:
        """Whether all that the other mark says follows from this one."""
        return (
            self.rank >= other.rank
            and self.start <= other.start
            and other.end <= self.end
            and _within(other.providers, self.providers)
            and _within(other.measures, self.measures)
        )

    @classmethod
    def read(cls, start: date, end: date, text: str, precedence: int, load: int) -> Mark:
        """A mark from its row."""
        found = json.loads(text)
        providers, measures = (found[part] for part in ("providers", "measures"))
        return cls(
            start,
            end,
            None if providers is None else frozenset(providers),
            None if measures is None else frozenset(measures),
            precedence,
            load,
        )


def _within(inner: frozenset[str] | None, outer: frozenset[str] | None) -> bool:
    return outer is None or (inner is not None and inner <= outer)


def marks_of(scope: Scope, precedence: int, load: int) -> tuple[Mark, ...]:
    """The marks that a replacement of the scope leaves."""
    providers = None if scope.providers is None else frozenset(scope.providers)
    measures = None if scope.measures is None else frozenset(scope.measures)
    return tuple(Mark(start, end, providers, measures, precedence, load) for start, end in scope.spans)


def together(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The fewest of the marks from which all the others follow, so that a nightly replacement leaves one, not hundreds."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.rank, m.end - m.start), reverse=True):
        if not any(other.covers(mark) for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda m: (m.start, m.end, m.row_key, m.rank)))
