"""Tables of a Word document: heading rows that repeat and are read out, rows that stay whole, short tables on one page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.run import Run

from trigpoint.publish.blocks import KeyFigure
from trigpoint.publish.renderers.columns import PAGE_MM, Room
from trigpoint.publish.renderers.pictures import png_of_svg
from trigpoint.publish.renderers.printing import (
    KEY_FIGURES,
    Printed,
    printed_figures,
)
from trigpoint.publish.renderers.word_styles import FAINT, WASH, shade, small
from trigpoint.publish.tables import Table
from trigpoint.publish.texts import legible


def add_key_figures(word: WordDocument, figures: Iterable[KeyFigure], *, gap: bool) -> None:
    """As a table of name, figure, status and target: it reads in order aloud, where cards beside each other do not."""
    rows = printed_figures(figures)
    headings, shares, numeric = KEY_FIGURES
    _add(word, "Key figures", headings, shares, numeric, rows, whole=True)
    if gap:
        _gap(word)


def add_table(word: WordDocument, table: Table, room: Room, *, gap: bool) -> None:
    """A table with its caption and its notes. gap: not before a page break, which it could push an empty page before."""
    shown = room.printed(table)
    word.add_paragraph(shown.caption, style="Caption")
    headings = [legible(column.heading) for column in shown.columns]
    numeric = [column.numeric for column in shown.columns]
    _add(word, shown.caption, headings, room.widths(shown), numeric, shown.rows, whole=room.stands_whole(shown))
    for note in shown.notes:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(0)
        small(paragraph, note)
    if gap:
        _gap(word)


def _add(
    word: WordDocument,
    caption: str,
    headings: Sequence[str],
    shares: Sequence[float],
    numeric: Sequence[bool],
    rows: Sequence[Sequence[Printed]],
    *,
    whole: bool,
) -> None:
    drawn = word.add_table(rows=1 + len(rows), cols=len(headings))
    _lay_out(word, drawn, shares)
    _describe(drawn, caption)
    heads = [Printed(heading) for heading in headings]
    widths = [column.width for column in drawn.columns]
    for place, (line, row) in enumerate(zip(drawn.rows, [heads, *rows], strict=True)):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if place == 0:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        # The heading row never stands alone at the foot of a page; a short table goes to the next page as a whole.
        kept = place < len(rows) and (place == 0 or whole)
        for cell, one, right, width in zip(line.cells, row, numeric, widths, strict=True):
            _fill(cell, one, numeric=right and not one.left, bold=place == 0, kept=kept)
            cell.width = width
            if place == 0:
                shade(cell._tc.get_or_add_tcPr(), WASH)


def _fill(cell: _Cell, one: Printed, *, numeric: bool = False, bold: bool = False, kept: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(0), kept
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if one.picture:
        run = paragraph.add_run()
        run.add_picture(io.BytesIO(png_of_svg(one.picture)), width=Mm(20))
        alternative(run, "Trend", one.text)
        return
    if one.letter:
        # The letter stays on the line of the first word beside it.
        letter = paragraph.add_run(f"{one.letter}\u00a0")
        letter.bold, letter.font.size, letter.font.color.rgb = True, Pt(8.5), RGBColor.from_string(one.colour[1:])
    run = paragraph.add_run(one.text)
    run.font.size, run.bold = Pt(8.5), bold
    if one.beneath:
        beneath = cell.add_paragraph()
        beneath.alignment = paragraph.alignment
        beneath.paragraph_format.space_after, beneath.paragraph_format.keep_with_next = Pt(0), kept
        small(beneath, one.beneath, 7.5)


def _lay_out(word: WordDocument, table: WordTable, shares: Sequence[float]) -> None:
    """Widths, a fine line beneath each row, and room inside the cells."""
    table.style = word.styles["Normal Table"]
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    whole = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(PAGE_MM * share / whole)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name, value in (("firstRow", "1"), ("firstColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "0")
    indent.set(qn("w:type"), "dxa")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_marked(f"w:{side}", val="single", sz="4", space="0", color=FAINT))
    inside = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", 32), ("left", 80), ("bottom", 32), ("right", 80)):
        inside.append(_marked(f"w:{side}", w=str(twentieths), type="dxa"))
    layout = properties.find(qn("w:tblLayout"))
    # The schema wants them in this order.
    layout.addprevious(indent)
    layout.addprevious(borders)
    layout.addnext(inside)


def _marked(tag: str, **values: str) -> Any:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _describe(table: WordTable, caption: str) -> None:
    """What the table holds, for a reader who moves from table to table."""
    table._tbl.tblPr.append(_marked("w:tblCaption", val=caption))


def _gap(word: WordDocument) -> None:
    """A little room after a table, which has no room of its own."""
    spacing = word.add_paragraph().paragraph_format
    spacing.space_after, spacing.line_spacing = Pt(0), Pt(5)


def alternative(run: Run, title: str, words: str) -> None:
    """What a picture shows, for those who cannot see it."""
    properties = run._r.find(".//" + qn("wp:docPr"))
    properties.set("title", title)
    properties.set("descr", words)
    for edge in ("distL", "distR"):
        # The template keeps room beside a picture, which pushes it over the margin.
        run._r.find(".//" + qn("wp:inline")).set(edge, "0")
