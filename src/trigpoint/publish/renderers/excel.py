"""A document as a workbook: a summary first, then a sheet a table, with live numbers and never a formula out of a text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

import xlsxwriter

from trigpoint.publish.blocks import (
    ChartBlock,
    Document,
    Heading,
    Headline,
    KeyFigure,
    KeyFigures,
    Notice,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.cells import Figure, Status, words
from trigpoint.publish.charts import Chart
from trigpoint.publish.renderers.excel_charts import draw_chart
from trigpoint.publish.renderers.printing import (
    by_line,
    full_title,
    known_line,
    levelled,
    made_line,
    notes_of,
    running_line,
)
from trigpoint.publish.tables import Column, Table
from trigpoint.publish.texts import cut, legible
from trigpoint.publish.worksheets import LINE, LONGEST, OPTIONS, Formats, set_up_print, sheet_title, write_sheet

SUMMARY = "Summary"
WIDTH = 95
"""Of the summary's one column, in characters: what an A4 page holds."""

LOOKS = {
    "title": {"bold": True, "font_size": 18, "text_wrap": True},
    "heading": {"bold": True, "font_size": 13, "font_color": "#5F3577", "text_wrap": True},
    "lower": {"bold": True, "font_size": 11, "text_wrap": True},
    "headline": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "text_wrap": True, "valign": "top"},
    "quiet": {"text_wrap": True, "font_color": "#5D5663", "valign": "top"},
    "link": {"font_color": "#5F3577", "underline": 1, "text_wrap": True, "valign": "top"},
}
POINTS = {"title": 24, "heading": 22, "lower": 18}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary. look: a key of LOOKS. sheet: the sheet that it leads to, or ''."""

    text: str
    look: str
    sheet: str = ""


def render(document: Document) -> bytes:
    """The document as .xlsx: every table, and the twin of every chart, is a sheet of its own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": full_title(document)[:255],
            "subject": legible(document.subtitle)[:255],
            "author": legible(document.made_by or document.partnership)[:255],
            "created": document.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    formats = Formats(book)
    taken: set[str] = {SUMMARY.casefold()}
    sheets: list[tuple[str, Table, Chart | None]] = []
    for table, chart in tables_of(document):
        title = sheet_title(table.name, taken)
        taken.add(title.casefold())
        sheets.append((title, table, chart))
    _write_summary(book, document, {id(table): title for title, table, _ in sheets}, formats)
    for title, table, chart in sheets:
        written = write_sheet(book, table, title, formats=formats, foot=running_line(document))
        if chart is not None:
            draw_chart(book, written, chart, title)
    book.close()
    return out.getvalue()


def tables_of(document: Document) -> list[tuple[Table, Chart | None]]:
    """Every table of a document, key figures and the twins of charts (with their chart) among them, in their order."""
    found: list[tuple[Table, Chart | None]] = []
    for block in document.blocks:
        if isinstance(block, TableBlock):
            found.append((block.table, None))
        elif isinstance(block, ChartBlock) and block.chart.table is not None:
            found.append((block.chart.table, block.chart))
        elif isinstance(block, KeyFigures) and block.figures:
            found.append((key_figures_table(block.figures), None))
    return found


def key_figures_table(figures: Sequence[KeyFigure]) -> Table:
    """Key figures as a table, so that each is a number that can be worked with."""
    return Table(
        "Key figures",
        (
            Column("name", "Key figure"),
            Column("value", "Figure", "figure"),
            Column("unit", "Unit"),
            Column("status", "Status", "status"),
            Column("beneath", "Beside it", wide=True),
        ),
        [
            {
                "name": one.name,
                "value": one.figure,
                "unit": one.figure.unit,
                "status": one.status,
                "beneath": one.beneath,
            }
            for one in figures
        ],
        name="Key figures",
    )


def _write_summary(book: xlsxwriter.Workbook, document: Document, titles: dict[int, str], formats: Formats) -> None:
    """All that is said, in its order; where a page has a table stands the way to its sheet."""
    sheet = book.add_worksheet(SUMMARY)
    sheet.set_column(0, 0, WIDTH)
    sheet.hide_gridlines(2)
    set_up_print(sheet, running_line(document), landscape=False)
    lines = [
        Line(document.title, "title"),
        Line(document.subtitle, "text"),
        *([Line(known, "strong")] if (known := known_line(document)) else []),
        Line(f"{document.partnership}. {made_line(document)}", "quiet"),
        *_lines(document, titles),
    ]
    if notes := notes_of(document):
        lines += [Line("How this was made", "heading"), *(Line(note, "quiet") for note in notes)]
    for y, line in enumerate(lines):
        text, look = cut(legible(line.text), LONGEST), formats.get(**LOOKS[line.look])
        if line.sheet:
            quoted = line.sheet.replace("'", "''")
            sheet.write_url(y, 0, f"internal:'{quoted}'!A1", look, string=cut(text, 200))
        else:
            # write_string, never write(): a text that starts with = stays a text.
            sheet.write_string(y, 0, text, look)
        sheet.set_row(y, _height(text, line.look))


def _height(text: str, look: str) -> float:
    """The height of a line of the summary, in points."""
    across = WIDTH * {"title": 0.55, "heading": 0.8, "headline": 0.9, "lower": 0.95}.get(look, 1.1)
    lines = sum(1 + int(len(part) // across) for part in text.split("\n"))
    return min(POINTS.get(look, LINE) * lines, 400)


def _lines(document: Document, titles: dict[int, str]) -> Iterator[Line]:
    for block in levelled(document.blocks):
        match block:
            case Headline(text):
                yield Line(text, "headline")
            case Heading(text, level):
                yield Line(text, "heading" if level == 1 else "lower")
            case Paragraph(text):
                yield Line(text, "text")
            case Notice(text):
                yield Line(f"Note: {text}", "text")
            case TextBy(heading, parts, author, on):
                text = "\n".join(f"{part}: {words}" if part else words for part, words in parts)
                yield Line(f"{heading}: {text} ({by_line(author, on)})", "text")
            case KeyFigures(figures):
                for one in figures:
                    yield Line(_said(one.name, one.figure, one.status, one.beneath), "text")
            case TableBlock(table):
                yield Line(f"Sheet “{titles[id(table)]}”: {table.caption}", "link", titles[id(table)])
            case ChartBlock(chart):
                yield Line(chart.description, "text")
                if chart.table is not None:
                    title = titles[id(chart.table)]
                    yield Line(f"Sheet “{title}”: the chart and its figures", "link", title)


def _said(name: str, figure: Figure, status: Status | None, beneath: str) -> str:
    parts = [words(figure), f"{status.text} ({status.printed})" if status else "", beneath]
    return f"{name}: {'; '.join(part for part in parts if part)}"
