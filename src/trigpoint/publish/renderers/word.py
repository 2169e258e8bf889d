"""A document for Word: real heading styles, heading rows that repeat, pictures with their text, numbered pages."""

from __future__ import annotations

import io
from datetime import UTC
from itertools import zip_longest

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run

from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Headline,
    KeyFigures,
    Notice,
    PageBreak,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.charts import Chart, to_png
from trigpoint.publish.renderers.pictures import PAGE_MM, png_of_svg
from trigpoint.publish.renderers.printing import (
    Printed,
    by_line,
    legible,
    levelled,
    made_line,
    printed,
    printed_columns,
    widths,
)
from trigpoint.publish.tables import Table

FONT = "Arial"
INK, QUIET, ACCENT = RGBColor(0x23, 0x1D, 0x29), RGBColor(0x5D, 0x56, 0x63), RGBColor(0x5F, 0x35, 0x77)
WASH, FAINT = "F1E9F6", "DCD7D0"


def render(document: Document) -> bytes:
    """The document as .docx."""
    word = docx.Document()
    _set_up(word, document)
    word.add_paragraph(legible(document.title), style="Title")
    word.add_paragraph(legible(document.subtitle), style="Subtitle")
    _small(word.add_paragraph(), legible(f"{document.partnership}. {made_line(document)}"))
    blocks = levelled(document.blocks)
    for block, following in zip_longest(blocks, blocks[1:]):
        _add(word, block)
        # A gap before a page break would spill over from a full page, and leave the next one empty.
        if isinstance(block, (TableBlock, KeyFigures)) and not isinstance(following, PageBreak):
            _gap(word)
    if document.notes:
        word.add_heading("How this was made", level=1)
        for note in document.notes:
            _small(word.add_paragraph(style="List Bullet"), legible(note))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: WordDocument, document: Document) -> None:
    """Page, styles, language, properties and the footer with page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, size, colour, bold in (
        ("Normal", 10, INK, None), ("Title", 22, INK, True), ("Subtitle", 12, INK, False),
        ("Heading 1", 15, ACCENT, True), ("Heading 2", 11.5, INK, True), ("Caption", 9, INK, True),
    ):  # fmt: skip
        style = word.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
        style.font.color.rgb = colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
    for name, kind in (("Title", "w:pBdr"), ("Title", "w:spacing"), ("Subtitle", "w:spacing")):
        for found in word.styles[name].element.findall(f".//{qn(kind)}"):
            found.getparent().remove(found)
    word.styles["Caption"].paragraph_format.keep_with_next = True
    _speak(word, document.language)
    properties = word.core_properties
    properties.title, properties.subject = legible(document.title)[:255], legible(document.subtitle)[:255]
    properties.author = properties.last_modified_by = legible(document.partnership)[:255]
    properties.language, properties.comments, properties.keywords = document.language, "", ""
    made = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = made
    footer = section.footer.paragraphs[0]
    _small(footer, legible(f"{document.partnership}: {document.title}, {document.subtitle}. Page "))
    _field(footer, "PAGE")
    _small(footer, " of ")
    _field(footer, "NUMPAGES")


def _speak(word: WordDocument, language: str) -> None:
    """The language of all text, for screen readers and spelling."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), language)


def _add(word: WordDocument, block: Block) -> None:
    match block:
        case Heading(text, level):
            word.add_heading(legible(text), level=level)
        case Paragraph(text):
            word.add_paragraph(legible(text))
        case Headline(text):
            run = word.add_paragraph().add_run(legible(text))
            run.bold, run.font.size = True, Pt(13.5)
        case Notice(text):
            paragraph = word.add_paragraph(legible(text))
            _shade(paragraph._p.get_or_add_pPr(), WASH)
            paragraph.paragraph_format.left_indent = Mm(2)
        case PageBreak():
            _gap(word).page_break_before = True
        case KeyFigures():
            _add_key_figures(word, block)
        case TableBlock(table):
            _add_table(word, table)
        case ChartBlock(chart):
            _add_chart(word, chart)
        case TextBy(heading, text, author, on):
            first = word.add_paragraph()
            first.add_run(legible(heading)).bold = True
            lines = [word.add_paragraph(legible(line)) for line in text.splitlines() if line.strip()]
            last = word.add_paragraph()
            _small(last, by_line(author, on))
            for paragraph in (first, *lines, last):
                paragraph.paragraph_format.left_indent = Mm(4)
                paragraph.paragraph_format.space_after = Pt(3)
            for paragraph in (first, *lines):
                paragraph.paragraph_format.keep_with_next = True


def _add_key_figures(word: WordDocument, block: KeyFigures) -> None:
    """As a table of name, figure, status and target: it reads in order aloud, where cards beside each other do not."""
    table = word.add_table(rows=1, cols=4)
    _lay_out(word, table, (3.4, 2.2, 2.2, 3.6))
    _head(table, ("Key figure", "Figure", "Status", "Beside it"), (False, True, False, False))
    for one in block.figures:
        cells = table.add_row().cells
        figure = printed(one.figure)
        _fill(cells[0], Printed(legible(one.name)))
        _fill(cells[1], Printed(figure.text), numeric=True, bold=True)
        _fill(cells[2], printed(one.status))
        _fill(cells[3], Printed(legible("; ".join(part for part in (one.beneath, figure.beneath) if part))))
    _finish(table)


def _add_table(word: WordDocument, table: Table) -> None:
    columns = printed_columns(table)
    word.add_paragraph(legible(table.caption), style="Caption")
    drawn = word.add_table(rows=1, cols=len(columns))
    _lay_out(word, drawn, widths(table, columns))
    _head(drawn, [legible(column.heading) for column in columns], [column.numeric for column in columns])
    _describe_table(drawn, legible(table.caption))
    for row in table.rows:
        for cell, column in zip(drawn.add_row().cells, columns, strict=True):
            _fill(cell, printed(row.get(column.key), column), numeric=column.numeric)
    _finish(drawn)
    for note in table.notes:
        _small(word.add_paragraph(), legible(note))


def _gap(word: WordDocument) -> ParagraphFormat:
    """A little room after a table, which has no room of its own."""
    spacing = word.add_paragraph().paragraph_format
    spacing.space_after, spacing.line_spacing = Pt(0), Pt(6)
    return spacing


def _add_chart(word: WordDocument, chart: Chart) -> None:
    title = word.add_paragraph(legible(chart.title), style="Caption")
    title.paragraph_format.keep_with_next = True
    if chart.subtitle:
        beneath = word.add_paragraph()
        beneath.paragraph_format.keep_with_next = True
        _small(beneath, legible(chart.subtitle))
    run = word.add_paragraph().add_run()
    run.add_picture(io.BytesIO(to_png(chart, titled=False)), width=Mm(PAGE_MM))
    _alternative(run, legible(chart.title), legible(chart.description))
    for note in chart.notes:
        _small(word.add_paragraph(), legible(note))


def _fill(cell: _Cell, one: Printed, *, numeric: bool = False, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if one.picture:
        run = paragraph.add_run()
        run.add_picture(io.BytesIO(png_of_svg(one.picture)), width=Mm(20))
        _alternative(run, "Trend", one.text)
        return
    if one.letter:
        letter = paragraph.add_run(f"{one.letter} ")
        letter.bold, letter.font.size, letter.font.color.rgb = True, Pt(8.5), RGBColor.from_string(one.colour[1:])
    run = paragraph.add_run(one.text)
    run.font.size, run.bold = Pt(8.5), bold
    if one.beneath:
        beneath = cell.add_paragraph()
        beneath.alignment = paragraph.alignment
        beneath.paragraph_format.space_after = Pt(0)
        _small(beneath, one.beneath, 7.5)


def _lay_out(word: WordDocument, table, shares) -> None:
    table.style = word.styles["Normal Table"]
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    whole = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(PAGE_MM * share / whole)


def _head(table, headings, numeric) -> None:
    """The heading row: marked as one, so that it repeats on each page and is read out with its column."""
    row = table.rows[0]
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)
    for cell, heading, right in zip(row.cells, headings, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(heading)
        run.bold, run.font.size = True, Pt(8.5)
        _shade(cell._tc.get_or_add_tcPr(), WASH)


def _finish(table) -> None:
    """Widths on every cell (Word reads them there), rows that stay whole, a fine line beneath each."""
    shares = [column.width for column in table.columns]
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, shares, strict=True):
            cell.width = width
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name, value in (("firstRow", "1"), ("firstColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", FAINT)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The schema wants borders before layout, cell margins and look.
    later = [qn(f"w:{name}") for name in ("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")]
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def _describe_table(table, caption: str) -> None:
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), caption)
    table._tbl.tblPr.append(described)


def _alternative(run: Run, title: str, words: str) -> None:
    """What a picture shows, for those who cannot see it."""
    properties = run._r.find(".//" + qn("wp:docPr"))
    properties.set("title", title)
    properties.set("descr", words)


def _small(paragraph: WordParagraph, text: str, size: float = 8.5) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), QUIET


def _field(paragraph: WordParagraph, name: str) -> None:
    """A field that Word works out: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(8.5), QUIET
    field.append(run._r)
    paragraph._p.append(field)


def _shade(properties, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)
