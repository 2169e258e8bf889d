"""Explain this figure: from the number to the rows that were supplied, for those who may see them."""

# Fixtures are imported from the module that makes the partnership.
# ruff: noqa: F401, F811

import json
import re

import pytest
from indicator_world import lead, marsh, marsh_once, reader, stranger
from reference.pages import words

from trigpoint.access.models import AuditEntry
from trigpoint.catalogue.models import Load
from trigpoint.web.views import explain

PAGE = "/indicators/in-time/explain/"
pytestmark = pytest.mark.usefixtures("marsh")


def test_the_formula_has_the_numbers_put_in(reader):
    page = words(reader.get(PAGE, {"period": "2019-03"}))
    assert "100 × 370 ÷ 400 = 92.5" in page
    assert "Numerator 370 Denominator 400" in page


def test_the_newest_period_is_meant_where_none_is_named(reader):
    assert "March 2019" in words(reader.get(PAGE))


def test_contributors_lead_to_their_own_explanation(reader):
    page = reader.get(PAGE, {"period": "2019-03"}).content.decode()
    assert "/indicators/in-time/explain/?period=2019-03&amp;place=south" in page


def test_source_rows_need_a_permission_of_their_own(reader):
    page = words(reader.get(PAGE, {"period": "2019-02"}))
    assert "needs a permission of its own" in page
    assert "waits-file" not in page
    assert not AuditEntry.objects.filter(action="see-source-rows").exists()


def test_source_rows_say_file_line_and_who_and_the_look_is_logged(lead):
    page = words(lead.get(PAGE, {"period": "2019-02"}))
    assert "waits-file-20190420.csv" in page
    assert "the command line" in page
    assert AuditEntry.objects.filter(action="see-source-rows", subject="waits").exists()


def test_a_file_of_the_rows_holds_them_all_or_is_refused(lead, monkeypatch):
    monkeypatch.setattr(explain, "ROWS", 1)
    page = words(lead.get(PAGE, {"period": "2019-02"}))
    assert "The greatest 1 of 2 rows; the files hold them all." in page
    answer = lead.get(PAGE, {"period": "2019-02", "download-rows-0": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    head, *rows = [line.split(",") for line in lines]
    # In February 96 of 100 in the north, and in the south 258 of 300 after the correction, were seen in time.
    assert sorted(row[head.index("Value")] for row in rows) == ["258", "96"]
    monkeypatch.setattr(explain, "IN_FILE", 1)
    refused = lead.get(PAGE, {"period": "2019-02", "download-rows-0": "csv"})
    assert refused.status_code == 400
    assert "2 rows lie behind this figure, and a file holds 1" in words(refused)


def test_as_known_before_the_correction(lead):
    page = words(lead.get(PAGE, {"period": "2019-02", "as-at": "2019-04-15"}))
    assert "100 × 384 ÷ 400 = 96" in page
    assert "waits-file-20190420.csv" not in page


def table(client, name: str, **query: str) -> list[dict]:
    """The rows of one of the page's tables."""
    return json.loads(client.get(PAGE, {**query, f"download-{name}": "json"}).content)["rows"]


def test_everybody_who_sees_the_figure_sees_what_it_was_before(reader):
    # 96 + 288 of 400 before, 96 + 258 after.
    (row,) = table(reader, "corrected-figure", period="2019-02")
    assert (row["was"], row["became"], row["day"]) == (96.0, 88.5, "2019-04-20")
    page = words(reader.get(PAGE, {"period": "2019-02"}))
    assert "What was corrected" in page
    assert "Corrected rows" not in page
    assert "288" not in page


def test_a_figure_that_nobody_corrected_says_so(lead):
    for query in ({"period": "2019-03"}, {"period": "2019-02", "place": "north"}):
        assert "Nothing that it rests on was corrected" in words(lead.get(PAGE, query))


def test_who_sees_source_rows_sees_what_was_supplied_before_by_which_upload_when_and_by_whom(lead):
    (row,) = table(lead, "corrected-rows-0", period="2019-02")
    assert (row["is-place"], row["was"], row["became"]) == ("South Marsh (south)", 288, 258)
    assert (row["who"], row["when"]) == ("the command line", "2019-04-20")
    page = words(lead.get(PAGE, {"period": "2019-02", "place": "south"}))
    assert "waits-file-20190410.csv, line 3" in page
    assert "waits-file-20190420.csv, line 2" in page
    first, second = Load.objects.filter(data_set="waits").order_by("pk")
    assert row["came"] == f"Upload {first.pk}"
    assert row["upload"] == f"Upload {second.pk}"


def test_as_known_before_a_correction_nothing_was_corrected(lead):
    page = words(lead.get(PAGE, {"period": "2019-02", "as-at": "2019-04-15"}))
    assert "Nothing that it rests on was corrected" in page
    assert "258" not in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"period": "soon"}, "soon"),
        ({"grain": "decade"}, "There is no figure by “decade”"),
        ({"grain": "ytd", "period": "2018-19"}, "told by the month"),
        ({"place": "nowhere"}, "There is no place “nowhere”"),
    ],
)
def test_an_address_edited_by_hand_says_what_is_wrong(reader, query, says):
    response = reader.get(PAGE, query)
    assert response.status_code == 400
    assert says in words(response)


def test_a_period_without_a_figure_says_so(reader):
    response = reader.get(PAGE, {"period": "2017-01"})
    assert response.status_code == 200
    assert "The figure is no data" in words(response)


def test_a_year_to_date_is_explained_as_such(reader):
    assert "April 2018 to March 2019" in words(reader.get(PAGE, {"period": "2019-03", "grain": "ytd"}))


def test_a_stranger_learns_nothing(stranger):
    response = stranger.get(PAGE, {"period": "2019-03"})
    assert "370" not in words(response)
