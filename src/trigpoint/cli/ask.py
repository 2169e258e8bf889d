"""`trigpoint ask INDICATOR…`: the same question as the pages ask, answered as a table or a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation
from trigpoint.cli.writing import format_of, put
from trigpoint.mistakes import Mistake

FORMATS = ("table", "csv", "json", "parquet")


def register(app: typer.Typer) -> None:
    @app.command(help="Ask for figures, by the codes of their indicators.")
    def ask(
        indicators: Annotated[list[str], typer.Argument(metavar="INDICATOR…", help="Codes of indicators.")],
        by: Annotated[
            list[str] | None,
            typer.Option(metavar="DIMENSION[:LEVEL]|period", help="Break down by this. May be repeated."),
        ] = None,
        where: Annotated[
            list[str] | None,
            typer.Option(metavar="DIMENSION=MEMBER,…", help="Only these, by code or name. May be repeated."),
        ] = None,
        period: Annotated[
            str | None,
            typer.Option(help="2019-03, 2018-Q4, 2018-19, 2018-04..2019-03 or last:12. Absent: the latest."),
        ] = None,
        grain: Annotated[
            str | None, typer.Option(help="month, quarter, year, ytd, rolling-12. Absent: the period's own.")
        ] = None,
        as_at: Annotated[
            str | None, typer.Option("--as-at", metavar="DAY", help="As known at the end of this day.")
        ] = None,
        compare: Annotated[
            list[str] | None,
            typer.Option(help="A comparator, last-period, last-year or baseline. May be repeated."),
        ] = None,
        totals: Annotated[bool, typer.Option("--totals", help="Also a total over each breakdown.")] = False,
        framework: Annotated[str | None, typer.Option(help="Judge by its place in this framework.")] = None,
        rule_set: Annotated[str | None, typer.Option("--rule-set", help="Judge by this status rule.")] = None,
        format_: Annotated[
            str | None, typer.Option("--format", help="table, csv, json or parquet. Absent: as --out ends, else table.")
        ] = None,
        out: Annotated[Path | None, typer.Option(help="Write to this file, not to the terminal.")] = None,
    ) -> None:
        kind = format_of(format_, out if out and out.suffix.removeprefix(".") in FORMATS else None, "table")
        if kind not in FORMATS:
            raise Mistake(f"There is no format “{kind}”. There are: {', '.join(FORMATS)}.")
        if kind == "parquet" and out is None and sys.stdout.isatty():
            raise Mistake("A Parquet file cannot be read on a terminal. Name a file: --out FILE.")
        open_installation()
        from django.utils import timezone

        from trigpoint.access.viewers import OPERATOR
        from trigpoint.ask.in_words import ask_in_words, read_day
        from trigpoint.cli.answer_files import written

        answers = ask_in_words(
            OPERATOR,
            indicators,
            by=by or (),
            where=where or (),
            period=period,
            grain=grain,
            as_at=read_day(as_at, timezone.localdate()),
            compare=compare or (),
            totals=totals,
            framework=framework,
            rule_set=rule_set,
        )
        put(written(answers, kind), out)
