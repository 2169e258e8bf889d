"""Files that cannot be read: listed apart with why, gone when another is sent, and readable otherwise where they are."""

from __future__ import annotations

import pytest
from data_world import corrected, faulty, newest_upload, send, sent, text
from django.conf import settings

from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import Load
from trigpoint.definitions.yaml_files import read_text

OTHER = """
kind: source
code: waits-renamed
name: Emergency waits, as the new system has them
data_set: waits
period: {column: When}
dimensions: {area: {column: Where}}
wide:
  - {column: Arrived, measure: came}
  - {column: Waited, measure: waited}
"""

RENAMED = corrected().replace("Month,District,Came,Waited", "When,Where,Arrived,Waited")


@pytest.fixture
def other_source(vale) -> None:
    apply_documents(OPERATOR, "other", [read_text(OTHER, "other.yaml")])


def lists(client) -> tuple[str, str]:
    """(what waits for a decision, what could not be read), as the upload page lists them."""
    page = text(client.get("/data/upload/"))
    waiting = page.partition("Waiting for your decision")[2].partition("</section>")[0]
    return waiting, page.partition("Could not be read")[2].partition("</section>")[0]


def test_what_cannot_be_read_is_listed_apart_with_why(steward):
    where = sent(steward, RENAMED, name="renamed.csv")
    assert steward.get(where).status_code == 400
    waiting, unreadable = lists(steward)
    assert "renamed.csv" not in waiting
    assert "renamed.csv" in unreadable
    assert "Month" in unreadable


def test_it_goes_when_another_is_sent_and_what_waits_stays(steward):
    waits = sent(steward, corrected(), name="waits-on.csv")
    steward.get(sent(steward, RENAMED, name="renamed.csv"))
    kept = settings.INSTALLATION.files / newest_upload().kept_as
    assert kept.exists()

    steward.get(sent(steward, corrected(), name="mended.csv"))

    waiting, unreadable = lists(steward)
    assert "renamed.csv" not in unreadable
    assert not kept.exists()
    assert "waits-on.csv" in waiting
    assert "mended.csv" in waiting
    assert steward.get(waits).status_code == 200


def test_an_empty_file_takes_nothing_elses_place(steward):
    steward.get(sent(steward, RENAMED, name="renamed.csv"))
    assert "is empty" in text(send(steward, b""))
    assert "renamed.csv" in lists(steward)[1]


def test_another_source_is_offered_where_it_could_not_be_read(steward, other_source):
    where = sent(steward, RENAMED, name="renamed.csv")
    page = text(steward.get(where))
    assert "Emergency waits, as the new system has them" in page
    assert "Posts, monthly" not in page

    answer = steward.post(where, {"do": "read-as", "source": "waits-renamed"}, follow=True)

    assert "78.5%" in text(answer)
    waiting, unreadable = lists(steward)
    assert "renamed.csv" in waiting
    assert "renamed.csv" not in unreadable


def test_a_source_may_be_proposed_for_it_there(steward):
    where = sent(steward, RENAMED, name="renamed.csv")
    steward.get(where)
    answer = steward.post(where, {"do": "read-as", "source": "propose:waits"}, follow=True)
    assert "How to read renamed.csv" in text(answer)


@pytest.mark.parametrize("source", ["posts-file", "no-such-source", ""])
def test_no_source_that_one_may_not_use_or_that_there_is_not(steward, source):
    where = sent(steward, RENAMED)
    steward.get(where)
    assert steward.post(where, {"do": "read-as", "source": source}).status_code in (302, 400, 403, 404)
    assert newest_upload().source == "waits-file"


def test_another_goes_on_mending_what_the_first_was_to_mend(steward):
    steward.post(sent(steward, faulty()), {"do": "take-in"})
    load = Load.objects.latest("pk")
    page = text(steward.get(sent(steward, RENAMED, mends=str(load.pk))))
    again = f"/data/upload/?source=waits-file&amp;mends={load.pk}"
    assert f'href="{again}"' in page
    assert f"mends upload {load.pk} as this was to" in page
    assert "propose:" not in page

    page = text(steward.get(again.replace("&amp;", "&")))
    assert f'name="mends" value="{load.pk}"' in page
