"""What a row of the tool's dictionary comes to: a measure and the indicator that shows it.

The figures are published ready-made, so a measure may be added up only where the dictionary plainly says that it is a
count; and over time only where it says of a count that it was taken on a day, or over the year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trigpoint.definitions.datasets import Grain, Measure, OverMembers, OverTime, ValueKind
from trigpoint.definitions.indicators import Indicator, Reference
from trigpoint.definitions.labels import YearGrain
from trigpoint.definitions.periods import BadPeriod, Calendars
from trigpoint.definitions.rules import Polarity

DATA_SET = "lait"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0. Crown copyright."

YEARS: dict[str, YearGrain] = {
    "Academic Year": "academic-year",
    "Financial Year": "financial-year",
    "Calendar Year": "calendar-year",
    # Children in need, on plans and looked after: counted on 31 March, the end of the financial year.
    "Annual": "financial-year",
    # The school census and the count of plans in January: within the academic year that ends in the labelled year.
    "Annual - January": "academic-year",
    # The workforce census on 30 September, and offers by then: after the academic year has ended, in the calendar year.
    "Annual (end of Sept)": "calendar-year",
}
"""Which year the dictionary's year types are."""

POLARITIES: dict[str, Polarity] = {"High": "high", "Low": "low", "-": "none", "": "none"}
ON_A_DAY = re.compile(r"\b(as at|at (31 march|30 september|january)|on (31 march|30 september))\b", re.IGNORECASE)
OVER_A_YEAR = re.compile(r"\b(during (the )?year|in (the )?year|year ending)\b", re.IGNORECASE)
EVENTS = re.compile(r"\b(start(ed|ing)|ceased|adopted|assessments)\b", re.IGNORECASE)
"""What happens once, so that the numbers of several years may be added up; who was there may be there again."""

SIGNS = {"%": "_pct_", "&": "_and_", "<": "_under", ",": ""}


class BadDictionary(ValueError):
    """A dictionary that cannot be made into definitions. reasons: all of them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True)
class DictionaryRow:
    """A row of the dictionary, tidied; '' where it says NA."""

    number: str
    topic: str
    measure: str
    title: str
    short: str
    polarity: str
    axis: str
    state_funded: str
    status: str
    description: str
    last_update: str
    next_update: str
    owner: str
    methodology: str
    links: str
    decimals: str
    year_type: str
    no_quartile: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> DictionaryRow:
        """By the dictionary's own column names. BadDictionary when one is not there."""
        missing = [column for column in COLUMNS.values() if column not in row]
        if missing:
            raise BadDictionary([f"The dictionary has no column '{column}'." for column in missing])
        return cls(**{field: _tidy(row[column]) for field, column in COLUMNS.items()})


COLUMNS = {
    "number": "Measure_code", "topic": "Topic", "measure": "Measure", "title": "Chart_title", "short": "Measure_short",
    "polarity": "Polarity", "axis": "y_axis_name", "state_funded": "state_funded_flag", "status": "Table_status",
    "description": "Description", "last_update": "Last Update", "next_update": "Next Update",
    "owner": "Data Owner (DO) /Supplier and Contact Details", "methodology": "Methodology", "links": "Hyperlink(s)",
    "decimals": "dps", "year_type": "Year_Type", "no_quartile": "No_Quartile",
}  # fmt: skip
"""Field -> the dictionary's column."""


@dataclass(frozen=True)
class Described:
    """A measure of the tool. short: its code in the figures; code: the same without signs that a code may not have."""

    short: str
    code: str
    topic: str
    measure: Measure
    indicator: Indicator


def describe(alike: Sequence[DictionaryRow], labels: Collection[str]) -> Described:
    """What the rows that describe one measure come to; the one that was updated last holds.

    labels: the year labels of its figures. BadDictionary when the rows disagree about its year or polarity, or say
    what is not known here.
    """
    row = max(alike, key=lambda each: int(each.last_update) if each.last_update.isdigit() else 0)
    faults = [
        f"'{row.short}' is described twice, with different {what}: {' and '.join(sorted(said))}."
        for what, said in (("year types", {r.year_type for r in alike}), ("polarities", {r.polarity for r in alike}))
        if len(said) > 1
    ]
    faults += [f"'{row.short}': the year type '{row.year_type}' is not known."] * (row.year_type not in YEARS)
    faults += [f"'{row.short}': the polarity '{row.polarity}' is not known."] * (row.polarity not in POLARITIES)
    if faults:
        raise BadDictionary(faults)
    year, code = YEARS[row.year_type], code_of(row.short)
    value_kind, unit = kind_and_unit(row)
    over_members, over_time = aggregation(row)
    said = next((r.decimals for r in (row, *alike) if r.decimals.isdigit()), None)
    topic = row.topic.replace("\\", "/")
    measure = Measure(
        code=code, name=row.measure, description=row.title if row.title != row.measure else "", value_kind=value_kind,
        unit=unit, over_members=over_members, over_time=over_time, of=None, decimals=int(said) if said else None, year=year,
        no_row_means="unknown",
    )  # fmt: skip
    indicator = Indicator(
        kind="indicator", code=code, name=row.measure, description=row.description, value_kind=value_kind, unit=unit,
        decimals=int(said) if said else (0 if over_members == "sum" else 1), polarity=POLARITIES[row.polarity],
        formula=f"{DATA_SET}.{code}", grain=_grain(year, labels), topic=topic, tags=_tags(row, alike),
        references=(Reference(scheme="LAIT", code=row.number),) if row.number else (),
        methodology=row.methodology if row.methodology != "-" else "", source_note=_source_note(row), caveats=_caveats(row),
        links=tuple(dict.fromkeys(re.findall(r"https?://[^\s,;]+", row.links))), minimum_base=None, ratio_over=None,
        audience="public",
    )  # fmt: skip
    return Described(row.short, code, topic, measure, indicator)


def code_of(short: str) -> str:
    """The code of a measure: as the figures have it, without signs that a code may not have."""
    for sign, word in SIGNS.items():
        short = short.replace(sign, word)
    return re.sub(r"_{2,}", "_", re.sub(r"[^A-Za-z0-9._-]", "_", short)).strip("_.-")


def kind_and_unit(row: DictionaryRow) -> tuple[ValueKind, str]:
    """What the figures are and in what, by the axis on which the tool draws them.

    Spending returns are in pounds, which the dictionary takes for granted; its unit costs are by the week.
    """
    axis = row.axis
    if "%" in axis or "(%)" in row.title:
        return "percentage", "%"
    rate = re.fullmatch(r"rate per (?P<number>[\d,]+)\s*(?P<of>.*)", axis, re.IGNORECASE)
    if rate:
        of = f"of {rate['of']}" if rate["of"][:1].isdigit() else rate["of"]
        return "ratio", f"per {int(rate['number'].replace(',', '')):,} {of}".strip()
    if axis == "Spend":
        return "money", "£"
    if axis == "Unit Cost":
        return "money", "£ per week" if "weekly" in row.measure else "£"
    counted = re.fullmatch(r"(?:number of|number|total) (?P<what>.+)", axis, re.IGNORECASE)
    return "number", _small(counted["what"] if counted else axis)


def aggregation(row: DictionaryRow) -> tuple[OverMembers, OverTime]:
    """How a measure adds up: over members only a count in whole numbers, and over time only one of events in the year
    (their sum) or of those who were there on a day (the last).

    The axis says what is a count, and the places after the point that it is whole: pupils eligible for the pupil
    premium, without places, are in halves and thirds.
    Where two authorities make one return between them, both have its count, and a sum would have it twice.
    """
    is_count = re.match(r"number\b", row.axis, re.IGNORECASE) and row.decimals == "0"
    if not is_count or re.search(r"joint\b.{0,20}\breturn", row.description, re.IGNORECASE):
        return "none", "none"
    called = f"{row.measure}. {row.title}."
    said = f"{called} {row.description[:200]}"
    if EVENTS.search(called) and OVER_A_YEAR.search(said):
        return "sum", "sum"
    return "sum", "last" if ON_A_DAY.search(said) else "none"


def _grain(year: YearGrain, labels: Collection[str]) -> Grain:
    """The measure's year; or ranges, where all figures are published for several years together."""
    grains: set[Grain] = set()
    for label in labels:
        try:
            grains.add(Calendars().read_label(label, year=year, grain=year).period.grain)
        except BadPeriod:
            continue  # a label that the source rejects
    return "range" if grains == {"range"} else year


def _tags(row: DictionaryRow, alike: Sequence[DictionaryRow]) -> tuple[str, ...]:
    """Other topics under which the measure is described, and what else one may want to find it by."""
    others = [other.topic.replace("\\", "/") for other in alike if other.topic != row.topic]
    flags = ("State-funded schools", row.state_funded), ("No quartiles", row.no_quartile)
    return tuple(dict.fromkeys([*others, *(tag for tag, said in flags if said), *["Discontinued"] * _is_over(row)]))


def _is_over(row: DictionaryRow) -> bool:
    return row.status == "Discontinued"


def _caveats(row: DictionaryRow) -> str:
    said = []
    if row.state_funded:
        said.append("State-funded schools only.")
    if row.no_quartile == "N":
        said.append("The publisher does not show quartiles of this measure.")
    if _is_over(row):
        said.append("The publisher has discontinued this measure.")
    return " ".join(said)


def _source_note(row: DictionaryRow) -> str:
    owner = " ".join(row.owner.split())
    supplied = f"{owner}, by way of the" if owner and owner != "0" else "The"
    note = f"{supplied} Local Authority Interactive Tool of the Department for Education."
    last, following = _day(row.last_update), _day(row.next_update)
    if last:
        note += f" Last updated: {last}."
    if following:
        note += f" Next update: {following}."
    return f"{note} {LICENCE}"


def _day(text: str) -> str:
    """A day that a spreadsheet has made a number of, as people write it; other words as they stand."""
    if not text.isdigit():
        return text
    day = date(1899, 12, 30) + timedelta(days=int(text))
    return f"{day.day} {day:%B %Y}"


def _tidy(text: str) -> str:
    text = text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if text == "NA":
        return ""
    lines = [re.sub(r" {2,}", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _small(words: str) -> str:
    """Without capitals, but for abbreviations."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words.split())
