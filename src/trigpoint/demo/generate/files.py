"""Files as partners send them: CSV in several habits, Excel with titles above, OpenDocument, Parquet.

The same rows give the same bytes.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Columns = Mapping[str, Sequence[Any]]


def write_csv(path: Path, columns: Columns, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """Columns as delimited text with a heading; None is an empty field."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(zip(*(_plain(c) for c in columns.values()), strict=True))


def write_parquet(path: Path, columns: Columns) -> None:
    """Columns as a Parquet file."""
    pq.write_table(pa.table({name: pa.array(_plain(c)) for name, c in columns.items()}), path, compression="zstd")


def write_excel(path: Path, sheet: str, columns: Columns, above: Sequence[str] = ()) -> None:
    """Columns in a workbook's sheet, beneath lines of title, with a bold heading."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        for number, text in enumerate(above):
            page.write_string(number, 0, text, bold)
        page.write_row(len(above), 0, list(columns), bold)
        for number, row in enumerate(zip(*(_plain(c) for c in columns.values()), strict=True), len(above) + 1):
            page.write_row(number, 0, row)


def write_opendocument(path: Path, sheet: str, columns: Columns) -> None:
    """Columns in a sheet of an OpenDocument file, the smallest that office programs open."""
    rows = [_ods_row(columns), *map(_ods_row, zip(*(_plain(c) for c in columns.values()), strict=True))]
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(sheet)}">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, text, packed in (
            ("mimetype", kind, zipfile.ZIP_STORED),  # first and not packed, by which the kind of file is known
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
        ):
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, packed)


def _ods_row(values: Iterable[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def _plain(column: Sequence[Any]) -> list[Any]:
    return column.tolist() if isinstance(column, np.ndarray) else list(column)
