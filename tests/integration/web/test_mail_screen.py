"""What was mailed, as administrators see it: what was given up is tried again, and nobody else looks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words
from reference.post_office import PostOffice

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import send_due
from trigpoint.outbox.writing import write_mail


@pytest.fixture
def administrator(vale) -> Client:
    save_person(
        OPERATOR, "ada", name="Ada Administrator", email="ada@vale.example", memberships=[("", "administrator")]
    )
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    return client


def test_what_was_given_up_says_why_and_is_tried_again(administrator: Client, post_office: PostOffice) -> None:
    post_office.refuses["gone@vale.example"] = "550 No such person"
    message = write_mail("gone@vale.example", "Private words", "More private words", why="News")
    send_due()
    page = administrator.get("/mail/")
    assert "1 could not be sent; 0 wait." in words(page)
    assert "The server refuses the address: 550 No such person" in words(page)
    assert "rivate words" not in words(page)
    post_office.refuses.clear()
    assert administrator.post("/mail/", {"again": message.pk}).status_code == 302
    send_due()
    assert len(post_office.letters) == 1
    assert "Sent, " in words(administrator.get("/mail/"))
    assert AuditEntry.objects.filter(action="mail-again", subject=str(message.pk)).exists()


def test_a_mail_to_try_it(administrator: Client, post_office: PostOffice) -> None:
    assert administrator.post("/mail/", {"address": "no address"}).status_code == 400
    assert administrator.post("/mail/", {"address": "ada@vale.example"}).status_code == 302
    send_due()
    assert post_office.letters[0]["Subject"] == "Mail from Trigpoint arrives"


def test_what_was_sent_is_not_sent_again(administrator: Client, post_office: PostOffice) -> None:
    message = write_mail("anna@vale.example", "Once", "Once", why="News")
    send_due()
    for number in (str(message.pk), "999999", "x" * 40):
        assert administrator.post("/mail/", {"again": number}).status_code in (302, 400)
    send_due()
    assert len(post_office.letters) == 1


def test_without_a_server_the_page_says_what_to_set(administrator: Client, settings) -> None:
    settings.MAIL_SERVER = None
    assert "TRIGPOINT_MAIL_URL" in words(administrator.get("/mail/"))
    refused = administrator.post("/mail/", {"address": "ada@vale.example"})
    assert refused.status_code == 400
    assert "No e-mail is sent from here" in words(refused)


def test_nobody_else_looks(reader: Client, steward: Client) -> None:
    Message.objects.create(to="a@b.example", subject="s", text="t", why="News", message_id="x", made_at=timezone.now(), due_at=timezone.now())  # fmt: skip
    for client in (reader, steward):
        assert client.get("/mail/").status_code == 403
        assert client.post("/mail/", {"again": "1"}).status_code == 403
