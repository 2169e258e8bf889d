"""A definition set is checked as a whole: each line of the table spoils one text and says what the author is told."""

import pytest
from small_set import FILES, small_set

from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import BadDefinitions, build, faults_of
from trigpoint.definitions.yaml_files import read_text


def test_a_set_without_fault_is_taken():
    assert faults_of(small_set()) == []


SPOILT = [
    # references
    ("four-hour", "rule_set: board", "rule_set: bord", "rule_set", "There is no rule set 'bord'", "Did you mean 'board'?"),
    ("four-hour", "owner: hospital", "owner: hospitl", "owner", "There is no organisation", "Did you mean 'hospital'?"),
    ("four-hour", "[county]", "[nation]", "comparators.1", "There is no comparator 'nation'", ""),
    ("partnership", "organisation_dimension: partner", "organisation_dimension: parner", "organisation_dimension",
     "There is no dimension 'parner'", "Did you mean 'partner'?"),
    ("scorecard", "indicator: rating", "indicator: ratng", "nodes.1.items.2.indicator", "There is no indicator", "rating"),
    # partnership
    ("partnership", "name: Anyshire", "timezone: Europe/Lodnon\nname: Anyshire", "timezone", "There is no time zone", "London"),
    ("partnership", "choices: [Health, Safety]", "choices: []", "indicator_fields.2", "a choice of nothing", ""),
    ("partnership", "name: Anyshire", "financial_year_starts: '02-30'\nname: Anyshire", "financial_year_starts",
     "cannot start on 02-30", ""),
    ("partnership", "name: Anyshire", "status_words: {exceeding: {word: Green, letter: E}}\nname: Anyshire",
     "status_words.on_target.word", "'Green' stands for another status", ""),
    ("partnership", "name: Anyshire", "commentary_headings: [Why, When, Why]\nname: Anyshire", "commentary_headings.3",
     "The heading 'Why' stands here twice", ""),
    # dimensions and members
    ("places", "level: county", "level: country", "members.1.level", "There is no level", "Did you mean 'county'?"),
    ("places", "parent: any}", "parent: ani}", "members.2.parent", "There is no 'ani' in Place", "'any' (Anyshire)"),
    ("places", "level: ward, parent: any}", "level: ward}", "members.4", "a ward beneath nobody", "a county or district"),
    ("places", "level: ward, parent: any}", "level: ward, parent: abbey}", "members.4.parent", "not above ward", "district"),
    ("places", "code: common", "code: abbey", "members.4.code", "stands twice in Place", "It stands above"),
    ("places", "code: common", "code: unknown", "members.4.code", "codes that nobody knows", ""),
    ("places", "level: county}", "level: county, parent: abbey}", "members.1", "loop", "another parent"),
    ("places", "level: county}", "level: county, to: 2015-03-31}", "members.2.parent", "does not exist for all the time", ""),
    ("places", "level: county}", "level: county, from: 2015-04-01, to: 2015-03-31}", "members.1.to", "before it starts", ""),
    ("places", "parent: any}\n", "parent: any, codes: [{scheme: ons, code: E05}]}\n", "members.3.codes.1", "at once", ""),
    ("places", "level: ward, parent: any}",
     "level: ward, memberships: [{parent: any, to: 2015-03-31}, {parent: north, from: 2015-05-01}]}",
     "members.4", "a ward beneath nobody from 2015-04-01", ""),
    ("places", "level: ward, parent: any}",
     "level: ward, memberships: [{parent: any, to: 2015-03-31}, {parent: north, from: 2015-01-01}]}",
     "members.4", "beneath both 'any' and 'north'", ""),
    ("place", "plural: Places", "plural: Places\nhierarchies: [{code: h, name: H, levels: [ward, county]}]",
     "hierarchies.1.levels", "stands above 'county' here", ""),
    ("families", "[abbey, common]", "[abbey, comon]", "groups.1.members.2", "There is no 'comon'", "'common'"),
    ("families", "[abbey, common]", "[abbey, abbey]", "groups.1.members.2", "stands here twice", ""),
    ("old-codes", "member: abbey", "member: abey", "codes.1.member", "There is no 'abey'", "'abbey'"),
    ("old-codes", "member: abbey}", "member: abbey}\n  - {code: '12', member: common}", "codes.2.code", "mapped above", ""),
    # data sets
    ("ae", "level: ward", "level: wards", "dimensions.2.level", "There is no level of Place 'wards'", "'ward'"),
    ("ae", "scheme: pas", "scheme: pass", "dimensions.2.scheme", "There is no scheme of codes", "'pas'"),
    ("ae", "[reference]", "[referense]", "key.1", "There is no kept column", "'reference'"),
    ("ae", "measures: [breaches]", "measures: [score]", "small_numbers.measures.1", "not added up over members", ""),
    ("ae", "measures: [breaches]", "measures: [breach]", "small_numbers.measures.1", "There is no measure", "'breaches'"),
    ("ae", "place.county", "place.conty", "release.open_levels.1", "There is no dimension and level", "'place.county'"),
    ("ae", "provider_dimension: partner", "provider_dimension: parter", "provider_dimension", "There is no dimension", ""),
    ("ae", "stages: [Poor, Good]", "stages: [Poor]", "measures.3", "has no list of stages", ""),
    ("ae", "over_members: none, over_time: last", "over_members: sum, over_time: last", "measures.3.over_members",
     "cannot be aggregated by sum", "none"),
    ("ae", "unit: '%', over_members: none", "unit: '%', over_members: mean", "measures.4.over_members",
     "may not be aggregated by mean", "numerator and denominator"),
    ("ae", "over_members: sum", "of: reference, over_members: sum", "measures.1.of", "for distinct counts only", ""),
    ("ae", "over_members: sum", "over_members: distinct", "measures.1", "does not say of what", ""),
    ("ae", "code: attendances", "code: breaches", "measures.2.code", "stands here twice", ""),
    ("ae", "provider_dimension", "provider: hospital\nprovider_dimension", "provider_dimension", "both one provider", ""),
    ("ae-supply", "grain: month", "grain: week", "supplies.1.grain", "a supply each week".capitalize(), "month"),
    ("ae-supply", "grain: month", "measures: [x], grain: month", "supplies.1.measures.1", "'x' is no measure of 'ae'", ""),
    ("ae-supply", "grain: month", "members: [hospitl], grain: month", "supplies.1.members.1", "There is no 'hospitl'", ""),
    # sources
    ("ae-file", "measure: breaches", "measure: breach", "wide.2.measure", "'breach' is no measure of 'ae'", "'breaches'"),
    ("ae-file", "measure: breaches", "measure: attendances", "wide.2.measure", "stands here twice", ""),
    ("ae-file", "  partner: {column: org}\n", "", "dimensions", "Nothing says where the 'partner'", "Add 'partner:'"),
    ("ae-file", "{column: org}", "{column: org, constant: hospital}", "dimensions.partner", "either a column or", ""),
    ("ae-file", "The Abbey: abbey", "The Abbey: abby", "dimensions.place.aliases.The Abbey", "There is no 'abby'", "abbey"),
    ("ae-file", "as: reference", "as: refrence", "other_columns.1.as", "There is no kept column", "'reference'"),
    ("ae-file", "does: keep, as: reference", "does: drop", "other_columns", "Nothing says which column 'reference'", ""),
    ("ae-file", "does: keep", "does: band", "other_columns.1", "It has no bands", ""),
    ("ae-file", "column: waited, measure", "column: org, measure", "wide.2.column", "has another use already", ""),
    ("ae-file", "checks:", "long: {measure_column: m, value_column: v}\nchecks:", "long", "only one can be", ""),
    ("ae-file", "checks:", "counts_rows: attendances\nchecks:", "counts_rows", "holds one row a slice", "rows: events"),
    ("ae-file", "checks:", "ignored: [waited]\nchecks:", "ignored.1", "is ignored, but used", ""),
    ("ae-file", "{column: month}", "{column: month, labels: [{matches: '(', reject: x}]}", "period.labels.1.matches",
     "no regular expression", ""),
    ("ae-file", "{column: month}", "{column: month, labels: [{matches: x, period: '{1}'}]}", "period.labels.1.period",
     "uses group {1}", ""),
    ("ae-file", ", than: attended", "", "checks.1", "needs than", ""),
    ("ae-file", "than: attended", "than: attended, minimum: 0", "checks.1.minimum", "does nothing in a check", ""),
    # rules and comparators
    ("board", "high: 90", "high: 80", "rule.bands.2", "There is a gap", "80"),
    ("board", "high: 90", "high: 95", "rule.bands.2", "overlap", ""),
    ("board", "low: 90, high: 100", "low: 90, high: 100, includes_high: true", "rule.bands.3", "100 lies in both", ""),
    ("board", "low: 100", "low: 100, includes_low: false", "rule.bands.3", "100 lies in neither", ""),
    ("board", "high: 90}", "high: 90, low: 0}", "rule.bands.1", "No band holds values below 0", ""),
    ("board", "low: 100}", "low: 100, high: 120}", "rule.bands.3", "No band holds values above 120", ""),
    ("county", "member: any", "member: anny", "against.member", "There is no 'anny'", "'any'"),
    ("county", "{type: member, member: any}", "{type: parent, level: shire}", "against.level", "There is no level", ""),
    ("county", "{type: member, member: any}", "{type: group, group_set: families, group: urban}", "against.group",
     "'urban' is no group of 'families'", "rural"),
    ("county", "{type: member, member: any}", "{type: neighbours, neighbours: {abbey: [abbey]}}",
     "against.neighbours.abbey.1", "its own neighbour", ""),
    ("county", "code: county", "code: last-year", "code", "'last-year' is built in", ""),
    # indicators
    ("four-hour", "ae.breaches / ae", "ae.breach / ae", "formula", "has no measure 'breach'", "'breaches'"),
    ("four-hour", "(1 - ", "(1 - (", "formula", "bracket is not closed", ""),
    ("four-hour", "ae.breaches / ae.attendances", "ae.breaches * ae.score", "formula", "may not be added up", ""),
    ("four-hour", "gives: 86.604", "gives: 88", "worked_example.gives", "the formula gives 86.604", ""),
    ("four-hour", "{ae.breaches: 13.396, ", "{", "worked_example.given", "'ae.breaches' is not given", ""),
    ("four-hour", "{ae.breaches:", "{ae.breach:", "worked_example.given.ae.breach", "has no 'ae.breach'", "'ae.breaches'"),
    ("four-hour", "grain: month", "grain: week", "grain", "supplied by month", ""),
    ("four-hour", "grain: month", "grain: month\nratio: mean-of-ratios", "ratio", "over which dimension", ""),
    ("four-hour", "grain: month", "grain: month\nratio_over: place", "ratio_over", "does nothing", ""),
    ("four-hour", "grain: month", "grain: month\nlife: {state: retired}", "life", "does not say since when", ""),
    ("four-hour", "grain: month", "grain: month\nlife: {retired_on: 2019-01-01}", "life", "its state is in-force", ""),
    ("four-hour", "grain: month", "grain: month\nlife: {replaced_by: four-hour}", "life.replaced_by", "back to itself", ""),
    ("four-hour", "grain: month", "grain: month\nlife: {state: agreed}", "life", "does not say by whom", ""),
    ("four-hour", "{cost: 12.50}", "{cst: 12.50}", "fields.cst", "has no field 'cst'", "'cost'"),
    ("four-hour", "{cost: 12.50}", "{cost: dear}", "fields.cost", "does not fit", "a number"),
    ("four-hour", "{cost: 12.50}", "{board: Roads}", "fields.board", "does not fit", "one of Health or Safety"),
    ("rating", "formula: ae.rating", "why: nobody knows", "", "does not say how it is worked out", "draft"),
    ("four-hour", "formula: 100 * (1 - ae.breaches / ae.attendances)",
     "formula: ae.attendances\nversions: [{formula: ae.attendances}]", "formula", "both a formula and versions", ""),
    # targets
    ("four-hour", "period: 2018-19", "period: 2018-32", "targets.1.period", "2018-32", "2018-19"),
    ("four-hour", "type: single", "type: profiled", "targets.1", "needs 'profile'", ""),
    ("four-hour", "value: 95", "low: 95", "targets.1.low", "has no 'low'", "range"),
    ("four-hour", "polarity: high", "polarity: none", "targets.1", "no value is better", ""),
    ("four-hour", "polarity: high", "polarity: range", "targets.1.type", "The polarity is range", ""),
    ("four-hour", "{place: north}", "{plase: north}", "targets.1.where.plase", "There is no dimension", "'place'"),
    ("four-hour", "{place: north}", "{place: nort}", "targets.1.where.place", "There is no 'nort'", "'north'"),
    ("four-hour", "framework: scorecard", "framework: scoreboard", "targets.1.framework", "There is no framework", ""),
    ("four-hour", "{on: 2018-06-01", "{on: 2018-02-01", "targets.1.revisions.1.on", "before it was agreed", ""),
    ("four-hour", "value: 94,", "", "targets.1.revisions.1", "does not say to what", ""),
    ("four-hour", "value: 95", "value: 95\n    smaller_places: apportioned", "targets.1", "does not say by what", ""),
    ("four-hour", "value: 95", "value: 95\n    smaller_places: apportioned\n    apportioned_by: ae.score",
     "targets.1.apportioned_by", "no shares", ""),
    ("four-hour", "value: 95", "value: 95\n    reward: {grant: 100, baseline: 96}", "targets.1.reward.baseline",
     "no better than the baseline", ""),
    ("rating", "stage: Good", "stage: Goode", "targets.1.stage", "There is no stage 'Goode'", "'Good'"),
    ("rating", "stage: Good", "value: 1", "targets.1", "needs 'stage'", ""),
    # frameworks and responsibilities
    ("scorecard", "name: Care\n", "name: Care\n    weight: 0\n", "nodes", "All of its nodes weigh 0", "roll_up: worst"),
    ("scorecard", "weight: 2, due: 2018-19}\n      - {indicator: rating,", "weight: 0}\n      - {indicator: rating, weight: 0,",
     "nodes.1", "weighs 0", "roll_up: worst"),
    ("scorecard", "{indicator: rating, lead: council}", "{indicator: four-hour}", "nodes.1.items.2.indicator", "already", ""),
    ("scorecard", "due: 2018-19", "due: never", "nodes.1.items.1.due", "never", ""),
    ("scorecard", "    items:", "    supports: [{framework: scorecard, node: cure}]\n    items:",
     "nodes.1.supports.1.node", "'cure' is no node of 'scorecard'", "'care'"),
    ("people", "node: care", "node: cure", "responsibilities.1.node", "'cure' is no node or item of 'scorecard'", "'care'"),
    ("people", ", deputy_for: ann", "", "responsibilities.2", "A deputy stands in for somebody", ""),
    ("people", "deputy_for: ann", "deputy_for: anne", "responsibilities.2.deputy_for", "There is no person", "'ann'"),
    ("people", "framework: scorecard, node: care", "organisation: council", "responsibilities.1", "lead of", "Add"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "where", "message", "instead"), SPOILT)
def test_each_fault_is_said_at_its_line(name, old, new, where, message, instead):
    spoilt = small_set(**{name.replace("-", "_"): (old, new)})
    found = [fault for fault in faults_of(spoilt) if fault.where == where]
    assert found, faults_of(spoilt)
    fault = next((fault for fault in found if message in fault.message), found[0])
    assert fault.path == f"{name}.yaml"
    assert message in fault.message
    assert instead in f"{fault.message} {fault.instead}"
    assert fault.line is not None
    assert fault.line <= FILES[f"{name}.yaml"].count("\n") + new.count("\n")


def test_all_faults_are_said_at_once():
    with pytest.raises(BadDefinitions) as caught:
        build(small_set(four_hour=("rule_set: board", "rule_set: bord"), board=("high: 90", "high: 80")))
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [("board.yaml", 9), ("four-hour.yaml", 15)]


def test_a_fault_in_a_formula_names_its_column():
    found = faults_of(small_set(four_hour=("ae.attendances)", "ae.attends)")))
    text = "formula: 100 * (1 - ae.breaches / ae.attends)"
    assert (found[0].line, found[0].column) == (7, text.index("ae.attends") + 1)


def test_a_fault_of_a_document_without_a_file_names_its_kind_and_code():
    documents = [one.document for one in small_set(four_hour=("rule_set: board", "rule_set: bord"))]
    fault = faults_of(documents)[0]
    assert (fault.path, fault.line, fault.where) == (None, None, "indicator four-hour rule_set")


def test_two_documents_with_one_code_are_refused():
    twice = [*small_set(), small_set()[-1]]
    assert "another responsibilities with the code 'people'" in faults_of(twice)[0].message


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ("[{formula: ae.breaches, to: 2017-03-31}, {formula: ae.attendances, from: 2017-04-01}]", None),
        ("[{formula: ae.breaches, to: 2017-03-30}, {formula: ae.attendances, from: 2017-04-01}]", "No version holds"),
        ("[{formula: ae.breaches, to: 2017-04-01}, {formula: ae.attendances, from: 2017-04-01}]", "hold at once"),
        ("[{formula: ae.breaches}, {formula: ae.attendances, from: 2017-04-01}]", "hold at once"),
    ],
)
def test_versions_follow_one_another_without_gap_or_overlap(versions, message):
    text = "kind: indicator\ncode: w\nname: W\nvalue_kind: number\nunit: patients\npolarity: low\ngrain: month\n"
    found = faults_of([*small_set(), read_text(f"{text}versions: {versions}", "w.yaml")])
    assert [message in fault.message for fault in found] == ([] if message is None else [True])


def test_the_version_in_force_is_that_of_the_periods_last_day():
    text = """kind: indicator
code: waits
name: Waits
value_kind: number
unit: patients
polarity: low
grain: month
versions:
  - {formula: ae.breaches, to: 2017-03-31}
  - {formula: ae.attendances, from: 2017-04-01, breaks_trend: true}
"""
    given = build([*small_set(), read_text(text, "waits.yaml")])
    of = {code: given.indicator_version("waits", given.calendars.parse(code)) for code in ("2017-03", "2017-04")}
    assert [found.formula for found in of.values()] == ["ae.breaches", "ae.attendances"]
    assert str(of["2017-04"].breaks[0]) == "2017-04-01"
    assert given.checked("waits").numerator is not None


def test_an_item_may_weigh_nothing_beside_one_that_weighs_something():
    assert faults_of(small_set(scorecard=("weight: 2", "weight: 0"))) == []


def test_the_worked_example_is_held_against_the_formula_to_as_many_places_as_it_writes():
    assert faults_of(small_set(four_hour=("gives: 86.604", "gives: 86.6"))) == []
    assert faults_of(small_set(four_hour=("gives: 86.604", "gives: 86.61"))) != []


def test_a_missing_component_gives_no_figure_in_the_example_either():
    missing = (
        "{ae.breaches: 13.396, ae.attendances: 100}\n  gives: 86.604",
        "{ae.breaches: null, ae.attendances: 9}\n  gives: null",
    )
    assert faults_of(small_set(four_hour=missing)) == []


def test_the_hash_is_of_content_alone():
    given = build(small_set())
    assert build(reversed(small_set())).hash == given.hash
    assert build(small_set(board=("name: Board", "name:   Board  # the rule"))).hash == given.hash
    other = build(small_set(board=("name: Board", "name: The Board")))
    assert other.hash != given.hash
    assert other.part_hash([("indicator", "rating")]) == given.part_hash([("indicator", "rating")])


def test_items_of_a_framework_know_the_nodes_above_them():
    (first, _) = build(small_set()).places["scorecard"]
    assert ([node.code for node in first.nodes], first.place.item) == (["care"], "four-hour")


def test_a_set_without_a_partnership_may_name_organisations():
    alone = [one.document for one in small_set() if one.path != "partnership.yaml"]
    assert not [fault for fault in faults_of(alone) if "organisation" in fault.message]
    assert any(isinstance(document, Indicator) for document in alone)


def test_who_supplies_for_many_may_be_a_member_of_the_data_sets_own_provider_dimension():
    national = FILES["ae.yaml"].replace("provider_dimension: partner", "provider_dimension: place")
    supply = FILES["ae-supply.yaml"].replace("provider: hospital", "provider: any, members: [abbey]")
    changed = {"ae.yaml": national, "ae-supply.yaml": supply}
    documents = [read_text(changed.get(path, text), path).document for path, text in FILES.items()]
    assert [fault for fault in faults_of(documents) if "provider" in fault.where] == []

    neither = changed | {"ae-supply.yaml": supply.replace("provider: any", "provider: nowhere")}
    documents = [read_text(neither.get(path, text), path).document for path, text in FILES.items()]
    assert any("There is no organisation 'nowhere'" in fault.message for fault in faults_of(documents))
