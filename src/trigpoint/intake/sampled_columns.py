"""The columns of a file with some of their texts, and which of them fits best for what is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.intake.readers.table import Batch, Look

ROWS_LOOKED_AT = 5_000
TEXTS_LOOKED_AT = 400


@dataclass
class SampledColumn:
    """A column with distinct texts of its first rows, and what it was taken for, with why: '' while it is free."""

    index: int
    name: str
    texts: list[str]
    means: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """Its name in plain words, to be held against others."""
        return plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name))

    def take(self, means: str, why: str) -> None:
        """Say what it is taken for; it is free no longer."""
        self.means, self.why = means, why


@dataclass
class Guess:
    """The columns of a file, of which more and more are taken for something, and what is in doubt so far."""

    columns: list[SampledColumn]
    doubts: list[str] = field(default_factory=list)

    def free(self) -> list[SampledColumn]:
        """The columns that nothing was found for yet."""
        return [column for column in self.columns if not column.means]

    def best(self, score: Callable[[SampledColumn], float], least: float) -> tuple[SampledColumn, float] | None:
        """The free column of the highest score, the first of equals, with it; None where none reaches the least."""
        scored = [(score(column), -column.index, column) for column in self.free()]
        found = max(scored, default=None, key=lambda entry: entry[:2])
        return (found[2], found[0]) if found is not None and found[0] >= least else None


def sampled_columns(look: Look, batches: Iterable[Batch]) -> list[SampledColumn]:
    """The columns with the distinct texts of the first rows."""
    texts: list[dict[str, None]] = [dict.fromkeys(row[i] for row in look.samples) for i in range(len(look.columns))]
    rows = 0
    for batch in batches:
        for index, column in enumerate(batch.columns):
            if len(texts[index]) < TEXTS_LOOKED_AT:
                texts[index].update(dict.fromkeys(column.slice(0, ROWS_LOOKED_AT).unique().to_pylist()))
        rows += len(batch.rows)
        if rows >= ROWS_LOOKED_AT:
            break
    return [
        SampledColumn(index, name, [text for text in list(texts[index])[:TEXTS_LOOKED_AT] if text.strip()])
        for index, name in enumerate(look.columns)
    ]


def share_of[T](things: Sequence[T], right: Callable[[T], bool]) -> float:
    """How many of these are right: 0 to 1, and 0 of none."""
    return sum(1 for thing in things if right(thing)) / len(things) if things else 0.0


def alike(column: SampledColumn, *names: str) -> float:
    """How much the column's name is like any of these: 0 to 1."""
    return max((fuzz.token_set_ratio(column.words, plain_words(name)) / 100 for name in names if name), default=0.0)
