"""`trigpoint serve`: the product on an address, by granian."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout

from trigpoint.cli.session import open_installation
from trigpoint.cli.work import work_beside
from trigpoint.installation import Installation
from trigpoint.mistakes import Mistake

SERVED = "served.lock"
"""Held in the home folder by the process that serves it."""


class AddressInUse(Mistake):
    """Something else listens there already."""

    exit_code = 1


def require_free(host: str, port: int) -> None:
    """Raise AddressInUse where the address is taken, before a server prints a page of its own about it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressInUse(
                f"Nothing can listen at {host}:{port} ({error.strerror}). Name another port with --port."
            ) from error


def run_server(home: Path, host: str, port: int, workers: int) -> None:
    """Serve until stopped, with the work beside it. The settings' module reads TRIGPOINT_HOME, which is set by then."""
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "trigpoint.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level="warning",
    )
    with marked_as_served(home), work_beside(home):
        server.serve()


@contextmanager
def marked_as_served(home: Path) -> Iterator[None]:
    """While a folder is served its lock is held, so that nothing replaces it meanwhile. A second server goes without."""
    lock = FileLock(home / SERVED)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _where_to_begin(installation: Installation) -> str:
    """The path of the page on which a partnership begins; '' where there is one."""
    from django.db import connections
    from django.urls import reverse

    from trigpoint.catalogue.starting import is_started
    from trigpoint.web.views.start import KEPT_AS

    begun = is_started()
    # The server's own processes open theirs.
    connections.close_all()
    return "" if begun else reverse("start", args=[installation.secret(KEPT_AS)])


def register(app: typer.Typer) -> None:
    @app.command(help="Serve the pages and the programming interface.")
    def serve(
        host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(help="The port to listen at.")] = 8000,
        workers: Annotated[int, typer.Option(min=1, help="Processes that answer.")] = 1,
    ) -> None:
        require_free(host, port)
        installation = open_installation()
        if host not in ("127.0.0.1", "localhost", "::1"):
            # Becoming somebody else with one click is for the loopback address only.
            os.environ.pop("TRIGPOINT_DEMO", None)
        typer.echo(f"Trigpoint serves {installation.home} at http://{host}:{port} (Ctrl-C stops it).", err=True)
        if where := _where_to_begin(installation):
            typer.echo(f"There is no partnership here yet. Begin one at http://{host}:{port}{where}", err=True)
        run_server(installation.home, host, port, workers)
