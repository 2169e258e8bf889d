"""The Vale with what is hard to print, made once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from reference.installations import facts_put_back
from reference.paper import the_paper_vale


@pytest.fixture(scope="module")
def paper_in_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    with django_db_blocker.unblock(), the_paper_vale(tmp_path_factory.mktemp("paper")):
        yield


@pytest.fixture
def paper(paper_in_database, db, tmp_path) -> Iterator[None]:
    """The partnership, with a database and a fact store for the test's own changes."""
    with facts_put_back(tmp_path / "facts-before"):
        yield
