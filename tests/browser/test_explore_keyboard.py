"""Explore and the catalogue by keyboard alone, with scripts: search as one types, put on shelves, look inside, go back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def sign_in(page: Page) -> None:
    page.goto("/sign-in/?next=/explore/")
    page.get_by_label("Username").fill("reader")
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Explore", exact=True)).to_be_visible()


def test_shelves_are_filled_by_typing_and_each_step_is_undone_by_back(page: Page) -> None:
    sign_in(page)
    page.locator("#shelf-indicator summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find what to put here").first).to_be_focused()
    page.keyboard.type("seen")
    choice = page.locator("#choices-indicator a", has_text="Seen in time")
    expect(page.locator("#choices-indicator a")).to_have_count(1)
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".data-grid")).to_contain_text("93.5%")

    page.locator("#shelf-rows summary").focus()
    page.keyboard.press("Enter")
    page.locator("#choices-rows a", has_text="Area: district").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("by=area"))
    expect(page.locator(".data-grid")).to_contain_text("East Vale")
    expect(page.locator("figure.chart-live")).to_have_count(1)

    page.locator(".data-grid tbody th a", has_text="East Vale").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("area=east"))
    page.go_back()
    expect(page.locator(".data-grid")).to_contain_text("West Vale")


def test_letters_typed_at_a_chooser_are_no_shortcuts(page: Page) -> None:
    sign_in(page)
    page.locator("#shelf-indicator summary").focus()
    page.keyboard.press("Enter")
    box = page.locator("#find-on-indicator")
    expect(box).to_be_focused()
    page.keyboard.type("c seen? t/")
    expect(box).to_have_value("c seen? t/")
    # Away from the box, but with the chooser still open, single keys do nothing either.
    page.locator("#shelf-indicator summary").focus()
    page.keyboard.press("c")
    expect(page.locator("#shelf-indicator summary")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#shelf-indicator details")).not_to_have_attribute("open", "")
    page.keyboard.press("c")
    expect(page.locator("#shelf-indicator summary")).not_to_be_focused()


def test_the_box_for_saving_is_left_by_escape_and_by_its_link(page: Page) -> None:
    sign_in(page)
    page.goto("/explore/?indicator=seen-in-time")
    summary = page.locator(".save-view summary")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("link", name="Cancel").click()):
        summary.click()
        expect(page.get_by_label("Name")).to_be_focused()
        leave()
        expect(page.get_by_label("Name")).to_be_hidden()
    summary.click()
    tick, label = (
        page.locator(f".save-view {one}").bounding_box() for one in ("input[type=checkbox]", ".govuk-checkboxes__label")
    )
    assert abs(tick["y"] - label["y"]) < 12
    page.keyboard.type("Seen everywhere")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-success a")).to_have_text("Seen everywhere")


def test_the_catalogue_answers_as_one_types_and_its_address_follows(page: Page) -> None:
    sign_in(page)
    page.goto("/catalogue/")
    page.get_by_role("searchbox", name=re.compile("^Search indicators, data sets")).focus()
    page.keyboard.type("emergancy")
    expect(page.locator("#results")).to_contain_text("nearly so")
    expect(page.locator("#results")).to_contain_text("Emergency waits")
    page.wait_for_url(re.compile(r"/catalogue/\?q=emergancy"))
