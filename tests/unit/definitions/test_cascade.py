"""The cascade: what supports what, each followed once, and where the chain is broken."""

from __future__ import annotations

from datetime import date

from trigpoint.definitions.cascade import Branch, Cascade
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.responsibilities import Responsibility, deputies_passed_on, passed_on


def framework(code: str, *nodes: dict, owner: str | None = None) -> Framework:
    return Framework(
        kind="framework", code=code, name=code.title(), owner=owner, roll_up="worst", rule_set="x", nodes=nodes
    )


def node(code: str, *supports: str, nodes: tuple = ()) -> dict:
    ties = [dict(zip(("framework", "node"), one.split(":"), strict=True)) for one in supports]
    return {"code": code, "name": code.title(), "supports": ties, "nodes": nodes}


def told(branches: tuple[Branch, ...]) -> list:
    return [
        (one.key[1], one.tie, *([told(one.branches)] if one.branches else []), *(["again"] if one.again else []))
        for one in branches
    ]


AGREEMENT = framework("a", node("theme", nodes=(node("one"), node("two"))))
PLAN = framework("p", node("aim", "a:one"), node("loose"), owner="health")
TEAM = framework("t", node("task", "p:aim", "a:two"), owner="health")
WHOLE = Cascade([AGREEMENT, PLAN, TEAM])


def test_down_goes_through_parts_and_supports():
    assert told(WHOLE.down([("a", "theme")])) == [
        (
            "theme",
            "",
            [("one", "part", [("aim", "supports", [("task", "supports")])]), ("two", "part", [("task", "supports")])],
        )
    ]


def test_up_goes_through_what_is_helped_and_what_that_is_part_of():
    assert told(WHOLE.up([("t", "task")])) == [
        (
            "task",
            "",
            [("aim", "supports", [("one", "supports", [("theme", "part")])]), ("two", "supports", [("theme", "part")])],
        )
    ]


def test_what_goes_round_in_a_circle_ends():
    round_ = Cascade([framework("a", node("one", "b:two")), framework("b", node("two", "a:one"))])
    assert told(round_.down([("a", "one")])) == [("one", "", [("two", "supports", [("one", "supports", "again")])])]


def test_what_stands_in_two_places_is_followed_once():
    deep = Cascade(
        [framework("a", node("one"), node("two")), framework("p", node("aim", "a:one", "a:two", nodes=(node("step"),)))]
    )
    assert told(deep.down(deep.tops("a"))) == [
        ("one", "", [("aim", "supports", [("step", "part")])]), ("two", "", [("aim", "supports", "again")]),
    ]  # fmt: skip


def test_what_supports_a_framework_that_is_not_there_supports_nothing():
    alone = Cascade([PLAN])
    assert alone.unsupporting("p") == (("p", "aim"), ("p", "loose"))


def test_gaps_are_the_lowest_parts_without_a_tie_of_their_own_or_above():
    assert WHOLE.unsupported("a") == ()
    assert WHOLE.unsupporting("p") == (("p", "loose"),)
    above = Cascade([AGREEMENT, framework("p", node("aim", "a:theme"))])
    assert above.unsupported("a") == ()
    assert Cascade([AGREEMENT]).unsupported("a") == (("a", "one"), ("a", "two"))


def test_what_supports_something_further_is_no_outcome():
    assert WHOLE.unsupported("t") == ()
    assert (WHOLE.ties("a"), WHOLE.ties("p"), WHOLE.ties("t")) == ((0, 2), (1, 1), (1, 0))


def part(**more) -> Responsibility:
    return Responsibility.model_validate({"person": "ann", "role": "lead", "indicator": "x"} | more)


def days(found: tuple[Responsibility, ...]) -> list:
    return [(one.person, one.start, one.end) for one in found]


def test_a_responsibility_is_parted_on_the_day():
    assert days(passed_on(part(), "bob", date(2026, 5, 1))) == [
        ("ann", None, date(2026, 4, 30)),
        ("bob", date(2026, 5, 1), None),
    ]


def test_what_begins_later_is_the_others_from_its_own_first_day():
    assert days(passed_on(part(**{"from": "2026-06-01", "to": "2026-07-01"}), "bob", date(2026, 5, 1))) == [
        ("bob", date(2026, 6, 1), date(2026, 7, 1))
    ]


def test_a_deputy_follows_or_ends():
    deputy = part(person="dee", role="deputy", deputy_for="ann")
    now = deputies_passed_on(deputy, "bob", date(2026, 5, 1))
    assert [(one.person, one.deputy_for) for one in now] == [("dee", "ann"), ("dee", "bob")]
    assert days(deputies_passed_on(deputy, "dee", date(2026, 5, 1))) == [("dee", None, date(2026, 4, 30))]
