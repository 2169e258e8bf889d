"""What status a figure has, and the sum in words that gives it.

Worked tables first, one for each method of rules; then what is never judged; then what must hold of any figure.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from judged_examples import aim, indicator, rule_set

from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.numbers import NOTHING_WORDS
from trigpoint.judge.status import JUDGED, Figure, judge, judge_figure
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms

PERCENT_HIGH = Terms("high", "percentage", "%")
DAYS_LOW = Terms("low", "duration", "days")
FIVE_POINTS = rule_set("absolute-tolerance", amber=5)
FIVE_POINTS_AND_TWO = rule_set("absolute-tolerance", amber=5, exceeding=2)


def sum_of(value, target, rules, terms=PERCENT_HIGH, **more):
    figure = Figure(Decimal(value) if value is not None else None, **more)
    return judge_figure(figure, target, rules, terms).sum


def status_of(value, target, rules, terms=PERCENT_HIGH, **more):
    return judge_figure(Figure(Decimal(value), **more), target, rules, terms).status


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("97.1", "exceeding: 97.1% against 95%, 2.1 points above the target, past 97%, beyond which Board counts it as "
                 "exceeding"),
        ("97", "green: 97.0% against 95%, 2 points above the target"),
        ("95", "green: 95.0% against 95%, exactly on target"),
        ("94.96", "amber: 94.96% (95.0% when rounded) against 95%, within the 5-point tolerance of Board"),
        ("92.1", "amber: 92.1% against 95%, within the 5-point tolerance of Board"),
        ("90", "amber: 90.0% against 95%, within the 5-point tolerance of Board"),
        ("89.97", "red: 89.97% (90.0% when rounded) against 95%, 5.03 points short of the target, beyond the 5-point "
                  "tolerance of Board"),
        ("80", "red: 80.0% against 95%, 15 points short of the target, beyond the 5-point tolerance of Board"),
    ],
)  # fmt: skip
def test_absolute_tolerance_where_high_is_good(value, words):
    assert sum_of(value, aim(95), FIVE_POINTS_AND_TWO) == words


@pytest.mark.parametrize(
    ("value", "status", "gap"),
    [("3.9", "on_target", "0.1"), ("4", "on_target", "0"), ("4.4", "within_tolerance", "-0.4"), ("4.41", "off_target", "-0.41")],
)  # fmt: skip
def test_percentage_tolerance_where_low_is_good(value, status, gap):
    """Ten per cent of a target of 4 days is 0.4 of a day."""
    found = judge_figure(Figure(Decimal(value)), aim(4), rule_set("percentage-tolerance", amber_percent=10), DAYS_LOW)
    assert (found.status, found.gap) == (status, Decimal(gap))


def test_percentage_tolerance_says_where_it_ends():
    tight = rule_set("percentage-tolerance", amber_percent=10, exceeding_percent=25)
    assert sum_of("4.41", aim(4), tight, DAYS_LOW) == (
        "red: 4.41 days (4.4 days when rounded) against 4 days, 0.41 days over the target, "
        "beyond the 10% tolerance of Board (to 4.4 days)"
    )
    assert sum_of("2.9", aim(4), tight, DAYS_LOW) == (
        "exceeding: 2.9 days against 4 days, 1.1 days under the target, past 3 days, "
        "beyond which Board counts it as exceeding"
    )


def test_no_tolerance_is_said():
    none = rule_set("absolute-tolerance", amber=0)
    assert sum_of("94", aim(95), none) == (
        "red: 94.0% against 95%, 1 point short of the target, Board allows no tolerance"
    )


def test_the_same_figure_is_red_under_one_rule_set_and_amber_under_another():
    assert status_of("92.1", aim(95), rule_set("absolute-tolerance", "Ministry", amber=1)) == "off_target"
    assert status_of("92.1", aim(95), FIVE_POINTS) == "within_tolerance"


IMPROVED = rule_set("improved-on-last-year", amber_percent=2)


@pytest.mark.parametrize(
    ("value", "last_year", "words"),
    [
        ("92.1", "90", "green: 92.1% against 90.0% in the same period last year, 2.1 points better, as Board asks"),
        ("90", "90", "amber: 90.0% against 90.0% in the same period last year, no better and no worse, where Board asks "
                     "for better"),
        ("88.2", "90", "amber: 88.2% against 90.0% in the same period last year, 1.8 points worse, within the 2% that "
                       "Board allows"),
        ("88.1", "90", "red: 88.1% against 90.0% in the same period last year, 1.9 points worse, beyond the 2% that "
                       "Board allows"),
    ],
)  # fmt: skip
def test_improved_on_last_year(value, last_year, words):
    assert sum_of(value, None, IMPROVED, last_year=Decimal(last_year)) == words


@pytest.mark.parametrize(
    ("value", "last_year", "terms", "asked"),
    [
        ("88.1", "92.1", PERCENT_HIGH, "above 92.1%, a year before"),
        ("353", "326", Terms("low", "number", "reports", decimals=0), "fewer than 326 reports, a year before"),
        ("353", "326", Terms("high", "number", "visits", decimals=0), "more than 326 visits, a year before"),
        ("4.41", "4.1", DAYS_LOW, "below 4.1 days, a year before"),
        # Both read 92.1% at one place; what was held against what must still be seen.
        ("92.12", "92.14", PERCENT_HIGH, "above 92.14%, a year before"),
    ],
)
def test_what_is_held_against_last_year_says_what_was_asked(value, last_year, terms, asked):
    found = judge_figure(Figure(Decimal(value), last_year=Decimal(last_year)), None, IMPROVED, terms)
    assert (found.aim, found.lines) == (asked, (Decimal(last_year),))


def test_what_is_judged_by_a_target_or_by_bands_says_what_was_asked():
    target = replace(aim(95), words="at least 95%")
    found = judge_figure(Figure(Decimal(91)), target, FIVE_POINTS, PERCENT_HIGH)
    assert (found.aim, found.lines) == ("at least 95%", (95,))
    bands = [{"status": "on_target", "high": 10}, {"status": "off_target", "low": 10}]
    by_value = rule_set("banded", of="value", bands=bands)
    assert judge_figure(Figure(Decimal(12)), None, by_value, DAYS_LOW).aim == "under 10 days"


def test_improved_on_last_year_needs_last_year():
    found = judge_figure(Figure(Decimal(90)), aim(95), IMPROVED, PERCENT_HIGH)
    assert (found.status, found.sum) == (
        "no_target",
        "no figure for the same period last year, which Board asks for",
    )


def test_improving_towards_a_range_is_coming_nearer_to_it():
    terms = Terms("range", "percentage", "%")
    rules = rule_set("improved-on-last-year")
    band = aim(low=85, high=90)
    assert status_of("83", band, rules, terms, last_year=Decimal(80)) == "on_target"
    assert status_of("83", band, rules, terms, last_year=Decimal(84)) == "off_target"
    assert status_of("92", band, rules, terms, last_year=Decimal(87)) == "off_target"
    assert status_of("87", band, rules, terms) == "on_target"


BANDS = [
    {"status": "off_target", "high": 85},
    {"status": "within_tolerance", "low": 85, "high": 95},
    {"status": "on_target", "low": 95, "high": 99, "includes_high": True},
    {"status": "exceeding", "low": 99, "includes_low": False},
]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("84.96", "red: 84.96% (85.0% when rounded) is in the band under 85% of Board"),
        ("85", "amber: 85.0% is in the band from 85% to under 95% of Board"),
        ("99", "green: 99.0% is in the band from 95% up to 99% of Board"),
        ("99.04", "exceeding: 99.04% (99.0% when rounded) is in the band above 99% of Board"),
    ],
)
def test_bands_of_the_value_need_no_target(value, words):
    assert sum_of(value, None, rule_set("banded", of="value", bands=BANDS)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("57", "green: 57 is 95.0% of the target of 60, in the band from 95% up to 99% of Board"),
        ("50.9", "red: 51 is 84.8% of the target of 60, in the band under 85% of Board"),
        ("50.99", "red: 51 is 84.98% of the target of 60, in the band under 85% of Board"),
    ],
)
def test_bands_of_the_percentage_of_target(value, words):
    rules = rule_set("banded", of="percent-of-target", bands=BANDS)
    assert sum_of(value, aim(60), rules, Terms("high", "number", "", 0)) == words


@pytest.mark.parametrize(("target", "why"), [(None, "no target for this period"),
                                             (aim(0), "a target of 0 has no percentages for the bands of Board")])  # fmt: skip
def test_a_percentage_of_nothing_is_not_judged(target, why):
    rules = rule_set("banded", of="percent-of-target", bands=BANDS)
    found = judge_figure(Figure(Decimal(5)), target, rules, Terms("high"))
    assert (found.status, found.sum) == ("no_target", why)


def test_bands_that_do_not_hold_the_figure_once_give_no_colour():
    gap = rule_set(
        "banded", of="value", bands=[{"status": "off_target", "high": 50}, {"status": "on_target", "low": 60}]
    )
    overlap = rule_set(
        "banded", of="value", bands=[{"status": "off_target", "high": 60}, {"status": "on_target", "low": 50}]
    )
    for rules in (gap, overlap):
        assert status_of("55", None, rules) == "no_target"


# Ranges, minima and stretch targets


@pytest.mark.parametrize(
    ("value", "status", "gap"),
    [("79.9", "off_target", "-5.1"), ("80", "within_tolerance", "-5"), ("85", "on_target", "0"), ("89", "on_target", "1"),
     ("90", "on_target", "0"), ("95", "within_tolerance", "-5"), ("96", "off_target", "-6")],
)  # fmt: skip
def test_a_range_is_missed_on_either_side(value, status, gap):
    terms = Terms("range", "percentage", "%")
    found = judge_figure(Figure(Decimal(value)), aim(low=85, high=90), FIVE_POINTS_AND_TWO, terms)
    assert (found.status, found.gap) == (status, Decimal(gap))


def test_a_range_in_words():
    terms = Terms("range", "percentage", "%")
    assert sum_of("87", aim(low=85, high=90), FIVE_POINTS, terms) == "green: 87.0% against 85% to 90%, within the range"
    assert sum_of("96", aim(low=85, high=90), FIVE_POINTS, terms) == (
        "red: 96.0% against 85% to 90%, 6 points above the range, beyond the 5-point tolerance of Board"
    )


def test_no_tolerance_softens_a_minimum():
    found = judge_figure(Figure(Decimal(91)), aim(95, minimum=92), FIVE_POINTS, PERCENT_HIGH)
    assert found.status == "off_target"
    assert found.sum == "red: 91.0% against 95%, worse than the minimum of 92%, which no tolerance softens"
    assert status_of("92", aim(95, minimum=92), FIVE_POINTS) == "within_tolerance"


def test_a_stretch_target_is_reported_beside_the_main_one():
    assert sum_of("96", aim(95, stretch=98), FIVE_POINTS) == "green: 96.0% against 95%, 1 point above the target"
    assert sum_of("98", aim(95, stretch=98), FIVE_POINTS) == (
        "green: 98.0% against 95%, 3 points above the target; the stretch target of 98% is reached"
    )


# Other kinds of value


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2019-03-31", "green: 31 March 2019 against 31 March 2019, exactly on target"),
        ("2019-03-28", "green: 28 March 2019 against 31 March 2019, 3 days earlier than the target"),
        ("2019-04-03", "amber: 3 April 2019 against 31 March 2019, within the 5-day tolerance of Board"),
        ("2019-05-01", "red: 1 May 2019 against 31 March 2019, 31 days later than the target, beyond the 5-day tolerance "
                       "of Board"),
    ],
)  # fmt: skip
def test_dates_where_earlier_is_better(day, words):
    target = aim(date(2019, 3, 31).toordinal())
    assert sum_of(None, target, FIVE_POINTS, Terms("low", "date"), text=day) == words


def test_a_percentage_tolerance_means_nothing_for_a_date():
    target = aim(date(2019, 3, 31).toordinal())
    rules = rule_set("percentage-tolerance", amber_percent=10)
    found = judge_figure(Figure(text="2019-04-01"), target, rules, Terms("low", "date"))
    assert found.status == "off_target"


STAGES = Terms("high", "stage", stages=("Not begun", "Draft", "Pilot", "Live"))
ONE = rule_set("absolute-tolerance", amber=1)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("Live", "green: Live against Live, exactly on target"),
        ("Pilot", "amber: Pilot against Live, within the 1-stage tolerance of Board"),
        ("Draft", "red: Draft against Live, 2 stages short of the target, beyond the 1-stage tolerance of Board"),
    ],
)
def test_stages_by_their_order(stage, words):
    assert sum_of(None, aim(4), ONE, STAGES, text=stage) == words


def test_a_stage_that_nobody_knows_is_no_data():
    found = judge_figure(Figure(text="Abandoned"), aim(4), ONE, STAGES)
    assert (found.status, found.sum) == ("no_data", "no data: 'Abandoned' cannot be read")


def test_several_stages_are_the_share_that_meets_the_target():
    target = TargetInForce(Decimal(4), None, None, "single", "at least Live")
    figure = Figure(counts=(("Draft", 2), ("Live", 5)))
    assert judge_figure(figure, target, rule_set("absolute-tolerance", amber=30), STAGES).sum == (
        "amber: 5 of 7 at least Live (71.4%) against all, within the 30-point tolerance of Board"
    )


YES_NO = Terms("high", "yes-no")


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(Decimal(1)), "green: yes against yes, exactly on target"),
        (Figure(text="no"), "red: no against yes, 100 points short of the target, beyond the 5-point tolerance of Board"),
        (Figure(counts=(("yes", 7),)), "green: 7 of 7 yes (100%) against all yes, exactly on target"),
        (Figure(counts=(("yes", 4), ("no", 3))), "red: 4 of 7 yes (57.1%) against all yes, 42.9 points short of the "
                                                 "target, beyond the 5-point tolerance of Board"),
    ],
)  # fmt: skip
def test_yes_and_no(figure, words):
    assert judge_figure(figure, aim(100), FIVE_POINTS, YES_NO).sum == words


def test_a_share_of_yes_against_its_own_target():
    figure = Figure(counts=(("yes", 4), ("no", 3)))
    assert judge_figure(figure, aim(50), FIVE_POINTS, YES_NO).status == "on_target"


# What is never judged


@pytest.mark.parametrize(
    ("nothing", "status", "words"),
    [
        ("late", "late", "late"),
        ("not-yet-due", "not_yet_due", "not yet due"),
        ("hidden", "hidden", "hidden (small number)"),
        ("not-permitted", "hidden", "hidden: not permitted"),
        ("no-data", "no_data", "no data"),
        ("not-published", "no_data", "no data: not published"),
        ("not-applicable", "no_data", "no data: not applicable"),
        ("not-additive", "no_data", "no data: cannot be added up"),
    ],
)
def test_each_kind_of_nothing_goes_through_as_itself(nothing, status, words):
    found = judge_figure(Figure(nothing=nothing), aim(95), FIVE_POINTS, PERCENT_HIGH)
    assert (found.status, found.sum, found.gap) == (status, words, None)


def test_a_late_figure_is_late_and_says_whose_it_is():
    figure = Figure(nothing="late", reason="County Hospital was to supply it by 20 April 2019")
    assert judge_figure(figure, aim(95), FIVE_POINTS, PERCENT_HIGH).sum == (
        "late: County Hospital was to supply it by 20 April 2019"
    )


def test_a_month_with_two_of_seven_partners_missing_is_incomplete_not_red():
    found = judge_figure(Figure(Decimal(50), coverage=(5, 7)), aim(95), FIVE_POINTS, PERCENT_HIGH)
    assert (found.status, found.sum) == ("incomplete", "incomplete: 5 of 7 supplies have come")


def test_a_rule_set_may_judge_what_is_nearly_complete():
    easy = rule_set("absolute-tolerance", amber=5, set_={"incomplete_below_percent": 70})
    assert status_of("50", aim(95), easy, coverage=(5, 7)) == "off_target"
    assert sum_of("50", aim(95), easy, coverage=(4, 7)) == (
        "incomplete: 4 of 7 supplies have come; under 70% is not judged"
    )


def test_a_base_under_the_larger_minimum_is_too_small():
    rules = rule_set("absolute-tolerance", amber=5, set_={"minimum_base": 30})
    terms = Terms("high", "percentage", "%", minimum_base=Decimal(50))
    assert status_of("50", aim(95), rules, base=30.0) == "off_target"
    assert sum_of("50", aim(95), rules, base=29.0) == "too few to judge: a base of 29, under the minimum of 30"
    assert sum_of("50", aim(95), rules, terms, base=49) == "too few to judge: a base of 49, under the minimum of 50"


@pytest.mark.parametrize(
    ("rules", "terms"),
    [
        (rule_set("contextual"), PERCENT_HIGH),
        (FIVE_POINTS, Terms("none", "percentage", "%")),
        (FIVE_POINTS, Terms("high", "text")),
        (None, PERCENT_HIGH),
    ],
)
def test_context_is_shown_and_not_judged(rules, terms):
    assert judge_figure(Figure(Decimal(50), text="50"), aim(95), rules, terms).status == "contextual"


def test_without_a_target_there_is_no_colour():
    found = judge_figure(Figure(Decimal(50)), None, FIVE_POINTS, PERCENT_HIGH)
    assert (found.status, found.sum) == ("no_target", "no target for this period")
    agreed = TargetInForce(None, None, None, "to-be-agreed", "target to be agreed")
    assert sum_of("50", agreed, FIVE_POINTS) == "target to be agreed"


def test_nought_is_a_figure_and_nothing_is_not():
    assert status_of("0", aim(95), FIVE_POINTS) == "off_target"
    assert judge_figure(Figure(None), aim(95), FIVE_POINTS, PERCENT_HIGH).status == "no_data"


def test_the_last_bits_of_a_float_colour_nothing():
    # (0.1 + 0.2) × 100 is 30.000000000000004 in binary.
    figure = Figure((0.1 + 0.2) * 100)
    assert judge_figure(figure, aim(30), FIVE_POINTS, Terms("low", "percentage", "%")).status == "on_target"


def test_what_is_no_number_is_no_data():
    for value in (float("nan"), float("inf"), Decimal("NaN")):
        assert judge_figure(Figure(value), aim(95), FIVE_POINTS, PERCENT_HIGH).status == "no_data"


def test_the_partnerships_own_words():
    words = StatusWords.model_validate(
        {"within_tolerance": {"word": "At Risk", "letter": "R"}, "off_target": {"word": "BRAG", "letter": "B"}}
    )
    amber = judge_figure(Figure(Decimal(92)), aim(95), FIVE_POINTS, PERCENT_HIGH, words)
    red = judge_figure(Figure(Decimal(50)), aim(95), FIVE_POINTS, PERCENT_HIGH, words)
    assert amber.sum.startswith("at risk: ")
    assert red.sum.startswith("BRAG: ")


def test_columns_are_judged_one_by_one():
    found = judge(
        [Decimal(96), None, Decimal(50), Decimal(50)],
        [aim(95), aim(95), aim(95), None],
        FIVE_POINTS,
        PERCENT_HIGH,
        nothing=[None, "late", None, None],
        coverage=[(7, 7), (0, 7), (5, 7), (7, 7)],
    )
    assert [each.status for each in found] == ["on_target", "late", "incomplete", "no_target"]
    assert {each.rule_set for each in found} == {"board"}


def test_terms_are_the_indicators_own():
    terms = Terms.of(indicator(minimum_base=30, decimals=2), stages=("A", "B"))
    assert terms == Terms("high", "percentage", "%", 2, ("A", "B"), Decimal(30))


# What must hold of any figure

figures = st.decimals(min_value=-1000, max_value=1000, places=3)
sizes = st.decimals(min_value=0, max_value=500, places=2)


@st.composite
def tolerances(draw):
    if draw(st.booleans()):
        return rule_set("absolute-tolerance", amber=draw(sizes), exceeding=draw(st.none() | sizes.filter(bool)))
    return rule_set(
        "percentage-tolerance", amber_percent=draw(sizes), exceeding_percent=draw(st.none() | sizes.filter(bool))
    )


@st.composite
def tiled_bands(draw):
    edges = sorted(set(draw(st.lists(figures, min_size=1, max_size=5))))
    closed = [draw(st.booleans()) for _ in edges]
    bands = []
    for low, high, low_in, high_in in zip(
        [None, *edges], [*edges, None], [False, *[not each for each in closed]], [*closed, False], strict=True
    ):
        status = draw(st.sampled_from(JUDGED))
        bands.append({"status": status, "low": low, "high": high, "includes_low": low_in, "includes_high": high_in})
    return bands, edges


@given(st.data())
def test_bands_that_tile_give_every_figure_exactly_one_status(data):
    bands, edges = data.draw(tiled_bands())
    value = data.draw(figures | st.sampled_from(edges))
    assert judge_figure(Figure(value), None, rule_set("banded", of="value", bands=bands), Terms("high")).is_judged


MIRRORED = {"high": "low", "low": "high", "range": "range"}


@given(
    figures, figures, st.none() | figures, tolerances() | st.just(IMPROVED), st.sampled_from(["high", "low", "range"])
)
def test_turning_figures_and_polarity_round_together_changes_no_status(value, target, last_year, rules, polarity):
    def judged(sign, polarity):
        figure = Figure(sign * value, last_year=None if last_year is None else sign * last_year)
        return judge_figure(figure, aim(sign * target), rules, Terms(polarity))

    one, other = judged(1, polarity), judged(-1, MIRRORED[polarity])
    assert (one.status, one.gap) == (other.status, other.gap)


@given(st.data())
def test_turning_bands_round_too(data):
    bands, edges = data.draw(tiled_bands())
    value = data.draw(figures | st.sampled_from(edges))

    def turned(figure):
        return None if figure is None else -figure

    mirrored = [
        {
            "status": band["status"],
            "low": turned(band["high"]),
            "high": turned(band["low"]),
            "includes_low": band["includes_high"],
            "includes_high": band["includes_low"],
        }
        for band in reversed(bands)
    ]
    one = judge_figure(Figure(value), None, rule_set("banded", of="value", bands=bands), Terms("high"))
    other = judge_figure(Figure(-value), None, rule_set("banded", of="value", bands=mirrored), Terms("low"))
    assert one.status == other.status


@given(figures, figures, figures, tolerances(), st.sampled_from(["high", "low"]))
def test_a_better_figure_never_has_a_worse_status(one, other, target, rules, polarity):
    assume(one != other)
    better, worse = (max(one, other), min(one, other)) if polarity == "high" else (min(one, other), max(one, other))
    found = [judge_figure(Figure(each), aim(target), rules, Terms(polarity)).status for each in (better, worse)]
    assert JUDGED.index(found[0]) <= JUDGED.index(found[1])


@given(figures, figures, tolerances(), st.sampled_from(["high", "low", "range"]))
def test_the_sign_of_the_gap_agrees_with_the_status(value, target, rules, polarity):
    found = judge_figure(Figure(value), aim(target), rules, Terms(polarity))
    assert found.is_judged
    assert (found.gap >= 0) == (found.status in {"exceeding", "on_target"})


@given(st.sampled_from(sorted(NOTHING_WORDS)), tolerances())
def test_nothing_is_never_red(nothing, rules):
    assert not judge_figure(Figure(nothing=nothing), aim(1), rules, Terms("high")).is_judged
