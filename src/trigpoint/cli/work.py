"""`trigpoint work`: what is to be done from time to time, beside the pages: news is made, reports that are due are drafted,
and mail is sent.

`trigpoint serve` runs it in a process of its own, so that a page never waits for it and its memory is not theirs.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from trigpoint.cli.session import open_installation

ROUND = 30
"""Seconds between rounds."""
HOUR = 3600
PATIENCE = 30
"""Seconds that it may take to end what it is at, before it is ended."""

logger = logging.getLogger(__name__)


@contextmanager
def work_beside(home: Path) -> Iterator[None]:
    """Work in a process of its own while something else runs; it ends with it."""
    code = "from trigpoint.cli import main; main()"
    process = subprocess.Popen([sys.executable, "-c", code, "--home", str(home), "work"])  # noqa: S603 - this very program
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def work(stop: threading.Event, seconds: float = ROUND) -> None:
    """Round after round until stopped, or until whoever started this is gone. What fails in one is tried in the next."""
    from django.db import connections

    started_by, news = os.getppid(), NewsRound()
    while not stop.is_set() and os.getppid() == started_by:
        try:
            one_round(news)
        except Exception:
            logger.exception("A round of work failed; the next one is in %s seconds.", seconds)
        finally:
            connections.close_all()
        stop.wait(seconds)


def one_round(news: NewsRound) -> None:
    """Make news where there can be any, draft the reports that are due, write the mails that may go out, and send what waits."""
    from trigpoint.outbox.sending import send_due
    from trigpoint.web.news_mail import mail_news

    news.make_where_due()
    mail_news()
    send_due()


class NewsRound:
    """When news is made: whenever what is known, or the day, is another than at the last time, and every hour besides."""

    def __init__(self) -> None:
        self._known: object = None
        self._made_at = float("-inf")

    def make_where_due(self) -> None:
        """Make news, and draft what is due, unless nothing can have changed since."""
        from django.utils import timezone

        from trigpoint.catalogue import ledger
        from trigpoint.catalogue.models import Snapshot
        from trigpoint.manage.news.escalation import escalate
        from trigpoint.manage.news.making import make_news
        from trigpoint.publish.issues.schedules import draft_due
        from trigpoint.web.news_calls import call_channels

        newest = Snapshot.objects.order_by("-pk").values_list("pk", flat=True).first()
        if newest is None:
            return
        known = (timezone.localdate(), newest, sorted(ledger.versions().items()))
        if known == self._known and time.monotonic() - self._made_at < HOUR:
            return
        make_news()
        escalate()
        draft_due()
        call_channels()
        self._known, self._made_at = known, time.monotonic()


def register(app: typer.Typer) -> None:
    @app.command(
        name="work", help="Make news and send mail, round after round, until stopped. `serve` does so by itself."
    )
    def run() -> None:
        open_installation()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(stop)
