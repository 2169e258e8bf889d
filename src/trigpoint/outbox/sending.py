"""Sending what waits: each message by one process at a time, tried again while it fails, given up after some tries. That the
server of mail is not there is no fault of a message, and gives none up.

A message is claimed, sent, then marked as sent. What a crash leaves claimed is tried again when the claim has run out: of the
two that cannot both be had, a copy is better than a loss.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from trigpoint.outbox.calling import call
from trigpoint.outbox.faults import NotSent
from trigpoint.outbox.mailing import connection_to_server, send_mail
from trigpoint.outbox.models import Message

logger = logging.getLogger(__name__)

WAITS = (1, 5, 15, 60, 240, 720)
"""Minutes until the next try after the first, second, … failure; the last for all that follow."""
MOST_TRIES = 11
"""Over three days, as the waits are."""
WAITS_FOR_SERVER = 5
"""Minutes until the next try where the server itself was not there."""
CLAIM = timedelta(minutes=10)


@dataclass(frozen=True)
class Round:
    """What one round of sending came to."""

    sent: int
    failed: int


def send_due() -> Round:
    """Send what is due. Where the server of mail is down, the rest of the mail waits for the next round, untried."""
    sent = failed = 0
    ways = {Message.Way.CALL}
    connection = None
    if settings.MAIL_SERVER is not None:
        ways.add(Message.Way.MAIL)
        connection = connection_to_server()
    try:
        while (message := _claimed(ways)) is not None:
            try:
                _send(connection, message)
            except NotSent as why:
                failed += 1
                _fail(message, why)
                if why.down:
                    ways.discard(Message.Way.MAIL)
            else:
                sent += 1
    finally:
        if connection is not None:
            connection.close()
    return Round(sent, failed)


def due(now: datetime, ways: Collection[str]) -> QuerySet[Message]:
    """What may be tried now by these ways, the longest due first."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    waits = Message.objects.filter(free, way__in=ways, sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    return waits.order_by("due_at", "pk")


def _claimed(ways: Collection[str]) -> Message | None:
    """The next message, for this process alone; None where nothing is due."""
    while True:
        now = timezone.now()
        message = due(now, ways).first()
        if message is None:
            return None
        # Of two processes that read the same row only one finds it as it was read.
        same = Message.objects.filter(pk=message.pk, sent_at__isnull=True, claimed_until=message.claimed_until)
        if same.update(claimed_until=now + CLAIM):
            return message


def _send(connection: EmailBackend | None, message: Message) -> None:
    if message.way == Message.Way.CALL or connection is None:
        call(message)
    else:
        send_mail(connection, message)
    Message.objects.filter(pk=message.pk).update(
        sent_at=timezone.now(), claimed_until=None, tries=message.tries + 1, text="", html="", reason=""
    )


def _fail(message: Message, why: NotSent) -> None:
    now, tries = timezone.now(), message.tries if why.down else message.tries + 1
    over = why.for_good or tries >= MOST_TRIES
    wait = timedelta(minutes=WAITS_FOR_SERVER if why.down else WAITS[min(tries, len(WAITS)) - 1])
    Message.objects.filter(pk=message.pk).update(
        tries=tries, reason=why.reason, claimed_until=None, due_at=now + wait, given_up_at=now if over else None
    )
    logger.warning("Message %s was not sent (try %s): %s", message.pk, tries, why.reason)
