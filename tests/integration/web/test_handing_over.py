"""Handing over what a leaver answers for: shown before, whole or not at all, with what stays and why."""

from __future__ import annotations

import re
from datetime import date

import pytest
from reference.pages import words
from responsibility_world import administrator, user
from undertaking_world import action, day, person, project, risk

from trigpoint.access.models import AuditEntry
from trigpoint.access.people import name_manager, save_person
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.models import Change, Entry
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.manage.about import BadText
from trigpoint.manage.deputies import be_away
from trigpoint.manage.handing_over import PORTFOLIO, estate, hand_over
from trigpoint.manage.portfolios import follow, portfolio
from trigpoint.manage.undertakings import move_on

__all__ = ["administrator"]

MORE = """
kind: responsibilities
code: more
name: Who else
responsibilities:
  - {person: lead, role: approver, data_set: waits}
  - {person: steward, role: deputy, indicator: seen-in-time, deputy_for: lead}
  - {person: reader, role: checker, data_set: posts}
  - {person: lead, role: checker, data_set: posts}
  - {person: lead, role: lead, indicator: empty-posts, to: 2020-01-01}
"""


@pytest.fixture
def admin(administrator):
    """The administrator as actions know them."""
    return person("administrator")


@pytest.fixture
def more(vale, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "more.yaml").write_text(MORE.lstrip())
    apply_definitions(OPERATOR, folder, note="Who else.")


def held(username: str) -> list[Responsibility]:
    return [one for one in in_force().responsibilities if one.person == username]


def on(day_: date, role: str, **of: str) -> list[str]:
    return [
        one.person
        for one in in_force().responsibilities
        if one.role == role and one.holds_on(day_) and all(getattr(one, k) == v for k, v in of.items())
    ]


def test_all_of_a_leavers_passes_to_another_at_once(admin, more):
    one, home_first, flood = action(by="reader"), project(), risk()
    follow(person("lead"), "empty-posts")
    follow(person("lead"), "seen-in-time")
    follow(person("reader"), "seen-in-time")
    found = estate(admin, user("lead"), user("reader"), day(3))
    number = hand_over(admin, user("lead"), user("reader"), day(3), found.keys, "She retires.")
    assert number == len(found.keys) == 6
    # Until the day it is the one, from the day it is the other.
    assert on(day(2), "lead", indicator="seen-in-time") == ["lead"]
    assert on(day(3), "lead", indicator="seen-in-time") == ["reader"]
    assert on(day(3), "approver", data_set="waits") == ["reader"]
    for each in (one, home_first, flood):
        each.refresh_from_db()
        assert each.owner == user("reader")
        assert each.steps.last().text == "Handed over from Lena Lead to Rita Reader. She retires."
    assert {item.indicator for item in portfolio(person("reader"))} == {"empty-posts", "seen-in-time"}
    assert portfolio(person("lead")) == []
    change = Change.objects.get()
    assert change.state == "in-force"
    assert "She retires." in change.note
    assert AuditEntry.objects.get(action="hand-over").subject == "lead"


def test_who_stood_in_for_the_leaver_stands_in_for_the_new_one(admin, more):
    found = estate(admin, user("lead"), user("reader"), day(0))
    hand_over(admin, user("lead"), user("reader"), day(0), [found.held[0].key], "She retires.")
    (deputy,) = [one for one in in_force().responsibilities if one.role == "deputy" and one.holds_on(day(0))]
    assert (deputy.person, deputy.deputy_for) == ("steward", "reader")


def test_a_deputy_who_takes_it_on_stands_in_for_themselves_no_more(admin, more):
    found = estate(admin, user("lead"), user("steward"), day(0))
    hand_over(admin, user("lead"), user("steward"), day(0), [one.key for one in found.held if one.one.indicator == "seen-in-time"], "She retires.")  # fmt: skip
    assert not [one for one in in_force().responsibilities if one.role == "deputy" and one.holds_on(day(0))]
    assert on(day(0), "lead", indicator="seen-in-time") == ["steward"]


def test_what_is_over_does_not_pass_and_what_the_other_has_already_stays(admin, more):
    found = estate(admin, user("lead"), user("reader"), day(0))
    assert all(one.one.indicator != "empty-posts" for one in found.held)
    (taken,) = [one for one in found.held if one.why_not]
    assert taken.one.data_set == "posts"
    assert "has it already" in taken.why_not
    assert taken.key not in found.keys


def test_what_the_other_could_not_read_cannot_be_handed_over(admin, vale):
    action("Only for health", by="lead", audience="own-organisation", organisation="health")
    save_person(OPERATOR, "administrator", name="Ada", memberships=[("", "administrator"), ("health", "analyst")])
    found = estate(person("administrator"), user("lead"), user("reader"), day(0))
    (one,) = found.owned
    assert "for one organisation only" in one.why_not
    with pytest.raises(BadText, match="cannot be handed over"):
        hand_over(person("administrator"), user("lead"), user("reader"), day(0), [one.key], "She retires.")


def test_what_is_not_handed_over_here_is_listed_with_the_reason(admin, administrator):
    action("Only for health", by="lead", audience="own-organisation", organisation="health")
    be_away(person("steward"), user("steward"), "lead", day(0), day(9))
    name_manager(OPERATOR, user("steward"), "lead")
    page = words(administrator.get(f"/people/lead/hand-over/?to=reader&day={day(0)}"))
    assert "1 of their actions, projects and risks: you may not read them" in page
    assert "stand in for Stan Steward" in page
    assert "manage Stan Steward" in page
    assert "Only for health" not in page


def test_it_is_whole_or_not_at_all(admin, vale):
    one, other = action("The first"), action("The second")
    found = estate(admin, user("lead"), user("reader"), day(0))
    move_on(person("lead"), other.pk, "Meanwhile.", after=1)
    with pytest.raises(BadText, match="Nothing is handed over yet"):
        hand_over(admin, user("lead"), user("reader"), day(0), found.keys, "She retires.")
    one.refresh_from_db()
    assert one.owner == user("lead")
    assert [each.person for each in in_force().responsibilities] == ["lead"]
    assert not Change.objects.exists()


def test_a_list_that_somebody_changed_meanwhile_is_not_overwritten(admin, more, tmp_path):
    found = estate(admin, user("lead"), user("reader"), day(0))
    folder = tmp_path / "again"
    folder.mkdir()
    (folder / "more.yaml").write_text(MORE.lstrip() + "  - {person: reader, role: lead, indicator: empty-posts}\n")
    apply_definitions(OPERATOR, folder, note="Changed meanwhile.")
    with pytest.raises(BadText, match="somebody changed it"):
        hand_over(admin, user("lead"), user("reader"), day(0), found.keys, "She retires.")


@pytest.mark.parametrize(("to", "days", "said"), [("lead", 0, "somebody else"), ("reader", 400, "within a year")])
def test_to_whom_and_when_it_cannot_be(admin, to, days, said):
    with pytest.raises(BadText, match=said):
        estate(admin, user("lead"), user(to), day(days))


def test_only_administrators_hand_over(vale, reader):
    with pytest.raises(NotAllowed):
        estate(person("reader"), user("lead"), user("reader"), day(0))
    assert reader.get("/people/lead/hand-over/").status_code == 403


def test_it_is_done_on_a_page_from_the_persons_own(administrator, vale):
    one = action()
    assert "/people/lead/hand-over/" in administrator.get("/people/lead/").content.decode()
    address = f"/people/lead/hand-over/?to=reader&day={day(0)}"
    page = administrator.get(address)
    keys = re.findall(r'name="what" value="([^"]+)"', page.content.decode())
    assert len(keys) == 2
    refused = administrator.post(address, {"what": keys, "why": ""})
    assert refused.status_code == 400
    assert "Say why" in words(refused)
    assert refused.content.decode().count(" checked") == 2
    done = administrator.post(address, {"what": keys, "why": "She retires."}, follow=True)
    assert "Two things are handed over to Rita Reader" in words(done)
    one.refresh_from_db()
    assert one.owner == user("reader")
    assert administrator.post(address, {"what": ["part:x:1:2", "step:9:9"], "why": "Again."}).status_code == 400
    assert administrator.get("/people/lead/hand-over/?to=nobody&day=soon").status_code == 400


def test_a_list_of_responsibilities_reads_the_same_after_it(admin, more):
    before = Entry.objects.get(kind="responsibilities", code="more", until=None)
    found = estate(admin, user("lead"), user("reader"), day(0))
    hand_over(
        admin, user("lead"), user("reader"), day(0), [key for key in found.keys if key.startswith("part:leads")], "Why."
    )
    after = Entry.objects.get(kind="responsibilities", code="leads", until=None)
    assert "reader" in after.document.text
    # The deputy stands in the other list, which follows by the same change; the rest of it stays.
    now = Entry.objects.get(kind="responsibilities", code="more", until=None)
    assert now.since == after.since != before.since
    assert PORTFOLIO not in found.keys
    assert len(held("lead")) == 4


def test_whoever_may_see_one_place_only_is_warned_of(admin, vale):
    """The indicator is kept by area, and the other may ask for the east of it only; posts are not kept by area."""
    (part,) = estate(admin, user("lead"), user("easterner"), day(3)).held
    assert part.caution == "take care: Ed Easterner may ask for East Vale only, and would not see all of it"
    assert estate(admin, user("lead"), user("reader"), day(3)).held[0].caution == ""
