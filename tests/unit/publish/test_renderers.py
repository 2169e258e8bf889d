"""Each kind of document says the same, is made of real headings and tables, and takes no text for anything but text."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import docx
import odfdo
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from unit.publish.sample_document import CHART, DOCUMENT, HOSTILE, TABLE, with_text

from trigpoint.publish.blocks import ChartBlock, Document, Heading, NothingToShow, PageBreak, Paragraph, TableBlock
from trigpoint.publish.charts import Point, line_over_time
from trigpoint.publish.renderers import RENDERERS, NoSuchFormat, excel, opendocument, pdf, renderer, word
from trigpoint.publish.renderers.opendocument_styles import BROKEN
from trigpoint.publish.renderers.printing import full_title, levelled, running_line
from trigpoint.publish.tables import Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def pdf_file():
    return PdfReader(io.BytesIO(pdf.render(DOCUMENT)))


@pytest.fixture(scope="module")
def word_file():
    return docx.Document(io.BytesIO(word.render(DOCUMENT)))


@pytest.fixture(scope="module")
def odt_file():
    return odfdo.Document(io.BytesIO(opendocument.render(DOCUMENT)))


@pytest.fixture(scope="module")
def workbook():
    return load_workbook(io.BytesIO(excel.render(DOCUMENT)))


def structure(pdf_file):
    """Every (tag, element) of a PDF's structure tree, in reading order."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((node["/S"], node))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf_file.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def said(text):
    return re.sub(r"\s+", "", text)


def texts_of_pdf(pdf_file):
    return said("".join(page.extract_text() for page in pdf_file.pages))


def texts_of_word(word_file):
    return said("".join(node.text or "" for node in word_file.element.body.iter(f"{W}t")))


def texts_of_odt(odt_file):
    return said(odt_file.body.inner_text)


class TestPdf:
    def test_says_that_it_is_tagged_in_which_language_and_what_it_is_called(self, pdf_file):
        root = pdf_file.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value
        assert root["/Lang"] == "en-GB"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
        assert pdf_file.metadata.title == "Board report, March 2019, all partners"

    def test_claims_pdf_ua_1(self, pdf_file):
        metadata = pdf_file.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata)

    def test_headings_are_headings_and_skip_no_level(self, pdf_file):
        levels = [int(tag[2]) for tag, _ in structure(pdf_file) if re.fullmatch(r"/H\d", tag)]
        assert levels[0] == 1
        assert 2 in levels
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_each_column_of_a_table_has_a_header_cell(self, pdf_file):
        tags = [tag for tag, _ in structure(pdf_file)]
        assert tags.count("/Table") == 2, "the key figures, and the table"
        assert tags.count("/TH") == 2 + 6
        assert tags.count("/TD") == 2 + 6 * len(TABLE.rows)

    def test_pictures_are_said_in_words(self, pdf_file):
        spoken = [str(node.get("/Alt")) for tag, node in structure(pdf_file) if tag == "/Figure"]
        assert CHART.description in spoken
        assert all(text and text != "None" for text in spoken)

    def test_embeds_every_font(self, pdf_file):
        for page in pdf_file.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())

    def test_a_letter_that_no_font_has_is_an_empty_box(self):
        text = texts_of_pdf(PdfReader(io.BytesIO(pdf.render(with_text("Ward \U00010348\U000104a0 end")))))
        assert "Ward" in text
        assert "end" in text


class TestWord:
    def test_headings_are_headings(self, word_file):
        headings = [(p.style.name, p.text) for p in word_file.paragraphs if p.style.name.startswith("Heading")]
        assert headings == [
            ("Heading 1", "What needs attention"),
            ("Heading 2", "What the lead says"),
            ("Heading 1", "Scorecard"),
            ("Heading 2", "Seen in time"),
            ("Heading 1", "How this was made"),
        ]
        assert word_file.paragraphs[0].style.name == "Title"

    def test_the_first_row_of_each_table_is_marked_as_heading(self, word_file):
        for table in word_file.tables:
            assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
            assert table.rows[1]._tr.trPr.find(f"{W}tblHeader") is None

    def test_pictures_are_said_in_words(self, word_file):
        spoken = [shape._inline.docPr.get("descr") for shape in word_file.inline_shapes]
        assert CHART.description in spoken
        assert all(spoken)

    def test_language_title_and_page_numbers(self, word_file):
        assert word_file.styles.element.find(f".//{W}lang").get(f"{W}val") == "en-GB"
        assert word_file.core_properties.title == "Board report, March 2019, all partners"
        fields = [f.get(f"{W}instr") for f in word_file.sections[0].footer._element.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]

    def test_a_status_has_its_letter_beside_its_word(self, word_file):
        assert word_file.tables[1].rows[1].cells[1].text == "R\u00a0Red"


class TestOpenDocument:
    def test_headings_are_headings(self, odt_file):
        headings = [
            (h.get_attribute("text:outline-level"), h.inner_text) for h in odt_file.body.get_elements("//text:h")
        ]
        assert headings == [
            ("1", "What needs attention"),
            ("2", "What the lead says"),
            ("1", "Scorecard"),
            ("2", "Seen in time"),
            ("1", "How this was made"),
        ]

    def test_each_table_has_header_rows(self, odt_file):
        tables = odt_file.body.get_elements("//table:table")
        assert len(tables) == 2
        for table in tables:
            assert len(table.get_elements("table:table-header-rows/table:table-row")) == 1

    def test_pictures_have_a_title_and_are_said_in_words(self, odt_file):
        frames = odt_file.body.get_elements("//draw:frame")
        assert frames
        for frame in frames:
            assert frame.get_element("svg:title").inner_text
            assert frame.get_element("svg:desc").inner_text
        assert CHART.description in [frame.get_element("svg:desc").inner_text for frame in frames]

    def test_the_file_is_what_it_says(self):
        with zipfile.ZipFile(io.BytesIO(opendocument.render(DOCUMENT))) as file:
            assert file.namelist()[0] == "mimetype"
            assert file.read("mimetype") == b"application/vnd.oasis.opendocument.text"


class TestExcel:
    def test_a_summary_and_a_sheet_a_table(self, workbook):
        assert workbook.sheetnames == ["Summary", "Key figures", "emergency-care", "Four-hour waits have fallen…"]

    def test_figures_are_exact_live_numbers_with_their_unit(self, workbook):
        sheet = workbook["emergency-care"]
        heads = [cell.value for cell in sheet[3]]
        value = sheet.cell(4, heads.index("Figure (%)") + 1)
        assert value.value == pytest.approx(86.604123)
        assert value.number_format == '#,##0.0"%"'
        assert sheet.freeze_panes == "B4"
        assert sheet.cell(4, heads.index("Figure: note") + 1).value == "provisional"
        assert sheet.cell(5, heads.index("Figure (%)") + 1).value is None
        assert sheet.cell(5, heads.index("Figure: note") + 1).value == "not published"

    def test_no_text_becomes_a_formula(self):
        book = load_workbook(io.BytesIO(excel.render(with_text("=1+1"))))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
        assert cells
        assert {cell.data_type for cell in cells} == {"s"}


class TestPages:
    """What keeps a document's pages in order: where they break, what stays together, and what stands at their foot."""

    def test_a_page_begins_with_a_heading_and_with_no_empty_line(self, word_file, odt_file):
        (first,) = [p for p in word_file.paragraphs if p.paragraph_format.page_break_before]
        assert (first.style.name, first.text) == ("Heading 1", "Scorecard")
        broken = [h for h in odt_file.body.get_elements("//text:h") if h.style == BROKEN]
        assert [h.inner_text for h in broken] == ["Scorecard"]

    def test_a_part_that_begins_no_page_is_not_broken(self):
        assert levelled([Heading("a"), PageBreak(on_paper=False), Heading("b")]) == [Heading("a"), Heading("b")]

    def test_rows_stay_whole_and_headings_repeat_with_the_first_row(self, word_file):
        for table in word_file.tables:
            for row in table.rows:
                assert row._tr.trPr.find(f"{W}cantSplit") is not None
            assert all(p.paragraph_format.keep_with_next for cell in table.rows[0].cells for p in cell.paragraphs)
            assert not table.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next

    def test_pictures_stay_inside_the_margins(self, word_file):
        for shape in word_file.inline_shapes:
            assert shape._inline.get("distL") == shape._inline.get("distR") == "0"
            assert shape.width <= word_file.sections[0].page_width - 2 * word_file.sections[0].left_margin

    def test_word_lays_out_by_its_present_rules(self, word_file):
        modes = [one.get(f"{W}val") for one in word_file.settings.element.iter(f"{W}compatSetting")
                 if one.get(f"{W}name") == "compatibilityMode"]  # fmt: skip
        assert modes == ["15"]

    def test_each_page_says_what_it_is_of_and_of_which_day_it_knows(self, pdf_file, word_file, odt_file):
        foot = said("Westmere Together: Board report, March 2019, all partners, as known on 19 April 2019")
        for page in pdf_file.pages:
            assert foot in said(page.extract_text())
        assert foot in said(word_file.sections[0].footer.paragraphs[0].text)
        assert foot in said(odt_file.get_part("styles.xml").xpath("//style:footer")[0].inner_text)

    def test_it_says_of_which_day_it_knows_and_who_made_it(self):
        document = replace(DOCUMENT, made_by="Rita Reader")
        for text in (
            texts_of_pdf(PdfReader(io.BytesIO(pdf.render(document)))),
            texts_of_word(docx.Document(io.BytesIO(word.render(document)))),
            texts_of_odt(odfdo.Document(io.BytesIO(opendocument.render(document)))),
        ):
            assert said("As known on 19 April 2019: what has come in or been changed since is not in it.") in text
            assert said("Made 20 April 2019, 09:30 by Rita Reader.") in text

    def test_a_note_list_is_a_list(self, word_file, odt_file):
        assert word_file.paragraphs[-1].style.name == "List Bullet"
        assert len(odt_file.body.get_elements("//text:list/text:list-item")) == len(DOCUMENT.notes)


class TestTextsOfAnyKind:
    """Texts that once broke a document or ran over its edge."""

    def test_many_letters_that_no_font_has_are_empty_boxes(self):
        text = "".join(chr(0x13000 + n) for n in range(60))
        assert texts_of_pdf(PdfReader(io.BytesIO(pdf.render(with_text(f"Ward {text} end"))))).count("□" * 60)

    def test_a_tab_beside_a_letter_that_no_font_has_is_a_space(self):
        assert pdf.render(with_text("0\t\u0980"))

    def test_half_a_character_in_a_chart_is_left_out(self):
        chart = line_over_time(title="a\ud800b", subtitle="\x07", points=[Point("\udfff1", 1), Point("2", 2)])
        document = replace(DOCUMENT, blocks=[ChartBlock(chart)])
        for kind in RENDERERS:
            assert kind.render(document)

    def test_a_word_wider_than_its_column_is_parted_and_copied_out_as_it_was(self):
        word_of_306 = "Donaudampfschifffahrtsgesellschaft" * 9
        file = PdfReader(io.BytesIO(pdf.render(with_text(word_of_306))))
        lines = [line for page in file.pages for line in page.extract_text().splitlines()]
        assert word_of_306 in said("".join(lines))
        assert max(len(line) for line in lines) < 200

    def test_a_long_name_does_not_fill_the_foot_of_each_page(self):
        name = "Households offered a home safety visit within five working days of a referral " * 6
        document = replace(DOCUMENT, subtitle=name)
        assert len(running_line(document)) < 220
        assert running_line(document).endswith("…, as known on 19 April 2019")
        assert len(full_title(document)) <= 200


class TestEveryKind:
    def test_hostile_text_stands_as_it_was_written(self):
        document = with_text(HOSTILE)
        assert said(HOSTILE) in texts_of_pdf(PdfReader(io.BytesIO(pdf.render(document))))
        assert said(HOSTILE) in texts_of_word(docx.Document(io.BytesIO(word.render(document))))
        assert said(HOSTILE) in texts_of_odt(odfdo.Document(io.BytesIO(opendocument.render(document))))

    @settings(max_examples=6, deadline=None)
    @given(st.text(min_size=1, max_size=60))
    def test_no_text_at_all_makes_one_fail(self, text):
        for kind in RENDERERS:
            assert kind.render(with_text(text))

    @pytest.mark.parametrize("kind", RENDERERS, ids=lambda kind: kind.ending)
    def test_an_empty_table_among_others_is_drawn(self, kind):
        empty = TableBlock(Table("Nothing restated", TABLE.columns, []))
        assert kind.render(replace(DOCUMENT, blocks=[*DOCUMENT.blocks, empty]))

    def test_figures_and_nothings_are_said_alike(self, pdf_file, word_file, odt_file):
        for text in (texts_of_pdf(pdf_file), texts_of_word(word_file), texts_of_odt(odt_file)):
            for wanted in ("86.6%", "2,167,550", "notpublished", "Source:monthlyreturns.", "against95%"):
                assert wanted in text

    def test_is_found_by_its_ending(self):
        assert renderer(".PDF").name == "PDF"
        assert renderer("odt").file_name(DOCUMENT) == "board-march-2019.odt"
        with pytest.raises(NoSuchFormat, match="pdf"):
            renderer("wk1")


def test_headings_never_skip_a_level():
    blocks = [Heading("a", 2), Heading("b", 3), Heading("c", 1), Heading("d", 3)]
    assert [block.level for block in levelled(blocks)] == [1, 2, 1, 2]


def test_a_document_without_a_figure_or_text_refuses():
    blank = [Heading("Scorecard"), Paragraph("Words alone."), TableBlock(Table("None", TABLE.columns, []))]
    with pytest.raises(NothingToShow, match="would be blank"):
        Document("Board report", "May 2030", "Westmere", datetime(2030, 6, 1), blank)  # noqa: DTZ001
