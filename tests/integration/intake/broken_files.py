"""Files that are broken in every way that suppliers have found so far, and what each must be told.

`refused`: texts that the refusal of the whole file must hold. `rejected`: (row, column letter, texts) of each reject,
where the rest of the file is taken. Both name the place and what to do; neither is ever a traceback.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from clinic_world import GOOD

HEADER = "Month,Clinic,Seen,Waited\n"
ROW = "2019-01,A01,100,7\n"


@dataclass(frozen=True)
class Broken:
    """A broken file. `limits`: changes to the usual ReadLimits."""

    label: str
    content: Callable[[], bytes]
    name: str = "visits.csv"
    refused: tuple[str, ...] = ()
    rejected: tuple[tuple[int, str | None, tuple[str, ...]], ...] = ()
    taken: int = 0
    warned: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    source: dict[str, object] = field(default_factory=dict)


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: content.encode(encoding)


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


GOOD_SHEET: list[list[object]] = [["Month", "Clinic", "Seen", "Waited"], ["2019-01", "A01", 100, 7]]


def changed_zip(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, change(part.filename, old.read(part)))
    return out.getvalue()


def zip_bomb() -> bytes:
    return changed_zip(
        workbook({"Data": GOOD_SHEET}),
        lambda name, data: data + b" " * 30_000_000 if name.endswith("sheet1.xml") else data,
    )


def lying_zip() -> bytes:
    """A part that declares a tenth of what it unpacks to."""
    content = bytearray(zip_bomb())
    true = len(zipfile.ZipFile(io.BytesIO(bytes(content))).read("xl/worksheets/sheet1.xml")).to_bytes(4, "little")
    return bytes(content).replace(true, (1000).to_bytes(4, "little"))


def stray_cell() -> bytes:
    """One cell in the last column of the last row: a few bytes that ask for a table of 17,000 million cells."""
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return changed_zip(
        workbook({"Data": GOOD_SHEET}),
        lambda name, data: data.replace(b"</sheetData>", stray) if name.endswith("sheet1.xml") else data,
    )


def spreadsheet_of(rows: str) -> bytes:
    """An OpenDocument spreadsheet with these rows as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return out.getvalue()


def repeated_cells() -> bytes:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    return spreadsheet_of(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def wide_csv(columns: int) -> bytes:
    names = ",".join(f"x{index}" for index in range(columns))
    zeros = ",".join("0" for _ in range(columns))
    return f"Month,Clinic,Seen,Waited,{names}\n2019-01,A01,100,7,{zeros}\n".encode()


def parquet(**columns: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


SAVE_AGAIN = "save it again"
BROKEN = (
    # Files that are no table.
    Broken("empty", text(""), refused=("visits.csv: it is empty",)),
    Broken("blank lines only", text("\n\n  \n"), refused=("it is empty",)),
    Broken("only a header", text(HEADER), refused=("column names and no row beneath them",)),
    Broken("a PDF named .csv", text("%PDF-1.7 and so on"), refused=("it is a PDF document, whatever its name says",)),
    Broken("bytes named .csv", lambda: bytes(range(256)) * 20, refused=("it is not a text file",)),
    Broken("a web page", text("<!DOCTYPE html><p>Please sign in"), refused=("it is a web page",)),
    Broken("a text named .xlsx", text(GOOD), "visits.xlsx", taken=3),
    # Encodings.
    Broken(
        "one Windows byte in UTF-8",
        lambda: (HEADER + "2019-01,A01,100,7\n2019-01,Épaule,1,1\n").encode() + b"2019-02,caf\xe9,1,1\n",
        refused=("visits.csv, line 4: byte 12 of that line (hexadecimal E9) is not UTF-8", "save it as UTF-8"),
    ),
    Broken(
        "its source names an encoding that it is not",
        lambda: HEADER.encode() + b"2019-01,caf\xe9,1,1\n",
        source={"file": {"encoding": "utf-8"}},
        refused=("line 2: byte 12", "is not UTF-8"),
    ),
    Broken("cut off within a letter", lambda: (HEADER + "2019-01,é").encode()[:-1], refused=("line 2", "is not UTF-8")),
    Broken("no such encoding", text(GOOD), source={"file": {"encoding": "utf-ate"}}, refused=("which is no encoding",)),
    Broken("UTF-16 without a mark", text(GOOD, "utf-16-le"), taken=3),
    Broken(
        "Windows-1252",
        lambda: (GOOD + "2019-02,Ap\xe9,1,1\n").encode("cp1252"),
        taken=3,
        rejected=((5, "B", ("Apé",)),),
    ),
    # Columns.
    Broken(
        "a column missing",
        text("Month,Clinic,Seeing,Waited\n2019-01,A01,1,1\n"),
        refused=("It has no column called 'Seen'.", "The nearest is 'Seeing'", "Its columns are 'Month', 'Clinic'"),
    ),
    Broken(
        "a name twice",
        text("Month,Clinic,Seen,Waited,Seen\n2019-01,A01,1,1,2\n"),
        refused=("Its columns C and E are both called 'Seen'",),
    ),
    Broken(
        "columns that its source does not list",
        text("Month,Clinic,Seen,Waited,Colour\n2019-01,A01,1,1,red\n"),
        source={"unlisted_columns": "refuse"},
        refused=("Nothing says what 'Colour' are", "ask an analyst or an administrator"),
    ),
    Broken("10,000 columns", lambda: wide_csv(10_000), taken=1),
    Broken("20,000 columns", lambda: wide_csv(20_000), refused=("20,004 columns", "16,384 at most")),
    # Rows.
    Broken(
        "a header twice", text(GOOD + HEADER + "2019-02,B02,1,1\n"), taken=4, warned="Row 5 repeats the column names"
    ),
    Broken(
        "ragged rows",
        text(GOOD + "2019-02,B02,1\n2019-03,A01,1,2,3,4\n2019-03,B02,5,6,,\n"),
        rejected=((5, None, ("3 fields", "4 fields, as in the header")), (6, None, ("6 fields",))),
        taken=4,
    ),
    Broken(
        "a quotation mark never closed",
        text(HEADER + ROW + '2019-01,"B02,80,3\n2019-02,A01,110,9\n'),
        rejected=((3, None, ('2019-01,"B02,80,3', "never closed")),),
        taken=2,
    ),
    Broken(
        "text after a closing quotation mark",
        text(HEADER + ROW + '2019-01,"B0"2,80,3\n2019-02,A01,110,9\n'),
        rejected=((3, None, ("a delimiter after the closing quotation mark",)),),
        taken=2,
    ),
    Broken("a NUL byte", text(HEADER + ROW + "2019-01,B02,8\0,3\n" * 1, "utf-8"), refused=("it is not a text file",)),
    Broken(
        "a NUL byte far down",
        text(
            HEADER
            + "".join(f"{1900 + i // 12}-{i % 12 + 1:02},A01,{i},1\n" for i in range(2400)) * 30
            + "2019-01,B02,8\0,3\n"
        ),
        rejected=((72_002, None, ("NUL byte",)),),
        taken=2_400,
    ),
    # Texts.
    Broken(
        "a period that does not exist",
        text(GOOD + "2019-13,A01,1,1\nsoon,B02,1,1\n"),
        rejected=((5, "A", ("2019-13", "a month")), (6, "A", ("soon", "2019-03"))),
        taken=3,
    ),
    Broken(
        "a year where months are supplied",
        text(GOOD + "2018/19,A01,1,1\n"),
        rejected=((5, "A", ("is a financial year", "supplied by months")),),
        taken=3,
    ),
    Broken(
        "a code that nobody knows",
        text(GOOD + "2019-02,Apleby,1,1\n2019-02,,1,1\n"),
        rejected=((5, "B", ("Apleby", "A01 (Appleby)")), (6, "B", ("must say where it belongs",))),
        taken=3,
    ),
    Broken(
        "a district among clinics",
        text(GOOD + "2019-02,NORTH,190,10\n"),
        rejected=((5, "B", ("North district is a district",)),),
        taken=3,
    ),
    Broken(
        "figures that are none",
        text(GOOD + '2019-02,B02,lots,"12,34,5"\n2019-03,A01,1.0000001,5%\n2019-03,B02,"1.234,5",#REF!\n'),
        rejected=(
            (5, "C", ("lots", "a number of visits", "ask an analyst or an administrator")),
            (5, "D", ("12,34,5", "commas between thousands")),
            (6, "C", ("at most six decimal places", "1")),
            (6, "D", ("not a percentage",)),
            (7, "C", ("1234.5", "Write a point")),
            (7, "D", ("spreadsheet's error",)),
        ),
        taken=3,
    ),
    Broken(
        "two rows that contradict each other",
        text(GOOD + "2019-01,A01,100,8\n"),
        rejected=((2, None, ("row 5", "different figures")), (5, None, ("row 2",))),
        taken=2,
    ),
    # Workbooks.
    Broken(
        "a wrong sheet",
        lambda: workbook({"Datta": GOOD_SHEET, "Notes": [["x"]]}),
        "visits.xlsx",
        source={"file": {"sheet": "Data"}},
        refused=("no sheet called 'Data'", "it has 'Datta', 'Notes'", "The nearest is 'Datta'"),
    ),
    Broken(
        "empty sheets",
        lambda: workbook({"One": [], "Two": []}),
        "visits.xlsx",
        refused=("all of its sheets are empty",),
    ),
    Broken("half a workbook", lambda: workbook({"Data": GOOD_SHEET})[:-900], "visits.xlsx", refused=("it is damaged",)),
    Broken(
        "a zip bomb",
        zip_bomb,
        "visits.xlsx",
        limits={"unpacked_bytes": 20_000_000},
        refused=("it unpacks to more than 19 MB",),
    ),
    Broken("a zip that lies", lying_zip, "visits.xlsx", limits={"unpacked_bytes": 20_000_000}, refused=("damaged",)),
    Broken("a stray cell in the last corner", stray_cell, "visits.xlsx", refused=("asks for more memory",)),
    Broken("a cell repeated 17,000 million times", repeated_cells, "visits.ods", refused=("asks for more memory",)),
    Broken(
        "a zip archive",
        lambda: changed_zip(workbook({"Data": GOOD_SHEET}), lambda n, d: d).replace(b"xl/workbook", b"yl/workbook"),
        "visits.zip",
        refused=("it is a zip archive and no spreadsheet",),
    ),
    # Parquet.
    Broken("half a Parquet file", lambda: b"PAR1" + b"\1" * 100, "visits.parquet", refused=("not a Parquet file",)),
    Broken(
        "lists in a Parquet file",
        lambda: parquet(Month=["2019-01"], Clinic=["A01"], Seen=[[1, 2]], Waited=[1]),
        "visits.parquet",
        refused=("'Seen' holds lists",),
    ),
    Broken(
        "a text that a Parquet file holds once and repeats in each row",
        lambda: parquet(
            Month=["x" * 10_000] * 4_000, Clinic=["y" * 10_000] * 4_000, Seen=[1] * 4_000, Waited=[1] * 4_000
        ),
        "visits.parquet",
        limits={"any_text": 20_000_000},
        refused=("holds more than 19 MB of text", "supply it in parts"),
    ),
    Broken(
        "a long text of fixed size that a Parquet file repeats",
        lambda: parquet(
            Month=pa.array([b"x" * 10_000] * 4_000, pa.binary(10_000)),
            Clinic=["A01"] * 4_000,
            Seen=[1] * 4_000,
            Waited=[1] * 4_000,
        ),
        "visits.parquet",
        limits={"any_text": 20_000_000},
        refused=("holds more than 19 MB of text",),
    ),
    # Sizes and formats.
    Broken("larger than allowed", text(GOOD * 10), limits={"file_bytes": 100}, refused=("a file may have",)),
    Broken(
        "another format than its source asks for",
        text(GOOD),
        source={"file": {"format": "excel"}},
        refused=(
            "it is a text file with delimiters",
            "an Excel workbook is expected",
            "Save it as an Excel workbook (.xlsx)",
        ),
    ),
    Broken(
        "a header row beyond its end", text(GOOD), source={"file": {"header_row": 9}}, refused=("row 9", "fewer rows")
    ),
)
