"""What is long keeps within its own place: large figures in their cards, statuses in their column, tabs in their row."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

STICKS_OUT = """([inner, outer]) => [...document.querySelectorAll(inner)].filter((one) => {
  const box = one.getBoundingClientRect(), room = one.closest(outer).getBoundingClientRect();
  return box.width && (box.right > room.right + 1 || box.left < room.left - 1);
}).map((one) => one.textContent)"""


@pytest.fixture
def reader(page: Page) -> Page:
    """Signed in as the reader."""
    page.goto("/sign-in/")
    page.get_by_label("Username").fill("reader")
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Home", exact=True)).to_be_visible()
    return page


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_a_large_figure_keeps_within_its_card(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto("/indicators/empty-posts/")
    for text in (
        '7,135 <span class="figure-unit">incidents</span>',
        "£12,345,678,901",
        "2 of 7: Piloting; 4 of 7: Rolling out",
    ):
        reader.evaluate("html => { document.querySelector('.figure-large').innerHTML = html; }", text)
        assert reader.evaluate(STICKS_OUT, [".card-value *", ".card"]) == []


def test_a_status_keeps_clear_of_the_name_beside_it(reader: Page) -> None:
    assert reader.locator(".attention-status .status > b").count()
    for word in ("Incomplete", "Better than target", "Unsatisfactorily"):
        reader.evaluate(
            "word => document.querySelectorAll('.attention-status .status > b').forEach(s => { s.textContent = word; })",
            word,
        )
        assert reader.evaluate(STICKS_OUT, [".attention-status *", ".attention-status"]) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_no_tab_is_cut(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto("/catalogue/health/")
    reader.evaluate(
        "() => { const row = document.querySelector('.tabs ul'); row.innerHTML = row.innerHTML.repeat(6); }"
    )
    assert reader.evaluate(STICKS_OUT, [".tabs a", ".page"]) == []
    assert reader.evaluate("document.documentElement.scrollWidth") == width
