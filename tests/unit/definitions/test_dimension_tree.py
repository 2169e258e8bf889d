"""Trees of members: ragged, dated, several hierarchies; nothing ever leaves a total."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.dimension_tree import UNKNOWN, DimensionTree
from trigpoint.definitions.dimensions import Dimension, Hierarchy, Level, Member, Membership, OtherCode
from trigpoint.definitions.sources import MappedCode, Mapping

LEVELS = ("county", "district", "ward")


def dimension(*hierarchies: Hierarchy, extra: tuple[str, ...] = ()) -> Dimension:
    levels = tuple(Level(code=code, name=code.capitalize(), plural=code + "s") for code in (*LEVELS, *extra))
    return Dimension(
        kind="dimension", code="place", name="Place", plural="Places", levels=levels, hierarchies=hierarchies
    )


def member(code: str, level: str, parent: str | None = None, **more: object) -> Member:
    return Member.model_validate({"code": code, "name": code.upper(), "level": level, "parent": parent, **more})


RAGGED = DimensionTree(
    dimension(),
    [
        member("any", "county"),
        member("north", "district", "any"),
        member("south", "district", "any"),
        member("abbey", "ward", "north"),
        member("brook", "ward", "south"),
        member("common", "ward", "any"),
    ],
)
"""any > north > abbey, any > south > brook, any > common (in no district)."""


def test_ways_up_and_down():
    assert RAGGED.parent("abbey") == "north"
    assert RAGGED.parent("any") is None
    assert RAGGED.children("any") == ("north", "south", "common")
    assert RAGGED.children(None) == ("any",)
    assert RAGGED.beneath("north") == {"north", "abbey"}
    assert RAGGED.beneath("any") == set(RAGGED.members)
    assert [one.code for one in RAGGED.lineage("abbey")] == ["any", "north", "abbey"]


def test_a_pad_stands_in_for_the_level_that_is_skipped():
    assert RAGGED.ancestor_at("abbey", "district") == "north"
    pad = RAGGED.ancestor_at("common", "district")
    assert RAGGED.name(pad) == "Not in a district"
    assert RAGGED.parent(pad) == "any"
    assert "common" in RAGGED.beneath(pad)
    assert "abbey" not in RAGGED.beneath(pad)
    assert [one.code for one in RAGGED.level_members("district")] == ["north", "south", pad]
    assert [one.code for one in RAGGED.level_members("ward")] == ["abbey", "brook", "common"]


def test_what_lies_above_a_pad_lies_above_the_member_it_stands_beneath():
    pad = RAGGED.ancestor_at("common", "district")
    assert RAGGED.ancestor_at(pad, "county") == "any"
    assert RAGGED.ancestor_at(pad, "district") == pad


def test_pads_of_several_parents_are_told_apart_by_them():
    levels = [("region", "Region"), ("authority", "NHS area"), ("unit", "Unit")]
    tree = DimensionTree(
        Dimension.model_validate(
            {
                "kind": "dimension", "code": "place", "name": "Place", "plural": "Places",
                "levels": [{"code": code, "name": name, "plural": f"{name}s"} for code, name in levels],
            }
        ),
        [
            Member(code="east", name="The East", level="region"),
            Member(code="west", name="The West", level="region"),
            Member(code="e1", name="E1", level="unit", parent="east"),
            Member(code="w1", name="W1", level="unit", parent="west"),
            Member(code="lost", name="Lost", level="unit"),
        ],
    )  # fmt: skip
    assert [one.name for one in tree.level_members("authority")] == [
        "The East, not in an NHS area", "The West, not in an NHS area", "Not in an NHS area",
    ]  # fmt: skip
    assert [one.name for one in tree.level_members("region")] == ["The East", "The West", "Not in a region"]


def test_a_code_that_nobody_knows_is_unknown_at_every_level():
    assert {RAGGED.ancestor_at("nowhere", level) for level in LEVELS} == {UNKNOWN}
    assert RAGGED.name(UNKNOWN) == "Unknown"


def test_a_level_that_the_hierarchy_lacks_has_no_ancestor():
    assert RAGGED.ancestor_at("abbey", "parish") is None


DATED = DimensionTree(
    dimension(),
    [
        member("old", "county", to="2019-03-31"),
        member("new", "county", **{"from": "2019-04-01"}),
        member(
            "abbey",
            "ward",
            memberships=[{"parent": "old", "to": "2019-03-31"}, {"parent": "new", "from": "2019-04-01"}],
        ),
    ],
)


@pytest.mark.parametrize(
    ("on", "county"), [(date(2019, 3, 31), "old"), (date(2019, 4, 1), "new"), (None, "new"), (date(1990, 1, 1), "old")]
)
def test_membership_is_that_of_the_day(on, county):
    assert DATED.parent("abbey", on=on) == county
    assert DATED.ancestor_at("abbey", "county", on=on) == county
    assert "abbey" in DATED.beneath(county, on=on)


def test_members_exist_between_their_dates():
    assert [one.code for one in DATED.level_members("county", date(2018, 1, 1))] == ["old"]
    assert [one.code for one in DATED.level_members("county")] == ["old", "new"]


def test_spans_are_those_in_which_nothing_changes():
    assert DATED.spans() == ((None, date(2019, 3, 31)), (date(2019, 4, 1), None))
    assert RAGGED.spans() == ((None, None),)


def test_several_hierarchies():
    tree = DimensionTree(
        dimension(
            Hierarchy(code="councils", name="Councils", levels=("county", "ward")),
            Hierarchy(code="health", name="Health", levels=("board", "ward")),
            extra=("board",),
        ),
        [
            member("any", "county"),
            member("east", "board"),
            member("abbey", "ward", "any", memberships=[Membership(parent="east", hierarchy="health")]),
            member("brook", "ward", "any"),
        ],
    )
    assert (tree.parent("abbey"), tree.parent("abbey", "health")) == ("any", "east")
    assert tree.hierarchy_with("board", "ward") == "health"
    boards = tree.level_members("board")
    assert [one.name for one in boards] == ["EAST", "Not in a board"]
    assert tree.beneath(boards[1].code, "health") >= {"brook"}


def test_a_loop_is_found_and_harms_nobody():
    tree = DimensionTree(
        dimension(), [member("a", "district", "b"), member("b", "district", "a"), member("c", "ward", "a")]
    )
    assert [set(ring) for ring in tree.view().loops] == [{"a", "b"}]
    assert tree.beneath("a") == {"a", "b", "c"}
    assert len(tree.lineage("c")) == 3


@pytest.mark.parametrize(
    "written", ["abbey", "ABBEY", " Abbey ", "the-abbey", "The  Abbey!", "St. Mary's & Abbey", "st marys and abbey"]
)
def test_a_member_is_found_by_what_files_call_it(written):
    tree = DimensionTree(
        dimension(), [member("w1", "ward", name="Abbey", aliases=["The Abbey", "St Mary’s and Abbey"])]
    )
    assert tree.find(written).code == "w1"


def test_a_name_that_two_have_needs_a_level():
    tree = DimensionTree(dimension(), [member("c1", "county", name="Durham"), member("d1", "district", name="Durham")])
    assert tree.find("durham") is None
    assert tree.find("durham", levels=["district"]).code == "d1"
    assert tree.find("c1").code == "c1"


def test_the_nearest_are_offered_best_first():
    assert RAGGED.nearest("comon")[0].code == "common"
    assert RAGGED.nearest("zzzz") == []


CODED = DimensionTree(
    dimension(),
    [
        member(
            "a",
            "ward",
            name="Abbey",
            aliases=["Abbey Ward"],
            codes=[OtherCode(scheme="ons", code="E1", end=date(2014, 12, 31))],
        ),
        member("b", "ward", name="Brook", codes=[{"scheme": "ons", "code": "E1", "from": "2015-01-01"}]),
        member("c", "ward", name="Brook"),
    ],
    [
        Mapping(
            kind="mapping",
            code="m",
            name="M",
            dimension="place",
            scheme="pas",
            codes=(MappedCode(code="a", member="b"),),
        )
    ],
)


def test_a_code_means_the_member_of_its_day():
    table = {(row.code, row.start): row.member for row in CODED.code_table("ons")}
    assert (table["E1", None], table["E1", date(2015, 1, 1)]) == ("a", "b")
    assert (table["a", None], table["Abbey Ward", None]) == ("a", "a")


def test_a_mapping_goes_before_member_codes():
    assert {row.member for row in CODED.code_table("pas") if row.code == "a"} == {"b"}
    assert {row.member for row in CODED.code_table() if row.code == "a"} == {"a"}


def test_a_name_that_two_have_means_nobody():
    assert not [row for row in CODED.code_table() if row.code == "Brook"]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), min_size=1, max_size=30))
def test_every_member_is_beneath_exactly_one_of_each_level(shape):
    """Whatever is skipped: at each level the members' ancestors part all members, so totals by level are the total."""
    members = []
    for index, (depth, choice) in enumerate(shape):
        above = [one.code for one in members if LEVELS.index(one.level) < depth]
        members.append(member(f"m{index}", LEVELS[depth], above[choice % len(above)] if above else None))
    tree = DimensionTree(dimension(), members)
    for level in LEVELS:
        groups: dict[str, set[str]] = {}
        for code in tree.members:
            groups.setdefault(tree.ancestor_at(code, level), set()).add(code)
        assert set().union(*groups.values()) == set(tree.members)
        for ancestor, group in groups.items():
            assert group <= tree.beneath(ancestor)
            assert tree.member(ancestor) is not None
            own = {one for one in tree.beneath(ancestor) if one in tree.members}
            assert own == group
