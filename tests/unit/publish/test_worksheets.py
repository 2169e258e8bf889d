"""Sheets of a workbook show each number as its page does, fit their text, print, and draw their chart from the cells."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from unit.publish.sample_document import CHART, DOCUMENT

from trigpoint.publish.blocks import ChartBlock, TableBlock
from trigpoint.publish.cells import Direction, Figure, Link
from trigpoint.publish.renderers import excel
from trigpoint.publish.tables import Column, Table
from trigpoint.publish.worksheets import number_format, sheet_title, to_excel

MIXED = Table(
    "Most pressing, March 2019",
    (
        Column("name", "Indicator", "link"),
        Column("value", "Figure", "figure"),
        Column("direction", "Direction", "direction"),
        Column("why", "Why", wide=True),
    ),
    [
        {
            "name": Link("Fires"),
            "value": Figure(75, "incidents", 0),
            "direction": Direction("worse", "up", "9 incidents", "since February 2019"),
        },
        {
            "name": Link("Health checks", beneath="Most deprived fifth"),
            "value": Figure(Decimal("9.7310528"), "%", 1),
            "why": "so " * 120,
        },
        {"name": Link("Pay"), "value": Figure(Decimal("689.4"), "£", 0), "why": "=1+1"},
        {"name": Link("Gap"), "value": Figure(Decimal("-2.5"), "", 1, signed=True)},
        {"name": Link("Cases"), "value": Figure(None, nothing="hidden")},
    ],
    name="Most pressing",
)


def sheet(table=MIXED):
    return load_workbook(io.BytesIO(to_excel(table))).active


def column(sheet, heading):
    heads = [cell.value for cell in sheet[3]]
    return [sheet.cell(row, heads.index(heading) + 1) for row in range(4, sheet.max_row + 1)]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (75, "incidents", None, "#,##0"),
        (75.0, "", None, "#,##0"),
        (Decimal("7.27"), "per 1,000", 1, "#,##0.0"),
        (Decimal("7.27"), "", None, "#,##0.######"),
        (86.6, "%", 1, '#,##0.0"%"'),
        (689, "£", 0, '"£"#,##0'),
        (12, "£ per head", 2, '"£"#,##0.00'),
    ],
)
def test_a_number_is_shown_as_its_page_shows_it(value, unit, decimals, said):
    assert number_format(value, unit, decimals) == said


def test_rows_of_different_indicators_are_shown_each_with_its_own_places_and_unit():
    cells = column(sheet(), "Figure")
    assert [cell.number_format for cell in cells[:4]] == [
        "#,##0", '#,##0.0"%"', '"£"#,##0', "+#,##0.0;-#,##0.0;#,##0.0",
    ]  # fmt: skip
    assert [cell.value for cell in cells] == [75, 9.7310528, 689.4, -2.5, None]


def test_what_a_page_says_beneath_is_a_column_of_its_own():
    assert [cell.value for cell in column(sheet(), "Indicator: note")][:2] == [None, "Most deprived fifth"]
    assert column(sheet(), "Direction: change")[0].value == "9 incidents since February 2019"
    assert column(sheet(), "Figure: note")[4].value == "hidden"


def test_rows_are_as_high_as_their_text_and_columns_as_wide_as_most():
    shown = sheet()
    assert shown.row_dimensions[5].height > 3 * shown.row_dimensions[4].height
    assert shown.column_dimensions["A"].width >= len("Health checks")
    assert max(one.width for one in shown.column_dimensions.values()) <= 61


def test_a_sheet_prints_on_a4_with_its_headings_and_what_it_is_of():
    shown = sheet()
    assert (shown.page_setup.paperSize, shown.page_setup.orientation) == (9, "landscape")
    assert shown.sheet_properties.pageSetUpPr.fitToPage
    assert shown.page_setup.fitToHeight == 0
    assert shown.print_title_rows == "$3:$3"
    assert shown.freeze_panes == "B4"
    assert shown.auto_filter.ref == "A3:G8"
    assert "Most pressing, March 2019" in shown.oddFooter.left.text
    assert shown.oddFooter.right.text == "Page &P of &N"


def test_a_table_of_very_many_columns_prints_on_two_pages_across_each_with_its_names():
    columns = tuple(Column(f"c{n}", f"Column {n}", wide=True) for n in range(11))
    shown = sheet(Table("Wide", columns, [{f"c{n}": "a few words of it " * 9 for n in range(11)}]))
    assert shown.page_setup.fitToWidth == 2
    assert shown.print_title_cols == "$A:$A"


def test_a_long_caption_goes_on_in_rows_of_its_own_and_an_ampersand_is_one():
    table = replace(MIXED, caption="Health & care, " * 30)
    content = to_excel(table)
    shown = load_workbook(io.BytesIO(content)).active
    top = [shown.cell(row, 1).value for row in range(1, shown.max_row)]
    head = top.index("Indicator")
    assert head > 2
    assert "".join("".join(top[: head - 1]).split()) == "".join(table.caption.split())
    assert shown.freeze_panes == f"B{head + 2}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        foot = re.search(r"<oddFooter>(.*?)</oddFooter>", parts.read("xl/worksheets/sheet1.xml").decode())[1]
    assert "Health &amp;&amp; care" in foot
    assert len(foot.replace("&amp;", "&")) <= 255


@pytest.mark.parametrize(
    ("name", "taken", "title"),
    [
        ("People go home when they are ready, and stay there", set(), "People go home when they are…"),
        ("Waits", {"waits"}, "Waits (2)"),
        ("'quoted'", set(), "quoted"),
        ("History", set(), "History (2)"),
        ("???", set(), "Table"),
        ("🚒" * 40, set(), "🚒" * 15 + "…"),
    ],
)
def test_a_sheets_name_is_one_that_excel_takes(name, taken, title):
    assert sheet_title(name, taken) == title
    assert len(title.encode("utf-16-le")) // 2 <= 31


def test_a_text_of_more_letters_than_a_cell_holds_is_cut_and_not_lost():
    table = Table("🚒" * 300, (Column("name", "Name"),), [{"name": "🚒" * 20_000}], name="🚒" * 40)
    shown = sheet(table)
    at = [cell.value for cell in shown["A"]].index("Name")
    assert shown.cell(at + 2, 1).value == "🚒" * 16_000


def test_a_chart_is_drawn_from_its_own_cells_and_said_in_words():
    with zipfile.ZipFile(io.BytesIO(excel.render(DOCUMENT))) as parts:
        names = parts.namelist()
        (drawing,) = [parts.read(name).decode() for name in names if re.fullmatch(r"xl/drawings/drawing\d.xml", name)]
        (chart,) = [parts.read(name).decode() for name in names if re.fullmatch(r"xl/charts/chart\d.xml", name)]
    assert re.search(r'descr="([^"]+)"', drawing)[1].startswith(CHART.title)
    assert re.findall(r"<c:f>(.*?)</c:f>", chart)[2].endswith("!$B$4:$B$6")
    assert 'dispBlanksAs val="zero"' not in chart


def test_the_summary_leads_to_each_table_where_it_stands():
    book = load_workbook(io.BytesIO(excel.render(DOCUMENT)))
    lines = [cell.value for cell in book["Summary"]["A"]]
    links = {cell.value: cell.hyperlink.location for cell in book["Summary"]["A"] if cell.hyperlink}
    tables = [block for block in DOCUMENT.blocks if isinstance(block, (TableBlock, ChartBlock))]
    assert len(links) == len(tables)
    assert all(place.split("!")[0].strip("'") in book.sheetnames for place in links.values())
    at = [n for n, line in enumerate(lines) if line == "Seen in time"]
    assert lines[at[0] + 1] in links
    assert lines[2].startswith("As known on 19 April 2019")
