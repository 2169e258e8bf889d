"""The sample partnership, made once for all tests here through the actions that people use, on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from reference.installations import installation_at

UNTIL = date(2026, 9, 30)
"""The last month that has figures."""
TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The day on which all tests here look: what is late depends on it."""


@pytest.fixture(scope="package")
def sample(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[date]:
    """The sample partnership, whose figures end on the day given. It takes a minute or two to make."""
    from trigpoint.demo.make import make

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(timezone, "now", lambda: TODAY)
        with installation_at(tmp_path_factory.mktemp("fenmoor") / "home"):
            make(lambda _: None, UNTIL)
            yield UNTIL
