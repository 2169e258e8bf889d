"""Data: what came and what did not, what a data set holds, and the account of an upload."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from data_world import faulty, newest_month, sent, text
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.vale import supply, waits

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.differences import changed_by
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force


def save_reader_with_records(username: str) -> None:
    save_person(OPERATOR, username, name="Rena", memberships=[("", "analyst")], sources=["waits"])


@pytest.fixture
def mixed(steward) -> Load:
    """An upload with one corrected row and two rejected ones."""
    steward.post(sent(steward, faulty()), {"do": "take-in"})
    return Load.objects.latest("pk")


def test_the_calendar_says_in_words_what_came_and_what_is_late(reader):
    page = text(reader.get("/data/"))
    assert "1 supply is late, from 1 partner" in page
    assert "Vale Health" in page
    rows = list(csv.reader(io.StringIO(reader.get("/data/?download-came-month=csv").content.decode("utf-8-sig"))))
    first = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert rows[0][-2] == f"{first:%B %Y}"
    # Each period has a column for its state and one for the sentence.
    assert rows[1][-2] == "Late"
    assert "was due to supply it by" in rows[1][-1]
    assert rows[1][2] == "Came"


def test_a_stranger_sees_nothing_of_the_data(stranger):
    for path in ("/data/", "/data/sets/waits/", f"/data/loads/{Load.objects.latest('pk').pk}/", "/data/upload/"):
        answer = stranger.get(path)
        assert answer.status_code == 403
        assert "Emergency waits" not in text(answer)


def test_a_data_set_says_what_it_holds_and_what_came(reader):
    page = text(reader.get("/data/sets/waits/"))
    assert "People who came" in page
    assert "Seen in time" in page
    assert "waits-file.csv" in page
    assert "Unknown codes" not in page
    assert "Upload data" not in page


def test_codes_that_nobody_knows_are_counted_for_who_may_see_them(steward, tmp_path):
    supply(tmp_path, "waits-file", f"Month,District,Came,Waited\n{newest_month()},Estt,1,1\n")
    page = text(steward.get("/data/sets/waits/"))
    assert "Estt" in page
    assert "1 code is not known" in page


def test_addresses_edited_by_hand_are_answered_in_words(reader):
    answer = reader.get("/data/sets/wait/")
    assert answer.status_code == 404
    assert "waits" in text(answer)
    assert reader.get("/data/loads/999999/").status_code == 404
    assert reader.get("/data/?provider=nobody").status_code == 200
    assert reader.get("/data/?sort-sets=none&page-sets=x").status_code == 200


def test_the_account_shows_what_changed_as_figures(reader, mixed):
    page = text(reader.get(f"/data/loads/{mixed.pk}/"))
    assert "93.5%" in page
    assert "78.5%" in page
    assert "1 published figure was restated" in page


@pytest.mark.parametrize("page", ["/data/sets/waits/", "/catalogue/data-set/waits/"])
def test_every_line_of_the_uploads_adds_up(reader, mixed, page):
    file = reader.get(page, {"download-uploads": "csv"}).content.decode("utf-8-sig")
    first, *_ = rows = list(csv.DictReader(io.StringIO(file)))
    assert first["Rejected"] == "2"
    for row in rows:
        became = [int(row[kind]) for kind in ("Loaded", "Unchanged", "Corrected", "Rejected")]
        assert sum(became) == int(row["Rows supplied"])


def test_home_and_the_account_say_the_same_of_an_upload(reader, steward, mixed):
    early = timezone.now() - timedelta(days=40)
    Load.objects.filter(pk=mixed.pk).update(known_on=early)
    day = f"{timezone.localdate(early):%-d %B %Y}"
    # Home counts rows, as the account does; how many published figures that restates stands in the account alone.
    User.objects.filter(username="reader").update(visited_at=early - timedelta(days=1))
    home = text(reader.get("/"))
    assert "1 row corrected" in home
    assert "restated" not in home
    assert f"of 3, uploaded on {day}" in text(steward.get("/"))
    uploads = reader.get("/data/sets/waits/", {"download-uploads": "csv"}).content.decode("utf-8-sig")
    assert early.date().isoformat() in uploads


def test_an_upload_that_failed_mends_nothing(steward, mixed):
    Load.objects.create(
        data_set="waits", source="waits-file", state=Load.State.FAILED, started_at=timezone.now(), mends=mixed
    )
    assert "2 rejected rows wait" in text(steward.get("/data/"))
    assert "2 rows rejected" in text(steward.get("/"))


def test_what_a_load_changed_is_worked_out_from_the_versions_before_and_after(mixed):
    found = changed_by(OPERATOR, mixed, in_force().data_sets["waits"]).changed
    assert [(d.indicator, float(d.before.cell(d.i).value), float(d.after.cell(d.j).value)) for d in found] == [
        ("seen-in-time", 93.5, 78.5)
    ]


def test_rejected_rows_wait_until_a_later_upload_mends_them(steward, mixed):
    assert "2 rejected rows wait" in text(steward.get("/data/"))
    page = text(steward.get(f"/data/upload/?mends={mixed.pk}"))
    assert "Mend and supply again" in page
    mended = f"Month,District,Came,Waited\n{newest_month()},west,100,3\n"
    steward.post(sent(steward, mended, mends=str(mixed.pk)), {"do": "take-in"})
    assert Load.objects.latest("pk").mends == mixed
    assert "1 rejected row waits" in text(steward.get("/data/"))
    steward.post(
        sent(steward, f"Month,District,Came,Waited\n{newest_month()},west,100,3\n", mends=str(mixed.pk)),
        {"do": "take-in"},
    )
    assert "no rejected rows wait" in text(steward.get("/data/"))


def test_rejected_rows_come_back_as_supplied_with_reasons_and_no_live_formula(steward, mixed):
    answer = steward.get(f"/data/loads/{mixed.pk}/rejected/0/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:4] == ["Month", "District", "Came", "Waited"]
    assert rows[1][:4] == [newest_month(), "west", "'=1+1", "3"]
    assert "was expected" in rows[1][4]

    answer = steward.get(f"/data/loads/{mixed.pk}/faults.csv")
    assert answer["X-Content-Type-Options"] == "nosniff"
    faults = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(f["row"], f["column letter"], f["text"]) for f in faults] == [("3", "C", "'=1+1"), ("4", "A", "soon")]


def test_rejected_rows_are_for_their_steward_and_each_look_is_logged(steward, reader, mixed):
    assert reader.get(f"/data/loads/{mixed.pk}/rejected/0/").status_code == 403
    assert reader.get(f"/data/loads/{mixed.pk}/faults.csv").status_code == 403
    page = text(reader.get(f"/data/loads/{mixed.pk}/"))
    assert "Rejected rows" in page
    assert "=1+1</td>" not in page
    steward.get(f"/data/loads/{mixed.pk}/faults.csv")
    assert AuditEntry.objects.filter(action="see-source-rows", as_name="Stan Steward", detail__load=mixed.pk).exists()
    assert steward.get(f"/data/loads/{mixed.pk}/rejected/7/").status_code == 404


def test_records_that_changed_need_the_data_sets_permission_and_the_look_is_logged(reader, signed_in, mixed):
    assert reader.get(f"/data/loads/{mixed.pk}/?rows=1").status_code == 403
    save_reader_with_records("rena")
    page = text(signed_in("rena").get(f"/data/loads/{mixed.pk}/?rows=1"))
    assert "Records that this upload changed" in page
    assert AuditEntry.objects.filter(action="see-source-rows", as_name="Rena").count() == 1


@pytest.mark.parametrize("path", ["/data/", "/data/sets/waits/"])
def test_more_uploads_take_no_more_queries(reader, tmp_path, path):
    def count() -> int:
        reader.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(path).status_code == 200
        return len(queries)

    before = count()
    for _ in range(3):
        supply(tmp_path, "waits-file", waits(timezone.localdate()))
    assert count() == before
