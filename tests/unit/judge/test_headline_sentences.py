"""The headline: what is counted, and how it is said."""

import pytest

from trigpoint.judge.headlines import headline

RED, AMBER, GREEN, LATE, WAITING = "off_target", "within_tolerance", "on_target", "late", "not_yet_due"


def test_eleven_of_sixty_four_three_of_them_new():
    now = [RED] * 11 + [GREEN] * 53
    found = headline(now, new=[False] * 8 + [True] * 3 + [False] * 53)
    assert (found.attention, found.due, found.new) == (11, 64, 3)
    assert found.sentence == "11 of 64 indicators need attention; three are new this month."


def test_only_those_due_are_counted():
    found = headline([RED, GREEN, WAITING, WAITING, "contextual"])
    assert (found.attention, found.due) == (1, 2)
    assert found.counts == {RED: 1, GREEN: 1, WAITING: 2, "contextual": 1}
    assert found.sentence == "One of two indicators needs attention."


def test_late_is_named_as_late_and_is_an_exception_only_where_the_rule_set_says_so():
    statuses = [RED, RED, LATE, GREEN]
    assert headline(statuses).sentence == "Two of four indicators need attention. One is late."
    counted = headline(statuses, late_is_exception=True)
    assert counted.sentence == "Three of four indicators need attention, one of them late."
    mixed = headline([RED, LATE, LATE, GREEN], late_is_exception=[False, True, False, False])
    assert mixed.sentence == "Two of four indicators need attention, one of them late. One more is late."


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([], "There are no indicators to judge."),
        (["contextual"], "There are no indicators to judge."),
        ([WAITING] * 3, "Nothing is due yet of three indicators."),
        ([GREEN] * 12, "None of the 12 indicators needs attention."),
        ([AMBER], "The only indicator due needs no attention."),
        ([RED], "The only indicator due needs attention."),
        ([RED, RED], "Both indicators need attention."),
        ([RED] * 10, "All 10 indicators need attention."),
        (["no_data", "hidden", "incomplete", RED], "One of three indicators needs attention. One more is not shown."),
    ],
)
def test_plain_english_at_the_edges(statuses, sentence):
    assert headline(statuses).sentence == sentence


def test_only_what_needs_attention_is_called_new_and_nothing_where_before_is_not_known():
    assert headline([RED, RED, GREEN], new=[False, True, True]).new == 1
    assert headline([RED, GREEN]).new is None


@pytest.mark.parametrize(
    ("new", "tail"), [([1, 0, 0], "one is new"), ([1, 1, 0], "two are new"), ([1, 1, 1], "all are new")]
)
def test_how_many_are_new(new, tail):
    assert headline([RED, RED, RED, GREEN], new=[*map(bool, new), False]).sentence.endswith(f"; {tail} this month.")
    assert headline([RED, RED, GREEN], new=[True, True, False]).sentence.endswith("; both are new this month.")


def test_what_is_worse_than_usual_is_said_beside_and_not_counted_among_them():
    found = headline([RED, GREEN, AMBER, GREEN, LATE], slipping=[False, True, True, False, False])
    assert (found.attention, found.slipping) == (1, 2)
    assert found.sentence == (
        "One of five indicators needs attention. Two more are worse than usual, though not off target. One is late."
    )
    assert headline([GREEN, GREEN], slipping=[True, False]).sentence == (
        "None of the two indicators needs attention. One is worse than usual, though not off target."
    )


def test_other_things_than_indicators_are_counted_alike():
    found = headline([RED, GREEN, GREEN], noun=("outcome", "outcomes"), new=[True, False, False], since="this quarter")
    assert found.sentence == "One of three outcomes needs attention; one is new this quarter."
