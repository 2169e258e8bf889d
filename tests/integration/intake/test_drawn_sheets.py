"""What only the look of a cell says is read with it: percentages, money, scales, colours, merged ranges, lost results."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.scorecard_sheets import reading
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.reading import read_sheet, read_workbook


def drawn(tmp_path: Path, value: object, style: str = "General", fill: str = "") -> Cell:
    book = Workbook()
    cell = book.active.cell(2, 3, value)
    cell.number_format = style
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    book.active["A1"] = "Something"
    book.save(tmp_path / "one.xlsx")
    return read_sheet(tmp_path / "one.xlsx", "one.xlsx").cells[2, 3]


@pytest.mark.parametrize(
    ("value", "style", "said"),
    [
        (0.857, "0.0%", "85.7%"), (1, "0%", "100%"), (0.07, "0%", "7%"), (85, '0"%"', "85%"), (85, "0\\%", "85%"),
        (1234.5, "#,##0", "1234.5"), (12, "General", "12"), ("85 %", "General", "85 %"), (True, "General", "TRUE"),
        (date(2023, 4, 1), "mmm-yy", "2023-04-01"), (-5, "0;(0)", "-5"),
    ],
)  # fmt: skip
def test_a_cell_says_what_its_reader_sees(tmp_path: Path, value: object, style: str, said: str) -> None:
    assert drawn(tmp_path, value, style).said == said


@pytest.mark.parametrize(
    ("style", "scaled"),
    [
        ("0.0,,", True),
        ('0.0"m"', True),
        ('"£"0.0,"k"', True),
        ("#,##0", False),
        ('0" days"', False),
        ('"£"#,##0.00', False),
    ],
)
def test_figures_that_are_shown_smaller_than_they_are_say_so(tmp_path: Path, style: str, scaled: bool) -> None:
    assert drawn(tmp_path, 1_200_000, style).scaled is scaled


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        ("FFFF0000", "red"), ("FFFFC000", "amber"), ("FF92D050", "green"), ("FF00B050", "green"), ("FFFFC7CE", "red"),
        ("FF1F4E78", ""), ("FFD9D9D9", ""), ("FFFFFFFF", ""),
    ],
)  # fmt: skip
def test_colours_are_told_by_their_hue(tmp_path: Path, fill: str, colour: str) -> None:
    assert drawn(tmp_path, "x", fill=fill).colour == colour


def test_money_places_and_lost_results(tmp_path: Path) -> None:
    assert (drawn(tmp_path, 2.5, '"£"0.00').currency, drawn(tmp_path, 2.5, '"£"0.00').decimals) == ("£", 2)
    assert drawn(tmp_path, 2.5, "[$£-809]#,##0").currency == "£"
    assert drawn(tmp_path, "=A1+B1").kind == "uncounted"


def test_a_stray_cell_far_away_is_refused_quickly_and_an_empty_one_is_let_be(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Something"
    book.active.cell(1_000_000, 16_000).number_format = "0%"
    book.save(tmp_path / "far.xlsx")
    assert read_sheet(tmp_path / "far.xlsx", "far.xlsx").last_row == 1
    book.active.cell(1_000_000, 16_000, 1)
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(CannotRead, match="something stands in WQJ1000000"):
        read_sheet(tmp_path / "far.xlsx", "far.xlsx")


def test_merged_cells_that_cover_the_whole_sheet_are_refused_before_they_are_made(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Something"
    book.active.merged_cells.add("A2:XFD1048576")
    book.save(tmp_path / "one.xlsx")
    with pytest.raises(CannotRead, match="reach over more cells than any scorecard has"):
        read_sheet(tmp_path / "one.xlsx", "one.xlsx")


def test_a_file_that_takes_too_long_is_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(5_000):
        sheet.append(["a few words"] * 40)
    book.save(tmp_path / "one.xlsx")
    with pytest.raises(CannotRead, match="or more time, than any honest scorecard"):
        read_sheet(tmp_path / "one.xlsx", "one.xlsx")


def test_sheets_are_chosen_by_name_and_hidden_ones_are_not_offered(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Little"
    for name in ("Much", "Hidden"):
        sheet = book.create_sheet(name)
        for row in range(1, 9):
            sheet.cell(row, 1, name)
    book["Hidden"].sheet_state = "hidden"
    book.save(tmp_path / "more.xlsx")
    found = read_sheet(tmp_path / "more.xlsx", "more.xlsx")
    assert (found.name, found.sheets) == ("Much", ("Sheet", "Much"))
    assert read_sheet(tmp_path / "more.xlsx", "more.xlsx", "Sheet").name == "Sheet"
    with pytest.raises(CannotRead, match="it has no sheet “Hidden”; it has “Sheet”, “Much”"):
        read_sheet(tmp_path / "more.xlsx", "more.xlsx", "Hidden")


def test_of_several_sheets_the_first_full_one_is_read_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Cover"
    book.active["A1"] = "Performance"
    for name, rows in (("First", 5), ("Second", 6), ("Empty", 0)):
        sheet = book.create_sheet(name)
        for row in range(rows):
            sheet.append(["Something", row])
    book.save(tmp_path / "one.xlsx")
    read, others = read_workbook(tmp_path / "one.xlsx", "one.xlsx")
    assert read.name == "First"
    assert [one.name for one in others] == ["Cover", "Second"]


def test_a_note_on_a_cell_and_a_time_are_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["B1"] = time(0, 8, 25), 12
    book.active["B1"].comment = Comment("Ann Archer:\nCounted twice.", "Ann Archer")
    book.save(tmp_path / "one.xlsx")
    cells = read_sheet(tmp_path / "one.xlsx", "one.xlsx").cells
    assert (cells[1, 1].kind, cells[1, 1].text) == ("time", "00:08:25")
    assert (cells[1, 2].text, cells[1, 2].note) == ("12", "Counted twice.")
