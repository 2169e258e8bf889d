"""`trigpoint mail`: send what waits in the outbox, and see whether mail arrives at all."""

from __future__ import annotations

import typer

from trigpoint.cli.session import open_installation
from trigpoint.mistakes import Mistake

commands = typer.Typer(
    no_args_is_help=True, help="Send what waits in the outbox, or a mail to try it.", rich_markup_mode=None
)


class NotSent(Mistake):
    """A mail that could not be sent now; it stays in the outbox."""

    exit_code = 1


@commands.command(help="Send what is due, and say what came of it. `trigpoint serve` does so by itself.")
def send() -> None:
    open_installation()
    from trigpoint.outbox.sending import send_due

    _require_server()
    came = send_due()
    typer.echo(f"{came.sent} sent, {came.failed} could not be sent.")
    if came.failed:
        raise NotSent("What could not be sent stays in the outbox, with the reason, and is tried again.")


@commands.command(help="Send a mail to an address, to see whether it arrives.")
def test(address: str) -> None:
    open_installation()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from trigpoint.access.mail import test_mail
    from trigpoint.access.viewers import OPERATOR
    from trigpoint.outbox.sending import send_due

    try:
        validate_email(address)
    except ValidationError as error:
        raise Mistake(f"“{address}” is no e-mail address.") from error
    message = test_mail(OPERATOR, address)
    send_due()
    message.refresh_from_db()
    if message.sent_at is None:
        raise NotSent(
            message.reason
            or "Another process is sending it, or an earlier one could not be sent: look again with trigpoint mail send."
        )
    typer.echo(f"Sent to {address}.")


def _require_server() -> None:
    from trigpoint.outbox.writing import NoMail, mail_is_set

    if not mail_is_set():
        raise NoMail("No server of mail is set. Set TRIGPOINT_MAIL_URL, TRIGPOINT_MAIL_FROM and TRIGPOINT_URL.")


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="mail")
