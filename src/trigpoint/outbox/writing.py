"""Putting a mail in the outbox: in the transaction of what causes it, so that there is neither without the other."""

from __future__ import annotations

from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.utils import timezone

from trigpoint.mistakes import Mistake
from trigpoint.outbox.models import Message


class NoMail(Mistake):
    """No mail can be sent from here, or not to that address."""


def mail_is_set() -> bool:
    """Whether this installation has a server of mail."""
    return settings.MAIL_SERVER is not None


def link_to(path: str) -> str:
    """The whole address of a path of the product, as it stands in a mail. Raises NoMail."""
    _require_server()
    return f"{settings.MAIL_SERVER.site}{path}"


def write_mail(to: str, subject: str, text: str, *, why: str, html: str = "") -> Message:
    """Keep a mail to be sent. Raises NoMail where none can be."""
    _require_server()
    if not to:
        raise NoMail("There is no e-mail address to send it to.")
    now = timezone.now()
    host = parseaddr(settings.MAIL_SERVER.sender)[1].rpartition("@")[2]
    return Message.objects.create(
        # A line break in a subject would begin another header.
        to=to, subject=" ".join(subject.split())[:250], text=text, html=html, why=why, message_id=make_msgid(domain=host),
        made_at=now, due_at=now,
    )  # fmt: skip


def _require_server() -> None:
    if not mail_is_set():
        raise NoMail("No e-mail is sent from here: whoever runs the server has not set TRIGPOINT_MAIL_URL.")
