"""The Vale as it was ten days ago, on target: what is taken in by a test is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from reference.installations import facts_put_back
from reference.vale import supply, the_vale, waits

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of


@pytest.fixture(scope="module")
def vale_of_before(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    folder, then = tmp_path_factory.mktemp("vale"), timezone.now() - timedelta(days=10)
    with django_db_blocker.unblock(), the_vale(folder, then):
        supply(folder, "waits-file", waits(timezone.localdate(), last_waited=3), then + timedelta(days=1))
        for username in ("reader", "lead"):
            User.objects.filter(username=username).update(email=f"{username}@vale.example")
        save_person(OPERATOR, "ada", name="Ada Administrator", memberships=[("", "administrator")])
        save_person(OPERATOR, "analyst", name="Ana Analyst", memberships=[("health", "analyst")])
        yield


@pytest.fixture
def vale(vale_of_before, db, tmp_path) -> Iterator[None]:
    """The Vale, with a database and a fact store for the test's own changes."""
    with facts_put_back(tmp_path / "facts-before"):
        yield


@pytest.fixture
def as_person(vale) -> Callable[[str], Viewer]:
    """Somebody as the actions know them, by user name."""
    return lambda username: viewer_of(User.objects.get(username=username))


@pytest.fixture
def supplies(vale, tmp_path: Path) -> Callable[..., None]:
    """Figures by month (None: no others than these), in which so many of a hundred waited in East Vale; three in West Vale."""

    def send(waited: dict[str, int]) -> None:
        lines = [f"{month},east,100,{many}\n{month},west,100,3" for month, many in waited.items()]
        supply(tmp_path, "waits-file", "\n".join(["Month,District,Came,Waited", *lines]))

    return send


@pytest.fixture
def turns_red(vale, tmp_path: Path) -> Callable[..., None]:
    """Figures in which so many of a hundred waited in the newest month in East Vale: off target when many did."""
    return lambda waited=60: supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=waited))
