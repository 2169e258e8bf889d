"""A document as slides: real titles, tables that can be changed, charts as pictures with their words, notes with the source."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Length, Pt

from trigpoint.publish.blocks import Cover, Document
from trigpoint.publish.charts import Chart, to_png
from trigpoint.publish.renderers.pictures import as_png
from trigpoint.publish.renderers.printing import Printed, full_title, known_line, made_line, running_line
from trigpoint.publish.renderers.slides import (
    ACROSS,
    FOOT,
    HEIGHT,
    LEFT,
    MOST_DOWN,
    WIDTH,
    Grid,
    Slide,
    row_height,
    slides_of,
)
from trigpoint.publish.texts import legible, shortened

FONT = "Arial"
INK, QUIET, ACCENT = RGBColor(0x23, 0x1D, 0x29), RGBColor(0x5D, 0x56, 0x63), RGBColor(0x5F, 0x35, 0x77)
WASH, PAPER = RGBColor(0xF1, 0xE9, 0xF6), RGBColor(0xFF, 0xFF, 0xFF)
TITLE_ONLY, OPENING = 5, 0
"""Of the layouts of the library's own template."""
LONGEST_TITLE = 170
TOP = 1.75
"""Where the content of a slide begins, in inches."""


def render(document: Document) -> bytes:
    """The document as .pptx."""
    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDTH), Inches(HEIGHT)
    properties = show.core_properties
    properties.title, properties.subject = full_title(document)[:255], legible(document.subtitle)[:255]
    properties.author = properties.last_modified_by = legible(document.made_by or document.partnership)[:255]
    properties.language = document.language
    properties.created = properties.modified = document.made_at.astimezone(UTC).replace(tzinfo=None)
    _open(show, document)
    slides = slides_of(document)
    for number, one in enumerate(slides, start=2):
        _draw(show, document, one, f"{number} of {len(slides) + 1}")
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _open(show: Any, document: Document) -> None:
    slide = show.slides.add_slide(show.slide_layouts[OPENING])
    cover = next((block for block in document.blocks if isinstance(block, Cover)), Cover())
    if logo := as_png(cover.logo):
        picture = slide.shapes.add_picture(io.BytesIO(logo), Inches(LEFT), Inches(0.8), height=Inches(1))
        _describe(picture, f"The logo of {document.partnership}")
    title, beneath = slide.shapes.title, slide.placeholders[1]
    _place(title, LEFT, 2.3, ACROSS, 1.5)
    _fill(title.text_frame, shortened(legible(document.title), LONGEST_TITLE), 40, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _place(beneath, LEFT, 3.95, ACROSS, 2.6)
    frame = beneath.text_frame
    _fill(frame, legible(document.subtitle), 24, colour=ACCENT)
    lines = [document.partnership, *cover.lines, known_line(document), made_line(document)]
    for line in lines:
        if line.strip():
            _add(frame, legible(line), 14, colour=QUIET)


def _draw(show: Any, document: Document, one: Slide, number: str) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    if one.part and not one.title.startswith(one.part):
        _box(slide, shortened(one.part, 90), LEFT, 0.3, ACROSS, 0.3, 12, ACCENT)
    _place(slide.shapes.title, LEFT, 0.55, ACROSS, 0.95)
    title = shortened(one.title, LONGEST_TITLE)
    _fill(slide.shapes.title.text_frame, title, 24 if len(title) < 85 else 19, bold=True)
    slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    top = TOP
    if one.lead:
        _box(slide, shortened(one.lead, 280), LEFT, TOP - 0.3, ACROSS, 0.5, 13, QUIET)
        top += 0.4
    if one.grid is not None:
        beneath = _draw_grid(slide, one.grid, top)
        if one.foot:
            _box(slide, one.foot, LEFT, beneath + 0.12, ACROSS, FOOT, 13, INK)
    elif one.chart is not None:
        _draw_chart(slide, one.chart, top)
    else:
        _draw_lines(slide, one.lines, top)
    _box(slide, f"{shortened(running_line(document), 120)}", LEFT, HEIGHT - 0.45, ACROSS - 1.5, 0.3, 10, QUIET)
    _box(slide, number, WIDTH - LEFT - 1.5, HEIGHT - 0.45, 1.5, 0.3, 10, QUIET, PP_ALIGN.RIGHT)
    said = [*one.notes, *(note for note in map(legible, document.notes) if note.strip()), made_line(document)]
    slide.notes_slide.notes_text_frame.text = "\n".join(line for line in said if line)


def _draw_grid(slide: Any, grid: Grid, top: float) -> float:
    """Draws a table; gives where it ends."""
    head = tuple(Printed(heading) for heading in grid.headings)
    heights = [row_height(grid, row) for row in (head, *grid.rows)]
    frame = slide.shapes.add_table(
        len(heights), len(head), Inches(LEFT), Inches(top), Inches(ACROSS), Inches(sum(heights))
    )  # fmt: skip
    table = frame.table
    table.first_row, table.horz_banding = True, False
    for column, share in zip(table.columns, grid.shares, strict=True):
        column.width = Inches(share * ACROSS)
    for line, (height, row) in enumerate(zip(heights, (head, *grid.rows), strict=True)):
        table.rows[line].height = Inches(height)
        for place, cell in enumerate(row):
            _draw_cell(table.cell(line, place), cell, heading=line == 0, right=grid.numeric[place] and not cell.left)
    return top + sum(heights)


def _draw_cell(cell: Any, printed: Printed, *, heading: bool, right: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = WASH if heading else PAPER
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    cell.text_frame.word_wrap = True
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    if printed.letter:
        # The letter says it where colours do not show.
        _run(paragraph, f"{printed.letter}\u00a0", 11, bold=True, colour=_colour(printed.colour))
    _run(paragraph, legible(printed.text), 11, bold=heading)
    if printed.beneath:
        beneath = cell.text_frame.add_paragraph()
        beneath.alignment = paragraph.alignment
        _run(beneath, printed.beneath, 9, colour=QUIET)


def _draw_chart(slide: Any, chart: Chart, top: float) -> None:
    picture = slide.shapes.add_picture(
        io.BytesIO(to_png(chart, titled=False, keyed=True, width=900)), Inches(LEFT), Inches(top), width=Inches(ACROSS)
    )
    most = Inches(MOST_DOWN - 0.1)
    if picture.height > most:
        picture.width, picture.height = Length(int(picture.width * most / picture.height)), most
        picture.left = Length((Inches(WIDTH) - picture.width) // 2)
    _describe(picture, chart.alternative)


def _draw_lines(slide: Any, lines: tuple[tuple[bool, str], ...], top: float) -> None:
    frame = slide.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(ACROSS), Inches(MOST_DOWN)).text_frame
    frame.word_wrap = True
    for place, (is_heading, text) in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(12 if is_heading and place else 4)
        _run(paragraph, text, 16, bold=is_heading)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(width), Inches(height)


def _fill(frame: Any, text: str, size: float, *, bold: bool = False, colour: RGBColor = INK) -> None:
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _run(paragraph, text, size, bold=bold, colour=colour)


def _add(frame: Any, text: str, size: float, *, colour: RGBColor) -> None:
    paragraph = frame.add_paragraph()
    paragraph.alignment, paragraph.space_before = PP_ALIGN.LEFT, Pt(6)
    _run(paragraph, text, size, colour=colour)


def _box(
    slide: Any, text: str, left: float, top: float, width: float, height: float, size: float, colour: RGBColor,
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:  # fmt: skip
    frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    frame.paragraphs[0].alignment = align
    _run(frame.paragraphs[0], text, size, colour=colour)


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: RGBColor = INK) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.name, run.font.size, run.font.bold, run.font.color.rgb = FONT, Pt(size), bold, colour


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.removeprefix("#").upper()) if text else INK


def _describe(picture: Any, words: str) -> None:
    """What a picture shows, for those who cannot see it."""
    picture._element.nvPicPr.cNvPr.set("descr", legible(words))
