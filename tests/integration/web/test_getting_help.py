"""Help at the place: tours by role that remember where one is, and the partnership's own words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words

from trigpoint.access.models import Role, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR


def step(client: Client, role: str, stop: str):
    return client.post("/help/tours/step/", {"role": role, "stop": stop})


def of_role(role: str) -> Client:
    save_person(OPERATOR, "toured", name="Tia Toured", memberships=[("", role)], password="a long password")
    client = Client()
    client.force_login(User.objects.get(username="toured"))
    return client


def test_the_first_visit_offers_the_tour_of_ones_role_until_it_is_declined(vale) -> None:
    client = of_role(Role.BOARD_MEMBER)
    assert "Take the tour" in words(client.get("/"))
    assert "board-member" in client.get("/").content.decode()
    step(client, "board-member", "0")
    assert "Take the tour" not in words(client.get("/"))


def test_a_second_visit_offers_none(reader: Client) -> None:
    User.objects.filter(username="reader").update(visited_at=timezone.now())
    assert "Take the tour" not in words(reader.get("/"))


def test_who_is_on_a_tour_by_its_address_is_not_offered_it_beside_it(reader: Client) -> None:
    said = words(reader.get("/?tour=board-member:1"))
    assert "Stop 1 of" in said
    assert "Take the tour" not in said


@pytest.mark.parametrize("role", Role.values)
def test_every_stop_of_a_roles_tour_is_a_page_with_its_note(vale, role: str) -> None:
    client = of_role(role)
    at, stops = step(client, role, "1"), 0
    while at.status_code == 302 and "tour=" in at["Location"]:
        page = client.get(at["Location"])
        assert page.status_code == 200, at["Location"]
        said = words(page)
        stops += 1
        assert f"Stop {stops} of" in said
        if "Next stop" not in said:
            break
        at = step(client, role, str(stops + 1))
    assert stops >= 5
    over = step(client, role, "0")
    assert over["Location"] == "/"


def test_one_goes_on_where_one_stopped(reader: Client) -> None:
    step(reader, "board-member", "3")
    assert "Go on from stop 3" in words(reader.get("/help/tours/"))
    assert User.objects.get(username="reader").settings["tour"] == {"role": "board-member", "stop": 3}


def test_looking_at_a_stop_writes_nothing(reader: Client) -> None:
    reader.get("/?tour=board-member:1")
    assert "tour" not in User.objects.get(username="reader").settings


@pytest.mark.parametrize(
    "tour", ["board-member:99", "nobody:1", "board-member:", ":", "board-member:-1", "board-member:²", "<b>:1"]
)
def test_an_address_that_names_no_stop_shows_the_page_alone(reader: Client, tour: str) -> None:
    page = reader.get("/", {"tour": tour})
    assert page.status_code == 200
    assert "End the tour" not in words(page)


@pytest.mark.parametrize(("role", "stop"), [("nobody", "1"), ("analyst", "99"), ("analyst", "x"), ("", "")])
def test_a_stop_that_there_is_not_is_refused(reader: Client, role: str, stop: str) -> None:
    assert step(reader, role, stop).status_code == 404


def test_the_partnerships_own_words_are_found(reader: Client) -> None:
    said = words(reader.get("/help/words/"))
    for word in ("Seen in time", "Emergency waits", "District", "Green", "Polarity"):
        assert word in said
    assert "The Vale agreement" in words(reader.get("/help/words/?q=agreement"))
    found = words(reader.get("/help/words/?q=seen"))
    assert "Seen in time" in found
    assert "Emergency waits" not in found
    assert "No word fits" in words(reader.get("/help/words/?q=zzzz"))
    assert 'href="/indicators/seen-in-time/"' in reader.get("/help/?q=seen+in+time").content.decode()


def test_who_may_read_nothing_reads_no_words(stranger: Client) -> None:
    assert stranger.get("/help/words/").status_code == 403
    assert "Seen in time" not in words(stranger.get("/help/?q=seen"))
    assert stranger.get("/help/tours/").status_code == 403
