"""A browser before a running server with the Vale in it. Where there is no Chromium these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from reference.vale import the_vale

ROOM = {"width": 1280, "height": 900}
# The first figures after a start take as long as it takes to build what answers them.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All here drive a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, of this machine or as playwright brought it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        # The loop that playwright keeps in this thread would make Django refuse its database here.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        try:
            chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"No Chromium to drive: {str(error).splitlines()[0]}")
        yield chromium
        chromium.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def server(transactional_db, live_server, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the Vale."""
    with the_vale(tmp_path):
        yield live_server.url


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page before that server; any fault of its scripts fails the test."""
    context = browser.new_context(viewport=ROOM, base_url=server)
    page = context.new_page()
    page.set_default_timeout(30_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []
