"""What ails definitions: each ailment found where it is, and not where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from trigpoint.catalogue.health import AILMENTS, Known, examine
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_text

TODAY = date(2019, 6, 15)
BASE = (
    "{kind: partnership, code: vale, name: Vale, organisation_dimension: partner}",
    "{kind: dimension, code: partner, name: Partner, plural: Partners, levels: [{code: partner, name: Partner, plural: Partners}]}",
    "{kind: members, code: partners, name: Partners, dimension: partner, members: [{code: council, name: Council, level: partner}]}",
    """{kind: data-set, code: work, name: Work, grain: month, dimensions: [{dimension: partner}], measures: [
        {code: done, name: Done, unit: jobs, over_members: sum, over_time: sum},
        {code: asked, name: Asked, unit: jobs, over_members: sum, over_time: sum}]}""",
    "{kind: rule-set, code: board, name: Board, rule: {method: absolute-tolerance, amber: 5}}",
    """{kind: responsibilities, code: leads, name: Leads, responsibilities: [
        {person: ann, role: lead, indicator: done}, {person: ann, role: lead, indicator: share}]}""",
)
DONE = """{kind: indicator, code: done, name: Jobs done, value_kind: number, unit: jobs, polarity: high, formula: work.done,
    grain: month, targets: [{type: single, period: 2018-04..2020-03, value: 10}]}"""
SHARE = """{kind: indicator, code: share, name: Share done, value_kind: percentage, unit: '%', polarity: high,
    formula: 100 * work.done / work.asked, grain: month, targets: [{type: single, period: 2018-04..2020-03, value: 90}]}"""
CARD = """{kind: framework, code: card, name: Card, roll_up: weight, rule_set: board, nodes: [{code: all, name: All, items: [
    {indicator: done}, {indicator: share}]}]}"""

MAY = Calendars().parse("2019-05")


def definitions(*texts: str) -> Definitions:
    return Definitions(read_text(text, "one.yaml").document for text in (*BASE, *texts))


def ailments(given: Definitions, **known) -> list[tuple[str, str]]:
    newest = dict.fromkeys(given.indicators, MAY)
    about = Known(**{"today": TODAY, "newest": newest, **known})
    return [(one.ailment, one.code) for one in examine(given, about)]


def test_definitions_that_are_well_have_no_finding():
    assert ailments(definitions(DONE, SHARE, CARD)) == []


def test_two_that_are_worked_out_the_same_way_however_they_are_written():
    twin = SHARE.replace("code: share", "code: twin").replace(
        "100 * work.done / work.asked", "(100  *  work.done) / work.asked"
    )
    found = ailments(definitions(DONE, SHARE, twin, CARD), wanted={"twin"})
    assert ("same-formula", "share") in found
    assert ("same-formula", "twin") in found


def test_the_same_formula_that_treats_missing_parts_otherwise_is_another():
    twin = SHARE.replace("code: share", "code: twin").replace("grain: month", "grain: month, missing: zero")
    assert "same-formula" not in dict(ailments(definitions(DONE, SHARE, twin, CARD)))


def test_a_lead_may_lead_through_the_framework_as_a_whole_or_a_node():
    leads = "{kind: responsibilities, code: more, name: More, responsibilities: [{person: bo, role: lead, framework: card, node: all}]}"
    third = DONE.replace("code: done", "code: third").replace("work.done", "work.asked")
    card = CARD.replace("{indicator: share}", "{indicator: share}, {indicator: third}")
    assert ("no-lead", "third") in ailments(definitions(DONE, SHARE, third, card))
    assert ("no-lead", "third") not in ailments(definitions(DONE, SHARE, third, card, leads))


def test_a_lead_whose_time_is_over_does_not_count():
    past = "{kind: responsibilities, code: past, name: Past, responsibilities: [{person: bo, role: lead, indicator: third, to: 2019-01-31}]}"
    third = DONE.replace("code: done", "code: third").replace("work.done", "work.asked")
    assert ("no-lead", "third") in ailments(definitions(DONE, third, past), wanted={"third", "done"})


def test_a_target_is_missed_only_where_a_rule_compares_with_one():
    bare = DONE.split(", targets")[0].replace("grain: month", "grain: month}")
    given = bare if bare.endswith("}") else bare + "}"
    assert ("no-target", "done") in ailments(definitions(given, SHARE, CARD))
    context = "{kind: rule-set, code: board, name: Board, rule: {method: contextual}}"
    texts = [context if "rule-set" in text else text for text in BASE]
    well = Definitions(read_text(text, "one.yaml").document for text in (*texts, given, SHARE, CARD))
    assert ("no-target", "done") not in ailments(well)


def test_a_target_that_is_over_is_said_to_be():
    over = DONE.replace("2018-04..2020-03", "2016-17")
    found = [
        f
        for f in examine(definitions(over, SHARE, CARD), Known(TODAY, {"done": MAY, "share": MAY}))
        if f.code == "done"
    ]
    assert "its last target is over" in found[0].text


def test_what_nobody_uses():
    assert ("not-used", "done") in ailments(definitions(DONE))
    assert ("not-used", "done") not in ailments(definitions(DONE), wanted={"done"})


BANDS = """{{kind: rule-set, code: bands, name: Bands, rule: {{method: banded, of: value, bands: [
    {{status: off_target, high: {low}}}, {{status: within_tolerance, low: {low}, high: {high}}}, {{status: on_target, low: {high}}}]}}}}"""


@pytest.mark.parametrize(
    ("low", "high", "unreachable"), [(50, 90, 0), (0, 90, 1), (-5, 90, 1), (50, 100, 0), (50, 101, 1)]
)
def test_a_band_beyond_what_a_share_can_be(low, high, unreachable):
    share = SHARE.replace("grain: month", "grain: month, rule_set: bands")
    found = ailments(definitions(share, BANDS.format(low=low, high=high)), wanted={"share"})
    assert [one for one in found if one[0] == "unreachable-band"] == [("unreachable-band", "bands")] * unreachable


def test_a_band_that_one_of_its_indicators_can_reach_is_well():
    share = SHARE.replace("grain: month", "grain: month, rule_set: bands")
    done = DONE.replace("grain: month", "grain: month, rule_set: bands")
    found = ailments(definitions(share, done, BANDS.format(low=50, high=500)), wanted={"share", "done"})
    assert "unreachable-band" not in dict(found)


@pytest.mark.parametrize(
    ("newest", "is_stale"), [("2019-05", False), ("2019-04", False), ("2019-03", True), ("2018-01", True)]
)
def test_no_new_figure_for_twice_as_long_as_it_takes(newest, is_stale):
    found = ailments(definitions(DONE), newest={"done": Calendars().parse(newest)}, wanted={"done"})
    assert (("stale", "done") in found) is is_stale


def test_what_was_never_supplied_is_stale():
    assert ("stale", "done") in ailments(definitions(DONE), newest={}, wanted={"done"})


def test_what_is_reported_every_second_year_is_given_four():
    survey = DONE.replace("grain: month", "grain: financial-year, every: 2")
    year = Calendars().parse("2015-16")
    assert ("stale", "done") not in ailments(definitions(survey), newest={"done": year}, wanted={"done"})


def test_what_is_collected_every_month_and_reported_a_year_is_given_the_year():
    yearly = DONE.replace("grain: month", "grain: financial-year, collected: month")
    year = Calendars().parse("2017-18")
    assert ("stale", "done") not in ailments(definitions(yearly), newest={"done": year}, wanted={"done"})


@pytest.mark.parametrize(("since", "is_long"), [(date(2019, 6, 1), False), (date(2019, 1, 1), True)])
def test_a_draft_for_long(since, is_long):
    draft = DONE.replace("grain: month", "grain: month, life: {state: draft}")
    found = ailments(definitions(draft), since={"done": since}, wanted={"done"})
    assert (("long-draft", "done") in found) is is_long


def test_retired_and_still_in_a_framework_that_is_in_force():
    retired = DONE.replace("grain: month", "grain: month, life: {state: retired, retired_on: 2019-03-31}")
    assert ailments(definitions(retired, SHARE, CARD)) == [("retired-in-use", "done")]
    ended = CARD.replace("roll_up: weight,", "roll_up: weight, years: {to: 2019-03-31},")
    assert ailments(definitions(retired, SHARE, ended)) == []


def test_an_item_that_weighs_nothing_only_where_weights_count():
    card = CARD.replace("{indicator: done}", "{indicator: done, weight: 0}")
    assert ailments(definitions(DONE, SHARE, card)) == [("no-weight", "done")]
    assert ailments(definitions(DONE, SHARE, card.replace("roll_up: weight", "roll_up: worst"))) == []


def test_every_ailment_has_a_heading_and_says_what_to_do():
    assert all(heading and do.endswith(".") for heading, do in AILMENTS.values())
