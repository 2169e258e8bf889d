"""A small definition set without fault, as files, for tests that spoil one line of it."""

from trigpoint.definitions.yaml_files import SourceDocument, read_text

FILES = {
    "partnership.yaml": """
kind: partnership
code: anyshire
name: Anyshire Partnership
organisation_dimension: partner
indicator_fields:
  - {code: cost, name: Cost, type: number}
  - {code: board, name: Board, type: choice, choices: [Health, Safety]}
""",
    "partner.yaml": """
kind: dimension
code: partner
name: Partner
plural: Partners
levels:
  - {code: partner, name: Partner, plural: Partners}
""",
    "partners.yaml": """
kind: members
code: partners
name: Partners
dimension: partner
members:
  - {code: hospital, name: Anyshire Hospital, level: partner}
  - {code: council, name: Anyshire Council, level: partner}
""",
    "place.yaml": """
kind: dimension
code: place
name: Place
plural: Places
levels:
  - {code: county, name: County, plural: Counties}
  - {code: district, name: District, plural: Districts}
  - {code: ward, name: Ward, plural: Wards}
""",
    "places.yaml": """
kind: members
code: places
name: Places
dimension: place
members:
  - {code: any, name: Anyshire, level: county}
  - {code: north, name: North, level: district, parent: any}
  - {code: abbey, name: Abbey, level: ward, parent: north, codes: [{scheme: ons, code: E05}]}
  - {code: common, name: Common, level: ward, parent: any}
""",
    "families.yaml": """
kind: group-set
code: families
name: Families
dimension: place
groups:
  - {code: rural, name: Rural, members: [abbey, common]}
""",
    "old-codes.yaml": """
kind: mapping
code: old-codes
name: Old codes
dimension: place
scheme: pas
codes:
  - {code: '12', member: abbey}
""",
    "ae.yaml": """
kind: data-set
code: ae
name: Emergency department
grain: month
provider_dimension: partner
dimensions:
  - {dimension: partner, level: partner}
  - {dimension: place, level: ward, scheme: pas}
measures:
  - {code: attendances, name: Attendances, unit: patients, over_members: sum, over_time: sum}
  - {code: breaches, name: Breaches, unit: patients, over_members: sum, over_time: sum}
  - {code: rating, name: Rating, value_kind: stage, unit: stage, over_members: none, over_time: last, stages: [Poor, Good]}
  - {code: score, name: Score, value_kind: percentage, unit: '%', over_members: none, over_time: none}
kept:
  - {code: reference, name: Reference}
key: [reference]
small_numbers: {below: 5, measures: [breaches], dimensions: [place]}
release: {open_levels: [place.county]}
""",
    "ae-file.yaml": """
kind: source
code: ae-file
name: Monthly return
data_set: ae
period: {column: month}
dimensions:
  partner: {column: org}
  place: {column: ward, aliases: {The Abbey: abbey}}
wide:
  - {column: attended, measure: attendances}
  - {column: waited, measure: breaches}
other_columns:
  - {column: ref, does: keep, as: reference}
checks:
  - {type: not-above, column: waited, than: attended}
""",
    "ae-supply.yaml": """
kind: expected-supply
code: ae-supply
name: Monthly supply
data_set: ae
supplies:
  - {provider: hospital, grain: month, due_days: 20}
""",
    "board.yaml": """
kind: rule-set
code: board
name: Board
rule:
  method: banded
  of: percent-of-target
  bands:
    - {status: off_target, high: 90}
    - {status: within_tolerance, low: 90, high: 100}
    - {status: on_target, low: 100}
""",
    "county.yaml": """
kind: comparator
code: county
name: County
dimension: place
against: {type: member, member: any}
""",
    "four-hour.yaml": """
kind: indicator
code: four-hour
name: Seen within four hours
value_kind: percentage
unit: '%'
polarity: high
formula: 100 * (1 - ae.breaches / ae.attendances)
grain: month
minimum_base: 20
fields: {cost: 12.50}
worked_example:
  given: {ae.breaches: 13.396, ae.attendances: 100}
  gives: 86.604
owner: hospital
rule_set: board
comparators: [county]
targets:
  - type: single
    period: 2018-19
    value: 95
    where: {place: north}
    framework: scorecard
    agreed_on: 2018-03-01
    revisions:
      - {on: 2018-06-01, value: 94, reason: Winter, by: The Board}
""",
    "rating.yaml": """
kind: indicator
code: rating
name: Rating
value_kind: stage
unit: stage
polarity: high
formula: ae.rating
grain: month
targets:
  - {type: single, period: 2018-19, stage: Good}
""",
    "scorecard.yaml": """
kind: framework
code: scorecard
name: Scorecard
roll_up: weight
rule_set: board
nodes:
  - code: care
    name: Care
    items:
      - {indicator: four-hour, weight: 2, due: 2018-19}
      - {indicator: rating, lead: council}
""",
    "people.yaml": """
kind: responsibilities
code: people
name: People
responsibilities:
  - {person: ann, role: lead, framework: scorecard, node: care}
  - {person: bob, role: deputy, framework: scorecard, deputy_for: ann}
""",
}


def small_set(**spoilt: tuple[str, str]) -> list[SourceDocument]:
    """The set with texts replaced: `small_set(board=("high: 90", "high: 80"))`."""
    files = dict(FILES)
    for name, (old, new) in spoilt.items():
        path = name.replace("_", "-") + ".yaml"
        assert old in files[path], f"{path} does not hold {old!r}"
        files[path] = files[path].replace(old, new, 1)
    return [read_text(text.lstrip("\n"), path) for path, text in files.items()]
