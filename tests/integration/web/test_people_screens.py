"""People: administrators add and change them; others see who they are; strangers see nothing."""

from __future__ import annotations

import pytest
from data_world import text
from django.test import Client

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of


@pytest.fixture
def administrator(vale, signed_in) -> Client:
    save_person(OPERATOR, "ada", name="Ada Admin", memberships=[("", "administrator")])
    return signed_in("ada")


BOB = {
    "username": "bob",
    "name": "Bob Bell",
    "role": ["data-steward", ""],
    "organisation": ["health", ""],
    "since": ["2000-01-01", ""],
    "until": ["", ""],
    "breakdown": ["area", ""],
    "within": ["East Vale", ""],
    "sources": ["waits"],
    "password": "tall green kettles",
}


def test_an_administrator_adds_a_person_who_can_then_sign_in(administrator):
    answer = administrator.post("/people/new/", BOB, follow=True)

    assert answer.redirect_chain[-1][0] == "/people/bob/"
    bob = User.objects.get(username="bob")
    viewer = viewer_of(bob)
    assert viewer.memberships == {("health", "data-steward")}
    assert viewer.scopes == (("area", frozenset({"east"})),)
    assert viewer.sources == {"waits"}
    assert bob.memberships.get().since.isoformat() == "2000-01-01"
    assert Client().login(username="bob", password="tall green kettles")


def test_a_change_keeps_what_the_form_shows_and_a_role_that_ended_gives_nothing(administrator):
    administrator.post("/people/new/", BOB)
    changed = BOB | {"active": "yes", "until": ["2001-01-01", ""], "password": ""}
    administrator.post("/people/bob/", changed)
    assert viewer_of(User.objects.get(username="bob")).memberships == frozenset()
    assert Client().login(username="bob", password="tall green kettles")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Write the person’s name"),
        ({"username": "reader"}, "somebody else’s user name"),
        ({"username": "a b/c"}, "valid username"),
        ({"password": "short"}, "too short"),
        ({"role": ["king", ""]}, "There is no role “king”"),
        ({"organisation": ["moon", ""]}, "There is no organisation “moon”"),
        ({"since": ["soon", ""]}, "“soon” is not a day"),
        ({"until": ["1999-01-01", ""]}, "ends before it begins"),
        ({"breakdown": ["area"], "within": ["Esst Vale"]}, "Did you mean"),
        ({"breakdown": ["colour"], "within": ["red"]}, "There is no breakdown “colour”"),
        ({"breakdown": ["", ""], "within": ["East Vale", ""]}, "Choose what “East Vale” is"),
        ({"breakdown": ["", ""], "within": ["nonsense", ""]}, "Choose what “nonsense” is"),
        ({"breakdown": ["area", ""], "within": ["", ""]}, "Write which area"),
        ({"breakdown": ["area", ""], "within": ["East Vale"]}, "Part of the form did not arrive"),
        ({"breakdown": [], "within": [], "scope": ["area:East Vale"]}, "Part of the form did not arrive"),
        ({"sources": ["nothing"]}, "There is no data set “nothing”"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(administrator, wrong, says):
    answer = administrator.post("/people/new/", BOB | wrong)
    assert answer.status_code == 400
    assert says.replace("’", "&#x27;") in text(answer)
    assert not User.objects.filter(username__in=["bob", "a b/c"]).exists()


@pytest.mark.parametrize("typed", ["East Vale", "east vale", "east", "EAST"])
def test_a_limit_is_found_by_name_or_code_and_shown_by_name(administrator, typed):
    administrator.post("/people/new/", BOB | {"within": [typed, ""]})
    assert viewer_of(User.objects.get(username="bob")).scopes == (("area", frozenset({"east"})),)
    page = text(administrator.get("/people/bob/"))
    assert "<dt>May ask for</dt><dd>Area: East Vale</dd>" in page
    assert 'name="within" list="suggested" value="East Vale"' in page


def test_after_an_error_the_summary_says_what_is_kept_and_the_form_what_was_typed(administrator):
    administrator.post("/people/new/", BOB)
    answer = administrator.post(
        "/people/bob/", BOB | {"active": "yes", "within": ["Thornmarsh", ""], "role": ["analyst", ""], "sources": []}
    )
    assert answer.status_code == 400
    page = text(answer)
    assert "<dt>May ask for</dt><dd>Area: East Vale</dd>" in page
    assert "<dt>Roles</dt><dd>Data steward, Vale Health" in page
    assert "<dt>Sees source records of</dt><dd>Emergency waits</dd>" in page
    assert 'value="Thornmarsh"' in page
    assert viewer_of(User.objects.get(username="bob")).scopes == (("area", frozenset({"east"})),)


def test_an_administrator_cannot_shut_themselves_out(administrator):
    answer = administrator.post(
        "/people/ada/",
        {"name": "Ada Admin", "active": "yes", "role": [""], "organisation": [""], "breakdown": [""], "within": [""]},
    )
    assert answer.status_code == 400
    assert "You cannot take your own account" in text(answer)


def test_a_reader_sees_who_people_are_and_may_not_change_them(reader):
    assert "Stan Steward" in text(reader.get("/people/"))
    page = text(reader.get("/people/lead/"))
    assert "Seen in time" in page
    assert "Save changes" not in page
    assert reader.post("/people/lead/", {"name": "Mine"}).status_code == 403
    assert reader.get("/people/new/").status_code == 403
    assert reader.get("/people/nobody/").status_code == 404


def test_a_stranger_sees_nobody(stranger):
    assert stranger.get("/people/").status_code == 403
    assert stranger.get("/people/lead/").status_code == 403


def test_what_each_role_may_do_is_the_table_that_actions_read(reader):
    page = text(reader.get("/people/"))
    assert "Take in the data that their organisation provides" in page


def test_more_people_take_no_more_queries(administrator, django_assert_max_num_queries):
    administrator.get("/people/")
    for n in range(20):
        save_person(
            OPERATOR, f"p{n}", name=f"Person {n}", memberships=[("health", "analyst")], scopes={"area": ["east"]}
        )
    with django_assert_max_num_queries(14):
        administrator.get("/people/")
