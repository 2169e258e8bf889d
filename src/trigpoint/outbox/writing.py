"""Putting a mail or a call in the outbox: in the transaction of what causes it, so that there is neither without the other."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.utils import timezone

from trigpoint.mistakes import Mistake
from trigpoint.outbox.calling import require_callable
from trigpoint.outbox.models import Message


class NoMail(Mistake):
    """No mail can be sent from here, or not to that address."""


def mail_is_set() -> bool:
    """Whether this installation has a server of mail."""
    return settings.MAIL_SERVER is not None


def link_to(path: str) -> str:
    """The whole address of a path of the product, as it stands in a mail. Raises NoMail."""
    _require_server()
    return f"{settings.SITE_URL}{path}"


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


def write_call(url: str, body: str, *, why: str, secret: str, not_before: datetime | None = None) -> Message:
    """Keep a call of another program, signed so that it knows us. not_before: when it may be made at the earliest.

    The signature is of the message's name, the second of its writing and its body, with points between them, by
    HMAC-SHA256: as Standard Webhooks have it. Raises BadAddress.
    """
    require_callable(url)
    now = timezone.now()
    name, second = f"trig_{secrets.token_hex(12)}", str(int(now.timestamp()))
    signed = hmac.new(secret.encode(), f"{name}.{second}.{body}".encode(), hashlib.sha256).digest()
    headers = {
        "webhook-id": name, "webhook-timestamp": second, "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }  # fmt: skip
    return Message.objects.create(
        way=Message.Way.CALL, to=url, text=body, headers=headers, why=why, message_id=name, made_at=now,
        due_at=max(now, not_before) if not_before else now,
    )  # fmt: skip


def _require_server() -> None:
    if not mail_is_set():
        raise NoMail("No e-mail is sent from here: whoever runs the server has not set TRIGPOINT_MAIL_URL.")
