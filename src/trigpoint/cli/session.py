"""Opening an installation for a command: the folder, the database in its newest shape, progress on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from trigpoint.installation import Installation, find
from trigpoint.mistakes import Mistake


class Home:
    """The installation that `--home` named; None where it did not."""

    chosen: Path | None = None


class NoDatabase(Mistake):
    """The installation's database cannot be reached or used."""

    exit_code = 1


def make_ready(home: Path | None = None) -> Installation:
    """Make Django ready for the installation; its database is not touched. Raises NoInstallation."""
    installation = find(home or Home.chosen)
    os.environ["TRIGPOINT_HOME"] = str(installation.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
    import django

    django.setup()
    return installation


def open_installation(home: Path | None = None) -> Installation:
    """Make Django ready, bring the database to the newest shape, and settle what a crash left.

    Raises NoInstallation where the folder cannot be used, and NoDatabase.
    """
    installation = make_ready(home)
    bring_to_newest_shape(installation)
    from trigpoint.intake.recovery import settle_pending_loads

    for line in settle_pending_loads():
        sys.stderr.write(f"{line}\n")
    return installation


def bring_to_newest_shape(installation: Installation) -> None:
    """Change the database's shape where it was made by an older version. Raises NoDatabase."""
    from django.core.management import call_command
    from django.db.utils import DatabaseError

    try:
        if pending_migrations():
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise NoDatabase(
            f"The database of {installation.home} cannot be used: {str(error).strip()}. "
            "`trigpoint doctor` looks at each part of the installation."
        ) from error


def pending_migrations() -> int:
    """How many changes of shape the database still lacks. Raises Django's DatabaseError where it cannot be read."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A bar on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        bar.add_task(what, total=None)
        yield bar
