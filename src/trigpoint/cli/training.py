"""`trigpoint training`: the sample partnership for people to practise in, put back to its beginning by one command."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

import typer
from filelock import FileLock, Timeout

from trigpoint.cli.demo import LOCK, in_turn, make_sample, stand_by_itself
from trigpoint.cli.serve import SERVED
from trigpoint.cli.session import Home
from trigpoint.installation import TRAINING_MARK, home_of
from trigpoint.mistakes import Mistake

commands = typer.Typer(no_args_is_help=True, help="A sample to practise in, that can be reset.", rich_markup_mode=None)


class NotTraining(Mistake):
    """A folder that is no training installation, or cannot become one; nothing in it was touched."""


class StillServed(Mistake):
    """A training installation that is served at this moment."""

    exit_code = 1


@commands.command(help="Make a training installation in an empty folder, and say the password of everybody in it.")
def make() -> None:
    home = home_of(Home.chosen)
    with in_turn(home):
        if any(path.name != LOCK for path in home.iterdir()):
            is_one = (home / TRAINING_MARK).exists()
            raise NotTraining(
                f"{home} is a training installation already. Put it back to its beginning: trigpoint training reset."
                if is_one
                else f"{home} holds something already. Name an empty folder: --home FOLDER."
            )
        _fill(home)


@commands.command(help="Put a training installation back to its beginning. Any other is refused, and not touched.")
def reset() -> None:
    home = home_of(Home.chosen)
    if not (home / TRAINING_MARK).is_file():
        raise NotTraining(f"{home} is no training installation. Nothing in it was touched.")
    with in_turn(home):
        served = FileLock(home / SERVED)
        try:
            served.acquire(blocking=False)
        except Timeout as error:
            raise StillServed(f"{home} is served at this moment. Stop the server, then reset it.") from error
        try:
            for path in home.iterdir():
                if path.name not in (LOCK, SERVED, TRAINING_MARK):
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            _fill(home)
        finally:
            served.release()


def _fill(home: Path) -> None:
    """Make the sample; the mark comes first, so that a making which is interrupted can be reset."""
    # A reset never reaches a database or a fact store elsewhere.
    stand_by_itself()
    (home / TRAINING_MARK).write_text("What is done here is undone by: trigpoint training reset\n")
    password = secrets.token_urlsafe(9)
    make_sample(home, password)
    typer.echo(
        f"Everybody in it signs in with the password {password}; h.quill is an analyst, e.varga an administrator."
    )


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="training")
