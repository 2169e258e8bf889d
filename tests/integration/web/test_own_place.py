"""A person who may not ask for the whole starts at their own place, on every screen alike, and is told so."""

from __future__ import annotations

import re

import pytest
from data_world import text

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text

OPEN = """
kind: data-set
code: waits
name: Emergency waits
grain: month
dimensions: [{dimension: area, level: district}]
measures:
  - {code: came, name: People who came, unit: people, over_members: sum, over_time: sum}
  - {code: waited, name: People who waited, unit: people, over_members: sum, over_time: sum}
provider: health
release: {open_levels: [area.county]}
"""

SCREENS = (
    "/",
    "/scorecards/agreement/?open=all",
    "/scorecards/agreement/board/",
    "/indicators/seen-in-time/",
    "/indicators/seen-in-time/explain/",
    "/explore/?indicator=seen-in-time",
)


@pytest.fixture
def easterner(vale, signed_in):
    """Sees the east only, though the county's figure of emergency waits is open to everybody."""
    apply_documents(OPERATOR, "open", [read_text(OPEN, "waits.yaml")])
    return signed_in("easterner")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_starts_at_ones_own_place_and_says_so(easterner, screen):
    page = text(easterner.get(screen))
    assert "90.0%" in page or "<strong>90" in page
    assert "93.5" not in page
    assert '<span class="context-label">Area</span><span class="context-value">East Vale</span>' in page
    assert "You may ask for East Vale only, and for what lies within" in page
    assert "All areas" not in page


def _said(answer) -> str:
    """What the page itself says, without its markup."""
    return re.sub(r"<[^>]+>", " ", text(answer).partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize("screen", SCREENS)
def test_the_start_is_the_same_as_the_place_chosen(easterner, screen):
    chosen = f"{screen}{'&' if '?' in screen else '?'}area=east"
    assert _said(easterner.get(screen)) == _said(easterner.get(chosen))


def test_the_headline_counts_what_is_shown(easterner, reader):
    for page in ("/", "/scorecards/agreement/"):
        words = text(easterner.get(page))
        assert "not shown" not in words
        assert "the two indicators" in words


@pytest.mark.parametrize(
    "screen", ["/scorecards/agreement/?open=all", "/indicators/empty-posts/", "/explore/?indicator=empty-posts"]
)
def test_what_is_not_kept_by_place_is_shown_whole(easterner, screen):
    page = text(easterner.get(screen))
    assert re.search(r">18( posts)?<", page)
    assert "not held by area" not in page


def test_a_figure_that_is_not_kept_by_place_is_told_from_those_that_are(easterner):
    page = text(easterner.get("/scorecards/agreement/?open=all"))
    assert page.count("all areas") == 1
    assert "All areas" in text(easterner.get("/indicators/empty-posts/"))


def test_what_is_open_to_everybody_can_be_chosen_and_nothing_else(easterner):
    page = text(easterner.get("/scorecards/agreement/"))
    assert "?area=vale" in page
    assert "?area=west" not in page
    assert "93.5%" in text(easterner.get("/scorecards/agreement/?area=vale&open=all"))
    assert "outside what you may see" in text(easterner.get("/scorecards/agreement/?area=west&open=all"))


def test_who_may_ask_for_several_places_starts_at_the_first_of_them(vale, signed_in):
    save_person(OPERATOR, "bo", name="Bo Both", memberships=[("", "board-member")], scopes={"area": ["west", "east"]})
    page = text(signed_in("bo").get("/scorecards/agreement/?open=all"))
    assert "You may ask for East Vale and West Vale only" in page
    assert '<span class="context-value">East Vale</span>' in page
    assert "?area=west" in page


def test_who_is_not_limited_starts_at_the_whole(reader):
    page = text(reader.get("/scorecards/agreement/?open=all"))
    assert "You may ask for" not in page
    assert "93.5%" in page
    assert '<span class="context-value">All areas</span>' in page


def test_what_is_said_of_places_outside_ones_limits_is_not_read(easterner, reader, vale):
    """A text may hold the very figure that is refused: it is for those who may ask for its place."""
    said = {"west": "Three burglaries by one family", "east": "The door was mended", "vale": "The county is short"}
    for place, note in said.items():
        sent = {"do": "note", "text": note, "about": "period", "audience": "partnership:"}
        reader.post(f"/indicators/seen-in-time/?area={place}", sent)
    for screen in ("/indicators/seen-in-time/", "/indicators/seen-in-time/?area=east", "/"):
        page = text(easterner.get(screen))
        assert said["west"] not in page
        assert said["vale"] not in page
    assert said["east"] in text(easterner.get("/indicators/seen-in-time/"))
    for note in said.values():
        assert note in text(reader.get("/indicators/seen-in-time/"))
