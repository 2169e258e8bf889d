"""Sending a mail by SMTP, and what its failures mean."""

from __future__ import annotations

from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from trigpoint.outbox.faults import NotSent
from trigpoint.outbox.models import Message


def connection_to_server() -> EmailBackend:
    """A connection that is opened by the first mail."""
    return EmailBackend(alias="outbox", **settings.MAIL_SERVER.options)


def send_mail(connection: EmailBackend, message: Message) -> None:
    """Send one mail. Raises NotSent, with the connection closed."""
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.MAIL_SERVER.sender, [message.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        connection.open()
        connection.send_messages([mail])
    except (OSError, SMTPException, ValueError) as error:
        connection.close()
        raise _not_sent(error) from error


def _not_sent(error: Exception) -> NotSent:
    if isinstance(error, SMTPAuthenticationError):
        return NotSent("The server does not accept the user name and password of TRIGPOINT_MAIL_URL.", down=True)
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        for_good = all(code >= 500 for code, _ in error.recipients.values())
        return NotSent(f"The server refuses the address: {code} {_text(said)}", for_good=for_good)
    if isinstance(error, SMTPResponseException):
        return NotSent(f"The server said: {error.smtp_code} {_text(error.smtp_error)}")
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return NotSent(
            "The mail cannot be written as it is: its address or subject holds what no mail may.", for_good=True
        )
    return NotSent(f"The server cannot be reached: {getattr(error, 'strerror', None) or error}", down=True)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
