"""Looks at a file and proposes a source for a data set: which column is which, by names and by what stands in them.

A proposal is a beginning: what was guessed comes with its reason, and what may be wrong is said as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import DimensionTree, plain_words
from trigpoint.definitions.labels import STATES
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.sources import (
    DimensionColumn,
    File,
    KeptColumnRule,
    LongColumns,
    MeasureColumn,
    Nothing,
    PeriodColumn,
    Source,
)
from trigpoint.intake.faults import IntakeError
from trigpoint.intake.numbers import Reading, read
from trigpoint.intake.plan import SourcePlan, plan_source
from trigpoint.intake.prepare import Meanings
from trigpoint.intake.readers.files import USUAL_LIMITS, open_table
from trigpoint.intake.readers.table import Look, ReadLimits, column_letter
from trigpoint.intake.resolve import resolve_codes, resolve_labels, resolve_measures

ROWS_LOOKED_AT = 5_000
TEXTS_LOOKED_AT = 400
_NUMBER = Reading("number", "", True, (), None, (), None)
_PERIOD_WORDS = {"period", "month", "year", "years", "quarter", "week", "date", "time", "label"}
_PERSONAL = re.compile(
    r"(?i)\b(nhs ?n(o|um|umber)?|(first|last|fore|sur|full|patient|client|person) ?name|surname|dob|date of birth|birth ?date|"
    r"post ?code|address|e-?mail|phone|telephone|mobile|uprn|ni ?number|national insurance)\b"
)
_SINGLE = {
    "lower_column": re.compile(r"(?i)(lower|lci|lcl|low)( .*)?(ci|limit|bound|confidence.*)?"),
    "upper_column": re.compile(r"(?i)(upper|uci|ucl)( .*)?(ci|limit|bound|confidence.*)?"),
    "base_column": re.compile(r"(?i)(base|sample size|n|respondents)"),
    "footnote_column": re.compile(r"(?i)(foot ?)?notes?|comments?|remarks?"),
    "extract_date_column": re.compile(r"(?i)(extract(ed)?|snapshot|run) ?(date|on|at|time)?"),
}
_SYMBOLS: dict[str, Nothing] = {
    "-": "not-published",
    "..": "not-published",
    ":": "not-published",
    "x": "not-published",
    "*": "hidden",
    "c": "hidden",
    "suppressed": "hidden",
    "s": "hidden",
    "n/a": "not-applicable",
    "na": "not-applicable",
    "z": "not-applicable",
}


class NothingToPropose(IntakeError):
    """A file in which no period, or no figure of the data set, can be found."""


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


@dataclass
class _Column:
    index: int
    name: str
    texts: list[str]
    means: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        return plain_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name))

    def take(self, means: str, why: str) -> None:
        self.means, self.why = means, why


@dataclass
class _Guess:
    columns: list[_Column]
    doubts: list[str] = field(default_factory=list)

    def free(self) -> list[_Column]:
        return [column for column in self.columns if not column.means]

    def best(self, score: Callable[[_Column], float], least: float) -> tuple[_Column, float] | None:
        scored = [(score(column), -column.index, column) for column in self.free()]
        found = max(scored, default=None, key=lambda entry: entry[:2])
        return (found[2], found[0]) if found is not None and found[0] >= least else None


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
        guess = _Guess(_columns(table.look, table.batches()))
    finally:
        table.close()
    calendars, trees = definitions.calendars, definitions.dimensions
    period = _period(guess, data_set, calendars, name)
    measures = _wide(guess, data_set)
    dimensions = _dimensions(guess, data_set, trees)
    long = None if measures else _long(guess, data_set, name)
    singles = _singles(guess)
    if len(measures) > 1:
        singles.pop("lower_column", None)
        singles.pop("upper_column", None)
    others = _others(guess, data_set)
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
        nothing=_nothing(guess, figures),
        other_columns=tuple(others),
        ignored=tuple(column.name for column in guess.free() if not column.name.startswith("(column ")),
        **singles,
    )
    shown = tuple(
        ColumnGuess(column_letter(c.index), c.name, c.means, c.why, tuple(dict.fromkeys(t for t in c.texts if t))[:5])
        for c in guess.columns
    )
    return Proposal(source, shown, tuple(guess.doubts), table.look, any(rule.does != "keep" for rule in others))


def _columns(look: Look, batches: object) -> list[_Column]:
    """The columns with the distinct texts of the first rows."""
    texts: list[dict[str, None]] = [dict.fromkeys(row[i] for row in look.samples) for i in range(len(look.columns))]
    rows = 0
    for batch in batches:  # type: ignore[attr-defined]
        for index, column in enumerate(batch.columns):
            if len(texts[index]) < TEXTS_LOOKED_AT:
                texts[index].update(dict.fromkeys(column.slice(0, ROWS_LOOKED_AT).unique().to_pylist()))
        rows += len(batch.rows)
        if rows >= ROWS_LOOKED_AT:
            break
    return [
        _Column(index, name, [text for text in list(texts[index])[:TEXTS_LOOKED_AT] if text.strip()])
        for index, name in enumerate(look.columns)
    ]


def _share(texts: Sequence[str], right: Callable[[str], bool]) -> float:
    return sum(1 for text in texts if right(text)) / len(texts) if texts else 0.0


def _alike(column: _Column, *names: str) -> float:
    """How much the column's name is like any of these: 0 to 1."""
    return max((fuzz.token_set_ratio(column.words, plain_words(name)) / 100 for name in names if name), default=0.0)


def _period(guess: _Guess, data_set: DataSet, calendars: Calendars, file: str) -> PeriodColumn:
    def plan(order: str | None) -> SourcePlan:
        column = PeriodColumn(column="x", date_order=order)  # type: ignore[arg-type]
        source = Source(
            kind="source", code="x", name="x", data_set=data_set.code, period=column,
            dimensions={d.role: DimensionColumn(constant="x") for d in data_set.dimensions},
            long=LongColumns(measure_column="m", value_column="v"),
        )  # fmt: skip
        return plan_source(source, data_set)

    plans = {order: plan(order) for order in (None, "day-first")}

    def share(column: _Column, order: str | None) -> float:
        years = plans[order].year_types()[:1]
        read_labels = resolve_labels(column.texts, years, plans[order], calendars)
        return _share([1 if found.fault.expected is None else 0 for found in read_labels], bool)  # type: ignore[arg-type, list-item]

    def score(column: _Column) -> float:
        named = bool(set(column.words.split()) & _PERIOD_WORDS)
        found = max(share(column, None), share(column, "day-first"))
        # Counts between 1800 and 2199 look like years; only the name tells them apart.
        if not named and _share(column.texts, lambda text: text.strip().isdigit()) > 0.5:
            found *= 0.4
        return found + (0.5 if named else 0) if found > 0.5 else 0.0

    best = guess.best(score, 0.5)
    if best is None:
        names = ", ".join(f"'{column.name}'" for column in guess.columns[:15])
        raise NothingToPropose(
            f"{file}: none of its columns ({names}) seems to say the period. Add a column such as '2019-03', or name it "
            "in a source of your own."
        )
    column = best[0]
    column.take("the period", f"'{column.texts[0]}' can be read as a period")
    order = "day-first" if share(column, "day-first") > share(column, None) else None
    if order is not None:
        guess.doubts.append(f"Dates such as '{column.texts[0]}' in '{column.name}' are taken to have the day first.")
    unread = share(column, order)
    if unread < 1:
        guess.doubts.append(
            f"About {1 - unread:.0%} of the labels in '{column.name}' cannot be read: give rules for them."
        )
    return PeriodColumn(column=column.name, date_order=order)  # type: ignore[arg-type]


def _numeric(texts: Sequence[str]) -> float:
    return _share(texts, lambda text: read(text, _NUMBER).published is not None)


def _wide(guess: _Guess, data_set: DataSet) -> list[MeasureColumn]:
    found = []
    for measure in data_set.measures:
        names = {plain_words(measure.code), plain_words(measure.name)}

        def score(column: _Column, names: set[str] = names) -> float:
            return 1.0 if column.words in names else 0.98 * max(fuzz.ratio(column.words, name) / 100 for name in names)

        best = guess.best(score, 0.85)
        if best is None:
            continue
        column, alike = best
        column.take(f"the data item {measure.name}", "of its name")
        found.append(MeasureColumn(column=column.name, measure=measure.code))
        if alike < 1:
            guess.doubts.append(f"'{column.name}' is taken for {measure.name}, whose name is much like it.")
    return found


def _dimensions(guess: _Guess, data_set: DataSet, trees: object) -> dict[str, DimensionColumn]:
    found: dict[str, DimensionColumn] = {}
    for dimension in data_set.dimensions:
        tree: DimensionTree = trees[dimension.dimension]  # type: ignore[index]
        column_rule = DimensionColumn(unknown="reject")

        def known(column: _Column, dimension=dimension, tree=tree, rule=column_rule) -> float:  # type: ignore[no-untyped-def]
            return _share(list(resolve_codes(column.texts, rule, dimension, tree)), lambda m: m.fault.expected is None)  # type: ignore[arg-type, attr-defined]

        def score(column: _Column, dimension=dimension, tree=tree) -> float:  # type: ignore[no-untyped-def]
            return known(column) + 0.6 * _alike(column, dimension.role, tree.dimension.name, tree.dimension.code)

        best = guess.best(score, 0.45)
        if best is not None:
            column = best[0]
            share = known(column)
            found[dimension.role] = DimensionColumn(column=column.name)
            column.take(tree.dimension.name, f"{share:.0%} of its texts are known there" if share else "of its name")
            if share < 1:
                guess.doubts.append(
                    f"{1 - share:.0%} of the texts in '{column.name}' are not known in {tree.dimension.name}: they will be "
                    "kept and counted under Unknown."
                )
        elif len(tree.members) == 1:
            found[dimension.role] = DimensionColumn(constant=next(iter(tree.members)))
        else:
            found[dimension.role] = DimensionColumn(constant="unknown")
            guess.doubts.append(f"No column seems to say the {tree.dimension.name}: every row is placed under Unknown.")
    return found


def _long(guess: _Guess, data_set: DataSet, file: str) -> LongColumns:
    blank = LongColumns(measure_column="m", value_column="v")

    def names_measures(column: _Column) -> float:
        return _share(list(resolve_measures(column.texts, blank, data_set)), lambda m: m.fault.expected is None)  # type: ignore[arg-type, attr-defined]

    measure = guess.best(names_measures, 0.2)
    if measure is None:
        wanted = ", ".join(f"'{m.name}'" for m in data_set.measures[:10])
        raise NothingToPropose(
            f"{file}: it has neither a column for any data item of {data_set.name} ({wanted}) nor one that names them. "
            "Is it the right file?"
        )
    measure[0].take("which data item", f"{measure[1]:.0%} of its texts are data items")
    if measure[1] < 1:
        guess.doubts.append(
            f"{1 - measure[1]:.0%} of the texts in '{measure[0].name}' are no data item of the data set."
        )
    value = guess.best(lambda c: _numeric(c.texts) + 0.5 * (_alike(c, "value", "figure", "number") > 0.8), 0.5)
    if value is None:
        raise NothingToPropose(
            f"{file}: it names data items in '{measure[0].name}', but no other column holds figures."
        )
    value[0].take("the figure", f"{_numeric(value[0].texts):.0%} of its texts are numbers")
    return LongColumns(measure_column=measure[0].name, value_column=value[0].name)


def _singles(guess: _Guess) -> dict[str, str]:
    found: dict[str, str] = {}
    state = guess.best(lambda c: _share(c.texts, lambda text: text.strip("() ").casefold() in STATES), 0.8)
    if state is not None:
        state[0].take("the state of the figure", "its texts are states")
        found["state_column"] = state[0].name
    for what, pattern in _SINGLE.items():
        for column in guess.free():
            if pattern.fullmatch(column.words):
                column.take(what.removesuffix("_column").replace("_", " "), "of its name")
                found[what] = column.name
                break
    return found


def _others(guess: _Guess, data_set: DataSet) -> list[KeptColumnRule]:
    rules = []
    for column in guess.free():
        kept = next((k for k in data_set.kept if column.words in (plain_words(k.code), plain_words(k.name))), None)
        personal = bool(_PERSONAL.search(column.name.replace("_", " ")))
        if kept is not None:
            does = "pseudonym" if personal or kept.personal else "keep"
            rules.append(KeptColumnRule(column=column.name, does=does, **{"as": kept.code}))  # type: ignore[arg-type]
            column.take(f"kept as {kept.name}", "of its name")
            if does == "pseudonym":
                guess.doubts.append(f"'{column.name}' is about people: a keyed pseudonym is kept in its place.")
        elif personal:
            rules.append(KeptColumnRule(column=column.name, does="drop"))  # type: ignore[call-arg]
            column.take("dropped", "it seems to be about people")
            guess.doubts.append(f"'{column.name}' seems to be about people and is dropped before anything is written.")
    return rules


def _nothing(guess: _Guess, figures: Sequence[str]) -> dict[str, Nothing]:
    """Symbols that stand among the figures, and what they usually mean."""
    found: dict[str, Nothing] = {}
    for column in guess.columns:
        if column.name in figures:
            for text in column.texts:
                if text.strip().casefold() in _SYMBOLS:
                    found[text.strip()] = _SYMBOLS[text.strip().casefold()]
    for text, kind in found.items():
        guess.doubts.append(
            f"'{text}' among the figures is taken for {kind.replace('-', ' ')}: see what its data provider says."
        )
    return found
