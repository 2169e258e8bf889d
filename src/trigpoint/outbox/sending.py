"""Sending what waits: each mail by one process at a time, tried again while it fails, given up after some days.

A mail is claimed, sent, then marked as sent. What a crash leaves claimed is tried again when the claim has run out: of the
two that cannot both be had, a copy is better than a loss.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from ssl import SSLError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from trigpoint.outbox.models import Message

logger = logging.getLogger(__name__)

WAITS = (1, 5, 15, 60, 240, 720)
"""Minutes until the next try after the first, second, … failure; the last for all that follow."""
GIVE_UP = timedelta(days=3)
CLAIM = timedelta(minutes=10)


@dataclass(frozen=True)
class Round:
    """What one round of sending came to."""

    sent: int
    failed: int


def send_due() -> Round:
    """Send what is due, until all is or the server is down: then the rest waits for the next round, untried."""
    if settings.MAIL_SERVER is None:
        return Round(0, 0)
    sent = failed = 0
    connection = EmailBackend(alias="outbox", **settings.MAIL_SERVER.options)
    try:
        while (message := _claimed()) is not None:
            try:
                _send(connection, message)
            except (OSError, SMTPException, ValueError) as error:
                failed += 1
                _fail(message, error)
                connection.close()
                if _server_is_down(error):
                    break
            else:
                sent += 1
    finally:
        connection.close()
    return Round(sent, failed)


def due(now: datetime) -> QuerySet[Message]:
    """What may be tried now, the longest due first."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    return Message.objects.filter(free, sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now).order_by(
        "due_at", "pk"
    )


def _claimed() -> Message | None:
    """The next mail, for this process alone; None where nothing is due."""
    while True:
        now = timezone.now()
        message = due(now).first()
        if message is None:
            return None
        # Of two processes that read the same row only one finds it as it was read.
        same = Message.objects.filter(pk=message.pk, sent_at__isnull=True, claimed_until=message.claimed_until)
        if same.update(claimed_until=now + CLAIM):
            return message


def _send(connection: EmailBackend, message: Message) -> None:
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.MAIL_SERVER.sender, [message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    connection.open()
    connection.send_messages([mail])
    Message.objects.filter(pk=message.pk).update(
        sent_at=timezone.now(), claimed_until=None, tries=message.tries + 1, text="", html="", reason=""
    )


def _fail(message: Message, error: Exception) -> None:
    now, tries = timezone.now(), message.tries + 1
    reason = _reason(error)
    over = _is_for_good(error) or now - message.made_at >= GIVE_UP
    wait = timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])
    Message.objects.filter(pk=message.pk).update(
        tries=tries, reason=reason, claimed_until=None, due_at=now + wait, given_up_at=now if over else None
    )
    logger.warning("Mail %s was not sent (try %s): %s", message.pk, tries, reason)


def _is_for_good(error: Exception) -> bool:
    """Whether no later try can help: the address is refused, or cannot be written into a mail."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def _server_is_down(error: Exception) -> bool:
    """Whether the next mail would fail alike."""
    of_one_mail = isinstance(error, (SMTPRecipientsRefused, ValueError)) or (
        isinstance(error, SMTPResponseException) and not isinstance(error, SMTPAuthenticationError)
    )
    return isinstance(error, SSLError) or not of_one_mail


def _reason(error: Exception) -> str:
    """Why, in plain words, and never what was sent to the server."""
    if isinstance(error, SMTPAuthenticationError):
        return "The server does not accept the user name and password of TRIGPOINT_MAIL_URL."
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"The server refuses the address: {code} {_text(said)}"[:300]
    if isinstance(error, SMTPResponseException):
        return f"The server said: {error.smtp_code} {_text(error.smtp_error)}"[:300]
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return "The mail cannot be written as it is: its address or subject holds what no mail may."
    return f"The server cannot be reached: {getattr(error, 'strerror', None) or error}"[:300]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
