"""How the whole suite is shared out: what is made once is used by one process only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

MADE_ONCE = Path(__file__).parent / "integration" / "demo"
"""Tests of the sample partnership, which takes a minute to make: all of them go to one process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """For `make docs`, which takes the guide's pictures of journeys."""
    parser.addoption("--pictures", metavar="FOLDER", help="Keep pictures of the journeys in this folder.")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep a module's tests together, and those of the sample partnership whatever their module; what takes longest begins
    first, so that no process waits for it at the end. A run on PostgreSQL leaves out what hangs on no kind of database."""
    if "TRIGPOINT_DATABASE_URL" in os.environ:
        config.hook.pytest_deselected(items=[item for item in items if not _hangs_on_the_database(item)])
        items[:] = [item for item in items if _hangs_on_the_database(item)]
    together: dict[Path, list[pytest.Item]] = {}
    for item in items:
        path = MADE_ONCE if MADE_ONCE in item.path.parents else item.path
        item.add_marker(pytest.mark.xdist_group(path.stem))
        together.setdefault(path, []).append(item)
    longest_first = sorted(together.values(), key=lambda some: (not any(map(_is_slow, some)), -len(some)))
    items[:] = [item for some in longest_first for item in some]


def _hangs_on_the_database(item: pytest.Item) -> bool:
    asked = "django_db_setup" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None
    return asked and item.get_closest_marker("any_database") is None


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None
