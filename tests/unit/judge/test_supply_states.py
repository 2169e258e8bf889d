"""What has come, what is late and whose it is, and what is not yet due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_examples import CALENDARS

from trigpoint.definitions.datasets import Expected
from trigpoint.judge.supply import Received, supply_states

NAMES = {"hospital": "County Hospital", "police": "the police", "fire": "the fire service"}


def expected(provider, grain="month", due_days=20, **more):
    return Expected.model_validate({"provider": provider, "grain": grain, "due_days": due_days} | more)


def state(supplies, period, received, today, **more):
    got = [Received(member, CALENDARS.parse(code)) for member, code in received]
    (found,) = supply_states(supplies, [CALENDARS.parse(period)], got, today, CALENDARS, names=NAMES, **more)
    return found


THREE = [expected("hospital"), expected("police"), expected("fire")]
DUE = date(2019, 4, 20)
AFTER = date(2019, 4, 21)


@pytest.mark.parametrize(
    ("came", "today", "found", "coverage", "nothing", "words"),
    [
        (["hospital", "police", "fire"], AFTER, "complete", (3, 3), "no-data", "all 3 supplies have come"),
        (["hospital", "police"], AFTER, "incomplete", (2, 3), "late",
         "2 of 3 supplies have come; the fire service was due to supply it by 20 April 2019"),
        (["hospital", "police"], DUE, "incomplete", (2, 3), "not-yet-due",
         "2 of 3 supplies have come; the fire service due by 20 April 2019"),
        ([], AFTER, "late", (0, 3), "late",
         "County Hospital, the police and the fire service were due to supply it by 20 April 2019"),
        ([], DUE, "not-yet-due", (0, 3), "not-yet-due", "due by 20 April 2019"),
    ],
)  # fmt: skip
def test_the_states_of_march(came, today, found, coverage, nothing, words):
    """Due twenty days after 31 March; late from the day after that."""
    it = state(THREE, "2019-03", [(member, "2019-03") for member in came], today)
    assert (it.state, it.coverage, it.nothing, it.words) == (found, coverage, nothing, words)


def test_late_is_told_from_awaited_when_providers_have_different_days():
    it = state([expected("hospital", due_days=5), expected("police", due_days=30)], "2019-03", [], date(2019, 4, 10))
    assert it.state == "late"
    assert [due.provider for due in it.late] == ["hospital"]
    assert [due.provider for due in it.awaited] == ["police"]
    assert it.words == "County Hospital was due to supply it by 5 April 2019; the police due by 30 April 2019"


def test_a_quarter_needs_each_month_of_each_provider():
    came = [("hospital", f"2019-{month:02}") for month in (1, 2, 3)] + [("police", "2019-01")]
    it = state(THREE[:2], "2018-Q4", came, AFTER)
    assert (it.state, it.coverage) == ("incomplete", (4, 6))
    assert [due.period.code for due in it.late] == ["2019-02", "2019-03"]


def test_a_yearly_supply_serves_each_month_within():
    yearly = [expected("hospital", "financial-year")]
    assert state(yearly, "2019-03", [("hospital", "2018-19")], AFTER).state == "complete"
    assert state(yearly, "2018-06", [], date(2018, 7, 31)).state == "not-yet-due"


def test_weeks_serve_the_month_in_which_they_end():
    it = state([expected("hospital", "week")], "2019-03", [], AFTER)
    assert [due.period.code for due in it.late] == ["2019-W09", "2019-W10", "2019-W11", "2019-W12", "2019-W13"]


def test_a_provider_may_supply_for_several_members():
    for_two = [expected("hospital", members=["site-a", "site-b"])]
    it = state(for_two, "2019-03", [("site-a", "2019-03")], AFTER)
    assert (it.coverage, [due.member for due in it.late]) == ((1, 2), ["site-b"])
    assert state(for_two, "2019-03", [("site-a", "2019-03")], AFTER, members={"site-a"}).state == "complete"


def test_supplies_hold_between_their_dates_and_for_their_measures():
    ended = [expected("hospital", to="2019-02-28")]
    assert state(ended, "2019-03", [], AFTER).state == "not-expected"
    assert state(ended, "2019-02", [], AFTER).state == "late"
    visits = [expected("hospital", measures=["visits"])]
    assert state(visits, "2019-03", [], AFTER, measure="breaches").state == "not-expected"
    assert state(visits, "2019-03", [], AFTER, measure="visits").state == "late"


def test_one_supply_is_counted_once_though_it_is_expected_twice():
    assert state([THREE[0], THREE[0]], "2019-03", [], AFTER).coverage == (0, 1)


def test_what_came_unasked_fills_no_gap():
    assert state(THREE, "2019-03", [("volunteers", "2019-03"), ("fire", "2019-02")], AFTER).coverage == (0, 3)


PROVIDERS = ("hospital", "police", "fire")


@given(st.sets(st.sampled_from(PROVIDERS)), st.integers(-40, 80), st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_every_expected_supply_is_in_one_state(came, day, due_days):
    supplies = [expected(provider, due_days=days) for provider, days in zip(PROVIDERS, due_days, strict=True)]
    today = date(2019, 3, 31) + timedelta(days=day)
    it = state(supplies, "2019-03", [(provider, "2019-03") for provider in came], today)
    assert it.have + len(it.late) + len(it.awaited) == it.expected == 3
    assert all(due.day < today for due in it.late)
    assert (it.state == "complete") == (it.have == 3)
