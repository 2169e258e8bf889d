"""`trigpoint new`: an empty partnership and its first administrator."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation
from trigpoint.mistakes import Mistake


def register(app: typer.Typer) -> None:
    @app.command(help="Begin a partnership of your own. The administrator's password is asked for, never an option.")
    def new(
        name: Annotated[str, typer.Argument(help="What the partnership is called.")],
        partner: Annotated[list[str], typer.Option(help="The name of a partner. Repeat it for each.")],
        administrator: Annotated[str, typer.Option(help="The user name of the first administrator.")],
        administrator_name: Annotated[str, typer.Option(help="Their name, as shown. Absent: the user name.")] = "",
        email: Annotated[str, typer.Option(help="Their e-mail address.")] = "",
        starter: Annotated[
            str, typer.Option(help="What to start from: balanced-scorecard, efqm, agreement or blank.")
        ] = "balanced-scorecard",
        year_starts: Annotated[
            str, typer.Option(metavar="MM-DD", help="The day on which the financial year starts.")
        ] = "04-01",
        words: Annotated[
            str,
            typer.Option(help="What you call better than target, on target, within tolerance and off target."),
        ] = "Exceeding,Green,Amber,Red",
        tolerance: Annotated[
            str, typer.Option(metavar="PERCENT", help="How far short of a target is still within tolerance.")
        ] = "5",
        colour: Annotated[str, typer.Option(metavar="#RRGGBB", help="Its own colour, for buttons and links.")] = "",
        logo: Annotated[Path | None, typer.Option(help="A PNG or JPEG file, shown beside its name.")] = None,
    ) -> None:
        installation = open_installation()
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError

        from trigpoint.access.models import User
        from trigpoint.access.viewers import OPERATOR
        from trigpoint.catalogue.logo import keep_logo, read_logo
        from trigpoint.catalogue.starting import Administrator, AlreadyStarted, NewPartnership, is_started, start

        if is_started():
            raise AlreadyStarted(
                f"There is a partnership in {installation.home} already. Name another folder with --home."
            )
        try:
            percent = Decimal(tolerance)
        except InvalidOperation:
            raise Mistake(f"“{tolerance}” is no percentage for --tolerance: write a number, as 5.") from None
        said = NewPartnership(
            name.strip(), tuple(each.strip() for each in partner), year_starts,
            tuple(word.strip() for word in words.split(",")), percent, starter, colour,
        )  # fmt: skip
        picture = read_logo(logo) if logo else None
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        shown = administrator_name or administrator
        try:
            validate_password(password, User(username=administrator, name=shown, email=email))
        except ValidationError as error:
            raise Mistake(" ".join(error.messages)) from error
        start(said, Administrator(administrator, shown, email, password))
        if picture is not None:
            keep_logo(OPERATOR, picture)
        partners = "1 partner" if len(partner) == 1 else f"{len(partner)} partners"
        typer.echo(f"{said.name} begins in {installation.home}, with {partners}. {shown} signs in as {administrator}.")
        typer.echo(f"Now serve it: trigpoint --home {installation.home} serve")
