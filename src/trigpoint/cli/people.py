"""`trigpoint people`: the first administrator, and keys to the programming interface."""

from __future__ import annotations

from typing import Annotated

import typer

from trigpoint.cli.session import open_installation
from trigpoint.mistakes import Mistake

commands = typer.Typer(no_args_is_help=True, help="Add people, and give keys to programs.", rich_markup_mode=None)


@commands.command(help="Add a person, or change one. The password is asked for, never given as an option.")
def add(
    username: str,
    name: Annotated[str, typer.Option(help="Their name, as shown.")],
    role: Annotated[list[str], typer.Option(help="ROLE for the partnership, or ORGANISATION:ROLE. May be repeated.")],
    email: str = "",
) -> None:
    open_installation()
    from django.core.exceptions import ValidationError

    from trigpoint.access.people import save_person
    from trigpoint.access.viewers import OPERATOR

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    memberships = [(text.rpartition(":")[0], text.rpartition(":")[2]) for text in role]
    try:
        save_person(OPERATOR, username, name=name, email=email, memberships=memberships, password=password)
    except ValidationError as error:
        raise Mistake(" ".join(error.messages)) from error
    typer.echo(f"{name} may now sign in as {username}.")


@commands.command(help="Make a key for the programming interface, which acts as the person. It is shown once.")
def token(
    username: str,
    name: Annotated[str, typer.Option(help="What it is for.")],
    may_load: Annotated[bool, typer.Option("--may-load", help="Whether it may take data in.")] = False,
    days: Annotated[int, typer.Option(min=1, max=3650, help="For how long it works.")] = 365,
) -> None:
    open_installation()
    from trigpoint.access.models import User
    from trigpoint.access.tokens import make_token
    from trigpoint.access.viewers import OPERATOR

    user = User.objects.filter(username=username).first()
    if user is None:
        raise Mistake(f"There is nobody called “{username}”. Add them first: trigpoint people add {username} --name …")
    typer.echo(make_token(OPERATOR, user, name, may_load=may_load, days=days))


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="people")
