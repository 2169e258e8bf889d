"""`trigpoint load SOURCE FILE…`: take files in, and account for every row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation, progress

REJECTED = 3


def register(app: typer.Typer) -> None:
    @app.command(help="Take files in by a source, and account for every row.")
    def load(
        source: Annotated[str, typer.Argument(help="The source's code.")],
        files: Annotated[list[Path], typer.Argument(help="The files.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
        rejects: Annotated[
            Path | None, typer.Option(help="Write the rejected rows, with the reason beside each, to this CSV.")
        ] = None,
        note: Annotated[str, typer.Option(help="Why, for the history.")] = "",
    ) -> None:
        open_installation()
        from trigpoint.access.viewers import OPERATOR
        from trigpoint.intake.actions import take_in_files
        from trigpoint.intake.words import account_lines

        with progress(f"Reading {', '.join(f.name for f in files)}"):
            outcome = take_in_files(OPERATOR, source, files, note=note, dry_run=dry_run)
        for line in account_lines(outcome):
            typer.echo(line)
        if rejects is not None and outcome.rejected:
            outcome.write_rejects(rejects)
            typer.echo(
                f"The rejected rows stand in {rejects}, each with its reason: mend them there and load it again."
            )
        if outcome.rejected:
            raise typer.Exit(REJECTED)
