"""What labels, codes and names in a supply mean: decided once for each distinct text, never for each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from trigpoint.definitions.datasets import DataSet, DataSetDimension, Grain
from trigpoint.definitions.dimension_tree import DimensionTree, plain_words
from trigpoint.definitions.faults import LONGEST_NAME, nearest
from trigpoint.definitions.labels import STATES
from trigpoint.definitions.periods import GRAIN_WORDS, BadPeriod, Calendars
from trigpoint.definitions.sources import DimensionColumn, LongColumns, PeriodColumn, State
from trigpoint.intake.faults import WHO_KEEPS
from trigpoint.intake.plan import YEAR_TYPES, SourcePlan, YearType
from trigpoint.intake.totals import A_TOTAL, is_a_total, looks_like_a_total, may_be_a_total

_STATES: tuple[State, ...] = ("estimate", "provisional", "final", "revised")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Why a text means nothing here: what was expected, what comes nearest, what to do. All None when it means something."""

    expected: str | None = None
    nearest: str | None = None
    what_to_do: str | None = None


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """The period of a label for measures of a year type."""

    label: str
    year: YearType
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    state: State | None = None
    fault: Meaning = Meaning()


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """The code that a fact keeps for what a file wrote, and the member that it means today (None: *Unknown*)."""

    text: str
    code: str
    member: str | None
    fault: Meaning = Meaning()


def resolve_labels(
    labels: Iterable[str], years: Iterable[YearType], plan: SourcePlan, calendars: Calendars
) -> Iterator[LabelMeaning]:
    """Each label for each year type."""
    types = tuple(years)
    for label in labels:
        for year in types:
            yield _label(label, year, plan.period, plan.period_grain(year), calendars)


def _label(label: str, year: YearType, column: PeriodColumn, grain: Grain, calendars: Calendars) -> LabelMeaning:
    try:
        found = calendars.read_label(
            label,
            year=year,
            rules=column.labels,
            date_order=column.date_order,
            grain=None if grain == "range" else grain,
        )
    except BadPeriod as error:
        what_to_do = A_TOTAL if looks_like_a_total(label) else str(error)
        return LabelMeaning(label, year, fault=Meaning(GRAIN_WORDS[grain][0], None, what_to_do))
    period = found.period
    # Yearly figures are also published for several years together; what comes monthly comes in months only.
    years_too = grain in YEAR_TYPES and period.grain in (*YEAR_TYPES, "range")
    if period.grain != grain and not years_too and grain != "range":
        return LabelMeaning(
            label,
            year,
            fault=Meaning(
                GRAIN_WORDS[grain][0],
                None,
                f"It is {GRAIN_WORDS[period.grain][0]} ({calendars.label(period)}), and this data set is supplied by "
                f"{GRAIN_WORDS[grain][1]}.",
            ),
        )
    return LabelMeaning(label, year, period.start, period.end, period.grain, found.state)


def resolve_codes(
    texts: Iterable[str], column: DimensionColumn, dimension: DataSetDimension, tree: DimensionTree
) -> Iterator[CodeMeaning]:
    """Each text of a column that places rows in a dimension.

    A known code is kept as it was written, for what it means is looked up when a question is asked; a name, or a code
    in other case, becomes the member's code, or one member's figures would stand under two keys.
    """
    aliases = {plain_words(written): code for written, code in column.aliases.items()}
    table = {row.code: row.member for row in tree.code_table(dimension.scheme)}
    own = {one.code for mapping in tree.mappings if mapping.scheme == dimension.scheme for one in mapping.codes}
    own |= {one.code for member in tree.members.values() for one in member.codes if one.scheme == dimension.scheme}
    meant = {code: member for code, member in table.items() if code in own or code in tree.members}
    levels = tuple(level for level in (dimension.level, *dimension.published_levels) if dimension.level and level)
    for text in texts:
        yield _code(text, column, tree, aliases, meant, levels)


def _code(
    text: str,
    column: DimensionColumn,
    tree: DimensionTree,
    aliases: dict[str, str],
    meant: dict[str, str],
    levels: tuple[str, ...],
) -> CodeMeaning:
    bare = text.strip()
    called = tree.dimension.name.lower()
    if not bare:
        if column.empty == "unknown":
            return CodeMeaning(text, "", None)
        return CodeMeaning(
            text, "", None, Meaning(_one(called), None, "Fill it in; every row must say where it belongs.")
        )
    if len(bare) > LONGEST_NAME:
        why = f"It has {len(bare):,} letters, and no code or name has so many: check it at its origin."
        return CodeMeaning(text, "", None, Meaning(f"the code or name of {_one(called)}", None, why))
    code = column.aliases.get(bare) or aliases.get(plain_words(bare)) or bare
    if (column.match != "name" or code != bare) and code in meant:
        return _placed(text, code, meant[code], tree, levels)
    found = tree.find_all(code, levels)
    if column.match == "code":
        found = [member for member in found if plain_words(member.code) == plain_words(code)]
    elif column.match == "name":
        found = [member for member in found if plain_words(member.code) != plain_words(code) or member.name == code]
    if len(found) == 1 and meant.get(found[0].code) == found[0].code:
        return CodeMeaning(text, found[0].code, found[0].code)
    if len(found) == 1:
        # Its own code is, in the supplier's coding, another member's: a fact under it would be counted there.
        return CodeMeaning(
            text,
            code,
            None,
            Meaning(
                f"the data provider's code of {_one(called)}",
                None,
                f"The code of {found[0].name} ({found[0].code}) means another {called} in this file's coding: write the code.",
            ),
        )
    if len(found) > 1:
        which = ", ".join(f"{member.code} ({tree.levels[member.level].name.lower()})" for member in found[:5])
        return CodeMeaning(text, code, None, Meaning(f"one {called}", None, f"It may be {which}: write the code."))
    elsewhere = tree.find_all(code) if levels and column.match != "code" else []
    if len(elsewhere) == 1:
        return _placed(text, elsewhere[0].code, elsewhere[0].code, tree, levels)
    # What nobody knows may be kept and counted as unknown; a total kept so would count everything twice.
    if (is_a_total if column.unknown == "keep" else may_be_a_total)(bare, tree.dimension):
        return CodeMeaning(text, code, None, Meaning(f"the code or name of {_one(called)}", None, A_TOTAL))
    if column.unknown == "keep":
        return CodeMeaning(text, code, None)
    near = tree.nearest(code, 1)
    return CodeMeaning(
        text,
        code,
        None,
        Meaning(
            f"the code or name of {_one(called)}",
            f"{near[0].code} ({near[0].name})" if near else None,
            f"Mend it. If it is right, ask {WHO_KEEPS} to add it to the {tree.dimension.plural.lower()} that are defined.",
        ),
    )


def _placed(text: str, code: str, member: str, tree: DimensionTree, levels: tuple[str, ...]) -> CodeMeaning:
    """The code, unless its member stands at a level at which the data set is not supplied: it would be counted twice."""
    known = tree.members.get(member)
    if known is None or not levels or known.level in levels:
        return CodeMeaning(text, code, member)
    wanted = " or ".join(tree.levels[level].name.lower() for level in levels if level in tree.levels)
    return CodeMeaning(
        text,
        code,
        member,
        Meaning(
            _one(wanted),
            None,
            f"{known.name} is {_one(tree.levels[known.level].name.lower())}: supply the figures of its parts instead.",
        ),
    )


def resolve_measures(texts: Iterable[str], long: LongColumns, data_set: DataSet) -> Iterator[CodeMeaning]:
    """Each text that names a measure, in the long layout: by alias, code or name."""
    codes = {measure.code for measure in data_set.measures}
    plain = {plain_words(m.name): m.code for m in data_set.measures}
    plain |= {plain_words(m.code): m.code for m in data_set.measures}
    aliases = {plain_words(written): code for written, code in long.aliases.items()}
    for text in texts:
        bare = text.strip()
        code = long.aliases.get(bare) or (bare if bare in codes else None)
        code = code or aliases.get(plain_words(bare)) or plain.get(plain_words(bare))
        if code in codes:
            yield CodeMeaning(text, code, code)
            continue
        if looks_like_a_total(bare):
            expected = "the code or name of a data item of this data set"
            yield CodeMeaning(text, bare, None, Meaning(expected, None, A_TOTAL))
            continue
        near = next(iter(nearest(bare, [*codes, *(m.name for m in data_set.measures), *long.aliases])), None)
        yield CodeMeaning(
            text,
            bare,
            None,
            Meaning(
                "the code or name of a data item of this data set",
                near,
                f"Mend it. If it is right, ask {WHO_KEEPS} to add it to the data set.",
            ),
        )


def resolve_states(texts: Iterable[str], otherwise: State | None) -> Iterator[tuple[str, State | None, Meaning]]:
    """Each text that says how sure a figure is. An empty one means what the source says of all."""
    for text in texts:
        word = text.strip().strip("()").casefold()
        if not word:
            yield text, otherwise, Meaning()
        elif word in STATES:
            yield text, STATES[word] or otherwise, Meaning()
        else:
            near = next(iter(nearest(word, _STATES)), None)
            yield text, None, Meaning("one of " + ", ".join(_STATES), near, "Write one of these words.")


def _one(called: str) -> str:
    return f"{'an' if called[:1] in 'aeiou' else 'a'} {called}"
