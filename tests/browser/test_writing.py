"""Writing beside a figure: the link opens the form where it stands, ready to type; by its address it is open too."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

PAGE = "/indicators/seen-in-time/"


def sign_in(page: Page) -> None:
    page.goto(f"/sign-in/?next={PAGE}")
    page.get_by_label("Username").fill("reader")
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Seen in time", exact=True)).to_be_visible()


def test_a_note_is_written_kept_and_withdrawn(page: Page) -> None:
    sign_in(page)
    page.get_by_role("link", name="Write a note").click()
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    page.keyboard.type("The lift was out of order.")
    page.get_by_role("button", name="Keep the note").click()
    said = page.get_by_text("The note is kept.")
    expect(said).to_be_in_viewport()

    page.locator("summary", has_text="Withdraw").click()
    sure = page.get_by_role("button", name="Yes, withdraw")
    expect(sure).to_be_visible()
    page.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    page.locator("summary", has_text="Withdraw").click()
    sure.click()
    expect(page.get_by_text("It is withdrawn.")).to_be_in_viewport()


def test_the_note_of_home_leads_to_the_open_form(page: Page) -> None:
    sign_in(page)
    page.goto("/")
    page.get_by_role("link", name="Note on").first.click()
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()


def test_without_scripts_the_link_opens_the_form_by_its_address(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page)
    expect(page.get_by_role("textbox", name="Note")).to_be_hidden()
    page.get_by_role("link", name="Write a note").click()
    expect(page.get_by_role("textbox", name="Note")).to_be_in_viewport()
    context.close()


def lead_at_commentary(page: Page) -> None:
    page.goto("/sign-in/?next=/indicators/seen-in-time/commentary/%3Fframework=agreement")
    page.get_by_label("Username").fill("lead")
    page.get_by_label("Password").fill("a long password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Facts to start from")).to_be_visible()


def test_a_fact_goes_where_one_writes(page: Page) -> None:
    lead_at_commentary(page)
    box = page.get_by_role("textbox", name="What we are doing")
    box.fill("So far.")
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(box).to_have_value(re.compile(r"^So far\. 93\.5% in .* worse by 3\.5 points\.$"))
    expect(box).to_be_focused()
    expect(page.get_by_role("textbox", name="Why")).to_have_value("")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()


def test_without_scripts_a_fact_goes_under_the_first_heading(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(30_000)
    lead_at_commentary(page)
    page.get_by_role("textbox", name="What we are doing").fill("So far.")
    page.get_by_role("button", name="Copy").nth(1).click()
    expect(page.get_by_role("textbox", name="Why")).to_have_value(re.compile("worse by 3.5 points"))
    expect(page.get_by_role("textbox", name="What we are doing")).to_have_value("So far.")
    context.close()
