"""Looks at a file and proposes a source for a data set: which column is which, by names and by what stands in them.

A proposal is a beginning: what was guessed comes with its reason, and what may be wrong is said as a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.sources import File, Source
from trigpoint.intake.guesses import (
    guess_dimensions,
    guess_long,
    guess_measures,
    guess_other_columns,
    guess_period,
    guess_singles,
    guess_symbols,
)
from trigpoint.intake.prepare import Meanings
from trigpoint.intake.readers.files import USUAL_LIMITS, open_table
from trigpoint.intake.readers.table import Look, ReadLimits, column_letter
from trigpoint.intake.sampled_columns import Guess, sampled_columns


@dataclass(frozen=True)
class ColumnGuess:
    """What a column seems to be (empty: nothing that the data set asks for), why, and some of its texts."""

    letter: str
    name: str
    means: str
    why: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A source that fits the file, what each of its columns was taken for, and what somebody should look at."""

    source: Source
    columns: tuple[ColumnGuess, ...]
    doubts: tuple[str, ...]
    look: Look
    personal: bool


def propose(
    path: Path,
    name: str,
    data_set: DataSet,
    definitions: Meanings,
    *,
    code: str | None = None,
    sheet: str | None = None,
    limits: ReadLimits = USUAL_LIMITS,
) -> Proposal:
    """A source for files like this one. Raises CannotRead, or NothingToPropose where period or figures are not found."""
    # Names of measures are not looked for in the header: in a long file they stand among the data.
    table = open_table(path, name, File(sheet=sheet), (), limits)
    try:
        guess = Guess(sampled_columns(table.look, table.batches()))
    finally:
        table.close()
    calendars, trees = definitions.calendars, definitions.dimensions
    period = guess_period(guess, data_set, calendars, name)
    measures = guess_measures(guess, data_set)
    dimensions = guess_dimensions(guess, data_set, trees)
    long = None if measures else guess_long(guess, data_set, name)
    singles = guess_singles(guess)
    if len(measures) > 1:
        singles.pop("lower_column", None)
        singles.pop("upper_column", None)
    others = guess_other_columns(guess, data_set)
    figures = [entry.column for entry in measures] + ([long.value_column] if long is not None else [])
    source = Source(
        kind="source",
        code=code or data_set.code,
        name=f"{data_set.name}: files like {name}"[:300],
        data_set=data_set.code,
        file=File(
            format=table.look.format,
            sheet=table.look.sheet if len(table.look.sheets) > 1 else None,
            delimiter=None,
        ),
        period=period,
        dimensions=dimensions,
        wide=tuple(measures),
        long=long,
        nothing=guess_symbols(guess, figures),
        other_columns=tuple(others),
        ignored=tuple(column.name for column in guess.free() if not column.name.startswith("(column ")),
        **singles,
    )
    shown = tuple(
        ColumnGuess(column_letter(c.index), c.name, c.means, c.why, tuple(dict.fromkeys(t for t in c.texts if t))[:5])
        for c in guess.columns
    )
    return Proposal(source, shown, tuple(guess.doubts), table.look, any(rule.does != "keep" for rule in others))
