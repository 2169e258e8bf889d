"""Every page for every role, looked at by axe (WCAG 2.0 to 2.2, levels A and AA, and best practice), wide and narrow,
light and dark; and what else holds for every page: its size, its title, its one heading, no scrolling sideways."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect
from reference.addresses import A_CODE_OF, NO_PAGE, SCREENS, routes
from reference.lived_in import ROLES
from screens import Site

from trigpoint.web.views import start

WIDE, NARROW = 1280, 390
LARGEST = 150 * 1024
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
BUT_COLOURS = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
"""Colours are compared wide and light, then narrow and dark."""
ADDRESSES = {name: address for screens in SCREENS.values() for name, address in screens.items()}
TAG = re.compile(r"</?[a-z][^>]*>")
VALUE = re.compile(r"""\b(?!class\b)([\w-]+)=(?:"[^"]*"|'[^']*')""")

pytestmark = pytest.mark.slow

axe = Axe()


@pytest.fixture(scope="module")
def window(browser: Browser, site: Site) -> Iterator[Page]:
    """The administrator's, for whom there is most on every page."""
    context = site.context_of(browser, "administrator")
    yield context.new_page()
    context.close()


def test_every_screen_is_among_those_looked_at():
    assert {name for name in routes() if name not in NO_PAGE} == set(SCREENS) - {"api", "errors"}
    assert set(SCREENS["definition"]) == {f"definition of a {kind}" for kind in A_CODE_OF}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page(window: Page, site: Site, name: str):
    said: list[ConsoleMessage] = []

    def hear(one: ConsoleMessage) -> None:
        said.append(one)

    window.on("console", hear)
    answer = open_page(window, site.address(ADDRESSES[name]))
    wrong = [*about_the_whole(window, answer, name), *seen_by_axe(window, f"{name}, {WIDE} px")]
    window.set_viewport_size({"width": NARROW, "height": 844})
    across = window.evaluate("document.documentElement.scrollWidth")
    if across > NARROW:
        wrong.append(f"{name}: scrolls sideways at {NARROW} px, for it is {across} px wide")
    wrong += seen_by_axe(window, f"{name}, {NARROW} px", BUT_COLOURS)
    window.emulate_media(color_scheme="dark")
    wrong += seen_by_axe(window, f"{name}, dark", COLOURS)
    window.remove_listener("console", hear)
    wrong += [
        f"{name}: the console says {one.text}"
        for one in said
        if one.type == "error" and one.location["url"] != window.url
    ]
    site.seen |= shape_of(answer.text())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("username", [name for name in ROLES if name != "administrator"] + [""])
def test_what_another_role_sees_differently(browser: Browser, site: Site, username: str):
    """Only pages are looked at again whose markup holds something that no page before had."""
    context = site.context_of(browser, username)
    page, wrong = context.new_page(), []
    for name, address in ADDRESSES.items():
        where = site.address(address, username)
        shape = shape_of(context.request.get(where).text())
        if shape <= site.seen:
            continue
        site.seen |= shape
        who = ROLES.get(username, "signed out")
        open_page(page, where)
        wrong += seen_by_axe(page, f"{name} as {who}, {WIDE} px")
        page.set_viewport_size({"width": NARROW, "height": 844})
        across = page.evaluate("document.documentElement.scrollWidth")
        if across > NARROW:
            wrong.append(f"{name} as {who}: scrolls sideways at {NARROW} px")
        wrong += seen_by_axe(page, f"{name} as {who}, {NARROW} px", BUT_COLOURS)
    context.close()
    assert not wrong, "\n".join(wrong)


def test_the_pages_of_the_guide_fit_a_narrow_screen(window: Page, site: Site):
    """All are made by the same rules, so axe looks at one; how wide their tables and examples are differs."""
    window.set_viewport_size({"width": NARROW, "height": 844})
    window.goto(f"{site.url}/help/")
    pages = window.locator(".help-pages a").evaluate_all("(all) => all.map((one) => one.pathname)")
    wide = {}
    for address in pages:
        answer = window.goto(site.url + address)
        across = window.evaluate("document.documentElement.scrollWidth")
        if across > NARROW or len(answer.body()) > LARGEST or window.locator("h1").count() != 1:
            wide[address] = (across, len(answer.body()))
    assert len(pages) > 20
    assert wide == {}


@pytest.mark.parametrize("template", ["429.html", "500.html"])
def test_a_page_that_only_trouble_shows(window: Page, site: Site, template: str):
    """No address leads to these, so one is made to answer with them."""
    window.route("**/trouble/", lambda route: route.fulfill(body=render_to_string(template), content_type="text/html"))
    answer = open_page(window, f"{site.url}/trouble/")
    wrong = [*about_the_whole(window, answer, template), *seen_by_axe(window, template)]
    window.unroute("**/trouble/")
    assert not wrong, "\n".join(wrong)


def test_the_page_on_which_a_partnership_begins(window: Page, site: Site, monkeypatch: pytest.MonkeyPatch):
    """It is there only where there is none yet: so this server is made to think so."""
    monkeypatch.setattr(start, "is_started", lambda: False)
    address = f"{site.url}/start/{settings.INSTALLATION.secret(start.KEPT_AS)}/"
    answer = open_page(window, address)
    wrong = [*about_the_whole(window, answer, "begin"), *seen_by_axe(window, "begin")]
    window.get_by_role("button", name="Begin").evaluate("(one) => { one.form.noValidate = true }")
    window.get_by_role("button", name="Begin").click()
    expect(window.get_by_role("alert")).to_be_focused()
    window.set_viewport_size({"width": NARROW, "height": 844})
    wrong += seen_by_axe(window, "begin, refused and narrow")
    assert window.evaluate("document.documentElement.scrollWidth") == NARROW
    assert not wrong, "\n".join(wrong)


def test_a_form_that_was_refused(browser: Browser, site: Site):
    context = site.context_of(browser, "")
    page = context.new_page()
    open_page(page, "/sign-in/")
    page.get_by_label("Username").fill("reader")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    wrong = seen_by_axe(page, "sign-in refused")
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_opens_over_a_page(window: Page, site: Site, width: int, look: Literal["light", "dark"]):
    """The choosers of the context bar, the list of keys and the panel of who is signed in."""
    open_page(window, site.address(ADDRESSES["indicator in a scorecard"]))
    window.emulate_media(color_scheme=look)
    window.set_viewport_size({"width": width, "height": 844})
    wrong = []
    for id in window.locator("[popover]").evaluate_all("(all) => all.map((one) => one.id)"):
        window.evaluate("(id) => document.getElementById(id).showPopover()", id)
        wrong += seen_by_axe(window, f"{id}, {width} px, {look}", within=f"#{id}")
        window.evaluate("(id) => document.getElementById(id).hidePopover()", id)
    for folded in (".person", ".context-fold"):
        window.locator(folded).evaluate("(one) => { one.open = true }")
        wrong += seen_by_axe(window, f"{folded}, {width} px, {look}", within="header, .context")
        window.locator(folded).evaluate("(one) => { one.open = false }")
    assert not wrong, "\n".join(wrong)


def open_page(page: Page, address: str) -> Response:
    """Open it wide and light, with all that it can fold out, and its first chart drawn."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    assert answer is not None
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    expect(page.locator(".htmx-request, .skeleton[hx-get]")).to_have_count(0)
    if page.locator("figure[data-chart]").count():
        page.locator("figure[data-chart]").first.scroll_into_view_if_needed()
        page.locator("figure.chart-live").first.wait_for()
    return answer


def about_the_whole(page: Page, answer: Response, name: str) -> Iterator[str]:
    """What is wrong with a page besides what axe sees."""
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        yield f"{name}: has {len(headings)} headings of the first level: {headings}"
    elif not page.title().startswith(headings[0]):
        yield f"{name}: its title “{page.title()}” does not name it “{headings[0]}”"
    if name != "style guide" and len(answer.body()) > LARGEST:
        yield f"{name}: has {len(answer.body()):,} bytes of HTML"


def seen_by_axe(page: Page, where: str, rules: dict[str, object] = RULES, within: str = "html") -> list[str]:
    """Each violation: where, the rule, the element, and why."""
    found = []
    for violation in axe.run(page, within, rules).response["violations"]:
        for node in violation["nodes"]:
            why = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
            found.append(f"{where}: {violation['id']}: {node['html'][:200]} {'; '.join(why[:1])}")
    return found


def shape_of(html: str) -> set[object]:
    """What a page is made of: which tags follow which, whatever they say, and the order of its headings."""
    tags = [VALUE.sub(r"\1", tag) for tag in TAG.findall(html[html.find("<body") :])]
    headings = tuple(tag[:3] for tag in tags if re.match(r"<h\d", tag))
    return {*itertools.pairwise(tags), headings}
