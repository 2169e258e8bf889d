"""Explore: what is on the shelves is answered as a table, a chart and files; each step is an address."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import months

from trigpoint.ask import door, sizes
from trigpoint.manage.models import SavedView

SEEN = "/explore/?indicator=seen-in-time"


def html(response) -> str:
    return " ".join(response.content.decode().split())


def rows(client, address: str) -> list[dict]:
    return json.loads(client.get(f"{address}&download=json").content)["rows"]


def link(response, text: str) -> str:
    """The address behind a link that says something."""
    found = re.search(
        rf'<a [^>]*href="([^"]*)"[^>]*>\s*{re.escape(text)}', response.content.decode().split("<main")[-1]
    )
    assert found, f"No link says {text}"
    return unescape(found[1])


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def newest() -> str:
    return months(timezone.localdate())[-1]


def test_nothing_on_the_shelves_invites_to_search(reader):
    page = reader.get("/explore/")
    assert page.status_code == 200
    assert "Search for an indicator on the first shelf" in words(page)


def test_a_breakdown_on_the_rows_with_its_total(reader):
    # East: 90 of 100 in time; West: 97 of 100; both: 187 of 200, not the mean of the two.
    found = rows(reader, f"{SEEN}&by=area:district&totals=yes")
    assert [(row["row-area"], row["figure"]) for row in found] == [
        ("East Vale", 90), ("West Vale", 97), ("All of these", 93.5),
    ]  # fmt: skip


def test_periods_across_and_how_many_of_them(reader):
    found = rows(reader, f"{SEEN}&by=area:district&columns=period&last=2")
    before, last = months(timezone.localdate())[-2:]
    assert found[0] == {"row-area": "East Vale", before: 97, last: 90}


def test_a_period_from_the_context_bar_is_the_last_of_those_shown(reader):
    earlier = months(timezone.localdate())[-4]
    found = rows(reader, f"{SEEN}&by=area:district&columns=period&last=2&period={earlier}")
    assert list(found[0])[-1] == earlier


def test_a_longer_period_is_made_of_sums(reader):
    # By quarter each figure is of all who came in it.
    found = rows(reader, f"{SEEN}&by=period&grain=quarter&last=1")
    assert len(found) == 1


def test_rows_and_columns_are_swapped_by_one_link(reader):
    page = reader.get(f"{SEEN}&by=area:district&columns=period&last=2")
    swapped = asked(link(page, "Swap rows and columns"))
    assert (swapped["by"], swapped["columns"]) == ("period", "area:district")


def test_several_indicators_stand_side_by_side(reader):
    page = reader.get("/explore/?indicator=seen-in-time,empty-posts&by=period&last=2")
    found = rows(reader, "/explore/?indicator=seen-in-time,empty-posts&by=period&last=2")
    assert found[-1]["seen-in-time"] == 93.5
    assert found[-1]["empty-posts"] == 18
    assert "no chart here has two scales" in words(page)


def test_a_heading_opens_what_lies_within_it(reader):
    county = reader.get(f"{SEEN}&by=area:county")
    inside = link(county, "The Vale")
    assert asked(inside)["by"] == "area~vale"
    assert "East Vale" in words(reader.get(inside))


def test_a_heading_with_nothing_within_becomes_a_filter_over_time(reader):
    districts = reader.get(f"{SEEN}&by=area:district")
    inside = asked(link(districts, "East Vale"))
    assert inside["area"] == "east"
    assert inside["by"] == "period"


def test_a_total_closes_its_breakdown(reader):
    page = reader.get(f"{SEEN}&by=area:district,period&totals=yes&last=2")
    assert asked(link(page, "All of these"))["by"] == "period"


def test_from_within_a_member_one_gets_up_again(reader):
    assert asked(link(reader.get(f"{SEEN}&by=area~vale"), "up to counties"))["by"] == "area:county"


def test_a_figure_leads_to_where_it_comes_from_or_to_what_is_within_it(reader):
    plain = reader.get(f"{SEEN}&by=area:district").content.decode()
    assert f"/indicators/seen-in-time/explain/?period={newest()}&amp;area=east" in plain
    inside = reader.get(f"{SEEN}&by=area:county&look=inside").content.decode()
    assert "by=area~vale" in inside
    assert "/explain/" not in inside


def test_repeated_and_empty_parameters_become_one_tidy_address(reader):
    untidy = reader.get("/explore/?indicator=seen-in-time&indicator=empty-posts&by=&grain=&by=period")
    assert untidy.status_code == 302
    assert asked(untidy["Location"]) == {"indicator": "seen-in-time,empty-posts", "by": "period"}
    assert reader.get(untidy["Location"]).status_code == 200


def test_what_is_not_held_so_is_refused_with_what_can_be_had(reader):
    page = reader.get(f"{SEEN}&by=organisation:partner")
    assert page.status_code == 200
    assert "Emergency waits is not held by organisation." in words(page)
    assert "by" not in asked(link(page, "Without organisation"))


def test_what_the_viewer_may_not_see_is_said_so_cell_by_cell(signed_in):
    page = words(signed_in("easterner").get(f"{SEEN}&by=area:district&area=vale"))
    assert "90.0%" in page
    assert "not permitted" in page
    assert "97.0%" not in page


def test_a_download_holds_no_more_than_the_page(signed_in):
    text = signed_in("easterner").get(f"{SEEN}&by=area:district&area=vale&download=csv").content.decode("utf-8-sig")
    west = next(
        row for row in csv.DictReader(io.StringIO(text)) if row["Area" if "Area" in row else "District"] == "West Vale"
    )
    assert "97" not in " ".join(west.values())


def test_a_question_for_too_much_is_refused_before_it_is_asked(reader, monkeypatch):
    monkeypatch.setattr(sizes, "MOST_CELLS", 3)
    page = reader.get(f"{SEEN}&by=area:district&columns=period&last=2")
    assert page.status_code == 200
    assert "This asks for about 4 figures, and 3 is the most" in words(page)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/explore/?indicator=seen-in-tim", "There is no indicator “seen-in-tim”"),
        (f"{SEEN}&by=zebra", "There is no breakdown “zebra”"),
        (f"{SEEN}&by=area:street", "has no level “street”"),
        (f"{SEEN}&by=area~nowhere", "There is no area “nowhere”"),
        (f"{SEEN}&by=area~unknown", "nothing within"),
        (f"{SEEN}&grain=eon", "no length of period “eon”"),
        (f"{SEEN}&by=period&last=0", "is not a number of periods"),
        (f"{SEEN}&by=period&last=99999999999999999999", "is not a number of periods"),
        (f"{SEEN}&by=area:district&columns=area:county", "on a shelf already"),
    ],
)
def test_an_address_edited_by_hand_is_answered_without_what_does_not_exist(reader, address, said):
    page = reader.get(address)
    assert page.status_code == 200
    assert said in words(page)


@pytest.mark.parametrize("odd", ["page=-1", "page=x", "sort=nothing", "sort=-", "picture=exe", "download=exe", "shelf=zebra&find=%FF", "part=choices"])  # fmt: skip
def test_odd_parameters_break_nothing(reader, odd):
    assert reader.get(f"{SEEN}&by=area:district&{odd}").status_code in (200, 302)


def test_a_column_is_sorted_by_and_totals_stay_last(reader):
    found = rows(reader, f"{SEEN}&by=area:district&totals=yes&sort=-figure")
    assert [row["row-area"] for row in found] == ["West Vale", "East Vale", "All of these"]


def test_shelves_are_filled_by_search_with_and_without_scripts(reader):
    part = reader.get(f"{SEEN}&part=choices&shelf=indicator&find=empt")
    assert asked(link(part, "Empty posts"))["indicator"] == "seen-in-time,empty-posts"
    assert b"<html" not in part.content
    whole = reader.get(f"{SEEN}&shelf=filters&find=east")
    assert asked(link(whole, "East Vale"))["area"] == "east"


def test_breakdowns_offered_are_those_by_which_the_indicator_is_held(reader):
    offered = words(reader.get(f"{SEEN}&part=choices&shelf=rows"))
    assert "Area: district" in offered
    assert "Organisation" not in offered


@pytest.mark.parametrize(("format", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")])
def test_the_table_as_a_file(reader, format, starts):
    file = reader.get(f"{SEEN}&by=area:district&download={format}")
    assert file.content.startswith(starts)
    assert f"seen-in-time-{newest()}.{format}" in file["Content-Disposition"]


@pytest.mark.parametrize(("format", "starts"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_chart_as_a_picture(reader, format, starts):
    assert reader.get(f"{SEEN}&by=area:district&picture={format}").content.startswith(starts)


def test_the_chart_is_chosen_by_the_shape_of_the_answer(reader):
    assert "From 90.0% (East Vale) to 97.0% (West Vale)" in words(reader.get(f"{SEEN}&by=area:district"))
    assert "down from 97.0% in" in words(reader.get(f"{SEEN}&by=period&last=3"))
    assert "One figure needs no chart" in words(reader.get(SEEN))


def test_a_view_is_saved_shared_and_led_to(reader, steward):
    saved = reader.post(f"{SEEN}&by=area:district", {"name": "Waits by district", "shared": "yes"}, follow=True)
    view = SavedView.objects.get(name="Waits by district")
    assert asked(view.path) == {"indicator": "seen-in-time", "by": "area:district"}
    path = view.path.replace("&", "&amp;")
    assert f'Saved as <a href="{path}">Waits by district</a>' in html(saved)
    assert "Others find it in the catalogue too" in html(saved)
    for page in (steward.get("/catalogue/?q=waits+by+district"), steward.get("/explore/"), reader.get("/explore/")):
        assert f'href="{path}"' in html(page)
    assert "Rita Reader" in html(steward.get("/explore/")).partition("Shared by others")[2]


def test_a_view_of_ones_own_is_found_by_oneself_alone(reader, steward):
    reader.post(SEEN, {"name": "<b>Mine</b>"})
    said = "&lt;b&gt;Mine&lt;/b&gt;"
    assert "<b>Mine" not in html(reader.get("/explore/"))
    for address in ("/explore/", "/catalogue/?q=mine"):
        assert said in html(reader.get(address))
        assert said not in html(steward.get(address))
    assert "only you see it" in html(reader.get("/explore/")).partition(said)[2]


def test_a_view_is_removed_after_asking_once_more(reader, steward):
    reader.post(SEEN, {"name": "Mine", "shared": "yes"})
    view = SavedView.objects.get()
    assert "Remove this view?" in words(reader.get("/explore/"))
    assert "Remove this view?" not in words(steward.get("/explore/"))
    steward.post("/me/views/forget/", {"view": view.pk})
    assert SavedView.objects.exists()
    answer = reader.post("/me/views/forget/", {"view": view.pk, "next": "/explore/"})
    assert answer["Location"] == "/explore/"
    assert not SavedView.objects.exists()


def test_what_may_be_chosen_stands_in_order_of_name(reader):
    def offered(shelf: str) -> list[str]:
        page = reader.get(f"/explore/?part=choices&shelf={shelf}").content.decode()
        return [" ".join(one.split()) for one in re.findall(r"<a[^>]*>([^<]+)", page)]

    assert offered("indicator") == ["Empty posts", "Seen in time"]
    assert offered("rows") == sorted(offered("rows"))
    areas = [one for one in offered("filters") if one in ("The Vale", "East Vale", "West Vale")]
    assert areas == ["The Vale", "East Vale", "West Vale"]


def test_a_view_without_a_name_is_refused(reader):
    assert "Give the view a name." in words(reader.post(SEEN, {"name": " "}, follow=True))
    assert not SavedView.objects.exists()


def test_somebody_without_a_role_sees_no_figure(stranger):
    page = stranger.get(f"{SEEN}&by=area:district")
    assert page.status_code == 403
    assert b"97.0" not in page.content


def test_one_question_and_no_more_queries_for_more_rows(reader, monkeypatch):
    batches = []
    answer = door.answer
    monkeypatch.setattr(
        door, "answer", lambda questions, viewer: batches.append(len(questions)) or answer(questions, viewer)
    )

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(address).status_code == 200
        return len(captured)

    few, many = queries(f"{SEEN}&by=area:county"), queries(f"{SEEN}&by=area:district&columns=period&last=12&totals=yes")
    assert batches == [1, 1]
    # With periods on a shelf it also asks which period is the newest.
    assert many - few <= 2


def test_as_known_on_a_day_before_anything_was_there(reader):
    page = reader.get(f"{SEEN}&as-at=2001-01-01")
    assert "Nothing was defined yet" in words(page)


@pytest.mark.parametrize("file", ["download=csv", "download=xlsx", "picture=svg"])
def test_no_file_answers_another_question_than_its_address_asks(reader, file):
    """A page says what it left out of the address; a file could not."""
    assert reader.get(f"{SEEN}&by=area:planet").status_code == 200
    page = reader.get(f"{SEEN}&by=area:planet&{file}")
    assert page.status_code == 400
    assert "Area has no level “planet”" in words(page)
