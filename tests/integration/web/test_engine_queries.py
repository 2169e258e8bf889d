"""What a page asks of the engine: at most one query a data set and block, and none at all for what was answered before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from reference.installations import forget

from trigpoint.cube.warehouse import Warehouse

DATA_SETS = 2
"""Of the Vale: waits and posts."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Client, str], int]:
    """How many times a page has facts aggregated, by address. What a table holds, read once a version, is not counted."""
    kinds: Counter[str] = Counter()
    run = Warehouse.run

    def counted(self, shape, *rest, **named):
        kinds[shape.kind] += 1
        return run(self, shape, *rest, **named)

    monkeypatch.setattr(Warehouse, "run", counted)

    def of(client: Client, address: str) -> int:
        kinds.clear()
        assert client.get(address).status_code == 200
        return sum(count for kind, count in kinds.items() if kind not in ("profile", "supplies", "release"))

    return of


@pytest.mark.parametrize(
    ("address", "blocks"),
    [
        ("/", 2),  # figures with their lines; what stood there a period before
        ("/scorecards/agreement/", 1),
        ("/scorecards/agreement/board/", 1),
        ("/indicators/seen-in-time/", 2),  # over time; where
        ("/explore/?indicator=seen-in-time,empty-posts", 1),
        ("/explore/?indicator=seen-in-time&by=area:district&columns=period&last=12&totals=yes", 1),
    ],
)
def test_a_page_asks_the_engine_once_a_data_set_and_block(reader: Client, asked, address: str, blocks: int) -> None:
    reader.get(address)
    forget()
    assert 0 < asked(reader, address) <= blocks * DATA_SETS
    assert asked(reader, address) == 0
