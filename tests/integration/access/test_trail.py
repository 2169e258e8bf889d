"""The trail is read across organisations: it says that something was written, and never what or where to."""

from __future__ import annotations

import pytest
from django.test import Client
from reference.partnership import People

from trigpoint.access.models import AuditEntry
from trigpoint.access.viewers import viewer_of
from trigpoint.manage.about import About
from trigpoint.manage.attachments import attach
from trigpoint.manage.notes import add_link

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/trail/", "/trail/?download-trail=csv"])
def test_the_trail_keeps_one_organisations_links_and_files_from_another(people: People, address: str) -> None:
    sam = viewer_of(people.steward)
    own = {"audience": "own-organisation", "organisation": "police"}
    add_link(sam, About(indicator="calls"), "https://police.example/larkspur-plan", "Plan", **own)
    attach(sam, About(indicator="calls"), "larkspur-suspects.csv", [b"name\n"], **own)
    # As entries were written before.
    before = {"url": "https://police.example/larkspur-old", "link": 7}
    AuditEntry.objects.filter(action="add-link").update(detail=before)
    ada = Client()
    ada.force_login(people.administrator)
    told = ada.get(address).content.decode()
    assert "Add link" in told
    assert "Attach" in told
    assert "larkspur" not in told
    assert "larkspur" not in str(list(AuditEntry.objects.exclude(action="add-link").values_list("detail", flat=True)))
