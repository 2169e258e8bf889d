"""A person's own objectives: seen by them and their manager, and by nobody else, wherever one looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from reference.pages import words
from responsibility_world import administrator, manager, plan, user
from undertaking_world import day, person

from trigpoint.access.models import AuditEntry
from trigpoint.access.people import name_manager
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Objective, ObjectiveUpdate
from trigpoint.manage.objectives import objectives_of, objectives_seen, update_objective, write_objective

__all__ = ["administrator", "manager", "plan"]

SECRET = "Lead the night team"


def objective(by: str = "lead", **more) -> Objective:
    given = {
        "first": day(-100), "last": day(100), "words": "By the summer.", "indicator": "seen-in-time",
        "supports": ("agreement", "in-time"),
    } | more  # fmt: skip
    return write_objective(person(by), user("lead"), SECRET, **given)


def test_written_and_moved_on_by_the_two_on_a_page(lead, manager):
    sent = {
        "title": SECRET, "words": "By the summer.", "indicator": "seen-in-time", "supports": "agreement:in-time",
        "first": day(-100), "last": day(100),
    }  # fmt: skip
    assert "It is kept" in words(lead.post("/people/lead/objectives/", sent, follow=True))
    one = Objective.objects.get()
    answer = manager.post(
        "/people/lead/objectives/",
        {"objective": one.pk, "text": "Well begun.", "state": "partly-met", "last": day(50), "after": 1}, follow=True,
    )  # fmt: skip
    assert "Well begun." in words(answer)
    page = words(lead.get("/people/lead/objectives/"))
    for said in (
        SECRET,
        "Mo Manager",
        "Well begun.",
        "Partly met",
        "Seen in time",
        "93.5%",
        "Help in time, in The Vale agreement",
    ):
        assert said in page
    # The first is as it was written.
    assert one.updates.first().state == "under-way"


def test_nobody_else_sees_them_not_even_an_administrator(lead, manager, administrator, reader, steward, plan):
    objective()
    everywhere = (
        "/people/lead/", "/cascade/", "/cascade/?part=agreement:in-time", "/cascade/?show=gaps",
        "/cascade/?download=csv&part=agreement:in-time", "/owed/?person=lead", "/trail/", "/trail/?download-trail=csv",
        "/actions/", "/catalogue/?q=night+team", f"/people/lead/hand-over/?to=reader&day={day(0)}", "/",
    )  # fmt: skip
    for client in (administrator, reader, steward):
        assert client.get("/people/lead/objectives/").status_code == 403
        assert client.post("/people/lead/objectives/", {"title": "Mine"}).status_code == 403
        for address in everywhere:
            assert SECRET not in client.get(address).content.decode("utf-8-sig"), address
    assert "/people/lead/objectives/" not in administrator.get("/people/lead/").content.decode()
    for client in (lead, manager):
        assert SECRET in client.get("/people/lead/objectives/").content.decode()
        assert SECRET in client.get("/cascade/?part=agreement:in-time").content.decode()
        # A file goes from hand to hand.
        assert SECRET not in client.get("/cascade/?part=agreement:in-time&download=csv").content.decode("utf-8-sig")


def test_neither_does_the_command_line_nor_a_manager_of_before(manager):
    objective()
    with pytest.raises(NotAllowed):
        objectives_of(OPERATOR, user("lead"))
    assert objectives_seen(OPERATOR) == []
    name_manager(OPERATOR, user("lead"), "steward")
    assert manager.get("/people/lead/objectives/").status_code == 403
    assert objectives_seen(person("manager")) == []
    assert len(objectives_seen(person("steward"))) == 1


def test_whether_there_is_such_a_person_is_not_told(reader):
    for username in ("lead", "nobody-at-all"):
        assert reader.get(f"/people/{username}/objectives/").status_code == 403


def test_the_trail_says_that_something_was_written_and_nothing_of_what(manager):
    one = objective()
    update_objective(person("manager"), one.pk, "Well begun.", after=1)
    entries = AuditEntry.objects.filter(kind="objective")
    assert [entry.action for entry in entries.order_by("pk")] == ["write-objective", "update-objective"]
    assert all(entry.detail == {} and entry.subject == str(one.pk) for entry in entries)


def test_of_two_who_write_at_once_the_second_reads_the_first(lead, manager):
    one = objective()
    update_objective(person("manager"), one.pk, "Well begun.", after=1)
    sent = {"objective": one.pk, "text": "All done.", "state": "met", "last": day(100), "after": 1}
    answer = lead.post("/people/lead/objectives/", sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Somebody wrote an update since" in page
    assert "All done." in page
    assert 'value="2"' in page
    assert ObjectiveUpdate.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"last": day(-200)}, "before the first"),
        ({"indicator": "nothing"}, "no indicator"),
        ({"supports": ("agreement", "nothing")}, "no part"),
        ({"first": day(-20000)}, "between the years"),
        ({"words": "x" * 5000}, "4,000 is the most"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(vale, given, said):
    with pytest.raises(BadText, match=said):
        objective(**given)


def test_an_update_says_something_and_a_state_that_there_is(vale):
    one = objective()
    for text, more, said in (
        (" ", {}, "Write how it goes"), ("So.", {"state": "won"}, "no state"), ("So.", {"last": day(-101)}, "Choose a last day"),
    ):  # fmt: skip
        with pytest.raises(BadText, match=said):
            update_objective(person("lead"), one.pk, text, after=1, **more)
    with pytest.raises(NotAllowed):
        update_objective(person("reader"), one.pk, "Mine.", after=1)


def test_a_hostile_form_is_answered(lead):
    one = objective()
    for sent in (
        {"objective": "x"}, {"objective": "999999999999999999999"}, {"objective": one.pk, "after": "x"},
        {"title": "", "first": "soon"}, {"title": "A", "indicator": "<script>", "first": day(0), "last": day(1)},
    ):  # fmt: skip
        assert lead.post("/people/lead/objectives/", sent).status_code == 400
    assert Objective.objects.count() == 1


def test_as_known_on_an_earlier_day_each_stands_as_it_stood(lead):
    now = timezone.now()
    one = objective(at=now - timedelta(days=30))
    update_objective(person("lead"), one.pk, "Begun.", after=1, at=now - timedelta(days=10))
    update_objective(person("lead"), one.pk, "Over.", after=2, state="met")
    page = words(lead.get("/people/lead/objectives/"))
    assert "Over." in page
    (then,) = objectives_of(person("lead"), user("lead"), now - timedelta(days=5))
    assert then.last.text == "Begun."
    assert then.open
    assert objectives_of(person("lead"), user("lead"), now - timedelta(days=40)) == []


def test_a_measure_or_part_that_is_defined_no_longer_is_said(lead):
    one = objective()
    Objective.objects.filter(pk=one.pk).update(indicator="gone", node="gone-too")
    page = words(lead.get("/people/lead/objectives/"))
    assert "which is defined no longer" in page
    assert "which is there no longer" in page
