"""Each kind of document read back as its reader has it: its tables as rows of texts, and all of its words."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

import docx
import odfdo
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HEAD_ROW = 3


@dataclass(frozen=True)
class ReadTable:
    """heads: the cells of the rows that are marked as headings. rows: the others; a paragraph of a cell is a line of it."""

    heads: list[list[str]]
    rows: list[list[str]]

    def by_heading(self) -> list[dict[str, str]]:
        (head,) = self.heads
        return [dict(zip(head, row, strict=True)) for row in self.rows]


def tables_of_word(content: bytes) -> list[ReadTable]:
    found = []
    for table in docx.Document(io.BytesIO(content)).tables:
        marked = [row._tr.trPr is not None and row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows]
        cells = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        found.append(
            ReadTable(
                [row for row, is_head in zip(cells, marked, strict=True) if is_head],
                [row for row, is_head in zip(cells, marked, strict=True) if not is_head],
            )
        )
    return found


def tables_of_odt(content: bytes) -> list[ReadTable]:
    found = []
    for table in odfdo.Document(io.BytesIO(content)).body.get_elements("//table:table"):
        heads = table.get_elements("table:table-header-rows/table:table-row")
        rows = table.get_elements("table:table-row")
        found.append(ReadTable([_odt_row(row) for row in heads], [_odt_row(row) for row in rows]))
    return found


def _odt_row(row: odfdo.Element) -> list[str]:
    return [
        "\n".join(line.inner_text.replace("\u00a0", " ") for line in cell.get_elements("text:p"))
        for cell in row.get_elements("table:table-cell")
    ]


def sheets(content: bytes) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet but the summary, by heading."""
    found = {}
    for sheet in load_workbook(io.BytesIO(content)):
        if sheet.title == "Summary":
            continue
        heads = [cell.value for cell in sheet[HEAD_ROW]]
        rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True)]
        found[sheet.title] = rows
    return found


def words_of(ending: str, content: bytes) -> str:
    """All words of a file with nothing between them: no renderer breaks lines alike."""
    if ending == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif ending == "docx":
        text = "".join(node.text or "" for node in docx.Document(io.BytesIO(content)).element.iter(f"{W}t"))
    elif ending == "odt":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            text = "".join(ElementTree.fromstring(parts.read("content.xml")).itertext())
    elif ending == "pptx":
        slides = Presentation(io.BytesIO(content)).slides
        text = "".join(node.text or "" for slide in slides for node in slide.element.iter(f"{A}t"))
    else:
        book = load_workbook(io.BytesIO(content))
        text = "".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    return re.sub(r"[\s\u200b]+", "", text)
