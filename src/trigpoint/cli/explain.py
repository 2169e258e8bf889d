"""`trigpoint explain INDICATOR`: from a figure down to its formula, its parts, and the rows that were supplied."""

from __future__ import annotations

from typing import Annotated

import typer

from trigpoint.cli.session import open_installation
from trigpoint.mistakes import Mistake


def register(app: typer.Typer) -> None:
    @app.command(help="Walk one figure down to its formula, what it is made of, and the rows that were supplied.")
    def explain(
        indicator: Annotated[str, typer.Argument(help="The indicator's code.")],
        where: Annotated[
            list[str] | None, typer.Option(metavar="DIMENSION=MEMBER,…", help="For these. May be repeated.")
        ] = None,
        period: Annotated[str | None, typer.Option(help="2019-03, 2018-Q4, 2018-19. Absent: the latest.")] = None,
        grain: Annotated[str | None, typer.Option(help="ytd, rolling-12. Absent: the period's own.")] = None,
        as_at: Annotated[
            str | None, typer.Option("--as-at", metavar="DAY", help="As known at the end of this day.")
        ] = None,
        framework: Annotated[str | None, typer.Option(help="Judge by its place in this framework.")] = None,
        rows: Annotated[int, typer.Option(min=0, max=10_000, help="How many supplied rows to show of each part.")] = 10,
        format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    ) -> None:
        if format_ not in ("table", "json"):
            raise Mistake(f"There is no format “{format_}” for an explanation. There are: table, json.")
        open_installation()
        from django.utils import timezone

        from trigpoint.access.viewers import OPERATOR
        from trigpoint.ask.explained import explain_in_words, explanation_record
        from trigpoint.ask.in_words import read_day
        from trigpoint.ask.records import dumps
        from trigpoint.cli.explanation_text import explanation_lines

        explained = explain_in_words(
            OPERATOR,
            indicator,
            where=where or (),
            period=period,
            grain=grain,
            as_at=read_day(as_at, timezone.localdate()),
            framework=framework,
            rows=rows,
        )
        if format_ == "json":
            typer.echo(dumps(explanation_record(explained)))
            return
        for line in explanation_lines(explained):
            typer.echo(line)
