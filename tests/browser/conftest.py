"""A browser before a running server with the Vale in it. Where there is no Chromium these tests are skipped, and say so."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from people_at_work import Album, Person
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from reference.lived_in import invited, live_in
from reference.post_office import PostOffice
from reference.vale import months, the_vale
from screens import ROOM, Site

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
def album(request: pytest.FixtureRequest) -> Album:
    """Where pictures for the guide are kept, named for their test: in the folder of --pictures, else nowhere."""
    folder = request.config.getoption("--pictures")
    return Album(Path(folder) if folder else None, request.node.name.removeprefix("test_a_").replace("_", "-"))


@pytest.fixture
def person(browser: Browser, live_server, album: Album) -> Iterator[Callable[[str], Person]]:
    """Somebody before the product, by user name."""
    made: dict[str, Person] = {}

    def one(username: str) -> Person:
        return made.setdefault(username, Person(browser, live_server.url, username, album))

    yield one
    for each in made.values():
        each.leaves()


@pytest.fixture
def server(transactional_db, live_server, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the Vale."""
    with the_vale(tmp_path):
        yield live_server.url
        let_answers_end()


def let_answers_end() -> None:
    """A window that was just closed keeps its connections a moment longer; what answers them may not outlive the server."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database for a whole module, in place of pytest-django's own, which each test would find empty again."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def site(db, tmp_path_factory) -> Iterator[Site]:
    """The Vale, lived in, for tests that only look: made once a module, and wholly removed after it."""
    folder = tmp_path_factory.mktemp("lived-in")
    post = PostOffice()
    with the_vale(folder), override_settings(MAIL_SERVER=post.server, SITE_URL=post.site):
        numbers = {name: str(number) for name, number in live_in(folder).items()} | {"invited": invited()}
        yesterday = timezone.localdate() - timedelta(days=1)
        server = LiveServer("localhost")
        month_before = months(timezone.localdate())[-2]
        days = {"yesterday": yesterday.isoformat(), "today": timezone.localdate().isoformat()}
        yield Site(server.url, {**numbers, **days, "month_before": month_before})
        let_answers_end()
        server.stop()


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
