"""`trigpoint news`: work out now what each person is to be told. `trigpoint serve` does so by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation


def register(app: typer.Typer) -> None:
    @app.command(help="Work out what each person is to be told, and put what is mailed and posted into the outbox.")
    def news(
        since: Annotated[
            datetime | None,
            typer.Option(
                formats=["%Y-%m-%d"], help="What was known at the end of that day is no news; else of the day before."
            ),
        ] = None,
    ) -> None:
        open_installation()
        from trigpoint.manage.news.escalation import escalate
        from trigpoint.manage.news.making import make_news
        from trigpoint.web.news_calls import call_channels
        from trigpoint.web.news_mail import mail_news

        made, told = make_news(since.date() if since else None), escalate()
        mailed, called = mail_news(), call_channels()
        typer.echo(f"{made:,} told, {told:,} passed up, {mailed:,} mails and {called:,} posts to channels written.")
