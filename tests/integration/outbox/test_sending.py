"""Mail goes out once and is not lost: with a server of mail that is stopped, started again, and that refuses."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from reference.post_office import PostOffice

from trigpoint.outbox import sending
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import Round, send_due
from trigpoint.outbox.writing import NoMail, write_mail

pytestmark = pytest.mark.django_db


def letter(to: str = "anna@vale.example", subject: str = "Waits turned red") -> Message:
    return write_mail(to, subject, "86% against 95%", why="News", html="<p>86% against 95%</p>")


def later(message: Message, **ago: float) -> None:
    """As if so much time had passed since."""
    message.refresh_from_db()
    shift = timedelta(**ago)
    Message.objects.filter(pk=message.pk).update(
        made_at=message.made_at - shift, due_at=message.due_at - shift,
        claimed_until=message.claimed_until - shift if message.claimed_until else None,
    )  # fmt: skip


def test_a_mail_is_sent_once_in_plain_text_and_html_and_its_text_is_forgotten(post_office: PostOffice) -> None:
    message = letter()
    assert send_due() == Round(1, 0)
    assert send_due() == Round(0, 0)
    (came,) = post_office.letters
    assert (came["To"], came["Subject"], came["From"]) == (
        "anna@vale.example", "Waits turned red", "Trigpoint <trigpoint@vale.example>",
    )  # fmt: skip
    assert came["Message-ID"] == message.message_id
    assert came.get_body(("plain",)).get_content().strip() == "86% against 95%"
    assert came.get_body(("html",)).get_content().strip() == "<p>86% against 95%</p>"
    message.refresh_from_db()
    assert message.sent_at is not None
    assert (message.text, message.html) == ("", "")


def test_while_the_server_is_down_nothing_is_lost_and_later_each_is_sent_once(post_office: PostOffice) -> None:
    post_office.stop()
    messages = [letter(subject=f"News {n}") for n in range(3)]
    assert send_due() == Round(0, 1), "the others wait untried: they would fail alike"
    messages[0].refresh_from_db()
    assert "cannot be reached" in messages[0].reason
    assert messages[0].due_at > timezone.now()
    post_office.start()
    assert send_due() == Round(2, 0)
    later(messages[0], minutes=6)
    assert send_due() == Round(1, 0)
    assert sorted(one["Subject"] for one in post_office.letters) == ["News 0", "News 1", "News 2"]


def test_a_server_that_is_away_for_weeks_loses_nothing(post_office: PostOffice) -> None:
    post_office.stop()
    message = letter()
    for _ in range(30):
        assert send_due() == Round(0, 1)
        later(message, days=1)
    post_office.start()
    assert send_due() == Round(1, 0)


def test_a_mail_that_fails_waits_longer_each_time_and_is_given_up_after_eleven_tries(post_office: PostOffice) -> None:
    post_office.refuses["anna@vale.example"] = "450 Busy"
    message = letter()
    waits = []
    for _ in range(11):
        assert message.given_up_at is None
        assert send_due() == Round(0, 1)
        message.refresh_from_db()
        waits.append(round((message.due_at - timezone.now()).total_seconds() / 60))
        later(message, hours=13)
    assert waits == [1, 5, 15, 60, 240, 720, 720, 720, 720, 720, 720]
    assert message.given_up_at is not None
    assert message.reason == "The server refuses the address: 450 Busy"
    assert message.text, "it can be tried again"
    assert send_due() == Round(0, 0)


def test_an_address_that_is_refused_for_good_holds_up_nobody_else(post_office: PostOffice) -> None:
    post_office.refuses["gone@vale.example"] = "550 No such person"
    gone = letter("gone@vale.example")
    letter()
    assert send_due() == Round(1, 1)
    gone.refresh_from_db()
    assert gone.given_up_at is not None
    assert len(post_office.letters) == 1


def test_two_processes_at_once_never_send_the_same(post_office: PostOffice, monkeypatch) -> None:
    for n in range(3):
        letter(subject=f"News {n}")
    usual, rounds = sending._send, []

    def meanwhile(connection, message) -> None:
        if not rounds:
            rounds.append(None)
            rounds.append(send_due())
        usual(connection, message)

    monkeypatch.setattr(sending, "_send", meanwhile)
    assert send_due() == Round(1, 0)
    assert rounds[1] == Round(2, 0)
    assert sorted(one["Subject"] for one in post_office.letters) == ["News 0", "News 1", "News 2"]


def test_of_two_who_read_the_same_row_one_claims_it(post_office: PostOffice, monkeypatch) -> None:
    message = letter()
    usual = sending.due

    def slow(now, ways):
        found = usual(now, ways)
        if not Message.objects.filter(claimed_until__isnull=False).exists():
            first = found.first()
            Message.objects.filter(pk=message.pk).update(claimed_until=now + sending.CLAIM)
            return type("Read", (), {"first": lambda self: first})()
        return found

    monkeypatch.setattr(sending, "due", slow)
    assert send_due() == Round(0, 0)
    assert post_office.letters == []


def test_what_a_crash_left_claimed_is_tried_again_when_the_claim_has_run_out(post_office: PostOffice) -> None:
    message = letter()
    assert sending._claimed({"mail"}) is not None
    assert send_due() == Round(0, 0)
    later(message, minutes=11)
    assert send_due() == Round(1, 0)


def test_a_mail_is_there_only_with_what_causes_it(post_office: PostOffice) -> None:
    class Broken(Exception):
        pass

    def cause() -> None:
        with transaction.atomic():
            letter()
            raise Broken

    with pytest.raises(Broken):
        cause()
    assert not Message.objects.exists()


def test_a_subject_cannot_begin_another_header(post_office: PostOffice) -> None:
    letter(subject="Red\r\nBcc: everybody@vale.example")
    assert send_due() == Round(1, 0)
    assert post_office.letters[0]["Bcc"] is None


def test_the_password_of_the_server_is_in_no_log_and_no_reason(post_office: PostOffice, settings, caplog) -> None:
    from trigpoint.mail_server import read_mail_server

    settings.MAIL_SERVER = read_mail_server(
        f"smtp://robot:s3cret@127.0.0.1:{post_office.port}/?tls=none", "t@vale.example", "https://vale.example"
    )
    message = letter()
    with caplog.at_level(logging.DEBUG):
        assert send_due() == Round(0, 1)
    message.refresh_from_db()
    assert message.reason
    assert "s3cret" not in caplog.text + message.reason


def test_without_a_server_no_mail_is_written(settings) -> None:
    settings.MAIL_SERVER = None
    with pytest.raises(NoMail, match="No e-mail is sent from here"):
        letter()
    assert send_due() == Round(0, 0)
