"""Where pages break, what stays together, what stands at their foot; and texts of any kind."""

import io
from dataclasses import replace

import docx
import odfdo
from pypdf import PdfReader
from unit.publish.reading_documents import W, said, texts_of_odt, texts_of_pdf, texts_of_word
from unit.publish.sample_document import DOCUMENT, with_text

from trigpoint.publish.blocks import ChartBlock, Heading, PageBreak
from trigpoint.publish.charts import Point, line_over_time
from trigpoint.publish.renderers import RENDERERS, opendocument, pdf, word
from trigpoint.publish.renderers.opendocument_styles import BROKEN
from trigpoint.publish.renderers.printing import full_title, levelled, running_line


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

    def test_a_mark_of_another_script_over_a_letter_is_an_empty_box(self):
        assert "0□" in texts_of_pdf(PdfReader(io.BytesIO(pdf.render(with_text("0\u0981")))))

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
