"""What is in hand for a part of a scorecard: each counts once, nothing is lost on the way up, the worst is said."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.frameworks import Framework, every_node
from trigpoint.manage.in_hand import belonging, in_hand
from trigpoint.manage.models import Kind, Score, State, Step, Undertaking
from trigpoint.manage.standing import OPEN, WORK, Standing
from trigpoint.manage.undertakings import STATES

TODAY = date(2026, 5, 4)
FRAMEWORK = Framework.model_validate(
    {
        "kind": "framework", "code": "agreement", "name": "Agreement", "roll_up": "worst", "rule_set": "board",
        "nodes": [
            {"code": "well", "name": "Well", "nodes": [
                {"code": "in-time", "name": "In time", "items": [{"indicator": "waits"}, {"indicator": "calls"}]},
                {"code": "home", "name": "Home", "items": [{"indicator": "delays"}, {"indicator": "waits", "code": "w2"}]},
            ]},
            {"code": "safe", "name": "Safe", "items": [{"indicator": "fires"}]},
        ],
    }
)  # fmt: skip
NODES = [one.code for one in every_node(FRAMEWORK.nodes)]


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    kind = draw(st.sampled_from(list(Kind)))
    state = draw(st.sampled_from(STATES[kind]))
    step = Step(number=1, state=state, due=TODAY + timedelta(days=draw(st.integers(-3, 3))))
    if kind == Kind.RISK:
        step.score = Score(
            likelihood_before=5, impact_before=5, likelihood=draw(st.integers(1, 5)), impact=draw(st.integers(1, 5))
        )
    figures = draw(
        st.lists(st.sampled_from(["waits", "calls", "delays", "fires", "elsewhere"]), unique=True, max_size=3)
    )
    nodes = draw(
        st.lists(
            st.sampled_from([("agreement", "safe"), ("agreement", "well"), ("other", "home")]), unique=True, max_size=2
        )
    )
    return Standing(Undertaking(kind=kind), (step,), TODAY, (), tuple(figures), tuple(nodes))


@given(st.lists(standings(), max_size=12))
def test_each_part_counts_what_belongs_to_it_and_says_the_worst(found: list[Standing]) -> None:
    counted = in_hand(FRAMEWORK, found)
    assert set(counted) == {*NODES, "agreement"}
    beneath = {"well": {"well", "in-time", "home"}, "safe": {"safe"}, "in-time": {"in-time"}, "home": {"home"}}
    indicators = {
        "in-time": {"waits", "calls"},
        "home": {"delays", "waits"},
        "safe": {"fires"},
        "well": {"waits", "calls", "delays"},
    }
    for code, nodes in beneath.items():
        mine = [
            one for one in found
            if indicators[code] & set(one.figures) or any(("agreement", node) in one.nodes for node in nodes)
        ]  # fmt: skip
        open_ones, one = [each for each in mine if each.last.state in OPEN], counted[code]
        assert one.actions + one.projects + one.risks == len(open_ones)
        late = [each for each in open_ones if each.last.due < TODAY]
        assert one.late_work + one.late_reviews == len(late)
        assert one.high == sum(each.kind == Kind.RISK and each.score.after >= 15 for each in open_ones)
        if late:
            assert one.worst == "late"
        elif any(each.kind in WORK for each in open_ones):
            assert one.worst == "under way"
        else:
            assert one.worst == ("done" if any(each.last.state == State.DONE for each in mine) else "")


@given(st.lists(standings(), max_size=12))
def test_nothing_is_lost_on_the_way_up_and_nothing_counts_twice(found: list[Standing]) -> None:
    whole = belonging("agreement", FRAMEWORK.nodes, found)
    parts = [belonging("agreement", (node,), found) for node in every_node(FRAMEWORK.nodes)]
    assert {id(one) for one in whole} == {id(one) for part in parts for one in part}
    assert len({id(one) for one in whole}) == len(whole)
