"""Components as HTML: each state has its word, nothing is drawn as nought, and what people typed is escaped."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory

import trigpoint
from trigpoint.publish.cells import NOTHING_WORDS, STATUS_LOOKS, Direction, Figure, Link, Sparkline, Status
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components import samples
from trigpoint.web.components.cells import draw
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.components.trees import as_table, tree_view
from trigpoint.web.views.style_guide import style_guide

NASTY = '<script>alert("x")</script>'


def rendered(source, **context):
    return Template("{% load trigpoint %}" + source).render(Context(context))


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.parametrize("code", STATUS_LOOKS)
def test_every_status_has_its_own_shape_and_a_word(code):
    html = draw(Status(code))
    assert f'href="#m-{code}"' in html
    assert STATUS_LOOKS[code].word in text_of(html)
    assert f'id="m-{code}"' in rendered('{% include "web/parts/sprite.html" %}')


@pytest.mark.parametrize("code", STATUS_LOOKS)
def test_print_has_the_letter_of_every_status(code):
    css = (Path(trigpoint.__file__).parent / "web/static/css/print.css").read_text("utf-8")
    assert f'.status-{code}::before {{ content: "{STATUS_LOOKS[code].letter}"; }}' in css
    assert "data-letter" not in draw(Status(code, letter=STATUS_LOOKS[code].letter))
    assert 'data-letter="Q"' in draw(Status(code, letter="Q"))


def test_a_compact_status_keeps_its_word_for_screen_readers():
    assert '<span class="visually-hidden">Red</span>' in rendered("{% status 'off_target' compact=True %}")


@pytest.mark.parametrize("nothing", NOTHING_WORDS)
def test_every_kind_of_nothing_is_said_and_none_is_a_nought(nothing):
    said = text_of(draw(Figure(None, "%", 1, nothing)))
    assert said == NOTHING_WORDS[nothing]
    assert "0" not in said


def test_a_nought_is_a_figure():
    assert text_of(draw(Figure(0, "%", 1))) == "0.0%"


def test_direction_says_better_or_worse_not_up_or_down():
    assert text_of(draw(Direction("better", "down"))) == "Better"
    assert text_of(draw(Direction("worse", "up", news=False))) == "Worse, usual variation"


def test_a_sparkline_breaks_at_a_gap_and_says_itself_in_words():
    html = draw(Sparkline([1, 2, None, 4, 5], last_label="March 2019"))
    assert re.search(r'<path d="(M[^M]+)(M[^M]+)"', html)
    assert "1 without a figure" in html
    assert "1 to 5 over 5 periods to March 2019" in html


@pytest.mark.parametrize(
    "cell",
    [NASTY, Link(NASTY, NASTY), Status("on_target", word=NASTY, why=NASTY), Figure(1, NASTY, footnote=NASTY),
     Direction("same", change=NASTY), Sparkline([1], last_label=NASTY)],
)  # fmt: skip
def test_what_people_typed_is_escaped(cell):
    assert "<script" not in draw(cell)


def test_a_table_sorts_by_its_address_and_keeps_the_rest_of_it():
    request = RequestFactory().get("/page?period=2019-03&sort=-value&page=2")
    table = Table("t", (Column("name", "Name"), Column("value", "Value", "figure")),
                  [{"name": "a", "value": Figure(1)}, {"name": "b", "value": Figure(2)}])  # fmt: skip
    view = table_view(request, table)
    assert [row["name"] for row in view.table.rows] == ["b", "a"]
    assert view.heads[1].state == "descending"
    assert view.heads[1].href == "?period=2019-03&sort=value"
    assert view.downloads[0].href == "?period=2019-03&sort=-value&page=2&download=csv"
    html = rendered("{% table view %}", view=view)
    assert 'aria-sort="descending"' in html
    assert html.count('scope="row"') == 2


@pytest.mark.parametrize(("asked", "shown"), [("1", 1), ("3", 3), ("99", 3), ("-1", 1), ("x", 1), ("9" * 40, 1)])
def test_a_page_number_edited_by_hand_is_one_that_exists(asked, shown):
    table = Table("t", (Column("n", "N", "number"),), [{"n": n} for n in range(25)])
    view = table_view(RequestFactory().get("/", {"page": asked}), table, per_page=10)
    assert view.pager.page == shown


@pytest.mark.parametrize(("format", "starts"), [("csv", b"\xef\xbb\xbfIndicator"), ("xlsx", b"PK"), ("json", b"{")])
def test_a_page_answers_with_the_file_that_is_asked_for(format, starts):
    response = download_asked(RequestFactory().get("/", {"download": format}), {"table": samples.table()})
    assert response.content.startswith(starts)
    assert f'filename="healthier-lives.{format}"' in response["Content-Disposition"]


def test_a_page_is_a_page_when_no_known_file_is_asked_for():
    assert download_asked(RequestFactory().get("/", {"download": "exe"}), {"table": samples.table()}) is None


def test_a_tree_hides_what_is_beneath_a_closed_row_and_can_be_opened_without_scripts():
    view = tree_view("t", "caption", samples.TREE_COLUMNS, samples.TREE, lambda node: f"?open={node.key}")
    rows = {row.id: row for row in view.rows}
    assert not rows["t-waits"].hidden
    assert rows["t-transfers"].hidden
    assert rows["t-home"].toggle == "?open=home"
    assert [rows[row].level for row in ("t-healthier", "t-hospital", "t-waits", "t-emergency")] == [1, 2, 3, 3]
    assert len(as_table("caption", samples.TREE_COLUMNS, samples.TREE).rows) == len(view.rows)


class _Ids(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.refused = [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name == "style" or name.startswith("on") or (tag == "style"):
                self.refused.append((tag, name))


def test_the_style_guide_has_no_inline_style_no_handler_and_no_id_twice(monkeypatch, settings):
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}
    ]
    page = _Ids()
    page.feed(style_guide(RequestFactory().get("/style-guide")).content.decode())
    assert page.refused == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500"])
def test_pages_for_what_went_wrong_need_nothing_but_themselves(name):
    html = rendered(f'{{% include "{name}.html" %}}', reference="abcd", reason="")
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
