"""The Vale, and the people who look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from vale import the_vale

from trigpoint.access.models import User
from trigpoint.ask import door


@pytest.fixture(scope="module")
def vale_in_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Made once a module: each test's own changes are rolled back, and the whole is removed at the end."""
    with django_db_blocker.unblock(), the_vale(tmp_path_factory.mktemp("vale")):
        yield


@pytest.fixture
def vale(vale_in_database, db, tmp_path) -> Iterator[None]:
    """The Vale, with a database for the test's own changes, and its facts as they were after it.

    The database's rollback frees the numbers of the test's loads; the facts must not remember loads by those numbers.
    """
    facts, before = Path(door.store().root), tmp_path / "facts-before"
    shutil.copytree(facts, before)
    yield
    shutil.rmtree(facts)
    shutil.copytree(before, facts)
    door.store.cache_clear()


@pytest.fixture
def signed_in(vale) -> Callable[[str], Client]:
    """A browser in which somebody is signed in, by user name."""

    def as_person(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return as_person


@pytest.fixture
def reader(signed_in) -> Client:
    """Sees all that the partnership sees, and changes nothing."""
    return signed_in("reader")


@pytest.fixture
def steward(signed_in) -> Client:
    """Takes in the health board's data."""
    return signed_in("steward")


@pytest.fixture
def lead(signed_in) -> Client:
    """Leads on one indicator."""
    return signed_in("lead")


@pytest.fixture
def stranger(signed_in) -> Client:
    """Has an account and no role."""
    return signed_in("stranger")
