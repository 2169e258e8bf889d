"""Explain this figure: from the number to the rows that were supplied, for those who may see them."""

# Fixtures are imported from the module that makes the partnership.
# ruff: noqa: F401, F811

import re

import pytest
from indicator_world import lead, marsh, marsh_once, reader, stranger

from trigpoint.access.models import AuditEntry

PAGE = "/indicators/in-time/explain/"
pytestmark = pytest.mark.usefixtures("marsh")


def words(response) -> str:
    """The text of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


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


def test_as_known_before_the_correction(lead):
    page = words(lead.get(PAGE, {"period": "2019-02", "as-at": "2019-04-15"}))
    assert "100 × 384 ÷ 400 = 96" in page
    assert "waits-file-20190420.csv" not in page


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
