"""An indicator shown by another length of period: what may be said of figures that run on, and of years that are not whole."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone
from reference.vale import months

from trigpoint.access.models import User
from trigpoint.access.viewers import viewer_of
from trigpoint.ask.door import answer
from trigpoint.ask.reading import read_question
from trigpoint.catalogue.snapshots import in_force


def words(page) -> str:
    text = page.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)).split())


@pytest.mark.parametrize("grain", ["ytd", "rolling-12"])
def test_no_noise_is_told_from_figures_that_overlap(reader, grain):
    """Each month to date holds the one before: they vary together, and a run of them is no sign."""
    told = re.compile("usual variation|real change", re.IGNORECASE)
    assert told.search(words(reader.get("/indicators/seen-in-time/")))
    assert not told.search(words(reader.get(f"/indicators/seen-in-time/?grain={grain}")))


@pytest.mark.parametrize("grain", ["ytd", "rolling-12"])
def test_no_usual_range_is_offered_where_none_can_be_drawn(reader, grain):
    assert "Show the usual range" in words(reader.get("/indicators/seen-in-time/"))
    page = words(reader.get(f"/indicators/seen-in-time/?grain={grain}"))
    assert "Show the usual range" not in page
    assert "No usual range can be drawn: " in page


def test_a_year_to_date_is_not_better_or_worse_than_the_month_before(reader):
    """It only grows; and the year before is not whole here, so that there is nothing to hold it against."""
    newest = date.fromisoformat(f"{months(timezone.localdate())[-2]}-01")
    page = words(reader.get("/indicators/empty-posts/?grain=ytd"))
    assert f"since {newest:%B %Y}" not in page


@pytest.mark.parametrize("address", ["/", "/scorecards/agreement/", "/indicators/seen-in-time/", "/explore/?indicator=seen-in-time", "/reports/board/"])  # fmt: skip
def test_a_page_of_the_past_says_so_and_leads_back(reader, address):
    today = timezone.localdate()
    joint = "&" if "?" in address else "?"
    page = reader.get(f"{address}{joint}as-at={today}")
    assert page.status_code == 200
    assert f"As known on {today:%-d %B %Y}." in words(page)
    assert "As known on" in words(reader.get(address))
    assert "Show what is known now" not in words(reader.get(address))


def test_nobody_is_late_for_a_time_before_anything_was_held(vale):
    viewer = viewer_of(User.objects.get(username="reader"))
    question = read_question(in_force(), ["seen-in-time"], period="2015-04")
    [found] = answer([question], viewer)
    assert found.facts.nothing == ["no-data"]
    assert re.match(r"Nothing of .+ is held before 1 \w+ \d{4}\.", found.facts.reason[0])


def test_a_year_that_is_not_whole_is_nothing_to_have_risen_from(reader):
    """Fourteen months: no financial year of them is known to be whole beside another."""
    page = words(reader.get("/indicators/seen-in-time/?grain=financial-year"))
    assert not re.search(r"(Up|Down) from .* in financial year", page)
