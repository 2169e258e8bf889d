"""A small partnership for tests of screens: the Vale, with a health board, a council and fourteen months of figures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from reference.installations import installation_at
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

MONTHS = 14

DOCUMENTS = {
    "partnership": """
kind: partnership
code: vale
name: The Vale
organisation_dimension: organisation
""",
    "organisation": """
kind: dimension
code: organisation
name: Organisation
plural: Organisations
nature: organisation
levels:
  - {code: partner, name: Partner, plural: Partners}
""",
    "organisations": """
kind: members
code: organisations
name: The partners
dimension: organisation
members:
  - {code: health, name: Vale Health, level: partner}
  - {code: council, name: Vale Council, level: partner}
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
""",
    "areas": """
kind: members
code: areas
name: The districts
dimension: area
members:
  - {code: vale, name: The Vale, level: county}
  - {code: east, name: East Vale, level: district, parent: vale}
  - {code: west, name: West Vale, level: district, parent: vale}
""",
    "waits-data": """
kind: data-set
code: waits
name: Emergency waits
grain: month
dimensions: [{dimension: area, level: district}]
measures:
  - {code: came, name: People who came, unit: people, over_members: sum, over_time: sum}
  - {code: waited, name: People who waited, unit: people, over_members: sum, over_time: sum}
provider: health
""",
    "waits-source": """
kind: source
code: waits-file
name: Emergency waits, monthly
data_set: waits
period: {column: Month}
dimensions: {area: {column: District}}
wide:
  - {column: Came, measure: came}
  - {column: Waited, measure: waited}
""",
    "waits-expected": """
kind: expected-supply
code: waits-expected
name: Emergency waits, monthly
data_set: waits
supplies:
  - {provider: health, grain: month, due_days: 0}
""",
    "posts-data": """
kind: data-set
code: posts
name: Posts
grain: month
dimensions: [{dimension: organisation, level: partner}]
measures:
  - {code: empty, name: Empty posts, unit: posts, over_members: sum, over_time: last}
provider: council
""",
    "posts-source": """
kind: source
code: posts-file
name: Posts, monthly
data_set: posts
period: {column: Month}
dimensions: {organisation: {column: Partner}}
wide:
  - {column: Empty, measure: empty}
""",
    "board": """
kind: rule-set
code: board
name: Board
rule: {method: absolute-tolerance, amber: 5}
comment_required_when: [within_tolerance, off_target]
""",
    "service": """
kind: rule-set
code: service
name: Service
rule: {method: absolute-tolerance, amber: 1}
""",
    "seen-in-time": """
kind: indicator
code: seen-in-time
name: Seen in time
value_kind: percentage
unit: "%"
decimals: 1
polarity: high
formula: 100 * (waits.came - waits.waited) / waits.came
grain: month
chain: process
owner: health
rule_set: service
targets:
  - {type: single, period: 2000-01..2099-12, value: 95, smaller_places: inherited}
""",
    "empty-posts": """
kind: indicator
code: empty-posts
name: Empty posts
value_kind: number
unit: posts
decimals: 0
polarity: low
formula: posts.empty
grain: month
chain: input
owner: council
targets:
  - {type: single, period: 2000-01..2099-12, value: 20}
""",
    "agreement": """
kind: framework
code: agreement
name: The Vale agreement
roll_up: worst
rule_set: board
nodes:
  - code: well
    name: Living well
    nodes:
      - code: in-time
        name: Help in time
        items: [{indicator: seen-in-time}]
  - code: able
    name: Able to help
    items: [{indicator: empty-posts}]
""",
    "leads": """
kind: responsibilities
code: leads
name: Who leads
responsibilities:
  - {person: lead, role: lead, indicator: seen-in-time}
""",
}

PEOPLE = {
    "lead": ("Lena Lead", [("health", "indicator-lead")], {}),
    "steward": ("Stan Steward", [("health", "data-steward")], {}),
    "reader": ("Rita Reader", [("", "board-member")], {}),
    "easterner": ("Ed Easterner", [("", "board-member")], {"area": ["east"]}),
    "stranger": ("Sam Stranger", [], {}),
}


def months(today: date) -> list[str]:
    """The months that have figures, oldest first: the last one was over a month ago, so that the newest is late."""
    first = today.replace(day=1)
    found = []
    for _ in range(MONTHS + 1):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(f"{first:%Y-%m}")
    return found[:0:-1]


def waits(today: date, *, last_waited: int = 10) -> str:
    """Of a hundred who came in each district a month, how many waited: ten in the last month, three before."""
    lines = ["Month,District,Came,Waited"]
    every = months(today)
    for month in every:
        waited = last_waited if month == every[-1] else 3
        lines += [f"{month},east,100,{waited}", f"{month},west,100,3"]
    return "\n".join(lines)


def posts(today: date) -> str:
    """Nine empty posts in each of two partners."""
    lines = ["Month,Partner,Empty", *(f"{m},{p},9" for m in months(today) for p in ("health", "council"))]
    return "\n".join(lines)


def supply(folder: Path, source: str, text: str, at: datetime | None = None) -> None:
    """Take a file in, as an operator does. at: as if it had been then."""
    path = folder / f"{source}.csv"
    path.write_text(text)
    take_in_files(OPERATOR, source, [SuppliedFile.at(path)], accept=True, at=at)


@contextmanager
def the_vale(folder: Path, at: datetime | None = None) -> Iterator[None]:
    """The partnership, in an installation of its own, until the end: then nothing of it is left. at: as if it had begun then."""
    definitions = folder / "vale"
    definitions.mkdir()
    for name, text in DOCUMENTS.items():
        (definitions / f"{name}.yaml").write_text(text.lstrip())
    today = timezone.localdate()
    with installation_at(folder / "home"):
        apply_definitions(OPERATOR, definitions, note="Agreed.", at=at)
        supply(folder, "waits-file", waits(today), at)
        supply(folder, "posts-file", posts(today), at)
        for username, (name, memberships, scopes) in PEOPLE.items():
            save_person(
                OPERATOR, username, name=name, memberships=memberships, scopes=scopes, password="a long password"
            )
        yield
