"""Laying a definition set over what is there: what is added and changed, in plain words."""

from small_set import small_set

from trigpoint.definitions.changes import applied


def test_the_same_set_again_changes_nothing():
    changes = applied(small_set(), small_set())
    assert changes.nothing
    assert len(changes.unchanged) == len(small_set())
    assert changes.in_words() == [f"0 added, 0 changed, 0 reworded, {len(small_set())} unchanged"]


def test_documents_are_added_and_none_is_taken_away():
    changes = applied(small_set()[:3], small_set()[2:])
    assert len(changes.added) == len(small_set()) - 3
    assert [held.path for held in changes.result] == [held.path for held in small_set()]


def test_a_change_is_said_field_by_field():
    changes = applied(small_set(), small_set(four_hour=("value: 95", "value: 92.5\n    agreed_by: [council]")))
    (change,) = changes.changed
    assert [str(difference) for difference in change.differences] == [
        "Targets, 2018-19, Value: was '95', is now '92.5'",
        "Targets, 2018-19, Agreed by: was 'none', is now 'council'",
    ]
    assert changes.in_words()[0] == "~ indicator four-hour (Seen within four hours)"


def test_parts_of_a_list_are_known_by_their_code():
    more = "  - {code: abbey, name: The Abbey, level: ward, parent: north, codes: [{scheme: ons, code: E05}]}\n"
    less = "  - {code: abbey, name: Abbey, level: ward, parent: north, codes: [{scheme: ons, code: E05}]}\n"
    changes = applied(
        small_set(), small_set(places=(less, more + "  - {code: brook, name: Brook, level: ward, parent: any}\n"))
    )
    said = [str(difference) for difference in changes.changed[0].differences]
    assert said == [
        "Members, abbey, Name: was 'Abbey', is now 'The Abbey'",
        "Members, brook: added 'code: brook; name: Brook; level: ward; parent: any'",
    ]


def test_another_order_is_a_change():
    changes = applied(small_set(), small_set(ae_file=("", "")))
    assert changes.nothing
    swapped = small_set(scorecard=("{indicator: four-hour, weight: 2, due: 2018-19}\n      - {indicator: rating, lead: council}",
                                   "{indicator: rating, lead: council}\n      - {indicator: four-hour, weight: 2, due: 2018-19}"))  # fmt: skip
    (difference,) = applied(small_set(), swapped).changed[0].differences
    assert str(difference) == "Nodes, care, Items, order: was 'four-hour, rating', is now 'rating, four-hour'"


def test_a_comment_in_a_file_is_kept_and_changes_no_content():
    changes = applied(small_set(), small_set(board=("name: Board", "name: Board  # as agreed")))
    assert [held.path for held in changes.reworded] == ["board.yaml"]
    assert not changes.changed
    assert "# as agreed" in next(held.text for held in changes.result if held.path == "board.yaml")


def test_documents_without_files_are_compared_by_content():
    assert applied(small_set(), [held.document for held in small_set()]).nothing


def test_another_method_of_a_rule_is_said_whole():
    changes = applied(small_set(county=("{type: member, member: any}", "{type: parent, level: county}")), small_set())
    (difference,) = changes.changed[0].differences
    assert str(difference) == "Compared with: was 'type: parent; level: county', is now 'type: member; member: any'"
