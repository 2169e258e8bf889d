"""A document for Word: real heading styles, heading rows that repeat, pictures with their text, numbered pages."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Contents,
    Cover,
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
from trigpoint.publish.renderers.columns import PAGE_MM, Room
from trigpoint.publish.renderers.printing import by_line, known_line, leads_to, levelled, made_line, notes_of, with_next
from trigpoint.publish.renderers.word_front import MADE, add_contents, add_cover, add_heading
from trigpoint.publish.renderers.word_styles import ACCENT, FAINT, WASH, edge, set_up, shade, small
from trigpoint.publish.renderers.word_tables import add_key_figures, add_table, alternative
from trigpoint.publish.texts import legible


def render(document: Document) -> bytes:
    """The document as .docx."""
    word = docx.Document()
    set_up(word, document)
    blocks = levelled(document.blocks)
    if blocks and isinstance(blocks[0], Cover):
        add_cover(word, document, blocks[0])
    else:
        _add_head(word, document)
    room = Room(blocks)
    broken = False
    for block, following in with_next(blocks):
        if isinstance(block, PageBreak):
            broken = True
            continue
        first = len(word.paragraphs) if broken else 0
        if isinstance(block, Contents):
            add_contents(word, [one for one in blocks if isinstance(one, Heading)], bool(notes_of(document)))
        elif isinstance(block, Heading):
            add_heading(word, block.text, block.level)
        else:
            _add(word, block, room, following)
        if broken and len(word.paragraphs) > first:
            # A break of its own would be a line at the head of the next page, or an empty page after a full one.
            head = word.paragraphs[first].paragraph_format
            head.page_break_before, head.space_before = True, Pt(0)
            broken = False
    if notes := notes_of(document):
        add_heading(word, MADE, 1)
        for place, note in enumerate(notes, start=1):
            line = word.add_paragraph(style="List Bullet")
            line.paragraph_format.keep_with_next = place < len(notes)
            small(line, note)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _add_head(word: WordDocument, document: Document) -> None:
    word.add_paragraph(legible(document.title), style="Title")
    word.add_paragraph(legible(document.subtitle), style="Subtitle")
    if known := known_line(document):
        word.add_paragraph().add_run(known).bold = True
    small(word.add_paragraph(), legible(f"{document.partnership}. {made_line(document)}"))


def _add(word: WordDocument, block: Block, room: Room, following: Block | None) -> None:
    match block:
        case Paragraph(text):
            word.add_paragraph(legible(text)).paragraph_format.keep_with_next = leads_to(following)
        case Headline(text):
            run = word.add_paragraph().add_run(legible(text))
            run.bold, run.font.size = True, Pt(13.5)
        case Notice(text):
            paragraph = word.add_paragraph(legible(text))
            edge(paragraph, ACCENT, 24)
            shade(paragraph._p.get_or_add_pPr(), WASH)
            paragraph.paragraph_format.left_indent = Mm(2)
        case PageBreak():
            pass
        case KeyFigures(figures):
            add_key_figures(word, figures, gap=not isinstance(following, PageBreak))
        case TableBlock(table):
            add_table(word, table, room, gap=not isinstance(following, PageBreak))
        case ChartBlock(chart):
            _add_chart(word, chart)
        case TextBy():
            _add_text(word, block)


def _add_text(word: WordDocument, block: TextBy) -> None:
    heading = legible(block.heading).strip()
    paragraphs = [word.add_heading(heading, level=block.level)] if heading else []
    for is_heading, line in block.lines:
        paragraphs.append(word.add_paragraph())
        paragraphs[-1].add_run(legible(line)).italic = is_heading or None
    last = word.add_paragraph()
    small(last, by_line(block.author, block.on))
    for paragraph in (*paragraphs, last):
        edge(paragraph, FAINT, 12)
        paragraph.paragraph_format.left_indent = Mm(3)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(3)
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True
    last.paragraph_format.space_after = Pt(9)


def _add_chart(word: WordDocument, chart: Chart) -> None:
    word.add_paragraph(legible(chart.title), style="Caption")
    if chart.subtitle:
        beneath = word.add_paragraph()
        beneath.paragraph_format.keep_with_next, beneath.paragraph_format.space_after = True, Pt(2)
        small(beneath, legible(chart.subtitle))
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = bool(chart.notes)
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(to_png(chart, titled=False, keyed=True)), width=Mm(PAGE_MM))
    alternative(run, legible(chart.title), legible(chart.alternative))
    for note in chart.notes:
        beneath = word.add_paragraph()
        beneath.paragraph_format.space_after = Pt(10)
        small(beneath, legible(note))
