"""`trigpoint doctor`: looks at each part of an installation, and says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from trigpoint.cli import checkup
from trigpoint.cli.checkup import Found
from trigpoint.cli.session import make_ready
from trigpoint.installation import Installation

SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


def register(app: typer.Typer) -> None:
    @app.command(help="Look at each part of the installation; exits with 1 where there is a problem.")
    def doctor(
        mend: Annotated[
            bool, typer.Option("--mend", help="First settle and adopt loads, and compact what reads slowly.")
        ] = False,
    ) -> None:
        installation = make_ready()
        problems = 0
        for found in examine(installation, mend):
            problems += found.grade == "problem"
            typer.echo(f"{SIGNS[found.grade]}  {found.part}: {found.what}")
            if found.do:
                typer.echo(f"         {found.do}")
        if problems:
            typer.echo(f"{problems} {'problem' if problems == 1 else 'problems'}.", err=True)
            raise typer.Exit(1)


def examine(installation: Installation, mend: bool = False) -> Iterator[Found]:
    """What is found, part by part. mend: what can be mended by itself is, before it is looked at."""
    yield from checkup.folder(installation)
    try:
        yield from checkup.database(installation)
    except checkup.Unreadable:
        yield from checkup.pages()
        return
    if mend:
        for line in checkup.mend():
            yield Found("mended", "ok", line)
    for part in (
        checkup.definitions_in_force,
        checkup.ledger_and_store,
        checkup.versions,
        checkup.compaction,
        checkup.pages,
        checkup.people,
    ):
        yield from part()
