"""The file of rejected rows: as supplied, with the reason, fit to be mended and supplied again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from broken_files import parquet, workbook
from clinic_world import GOOD, NOON, Clinics

from trigpoint.intake.account import Account
from trigpoint.intake.commit import take_in
from trigpoint.intake.plan import REASON_COLUMN
from trigpoint.intake.supply import SuppliedFile

FAULTY = "A title\n\nMonth;Clinic;Colour;Seen;Waited\n2019-01;A01;red;1;1\n2019-01;Brugh;blue;80;3\n2019-02;A01;red;x;9;extra\n"


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))


def test_a_csv_comes_back_in_its_own_columns_with_the_reasons_last(clinics: Clinics) -> None:
    prepared = clinics.prepare(FAULTY)
    (path,) = prepared.rejects.files
    assert path is not None
    rows = rows_of(path, ";")
    assert rows[:3] == [["A title"], [], ["Month", "Clinic", "Colour", "Seen", "Waited", REASON_COLUMN]]
    assert rows[3][:5] == ["2019-01", "Brugh", "blue", "80", "3"]
    assert "Clinic (B): 'Brugh' where the code or name of a clinic was expected. The nearest is B02" in rows[3][5]
    # What stood beyond the last column is kept there, or it would be lost.
    assert rows[4][:5] == ["2019-02", "A01", "red", "x", "9"]
    assert rows[4][6] == "extra"


def test_no_name_or_title_of_a_supplied_file_comes_back_as_a_formula(clinics: Clinics) -> None:
    link = '=HYPERLINK("http://evil.example","click")'
    prepared = clinics.prepare(
        FAULTY.replace("A title", "=1+1").replace("Colour", f'"{link.replace(chr(34), chr(34) * 2)}"')
    )
    (path,) = prepared.rejects.files
    assert path is not None
    rows = rows_of(path, ";")
    assert rows[0] == ["'=1+1"]
    assert rows[2][:3] == ["Month", "Clinic", f"'{link}"]


def test_mended_rows_are_taken_when_they_are_supplied_again(clinics: Clinics) -> None:
    prepared = clinics.prepare(FAULTY)
    take_in(prepared, clinics.table, 1)
    (path,) = prepared.rejects.files
    assert path is not None
    unmended = clinics.prepare(SuppliedFile.at(path), at=NOON + timedelta(hours=1))
    assert unmended.account == Account(supplied=2, loaded=0, unchanged=0, corrected=0, rejected=2)
    text = path.read_text("utf-8-sig").replace("Brugh", "B02").replace(";extra", "").replace(";x;", ";10;")
    path.write_text(text, "utf-8-sig")
    mended = clinics.prepare(SuppliedFile.at(path), at=NOON + timedelta(hours=1))
    assert mended.account == Account(supplied=2, loaded=2, unchanged=0, corrected=0, rejected=0)


def test_rows_rejected_a_second_time_carry_the_new_reason_only(clinics: Clinics) -> None:
    content = f"Month,Clinic,Seen,Waited,{REASON_COLUMN}\n2019-01,A01,many,1,an old reason\n"
    (path,) = clinics.prepare(content).rejects.files
    assert path is not None
    rows = rows_of(path)
    assert rows[0] == ["Month", "Clinic", "Seen", "Waited", REASON_COLUMN]
    assert "old" not in rows[1][4]


def test_a_workbook_comes_back_as_one_with_numbers_as_numbers(clinics: Clinics) -> None:
    rows: list[list[object]] = [
        ["Month", "Clinic", "Seen", "Waited"],
        ["2019-01", "=1+1", 80, "007"],
        ["2019-01", "A01", 1, 1],
    ]
    (path,) = clinics.prepare(clinics.file(workbook({"Visits": rows}), "visits.xlsx")).rejects.files
    assert path is not None
    sheet = openpyxl.load_workbook(path)["Visits"]
    assert [cell.value for cell in sheet[1]] == ["Month", "Clinic", "Seen", "Waited", REASON_COLUMN]
    assert [cell.value for cell in sheet[2]][2:4] == [80, "007"]


def test_a_parquet_file_comes_back_as_one(clinics: Clinics) -> None:
    content = parquet(Month=["2019-01", "2019-01"], Clinic=["A01", "??"], Seen=[1, 2], Waited=[1, 2])
    (path,) = clinics.prepare(clinics.file(content, "visits.parquet")).rejects.files
    assert path is not None
    assert pq.read_table(path).column_names == ["Month", "Clinic", "Seen", "Waited", REASON_COLUMN]


def test_the_list_is_complete_where_the_examples_are_few(clinics: Clinics) -> None:
    content = "Month,Clinic,Seen,Waited\n" + "".join(f"2019-01,Z{index},1,1\n" for index in range(1000))
    rejects = clinics.prepare(content).rejects
    assert (rejects.rows, rejects.faults, len(rejects.groups[0].examples)) == (1000, 1000, 200)
    assert len(list(rejects.every())) == 1000
    assert len(list(rejects.csv_lines())) == 1001


def test_a_good_file_has_no_rejects(clinics_with: Callable[..., Clinics]) -> None:
    rejects = clinics_with().prepare(GOOD).rejects
    assert (rejects.rows, rejects.complete, rejects.files, list(rejects.every())) == (0, None, (None,), [])
