"""Typed figures are provisional until somebody other than who typed them approves them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words
from reference.vale import DOCUMENTS, months, supply

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import Load
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake.models import Upload

STILL_OPEN = "is provisional, and may still change"


def sheet() -> str:
    return f"/data/sets/waits/type/?period={months(timezone.localdate())[-1]}"


def someone(username: str, name: str, *memberships: tuple[str, str]) -> Client:
    client = Client()
    client.force_login(save_person(OPERATOR, username, name=name, memberships=list(memberships)))
    return client


def take_in(client: Client) -> Load:
    upload = Upload.objects.latest("pk")
    assert client.post(f"/data/upload/{upload.pk}/", {"do": "take-in"}, follow=True).status_code == 200
    return Load.objects.latest("pk")


def type_in(client: Client, east: str, west: str, *said: str) -> Load:
    sent = {"f-0-0": "100", "f-0-1": east, "f-1-0": "100", "f-1-1": west}
    sent |= {f"c-{row}": text for row, text in enumerate(said)}
    assert client.post(sheet(), sent).status_code == 302
    return take_in(client)


def approve(client: Client):
    """Press the button as it stands on the page."""
    seal = re.search(r'name="approve" value="(\w+)"', client.get(sheet()).content.decode())
    assert seal is not None, "nothing can be approved"
    return client.post(sheet(), {"approve": seal[1]}, follow=True)


@pytest.fixture
def typist(vale, steward: Client) -> Client:
    """Stan, of a file that has columns for the state of a figure and a comment."""
    text = DOCUMENTS["waits-source"] + "state_column: State\nfootnote_column: Note\n"
    apply_documents(OPERATOR, "stated", [read_text(text, "waits-source.yaml")])
    return steward


@pytest.fixture
def colleague(vale) -> Client:
    return someone("carol", "Carol Colleague", ("health", "data-steward"))


def test_somebody_else_approves_what_was_typed_and_then_it_is_final(typist, colleague, reader) -> None:
    type_in(typist, "4", "5", "Counted twice.", "")
    assert STILL_OPEN in words(reader.get("/indicators/seen-in-time/"))
    page = words(colleague.get(sheet()))
    assert "4 figures of" in page
    assert "are provisional, taken in by Stan Steward. Approved, they are final." in page
    approve(colleague)
    assert STILL_OPEN in words(reader.get("/indicators/seen-in-time/")), "a preview changes nothing"
    load = take_in(colleague)
    assert (load.supplied, load.corrected, load.rejected) == (2, 2, 0)
    told = words(reader.get("/indicators/seen-in-time/"))
    assert STILL_OPEN not in told
    # 96 of 100 in the east and 95 of 100 in the west: 191 of 200.
    assert "95.5%" in told
    assert "Approval" not in words(colleague.get(sheet()))
    assert 'value="Counted twice."' in colleague.get(sheet()).content.decode(), "the comment stays"


def test_nobody_approves_their_own_figures(typist, colleague) -> None:
    type_in(typist, "4", "5")
    seal = re.search(r'name="approve" value="(\w+)"', colleague.get(sheet()).content.decode())
    assert "Not yours to approve: somebody else who takes this data set in does it." in words(typist.get(sheet()))
    page = typist.post(sheet(), {"approve": seal[1]})
    assert page.status_code == 403
    assert "Whoever typed a figure does not approve it." in words(page)
    assert not Upload.objects.filter(load=None).exists()


@pytest.mark.parametrize("about", ["data_set: waits", "indicator: seen-in-time"])
def test_where_an_approver_is_named_nobody_else_approves(typist, colleague, about: str) -> None:
    named = someone("nora", "Nora Named", ("health", "data-steward"))
    who = (
        f"kind: responsibilities\ncode: who\nname: Who\nresponsibilities: [{{person: nora, role: approver, {about}}}]\n"
    )
    apply_documents(OPERATOR, "who", [read_text(who, "who.yaml")])
    type_in(typist, "4", "5")
    page = colleague.get(sheet())
    assert "Not yours to approve: Nora Named does it." in words(page)
    assert "Approve what is held" not in words(page)
    approve(named)
    assert take_in(named).corrected == 2


def test_an_approval_is_of_the_figures_that_were_seen(typist, colleague) -> None:
    type_in(typist, "4", "5")
    seen = re.search(r'name="approve" value="(\w+)"', colleague.get(sheet()).content.decode())
    type_in(typist, "4", "6")
    page = colleague.post(sheet(), {"approve": seen[1]})
    assert page.status_code == 400
    assert "The figures were changed since you opened this page." in words(page)
    assert not Upload.objects.filter(load=None).exists()


def test_an_approval_that_waited_does_not_undo_what_was_typed_meanwhile(typist, colleague, reader) -> None:
    type_in(typist, "4", "5")
    approve(colleague)
    approval = Upload.objects.latest("pk")
    type_in(typist, "4", "8")
    colleague.post(f"/data/upload/{approval.pk}/", {"do": "take-in"}, follow=True)
    told = words(reader.get("/indicators/seen-in-time/"))
    # 96 of 100 in the east and 92 of 100 in the west: 188 of 200.
    assert "94.0%" in told
    assert STILL_OPEN in told


def test_a_row_that_is_not_retyped_stays_approved(typist, colleague) -> None:
    type_in(typist, "4", "5", "", "A new way of counting.")
    approve(colleague)
    take_in(colleague)
    load = type_in(typist, "6", "5", "", "A new way of counting.")
    assert (load.supplied, load.corrected) == (1, 1)
    page = words(colleague.get(sheet()))
    assert "2 figures of" in page, "those of East Vale alone wait again"
    assert page.count("now provisional") == 2


def test_a_new_comment_alone_is_a_change(typist) -> None:
    type_in(typist, "4", "5")
    load = type_in(typist, "4", "5", "Two wards were closed.", "")
    assert (load.supplied, load.corrected) == (1, 1)


def test_what_an_old_comment_says_does_not_excuse_a_new_jump(typist, tmp_path) -> None:
    lines = [f"{month},east,100,{3 + n % 3},final," for n, month in enumerate(months(timezone.localdate())[:-1])]
    supply(tmp_path, "waits-file", "\n".join(["Month,District,Came,Waited,State,Note", *lines]))
    type_in(typist, "60", "3", "A bus strike.", "")
    sent = {"f-0-0": "100", "f-0-1": "90", "f-1-0": "100", "f-1-1": "3", "c-0": "A bus strike.", "c-1": ""}
    page = typist.post(sheet(), sent)
    assert page.status_code == 400
    assert "90 is far from what came before" in words(page)
