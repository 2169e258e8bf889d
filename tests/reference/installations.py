"""An installation of a test's own: a folder, and the test database emptied afterwards. For what several tests share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from trigpoint.ask import door
from trigpoint.ask.facts_cache import FactsCache
from trigpoint.installation import Installation, find

KEEP_BY_NUMBER = ("trigpoint.ask", "trigpoint.catalogue", "trigpoint.manage", "trigpoint.web")
"""Rooms whose functions remember by such numbers."""


def forget() -> None:
    """Forget what a process keeps by the numbers of snapshots, versions and loads: these begin again in a new database."""
    for name, module in list(sys.modules.items()):
        if name.startswith(KEEP_BY_NUMBER):
            for found in list(vars(module).values()):
                if hasattr(found, "cache_clear"):
                    found.cache_clear()
    door._spans.clear()
    door._facts = FactsCache()


@contextmanager
def facts_put_back(folder: Path) -> Iterator[None]:
    """The database rolls a test's loads back by itself; this puts the fact store back as it was.

    Numbers of loads and versions come again in the next test, so neither files nor memory may know those of this one.
    """
    root = Path(door.store().root)
    shutil.copytree(root, folder)
    forget()
    try:
        yield
    finally:
        shutil.rmtree(root)
        shutil.copytree(folder, root)
        forget()


class Kept:
    """A copy of an installation's folder, from which it is put back where something has changed files in it."""

    def __init__(self, home: Path, copy: Path) -> None:
        self._home, self._copy = home, copy
        shutil.copytree(home, copy)
        self._as_it_was = _seen(home)

    def put_back(self) -> bool:
        """Whether anything had changed, and is as it was now."""
        if _seen(self._home) == self._as_it_was:
            return False
        shutil.rmtree(self._home)
        shutil.copytree(self._copy, self._home)
        self._as_it_was = _seen(self._home)
        return True


def _seen(home: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}


@contextmanager
def installation_at(home: Path, *, emptied_after: bool = True) -> Iterator[Installation]:
    """The settings of an installation in `home`, over the test database.

    emptied_after: for what is made outside a test's own transaction, which would otherwise stay for the tests after.
    """
    installation = find(home)
    of = {
        "INSTALLATION": installation,
        "MEDIA_ROOT": installation.files / "attachments",
        "FILE_UPLOAD_TEMP_DIR": str(installation.scratch),
    }
    assert settings.configured
    with override_settings(**of):
        forget()
        try:
            yield installation
        finally:
            if emptied_after:
                call_command("flush", verbosity=0, interactive=False)
            forget()
