"""Who did what: filtered, paged, downloaded, and only for those who may see it."""

from __future__ import annotations

import csv
import io

from data_world import text
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import AuditEntry, User
from trigpoint.access.viewers import OPERATOR, viewer_of


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


def test_pages_hold_fifty_and_the_download_holds_all_without_live_formulas(steward, django_assert_max_num_queries):
    for n in range(120):
        audit.record(OPERATOR, "test", "thing", f"=cmd|{n}")
    with django_assert_max_num_queries(14):
        page = steward.get("/trail/?action=test&page=2").content.decode()
    assert page.count("=cmd|") == 50
    rows = list(
        csv.DictReader(io.StringIO(steward.get("/trail/?action=test&download-trail=csv").content.decode("utf-8-sig")))
    )
    assert len(rows) == AuditEntry.objects.filter(action="test").count() == 120
    assert rows[0]["Which"] == "'=cmd|119"
