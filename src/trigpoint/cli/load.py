"""`trigpoint load SOURCE FILE…`: take files in, and account for every row."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli.session import open_installation, progress
from trigpoint.cli.writing import CannotWrite
from trigpoint.mistakes import Mistake

if TYPE_CHECKING:
    from trigpoint.intake.rejects import Rejects

REJECTED = 3


def register(app: typer.Typer) -> None:
    @app.command(help="Take files in by a source, and account for every row.")
    def load(
        source: Annotated[str, typer.Argument(help="The source's code.")],
        files: Annotated[list[Path], typer.Argument(help="The files.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
        accept: Annotated[
            bool, typer.Option("--accept", help="Take it in despite a caution, such as much that would be removed.")
        ] = False,
        rejects: Annotated[
            Path | None,
            typer.Option(
                metavar="PATH",
                help="Write the rejected rows as they were supplied, with the reason beside each: to this file, or for "
                "several files into this folder.",
            ),
        ] = None,
        note: Annotated[str, typer.Option(help="Why, for the history.")] = "",
        arrived: Annotated[
            str | None, typer.Option(metavar="DAY", help="When it came, for history that is brought in later.")
        ] = None,
    ) -> None:
        arrival = instant(arrived)
        for file in files:
            if not file.is_file():
                raise Mistake(f"There is no file {file}.")
        open_installation()
        from trigpoint.access.viewers import OPERATOR
        from trigpoint.intake.actions import take_in_files
        from trigpoint.intake.supply import SuppliedFile
        from trigpoint.intake.words import account_lines

        with progress(f"Reading {', '.join(f.name for f in files)}") as bar:

            def tell(name: str, rows: int) -> None:
                bar.update(bar.task_ids[0], description=f"Reading {name}: {rows:,} rows")

            outcome = take_in_files(
                OPERATOR,
                source,
                [SuppliedFile.at(file) for file in files],
                note=note,
                accept=accept,
                dry_run=dry_run,
                at=arrival,
                progress=tell,
                keep_rejects_in=_scratch() if dry_run and rejects else None,
            )
        for line in account_lines(outcome):
            typer.echo(line)
        if dry_run:
            typer.echo("This was a dry run: nothing was taken in.")
        elif outcome.load is not None:
            typer.echo(f"Load {outcome.load.pk}.")
        if rejects is not None and outcome.rejected:
            _write_rejects(outcome.rejects, files, rejects)
        if outcome.rejected:
            raise typer.Exit(REJECTED)


def instant(day: str | None) -> datetime | None:
    """Noon of the day, UTC; None where none is given."""
    if not day:
        return None
    from datetime import UTC

    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise Mistake(f"“{day[:40]}” is not a day. Write it as {date.today().isoformat()}.") from error  # noqa: DTZ011
    instant = datetime.combine(found, time(12), UTC)
    if instant > datetime.now(UTC):
        raise Mistake(f"Nothing can have come on {found:%-d %B %Y}: that is still to come.")
    return instant


def _scratch() -> Path:
    import tempfile

    from django.conf import settings

    return Path(tempfile.mkdtemp(prefix="rejects-", dir=settings.INSTALLATION.scratch))


def _write_rejects(rejects: Rejects, files: list[Path], to: Path) -> None:
    try:
        if len(files) == 1:
            for written in rejects.files:
                if written is not None:
                    if to.suffix.lower() != written.suffix:
                        to = to.with_name(to.name + written.suffix)
                    shutil.copyfile(written, to)
        else:
            to.mkdir(parents=True, exist_ok=True)
            for file, written in zip(files, rejects.files, strict=True):
                if written is not None:
                    shutil.copyfile(written, to / f"{file.stem}-rejected{written.suffix}")
    except OSError as error:
        raise CannotWrite(f"The rejected rows cannot be written to {to}: {error.strerror}.") from error
    typer.echo(f"The rejected rows stand in {to}, each with its reason: mend them there and load it again.")
