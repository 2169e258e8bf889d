"""`trigpoint work`: what is to be done from time to time, beside the pages: news is made and mail is sent.

`trigpoint serve` runs it in a process of its own, so that a page never waits for it and its memory is not theirs.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from trigpoint.cli.session import open_installation

ROUND = 30
"""Seconds between rounds."""
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

    started_by = os.getppid()
    while not stop.is_set() and os.getppid() == started_by:
        try:
            one_round()
        except Exception:
            logger.exception("A round of work failed; the next one is in %s seconds.", seconds)
        finally:
            connections.close_all()
        stop.wait(seconds)


def one_round() -> None:
    """Send what waits."""
    from trigpoint.outbox.sending import send_due

    send_due()


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
