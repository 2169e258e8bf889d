"""What each column of a file is for: guessed by its name and by what stands in it, and doubted where that is not plain.

Each guess takes the columns that it finds, so that the next looks only at those that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import DimensionTree, plain_words
from trigpoint.definitions.labels import STATES
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.sources import (
    DimensionColumn,
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
from trigpoint.intake.resolve import CodeMeaning, LabelMeaning, resolve_codes, resolve_labels, resolve_measures
from trigpoint.intake.sampled_columns import Guess, SampledColumn, alike, share_of

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


def guess_period(guess: Guess, data_set: DataSet, calendars: Calendars, file: str) -> PeriodColumn:
    """The column that says the period. file: its name. Raises NothingToPropose where none does."""

    def plan(order: str | None) -> SourcePlan:
        column = PeriodColumn(column="x", date_order=order)
        source = Source(
            kind="source", code="x", name="x", data_set=data_set.code, period=column,
            dimensions={d.role: DimensionColumn(constant="x") for d in data_set.dimensions},
            long=LongColumns(measure_column="m", value_column="v"),
        )  # fmt: skip
        return plan_source(source, data_set)

    plans = {order: plan(order) for order in (None, "day-first")}

    def share(column: SampledColumn, order: str | None) -> float:
        years = plans[order].year_types()[:1]
        return _understood(resolve_labels(column.texts, years, plans[order], calendars))

    def score(column: SampledColumn) -> float:
        named = bool(set(column.words.split()) & _PERIOD_WORDS)
        found = max(share(column, None), share(column, "day-first"))
        # Counts between 1800 and 2199 look like years; only the name tells them apart.
        if not named and share_of(column.texts, lambda text: text.strip().isdigit()) > 0.5:
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
    return PeriodColumn(column=column.name, date_order=order)


def _understood(meanings: Iterable[CodeMeaning | LabelMeaning]) -> float:
    return share_of(list(meanings), lambda meaning: meaning.fault.expected is None)


def _numeric(texts: Sequence[str]) -> float:
    return share_of(texts, lambda text: read(text, _NUMBER).published is not None)


def guess_measures(guess: Guess, data_set: DataSet) -> list[MeasureColumn]:
    """Columns that are named like a measure of the data set, at most one each."""
    found = []
    for measure in data_set.measures:
        names = {plain_words(measure.code), plain_words(measure.name)}

        def score(column: SampledColumn, names: set[str] = names) -> float:
            return 1.0 if column.words in names else 0.98 * max(fuzz.ratio(column.words, name) / 100 for name in names)

        best = guess.best(score, 0.85)
        if best is None:
            continue
        column, likeness = best
        column.take(f"the data item {measure.name}", "of its name")
        found.append(MeasureColumn(column=column.name, measure=measure.code))
        if likeness < 1:
            guess.doubts.append(f"'{column.name}' is taken for {measure.name}, whose name is much like it.")
    return found


def guess_dimensions(guess: Guess, data_set: DataSet, trees: Mapping[str, DimensionTree]) -> dict[str, DimensionColumn]:
    """By role, the column that says the member, or the member that every row is placed under. trees: by dimension."""
    found: dict[str, DimensionColumn] = {}
    for dimension in data_set.dimensions:
        tree = trees[dimension.dimension]
        column_rule = DimensionColumn(unknown="reject")

        def known(column: SampledColumn, dimension=dimension, tree=tree, rule=column_rule) -> float:  # type: ignore[no-untyped-def]
            return _understood(resolve_codes(column.texts, rule, dimension, tree))

        def score(column: SampledColumn, dimension=dimension, tree=tree) -> float:  # type: ignore[no-untyped-def]
            return known(column) + 0.6 * alike(column, dimension.role, tree.dimension.name, tree.dimension.code)

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


def guess_long(guess: Guess, data_set: DataSet, file: str) -> LongColumns:
    """Where measures stand one beneath another: the column that names them, and that of the figures.

    file: its name. Raises NothingToPropose where there is no such column.
    """
    blank = LongColumns(measure_column="m", value_column="v")

    def names_measures(column: SampledColumn) -> float:
        return _understood(resolve_measures(column.texts, blank, data_set))

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
    value = guess.best(lambda c: _numeric(c.texts) + 0.5 * (alike(c, "value", "figure", "number") > 0.8), 0.5)
    if value is None:
        raise NothingToPropose(
            f"{file}: it names data items in '{measure[0].name}', but no other column holds figures."
        )
    value[0].take("the figure", f"{_numeric(value[0].texts):.0%} of its texts are numbers")
    return LongColumns(measure_column=measure[0].name, value_column=value[0].name)


def guess_singles(guess: Guess) -> dict[str, str]:
    """What a file has at most one column for (its state, limits, footnote and so on): column by key of `Source`."""
    found: dict[str, str] = {}
    state = guess.best(lambda c: share_of(c.texts, lambda text: text.strip("() ").casefold() in STATES), 0.8)
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


def guess_other_columns(guess: Guess, data_set: DataSet) -> list[KeptColumnRule]:
    """What becomes of the columns that are kept beside figures, or are about people."""
    rules = []
    for column in guess.free():
        kept = next((k for k in data_set.kept if column.words in (plain_words(k.code), plain_words(k.name))), None)
        personal = bool(_PERSONAL.search(column.name.replace("_", " ")))
        if kept is not None:
            does = "pseudonym" if personal or kept.personal else "keep"
            rules.append(KeptColumnRule(column=column.name, does=does, **{"as": kept.code}))
            column.take(f"kept as {kept.name}", "of its name")
            if does == "pseudonym":
                guess.doubts.append(f"'{column.name}' is about people: a keyed pseudonym is kept in its place.")
        elif personal:
            rules.append(KeptColumnRule(column=column.name, does="drop"))
            column.take("dropped", "it seems to be about people")
            guess.doubts.append(f"'{column.name}' seems to be about people and is dropped before anything is written.")
    return rules


def guess_symbols(guess: Guess, figures: Sequence[str]) -> dict[str, Nothing]:
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
