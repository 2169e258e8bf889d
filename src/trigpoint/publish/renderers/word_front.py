"""The first pages of a pack in Word: the cover, and contents whose page numbers Word works out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from trigpoint.publish.blocks import Cover, Document, Heading
from trigpoint.publish.renderers.columns import PAGE_MM
from trigpoint.publish.renderers.pictures import as_png
from trigpoint.publish.renderers.printing import known_line, made_line
from trigpoint.publish.renderers.word_styles import HEADING, QUIET, small
from trigpoint.publish.renderers.word_tables import alternative
from trigpoint.publish.texts import legible

MADE = "How this was made"
DEEPEST = 2
"""Of the headings in the contents."""


def add_cover(word: WordDocument, document: Document, cover: Cover) -> None:
    """The first page: logo, whose it is, what, and of when. It has no foot, and what follows begins a page."""
    word.sections[0].different_first_page_header_footer = True
    room = 62.0
    if logo := as_png(cover.logo):
        picture = word.add_paragraph()
        picture.paragraph_format.space_before, picture.paragraph_format.space_after = Mm(room), Mm(12)
        run = picture.add_run()
        run.add_picture(io.BytesIO(logo), height=Mm(26))
        alternative(run, "Logo", legible(f"The logo of {document.partnership}"))
        room = 0
    whose = word.add_paragraph()
    whose.paragraph_format.space_before = Mm(room)
    _words(whose, document.partnership, 13)
    title = word.add_paragraph(legible(document.title), style="Title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Mm(5), Mm(4)
    title.runs[0].font.size = Pt(32)
    subtitle = word.add_paragraph(legible(document.subtitle), style="Subtitle")
    subtitle.paragraph_format.space_after = Mm(70)
    subtitle.runs[0].font.size, subtitle.runs[0].font.color.rgb = Pt(17), HEADING
    for line in cover.lines:
        word.add_paragraph(legible(line))
    if known := known_line(document):
        word.add_paragraph().add_run(known).bold = True
    small(word.add_paragraph(), made_line(document))


def add_contents(word: WordDocument, headings: Sequence[Heading], notes: bool) -> None:
    """The headings of the first two levels, each with a field that says its page. A table of contents of Word's own would
    stay without pages wherever else the file is opened."""
    head = word.add_paragraph()
    _words(head, "Contents", 15, bold=True)
    listed = [*headings, Heading(MADE)] if notes else list(headings)
    for place, one in enumerate(listed, start=1):
        if one.level > DEEPEST:
            continue
        line = word.add_paragraph()
        form = line.paragraph_format
        form.left_indent, form.space_after = Mm(6 * (one.level - 1)), Pt(3)
        form.tab_stops.add_tab_stop(Mm(PAGE_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        if one.level == 1:
            form.space_before = Pt(7)
        line.add_run(f"{legible(one.text)}\t").bold = one.level == 1
        _part(line, "begin")
        _code(line, f" PAGEREF {_mark(place)} \\h ")
        _part(line, "separate")
        line.add_run("·")
        _part(line, "end")
    # Word works the pages out when it opens the file.
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    settings = word.settings.element
    settings.insert(list(settings).index(settings.find(qn("w:compat"))), update)


def add_heading(word: WordDocument, text: str, level: int) -> None:
    """A heading that the contents can lead to: marked by its place among the headings."""
    heading = word.add_heading(legible(text), level=level)
    place = sum(1 for one in word.element.body.iter(qn("w:bookmarkStart"))) + 1
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(place))
    start.set(qn("w:name"), _mark(place))
    end.set(qn("w:id"), str(place))
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)


def _mark(place: int) -> str:
    return f"_Toc{place:06d}"


def _words(paragraph: WordParagraph, text: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(legible(text))
    run.font.size, run.bold = Pt(size), bold
    run.font.color.rgb = HEADING if bold else QUIET


def _part(paragraph: WordParagraph, kind: str) -> None:
    mark: Any = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _code(paragraph: WordParagraph, text: str) -> None:
    code: Any = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = text
    paragraph.add_run()._r.append(code)
