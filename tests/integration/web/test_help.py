"""Help: the guide's pages, safe to show, found by search, with their pictures."""

from __future__ import annotations

import pytest

from trigpoint.web import help_pages
from trigpoint.web.help_pages import around, read_page

GUIDE = """# Reading a figure

Every figure leads to **where it came from**. See [the tour](tour.md#first-look) or [elsewhere](https://example.org/a.md).

![A figure, explained](pictures/figure.png)

## Why is it hidden?

Small numbers are hidden. <script>alert(1)</script>

| What | How many |
|------|---------:|
| Rows | 12       |

## Why is it hidden?

Asked twice.
"""


@pytest.fixture
def guide(tmp_path, monkeypatch):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "figure.md").write_text(GUIDE)
    (tmp_path / "tour.md").write_text("# The tour\n\n## First look\n\nStart at Home.\n")
    (tmp_path / "pictures" / "figure.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "secret.txt").write_text("not for anybody")
    monkeypatch.setattr(help_pages, "folder", lambda: tmp_path)


def page(text: str = GUIDE):
    return read_page("figure", text, lambda name: f"/help/{name}/", lambda name: f"/help/pictures/{name}")


def test_the_first_heading_is_the_title_and_is_not_said_twice():
    assert page().title == "Reading a figure"
    assert "<h1" not in page().html


def test_html_in_a_page_is_shown_as_text():
    assert "<script>" not in page().html
    assert "&lt;script&gt;" in page().html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_addresses_that_would_run_something_are_no_links(address):
    assert "href" not in page(f"[x]({address})").html


def test_links_between_pages_lead_there_and_others_stay():
    assert 'href="/help/tour/#first-look"' in page().html
    assert 'href="https://example.org/a.md"' in page().html
    assert 'src="/help/pictures/pictures/figure.png"' in page().html


def test_no_style_that_a_page_would_refuse():
    assert "style=" not in page().html
    assert 'class="kind-figure"' in page().html


def test_two_headings_alike_have_addresses_of_their_own():
    assert [section.anchor for section in page().sections if section.level == 2] == [
        "why-is-it-hidden",
        "why-is-it-hidden-2",
    ]


def test_a_search_shows_the_words_where_they_stand():
    parts = around("Long before. " * 30 + "Small numbers are hidden.", "small")
    assert ("Small", True) in parts
    assert parts[0] == ("…", False)


def test_all_pages_are_listed_the_tour_first(guide, reader):
    text = reader.get("/help/").content.decode()
    assert text.index("The tour") < text.index("Reading a figure")


def test_a_page_with_its_contents_and_pictures(guide, reader):
    text = reader.get("/help/figure/").content.decode()
    assert '<a href="#why-is-it-hidden">' in text
    assert "Small numbers are hidden" in text
    picture = reader.get("/help/pictures/pictures/figure.png")
    assert picture["Content-Type"] == "image/png"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "name", ["secret.txt", "../secret.txt", "pictures/../secret.txt", "/etc/passwd", "pictures/none.png"]
)
def test_nothing_but_pictures_of_the_guide_is_served(guide, reader, name):
    assert reader.get(f"/help/pictures/{name}").status_code in (404, 301)


def test_sections_are_found_and_lead_to_their_place(guide, reader):
    text = reader.get("/help/?q=hidden").content.decode()
    assert 'href="/help/figure/#why-is-it-hidden"' in text
    assert "<mark>hidden</mark>" in text


def test_the_front_page_of_the_guide_stands_above_the_list(guide, reader, tmp_path):
    (tmp_path / "index.md").write_text("# The guide\n\nBegin here.\n")
    text = reader.get("/help/").content.decode()
    assert text.index("Begin here.") < text.index("All pages")


def test_a_page_that_is_not_there_becomes_a_search(guide, reader):
    answer = reader.get("/help/first-look/", follow=True)
    assert answer.redirect_chain == [("/help/?q=first+look", 302)]
    assert "First look" in answer.content.decode()


def test_the_guide_that_ships_is_there(reader):
    assert "architecture" in help_pages.pages(str, str)
    assert reader.get("/help/architecture/").status_code == 200
