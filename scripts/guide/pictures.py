"""The guide's pictures, taken from the sample partnership with Chromium, in one go and always in the same way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from guide import DOCS, ROOT

WIDTH, HEIGHT = 1280, 860
PATIENCE = 120_000
"""Milliseconds for one page: the machine that takes the pictures may be busy with other work."""
LARGEST = 250_000
"""Bytes of one picture: the guide is part of the wheel."""


@dataclass(frozen=True)
class Picture:
    """A picture of one page. at: its address, with the figures' month where it says {month} and so on.

    who: whose eyes. show: what to bring to the top (a CSS selector); press: what to press first. height: of the picture.
    """

    name: str
    at: str
    who: str = "p.lindow"
    show: str = ""
    press: tuple[str, ...] = ()
    height: int = HEIGHT


def pictures(until: date) -> tuple[Picture, ...]:
    """All pictures of the guide, for a sample whose figures end at `until`."""
    from trigpoint.demo.stories import stories

    told = {story.code: story for story in stories(until)}

    def indicator(code: str, **more: str) -> str:
        story = told[code]
        found = {"period": story.period, **more}
        return f"/indicators/{story.indicators[0]}/?{urlencode(found)}"

    restated = told["restated"]
    gap = {
        "indicator": told["widening-gap"].indicators[0],
        "by": "area:fifth",
        "columns": "period",
        "grain": "financial-year",
    }
    return (
        Picture("tour-home", "/"),
        Picture("tour-two-rules", indicator("two-rules")),
        Picture("tour-noise", indicator("only-noise", show="limits"), show=OVER_TIME),
        Picture("tour-decline", indicator("hidden-decline", show="limits"), show=OVER_TIME),
        Picture("tour-gap", f"/explore/?{urlencode(gap)}"),
        Picture("tour-restated", indicator("restated", **{"grain": "quarter", "as-at": str(restated.as_at)})),
        Picture("tour-basket", "/scorecards/fenmoor-together-agreement/?open=place,homes-to-rely-on", show=BASKET),
        Picture("tour-rejects", "/data/sets/lettings/", who="b.renn", press=("main a[href*='/data/loads/']",)),
        Picture("scorecard", "/scorecards/balanced-scorecard/"),
        Picture("board", "/scorecards/fenmoor-together-agreement/board/", height=900),
        Picture("explain", f"/indicators/four-hour-waits/explain/?period={until:%Y-%m}", who="h.quill"),
        Picture(
            "explore", "/explore/?indicator=anti-social-behaviour&by=area:district&columns=asb-kind", who="h.quill"
        ),
        Picture("catalogue", "/catalogue/?q=NI+195"),
        Picture(
            "making-definitions",
            "/catalogue/indicator/four-hour-waits/change/",
            who="h.quill",
            show="h2:has-text('How it is worked out')",
        ),
        Picture("data", "/data/", who="h.quill"),
        Picture("spreadsheet", "/data/sheet/", who="h.quill", press=("main a[href^='/data/sheet/']",)),
        Picture("reports", "/reports/"),
        Picture("people", "/people/", who="e.varga"),
    )


OVER_TIME = "h2:has-text('Over time')"
TO_THE_TOP = """element => {
  element.scrollIntoView({block: "center"});
  if (!element.closest("table")) window.scrollBy(0, element.getBoundingClientRect().top - 90);
}"""
"""Clear of what sticks to the top; a row of a table, which may scroll by itself, to its middle."""
BASKET = "table tr:has-text('Housing repairs finished in time')"


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The installation, served on this machine; its address."""
    port = free_port()
    environment = os.environ | {
        "TRIGPOINT_HOME": str(home),
        "TRIGPOINT_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "trigpoint.settings",
    }
    command = [sys.executable, "-m", "django", "runserver", "--noreload", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/sign-in/", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], seconds: int = 90) -> None:
    """Until the server answers. Raises RuntimeError where it stops, or does not answer in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped with {server.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError(f"Nothing answered at {address} within {seconds} seconds.")


def take(home: Path, only: frozenset[str] = frozenset()) -> list[str]:
    """Take the pictures of a demo installation into docs/images; what went wrong. The installation is not changed."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    (DOCS / "images").mkdir(exist_ok=True)
    faults = []
    with tempfile.TemporaryDirectory(prefix="trigpoint-pictures-") as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        with served(copy) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for wanted in pictures(last_day()):
                if only and wanted.name not in only:
                    continue
                try:
                    _take(browser, address, wanted)
                except Exception as error:
                    faults.append(f"{wanted.name} ({wanted.at}): {str(error).splitlines()[0]}")
            browser.close()
    return faults


def last_day() -> date:
    """The last day of which a sample made today has figures."""
    from trigpoint.demo.generate import last_month_but_one

    return last_month_but_one(date.today())  # noqa: DTZ011 - the day on this machine


def _take(browser, address: str, wanted: Picture) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": wanted.height}, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/sign-in/")
    page.locator(f'button[name=username][value="{wanted.who}"]').click()
    broken: list[str] = []
    page.on("response", lambda response: broken.append(response.url) if response.status >= 400 else None)
    answer = page.goto(address + wanted.at, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"answered with {answer.status if answer else 'nothing'}")
    for selector in wanted.press:
        page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")
    if broken:
        raise RuntimeError(f"without {broken[0]}")
    if wanted.show:
        page.locator(wanted.show).first.evaluate(TO_THE_TOP)
    page.wait_for_timeout(400)
    path = DOCS / "images" / f"{wanted.name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise RuntimeError(f"{path.stat().st_size:,} bytes, and {LARGEST:,} is the most: take less of the page")
    context.close()
