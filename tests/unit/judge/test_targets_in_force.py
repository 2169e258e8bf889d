"""Which target holds for a slice and a period."""

from datetime import date
from decimal import Decimal

import pytest
from judged_examples import CALENDARS, indicator

from trigpoint.judge.targets import Slice, apportioning_measures, target_for, trajectory_points

PLACE = ("ward-3", "north", "county")


def held(indicator_, period, slice_=None, **more):
    return target_for(indicator_, CALENDARS.parse(period), CALENDARS, slice_ or Slice({}), **more)


def value_of(indicator_, period, slice_=None, **more):
    found = held(indicator_, period, slice_, **more)
    return None if found is None else found.value


def single(value, period="2018-19", **more):
    return {"type": "single", "period": period, "value": value, **more}


@pytest.mark.parametrize(
    ("polarity", "words"), [("high", "at least 95%"), ("low", "at most 95%"), ("range", "95%"), ("none", "95%")]
)
def test_a_target_in_the_polaritys_words(polarity, words):
    assert held(indicator(single(95), polarity=polarity), "2018-07").words == words


@pytest.mark.parametrize(
    ("period", "value"),
    [("2018-04", 95), ("2019-03", 95), ("2018-19", 95), ("2018-Q2", 95), ("2018-03", None), ("2019-04", None), ("2018", None)],
)  # fmt: skip
def test_a_rate_is_aimed_at_in_every_period_within(period, value):
    assert value_of(indicator(single(95)), period) == value


def test_a_total_is_aimed_at_only_in_the_period_that_is_named():
    """1,200 visits in the year are not 1,200 in June."""
    year = indicator(single(1200), value_kind="number", unit="visits")
    assert value_of(year, "2018-19", adds_over_time=True) == 1200
    assert held(year, "2018-06", adds_over_time=True) is None
    # The year to date is the year once March is in.
    to_date = CALENDARS.year_to_date(CALENDARS.parse("2019-03"))
    assert target_for(year, to_date, CALENDARS, adds_over_time=True).value == 1200


def test_a_span_is_every_part_of_it():
    months = indicator(single(100, "2018-04..2019-03"), value_kind="number", unit="visits")
    assert value_of(months, "2018-06", adds_over_time=True) == 100
    assert held(months, "2018-19", adds_over_time=True) is None
    assert held(months, "2018-Q1", adds_over_time=True) is None


PROFILE = [{"period": f"2018-{month:02}", "value": 80 + month} for month in (4, 5, 6)]


def test_a_profile_is_read_at_its_point_and_never_between():
    profiled = indicator({"type": "profiled", "period": "2018-19", "value": 95, "profile": PROFILE})
    assert value_of(profiled, "2018-05") == 85
    assert value_of(profiled, "2018-19") == 95
    missing = held(profiled, "2018-09")
    assert not missing.has_figure
    assert missing.words == "no target: its profile has no point for September 2018"


def test_a_cumulative_profile_is_for_the_year_to_date():
    cumulative = indicator(
        {"type": "cumulative", "period": "2018-19", "value": 1200,
         "profile": [{"period": "2018-04", "value": 100}, {"period": "2018-06", "value": 320}]},
        value_kind="number", unit="visits",
    )  # fmt: skip

    def to_date(month):
        return target_for(cumulative, CALENDARS.year_to_date(CALENDARS.parse(month)), CALENDARS, adds_over_time=True)

    assert to_date("2018-04").value == 100
    assert not to_date("2018-05").has_figure
    assert to_date("2018-06").value == 320
    assert to_date("2019-03").value == 1200
    # June alone is not the year to June.
    assert held(cumulative, "2018-06", adds_over_time=True) is None


def test_a_range():
    found = held(indicator({"type": "range", "period": "2018-19", "low": 85, "high": 90}, polarity="range"), "2018-07")
    assert (found.value, found.low, found.high, found.words) == (None, 85, 90, "between 85% and 90%")


def test_minimum_and_stretch_stand_beside_the_main_target():
    three = indicator(
        single(95),
        {"type": "minimum", "period": "2018-19", "value": 90},
        {"type": "stretch", "period": "2018-19", "value": 98},
    )
    found = held(three, "2018-07")
    assert (found.kind, found.value, found.minimum, found.stretch) == ("single", 95, 90, 98)


def test_a_minimum_alone_is_the_target_and_a_stretch_alone_is_none():
    minimum = held(indicator({"type": "minimum", "period": "2018-19", "value": 90}), "2018-07")
    assert (minimum.kind, minimum.value, minimum.minimum) == ("minimum", 90, 90)
    stretch = held(indicator({"type": "stretch", "period": "2018-19", "value": 98}), "2018-07")
    assert (stretch.value, stretch.stretch) == (None, 98)
    assert stretch.words == "no target but a stretch target of at least 98%"


BASELINES = [{"period": "2016-17", "value": 70}, {"period": "2017-18", "value": 75}, {"period": "2019-20", "value": 99}]


def test_a_baseline_year_asks_for_no_worse_than_the_newest_baseline_before_it():
    year = {"type": "baseline-year", "period": "2018-19"}
    assert value_of(indicator(year, baselines=BASELINES), "2018-07") == 75
    assert value_of(indicator(year | {"value": 72}, baselines=BASELINES), "2018-07") == 72
    answered = indicator(year, baselines=[{"period": "2017-18"}])
    assert value_of(answered, "2018-07", baseline=74.5) == Decimal("74.5")
    assert held(answered, "2018-07").words == "no target: the figure of the baseline year is not known"


def test_to_be_agreed_is_a_target_without_a_figure_until_it_is_agreed():
    waiting = {"type": "to-be-agreed", "period": "2018-19"}
    assert held(indicator(waiting), "2018-07").words == "target to be agreed"
    assert value_of(indicator(waiting, single(95)), "2018-07") == 95
    settled = waiting | {"revisions": [{"on": "2018-06-01", "value": 93, "reason": "Settled", "by": "Board"}]}
    assert not held(indicator(settled), "2018-07", as_of=date(2018, 5, 31)).has_figure
    assert value_of(indicator(settled), "2018-07", as_of=date(2018, 6, 1)) == 93


REVISED = single(97, revisions=[
    {"on": "2018-12-01", "value": 93, "reason": "A hard winter", "by": "Board"},
    {"on": "2018-06-01", "value": 95, "reason": "New counting", "by": "Board"},
])  # fmt: skip


@pytest.mark.parametrize(
    ("day", "value"), [(date(2018, 5, 31), 97), (date(2018, 6, 1), 95), (date(2018, 12, 1), 93), (None, 93)]
)
def test_revisions_hold_from_their_day_and_the_original_is_kept(day, value):
    found = held(indicator(REVISED), "2019-03", as_of=day)
    assert (found.value, found.original) == (value, 97)


def test_a_revision_is_told_with_its_reason():
    found = held(indicator(REVISED), "2019-03", as_of=date(2018, 7, 1))
    assert found.notes == ("revised on 1 June 2018 from at least 97% by Board: New counting",)


def test_a_revised_range():
    revised = {"type": "range", "period": "2018-19", "low": 85, "high": 90,
               "revisions": [{"on": "2018-06-01", "high": 92, "reason": "Wider", "by": "Board"}]}  # fmt: skip
    found = held(indicator(revised, polarity="range"), "2018-07")
    assert (found.low, found.high, found.notes) == (
        85,
        92,
        ("revised on 1 June 2018 from between 85% and 90% by Board: Wider",),
    )


# Slices


def at(**lineage):
    return Slice(lineage)


def test_the_nearest_slice_wins():
    three = indicator(
        single(95, smaller_places="inherited"),
        single(93, where={"place": "county"}, smaller_places="inherited"),
        single(90, where={"place": "north"}, smaller_places="inherited"),
    )
    assert value_of(three, "2018-07") == 95
    assert value_of(three, "2018-07", at(place=("county",))) == 93
    assert value_of(three, "2018-07", at(place=("south", "county"))) == 93
    ward = held(three, "2018-07", at(place=PLACE))
    assert (ward.value, ward.reach, ward.notes) == (90, "inherited", ("the same target as above",))


def test_a_target_of_its_own_only_reaches_no_smaller_place():
    own = indicator(single(95), single(90, where={"place": "north"}))
    assert value_of(own, "2018-07", at(place=("north", "county"))) == 90
    assert held(own, "2018-07", at(place=PLACE)) is None
    assert held(own, "2018-07", at(place=("county",))) is None


def test_a_slice_never_reaches_upwards_or_sideways():
    north = indicator(single(90, where={"place": "north"}, smaller_places="inherited"))
    assert held(north, "2018-07") is None
    assert held(north, "2018-07", at(place=("south", "county"))) is None
    assert held(north, "2018-07", at(sex=("women",))) is None


def test_an_apportioned_target_is_a_share_of_what_adds_up():
    visits = indicator(
        single(1200, smaller_places="apportioned", apportioned_by="people.residents"),
        value_kind="number",
        unit="visits",
    )
    assert apportioning_measures(visits) == {"people.residents"}
    found = held(visits, "2018-19", at(place=("north",)), shares={"people.residents": Decimal("0.25")})
    assert (found.value, found.reach, found.words) == (300, "apportioned", "at least 300 visits")
    assert found.notes == ("a share of 25.0% of the target above",)
    unknown = held(visits, "2018-19", at(place=("north",)))
    assert unknown.words == "no target: its share of the whole target is not known"


def test_a_percentage_cannot_be_apportioned():
    rate = indicator(single(95, smaller_places="apportioned", apportioned_by="people.residents"))
    found = held(rate, "2018-07", at(place=("north",)), shares={"people.residents": Decimal("0.25")})
    assert (found.has_figure, found.words) == (False, "no target: only what adds up can be apportioned")


def test_a_frameworks_own_target_comes_before_a_general_one_of_the_same_slice():
    both = indicator(single(95), single(97, framework="laa"))
    assert value_of(both, "2018-07") == 95
    assert value_of(both, "2018-07", Slice({}, "laa")) == 97
    assert value_of(both, "2018-07", Slice({}, "efqm")) == 95


def test_the_narrower_period_comes_first():
    assert value_of(indicator(single(95), single(90, "2018-12")), "2018-12") == 90


# Other kinds of value


def test_days_and_stages_are_aimed_at_by_name():
    plan = indicator({"type": "single", "period": "2018-19", "day": "2019-03-31"}, value_kind="date", polarity="low")
    found = held(plan, "2018-07")
    assert (found.value, found.words) == (date(2019, 3, 31).toordinal(), "by 31 March 2019")
    stage = indicator({"type": "single", "period": "2018-19", "stage": "Live"}, value_kind="stage", unit="")
    found = held(stage, "2018-07", stages=("Draft", "Pilot", "Live"))
    assert (found.value, found.words) == (3, "at least Live")


@pytest.mark.parametrize(
    ("polarity", "stated", "value", "words"),
    [("high", None, 100, "all yes"), ("low", None, 0, "none yes"), ("high", 1, 100, "all yes"),
     ("high", Decimal("0.8"), 80, "at least 80% yes"), ("high", 80, 80, "at least 80% yes")],
)  # fmt: skip
def test_yes_and_no_are_aimed_at_as_a_share(polarity, stated, value, words):
    target = {"type": "single", "period": "2018-19", "value": stated}
    found = held(indicator(target, value_kind="yes-no", polarity=polarity), "2018-07")
    assert (found.value, found.words) == (value, words)


def test_academic_years_are_read_in_the_indicators_own_calendar():
    schools = indicator(single(95), grain="academic-year")
    assert value_of(schools, "2018-19a") == 95
    assert held(schools, "2018-06") is None


def test_the_trajectory_is_drawn_in_order():
    path = indicator(trajectory=[{"period": "2019-20", "value": 97}, {"period": "2018-19", "value": 95}])
    assert [(at.code, value) for at, value in trajectory_points(path, CALENDARS)] == [("2018-19", 95), ("2019-20", 97)]
