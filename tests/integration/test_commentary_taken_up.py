"""Commentary from before there were headings and approval: whoever carries on with its database loses none of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from trigpoint.access.models import User


def migrated(*, taken_up: bool):
    """Bring the database to the state before or after; gives the model of it."""
    executor = MigrationExecutor(connection)
    migrations = executor.loader.disk_migrations
    after = next(key for key in migrations if key[1].endswith("commentary_under_headings"))
    to = after if taken_up else next(key for key in migrations[after].dependencies if key[0] == "manage")
    executor.migrate([to])
    return executor.loader.project_state([to]).apps.get_model("manage", "Commentary")


@pytest.fixture
def newest(transactional_db) -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.usefixtures("newest")
def test_what_was_written_before_counts_as_approved_and_goes_back_whole() -> None:
    old = migrated(taken_up=False)
    author = User.objects.create(username="lena", name="Lena")
    old.objects.create(indicator="in-time", period="2019-03", text="It snowed.", author_id=author.pk, at=timezone.now())
    new = migrated(taken_up=True)
    row = new.objects.get()
    assert row.parts == [["", "It snowed."]]
    assert (row.decision, row.decided_at, row.decided_by_id) == ("approved", row.at, author.pk)
    row.parts = [["Why", "It snowed."], ["What we are doing", "Salt."]]
    row.save()
    assert migrated(taken_up=False).objects.get().text == ("Why\nIt snowed.\n\nWhat we are doing\nSalt.")
