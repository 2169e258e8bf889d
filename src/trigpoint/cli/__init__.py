"""The command line: one module a command. Commands call the same actions and the same door as the pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import Home
from trigpoint.mistakes import Mistake

app = typer.Typer(
    name="trigpoint",
    help="A shared performance management information system for partnerships.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"trigpoint {version('trigpoint')}")
        raise typer.Exit


@app.callback()
def choose(
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="FOLDER", help="The installation; else TRIGPOINT_HOME, else ./trigpoint-home."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version, and stop.")
    ] = False,
) -> None:
    """Every command works on one installation."""
    Home.chosen = home


@cache
def commands() -> typer.Typer:
    """The command line with all its commands."""
    from trigpoint.cli import (
        ask,
        definitions,
        demo,
        doctor,
        explain,
        load,
        mail,
        new,
        news,
        people,
        report,
        serve,
        training,
        work,
    )

    for module in (
        demo,
        training,
        new,
        serve,
        load,
        ask,
        explain,
        report,
        definitions,
        people,
        news,
        mail,
        work,
        doctor,
    ):
        module.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a person's mistake is one message on stderr and an exit code, never a traceback.

    Exit codes: 0 done, 1 could not be done, 2 asked wrongly, 3 some rows were rejected. arguments: None for those of
    the shell.
    """
    try:
        commands()(args=None if arguments is None else list(arguments))
    except Mistake as mistake:
        typer.echo(f"trigpoint: {mistake}", err=True)
        sys.exit(mistake.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nobody is left to tell.
        sys.stderr.close()
        sys.exit(141)
