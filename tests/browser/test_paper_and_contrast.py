"""Pages on paper, and in colours that the reader forces: what must be seen there is seen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PageObject, PdfReader
from screens import Site

INDICATOR = "/indicators/seen-in-time/?framework=agreement"
GRID = "/explore/?indicator=seen-in-time&by=area:district&columns=period&last=6"
ON_PAPER = [
    "/",
    "/scorecards/agreement/",
    INDICATOR,
    "/indicators/seen-in-time/explain/",
    GRID,
    "/data/",
    "/reports/board/",
]
ACTS = ".top-bar nav, .search, .context-items, .button, .link-button, .tabs, .downloads, .shelves, form.filters, details:not([open], .context-fold) > summary"
LIGHT_INK = "rgb(35, 29, 41)"


@pytest.fixture(scope="module")
def reader(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Somebody who prefers dark, which paper does not."""
    context = site.context_of(browser, "reader", color_scheme="dark")
    yield context
    context.close()


@pytest.mark.parametrize("address", ON_PAPER)
def test_a_printed_page_has_all_its_words_and_nothing_to_press(reader: BrowserContext, address: str):
    page = reader.new_page()
    page.goto(address)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [word for sheet in printed.pages for word in beyond_the_edge(sheet)] == []
    page.emulate_media(media="print")
    assert [one.inner_text() for one in page.locator(ACTS).all() if one.is_visible()] == []
    assert page.locator("h1").evaluate("(one) => getComputedStyle(one).color") == LIGHT_INK
    page.close()


def beyond_the_edge(sheet: PageObject) -> list[str]:
    """Words that begin right of the paper."""
    found = []

    def look(text: str, place: list[float], own: list[float], *_: object) -> None:
        across = place[0] * own[4] + place[2] * own[5] + place[4]
        if text.strip() and across > float(sheet.mediabox.width):
            found.append(text.strip())

    sheet.extract_text(visitor_text=look)
    return found


@pytest.mark.parametrize("address", [INDICATOR, GRID, "/style-guide/"])
def test_charts_that_were_never_in_sight_are_printed_as_still_pictures(reader: BrowserContext, address: str):
    page = reader.new_page()
    page.goto(address)
    page.pdf()
    page.emulate_media(media="print")
    for figure in page.locator("figure.chart").all():
        still = figure.locator(".chart-still")
        assert still.is_visible()
        assert still.evaluate("(one) => one.tagName !== 'IMG' || one.naturalWidth > 400")
        assert figure.locator(".chart-drawn:visible").count() == 0
    page.close()


def test_the_board_view_is_one_printed_page(reader: BrowserContext):
    page = reader.new_page()
    page.goto("/scorecards/agreement/board/")
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    assert len(printed.pages) == 1
    width, height = (float(printed.pages[0].mediabox[i]) for i in (2, 3))
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def colours(page: Page, selector: str, property: str) -> set[str]:
    return set(page.locator(selector).evaluate_all(f"(all) => all.map((one) => getComputedStyle(one).{property})"))


def test_marks_and_charts_are_seen_in_forced_colours(browser: Browser, site: Site):
    context = site.context_of(browser, "reader", forced_colors="active")
    page = context.new_page()
    page.goto("/scorecards/agreement/")
    ink = colours(page, "h1", "color")
    assert colours(page, ".status:not(a)", "color") == ink
    page.goto(INDICATOR)
    page.locator("figure.chart-live").first.wait_for()
    assert colours(page, ".status .mark", "color") == ink
    drawn = page.locator(".chart-drawn").first
    assert drawn.locator(f'[stroke="{next(iter(ink))}"]').count() > 0
    band = drawn.locator(".mark-rect path, .mark-area path").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('fill'))"
    )
    assert not ink & set(band)
    context.close()
