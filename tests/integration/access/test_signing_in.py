"""Guessing passwords is slowed down, however the name is written; and the demo's open door is for its own machine."""

from __future__ import annotations

import pytest
from django.test import Client
from reference.partnership import People

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.sign_in import MOST_FAILURES, MOST_FROM_ONE_PLACE
from trigpoint.access.viewers import OPERATOR

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def victim(people: People) -> User:
    return save_person(OPERATOR, "victim", name="Vic Tim", memberships=[("", "board-member")], password=PASSWORD)


def try_to_sign_in(username: str, password: str, **headers: str) -> str:
    """What the page says; nothing where one is signed in."""
    answer = Client().post("/sign-in/", {"username": username, "password": password}, **headers)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_name_may_fail_so_often_and_then_must_wait_whoever_knows_the_password(victim: User) -> None:
    for _ in range(MOST_FAILURES):
        assert "Wait 15 minutes" not in try_to_sign_in("victim", "wrong")
    assert "Wait 15 minutes" in try_to_sign_in("victim", PASSWORD)


@pytest.mark.parametrize("written", [" victim", "victim ", "\tvictim", "ｖictim", "ｖｉｃｔｉｍ\u3000"])
def test_no_other_way_to_write_a_name_goes_round_the_waiting(victim: User, written: str) -> None:
    for _ in range(MOST_FAILURES):
        try_to_sign_in(written, "wrong")
    for name in (written, "victim"):
        assert "Wait 15 minutes" in try_to_sign_in(name, PASSWORD)


def test_whoever_tries_many_names_from_one_place_must_wait_and_others_need_not(victim: User) -> None:
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    for number in range(MOST_FROM_ONE_PLACE):
        try_to_sign_in(f"somebody-{number}", "wrong", **elsewhere)
    assert "Wait 15 minutes" in try_to_sign_in("victim", PASSWORD, **elsewhere, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert try_to_sign_in("victim", PASSWORD, REMOTE_ADDR="203.0.113.10") == ""


def test_behind_the_proxy_of_a_server_a_place_is_what_the_proxy_says(victim: User, settings) -> None:
    settings.HTTPS = True
    proxy = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}
    for number in range(MOST_FROM_ONE_PLACE):
        try_to_sign_in(f"somebody-{number}", "wrong", **proxy)
    lies = proxy | {"HTTP_X_FORWARDED_FOR": "192.0.2.77, 203.0.113.9"}
    assert "Wait 15 minutes" in try_to_sign_in("victim", PASSWORD, **lies)
    others = proxy | {"HTTP_X_FORWARDED_FOR": "203.0.113.10"}
    assert try_to_sign_in("victim", PASSWORD, **others) == ""


def test_in_the_demo_one_becomes_anybody_on_the_machine_itself(victim: User, settings) -> None:
    settings.DEMO = True
    assert "Vic Tim" in Client().get("/sign-in/").content.decode()
    assert Client().post("/become/", {"username": "victim"}).status_code == 302


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto", "CF-Connecting-IP",
        "True-Client-IP",
    ],
)  # fmt: skip
def test_in_the_demo_nobody_becomes_anybody_through_a_proxy(victim: User, settings, header: str) -> None:
    settings.DEMO = True
    passed_on = Client(headers={header: "example"})
    assert "Vic Tim" not in passed_on.get("/sign-in/").content.decode()
    assert passed_on.post("/become/", {"username": "victim"}).status_code == 404


def test_whoever_comes_by_a_proxy_that_was_not_made_known_is_counted_as_one_place(victim: User) -> None:
    for number in range(MOST_FROM_ONE_PLACE):
        try_to_sign_in(f"somebody-{number}", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert "Wait 15 minutes" in try_to_sign_in("victim", PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert try_to_sign_in("victim", PASSWORD) == ""
