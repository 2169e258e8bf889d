"""Rows as they were supplied come to those who may see them, by page, file and call alike, and each look is logged."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from reference.partnership import MONTHS, OUT_OF_SCOPE, People

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.catalogue.models import Load
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

pytestmark = pytest.mark.django_db

IN_THE_FIGURE = "Jane Doe 12 Acacia Ave"
IN_THE_PERIOD = "seen by Dr Marchbanks"
FORMULA = "=HYPERLINK(1)"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def program(user: User) -> Client:
    return Client(headers={"authorization": f"Bearer {make_token(viewer_of(user), user, 'a program')}"})


def told(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8-sig")


@pytest.fixture
def rejected(people: People, tmp_path: Path) -> Load:
    """An upload of the hospital's, every row of which is rejected for what a person wrote into it."""
    path = tmp_path / "calls.csv"
    path.write_text(
        f"month,ward,calls,answered\n{MONTHS[0]},abbey,{IN_THE_FIGURE},1\n{IN_THE_PERIOD},abbey,1,1\n"
        f"{MONTHS[0]},{FORMULA},1,1\n"
    )
    load = take_in_files(OPERATOR, "calls-file", [SuppliedFile.at(path)]).load
    assert load is not None
    return load


def hospital_steward(**more) -> User:
    return save_person(OPERATOR, "hazel", name="Hazel", memberships=[("hospital", "data-steward")], **more)


def test_what_stood_in_rejected_rows_is_told_to_nobody_but_their_steward(people: People, rejected: Load) -> None:
    page, call = f"/data/loads/{rejected.pk}/", f"/api/loads/{rejected.pk}"
    for user in (people.reader, people.walter, people.steward):
        for text in (told(browser(user).get(page)), told(program(user).get(call))):
            assert "Acacia" not in text
            assert "Marchbanks" not in text
            assert "HYPERLINK" not in text
            assert "Write it as a number" in text
    assert IN_THE_FIGURE in told(browser(hospital_steward()).get(page))


def test_advice_never_repeats_what_was_supplied(people: People, rejected: Load) -> None:
    kinds = told(program(hospital_steward()).get(f"/api/loads/{rejected.pk}"))
    assert "Mend it" in kinds
    assert not [one for one in (IN_THE_FIGURE, IN_THE_PERIOD, "HYPERLINK") if one in kinds]


def test_a_steward_with_a_scope_sees_only_what_they_supplied_themselves(people: People, rejected: Load) -> None:
    hazel = hospital_steward(scopes={"area": ["north"]})
    addresses = [f"/data/loads/{rejected.pk}/rejected/0/", f"/data/loads/{rejected.pk}/faults.csv"]
    for address in addresses:
        refusal = browser(hazel).get(address)
        assert refusal.status_code == 403
        assert "limited to some places" in told(refusal)
    assert program(hazel).get(f"/api/loads/{rejected.pk}/rejects.csv").status_code == 403
    assert "Acacia" not in told(browser(hazel).get(f"/data/loads/{rejected.pk}/"))
    Load.objects.filter(pk=rejected.pk).update(loaded_by=hazel)
    for address in addresses:
        assert IN_THE_FIGURE in told(browser(hazel).get(address))


def test_a_scope_keeps_the_list_of_changed_records_from_who_may_see_records(people: People) -> None:
    load = Load.objects.get(data_set="calls-data")
    page = f"/data/loads/{load.pk}/?rows=1"
    walter = save_person(
        OPERATOR, "walter", name="Walter", memberships=[("hospital", "analyst")], scopes={"area": ["north"]},
        sources=["calls-data"],
    )  # fmt: skip
    assert OUT_OF_SCOPE in told(browser(people.knowing).get(f"{page}&download-rows=csv"))
    for address in (page, f"{page}&download-rows=csv"):
        refusal = browser(walter).get(address)
        assert refusal.status_code == 403
        assert OUT_OF_SCOPE not in told(refusal)
        assert "choose Explain" in told(refusal)
    assert "?rows=1" not in told(browser(walter).get(f"/data/loads/{load.pk}/"))
    assert not AuditEntry.objects.filter(action="see-source-rows", as_name="Walter").exists()


def test_a_program_takes_rejects_without_live_formulas_and_the_look_is_logged(people: People, rejected: Load) -> None:
    hazel = hospital_steward()
    answer = told(program(hazel).get(f"/api/loads/{rejected.pk}/rejects.csv"))
    texts = [fault["text"] for fault in csv.DictReader(io.StringIO(answer))]
    assert sorted(texts) == sorted([IN_THE_FIGURE, IN_THE_PERIOD, f"'{FORMULA}"])
    looks = AuditEntry.objects.filter(action="see-source-rows", as_name="Hazel", detail__load=rejected.pk)
    assert looks.count() == 1
