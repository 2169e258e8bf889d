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
from unit.publish.reading_documents import W, said, texts_of_odt, texts_of_pdf, texts_of_word
from unit.publish.sample_document import CHART, DOCUMENT, HOSTILE, TABLE, with_text

from trigpoint.publish.blocks import Document, Heading, NothingToShow, Paragraph, TableBlock
from trigpoint.publish.renderers import RENDERERS, NoSuchFormat, excel, opendocument, pdf, renderer, word
from trigpoint.publish.renderers.printing import levelled
from trigpoint.publish.tables import Table


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

    def test_what_a_person_wrote_stands_under_its_headings(self, pdf_file, word_file, odt_file, workbook):
        for text in (texts_of_pdf(pdf_file), texts_of_word(word_file), texts_of_odt(odt_file)):
            assert "Thefirstline.Thesecond.WhatwearedoingMoreofit.AnnAsh" in text
        summary = [cell.value for row in workbook["Summary"].iter_rows() for cell in row]
        assert any("What we are doing: More of it." in str(text) for text in summary)

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
