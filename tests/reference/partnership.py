"""A small partnership whose every secret is a number found nowhere else, so that a leak is found by looking for it.

Three districts, two organisations, five data sets: one open to the partnership, one of the police's own, one not yet
released, one with small numbers, and one of persons. Made through the actions that people use.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile
from trigpoint.manage.about import About
from trigpoint.manage.notes import add_note

OUT_OF_SCOPE = "8642097"
"""Calls of the south in the newest month: not for Walter, who may ask for the north."""
OWN = "7654321"
"""Intelligence reports: for the police alone."""
UNRELEASED = "5432167"
"""A survey that nobody but the machine's operator may see yet."""
SMALL = "654323"
"""Families in refuges in one ward: under the data set's (generous) small number, so for nobody."""
PERSON = "PAT-314159"
"""A reference in a source record: for those with the data set's source permission."""
OWN_NOTE = "Operation Larkspur"
"""What a note says that is for the police alone."""

_WARDS = {"abbey": "north", "birch": "north", "cliff": "north", "dune": "south", "eyot": "east"}

FILES = {
    "partnership.yaml": """
kind: partnership
code: anyshire
name: Anyshire Partnership
organisation_dimension: organisation
""",
    "organisation.yaml": """
kind: dimension
code: organisation
name: Organisation
plural: Organisations
nature: organisation
levels:
  - {code: partner, name: Partner, plural: Partners}
""",
    "organisations.yaml": """
kind: members
code: organisations
name: Organisations
dimension: organisation
members:
  - {code: hospital, name: Anyshire Hospital, level: partner}
  - {code: police, name: Anyshire Police, level: partner}
""",
    "area.yaml": """
kind: dimension
code: area
name: Area
plural: Areas
nature: place
levels:
  - {code: county, name: County, plural: Counties}
  - {code: district, name: District, plural: Districts}
  - {code: ward, name: Ward, plural: Wards}
""",
    "areas.yaml": """
kind: members
code: areas
name: Areas
dimension: area
members:
  - {code: any, name: Anyshire, level: county}
  - {code: north, name: North, level: district, parent: any}
  - {code: south, name: South, level: district, parent: any}
  - {code: east, name: East, level: district, parent: any}
"""
    + "".join(
        f"  - {{code: {ward}, name: {ward.capitalize()}, level: ward, parent: {district}}}\n"
        for ward, district in _WARDS.items()
    ),
    "board.yaml": """
kind: rule-set
code: board
name: Board
rule: {method: percentage-tolerance, amber_percent: 5}
""",
    "county.yaml": """
kind: comparator
code: county
name: County
dimension: area
against: {type: member, member: any}
""",
    "scorecard.yaml": """
kind: framework
code: scorecard
name: Scorecard
roll_up: weight
rule_set: board
nodes:
  - code: safe
    name: Safe
    items: [{indicator: calls}, {indicator: answered}, {indicator: intelligence, lead: police}]
  - code: well
    name: Well
    items: [{indicator: survey}, {indicator: refuge}, {indicator: cases}]
""",
}  # fmt: skip


def _data_set(code: str, measures: str, *more: str) -> None:
    listed = "".join(
        f"  - {{code: {m}, name: {m.capitalize()}, unit: cases, over_members: sum, over_time: sum}}\n"
        for m in measures.split()
    )
    extra = "\n".join(more)
    FILES[f"{code}-data.yaml"] = f"""
kind: data-set
code: {code}-data
name: {code.capitalize()} data
grain: month
dimensions: [{{dimension: area, level: ward}}]
measures:
{listed}{extra}
"""


def _source(code: str, measures: str, *more: str) -> None:
    wide = "".join(f"  - {{column: {m}, measure: {m}}}\n" for m in measures.split())
    extra = "\n".join(more)
    FILES[f"{code}-file.yaml"] = f"""
kind: source
code: {code}-file
name: {code.capitalize()} file
data_set: {code}-data
period: {{column: month}}
dimensions:
  area: {{column: ward, unknown: reject}}
wide:
{wide}{extra}
"""


def _indicator(code: str, formula: str, *more: str) -> None:
    extra = "\n".join(more)
    kind = "value_kind: percentage\nunit: '%'" if "/" in formula else "value_kind: number\nunit: cases\ndecimals: 0"
    FILES[f"{code}.yaml"] = f"""
kind: indicator
code: {code}
name: {code.capitalize()}
{kind}
polarity: low
formula: {formula}
grain: month
rule_set: board
comparators: [county]
targets: [{{type: single, period: 2025-04..2026-03, value: 50}}]
{extra}
"""


_data_set("calls", "calls answered", "provider: hospital")
_data_set("intelligence", "reports", "provider: police", "release: {audience: own-organisation}")
_data_set("survey", "asked", "provider: hospital", "release: {not_before_days: 36500}")
_data_set(
    "refuge", "families", "provider: hospital",
    "small_numbers: {below: 1000000, measures: [families], dimensions: [area]}",
)  # fmt: skip
_data_set(
    "cases", "stays", "provider: hospital", "rows: events", "kept: [{code: patient, name: Patient, personal: true}]",
    "key: [patient]",
)  # fmt: skip
_source("calls", "calls answered")
_source("intelligence", "reports")
_source("survey", "asked")
_source("refuge", "families")
_source("cases", "stays", "other_columns: [{column: patient, does: keep, as: patient}]")
_indicator("calls", "calls-data.calls")
_indicator("answered", "100 * calls-data.answered / calls-data.calls")
_indicator("intelligence", "intelligence-data.reports", "owner: police")
_indicator("survey", "survey-data.asked")
_indicator("refuge", "refuge-data.families")
_indicator("cases", "cases-data.stays")

MONTHS = ("2025-04", "2025-05", "2025-06", "2025-07", "2025-08")


def rows_of(code: str) -> str:
    """The file that each source supplies. The secrets stand in every month, so no screen's own period misses them."""
    lines: list[str] = []
    for number, month in enumerate(MONTHS):
        for place, ward in enumerate(_WARDS):
            match code:
                case "calls":
                    calls = int(OUT_OF_SCOPE) if ward == "dune" else 1000 * (place + 1) + number
                    lines.append(f"{month},{ward},{calls},{calls // 2}")
                case "intelligence" if ward == "dune":
                    lines.append(f"{month},{ward},{OWN}")
                case "survey" if ward == "dune":
                    lines.append(f"{month},{ward},{UNRELEASED}")
                case "refuge":
                    families = {"abbey": int(SMALL), "birch": 1_200_003, "cliff": 2_300_007}.get(
                        ward, 4_000_009 + place
                    )
                    lines.append(f"{month},{ward},{families}")
                case "cases" if ward == "abbey":
                    lines.append(f"{month},{ward},1,{PERSON}")
    head = {
        "calls": "calls,answered", "intelligence": "reports", "survey": "asked", "refuge": "families",
        "cases": "stays,patient",
    }  # fmt: skip
    return "\n".join([f"month,ward,{head[code]}", *lines, ""])


@dataclass(frozen=True)
class People:
    """administrator: manages people, in the whole partnership. steward: of the police. reader: of the hospital's board.

    walter: an analyst of the hospital, for the north only. knowing: belongs to all organisations and may see source
    records. stranger: may sign in, and belongs to nothing.
    """

    administrator: User
    steward: User
    reader: User
    walter: User
    knowing: User
    stranger: User

    def everybody(self) -> dict[str, User]:
        """Each by name."""
        return dict(vars(self))


def write_definitions(folder: Path) -> Path:
    """The definition set's folder, written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip("\n"))
    return folder


def make(folder: Path) -> People:
    """Make the partnership in the installation that the settings name; `folder` is to work in."""
    apply_definitions(OPERATOR, write_definitions(folder / "anyshire"), note="Agreed.")
    people = People(
        save_person(OPERATOR, "ada", name="Ada", memberships=[("", "administrator")]),
        save_person(
            OPERATOR, "sam", name="Sam", memberships=[("police", "data-steward")], sources=["intelligence-data"]
        ),
        save_person(OPERATOR, "rae", name="Rae", memberships=[("hospital", "board-member")]),
        save_person(
            OPERATOR, "walter", name="Walter", memberships=[("hospital", "analyst")], scopes={"area": ["north"]}
        ),
        save_person(
            OPERATOR,
            "kay",
            name="Kay",
            memberships=[("police", "analyst"), ("hospital", "data-steward"), ("", "administrator")],
            sources=[f"{code}-data" for code in ("calls", "intelligence", "survey", "refuge", "cases")],
        ),
        save_person(OPERATOR, "una", name="Una"),
    )
    for code in ("calls", "intelligence", "survey", "refuge", "cases"):
        path = folder / f"{code}.csv"
        path.write_text(rows_of(code))
        outcome = take_in_files(OPERATOR, f"{code}-file", [SuppliedFile.at(path)])
        assert outcome.rejected == 0, list(outcome.rejects.every())
    add_note(
        viewer_of(people.steward),
        About(indicator="calls", slice="", period=""),
        OWN_NOTE,
        audience="own-organisation",
        organisation="police",
    )
    return people
