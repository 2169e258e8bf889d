"""Rejected rows wait until each is mended: one of nine leaves eight, wherever it is told."""

from __future__ import annotations

import pytest
from data_world import newest_month, send, text
from django.utils import timezone
from reference.vale import months

from trigpoint.access.models import AuditEntry
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.mending import mending_of
from trigpoint.catalogue.models import Load

HEAD = "Month,District,Came,Waited\n"


def _rows(good: int, of: int = 9) -> list[str]:
    """Rows of the west, a month each: some whose figure is a number, the others not."""
    every = months(timezone.localdate())[-of:]
    return [f"{month},west,{101 if n < good else 'many'},3\n" for n, month in enumerate(every)]


def _take_in(client, content: str, **more: str) -> Load:
    where = send(client, content, **more)["Location"]
    client.post(where, {"do": "take-in"})
    return Load.objects.latest("pk")


@pytest.fixture
def nine_rejected(steward) -> Load:
    load = _take_in(steward, HEAD + "".join(_rows(0)))
    assert (load.supplied, load.rejected) == (9, 9)
    return load


def told(client, load: Load) -> dict[str, str]:
    """What each screen says of the waiting rows."""
    return {
        "load": text(client.get(f"/data/loads/{load.pk}/")),
        "set": text(client.get("/data/sets/waits/")),
        "data": text(client.get("/data/")),
        "home": text(client.get("/")),
    }


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(lambda: "".join(_rows(1)), id="the rejected rows again, one of them mended"),
        pytest.param(lambda: _rows(1)[0], id="the mended row alone"),
        pytest.param(
            lambda: "".join(_rows(1)) + f"{newest_month()},east,100,10\n", id="with a row that was right before"
        ),
    ],
)
def test_one_of_nine_mended_leaves_eight(steward, nine_rejected, again):
    _take_in(steward, HEAD + again(), mends=str(nine_rejected.pk))

    assert mending_of([nine_rejected])[nine_rejected.pk].in_words() == "1 of 9 mended"
    page = told(steward, nine_rejected)
    assert "1 of 9 mended, by" in page["load"]
    assert "Mend and supply again" in page["load"]
    assert "1 of 9 mended" in page["set"]
    assert "8 rejected rows wait to be mended" in page["set"]
    assert "8 rejected rows wait to be mended" in page["data"]
    assert "1 of 9 mended; of 9, uploaded on" in page["home"]


def test_all_are_mended_in_two_steps(steward, nine_rejected):
    first = _take_in(steward, HEAD + "".join(_rows(4)), mends=str(nine_rejected.pk))
    assert (first.corrected, first.rejected) == (4, 5)
    _take_in(steward, HEAD + "".join(_rows(9)[4:]), mends=str(first.pk))

    assert mending_of([nine_rejected])[nine_rejected.pk].in_words() == "all 9 mended"
    page = told(steward, nine_rejected)
    assert "All 9 mended, by" in page["load"]
    assert "Mend and supply again" not in page["load"]
    assert "no rejected rows wait" in page["data"]
    assert "rejected" not in page["home"].partition("What I owe")[2].partition("</section>")[0]


def test_rows_that_need_no_mending_are_left_by_who_loads_and_asked_once_more(steward, nine_rejected, reader, signed_in):
    _take_in(steward, HEAD + _rows(1)[0], mends=str(nine_rejected.pk))
    leave = f"/data/loads/{nine_rejected.pk}/leave/"
    assert "Leave those that wait as they are?" in text(steward.get(f"/data/loads/{nine_rejected.pk}/"))
    save_person(OPERATOR, "cora", name="Cora Council", memberships=[("council", "data-steward")])
    for other in (reader, signed_in("cora")):
        assert other.post(leave).status_code == 403
    assert mending_of([nine_rejected])[nine_rejected.pk].waiting == 8

    steward.post(leave)
    page = told(steward, nine_rejected)
    assert "1 of 9 mended, the rest left, by" in page["load"]
    assert "Mend and supply again" not in page["load"]
    assert "no rejected rows wait" in page["data"]
    assert AuditEntry.objects.filter(action="leave-rejected", who__username="steward").exists()


def test_a_whole_file_that_is_right_mends_all(steward, nine_rejected):
    every = months(timezone.localdate())
    whole = HEAD + "".join(f"{month},{place},101,3\n" for month in every for place in ("east", "west"))
    _take_in(steward, whole, mends=str(nine_rejected.pk))
    assert mending_of([nine_rejected])[nine_rejected.pk].waiting == 0


def test_the_preview_names_what_it_counts(steward):
    page = text(steward.get(send(steward, HEAD + "".join(_rows(7)))["Location"]))
    assert "<strong>9</strong> rows supplied" in page
    assert "7 figures corrected; " in page
    assert "published figures restated" in page
    assert "2 rows rejected" in page
