"""A partnership of clinics to load files into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clinic_world import Clinics, data_set, source


@pytest.fixture
def clinics(tmp_path: Path) -> Clinics:
    """Visits to clinics in wide layout."""
    return Clinics(tmp_path, data_set(), source())


@pytest.fixture
def clinics_with(tmp_path: Path) -> Callable[..., Clinics]:
    """The same, with a data set and a source of the test's own."""

    def make(data: dict[str, Any] | None = None, base: dict[str, Any] | None = None, **changes: Any) -> Clinics:
        of = {"base": base} if base is not None else {}
        return Clinics(tmp_path, data_set(**(data or {})), source(**of, **changes))

    return make
