"""People who sit before the product, each in a browser of their own, and an album of what they see on the way."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from screens import ROOM

LARGEST = 250_000
"""Bytes of one picture: the guide is part of the wheel."""
TO_THE_TOP = "element => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 90)"


class Album:
    """Keeps pictures in a folder; without one it keeps none. named: what their names begin with."""

    def __init__(self, folder: Path | None, named: str) -> None:
        self.folder, self.named = folder, named

    def keep(self, page: Page, name: str, top: Locator | None = None) -> None:
        """A picture of what a page shows now. top: what is brought to its top."""
        if self.folder is None:
            return
        page.wait_for_load_state("networkidle")
        page.evaluate("window.scrollTo(0, 0)")
        if top is not None:
            top.evaluate(TO_THE_TOP)
        page.wait_for_timeout(300)
        path = self.folder / f"{self.named}-{name}.png"
        page.screenshot(path=path)
        assert path.stat().st_size <= LARGEST, f"{path.name} is of {path.stat().st_size:,} bytes: take less of the page"


class Person:
    """Somebody with a browser. faults: what went wrong in scripts meanwhile."""

    def __init__(self, browser: Browser, address: str, username: str, album: Album) -> None:
        self.username, self.album = username, album
        self._context = browser.new_context(viewport=ROOM, base_url=address, reduced_motion="reduce", locale="en-GB")
        self.page = self._context.new_page()
        self.page.set_default_timeout(30_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def signs_in(self, password: str) -> None:
        self.opens("/sign-in/")
        self.writes("Username", self.username)
        self.writes("Password", password)
        self.presses("Sign in")
        self.finds_heading("Home")

    def opens(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{self.username} opened {address}: {answer.status}"

    def follows(self, link: str, within: str = "main") -> None:
        """Press a link by its whole words."""
        self.page.locator(within).get_by_role("link", name=link, exact=True).first.click()

    def presses(self, button: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=button).first.click()

    def unfolds(self, words: str) -> None:
        self.page.locator("summary", has_text=words).first.click()

    def control(self, label: str) -> Locator:
        """The first control of the page whose label begins with some words."""
        return self.page.locator("main").get_by_label(re.compile(f"^{re.escape(label)}")).first

    def writes(self, label: str, text: str) -> None:
        self.control(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Choose what begins with some words."""
        box = self.control(label)
        found = next(one for one in box.locator("option").all_inner_texts() if one.strip().startswith(option))
        box.select_option(label=found)

    def ticks(self, label: str) -> None:
        self.control(label).check()

    def reads(self, *texts: str | re.Pattern[str]) -> None:
        """All of it stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def does_not_read(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def finds_heading(self, name: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=name).first).to_be_visible()

    def keeps_picture(self, name: str, top: Locator | None = None) -> None:
        self.album.keep(self.page, name, top)

    def leaves(self) -> None:
        self._context.close()
        assert self.faults == [], f"{self.username}: {self.faults}"
