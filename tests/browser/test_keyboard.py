"""A walk through the screens by keyboard alone: nothing here points or clicks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from reference.vale import months, waits


def sign_in(page: Page, username: str = "reader") -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").focus()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Home", exact=True)).to_be_visible()


def test_a_morning_by_keyboard(page: Page) -> None:
    sign_in(page)

    # The first key leads past the bars to the page itself.
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#search").blur()

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Scorecards")).to_be_visible()
    page.get_by_role("link", name="The Vale agreement", exact=True).focus()
    page.keyboard.press("Enter")

    tree = page.get_by_role("treegrid")
    expect(tree).to_be_visible()
    page.locator("[data-tree] tbody tr").first.focus()
    first = page.locator("#scorecard-well")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-expanded", "true")

    # Left closes and takes what is beneath out of sight; right opens, then goes in.
    page.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#scorecard-in-time")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#scorecard-in-time")).to_be_focused()
    page.keyboard.press("ArrowDown")
    item = page.locator("table[data-tree] tr", has=page.get_by_role("link", name="Seen in time"))
    expect(item).to_be_focused()
    expect(item).to_have_attribute("aria-level", "3")
    expect(item).to_have_attribute("aria-posinset", "1")
    expect(item).to_have_attribute("aria-setsize", "1")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#scorecard-in-time")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(page.locator("table[data-tree] tr", has=page.get_by_role("link", name="Empty posts"))).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/indicators/seen-in-time/\?framework=agreement"))
    expect(page.get_by_role("heading", name="Seen in time").first).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="Home", exact=True)).to_be_visible()


def test_a_period_is_chosen_and_escape_leads_back_to_the_button(page: Page) -> None:
    sign_in(page)
    page.goto("/indicators/seen-in-time/")
    page.keyboard.press("c")
    period = page.locator(".context-button").first
    expect(period).to_be_focused()
    page.keyboard.press("Enter")
    find = page.get_by_label("Find in period")
    expect(find).to_be_focused()

    page.keyboard.press("Escape")
    expect(find).to_be_hidden()
    expect(period).to_be_focused()

    page.keyboard.press("Enter")
    expect(find).to_be_focused()
    before_last = months(timezone.localdate())[-2]
    name = date.fromisoformat(f"{before_last}-01").strftime("%B %Y")
    page.keyboard.type(name)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#choose-period").get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"period={before_last}"))
    expect(page.locator(".context-button").first).to_contain_text(name)


def test_from_a_figure_to_its_explanation_and_back(page: Page) -> None:
    sign_in(page)
    page.goto("/indicators/seen-in-time/?framework=agreement")
    page.get_by_role("link", name="Explain this figure").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Explain this figure", level=1)).to_be_visible()
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Seen in time").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Seen in time", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("framework=agreement"))


def test_a_file_is_uploaded_looked_at_and_taken_in(page: Page, tmp_path: Path) -> None:
    corrected = tmp_path / "waits.csv"
    corrected.write_text(waits(timezone.localdate(), last_waited=40))
    sign_in(page, "steward")
    # Asked for before any page of it, so that the browser surely asks us and not an empty screen.
    page.on("filechooser", lambda chooser: chooser.set_files(corrected))
    page.goto("/data/")
    page.get_by_role("link", name="Upload data").focus()
    page.keyboard.press("Enter")
    page.get_by_label("File", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("File", exact=True)).to_have_value(re.compile("waits.csv"))
    page.keyboard.press("Tab")
    expect(page.get_by_label("How to read it")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_label("How to read it")).to_have_value("waits-file")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What waits.csv would change")).to_be_visible()
    page.get_by_label("Note").focus()
    page.keyboard.type("After audit")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Take in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Taken in: 28 rows supplied")
    expect(page.locator("main")).to_contain_text("After audit")


def test_a_note_is_written(page: Page) -> None:
    sign_in(page)
    page.goto("/indicators/seen-in-time/")
    page.get_by_role("link", name="Write a note").focus()
    page.keyboard.press("Enter")
    # The form opens where it stands, ready to be written in.
    expect(page.locator("#write-note textarea")).to_be_focused()
    page.keyboard.type("Two wards were closed.")
    keep = page.get_by_role("button", name="Keep the note")
    for _ in range(6):
        page.keyboard.press("Tab")
        if keep.evaluate("(one) => one === document.activeElement"):
            break
    expect(keep).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Notes")).to_be_visible()
    expect(page.locator("#doing")).to_contain_text("Two wards were closed.")


def test_a_table_is_sorted_and_says_so(page: Page) -> None:
    sign_in(page)
    page.goto("/data/")
    heading = page.locator("th[aria-sort]", has_text="Last upload")
    heading.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#said")).to_have_text("Sorted by Last upload, lowest first")
    expect(heading.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")


def test_the_figures_of_a_chart_open_as_a_table(page: Page) -> None:
    sign_in(page)
    page.goto("/indicators/seen-in-time/")
    chart = page.locator("#main-chart")
    chart.scroll_into_view_if_needed()
    page.keyboard.press("t")
    expect(chart.locator("summary")).to_be_focused()
    expect(chart.get_by_role("table")).to_be_visible()
    page.keyboard.press("t")
    expect(chart.get_by_role("table")).to_be_hidden()
    expect(chart.locator("summary")).to_be_focused()


HOW_IT_IS_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect(), label = one.matches(".govuk-radios__input, .govuk-checkboxes__input");
  const style = label ? getComputedStyle(one.nextElementSibling, "::before") : getComputedStyle(one);
  const points = [0.05, 0.5, 0.95].map((part) => [box.left + part * box.width, box.top + Math.min(box.height, 40) / 2]);
  const tops = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean);
  return {
    name: (one.tagName + " " + (one.id || one.textContent)).trim().slice(0, 60),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen: tops.some((top) => one.contains(top) || top.contains(one)),
  };
}"""


@pytest.mark.parametrize(
    ("address", "width"),
    [
        ("/", 1280),
        ("/indicators/seen-in-time/?framework=agreement", 1280),
        ("/explore/?indicator=seen-in-time&by=area:district", 1280),
        ("/me/", 1280),
        ("/data/", 390),
        ("/trail/", 390),
    ],
)
def test_whatever_has_the_focus_is_outlined_and_in_sight(page: Page, address: str, width: int) -> None:
    """From the first to the last and back: going up, what has the focus could lie beneath what stays in sight."""
    sign_in(page, "steward")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    walked = {}
    for key in ("Tab", "Shift+Tab"):
        found: list[dict[str, object]] = []
        while len(found) < 250:
            page.keyboard.press(key)
            focused = page.evaluate(HOW_IT_IS_FOCUSED)
            if focused is None:
                break
            found.append(focused)
        walked[key] = len(found)
        assert [one for one in found if one["outline"] < 2 or not one["seen"]] == []
    assert walked["Tab"] > 20
    assert walked["Shift+Tab"] >= walked["Tab"] - 1


def test_a_part_of_a_page_is_not_answered_with_the_sign_in_page(page: Page) -> None:
    """Who was signed out in another window is led to sign in, and does not get that page inside a shelf."""
    sign_in(page)
    page.goto("/explore/")
    page.context.clear_cookies()
    page.locator("#shelf-indicator summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sign-in/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
