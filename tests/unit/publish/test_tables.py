"""One list of columns gives the page, CSV, Excel and JSON; these say the same thing, and never run anything."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from trigpoint.publish.cells import Direction, Figure, Link, Sparkline, Status
from trigpoint.publish.table_files import to_csv, to_json
from trigpoint.publish.tables import BadTable, Column, Table, in_order
from trigpoint.publish.worksheets import sheet_title, to_excel

COLUMNS = (
    Column("name", "Trust", "link"),
    Column("value", "Within four hours", "figure", unit="%", decimals=1),
    Column("status", "Status", "status"),
    Column("direction", "Direction", "direction"),
    Column("trend", "Trend", "sparkline", sort=False),
    Column("due", "Due", "date"),
)
TABLE = Table(
    "Four-hour waits, March 2019",
    COLUMNS,
    [
        {
            "name": Link("Westmere", "/trusts/westmere"),
            "value": Figure(
                Decimal("86.604123"), "%", 1, state="provisional", lower=Decimal("85.1"), upper=Decimal("88.0")
            ),
            "status": Status("off_target", why="86.6% against 95%"),
            "direction": Direction("worse", "down"),
            "trend": Sparkline([1, 2]),
            "due": date(2019, 4, 12),
        },
        {"name": Link("Ashby"), "value": Figure(None, nothing="not-published"), "status": Status("no_data")},
        {"name": Link("Thornley"), "value": Figure(0, "%", 1), "status": Status("off_target", word="Off track")},
    ],
    notes=("Source: returns.",),
    name="Four-hour waits: March 2019",
)


def rows_of_csv(table):
    return list(csv.reader(io.StringIO(to_csv(table))))


def sheet_of(table):
    return load_workbook(io.BytesIO(to_excel(table))).active


def test_csv_holds_exact_numbers_with_limits_and_notes_in_columns_of_their_own():
    head, *rows = rows_of_csv(TABLE)
    assert head == [
        "Trust", "Within four hours (%)", "Within four hours (%): lower limit", "Within four hours (%): upper limit",
        "Within four hours: note", "Status", "Status: why", "Direction", "Due",
    ]  # fmt: skip
    assert rows[0] == [
        "Westmere",
        "86.604123",
        "85.1",
        "88",
        "provisional",
        "Red",
        "86.6% against 95%",
        "Worse",
        "2019-04-12",
    ]
    assert rows[1][:6] == ["Ashby", "", "", "", "not published", "No data"]
    assert rows[2][1] == "0", "a nought is a figure, and what is not published is not one"
    assert rows[2][5] == "Off track", "the partnership's own word"


def test_csv_json_and_excel_hold_the_same():
    head, *rows = rows_of_csv(TABLE)
    answer = json.loads(to_json(TABLE), parse_float=Decimal)
    assert [column["heading"] for column in answer["columns"]] == head
    sheet = sheet_of(TABLE)
    assert [cell.value for cell in sheet[3]] == head
    for n, row in enumerate(rows):
        from_json = list(answer["rows"][n].values())
        assert ["" if v is None else str(v) for v in from_json] == row
        for text, cell in zip(row, sheet[4 + n], strict=True):
            if isinstance(cell.value, datetime):
                assert cell.value.date().isoformat() == text
            elif isinstance(cell.value, (int, float)):
                assert cell.value == float(text)
            else:
                assert (cell.value or "") == text


def test_numbers_in_excel_are_live_and_keep_the_pages_places():
    cell = sheet_of(TABLE)["B4"]
    assert cell.data_type == "n"
    assert cell.number_format == '#,##0.0"%"'
    assert sheet_of(TABLE)["I4"].is_date


@pytest.mark.parametrize("text", ["=1+1", "+44 1234", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "{=A1}"])
def test_no_text_becomes_a_formula(text):
    table = Table(
        "t", (Column("name", "Name"), Column("link", "Link", "link")), [{"name": text, "link": Link(text, text)}]
    )
    for cell in sheet_of(table)[4]:
        assert cell.data_type == "s"
        assert cell.value == text
    for field in rows_of_csv(table)[1]:
        assert field[0] not in "=+-@\t"


@given(st.text(max_size=12))
def test_no_heading_or_text_of_any_kind_starts_a_formula_in_csv(text):
    table = Table("t", (Column("name", text),), [{"name": text}])
    for row in csv.reader(io.StringIO(to_csv(table), newline="")):
        for field in row:
            assert len(field) < 2 or field[0] not in "=+-@\t\r\n"


def test_exact_numbers_carry_no_noughts_after_their_last_digit():
    table = Table(
        "t", (Column("n", "N", "figure"),), [{"n": Figure(Decimal(n))} for n in ("27.000000", "0.50", "1200")]
    )
    assert [row[0] for row in rows_of_csv(table)[1:]] == ["27", "0.5", "1200"]
    assert [row["n"] for row in json.loads(to_json(table))["rows"]] == [27, 0.5, 1200]


def test_negative_numbers_stay_numbers():
    table = Table("t", (Column("gap", "Gap", "figure"),), [{"gap": Figure(Decimal("-8.4"), signed=True)}])
    assert rows_of_csv(table)[1] == ["-8.4"]
    assert sheet_of(table)["A4"].value == -8.4


def test_sorting_puts_nothing_last_either_way():
    def names(order):
        return [row["name"].text for row in in_order(TABLE, order).rows]

    assert names("value") == ["Thornley", "Westmere", "Ashby"]
    assert names("-value") == ["Westmere", "Thornley", "Ashby"]
    assert names("name") == ["Ashby", "Thornley", "Westmere"]


@pytest.mark.parametrize("order", [None, "", "-", "nobody", "-trend", "trend; drop"])
def test_an_order_that_the_table_does_not_have_leaves_it_as_it_is(order):
    assert in_order(TABLE, order).rows == TABLE.rows


def test_a_row_may_not_hold_what_no_column_shows():
    with pytest.raises(BadTable, match="no column for colour"):
        Table("t", (Column("name", "Name"),), [{"name": "a", "colour": "red", "_class": "row-total"}])
    with pytest.raises(BadTable, match="same key"):
        Table("t", (Column("name", "Name"), Column("name", "Name")), [])


def test_names_of_files_and_sheets_are_ones_that_systems_allow():
    assert TABLE.file_name("csv") == "four-hour-waits-march-2019.csv"
    assert Table("t", (), [], name="../…").file_name("json") == "table.json"
    assert sheet_title("A/B: [c]?*" + "x" * 40, set()) == "A B   c   " + "x" * 20 + "…"
    assert sheet_title("Waits", {"waits"}) == "Waits (2)"
