"""`trigpoint report board|partner`: a report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation, progress
from trigpoint.cli.writing import format_of, put


def register(app: typer.Typer) -> None:
    @app.command(help="Make a report: the monthly Board report, or a partner's own.")
    def report(
        name: Annotated[str, typer.Argument(help="board or partner.")],
        period: Annotated[str | None, typer.Option(help="2019-03, 2018-Q4, 2018-19. Absent: the latest.")] = None,
        organisation: Annotated[str, typer.Option(help="Whose report, by the organisation's code.")] = "",
        framework: Annotated[str, typer.Option(help="The framework's code. Absent: the largest.")] = "",
        format_: Annotated[
            str | None, typer.Option("--format", help="pdf, docx, xlsx or odt. Absent: as --out ends, else pdf.")
        ] = None,
        as_at: Annotated[
            str | None, typer.Option("--as-at", metavar="DAY", help="As known at the end of this day.")
        ] = None,
        out: Annotated[
            Path | None, typer.Option(help="Write to this file, or into this folder. Absent: here, by its own name.")
        ] = None,
    ) -> None:
        ending = format_of(format_, out, "pdf")
        open_installation()
        from django.utils import timezone

        from trigpoint.access.viewers import OPERATOR
        from trigpoint.ask.in_words import read_day
        from trigpoint.publish.produce import make_report

        with progress(f"Making the {name} report"):
            file_name, content = make_report(
                OPERATOR,
                name,
                period,
                organisation,
                ending,
                read_day(as_at, timezone.localdate()),
                framework=framework,
            )
        target = Path(file_name) if out is None else out / file_name if out.is_dir() else out
        put(content, target)
        typer.echo(f"{target} ({len(content):,} bytes)", err=True)
