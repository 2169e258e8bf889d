"""A walk through the screens by keyboard alone: nothing here points or clicks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").focus()
    page.keyboard.type("reader")
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
