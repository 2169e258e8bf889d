"""What every test with a database starts from."""

import pytest

from trigpoint.catalogue import snapshots


@pytest.fixture(autouse=True)
def _forget_snapshots():
    """Numbers of snapshots start again with each test's database, and memory is kept by number."""
    snapshots.definitions.cache_clear()
