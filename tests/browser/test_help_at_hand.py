"""Every page has help of its own: its link leads to a page of the guide, never to the list of all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from reference.addresses import SCREENS
from screens import Site

WITHOUT = frozenset(
    {"help", "help-page", "sign-in", "forgotten-password", "choose-password", "style-guide", "api", "errors"}
)
"""Routes that are help themselves, stand before signing in, or are no page of the product's work."""
HREF = re.compile(r'class="help-link" href="([^"]+)"')


@pytest.fixture(scope="module")
def helped(browser: Browser, site: Site) -> dict[str, str]:
    """By screen, where its help leads."""
    found = {}
    with browser.new_context() as _:
        context = site.context_of(browser, "administrator")
        for route, screens in SCREENS.items():
            for name, written in screens.items():
                if route in WITHOUT or name in ("nothing defined yet",):
                    continue
                answer = context.request.get(site.address(written, "administrator"))
                href = HREF.search(answer.text())
                found[name] = href[1] if href else f"none ({answer.status})"
        context.close()
    return found


def test_the_help_of_every_page_is_a_page_of_the_guide(helped: dict[str, str]) -> None:
    assert {
        name: href for name, href in helped.items() if not re.fullmatch(r"/help/[a-z-]+/(#[a-z0-9-]+)?", href)
    } == {}


def test_each_of_those_pages_is_there_with_its_section(browser: Browser, site: Site, helped: dict[str, str]) -> None:
    context = site.context_of(browser, "administrator")
    for href in sorted(set(helped.values())):
        page, _, anchor = href.partition("#")
        answer = context.request.get(page, max_redirects=0)
        assert answer.status == 200, href
        assert not anchor or f'id="{anchor}"' in answer.text(), href
    context.close()
