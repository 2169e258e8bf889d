"""Invited by mail, and back in after a forgotten password: a link that works for some days, and once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from reference.pages import words
from reference.post_office import PostOffice

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import send_due

PASSWORD = "a quiet green lamp"


@pytest.fixture
def administrator(vale) -> Client:
    save_person(
        OPERATOR, "ada", name="Ada Administrator", email="ada@vale.example", memberships=[("", "administrator")]
    )
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    return client


def filled(**more: str) -> dict[str, str]:
    return {
        "username": "newt", "name": "Newt New", "email": "newt@vale.example", "role": "board-member", "organisation": "",
        "since": "", "until": "", "breakdown": "", "within": "", "invite": "yes",
    } | more  # fmt: skip


def link(post_office: PostOffice) -> str:
    """The path of the link in the newest letter."""
    send_due()
    text = post_office.letters[-1].get_body(("plain",)).get_content()
    found = re.search(r"https://vale\.example(/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def invited(administrator: Client, post_office: PostOffice) -> str:
    """The path of the link that somebody new was sent."""
    assert administrator.post("/people/new/", filled()).status_code == 302
    return link(post_office)


def choose(path: str, password: str = PASSWORD):
    return Client().post(path, {"password": password, "again": password})


def test_who_is_invited_chooses_a_password_and_signs_in(invited: str, post_office: PostOffice) -> None:
    assert post_office.letters[0]["To"] == "newt@vale.example"
    assert "Ada Administrator invites you" in post_office.letters[0].get_body(("plain",)).get_content()
    assert "For Newt New, who signs in as newt." in words(Client().get(invited))
    assert choose(invited, "short").status_code == 400
    assert choose(invited).status_code == 302
    assert Client().login(username="newt", password=PASSWORD)
    assert AuditEntry.objects.filter(action="choose-password", subject="newt").exists()


def test_a_link_works_once(invited: str) -> None:
    assert choose(invited).status_code == 302
    for again in (Client().get(invited), choose(invited, "another long password")):
        assert again.status_code == 404
        assert "This link works no longer" in words(again)
    assert Client().login(username="newt", password=PASSWORD)


def test_a_link_is_over_after_its_days(invited: str, monkeypatch) -> None:
    assert Client().get(invited).status_code == 200
    later = signing.time.time() + timedelta(days=7, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().get(invited).status_code == 404


def test_a_closed_account_cannot_use_its_link(invited: str) -> None:
    User.objects.filter(username="newt").update(is_active=False)
    assert choose(invited).status_code == 404


def test_a_link_that_was_changed_is_no_link(invited: str) -> None:
    for path in (invited[:-6] + "xxxx/", "/choose-password/x/", "/choose-password/:::/"):
        assert Client().get(path).status_code == 404


def test_an_invitation_is_sent_again_and_using_one_ends_both(
    administrator: Client, invited: str, post_office: PostOffice
) -> None:
    assert administrator.post("/people/newt/invite/").status_code == 302
    second = link(post_office)
    assert choose(second).status_code == 302
    assert choose(invited).status_code == 404


def test_another_address_ends_links_to_the_one_before(invited: str) -> None:
    User.objects.filter(username="newt").update(email="elsewhere@vale.example")
    assert choose(invited).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": ""}, "Write the address to which the invitation goes."),
        ({"password": "a long password of hers"}, "Who is invited chooses a password"),
    ],
)
def test_what_cannot_be_invited_is_said_and_nobody_is_added(
    administrator: Client, post_office: PostOffice, wrong: dict[str, str], said: str
) -> None:
    page = administrator.post("/people/new/", filled(**wrong))
    assert page.status_code == 400
    assert said in words(page)
    assert not User.objects.filter(username="newt").exists()
    assert not Message.objects.exists()


def test_without_a_server_of_mail_nothing_offers_a_link(administrator: Client, settings) -> None:
    settings.MAIL_SERVER = None
    assert "Send an invitation" not in words(administrator.get("/people/new/"))
    assert administrator.post("/people/new/", filled()).status_code == 400
    assert not User.objects.filter(username="newt").exists()
    assert "forgotten" not in words(Client().get("/sign-in/"))
    assert "Ask an administrator" in words(Client().get("/forgotten/"))


def test_only_administrators_invite(reader: Client, steward: Client, post_office: PostOffice) -> None:
    User.objects.filter(username="lead").update(email="lead@vale.example")
    for client in (reader, steward):
        assert client.post("/people/lead/invite/").status_code == 403
    assert not Message.objects.exists()


def test_the_answer_never_tells_whether_there_is_such_a_person(vale, post_office: PostOffice) -> None:
    User.objects.filter(username="lead").update(email="lead@vale.example")
    said = {words(Client().post("/forgotten/", {"named": named})) for named in ("lead", "LEAD@vale.example", "nobody")}
    assert len(said) == 1
    send_due()
    assert [one["To"] for one in post_office.letters] == ["lead@vale.example"] * 2


def test_a_forgotten_password_is_chosen_anew_and_ends_every_way_in(vale, post_office: PostOffice) -> None:
    User.objects.filter(username="lead").update(email="lead@vale.example")
    inside = Client()
    inside.force_login(User.objects.get(username="lead"))
    Client().post("/forgotten/", {"named": "lead"})
    path = link(post_office)
    assert Client().login(username="lead", password="a long password"), "it stays as it is until another is chosen"
    assert choose(path).status_code == 404, "who has signed in has not forgotten it"
    Client().post("/forgotten/", {"named": "lead"})
    assert choose(link(post_office)).status_code == 302
    assert inside.get("/").status_code == 302


def test_who_asks_again_and_again_fills_nobodys_mailbox(vale, post_office: PostOffice) -> None:
    User.objects.filter(username="lead").update(email="lead@vale.example")
    for _ in range(6):
        assert Client().post("/forgotten/", {"named": "lead"}).status_code == 200
    assert Message.objects.count() == 3
    User.objects.filter(username="lead").update(is_active=False)
    AuditEntry.objects.filter(action="password-forgotten").update(at=timezone.now() - timedelta(hours=2))
    Client().post("/forgotten/", {"named": "lead"})
    assert Message.objects.count() == 3, "a closed account gets none"
