# ruff: noqa: DTZ001 - cells of spreadsheets know no time zone
"""What is read of each format: the texts exactly, under the right names, numbered as a spreadsheet does."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from broken_files import spreadsheet_of, workbook
from clinic_world import GOOD, Clinics

from trigpoint.definitions.sources import File
from trigpoint.intake.account import Account
from trigpoint.intake.readers.files import ANY_FILE, open_table
from trigpoint.intake.readers.table import Look

WANTED = ("Month", "Clinic", "Seen", "Waited")


def read(path: Path, file: File = ANY_FILE, wanted: tuple[str, ...] = WANTED) -> tuple[Look, dict[int, list[str]]]:
    """The look of a file and its rows by number."""
    table = open_table(path, path.name, file, wanted)
    rows: dict[int, list[str]] = {}
    for batch in table.batches():
        columns = [column.to_pylist() for column in batch.columns]
        rows |= {row: [column[index] for column in columns] for index, row in enumerate(batch.rows)}
    return table.look, rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_of_any_common_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str, newline: str) -> None:
    text = "Month,Clinic,Seen,Waited\n2019-01,Café Ñandú,1,2\n".replace(",", delimiter).replace("\n", newline)
    path = tmp_path / "visits.csv"
    path.write_bytes(text.encode(encoding))
    look, rows = read(path)
    assert look.columns == WANTED
    assert look.delimiter == delimiter
    assert rows == {2: ["2019-01", "Café Ñandú", "1", "2"]}


def test_an_accent_far_beyond_the_start_still_decides_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_bytes((GOOD * 50_000).encode() + "2019-02,Café,1,1\n".encode("cp1252"))
    look, rows = read(path)
    assert look.encoding == "cp1252"
    assert rows[200_001] == ["2019-02", "Café", "1", "1"]


def test_rows_are_records_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text('Month,Clinic,Seen,Waited\n"two\nlines",a,1,1\n\n,,,\n2019-01,"a ""b"", c",2,2\n')
    assert read(path)[1] == {2: ["two\nlines", "a", "1", "1"], 5: ["2019-01", 'a "b", c', "2", "2"]}


def test_titles_above_the_table_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("Visits to clinics\nPublished 1 May 2019, revised\n\nMonth,Clinic,Seen,Waited\n2019-01,A01,1,2\n")
    look, rows = read(path)
    assert look.header_row == 4
    assert look.preamble[0] == ("Visits to clinics",)
    assert rows == {5: ["2019-01", "A01", "1", "2"]}


def test_a_header_is_found_without_knowing_its_names(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("Visits to clinics\n\nWhen,Where,Many\n2019-01,A01,1\n2019-02,A01,2\n")
    look, _ = read(path, wanted=())
    assert (look.header_row, look.columns) == (3, ("When", "Where", "Many"))


def many_rows(count: int) -> list[list[str]]:
    return [
        [f"{1900 + i % 200}", f'w"{i}' if i % 7 == 0 else f"ward, {i}", str(i), "x" * (i % 5)] for i in range(count)
    ]


def as_csv(rows: list[list[str]]) -> str:
    import csv

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(WANTED), *rows])
    return out.getvalue()


def test_the_fast_way_reads_what_the_slow_one_does(tmp_path: Path) -> None:
    rows = many_rows(60_000)
    fast, slow = tmp_path / "fast.csv", tmp_path / "slow.csv"
    fast.write_text(as_csv(rows))
    slow.write_text("\n" + as_csv(rows))  # a blank line first: only the slow way can tell where it is
    assert list(read(fast)[1].values()) == rows
    assert {row - 1: cells for row, cells in read(slow)[1].items()} == read(fast)[1]


@pytest.mark.parametrize("broken", ['2019,"open,1,1', '2019,"a"b,1,1', "2019,a,1", "2019,a,1,1,5"])
def test_the_slow_way_goes_on_where_the_fast_one_stops(tmp_path: Path, broken: str) -> None:
    rows = many_rows(150_000)
    lines = as_csv(rows).split("\n")
    lines.insert(120_001, broken)
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(lines))
    table = open_table(path, path.name, ANY_FILE, WANTED)
    numbers, faults, last = [], [], ""
    for batch in table.batches():
        numbers += batch.rows
        faults += batch.faults
        last = batch.columns[2][-1].as_py()
    assert numbers == list(range(2, 150_003))
    assert [fault.row for fault in faults] == [120_002]
    assert last == "149999"


def test_cells_of_a_workbook_are_texts_without_loss(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Visits"
    for row in (
        ["Month", "Clinic", "Seen", "Waited"],
        [datetime.date(2019, 1, 1), "007", 12.0, 0.07000000000000001],
        [datetime.datetime(2019, 1, 1, 9, 30), True, 1e22, 1 / 3],
        ["7.0000000000000007E-2", "  spaced  ", -5, datetime.timedelta(hours=30, minutes=5)],
    ):
        sheet.append(row)
    path = tmp_path / "visits.xlsx"
    book.save(path)
    look, rows = read(path)
    assert (look.format, look.sheet) == ("excel", "Visits")
    assert rows == {
        2: ["2019-01-01", "007", "12", "0.07"],
        3: ["2019-01-01 09:30:00", "TRUE", "1e+22", "0.3333333333333333"],
        4: ["7.0000000000000007E-2", "  spaced  ", "-5", "30:05"],
    }


def test_a_table_that_starts_in_the_middle_of_a_sheet_keeps_its_rows_and_letters(clinics: Clinics) -> None:
    blank: list[object] = []
    rows = [["Visits"], blank, blank, ["", "Month", "Clinic", "Seen", "Waited"], ["", "2019-01", "Nowhere", 1, 2]]
    prepared = clinics.prepare(clinics.file(workbook({"Notes": [["x"]], "Data": rows}), "visits.xlsx"))
    (reject,) = prepared.rejects.every()
    assert (reject.sheet, reject.row, reject.letter) == ("Data", 5, "C")


def test_the_sheet_with_the_wanted_columns_is_chosen_and_hidden_ones_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, state in (("About", "visible"), ("Old", "hidden"), ("New", "visible")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["About us"] if title == "About" else list(WANTED))
        sheet.append(["2019-01", "A01", title, 1])
    del book["Sheet"]
    book.save(tmp_path / "visits.xlsx")
    look, _ = read(tmp_path / "visits.xlsx")
    assert look.sheet == "New"


def test_an_opendocument_sheet(clinics: Clinics) -> None:
    def row(*cells: str) -> str:
        texts = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{texts}</table:table-row>"

    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    rows = row("Month", "Clinic", "Seen", "Waited") + row("2019-01", "A01", "3", "4") + blank
    prepared = clinics.prepare(clinics.file(spreadsheet_of(rows), "visits.ods"))
    assert prepared.account == Account(supplied=1, loaded=1, unchanged=0, corrected=0, rejected=0)


def test_parquet_columns_of_any_type(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    table = pa.table(
        {
            "Month": pa.array([datetime.date(2019, 1, 1), None]),
            "Clinic": pa.array([867.0, 0.1]),
            "Seen": pa.array([2**60, None]),
            "Waited": pa.array(["a", ""]).dictionary_encode(),
            "At": pa.array([datetime.datetime(2019, 1, 1), datetime.datetime(2019, 1, 1, 9, 30, 0, 500_000)]),
            "Yes": pa.array([True, None]),
        }
    )
    pq.write_table(table, path)
    assert read(path)[1] == {
        2: ["2019-01-01", "867", "1152921504606846976", "a", "2019-01-01", "TRUE"],
        3: ["", "0.1", "", "", "2019-01-01 09:30:00.5", ""],
    }


def test_long_texts_of_a_parquet_file_come_a_few_rows_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    rows = 20_000
    pq.write_table(pa.table({"Month": ["x" * 5_000] * rows, "Clinic": [None] * rows, "Seen": [1.5] * rows}), path)
    sizes, numbers = [], []
    for batch in open_table(path, path.name, ANY_FILE, WANTED).batches():
        sizes.append(sum(column.nbytes for column in batch.columns))
        numbers += batch.rows
    assert numbers == list(range(2, rows + 2))
    assert max(sizes) < 40 * 2**20


def test_old_and_binary_workbooks_are_told_by_their_bytes(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(file={"format": "opendocument"})
    assert (
        clinics.prepare(clinics.file(workbook({"D": [list(WANTED), ["2019-01", "A01", 1, 1]]}), "x.dat")).account.loaded
        == 1
    )
