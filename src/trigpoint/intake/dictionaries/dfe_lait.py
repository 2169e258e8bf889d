"""The Local Authority Interactive Tool (Department for Education): its dictionary, code list and neighbours, as definitions.

Pure: rows in, documents out; `dfe_lait_files` reads and writes. What a row of the dictionary comes to is in
`dfe_lait_measures`, and what the lists of places come to in `dfe_lait_places`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trigpoint.definitions.comparators import AgainstMember, AgainstNeighbours, AgainstParent, Comparator
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Release
from trigpoint.definitions.document import Document, code_from
from trigpoint.definitions.frameworks import Framework, Node, Place
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.rules import Contextual, ImprovedOnLastYear, RuleSet
from trigpoint.definitions.sources import DimensionColumn, LabelRule, LongColumns, PeriodColumn, Source
from trigpoint.intake.dictionaries.dfe_lait_measures import (
    DATA_SET,
    LICENCE,
    BadDictionary,
    Described,
    DictionaryRow,
    describe,
)
from trigpoint.intake.dictionaries.dfe_lait_places import DIMENSION, ENGLAND, Neighbours, PlaceRow, places

LAST_YEAR, CONTEXT = "lait-last-year", "lait-context"
COMPARED_WITH = ("lait-england", "lait-region", "lait-neighbours")
SOURCE_NOTE = "Department for Education, Local Authority Interactive Tool."
NO_YEAR = (
    "The label is 0, which is no year: the publisher left the year out, so nobody can say when the figure was true."
)


@dataclass(frozen=True)
class Made:
    """documents: by path within the set's folder. notes: what the files say twice or too much, and what became of it."""

    documents: dict[str, Document]
    notes: tuple[str, ...]


def make(
    dictionary: Iterable[Mapping[str, str]],
    code_list: Iterable[PlaceRow],
    neighbours: Iterable[Neighbours],
    labels: Mapping[str, Collection[str]],
) -> Made:
    """The definition set of the tool.

    dictionary: rows by the dictionary's own column names. labels: the year labels that the figures have, by measure
    (`Short Desc`); they say which measures there are and which are published for several years together.
    BadDictionary, with every reason, when a measure of the figures is not described or two descriptions disagree.
    """
    rows = [DictionaryRow.of(row) for row in dictionary]
    described, notes = _described(rows, labels)
    place_rows = list(code_list)
    place_documents, place_notes = places(place_rows)
    alike, neighbour_notes = _known(neighbours, {str(row.number) for row in place_rows})
    documents: dict[str, Document] = {**place_documents, **_frame(described, alike)}
    for each in described:
        documents[f"indicators/{code_from(each.topic)}/{each.code}.yaml"] = _indicator(each)
    return Made(documents, (*notes, *place_notes, *neighbour_notes))


def _described(
    rows: Sequence[DictionaryRow], labels: Mapping[str, Collection[str]]
) -> tuple[list[Described], list[str]]:
    by_short: dict[str, list[DictionaryRow]] = {}
    for row in rows:
        by_short.setdefault(row.short, []).append(row)
    faults = [
        f"The figures have '{short}', which the dictionary does not describe."
        for short in labels
        if short not in by_short
    ]
    notes: list[str] = []
    described: list[Described] = []
    for short, alike in by_short.items():
        if short not in labels:
            notes.append(f"'{short}' is described, but the figures do not have it: it is left out.")
            continue
        try:
            described.append(describe(alike, labels[short]))
        except BadDictionary as bad:
            faults.extend(bad.reasons)
            continue
        if len(alike) > 1:
            topics = " and ".join(row.topic for row in alike)
            notes.append(f"'{short}' is described {len(alike)} times, under {topics}: the newest description holds.")
    codes: dict[str, str] = {}
    for each in described:
        other = codes.setdefault(each.code.casefold(), each.short)
        if other != each.short:
            faults.append(f"'{other}' and '{each.short}' would have the same code, {each.code}.")
    if faults:
        raise BadDictionary(faults)
    return described, notes


def _known(neighbours: Iterable[Neighbours], known: Collection[str]) -> tuple[list[Neighbours], list[str]]:
    """The lists of authorities that the code list has, each without neighbours that it has not."""
    alike: list[Neighbours] = []
    notes: list[str] = []
    for each in neighbours:
        gone = [code for code in each.nearest if code not in known]
        if each.code not in known:
            notes.append(f"{each.code} has neighbours, but is not in the code list: it is left out.")
            continue
        if gone:
            notes.append(f"Of the neighbours of {each.code}, {', '.join(gone)} are not in the code list: left out.")
        alike.append(Neighbours(each.code, tuple(code for code in each.nearest if code in known)))
    return alike, notes


def _frame(described: Sequence[Described], neighbours: Iterable[Neighbours]) -> dict[str, Document]:
    """All documents but places and indicators."""
    return {
        "lait.yaml": _data_set(described),
        "source.yaml": _source(described),
        "framework.yaml": _framework(described),
        "rule-sets/lait-last-year.yaml": RuleSet(
            kind="rule-set", code=LAST_YEAR, name="Better than last year",
            description="On target when better than the same period a year before.",
            rule=ImprovedOnLastYear(method="improved-on-last-year"),
            note="The tool sets no targets. This rule says which way a figure went, not whether it is good.",
        ),
        "rule-sets/lait-context.yaml": RuleSet(
            kind="rule-set", code=CONTEXT, name="For context", rule=Contextual(method="contextual"),
            description="The dictionary does not say whether high or low is good, so these are shown and not judged.",
        ),
        "comparators/lait-england.yaml": Comparator(
            kind="comparator", code="lait-england", name="England", dimension=DIMENSION, method="total",
            against=AgainstMember(type="member", member=ENGLAND),
            description="The published figure of England.",
        ),
        "comparators/lait-region.yaml": Comparator(
            kind="comparator", code="lait-region", name="Region", dimension=DIMENSION, method="total",
            against=AgainstParent(type="parent", level="region"),
            description="The published figure of each authority's own region.",
        ),
        "comparators/lait-neighbours.yaml": Comparator(
            kind="comparator", code="lait-neighbours", name="Statistical neighbours", dimension=DIMENSION, method="median",
            against=AgainstNeighbours(
                type="neighbours", neighbours={each.code: each.nearest for each in neighbours if each.nearest}
            ),
            description="The middle figure of the ten authorities that are most like each in their people and "
            "economy, nearest first, as reckoned in May 2025.",
        ),
    }  # fmt: skip


def _data_set(described: Sequence[Described]) -> DataSet:
    return DataSet(
        kind="data-set", code=DATA_SET, name="Local Authority Interactive Tool", grain="academic-year",
        description="Published figures about children and young people in every English local authority. Most are rates, "
        "percentages and scores without their numerators, which may not be added up or averaged; figures of regions and "
        "England are published too.",
        dimensions=(
            DataSetDimension(
                dimension=DIMENSION, level="authority", published_levels=("country", "region", "sub-region")
            ),
        ),
        measures=tuple(each.measure for each in described),
        release=Release(audience="public"), topic="Children and young people",
        licence=LICENCE, source_note=SOURCE_NOTE,
    )  # fmt: skip


def _source(described: Sequence[Described]) -> Source:
    return Source(
        kind="source", code=DATA_SET, name="Local Authority Interactive Tool, long file", data_set=DATA_SET,
        description="One row a measure, place and year. A dash stands for a figure that is not published.",
        period=PeriodColumn(column="Years", labels=(LabelRule(matches="0", reject=NO_YEAR),)),
        dimensions={DIMENSION: DimensionColumn(column="LA and Regions", match="name", unknown="reject")},
        long=LongColumns(
            measure_column="Short Desc", value_column="Values",
            aliases={each.short: each.code for each in described if each.short != each.code},
        ),
        nothing={"-": "not-published"},
        ignored=("Data item", "LA Number", "Region"),
    )  # fmt: skip


def _indicator(each: Described) -> Indicator:
    return each.indicator.model_copy(
        update={"rule_set": CONTEXT if each.indicator.polarity == "none" else LAST_YEAR, "comparators": COMPARED_WITH}
    )


def _framework(described: Sequence[Described]) -> Framework:
    topics: dict[str, list[Place]] = {}
    for each in described:
        judged = each.indicator.polarity != "none"
        place = Place(indicator=each.code, code=None, rule_set=None if judged else CONTEXT, lead=None, due=None)
        topics.setdefault(each.topic, []).append(place)
    return Framework(
        kind="framework", code=DATA_SET, name="Children and young people, by topic", roll_up="count", rule_set=LAST_YEAR,
        description="The topics of the Local Authority Interactive Tool.",
        nodes=tuple(
            Node(code=code_from(topic), name=topic, level="Topic", items=tuple(items)) for topic, items in sorted(topics.items())
        ),
    )  # fmt: skip
