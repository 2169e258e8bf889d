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


class Home:
    """The installation that `--home` named; None where it did not."""

    chosen: Path | None = None


def open_installation(home: Path | None = None) -> Installation:
    """Make Django ready for the installation and bring its database to the newest shape.

    Raises NoInstallation where the folder cannot be used.
    """
    installation = find(home or Home.chosen)
    os.environ["TRIGPOINT_HOME"] = str(installation.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    from trigpoint.intake.recovery import settle_pending_loads

    for line in settle_pending_loads():
        sys.stderr.write(f"{line}\n")
    return installation


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
