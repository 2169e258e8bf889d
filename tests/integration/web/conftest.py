"""The Vale, and the people who look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from reference.fen import the_fen
from reference.installations import facts_put_back
from reference.vale import the_vale

from trigpoint.access.models import User


@pytest.fixture(scope="module")
def vale_in_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Made once a module: each test's own changes are rolled back, and the whole is removed at the end."""
    with django_db_blocker.unblock(), the_vale(tmp_path_factory.mktemp("vale")):
        yield


@pytest.fixture
def vale(vale_in_database, db, tmp_path) -> Iterator[None]:
    """The Vale, with a database and a fact store for the test's own changes."""
    with facts_put_back(tmp_path / "facts-before"):
        yield


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


@pytest.fixture(scope="module")
def fen_in_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """Made once a module, and only read."""
    with django_db_blocker.unblock(), the_fen(tmp_path_factory.mktemp("fen")):
        yield


@pytest.fixture
def fen(fen_in_database, db) -> Client:
    """A browser in which somebody reads the Fen."""
    client = Client()
    client.force_login(User.objects.get(username="reader"))
    return client
