"""What every page costs: how many queries of the database, and how often the engine aggregates facts, when it is first opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from reference.acts.things import make_things
from reference.addresses import SCREENS, filled
from reference.installations import forget
from reference.post_office import PostOffice
from reference.vale import the_vale

from trigpoint.access.models import User
from trigpoint.cube.warehouse import Warehouse

pytestmark = [pytest.mark.any_database, pytest.mark.slow]

ADDRESSES = {name: address for screens in SCREENS.values() for name, address in screens.items()}
MOST, ASKED = 32, 4
"""Queries of the database; and aggregations: one a data set (of which the Vale has two) and block."""
MORE = {"report before it is issued": (44, 2), "explain": (32, 6)}
"""Pages that put several together: every block of a report, every step down to the rows of a figure."""


@pytest.fixture(scope="module")
def things(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Mapping[str, str]]:
    """The Vale, lived in, and only looked at."""
    folder, post = tmp_path_factory.mktemp("queries"), PostOffice()
    mail = override_settings(MAIL_SERVER=post.server, SITE_URL=post.site)
    with django_db_blocker.unblock(), the_vale(folder), mail:
        yield make_things(folder)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_costs_no_more_than_it_says(things: Mapping[str, str], db, monkeypatch, name: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username="administrator"))
    client.get("/me/")
    asked = 0
    run = Warehouse.run

    def counted(self, shape, *rest, **named):
        nonlocal asked
        asked += shape.kind not in ("profile", "supplies", "release")
        return run(self, shape, *rest, **named)

    monkeypatch.setattr(Warehouse, "run", counted)
    forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(filled(ADDRESSES[name], things, "administrator"))
    most, most_asked = MORE.get(name, (MOST, ASKED))
    assert len(queries) <= most
    assert asked <= most_asked
