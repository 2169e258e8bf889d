"""What an indicator's page says in words: of which span a figure is, how many places miss, and what moved it."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from reference.fen import months
from reference.pages import words

from trigpoint.definitions.periods import Calendars


@pytest.fixture
def reader(fen) -> Client:
    return fen


def newest() -> date:
    return date.fromisoformat(f"{months(timezone.localdate())[-1]}-01")


@pytest.mark.parametrize(
    ("month", "told", "said", "short"),
    [
        ("2026-09", "rolling-12", "twelve months to September 2026", "12 months to Sep 2026"),
        ("2026-09", "ytd", "April to September 2026", "Apr – Sep 2026"),
        ("2027-01", "ytd", "April 2026 to January 2027", "Apr 2026 – Jan 2027"),
        ("2026-04", "ytd", "April 2026", "Apr 2026"),
        ("2026-09", "month", "September 2026", "Sep 2026"),
    ],
)
def test_a_figure_to_date_or_rolling_says_its_span(month, told, said, short):
    calendars = Calendars()
    period = calendars.parse(month)
    assert (calendars.label_to(period, told), calendars.label_to(period, told, short=True)) == (said, short)


def test_twelve_months_are_called_so_wherever_their_period_is_said(reader):
    span = f"twelve months to {newest():%B %Y}"
    page = words(reader.get("/indicators/fires/", {"grain": "rolling-12"}))
    assert f"The Fen, {span}" in page
    rows = json.loads(reader.get("/indicators/fires/", {"grain": "rolling-12", "download-series": "json"}).content)
    assert rows["rows"][0]["period"] == span
    explained = words(reader.get("/indicators/fires/explain/", {"grain": "rolling-12", "period": f"{newest():%Y-%m}"}))
    assert f"The Fen, {span}." in explained
    cell = reader.get(
        "/api/answer", {"indicator": "fires", "grain": "rolling-12", "period": f"{newest():%Y-%m}"}
    ).json()
    assert cell["cells"][0]["period"]["label"] == span
    earlier = f"twelve months to {newest().replace(day=1) - timedelta(days=1):%B %Y}"
    assert f"the {span} against the {earlier}" in page
    assert f"the {earlier} to the" not in page
    explored = words(reader.get("/explore/", {"indicator": "fires", "grain": "rolling-12"}))
    assert span in explored


def test_a_chart_draws_no_target_where_the_page_says_that_there_is_none(reader):
    """The only target is one of twelve months that ended two months ago: a point, and no line."""
    page = reader.get("/indicators/calls/", {"grain": "rolling-12"})
    assert "No target for this period" in words(page)
    drawn = reader.get("/indicators/calls/", {"grain": "rolling-12", "picture": "main.svg"}).content.decode()
    assert "Target" not in drawn
    assert (
        "target"
        not in re.search(r"<figure.*?</figure>", page.content.decode(), re.DOTALL)[0].split("<table")[0].lower()
    )


def test_figures_that_share_months_are_not_called_a_real_change(reader):
    for grain in ("rolling-12", "ytd"):
        page = words(reader.get("/indicators/fires/", {"grain": grain}))
        assert "a real change" not in page
        assert "worse than usual" not in page


def test_those_in_no_district_are_shown_and_are_not_a_district(reader):
    page = words(reader.get("/indicators/in-time/", {"framework": "plan", "by": "area:district"}))
    assert "All three districts miss the target" in page
    assert "Not in a district" in page


def test_how_many_miss_is_said_in_one_way(reader):
    # The third month from the end: the target is met everywhere.
    asked = {"framework": "plan", "by": "area:district", "period": months(timezone.localdate())[-3]}
    page = words(reader.get("/indicators/in-time/", asked))
    assert "All three districts meet the target" in page


def test_what_moved_it_most_is_a_sentence_whose_numbers_add_up(reader):
    page = words(reader.get("/indicators/fires/", {"by": "area:district"}))
    assert "Eastfen rose most, by 6 fires; the others fell by 2, which makes 4 more in all" in page


def test_what_is_held_against_last_year_says_so_wherever_a_target_would_stand(reader):
    # 36 fires, and 25 in the same month a year before.
    aim = "fewer than 25 fires, a year before"
    for address in (
        "/", "/scorecards/agreement/?open=all", "/scorecards/agreement/board/", "/indicators/fires/?framework=agreement",
        "/reports/board/?framework=agreement",
    ):  # fmt: skip
        assert aim in words(reader.get(address)), address
    card = reader.get("/api/frameworks/agreement/scorecard").json()
    held = {item["indicator"]: item["held_against"] for node in card["nodes"] for item in node["items"]}
    assert held["fires"] == aim
    assert held["in-time"] == "at least 95%"


def test_a_figure_never_reads_as_its_target_where_it_differs(reader):
    # £1,270,500 against at most £1,300,000: in millions to one place, both would be £1.3m.
    for address in ("/", "/scorecards/agreement/?open=all", "/indicators/rent-owed/?framework=agreement",
                    "/reports/board/?framework=agreement&part=2"):  # fmt: skip
        page = words(reader.get(address))
        assert "£1.27m" in page, address
        assert "at most £1.3m" in page
        assert "£1.3m at most £1.3m" not in page


def test_a_figure_that_is_as_it_was_supplied_is_not_written_as_a_sum(reader):
    page = words(reader.get("/indicators/fires/"))
    assert "Fires: 30 That gives 30 fires" in page
    explained = words(reader.get("/indicators/fires/explain/"))
    assert "36 = 36" not in page + explained
    assert "30 = 30" not in page + explained


def test_a_roll_up_says_its_rule_in_plain_words(reader):
    card = words(reader.get("/scorecards/agreement/"))
    assert re.search(r"Red, as the worst of its parts is: two red\b", card)
    assert "Pulled down by" in card
    assert "worst of:" not in card


def test_a_file_holds_last_years_figure_where_that_is_what_it_is_held_against(reader):
    # 36 fires in the last month (20, 10, 5 and 1), against 25 a year before (8, 8, 8 and 1).
    book = load_workbook(io.BytesIO(reader.get("/reports/board.xlsx?framework=agreement").content))
    found = [
        dict(zip(heads, row, strict=True))
        for sheet in book
        for heads in [next((r for r in sheet.iter_rows(values_only=True) if "Target figure" in r), None)]
        if heads
        for row in sheet.iter_rows(values_only=True)
        if "Fires" in row
    ]
    assert found
    assert {row["Target figure"] for row in found} == {25}
