"""No figure is kept on its way to a person, nor on the machine that they leave."""

from __future__ import annotations

import pytest
from django.test import Client
from reference.partnership import MONTHS, People

from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import viewer_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/scorecards/scorecard/", "/indicators/calls/", "/indicators/calls/explain/", "/explore/?indicator=calls",
    "/explore/?indicator=calls&by=area:ward&download=csv", "/catalogue/", "/catalogue/?download-table=csv", "/data/", "/trail/",
    "/me/", f"/reports/board.pdf?period={MONTHS[-1]}", "/people/nobody/", "/nowhere/", "/indicators/calls/?period=soon",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_no_page_download_or_refusal_is_kept(people: People, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(people.knowing)
    kept = client.get(address)["Cache-Control"]
    assert "no-store" in kept
    assert "private" in kept


@pytest.mark.parametrize("address", ["/api/answer?indicator=calls", "/api/loads", "/api/nowhere"])
def test_no_answer_to_a_program_is_kept(people: People, address: str) -> None:
    key = make_token(viewer_of(people.reader), people.reader, "a program")
    for client in (Client(headers={"authorization": f"Bearer {key}"}), Client()):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_what_everybody_gets_alike_is_kept(people: People) -> None:
    assert "no-store" not in Client().head("/static/img/trigpoint.svg")["Cache-Control"]
