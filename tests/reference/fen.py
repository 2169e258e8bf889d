"""A partnership in which words and counts could contradict one another: the Fen.

One indicator in two places with two colours, one that slides and was better last month, one that is newly late, one that
is held against last year, a ward in no district, and money whose figure and target would read the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from reference.installations import installation_at
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

MONTHS = 16

DOCUMENTS = {
    "partnership": "{kind: partnership, code: fen, name: The Fen, organisation_dimension: organisation}",
    "organisation": """
kind: dimension
code: organisation
name: Organisation
plural: Organisations
nature: organisation
levels: [{code: partner, name: Partner, plural: Partners}]
""",
    "organisations": """
kind: members
code: organisations
name: The partners
dimension: organisation
members:
  - {code: fire, name: Fen Fire, level: partner}
  - {code: homes, name: Fen Homes, level: partner}
""",
    "area": """
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
    "areas": """
kind: members
code: areas
name: The places
dimension: area
members:
  - {code: fen, name: The Fen, level: county}
  - {code: east, name: Eastfen, level: district, parent: fen}
  - {code: south, name: Southfen, level: district, parent: fen}
  - {code: west, name: Westfen, level: district, parent: fen}
  - {code: e1, name: Eastgate, level: ward, parent: east}
  - {code: s1, name: Southgate, level: ward, parent: south}
  - {code: w1, name: Westgate, level: ward, parent: west}
  - {code: isle, name: The Isle, level: ward, parent: fen}
""",
    "events": """
kind: data-set
code: events
name: Calls and fires
grain: month
dimensions: [{dimension: area, level: ward}]
measures:
  - {code: fires, name: Fires, unit: fires, over_members: sum, over_time: sum}
  - {code: asked, name: Calls, unit: calls, over_members: sum, over_time: sum}
  - {code: in-time, name: Calls answered in time, unit: calls, over_members: sum, over_time: sum}
provider: fire
""",
    "events-source": """
kind: source
code: events-file
name: Calls and fires, monthly
data_set: events
period: {column: Month}
dimensions: {area: {column: Ward}}
wide:
  - {column: Fires, measure: fires}
  - {column: Calls, measure: asked}
  - {column: In time, measure: in-time}
""",
    "rent": """
kind: data-set
code: rent
name: Rent
grain: month
dimensions: [{dimension: organisation, level: partner}]
measures:
  - {code: owed, name: Rent owed, unit: "£", value_kind: money, over_members: sum, over_time: last}
  - {code: empty, name: Empty homes, unit: homes, over_members: sum, over_time: last}
provider: homes
""",
    "rent-source": """
kind: source
code: rent-file
name: Rent, monthly
data_set: rent
period: {column: Month}
dimensions: {organisation: {column: Partner}}
wide: [{column: Owed, measure: owed}, {column: Empty, measure: empty}]
""",
    "visits": """
kind: data-set
code: visits
name: Safety visits
grain: month
dimensions: [{dimension: organisation, level: partner}]
measures:
  - {code: made, name: Visits made, unit: visits, over_members: sum, over_time: sum}
provider: fire
""",
    "visits-source": """
kind: source
code: visits-file
name: Safety visits, monthly
data_set: visits
period: {column: Month}
dimensions: {organisation: {column: Partner}}
wide: [{column: Made, measure: made}]
""",
    "visits-expected": """
kind: expected-supply
code: visits-expected
name: Safety visits, monthly
data_set: visits
supplies: [{provider: fire, grain: month, due_days: 0}]
""",
    "board": """
kind: rule-set
code: board
name: Board
rule: {method: absolute-tolerance, amber: 5}
late_is_exception: true
""",
    "strict": """
kind: rule-set
code: strict
name: Strict
rule: {method: absolute-tolerance, amber: 1}
late_is_exception: true
""",
    "money": "{kind: rule-set, code: money, name: Money, rule: {method: percentage-tolerance, amber_percent: 2}}",
    "last-year": """
kind: rule-set
code: last-year
name: Improved on last year
rule: {method: improved-on-last-year, amber_percent: 3}
""",
    "in-time": """
kind: indicator
code: in-time
name: Calls answered in time
value_kind: percentage
unit: "%"
polarity: high
formula: 100 * events.in-time / events.asked
grain: month
owner: fire
targets: [{type: single, period: 2000-01..2099-12, value: 95, smaller_places: inherited}]
""",
    "fires": """
kind: indicator
code: fires
name: Fires
value_kind: number
unit: fires
decimals: 0
polarity: low
formula: events.fires
grain: month
chain: outcome
owner: fire
rule_set: last-year
worked_example: {given: {events.fires: 30}, gives: 30}
""",
    "calls": """
kind: indicator
code: calls
name: Calls
value_kind: number
unit: calls
decimals: 0
polarity: low
formula: events.asked
grain: month
owner: fire
rule_set: money
targets: [{type: cumulative, period: TWELVE-TO-THE-MONTH-BEFORE-LAST, value: 5000}]
""",
    "rent-owed": """
kind: indicator
code: rent-owed
name: Rent owed
value_kind: money
unit: "£"
decimals: 0
polarity: low
formula: rent.owed
grain: month
owner: homes
targets: [{type: single, period: 2000-01..2099-12, value: 1300000}]
""",
    "empty-homes": """
kind: indicator
code: empty-homes
name: Empty homes
value_kind: number
unit: homes
decimals: 0
polarity: low
formula: rent.empty
grain: month
owner: homes
targets: [{type: single, period: 2000-01..2099-12, value: 25}]
""",
    "safety-visits": """
kind: indicator
code: safety-visits
name: Safety visits
value_kind: number
unit: visits
decimals: 0
polarity: high
formula: visits.made
grain: month
owner: fire
targets: [{type: single, period: 2000-01..2099-12, value: 40}]
""",
    "agreement": """
kind: framework
code: agreement
name: The Fen agreement
roll_up: worst
rule_set: board
nodes:
  - code: safe
    name: Safe
    items: [{indicator: in-time}, {indicator: fires, rule_set: last-year}, {indicator: safety-visits}]
  - code: money
    name: Money
    items: [{indicator: rent-owed, rule_set: money}, {indicator: empty-homes, rule_set: money}]
""",
    "plan": """
kind: framework
code: plan
name: The service plan
roll_up: worst
rule_set: strict
nodes:
  - code: calls
    name: Calls
    items: [{indicator: in-time}]
""",
}


def months(today: date) -> list[str]:
    """The months that are over, oldest first."""
    first, found = today.replace(day=1), []
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(f"{first:%Y-%m}")
    return found[::-1]


def events(today: date) -> str:
    """Four wards. In the last month fewer calls are answered in time than ever, and there are more fires than a year ago."""
    lines = ["Month,Ward,Fires,Calls,In time"]
    every = months(today)
    for at, month in enumerate(every):
        fires = {-1: (20, 10, 5, 1), -2: (14, 12, 5, 1), -13: (8, 8, 8, 1)}.get(at - len(every), (9, 9, 9, 1))
        in_time = 92 if month == every[-1] else 96 + at % 2
        lines += [
            f"{month},{ward},{n},100,{in_time}" for ward, n in zip(("e1", "w1", "s1", "isle"), fires, strict=True)
        ]
    return "\n".join(lines)


def rent(today: date) -> str:
    """What is owed: steady, then a slide, and in the last month a little less. Empty homes go up and down, and end up."""
    steady = [1_000_000 + 5_000 * (at % 2) for at in range(9)]
    amounts = [*steady, 1_100_000, 1_150_000, 1_200_000, 1_250_000, 1_280_000, 1_290_000, 1_270_500]
    rows = (
        f"{m},homes,{a},{28 if at % 2 else 12}" for at, (m, a) in enumerate(zip(months(today), amounts, strict=True))
    )
    return "\n".join(["Month,Partner,Owed,Empty", *rows])


def visits(today: date) -> str:
    """Fifty a month; the last month was due and has not come."""
    return "\n".join(["Month,Partner,Made", *(f"{month},fire,50" for month in months(today)[:-1])])


def supply(folder: Path, source: str, text: str) -> None:
    """Take a file in, as an operator does."""
    path = folder / f"{source}.csv"
    path.write_text(text)
    take_in_files(OPERATOR, source, [SuppliedFile.at(path)], accept=True)


@contextmanager
def the_fen(folder: Path) -> Iterator[None]:
    """The partnership, in an installation of its own, until the end: then nothing of it is left."""
    definitions = folder / "fen"
    definitions.mkdir()
    today = timezone.localdate()
    every = months(today)
    for name, text in DOCUMENTS.items():
        told = text.lstrip().replace("TWELVE-TO-THE-MONTH-BEFORE-LAST", f"{every[-14]}..{every[-3]}")
        (definitions / f"{name}.yaml").write_text(told)
    with installation_at(folder / "home"):
        apply_definitions(OPERATOR, definitions, note="Agreed.")
        supply(folder, "events-file", events(today))
        supply(folder, "rent-file", rent(today))
        supply(folder, "visits-file", visits(today))
        save_person(
            OPERATOR, "reader", name="Rita Reader", memberships=[("", "board-member")], password="a long password"
        )
        save_person(
            OPERATOR, "steward", name="Stan Steward", memberships=[("fire", "data-steward")], password="a long password"
        )
        yield
