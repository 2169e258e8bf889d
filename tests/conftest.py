"""How the whole suite is shared out: what is made once is used by one process only."""

from __future__ import annotations

from pathlib import Path

import pytest

MADE_ONCE = Path(__file__).parent / "integration" / "demo"
"""Tests of the sample partnership, which takes a minute to make: all of them go to one process."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests together, and those of the sample partnership whatever their module."""
    for item in items:
        together = MADE_ONCE if MADE_ONCE in item.path.parents else item.path
        item.add_marker(pytest.mark.xdist_group(together.stem))
