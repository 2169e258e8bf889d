"""The page of an indicator: its figure and why, its series, where, corrections, and what people do beside it."""

# Fixtures are imported from the module that makes the partnership.
# ruff: noqa: F401, F811

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from indicator_world import DOCUMENTS, FIRST_KNOWN, lead, marsh, marsh_once, reader, stranger
from reference.pages import words

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask import histories
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text
from trigpoint.manage.models import Attachment, Commentary, Link, Note, PortfolioItem

PAGE = "/indicators/in-time/"
pytestmark = pytest.mark.usefixtures("marsh")


def test_the_figure_is_judged_with_the_sum_that_says_why(reader):
    page = words(reader.get(PAGE))
    # 98 + 272 of 400 people: 92.5%, within five points of 95%.
    assert "92.5%" in page
    assert "Amber: 92.5% against 95%, within the 5-point tolerance of Board." in page


def test_where_only_the_years_end_has_a_target_that_one_is_said(reader):
    at_the_end = DOCUMENTS["in-time"].replace("period: 2018-19, value: 95", "period: 2019-03, value: 96")
    apply_documents(OPERATOR, "aims", [read_text(at_the_end, "in-time.yaml")])
    page = words(reader.get(PAGE, {"period": "2019-02"}))
    assert "No target for this period; at least 96% for March 2019" in page


def test_a_place_in_a_framework_has_its_own_official_rule(reader):
    page = words(reader.get(PAGE, {"framework": "scorecard"}))
    assert "Red: 92.5% against 95%, 2.5 points short of the target, beyond the 1-point tolerance of Strict." in page
    elsewhere = words(reader.get(PAGE))
    assert "Elsewhere it is judged otherwise" in elsewhere
    assert "The scorecard" in elsewhere


def test_another_rule_set_on_request(reader):
    assert "tolerance of Strict" in words(reader.get(PAGE, {"rule": "strict"}))


def test_the_chart_says_its_finding_and_its_table_downloads(reader):
    assert "Below target in each of the last two months judged" in words(reader.get(PAGE))
    table = json.loads(reader.get(PAGE, {"download-series": "json"}).content)
    values = {row["period"]: row["value"] for row in table["rows"] if row["value"] is not None}
    # 96 + 258 of 400 as corrected.
    assert values == {"March 2019": 92.5, "February 2019": 88.5}
    assert reader.get(PAGE, {"download-series": "csv"})["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_chart_downloads_as_a_picture(reader, ending, begins):
    response = reader.get(PAGE, {"picture": f"main.{ending}"})
    assert response.content.startswith(begins)


def test_a_breakdown_gives_each_place_its_own_figure(reader):
    table = json.loads(reader.get(PAGE, {"by": "place:district", "download-where": "json"}).content)
    assert {row["member"]: round(row["value"], 2) for row in table["rows"]} == {
        "North Marsh": 98.0,
        "South Marsh": 90.67,
    }


def test_a_filter_of_the_context_is_the_figure_and_stands_among_its_peers(reader):
    page = words(reader.get(PAGE, {"place": "north"}))
    assert "98.0%" in page
    assert "North Marsh is 1st of 2 districts" in page


def test_why_a_count_moved_is_the_sum_of_its_parts(reader):
    supplied = json.loads(reader.get("/indicators/people-seen/", {"download-moved": "json"}).content)
    assert {row["member"]: row["change"] for row in supplied["rows"]} == {"North Marsh": 0, "South Marsh": 0}


def test_why_a_rate_moved_shows_both_sides_and_invents_no_parts(reader):
    page = words(reader.get(PAGE))
    assert "the numerator (Seen in time) rose by 4.5% and the denominator (People seen) did not change" in page
    assert "is not the sum of its parts" in page


def test_a_restated_figure_says_what_it_was(reader):
    table = json.loads(reader.get(PAGE, {"download-restated": "json"}).content)
    (row,) = table["rows"]
    # 96 + 288 of 400 before, 96 + 258 after.
    assert (row["period"], row["was"], row["became"]) == ("February 2019", 96.0, 88.5)
    assert row["day"] == "2019-04-20"


def test_as_known_before_the_correction_there_was_none(reader):
    response = reader.get(PAGE, {"as-at": "2019-04-15", "period": "2019-02"})
    page = words(response)
    assert "96.0%" in page
    assert "Restated figures" not in page


@pytest.mark.parametrize("page", [PAGE, "/scorecards/scorecard/"])
def test_a_county_is_in_no_district_and_says_that_there_is_none_to_compare_with(reader, page):
    found = words(reader.get(page, {"compare": "own-district"}))
    assert "not of one place, so there is no district of its own to compare it with" in found


def test_what_an_indicator_is_always_compared_with_is_passed_over_where_there_is_none(reader):
    assert "not of one place" not in words(reader.get(PAGE))


def test_yes_or_no_is_counted_and_never_added_up(reader):
    page = words(reader.get("/indicators/plan-in-place/"))
    assert "1 of 2: yes" in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"by": "moon"}, "cannot be broken down by “moon”"),
        ({"rule": "kind"}, "There is no status rule “kind”"),
        ({"framework": "none"}, "There is no framework “none”"),
        ({"grain": "fortnight"}, "cannot be shown by “fortnight”"),
        ({"period": "2019-13"}, "2019-13"),
        ({"place": "atlantis"}, "There is no place “atlantis”"),
    ],
)
def test_an_address_edited_by_hand_says_what_is_wrong(reader, query, says):
    response = reader.get(PAGE, query)
    assert response.status_code == 400
    assert says in words(response)


def test_an_indicator_that_does_not_exist_names_the_nearest(reader):
    response = reader.get("/indicators/in-tme/")
    assert response.status_code == 404
    assert "in-time" in words(response)


def test_a_stranger_is_not_shown_what_the_partnership_keeps(stranger):
    response = stranger.get(PAGE)
    assert "92.5%" not in words(response)
    assert response.status_code in (200, 403)


def test_one_batch_of_questions_a_page(reader, monkeypatch):
    batches = []
    asked = histories.answer
    monkeypatch.setattr(
        histories, "answer", lambda questions, viewer: batches.append(len(questions)) or asked(questions, viewer)
    )
    reader.get(PAGE, {"place": "north", "by": ""})
    assert len(batches) == 1


def test_database_queries_do_not_grow_with_what_stands_beside(reader):
    reader.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        reader.get(PAGE)
    author = reader.session["_auth_user_id"]
    for n in range(5):
        Note.objects.create(indicator="in-time", text=f"note {n}", author_id=author, at=add_at())
        Commentary.objects.create(
            indicator="in-time", parts=[["Why", "words"]], version=n + 1, author_id=author, at=add_at(),
            decision="approved", decided_at=add_at(),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        reader.get(PAGE)
    assert len(many) == len(few)


def add_at():
    """Some instant."""
    from indicator_world import DOCUMENTS, FIRST_KNOWN, lead, marsh, marsh_once, reader, stranger

    return FIRST_KNOWN


def test_a_note_is_kept_about_the_period_and_shown(reader):
    response = reader.post(
        PAGE,
        {
            "do": "note",
            "text": "The south changed its booking.",
            "about": "period",
            "audience": "partnership:",
            "period": "2019-03",
        },
        follow=True,
    )
    assert "The south changed its booking." in words(response)
    assert Note.objects.get().period == "2019-03"


def html(response) -> str:
    return " ".join(response.content.decode().split())


def _part(response, name: str) -> str:
    """What a part of the page says, up to the next part."""
    return html(response).partition(f'id="{name}"')[2].partition('<section class="doing-part"')[0]


def test_the_form_of_a_note_is_open_by_address_and_closed_else(reader):
    assert '<details class="disclosure" id="write-note">' in html(reader.get(PAGE))
    assert f'href="{PAGE}?write=note#write-note"' in html(reader.get(PAGE))
    opened = html(reader.get(f"{PAGE}?write=note"))
    assert '<details class="disclosure" id="write-note" open>' in opened
    assert "write=note" not in opened.partition('id="write-note"')[2].partition("</form>")[0]


@pytest.mark.parametrize(
    ("sent", "part", "said"),
    [
        ({"do": "note", "text": "Seen.", "about": "all"}, "notes", "The note is kept."),
        ({"do": "link", "url": "https://example.org/plan"}, "links", "The link is kept."),
    ],
)
def test_what_was_done_is_said_in_the_part_where_it_was_done(lead, sent, part, said):
    answer = lead.post(f"{PAGE}?write=note", sent | {"audience": "partnership:"})
    assert answer["Location"] == f"{PAGE}#{part}"
    page = lead.get(PAGE)
    assert said in _part(page, part)
    assert html(page).count(said) == 1
    assert said not in html(lead.get(PAGE))


def test_following_is_said_at_the_top(reader):
    answer = reader.post(PAGE, {"do": "follow"})
    assert answer["Location"] == PAGE
    page = html(reader.get(PAGE))
    assert "It is in your portfolio now." in page.partition('class="page-heading"')[0]


def test_notes_and_commentary_stand_apart_and_say_what_each_is(lead):
    lead.post(PAGE, {"do": "note", "text": "A thing seen.", "about": "all", "audience": "partnership:"})
    lead.post(f"{PAGE}commentary/", {"do": "save", "text:Why": "A thing said.", "period": "2019-03", "after": "0"})
    page = lead.get(PAGE)
    assert "A thing seen." in _part(page, "notes")
    assert "A thing said." in _part(page, "commentary")
    assert "A thing seen." not in _part(page, "commentary")
    assert "one text a period" in _part(page, "commentary")
    assert "each with its day and name" in _part(page, "notes")


def test_to_withdraw_asks_once_more_without_scripts(reader):
    reader.post(PAGE, {"do": "note", "text": "Mine", "about": "all", "audience": "partnership:"})
    note = Note.objects.get()
    asks = html(reader.get(PAGE)).partition(f'id="note-{note.pk}"')[2].partition("</article>")[0]
    assert "<details" in asks
    assert "Withdraw it?" in asks
    assert 'value="withdraw">Yes, withdraw' in asks


def test_an_empty_note_is_refused_and_nothing_is_lost(reader):
    response = reader.post(PAGE, {"do": "note", "text": " ", "about": "all", "audience": "partnership:"})
    assert response.status_code == 400
    assert "Write the note first." in words(response)
    assert not Note.objects.exists()


def test_a_link_that_is_no_web_address_keeps_what_was_typed(reader):
    response = reader.post(
        PAGE, {"do": "link", "url": "javascript:alert(1)", "title": "Bad", "audience": "partnership:"}
    )
    assert response.status_code == 400
    assert "That is not a web address." in words(response)
    assert "javascript:alert(1)" in response.content.decode()
    assert not Link.objects.exists()


def test_a_file_comes_back_as_a_download_only_to_those_who_may_read_it(reader, lead):
    file = SimpleUploadedFile("plan.txt", b"What we will do")
    lead.post(PAGE, {"do": "file", "file": file, "audience": "own-organisation:trust", "period": "2019-03"})
    kept = Attachment.objects.get()
    address = f"/indicators/in-time/files/{kept.pk}/"
    response = lead.get(address)
    assert b"".join(response.streaming_content) == b"What we will do"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert reader.get(address).status_code == 404


def test_following_puts_the_slice_in_the_portfolio(reader):
    reader.post(f"{PAGE}?place=north", {"do": "follow"})
    assert PortfolioItem.objects.get().slice == "place=north"
    assert "Take out of my portfolio" in words(reader.get(f"{PAGE}?place=north"))
    reader.post(f"{PAGE}?place=north", {"do": "unfollow"})
    assert not PortfolioItem.objects.exists()


def test_only_its_author_withdraws_a_note(reader, lead):
    reader.post(PAGE, {"do": "note", "text": "Mine", "about": "all", "audience": "partnership:"})
    note = Note.objects.get()
    assert lead.post(PAGE, {"do": "withdraw", "kind": "note", "pk": note.pk}).status_code == 403
    reader.post(PAGE, {"do": "withdraw", "kind": "note", "pk": note.pk})
    note.refresh_from_db()
    assert note.withdrawn_at is not None


def test_what_it_is_says_the_formula_in_words_and_draws_its_example(reader):
    page = words(reader.get(PAGE))
    assert "100 times Seen in time divided by People seen" in page
    assert "100 × 90 ÷ 100 = 90.0%" in page
