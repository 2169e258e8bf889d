"""What was mailed, for administrators: what waits, what was given up and why, and trying it again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.outbox.models import Message
from trigpoint.outbox.writing import write_mail

NEWEST = 200


def mail_of(viewer: Viewer) -> list[Message]:
    """The newest mails: given up first, then what waits, then what was sent. Their texts are for their readers alone.

    Raises NotAllowed.
    """
    require(viewer, "manage-people")
    newest = Message.objects.defer("text", "html").order_by("-made_at", "-pk")[:NEWEST]
    return sorted(newest, key=lambda one: (one.given_up_at is None, one.sent_at is not None))


@transaction.atomic
def try_again(viewer: Viewer, pk: int) -> bool:
    """Try a mail again that was given up, as if it were new; whether there was such a one. Raises NotAllowed."""
    require(viewer, "manage-people")
    now = timezone.now()
    waiting = Message.objects.filter(pk=pk, given_up_at__isnull=False, sent_at__isnull=True)
    tried = bool(waiting.update(given_up_at=None, due_at=now, made_at=now, claimed_until=None))
    if tried:
        audit.record(viewer, "mail-again", "mail", str(pk))
    return tried


@transaction.atomic
def test_mail(viewer: Viewer, address: str) -> Message:
    """Write a mail that says that mail arrives. Raises NotAllowed and NoMail."""
    require(viewer, "manage-people")
    message = write_mail(
        address, "Mail from Trigpoint arrives", "This is a test, asked for by an administrator. Nothing is to be done.\n",
        why="Test",
    )  # fmt: skip
    audit.record(viewer, "test-mail", "mail", str(message.pk))
    return message
