"""Every kind of document says the figures that an answer gives, hides what it hides, and shows texts as texts."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from integration.publish.reading_files import HEAD_ROW, sheets, tables_of_odt, tables_of_word, words_of
from openpyxl import load_workbook
from reference.paper import HOSTILE, LONG, SMALL
from reference.vale import months

from trigpoint.access.models import User
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import answer, known
from trigpoint.cube.question import Question, Where
from trigpoint.judge.numbers import with_unit
from trigpoint.publish.blocks import Paragraph, TableBlock
from trigpoint.publish.produce import make_report, report_document
from trigpoint.publish.renderers import RENDERERS
from trigpoint.publish.table_files import to_csv, to_json
from trigpoint.publish.worksheets import to_excel

ENDINGS = [kind.ending for kind in RENDERERS]
ASKED = (
    ("seen-in-time", (), ""),
    ("cases", (("area", "east"),), "East Vale"),
    ("told", (("area", "east"),), "East Vale"),
    ("told", (("area", "west"),), "West Vale"),
    ("empty-posts", (), ""),
)
NOTHING = {"hidden": "hidden", "not-published": "not published"}


def newest() -> str:
    return months(timezone.localdate())[-1]


def answered() -> dict[tuple[str, str], tuple[str, Decimal | None]]:
    """The figures of the report, asked for one by one at the door: (name, place) -> what it reads, and its number."""
    definitions = known(None).definitions
    period = definitions.calendars.parse(newest())
    found = {}
    for code, where, place in ASKED:
        question = Question(
            indicators=(code,), grain="month", periods=(period,), where=tuple(Where(d, (m,)) for d, m in where)
        )
        cell = answer([question], OPERATOR)[0].cell(0)
        indicator = definitions.indicators[code]
        text = NOTHING[cell.nothing] if cell.nothing else with_unit(cell.value, indicator.unit, indicator.decimals or 0)
        found[indicator.name, place] = (text, None if cell.value is None else Decimal(str(cell.value)))
    return found


def board(ending: str) -> bytes:
    return make_report(OPERATOR, "board", ending=ending)[1]


def named(text: str) -> tuple[str, str]:
    """A cell of names as (name, what stands beneath)."""
    name, _, beneath = text.partition("\n")
    return name, beneath


@pytest.mark.parametrize(("ending", "read"), [("docx", tables_of_word), ("odt", tables_of_odt)])
def test_texts_say_each_figure_as_the_answer_gives_it(paper, ending, read):
    (every,) = [table for table in read(board(ending)) if table.heads and "How it was judged" in table.heads[0]]
    said = {named(row["Indicator"]): row["Figure"].split("\n")[0] for row in every.by_heading()}
    assert said == {key: text for key, (text, _) in answered().items()}


def test_a_workbook_holds_each_figure_as_the_exact_number_that_shows_the_same(paper):
    content = board("xlsx")
    rows = sheets(content)["All indicators"]
    assert {(row["Indicator"], row["Indicator: note"] or "") for row in rows} == set(answered())
    for row in rows:
        text, number = answered()[row["Indicator"], row["Indicator: note"] or ""]
        if number is None:
            assert row["Figure"] is None
            assert text in row["Figure: note"]
        else:
            assert isinstance(row["Figure"], (int, float))
            assert row["Figure"] == pytest.approx(float(number), rel=1e-12)
    sheet = load_workbook(io.BytesIO(content))["All indicators"]
    at = [cell.value for cell in sheet[HEAD_ROW]].index("Figure") + 1
    formats = {
        sheet.cell(HEAD_ROW + 1 + n, at).number_format for n, row in enumerate(rows) if row["Figure"] is not None
    }
    assert formats == {'#,##0.0"%"', "#,##0"}
    assert {sheet.cell(HEAD_ROW + 1 + n, 1).data_type for n in range(len(rows))} == {"s"}


def test_a_pdf_says_each_figure_beside_its_name(paper):
    text = words_of("pdf", board("pdf"))
    period = f"{timezone.datetime.fromisoformat(newest() + '-01'):%B%Y}"
    for (name, place), (figure, _) in answered().items():
        if name != HOSTILE:
            squeezed = re.sub(r"\s+", "", f"{name}{place}{period}{figure}")
            assert squeezed in text


def test_downloads_of_a_table_hold_the_same_numbers(paper):
    document = report_document(OPERATOR, "board")
    (table,) = [b.table for b in document.blocks if isinstance(b, TableBlock) and b.table.name == "All indicators"]
    numbers = [number for _, number in answered().values()]
    from_json = [row["value"] for row in json.loads(to_json(table), parse_float=Decimal, parse_int=Decimal)["rows"]]
    assert from_json == numbers
    from_csv = [row["Figure"] for row in csv.DictReader(io.StringIO(to_csv(table)))]
    assert [Decimal(text) if text else None for text in from_csv] == numbers
    sheet = load_workbook(io.BytesIO(to_excel(table))).active
    column = [cell.value for cell in sheet[HEAD_ROW]].index("Figure") + 1
    held = [sheet.cell(HEAD_ROW + 1 + n, column).value for n in range(len(numbers))]
    assert held == [None if number is None else pytest.approx(float(number)) for number in numbers]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["board", "partner"])
def test_a_hidden_small_number_stands_in_no_file(paper, name, ending):
    content = make_report(OPERATOR, name, organisation="health" if name == "partner" else "", ending=ending)[1]
    text = words_of(ending, content)
    assert "hidden" in text
    assert str(SMALL) not in text
    if ending != "pdf":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                if part.endswith(".xml") and "style" not in part and "theme" not in part:
                    inside = re.sub(r"<[^>]*>", " ", parts.read(part).decode())
                    assert not re.search(rf"\b{SMALL}\b", inside), part


def test_a_hidden_small_number_stands_in_no_download_or_chart_of_a_page(paper):
    client = Client()
    client.force_login(User.objects.get(username="reader"))
    page = client.get("/indicators/cases/?area=east")
    assert page.status_code == 200
    assert str(SMALL) not in page.content.decode()
    addresses = re.findall(r'href="(\?[^"]*download[^"]*)"', page.content.decode())
    assert len(addresses) >= 3
    pictures = [f"?area=east&picture=main.{ending}" for ending in ("svg", "png")]
    for address in [*(address.replace("&amp;", "&") for address in addresses), *pictures]:
        response = client.get(f"/indicators/cases/{address}")
        assert response.status_code == 200
        content = response.content
        if content[:2] == b"PK":
            content = words_of("xlsx", content).encode()
        assert not re.search(rb"\b%d\b" % SMALL, content), address


@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_and_long_names_stand_as_they_were_written(paper, ending):
    text = words_of(ending, board(ending))
    hostile = re.sub(r"\s+", "", HOSTILE)
    if ending == "pdf":
        # A letter that no font of the machine has is an empty box; nothing is left out.
        pattern = "".join(re.escape(letter) if ord(letter) < 128 else "." for letter in hostile)
        # A line in letters that run from the right is read out of the file in the order that it is drawn.
        pattern = pattern.split(re.escape("[[@x]]"))[0]
        assert re.search(pattern, text)
    else:
        assert hostile in text
    assert re.sub(r"\s+", "", LONG) in text


def test_names_that_look_like_formulas_are_texts_in_every_table(paper):
    book = load_workbook(io.BytesIO(board("xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_states_are_said_beneath_their_figure(paper):
    for read, ending in ((tables_of_word, "docx"), (tables_of_odt, "odt")):
        content = board(ending)
        (every,) = [table for table in read(content) if table.heads and "How it was judged" in table.heads[0]]
        said = {named(row["Indicator"]): row["Figure"] for row in every.by_heading()}
        assert said[LONG, "East Vale"].endswith("see note 1")
        assert "Note1:provisional;Twowardsdidnotanswer" in words_of(ending, content)


@pytest.mark.parametrize(("ending", "read"), [("docx", tables_of_word), ("odt", tables_of_odt)])
def test_every_table_of_a_report_has_one_row_of_headings_and_no_empty_heading(paper, ending, read):
    tables = read(board(ending))
    assert len(tables) >= 6
    for table in tables:
        (head,) = table.heads
        assert all(head)
        assert table.rows


def test_a_partner_sees_what_its_data_go_into_for_the_part_that_is_published(paper):
    """The council supplies what is told, by district and never added up: for the whole there is no figure to be had."""
    document = report_document(OPERATOR, "partner", organisation="council")
    (table,) = [
        b.table for b in document.blocks if isinstance(b, TableBlock) and b.table.name == "What our data go into"
    ]
    (row,) = table.rows
    assert (row["name"].beneath.split(";")[0], row["value"].value) == ("East Vale", 1_213)


def test_a_figure_of_which_there_was_none_then_is_not_restated(paper):
    document = report_document(OPERATOR, "board")
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert any(text.startswith("No figure that was known on") for text in said)


def test_a_report_in_a_month_in_which_all_is_late_says_so(paper):
    month = f"{timezone.localdate().replace(day=1) - timezone.timedelta(days=1):%Y-%m}"
    for kind in RENDERERS:
        text = words_of(kind.ending, make_report(OPERATOR, "board", month, ending=kind.ending)[1])
        # Four indicators, one of them in two places.
        assert "Fourarelate." in text
        assert text.count("wasduetosupplyit") >= 4
        assert "Latedata" in text
