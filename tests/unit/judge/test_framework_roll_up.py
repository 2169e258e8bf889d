"""How a basket is rolled up: by weight, worst of or count, what pulled it down, and what is left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.frameworks import Framework
from trigpoint.judge.rollup import SCORES, Basket, Item, roll_up, roll_up_framework
from trigpoint.judge.status import JUDGED

SHORT = {"g": "on_target", "a": "within_tolerance", "r": "off_target", "e": "exceeding",
         "l": "late", "n": "no_data", "w": "not_yet_due", "h": "hidden", "c": "contextual", "i": "incomplete"}  # fmt: skip


def basket(letters, method="weight", weights=None):
    items = tuple(
        Item(f"{letter}{at}", f"{letter.upper()}{at}", SHORT[letter], Decimal(weights[at] if weights else 1))
        for at, letter in enumerate(letters)
    )
    return Basket("people", "People", method, items)


@pytest.mark.parametrize(
    ("letters", "by_weight", "worst", "by_count"),
    [
        ("ggg", "on_target", "on_target", "on_target"),
        ("gggr", "on_target", "off_target", "on_target"),
        ("ggr", "within_tolerance", "off_target", "on_target"),
        ("ga", "on_target", "within_tolerance", "on_target"),
        ("gr", "within_tolerance", "off_target", "on_target"),
        ("gar", "within_tolerance", "off_target", "within_tolerance"),
        ("rrrg", "within_tolerance", "off_target", "off_target"),
        ("rrrrg", "off_target", "off_target", "off_target"),
        ("ee", "exceeding", "exceeding", "exceeding"),
        ("eg", "on_target", "on_target", "on_target"),
        ("eeg", "on_target", "on_target", "on_target"),
        ("er", "within_tolerance", "off_target", "on_target"),
    ],
)
def test_each_method_on_equal_weights(letters, by_weight, worst, by_count):
    found = [roll_up(basket(letters, method)).status for method in ("weight", "worst", "count")]
    assert found == [by_weight, worst, by_count]


def test_weights_in_words_and_what_pulled_it_down_most():
    """Green 4, amber 2, red 3: 4 + 1 + 0 = 5 of 9 points."""
    found = roll_up(basket("gar", weights=[4, 2, 3]))
    assert found.score == Decimal(5) / 9
    assert [(pull.name, round(pull.cost * 9, 20)) for pull in found.pulled_down] == [("R2", 3), ("A1", 1)]
    assert found.sum == "amber, by the weight of its parts: 5 of 9 points. Pulled down by R2 and A1"


def test_worst_of_and_count_in_words():
    assert roll_up(basket("ggar", "worst")).sum == (
        "red, as the worst of its parts is: one red, one amber, two green. Pulled down by R3"
    )
    assert roll_up(basket("gaar", "count")).sum == (
        "amber, as at least half of its parts are, or better: one red, two amber, one green. "
        "Pulled down by R3, A1 and A2"
    )
    assert roll_up(basket("ggr", "count")).sum == (
        "green, as at least half of its parts are, or better: one red, two green"
    )


def test_a_basket_green_by_weight_and_red_by_worst_of():
    assert roll_up(basket("ggggggr", "weight")).status == "on_target"
    assert roll_up(basket("ggggggr", "worst")).status == "off_target"


def test_a_basket_of_which_the_viewer_may_not_see_all_has_no_status_at_any_height():
    """Red without what is withheld, green with it: one name must not mean both. Beside it all stays as it is."""
    seen = Basket("homes", "Homes", "worst", (Item("a", "A", "on_target"),))
    part = Basket(
        "people", "People", "worst",
        (Item("b", "B", "off_target"), Item("c", "C", "hidden", withheld=True), Item("d", "D", "hidden", Decimal(0), True)),
    )  # fmt: skip
    whole = roll_up(Basket("all", "All", "weight", (seen, part))).every()
    assert {code: found.status for code, found in whole.items()} == {
        "all": "hidden", "homes": "on_target", "people": "hidden",
    }  # fmt: skip
    assert whole["people"].sum == "not said: one of what it rests on is not shown to you"
    weightless = roll_up(Basket("all", "All", "weight", (seen, Basket("p", "P", "worst", part.children, Decimal(0)))))
    assert weightless.status == "on_target"


def test_what_is_not_judged_is_left_out_and_counted():
    found = roll_up(basket("gglnwhci"))
    assert found.status == "on_target"
    assert sum(found.left_out.values()) == 6
    assert found.sum == (
        "green, by the weight of its parts: 2 of 2 points. Left out: one for context, one hidden, one incomplete, "
        "one late, one without data and one not yet due"
    )


def test_nothing_judged_is_no_data_and_never_red():
    found = roll_up(basket("lln", "worst"))
    assert (found.status, found.score) == ("no_data", None)
    assert found.sum == "no data: nothing in it is judged: two late and one without data left out"
    assert roll_up(basket("")).sum == "no data: nothing in it is judged"


def test_a_weight_of_nought_is_shown_and_not_counted():
    assert roll_up(basket("gr", "worst", weights=[1, 0])).status == "on_target"


FRAMEWORK = Framework.model_validate(
    {
        "kind": "framework", "code": "laa", "name": "Agreement", "roll_up": "weight", "rule_set": "board",
        "nodes": [
            {"code": "safe", "name": "Safe", "weight": 3, "nodes": [
                {"code": "streets", "name": "Streets", "roll_up": "worst",
                 "items": [{"indicator": "theft"}, {"indicator": "noise"}]},
                {"code": "homes", "name": "Homes", "items": [{"indicator": "fires"}]},
            ]},
            {"code": "well", "name": "Well", "items": [{"indicator": "waits", "code": "waits-here", "weight": 2}]},
        ],
    }
)  # fmt: skip


def test_a_framework_from_its_leaves_to_the_whole():
    """Streets is red (worst of), Homes green: Safe has 1 of 2. Well is amber. Whole: (3 × ½ + 1 × ½) of 4 is ½."""
    statuses = {"theft": "off_target", "noise": "on_target", "fires": "on_target", "waits-here": "within_tolerance"}
    found = roll_up_framework(FRAMEWORK, statuses, {"theft": "Theft", "waits-here": "Waits"})
    assert {code: each.status for code, each in found.items()} == {
        "streets": "off_target",
        "homes": "on_target",
        "safe": "within_tolerance",
        "well": "within_tolerance",
        "laa": "within_tolerance",
    }
    assert found["laa"].sum == "amber, by the weight of its parts: 2 of 4 points. Pulled down by Theft and Waits"
    assert [(pull.code, pull.cost) for pull in found["laa"].pulled_down] == [
        ("theft", Decimal("0.375")),
        ("waits-here", Decimal("0.125")),
    ]
    assert found["laa"].counts == {"off_target": 1, "on_target": 2, "within_tolerance": 1}


def test_a_place_that_nobody_asked_about_has_no_data():
    found = roll_up_framework(FRAMEWORK, {"fires": "on_target"}, {})
    assert found["laa"].status == "on_target"
    assert found["laa"].left_out == {"no_data": 3}


items = st.builds(
    Item,
    st.integers(0, 999).map(str),
    st.just("An item"),
    st.sampled_from([*SHORT.values()]),
    st.integers(0, 5).map(Decimal),
)
methods = st.sampled_from(["weight", "worst", "count"])
baskets = st.recursive(
    st.builds(Basket, st.just("b"), st.just("B"), methods, st.lists(items, max_size=5).map(tuple), st.integers(0, 5).map(Decimal)),
    lambda nodes: st.builds(
        Basket, st.just("b"), st.just("B"), methods, st.lists(nodes | items, max_size=4).map(tuple), st.integers(0, 5).map(Decimal)
    ),
    max_leaves=8,
)  # fmt: skip


def leaves(tree, counted=True):
    for child in tree.children:
        yes = counted and child.weight > 0
        if isinstance(child, Item):
            yield child, yes and child.status in JUDGED
        else:
            yield from leaves(child, yes)


@given(baskets)
def test_a_basket_lies_between_the_best_and_the_worst_of_what_is_in_it(tree):
    found = roll_up(tree)
    counted = [item.status for item, yes in leaves(tree) if yes]
    if not counted:
        assert found.status == "no_data"
        return
    places = [JUDGED.index(status) for status in counted]
    assert min(places) <= JUDGED.index(found.status) <= max(places)
    assert min(SCORES[status] for status in counted) <= found.score <= max(SCORES[status] for status in counted)


@given(baskets)
def test_every_item_is_counted_or_left_out_and_costs_add_up(tree):
    found = roll_up(tree)
    assert sum(found.counts.values()) + sum(found.left_out.values()) == len(list(leaves(tree)))
    if found.score is not None:
        assert abs(sum(pull.cost for pull in found.pulled_down) - (1 - found.score)) < Decimal("1e-20")


@given(st.lists(st.sampled_from("rage"), min_size=1, max_size=9), st.data(), methods)
def test_one_item_getting_better_never_makes_the_basket_worse(letters, data, method):
    at = data.draw(st.integers(0, len(letters) - 1))
    better = data.draw(st.sampled_from("rage"["rage".index(letters[at]) :]))
    before = roll_up(basket("".join(letters), method)).status
    after = roll_up(basket("".join([*letters[:at], better, *letters[at + 1 :]]), method)).status
    assert JUDGED.index(after) <= JUDGED.index(before)
