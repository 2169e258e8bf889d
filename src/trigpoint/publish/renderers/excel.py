"""A document as a workbook: a summary first, then a sheet a table, with live numbers and never a formula out of a text."""

from __future__ import annotations

import io
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
from trigpoint.publish.renderers.printing import by_line, legible, levelled, made_line
from trigpoint.publish.tables import Column, Table
from trigpoint.publish.worksheets import sheet_title, write_sheet

SUMMARY = "Summary"
LONGEST = 32_000
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(document: Document) -> bytes:
    """The document as .xlsx: every table, and the twin of every chart, is a sheet of its own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": legible(document.title)[:255],
            "subject": legible(document.subtitle)[:255],
            "author": legible(document.partnership)[:255],
            "created": document.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    titles: set[str] = {SUMMARY.casefold()}
    tables: list[tuple[str, Table]] = []
    for table in tables_of(document):
        title = sheet_title(table.name, titles)
        titles.add(title.casefold())
        tables.append((title, table))
    _write_summary(book, document, tables)
    for title, table in tables:
        write_sheet(book, table, title)
    book.close()
    return out.getvalue()


def tables_of(document: Document) -> list[Table]:
    """Every table of a document, key figures and the twins of charts among them, in their order."""
    found: list[Table] = []
    for block in document.blocks:
        if isinstance(block, TableBlock):
            found.append(block.table)
        elif isinstance(block, ChartBlock) and block.chart.table is not None:
            found.append(block.chart.table)
        elif isinstance(block, KeyFigures) and block.figures:
            found.append(key_figures_table(block.figures))
    return found


def key_figures_table(figures: tuple[KeyFigure, ...] | list[KeyFigure]) -> Table:
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


def _write_summary(book: xlsxwriter.Workbook, document: Document, tables: list[tuple[str, Table]]) -> None:
    sheet = book.add_worksheet(SUMMARY)
    sheet.set_column(0, 0, 110)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    looks = {
        "title": book.add_format({"bold": True, "font_size": 18}),
        "heading": book.add_format({"bold": True, "font_size": 13, "font_color": "#5F3577"}),
        "headline": book.add_format({"bold": True, "font_size": 12, "text_wrap": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "quiet": book.add_format({"text_wrap": True, "font_color": "#5D5663"}),
        "link": book.add_format({"font_color": "#5F3577", "underline": 1}),
    }
    lines = [
        (document.title, "title"),
        (document.subtitle, "text"),
        (f"{document.partnership}. {made_line(document)}", "quiet"),
        ("", "text"),
        *_lines(document),
    ]
    for y, (text, look) in enumerate(lines):
        # write_string, never write(): a text that starts with = stays a text.
        sheet.write_string(y, 0, legible(text)[:LONGEST], looks[look])
    first = len(lines) + 1
    sheet.write_string(first, 0, "Sheets", looks["heading"])
    for y, (title, table) in enumerate(tables, start=first + 1):
        quoted = title.replace("'", "''")
        caption = legible(table.caption)[:200]
        sheet.write_url(y, 0, f"internal:'{quoted}'!A1", looks["link"], string=f"{title}: {caption}")
    if document.notes:
        after = first + len(tables) + 2
        sheet.write_string(after, 0, "How this was made", looks["heading"])
        for y, note in enumerate(document.notes, start=after + 1):
            sheet.write_string(y, 0, legible(note)[:LONGEST], looks["quiet"])


def _lines(document: Document) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for block in levelled(document.blocks):
        match block:
            case Headline(text):
                lines.append((text, "headline"))
            case Heading(text):
                lines.append((text, "heading"))
            case Paragraph(text):
                lines.append((text, "text"))
            case Notice(text):
                lines.append((f"Note: {text}", "text"))
            case TextBy(heading, text, author, on):
                lines.append((f"{heading}: {text} ({by_line(author, on)})", "text"))
            case KeyFigures(figures):
                lines.extend((_said(one.name, one.figure, one.status, one.beneath), "text") for one in figures)
            case ChartBlock(chart):
                lines.append((chart.description, "text"))
    return lines


def _said(name: str, figure: Figure, status: Status | None, beneath: str) -> str:
    parts = [words(figure), f"{status.text} ({status.printed})" if status else "", beneath]
    return f"{name}: {'; '.join(part for part in parts if part)}"
