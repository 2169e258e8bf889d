"""What is made of a sheet: definitions, the file of its figures, and an account of every filled cell of figures. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trigpoint.definitions.datasets import DataSet, DataSetDimension, Grain
from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.dimensions import Dimension, Level, Member, Members
from trigpoint.definitions.document import Document, code_from
from trigpoint.definitions.frameworks import Framework, Place
from trigpoint.definitions.indicators import Indicator, Reference
from trigpoint.definitions.responsibilities import Responsibilities, Responsibility
from trigpoint.definitions.rules import PercentageTolerance, Polarity, RuleSet
from trigpoint.definitions.sources import DimensionColumn, File, LongColumns, PeriodColumn, Source
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.account import DoesNotAddUp
from trigpoint.intake.scorecard_sheets.aims import aims_of
from trigpoint.intake.scorecard_sheets.figures import Decided, Taken
from trigpoint.intake.scorecard_sheets.found import LeftOut
from trigpoint.intake.scorecard_sheets.themes import LONGEST_NAME, USUAL, node_of, of_themes, put_under
from trigpoint.intake.scorecard_sheets.words import NOTHING

WHOLE = "whole-partnership"
"""The breakdown of one value, over which a figure of the whole stands for itself."""

WHOLE_MEMBER = "whole"
PERIOD, ITEM, FIGURE, STATE, COMMENT = "Period", "Data item", "Figure", "State", "Comment"
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Wishes:
    """What a person says of what is to be made. polarity: by row. into: "framework/node" beneath which the indicators are
    put; '' for a scorecard of their own, which has the name of the data set. people: user names by name as people are
    called."""

    name: str
    polarity: Mapping[int, Polarity] = field(default_factory=dict)
    into: str = ""
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the data set."""
        return code_from(self.name)[:60].strip("-")


@dataclass(frozen=True)
class Item:
    """An indicator and its data item, by code, with what was decided of its row. lead: a person's user name."""

    code: str
    measure: str
    decided: Decided
    polarity: Polarity
    owner: str | None
    lead: str | None


@dataclass(frozen=True)
class Account:
    """Every filled cell of figures: taken as a figure, taken as a kind of nothing, or not taken."""

    filled: int
    figures: int
    nothing: int
    left: int

    def __post_init__(self) -> None:
        if self.filled != self.figures + self.nothing + self.left:
            raise DoesNotAddUp(f"{self.filled} cells are filled, but {self} does not account for all of them.")

    def in_words(self) -> str:
        """100 filled cells of figures = 95 figures + 3 that say there is none + 2 not taken."""
        cells = "1 filled cell" if self.filled == 1 else f"{self.filled:,} filled cells"
        return f"{cells} of figures = {self.figures:,} taken + {self.nothing:,} that say there is none + {self.left:,} not taken"


@dataclass(frozen=True)
class Made:
    """What would be made."""

    data_set: DataSet
    source: Source
    items: tuple[Item, ...]
    documents: tuple[Document, ...]
    framework: Framework
    file: bytes
    figures: int

    @property
    def notes(self) -> tuple[tuple[str, str, str], ...]:
        """(indicator, period's code, text) of each comment; one without a period of its own is about the newest figure, or
        where there is none about the indicator."""
        found = []
        for item in self.items:
            for span, cell in item.decided.row.comments:
                period = span or item.decided.newest
                found.append((item.code, period.code if period else "", cell.text.strip()))
        return tuple(found)


def account_of(decided: Sequence[Decided], left_out: Sequence[LeftOut], filled: int) -> Account:
    """The account of a sheet. filled: counted by itself, from the cells. Raises DoesNotAddUp."""
    taken = [figure for one in decided for figure in one.figures]
    nothing = sum(figure.nothing is not None for figure in taken)
    return Account(filled, len(taken) - nothing, nothing, sum(one.figures for one in left_out))


def problems_of(decided: Sequence[Decided], wishes: Wishes, given: Definitions) -> dict[str, str]:
    """What a person must say before anything can be made, by control: name, into, good-ROW."""
    found: dict[str, str] = {}
    if not wishes.code:
        found["name"] = "Give it a name with a letter or digit in it: “Council plan scorecard”."
    elif len(wishes.name) > 200:
        found["name"] = "The name is at most 200 characters long."
    elif clash := next((one for one in _new_keys(wishes) if one in given.by_key), None):
        found["name"] = (
            f"There is a {clash[0].replace('-', ' ')} “{given.by_key[clash].name}” already. Give this another name."
        )
    if wishes.into and node_of(given, wishes.into) is None:
        found["into"] = "That scorecard or theme is not there any more. Choose another."
    for one in decided:
        if polarity_of(one, wishes) is None:
            found[f"good-{one.row.row}"] = (
                f"“{one.row.name[:80]}”: say whether high or low is good. The sheet does not."
            )
    if not any(one.figures for one in decided):
        found["columns"] = "No figure can be taken of this sheet. Check what each column is taken for."
    return found


def make(decided: Sequence[Decided], wishes: Wishes, given: Definitions, file_name: str) -> Made:
    """The definitions and figures. Only of what `problems_of` finds nothing wrong with."""
    items = _items(decided, wishes, given)
    measures = tuple(item.decided.measure(item.measure) for item in items)
    grain = next(figure.period.grain for one in decided for figure in one.figures)
    data_set = DataSet(
        kind="data-set", code=wishes.code, name=wishes.name, grain=grain, dimensions=(DataSetDimension(dimension=WHOLE),),
        measures=measures, source_note=f"From the spreadsheet {file_name}.",
    )  # fmt: skip
    source = Source(
        kind="source", code=wishes.code, name=f"{wishes.name}: figures by period and data item", data_set=data_set.code,
        file=File(format="csv"), period=PeriodColumn(column=PERIOD),
        dimensions={WHOLE: DimensionColumn(constant=WHOLE_MEMBER)},
        long=LongColumns(measure_column=ITEM, value_column=FIGURE), nothing=NOTHING,
        state_column=STATE, footnote_column=COMMENT,
    )  # fmt: skip
    places = [(item.decided.row.theme, Place(indicator=item.code)) for item in items]
    framework = (
        put_under(places, wishes.into, given) if wishes.into else of_themes(places, wishes.code, wishes.name, given)
    )
    indicators = [_indicator(item, wishes, grain, framework.rule_set) for item in items]
    documents: list[Document] = [*_whole(given), *_rules(given), data_set, source, *indicators, framework]
    led = [item for item in items if item.lead]
    if led:
        documents.append(
            Responsibilities(
                kind="responsibilities", code=f"{wishes.code}-leads", name=f"{wishes.name}: who leads",
                responsibilities=tuple(
                    Responsibility(person=item.lead, role="lead", indicator=item.code) for item in led if item.lead
                ),
            )
        )  # fmt: skip
    figures = [(item.measure, figure) for item in items for figure in item.decided.figures]
    return Made(data_set, source, items, tuple(documents), framework, _file(figures), len(figures))


def partner_of(given: Definitions, text: str) -> str | None:
    """The partner that a sheet names: by name, short name, other name or code; None for nobody known."""
    tree, wanted = given.organisations, plain_words(text)
    if tree is None or not wanted:
        return None
    for code, member in tree.members.items():
        if wanted in map(plain_words, filter(None, (code, member.name, member.short_name, *member.aliases))):
            return code
    return None


def person_of(wishes: Wishes, text: str) -> str | None:
    """The user name of the person whom a sheet names as lead; None for nobody known."""
    return next((user for name, user in wishes.people.items() if plain_words(name) == plain_words(text)), None)


def _new_keys(wishes: Wishes) -> list[tuple[str, str]]:
    code = wishes.code
    keys = [("data-set", code), ("source", code), ("responsibilities", f"{code}-leads")]
    return keys if wishes.into else [*keys, ("framework", code)]


def polarity_of(one: Decided, wishes: Wishes) -> Polarity | None:
    """Whether high or low is good: as the sheet says, else as a person does; None where neither did."""
    return one.polarity or wishes.polarity.get(one.row.row)


def _items(decided: Sequence[Decided], wishes: Wishes, given: Definitions) -> tuple[Item, ...]:
    used: set[str] = set()
    items = []
    for one in decided:
        row = one.row
        wanted = code_from(row.reference) or code_from(row.name)[:60].strip("-") or f"row-{row.row}"
        measure, n = wanted, 2
        while measure in used or ("indicator", f"{wishes.code}-{measure}") in given.by_key:
            measure, n = f"{wanted[:30]}-{n}", n + 1
        used.add(measure)
        polarity = polarity_of(one, wishes)
        assert polarity is not None
        owner = partner_of(given, row.said.get("partner", ""))
        lead = person_of(wishes, row.said.get("lead", ""))
        items.append(Item(f"{wishes.code}-{measure}"[:100], measure, one, polarity, owner, lead))
    return tuple(items)


def _indicator(item: Item, wishes: Wishes, grain: Grain, rule_set: str) -> Indicator:
    one, said = item.decided, item.decided.row.said
    note = [f"Source in the sheet: {source}."] if (source := said.get("source", "")[:LONGEST_NOTE].rstrip(".")) else []
    note += [f"Lead in the sheet: {said['lead']}."] if said.get("lead") and item.lead is None else []
    note += [f"Partner in the sheet: {said['partner']}."] if said.get("partner") and item.owner is None else []
    return Indicator(
        kind="indicator", code=item.code, name=one.row.name[:LONGEST_NAME], value_kind=one.kind, unit=one.unit,
        decimals=one.decimals, polarity=item.polarity, formula=f"{wishes.code}.{item.measure}", grain=grain,
        references=(Reference(scheme=wishes.name, code=one.row.reference[:LONGEST_NAME]),) if one.row.reference else (),
        methodology=said.get("definition", "")[:LONGEST_NOTE], source_note=" ".join(note), caveats=" ".join(one.row.remarks), owner=item.owner, rule_set=rule_set, targets=aims_of(one.targets, item.polarity), baselines=one.baselines,
    )  # fmt: skip


def _rules(given: Definitions) -> list[Document]:
    if given.rule_sets:
        return []
    return [RuleSet(kind="rule-set", code=USUAL, name="Usual tolerance",
                    rule=PercentageTolerance(method="percentage-tolerance", amber_percent=5))]  # fmt: skip


def _whole(given: Definitions) -> list[Document]:
    if WHOLE in given.dimensions:
        return []
    level = Level(code="whole", name="Whole partnership", plural="Whole partnership")
    return [
        Dimension(kind="dimension", code=WHOLE, name="Whole partnership", plural="Whole partnership", levels=(level,),
                  description="For figures that are of the partnership as a whole, and are never added up."),
        Members(kind="members", code=WHOLE, name="The partnership as a whole", dimension=WHOLE,
                members=(Member(code=WHOLE_MEMBER, name="The partnership as a whole", level="whole"),)),
    ]  # fmt: skip


def _file(figures: Sequence[tuple[str, Taken]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([PERIOD, ITEM, FIGURE, STATE, COMMENT])
    for measure, figure in figures:
        writer.writerow([figure.period.code, measure, figure.text, figure.state, figure.comment])
    return out.getvalue().encode()
