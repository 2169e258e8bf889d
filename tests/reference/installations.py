"""An installation of a test's own: a folder, and the test database emptied afterwards. For what several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from trigpoint.ask import door
from trigpoint.ask.facts_cache import FactsCache
from trigpoint.catalogue import entries, snapshots, uses
from trigpoint.installation import Installation, find


def forget() -> None:
    """Forget what a process keeps by the numbers of snapshots, versions and loads: these begin again in a new database."""
    snapshots.definitions.cache_clear()
    for module in (entries, uses):
        for name in dir(module):
            if hasattr(found := getattr(module, name), "cache_clear"):
                found.cache_clear()
    door.engine.cache_clear()
    door.store.cache_clear()
    door._last.clear()
    door._facts = FactsCache()


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
