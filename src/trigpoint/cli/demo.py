"""`trigpoint demo`: the sample partnership, made when it is not there yet, and served on this machine only."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from filelock import FileLock, Timeout
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from trigpoint.cli.serve import require_free, run_server
from trigpoint.cli.session import Home, open_installation
from trigpoint.mistakes import Mistake

FOLDER = "trigpoint-demo"
HOST = "127.0.0.1"
MARKER = "demo.txt"
"""Says whether the sample in a folder is being made, or is made: what is neither is not ours to touch."""
MAKING, MADE = "making", "made"
LOCK = "demo.lock"
STEP = re.compile(r"\((\d+) of (\d+)\)$")


class NotADemo(Mistake):
    """The folder holds something that is no sample partnership."""


class BeingMade(Mistake):
    """Another process is making the sample there."""

    exit_code = 1


def register(app: typer.Typer) -> None:
    @app.command(help="Make the sample partnership, where it is not made yet, and serve it on this machine.")
    def demo(
        port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8000,
        make_only: Annotated[bool, typer.Option("--make-only", help="Make it, and do not serve it.")] = False,
    ) -> None:
        if not make_only:
            require_free(HOST, port)
        home = (Home.chosen or Path(FOLDER)).expanduser().absolute()
        stand_by_itself()
        os.environ["TRIGPOINT_DEMO"] = "1"
        if ensure_made(home):
            if make_only:
                return
            # What made it has threads of its own; a server starts best in a process that has none.
            serve_afresh(home, port)
        open_installation(home)
        from django.db import connections

        # The server's own processes open theirs.
        connections.close_all()
        if make_only:
            typer.echo(f"The sample partnership is made already, in {home}.", err=True)
            return
        typer.echo(f"The sample partnership is at http://{HOST}:{port} (Ctrl-C stops it).", err=True)
        run_server(home, HOST, port, 1)


def stand_by_itself() -> None:
    """The sample never goes into a real partnership's database or fact store."""
    for name in ("TRIGPOINT_DATABASE_URL", "TRIGPOINT_FACTS"):
        os.environ.pop(name, None)


def serve_afresh(home: Path, port: int) -> None:
    """Become a process that serves what was just made."""
    code = "from trigpoint.cli import main; main()"
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(  # noqa: S606 - this very program
        sys.executable, [sys.executable, "-c", code, "--home", str(home), "demo", "--port", str(port)]
    )


def ensure_made(home: Path) -> bool:
    """Make the sample in a folder, unless it is made; one whose making was interrupted is made again from nothing.

    Gives whether it was made now. Raises NotADemo for a folder that holds anything else, BeingMade.
    """
    with in_turn(home):
        state = (home / MARKER).read_text().strip() if (home / MARKER).exists() else ""
        if state == MADE:
            return False
        others = [path for path in home.iterdir() if path.name not in (LOCK, MARKER)]
        if not state and others:
            raise NotADemo(
                f"{home} holds something that is not the sample partnership. Name an empty folder: --home FOLDER."
            )
        if others:
            typer.echo("The sample was not finished last time; it is made again.", err=True)
        for path in others:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (home / MARKER).write_text(MAKING)
        make_sample(home)
        (home / MARKER).write_text(MADE)
    return True


@contextmanager
def in_turn(home: Path) -> Iterator[None]:
    """The folder for this process alone, made where it is not there."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotADemo(f"{home} cannot be made: {error.strerror}. Name another folder with --home.") from error
    lock = FileLock(home / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise BeingMade(f"Another process is making the sample in {home}. Wait for it, then try again.") from error
    except OSError as error:
        raise NotADemo(f"{home} cannot be written to: {error.strerror}. Name another folder with --home.") from error
    try:
        yield
    finally:
        lock.release()


def make_sample(home: Path, password: str | None = None) -> None:
    """Make the sample in an empty folder. password: everybody's, where people are to sign in to it."""
    typer.echo(f"Making the sample partnership in {home}. It takes a minute or two.", err=True)
    open_installation(home)
    from trigpoint.demo.make import make

    with telling() as say:
        make(say, password=password)


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """How to tell each step: a bar on a terminal, a line each where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda line: typer.echo(line, err=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def say(line: str) -> None:
            step = STEP.search(line)
            if step:
                bar.update(task, description=STEP.sub("", line), completed=int(step[1]) - 1, total=int(step[2]))
            else:
                bar.update(task, description=line)

        yield say
