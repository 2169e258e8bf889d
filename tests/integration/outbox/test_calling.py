"""Calls of other programs: signed, once, never into the server's own network, and with no secret in what is said of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import threading
from collections.abc import Iterator

import pytest
from reference.listener import Listener
from reference.post_office import PostOffice

from trigpoint.outbox import calling
from trigpoint.outbox.calling import BadAddress, require_callable
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import Round, send_due
from trigpoint.outbox.writing import write_call, write_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def listener(settings) -> Iterator[Listener]:
    settings.CALLS_PRIVATE = True
    found = Listener()
    yield found
    found.stop()


def test_a_call_is_made_once_and_signed(listener: Listener, settings) -> None:
    settings.MAIL_SERVER = None
    message = write_call(listener.url, '{"news": []}', why="News", secret="known to both")
    assert send_due() == Round(1, 0)
    assert send_due() == Round(0, 0)
    ((headers, body),) = listener.heard
    assert body == b'{"news": []}'
    assert headers["host"] == listener.url.split("/")[2]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    proof = base64.b64encode(hmac.new(b"known to both", signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{proof}"
    message.refresh_from_db()
    assert (message.text, message.receiver) == ("", "127.0.0.1")


@pytest.mark.parametrize(("answer", "over"), [(500, False), (429, False), (404, True), (302, True)])
def test_a_refusal_is_tried_again_unless_it_is_for_good(listener: Listener, settings, answer: int, over: bool) -> None:
    listener.answers = answer
    message = write_call(listener.url, "{}", why="News", secret="x")
    assert send_due() == Round(0, 1)
    message.refresh_from_db()
    assert message.reason == f"The address answered {answer}."
    assert (message.given_up_at is not None) is over
    assert len(listener.heard) == 1, "redirections are not followed"


def test_who_answers_a_byte_at_a_time_is_broken_off(monkeypatch, settings) -> None:
    settings.CALLS_PRIVATE, settings.MAIL_SERVER = True, None
    monkeypatch.setattr(calling, "LONGEST", 0.5)
    broken_off = threading.Event()

    def drip(server: socket.socket) -> None:
        heard, _ = server.accept()
        with heard:
            heard.sendall(b"HTTP/1.1 200 OK\r\n")
            while not broken_off.wait(0.1):
                try:
                    heard.sendall(b"X")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        write_call(f"http://127.0.0.1:{server.getsockname()[1]}/", "{}", why="News", secret="x")
        assert send_due() == Round(0, 1)
        broken_off.set()
        dripping.join()


def test_calls_go_on_while_the_server_of_mail_is_down(listener: Listener, post_office: PostOffice) -> None:
    post_office.stop()
    for n in range(2):
        write_mail("anna@vale.example", f"News {n}", "Red", why="News")
    write_call(listener.url, "{}", why="News", secret="x")
    assert send_due() == Round(1, 1)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/",
     "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::10.0.0.1]/", "https://[2002:a00:1::]/", "https://169.254.169.254/latest/", "https://u:p@example.org/", "ftp://example.org/",
     "https://", "https://x:port/", "nonsense", ""],
)  # fmt: skip
def test_what_may_not_be_called_is_refused(url: str, settings) -> None:
    settings.CALLS_PRIVATE = False
    with pytest.raises(BadAddress):
        require_callable(url)


def test_a_name_that_means_a_machine_of_our_own_is_not_called(monkeypatch, settings) -> None:
    settings.CALLS_PRIVATE, settings.MAIL_SERVER = False, None
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: inside)
    monkeypatch.setattr(socket, "create_connection", lambda *args: pytest.fail("it was connected to"))
    message = write_call("https://hooks.example.org/x", "{}", why="News", secret="x")
    assert send_due() == Round(0, 1)
    message.refresh_from_db()
    assert "own network" in message.reason
    assert message.given_up_at is not None


def test_no_secret_is_in_what_is_said(listener: Listener, caplog) -> None:
    listener.stop()
    message = write_call(listener.url, "{}", why="News", secret="also s3cret")
    assert send_due() == Round(0, 1)
    message.refresh_from_db()
    assert message.reason.startswith("The address cannot be reached")
    assert "s3cret" not in caplog.text + message.reason
    assert Message.objects.get().receiver == "127.0.0.1"
