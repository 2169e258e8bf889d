"""Three scorecards as councils keep them in spreadsheets, each of another habit, drawn with made-up figures; and a bad one.

The layouts are those of published performance reports; the words and figures are nobody's.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

YEARS = tuple(f"{year}/{(year + 1) % 100:02}" for year in range(2019, 2024))
RED, AMBER, GREEN = (PatternFill("solid", fgColor=code) for code in ("FFFF0000", "FFFFC000", "FF92D050"))
GREY, BLUE = PatternFill("solid", fgColor="FFD9D9D9"), PatternFill("solid", fgColor="FF1F4E78")
MONTHS = tuple(date(2019 + (month + 3) // 12, (month + 3) % 12 + 1, 1) for month in range(60))

ACROSS = (
    # (theme, reference, name, lead, partner, good, unit, format, baseline, targets, start, step, spread)
    ("Safe and well", "SW1", "Adults in care who say that they feel safe", "Ann Archer", "Vale Council", "Higher", "%",
     "0.0%", 0.871, (0.88, 0.885, 0.89, 0.895, 0.9), 0.872, 0.0012, 0.01),
    ("Safe and well", "SW2", "Days waited for a care assessment", "B. Nobody", "Vale Health & Care", "Lower", "days",
     "0.0", 31.5, (30, 29, 28, 27, 26), 31.2, -0.3, 1.5),
    ("Safe and well", "SW3", "Children on a protection plan for a second time", "Ann Archer", "Vale Council", "Low", "children",
     "0", 22, (20, 20, 18, 18, 16), 19, -0.1, 4),
    ("Homes and streets", "HS1", "Empty homes brought back into use", "Ann Archer", "Housing Trust", "Bigger is better", "homes",
     "#,##0", 1040, (1100, 1150, 1200, 1250, 1300), 1080, 9, 40),
    ("Homes and streets", "HS2", "Rent not collected", "Dev Rao", "Vale Council", "Lower is better", "£",
     '"£"#,##0', 412000, (400000, 390000, 380000, 370000, 360000), 405000, -1900, 9000),
    ("Homes and streets", "HS3", "Streets found clean", "Dev Rao", "Vale Council", "Higher", "%",
     "0%", 0.93, (0.94, 0.94, 0.95, 0.95, 0.95), 0.935, 0.0005, 0.015),
    ("A council that works", "CW1", "Days lost to sickness for each member of staff", "Dev Rao", "Vale Council", "Lower", "days per FTE",
     "0.00", 9.4, (9.2, 9, 8.8, 8.6, 8.4), 9.3, -0.03, 0.4),
    ("A council that works", "CW2", "Calls answered within a minute", "Dev Rao", "Vale Council", "Higher", "%",
     "0.0%", 0.76, (0.78, 0.79, 0.8, 0.81, 0.82), 0.77, 0.002, 0.03),
)  # fmt: skip
LONG = (
    ("Thriving places", "KPI 01", "Visits to libraries", "number", 48_000, 52_000, 50_000),
    ("Thriving places", "KPI 02", "Small businesses helped to start", "number", 60, 110, 85),
    ("Thriving places", "KPI 03", "Household waste recycled", "percent", 41, 49, 45),
    ("Good lives", "KPI 04", "People waiting over a year for a home", "number", 300, 420, 350),
    ("Good lives", "KPI 05", "Births to mothers who smoke", "percent", 8, 13, 10),
    ("Good lives", "KPI 06", "Complaints upheld", "number", 2, 19, 10),
)
LONG_GOOD = {"KPI 01": "high", "KPI 02": "high", "KPI 03": "high", "KPI 04": "low", "KPI 05": "low", "KPI 06": "low"}
PAIRS = (
    ("P-1", "Fires in homes", "Minimise", 21, 9, 20),
    ("P-2", "Home safety visits made", "Maximise", 480, 640, 550),
    ("P-3", "Emergency calls answered in ten seconds (%)", "Maximise", 88, 97, 92),
    ("P-4", "Crimes of burglary", "Minimise", 140, 90, 120),
)


def across(path: Path) -> Path:
    """A row an indicator, quarters beneath merged years, themes as rows, notes under the table."""
    chance = random.Random(11)
    book = Workbook()
    sheet = book.active
    sheet.title = "Scorecard"
    sheet["A1"] = "Council plan performance scorecard"
    sheet.merge_cells("A1:AG1")
    sheet["A1"].font = Font(size=16, bold=True)
    heads = ("Ref", "Performance indicator", "Lead officer", "Lead partner", "Good is", "Unit", "Baseline 2018/19")
    for column, head in enumerate(heads, 1):
        _head(sheet, 3, column, head)
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    _head(sheet, 3, 8, "Targets")
    sheet.merge_cells(start_row=3, end_row=3, start_column=8, end_column=12)
    for at, year in enumerate(YEARS):
        _head(sheet, 4, 8 + at, year)
        _head(sheet, 3, 13 + 4 * at, year)
        sheet.merge_cells(start_row=3, end_row=3, start_column=13 + 4 * at, end_column=16 + 4 * at)
        for quarter in range(4):
            _head(sheet, 4, 13 + 4 * at + quarter, f"Q{quarter + 1}")
    for column, head in ((33, "RAG"), (34, "Comments")):
        _head(sheet, 3, column, head)
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    row, theme = 5, ""
    for under, ref, name, lead, partner, good, unit, style, baseline, targets, start, step, spread in ACROSS:
        if under != theme:
            theme = under
            sheet.cell(row, 1, theme).fill = GREY
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=34)
            row += 1
        for column, text in enumerate((ref, name, lead, partner, good, unit), 1):
            sheet.cell(row, column, text).alignment = Alignment(wrap_text=True)
        for column, value in enumerate((baseline, *targets), 7):
            sheet.cell(row, column, value).number_format = style
        for quarter in range(20):
            value = start + step * quarter + chance.uniform(-spread, spread)
            cell = sheet.cell(
                row, 13 + quarter, round(value, 4) if style.endswith("%") else round(value, 2 if "." in style else 0)
            )
            cell.number_format = style
            cell.fill = chance.choice((RED, AMBER, GREEN))
        sheet.cell(row, 33).fill = GREEN
        sheet.cell(row, 34, f"Made-up remark on {name.lower()}.")
        row += 1
    sheet.cell(row, 1, "A council that works: stages").fill = GREY
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=34)
    row += 1
    for column, text in enumerate(("CW3", "Progress of the digital plan", "Ann Archer", "Vale Council"), 1):
        sheet.cell(row, column, text)
    for quarter in range(20):
        sheet.cell(row, 13 + quarter, chance.choice(("R", "A", "G", "Green")))
    for column, mark in ((13, "n/a"), (14, "-"), (20, "<5")):
        sheet.cell(8, column, mark)
    row += 1
    sheet.cell(row, 2, "Total of all measures")
    for quarter in range(20):
        sheet.cell(row, 13 + quarter, 400 + quarter)
    sheet.cell(row + 2, 1, "Notes: figures for the newest quarter are not yet audited.")
    sheet.cell(row + 3, 1, "Red: more than 5% away from target.")
    return _saved(book, path)


def long(path: Path) -> Path:
    """A row an indicator and quarter, with target, actual, status and commentary."""
    chance = random.Random(12)
    book = Workbook()
    book.active.title = "About"
    book.active["A1"] = "How to fill in this return"
    sheet = book.create_sheet("Return")
    heads = ("Priority", "KPI no", "Measure", "Year", "Quarter", "Target", "Actual", "Status", "Commentary")
    for column, head in enumerate(heads, 1):
        _head(sheet, 1, column, head)
    row = 2
    for year in YEARS:
        for quarter in range(1, 5):
            for theme, ref, name, kind, low, high, target in LONG:
                value = chance.uniform(low, high)
                share = kind == "percent"
                texts = (theme, ref, name, year, f"Q{quarter}", f"{target}%" if share else target,
                         f"{value:.1f}%" if share else round(value))  # fmt: skip
                for column, text in enumerate(texts, 1):
                    sheet.cell(row, column, text)
                sheet.cell(row, 8, chance.choice(("On target", "Off target")))
                if chance.random() < 0.1:
                    sheet.cell(row, 9, f"{name} in Q{quarter}: a made-up remark.")
                row += 1
    return _saved(book, path)


def pairs(path: Path) -> Path:
    """Two rows an indicator, actual and target, with sixty months across and a total after each year."""
    chance = random.Random(13)
    book = Workbook()
    sheet = book.active
    sheet.title = "Monthly"
    sheet["A1"] = "Community safety monitor"
    for column, head in enumerate(("Code", "Measure", "Aim to"), 1):
        _head(sheet, 2, column, head)
    column = 5
    for at, month in enumerate(MONTHS):
        _head(sheet, 2, column, month)
        sheet.cell(2, column).number_format = "mmm-yy"
        column += 1
        if at % 12 == 11:
            _head(sheet, 2, column, f"{YEARS[at // 12]} total")
            column += 1
    row = 3
    for code, name, aim, first, last, target in PAIRS:
        for column, text in enumerate((code, name, aim), 1):
            sheet.cell(row, column, text)
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        sheet.cell(row, 4, "Actual")
        sheet.cell(row + 1, 4, "Target")
        column, total = 5, 0
        for at in range(60):
            value = round(first + (last - first) * at / 59 + chance.uniform(-3, 3))
            total += value
            sheet.cell(row, column, value)
            sheet.cell(row + 1, column, target)
            column += 1
            if at % 12 == 11:
                sheet.cell(row, column, total)
                column, total = column + 1, 0
        row += 2
    return _saved(book, path)


def bad(path: Path) -> Path:
    """What goes wrong in such sheets: a reference twice, colours for figures, an error, a total among the rows."""
    book = Workbook()
    sheet = book.active
    for column, head in enumerate(("Ref", "Indicator", "Good is", "Q1 2023/24", "Q2 2023/24"), 1):
        _head(sheet, 1, column, head)
    rows = (
        ("B1", "Bins emptied on the day", "High", 95, 96),
        ("B2", "Potholes mended", "High", "#REF!", 40),
        ("B1", "Trees planted", "High", 12, 14),
        ("B4", "Lamps lit", "High", None, 99),
        (None, "Total", None, 107, 249),
        ("B5", "Parks kept", "High", "Red", 4),
    )
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column, text)
    sheet["D3"].data_type = "e"
    sheet["D5"].fill = RED
    return _saved(book, path)


def _head(sheet: Worksheet, row: int, column: int, text: object) -> None:
    cell = sheet.cell(row, column, text)
    cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), BLUE


def _saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path
