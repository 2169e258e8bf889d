"""Whoever is named to supply or to approve figures does so, whatever their role; what waits for them stands under what they owe."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from reference.forms import form_of
from reference.pages import words
from reference.vale import DOCUMENTS, months

from trigpoint.access.models import Absence, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import Load
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake.models import Upload


def sheet() -> str:
    return f"/data/sets/waits/type/?period={months(timezone.localdate())[-1]}"


def someone(username: str, name: str) -> Client:
    """Sees what a board member of the health board sees, and may do no more by that."""
    client = Client()
    client.force_login(save_person(OPERATOR, username, name=name, memberships=[("health", "board-member")]))
    return client


def name(*responsibilities: str) -> None:
    """Put responsibilities in force."""
    text = "kind: responsibilities\ncode: named\nname: Named\nresponsibilities:\n"
    text += "".join(f"  - {{{one}}}\n" for one in responsibilities)
    apply_documents(OPERATOR, "named", [read_text(text, "named.yaml")])


def type_in(client: Client, east_waited: str) -> Load:
    form = form_of(client.get(sheet()), "f-0-0")
    sent = client.post(sheet(), form | {"f-0-1": [east_waited], "c-0": ["Counted again."]})
    assert sent.status_code == 302, words(sent)
    assert client.post(sent.url, {"do": "take-in"}, follow=True).status_code == 200
    return Load.objects.latest("pk")


@pytest.fixture
def nora(vale) -> Client:
    """Of a file that has columns for the state of a figure and a comment."""
    text = DOCUMENTS["waits-source"] + "state_column: State\nfootnote_column: Note\n"
    apply_documents(OPERATOR, "stated", [read_text(text, "waits-source.yaml")])
    return someone("nora", "Nora Named")


def test_who_is_not_named_and_no_steward_types_nothing(nora: Client) -> None:
    assert nora.get(sheet()).status_code == 403
    assert nora.get("/data/upload/").status_code == 403
    assert sheet().split("?")[0] not in nora.get("/data/sets/waits/").content.decode()


@pytest.mark.parametrize("about", ["data_set: waits", "indicator: seen-in-time"])
def test_who_is_named_as_provider_types_and_uploads(nora: Client, about: str) -> None:
    name(f"person: nora, role: provider, {about}")
    assert sheet().split("?")[0] in nora.get("/data/sets/waits/").content.decode()
    assert type_in(nora, "4").loaded_by.username == "nora"
    assert nora.get("/data/upload/").status_code == 200
    assert nora.get("/data/sets/posts/type/").status_code == 403, "of nothing else"


def test_what_is_named_holds_between_its_dates_only(nora: Client) -> None:
    over = timezone.localdate() - timedelta(days=1)
    name(f"person: nora, role: provider, data_set: waits, to: {over}")
    assert nora.get(sheet()).status_code == 403


def test_a_deputy_types_for_who_is_named_and_only_while_they_stand_in(nora: Client) -> None:
    dee, today = someone("dee", "Dee Deputy"), timezone.localdate()
    name("person: nora, role: provider, data_set: waits")
    assert dee.get(sheet()).status_code == 403
    away = Absence.objects.create(
        person=User.objects.get(username="nora"),
        deputy=User.objects.get(username="dee"),
        first=today,
        last=today,
        said_at=timezone.now(),
    )
    assert dee.get(sheet()).status_code == 200
    away.delete()
    assert dee.get(sheet()).status_code == 403
    name(
        "person: nora, role: provider, data_set: waits", "person: dee, role: deputy, deputy_for: nora, data_set: waits"
    )
    assert dee.get(sheet()).status_code == 200


def test_what_is_late_stands_under_what_its_named_provider_owes(nora: Client) -> None:
    assert "Emergency waits" not in words(nora.get("/owed/"))
    name("person: nora, role: provider, data_set: waits")
    assert "Emergency waits" in words(nora.get("/owed/"))


@pytest.mark.parametrize("about", ["data_set: waits", "indicator: seen-in-time"])
def test_figures_that_wait_stand_under_what_their_approver_owes_until_they_are_approved(
    nora: Client, steward: Client, about: str
) -> None:
    name(f"person: nora, role: approver, {about}")
    type_in(steward, "4")
    owed = nora.get("/owed/")
    assert "2 figures wait for approval" in words(owed)
    assert sheet().replace("&", "&amp;") in owed.content.decode()
    assert "wait for approval" not in words(steward.get("/owed/")), "nobody approves their own figures"
    seal = re.search(r'name="approve" value="(\w+)"', nora.get(sheet()).content.decode())
    assert seal is not None
    nora.post(sheet(), {"approve": seal[1]})
    nora.post(f"/data/upload/{Upload.objects.latest('pk').pk}/", {"do": "take-in"})
    assert "wait for approval" not in words(nora.get("/owed/"))
    assert Load.objects.latest("pk").loaded_by.username == "nora"
