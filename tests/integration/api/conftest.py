"""People who call: a steward, a reader, a stranger; by key or signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from emergency_world import defined, emergency, installation  # noqa: F401

from trigpoint.access.people import save_person
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR

MEMBERSHIPS = {"steward": [("", "data-steward")], "reader": [("", "board-member")], "stranger": []}


@pytest.fixture
def person(db) -> Callable:
    """Whoever has that part, added at first use."""
    return lambda who: save_person(OPERATOR, who, name=who.title(), memberships=MEMBERSHIPS[who])


@pytest.fixture
def caller(person) -> Callable[..., Client]:
    """A client that calls by a key of the person."""

    def make(who: str, *, may_load: bool = False) -> Client:
        key = make_token(OPERATOR, person(who), "test", may_load=may_load)
        return Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=False)

    return make


@pytest.fixture
def signed_in(person) -> Callable[[str], Client]:
    """A client that calls as the signed-in person, with CSRF checked as for a browser."""

    def make(who: str) -> Client:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(person(who))
        return client

    return make
