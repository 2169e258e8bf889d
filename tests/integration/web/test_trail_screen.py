"""Who did what: filtered, paged, downloaded, and only for those who may see it."""

from __future__ import annotations

import csv
import io

import pytest
from data_world import text
from django.test import Client
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text


@pytest.fixture
def administrator(vale, signed_in) -> Client:
    save_person(OPERATOR, "ada", name="Ada Admin", memberships=[("", "administrator")])
    return signed_in("ada")


@pytest.fixture
def councillor(vale, signed_in) -> Client:
    """Keeps the council's data, and has nothing to do with the health board."""
    save_person(OPERATOR, "cora", name="Cora Council", memberships=[("council", "data-steward")])
    return signed_in("cora")


def test_a_steward_sees_the_trail_and_readers_and_strangers_do_not(steward, reader, stranger):
    assert "Apply definitions" in text(steward.get("/trail/"))
    for client in (reader, stranger):
        answer = client.get("/trail/")
        assert answer.status_code == 403
        assert "Apply definitions</td>" not in text(answer)


def test_entries_are_found_by_person_action_kind_day_and_subject(steward):
    audit.record(viewer_of(User.objects.get(username="lead")), "add-note", "indicator", "seen-in-time")
    today = timezone.localdate().isoformat()
    for query in (
        "person=lead",
        "action=add-note",
        "kind=indicator",
        "text=SEEN",
        f"action=add-note&since={today}&until={today}",
    ):
        page = text(steward.get(f"/trail/?{query}"))
        assert "1 entry." in page
        assert "seen-in-time" in page
    assert "Nothing found" in text(steward.get("/trail/?person=lead&until=2001-01-01"))


def test_a_day_that_is_none_is_said_and_odd_pages_are_the_nearest(steward):
    answer = steward.get("/trail/?since=soon")
    assert answer.status_code == 400
    assert "is not a day" in text(answer)
    assert steward.get("/trail/?until=9999-12-31").status_code == 400
    for page in ("0", "-1", "x", "²", "99999999999"):
        assert steward.get(f"/trail/?page={page}&text=%FF").status_code == 200


def _loads(client: Client) -> str:
    return text(client.get("/trail/?action=load"))


def test_loads_of_another_organisation_are_seen_by_administrators_and_the_whole_partnership_only(
    steward, councillor, administrator, signed_in
):
    save_person(OPERATOR, "wim", name="Wim Whole", memberships=[("", "analyst")])
    assert "/data/sets/waits/" in _loads(steward)
    assert "/data/sets/posts/" not in _loads(steward)
    assert "/data/sets/posts/" in _loads(councillor)
    assert "/data/sets/waits/" not in _loads(councillor)
    for client in (administrator, signed_in("wim")):
        assert "/data/sets/waits/" in _loads(client)
        assert "/data/sets/posts/" in _loads(client)


def test_what_people_of_another_organisation_are_and_do_is_not_told(steward, councillor, administrator):
    audit.record(viewer_of(User.objects.get(username="cora")), "add-note", "indicator", "empty-posts", note=1)
    audit.record(viewer_of(User.objects.get(username="lead")), "add-note", "indicator", "seen-in-time", note=2)

    page = text(steward.get("/trail/"))
    assert "seen-in-time" in page
    assert "cora" not in page
    assert "Cora Council" not in page
    assert "empty-posts" not in page
    assert "steward" in text(steward.get("/trail/?kind=person"))

    page = text(councillor.get("/trail/"))
    assert "empty-posts" in page
    assert "seen-in-time" not in page
    assert "Lena Lead" not in page

    page = text(administrator.get("/trail/"))
    assert "cora" in page
    assert "seen-in-time" in page
    assert "empty-posts" in page


def test_one_sees_what_one_did_whosever_it_was_and_no_filter_finds_more(councillor):
    audit.record(viewer_of(User.objects.get(username="cora")), "see-source-rows", "data-set", "waits", load=1)
    audit.record(viewer_of(User.objects.get(username="lead")), "see-source-rows", "data-set", "waits", load=1)
    assert "1 entry." in text(councillor.get("/trail/?action=see-source-rows"))
    for query in ("person=lead", "kind=person&text=lead", "action=load&text=waits"):
        assert "Nothing found" in text(councillor.get(f"/trail/?{query}")), query
        assert "lead" not in councillor.get(f"/trail/?{query}&download-trail=csv").content.decode()


SHARED = """
kind: expected-supply
code: posts-expected
name: Posts of the health board
data_set: posts
supplies:
  - {provider: health, grain: month, due_days: 30}
"""


def test_of_a_data_set_that_one_provides_in_part_one_sees_what_ones_own_people_did(steward, councillor):
    apply_documents(OPERATOR, "more", [read_text(SHARED, "more.yaml")])
    stan = viewer_of(User.objects.get(username="steward"))
    audit.record(stan, "load", "data-set", "posts", load=901)
    audit.record(viewer_of(User.objects.get(username="cora")), "load", "data-set", "posts", load=902)

    assert "load: 901" in _loads(steward)
    assert "load: 902" not in _loads(steward)
    assert "load: 901" in _loads(councillor)
    assert "load: 902" in _loads(councillor)


def test_pages_hold_fifty_and_the_download_holds_all_without_live_formulas(
    administrator, django_assert_max_num_queries
):
    for n in range(120):
        audit.record(OPERATOR, "test", "thing", f"=cmd|{n}")
    with django_assert_max_num_queries(14):
        page = administrator.get("/trail/?action=test&page=2").content.decode()
    assert page.count("=cmd|") == 50
    rows = list(
        csv.DictReader(
            io.StringIO(administrator.get("/trail/?action=test&download-trail=csv").content.decode("utf-8-sig"))
        )
    )
    assert len(rows) == AuditEntry.objects.filter(action="test").count() == 120
    assert rows[0]["Which"] == "'=cmd|119"
