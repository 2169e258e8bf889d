"""The Vale with what is hard to print: hidden small numbers, figures that are not published or provisional, names of
300 letters, and names that look like formulas, markup and letters of other scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.utils import timezone

from reference.installations import installation_at
from reference.vale import DOCUMENTS, PEOPLE, months, posts, supply, waits
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions

SMALL = 417
"""A number under 500 of people who could be known by it: it may stand in no document."""

HOSTILE = "=cmd|' /C calc'!A0 <b>&amp;</b> *bold* #panic() \\u{41} [[@x]] עברית 🚒 漢字"
LONG = "Households offered a home safety visit within five working days of a referral from any partner " * 4
LONG = LONG[:296].strip()

DUE = """
kind: expected-supply
code: {code}-expected
name: {code}, monthly
data_set: {code}
supplies:
  - {{provider: {provider}, grain: month, due_days: 0}}
"""

PAPER = {
    **DOCUMENTS,
    **{
        f"{code}-expected": DUE.format(code=code, provider=provider)
        for code, provider in (("posts", "council"), ("cases", "health"), ("told", "council"))
    },
    "cases-data": """
kind: data-set
code: cases
name: Cases
grain: month
dimensions: [{dimension: area, level: district}]
measures:
  - {code: known, name: Known cases, unit: people, over_members: sum, over_time: sum}
provider: health
small_numbers: {below: 500, measures: [known], dimensions: [area]}
""",
    "cases-source": """
kind: source
code: cases-file
name: Cases, monthly
data_set: cases
period: {column: Month}
dimensions: {area: {column: District}}
wide: [{column: Known, measure: known}]
""",
    "told-data": """
kind: data-set
code: told
name: What was told
grain: month
dimensions: [{dimension: area, level: district}]
measures:
  - {code: told, name: Told, unit: people, over_members: none, over_time: none}
provider: council
""",
    "told-source": """
kind: source
code: told-file
name: Told, monthly
data_set: told
period: {column: Month}
dimensions: {area: {column: District}}
wide: [{column: Told, measure: told}]
nothing: {"-": not-published}
state_column: State
footnote_column: Note
""",
    "cases": f"""
kind: indicator
code: cases
name: {HOSTILE!r}
value_kind: number
unit: people
decimals: 0
polarity: low
formula: cases.known
grain: month
chain: outcome
owner: health
targets:
  - {{type: single, period: 2000-01..2099-12, value: 100, smaller_places: inherited}}
""".replace("'=cmd", '"=cmd')
    .replace("漢字'", '漢字"')
    .replace("\\'", "'"),
    "told": f"""
kind: indicator
code: told
name: {LONG}
value_kind: number
unit: people
decimals: 0
polarity: high
formula: told.told
grain: month
chain: outcome
owner: health
targets:
  - {{type: single, period: 2000-01..2099-12, value: 100, smaller_places: inherited}}
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
        items:
          - {indicator: seen-in-time}
          - {indicator: cases, code: cases-east, where: {area: east}}
      - code: heard
        name: Being heard
        items:
          - {indicator: told, code: told-east, where: {area: east}}
          - {indicator: told, code: told-west, where: {area: west}}
  - code: able
    name: Able to help
    items: [{indicator: empty-posts}]
""",
}


def cases(today: date) -> str:
    lines = [
        f"{month},{district},{n}" for month in months(today) for district, n in (("east", SMALL), ("west", 20_583))
    ]
    return "\n".join(["Month,District,Known", *lines])


def told(today: date) -> str:
    """In the east provisional and with a note; in the west not published in the newest month."""
    every = months(today)
    lines = []
    for n, month in enumerate(every):
        lines.append(f"{month},east,{1_200 + n},provisional,Two wards did not answer and were asked again by letter")
        lines.append(f"{month},west,{'-' if month == every[-1] else 90},final,")
    return "\n".join(["Month,District,Told,State,Note", *lines])


@contextmanager
def the_paper_vale(folder: Path) -> Iterator[None]:
    """The partnership, in an installation of its own, until the end: then nothing of it is left."""
    definitions = folder / "paper"
    definitions.mkdir()
    for name, text in PAPER.items():
        (definitions / f"{name}.yaml").write_text(text.lstrip())
    today = timezone.localdate()
    with installation_at(folder / "home"):
        apply_definitions(OPERATOR, definitions, note="Agreed.")
        for source, text in (
            ("waits-file", waits(today)), ("posts-file", posts(today)), ("cases-file", cases(today)),
            ("told-file", told(today)),
        ):  # fmt: skip
            supply(folder, source, text)
        for username, (name, memberships, scopes) in PEOPLE.items():
            save_person(
                OPERATOR, username, name=name, memberships=memberships, scopes=scopes, password="a long password"
            )
        yield
