"""Lists of definitions taken as sheets, changed in a spreadsheet, and brought back: nothing lost, nothing half-done."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reference.pages import words

import trigpoint.demo
from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_folder
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.sheet_reading import Line, read_sheet
from trigpoint.web.editing.sheets import OUT, ROW, sheets_of, table_of

SAMPLE = Definitions(one.document for one in read_folder(Path(trigpoint.demo.__file__).parent / "definitions"))
PEOPLE = {one.person: one.person.replace(".", " ").title() for one in SAMPLE.responsibilities}


@pytest.fixture
def analyst(vale) -> Client:
    save_person(OPERATOR, "analyst", name="Ana", memberships=[("", "analyst")], password="a long password")
    client = Client()
    client.force_login(User.objects.get(username="analyst"))
    return client


Rows = list[dict[str, str]]


def taken(client: Client, code: str) -> Rows:
    """The rows of a list as they go out in CSV, by heading."""
    response = client.get(f"/catalogue/sheets/{code}/?download=csv")
    text = response.content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    head = next(n for n, line in enumerate(lines) if ROW in line)
    return [dict(zip(lines[head], line, strict=False)) for line in lines[head + 1 :] if any(line)]


def brought(client: Client, code: str, rows: Rows, **more: str):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return client.post(
        f"/catalogue/sheets/{code}/", {"sheet": SimpleUploadedFile("list.csv", out.getvalue().encode()), **more}
    )


def put_in_force(client: Client) -> None:
    client.post(f"/catalogue/changes/{Change.objects.latest('pk').pk}/", {"do": "in-force"})


@pytest.mark.parametrize("code", list(sheets_of(SAMPLE)))
def test_a_list_of_the_sample_comes_back_as_it_went_out(code: str) -> None:
    """Each cell as it was shown is read as what it was, so that bringing a sheet back changes only what was changed."""
    sheet = sheets_of(SAMPLE)[code]
    lookup = Lookup(SAMPLE, PEOPLE, sheet.breakdown)
    table = table_of(sheet, SAMPLE, lookup)
    headings = [column.heading for column in table.columns]
    keys = [column.key for column in table.columns]
    assert table.rows
    lines = [Line(n, {h: str(row.get(k) or "") for h, k in zip(headings, keys, strict=True)}) for n, row in enumerate(table.rows, 2)]  # fmt: skip
    read = read_sheet(sheet, SAMPLE, lookup, headings, lines)
    assert (read.nothing, read.problems, read.overtaken) == (True, [], [])


def test_cells_of_several_indicators_are_changed_in_one_draft(analyst: Client) -> None:
    rows = taken(analyst, "indicators")
    for row in rows:
        row["Topic"] = "Waiting" if row["Code"] == "seen-in-time" else "Staff"
    page = brought(analyst, "indicators", rows)
    assert page.status_code == 302, words(page)
    told = words(analyst.get(page["Location"]))
    assert "Sheet of indicators: 2 changed" in told
    assert in_force().indicators["seen-in-time"].topic is None
    put_in_force(analyst)
    assert [in_force().indicators[code].topic for code in ("seen-in-time", "empty-posts")] == ["Waiting", "Staff"]
    assert in_force().indicators["seen-in-time"].targets[0].value == 95


def test_a_workbook_is_read_as_the_csv_is(analyst: Client) -> None:
    content = analyst.get("/catalogue/sheets/targets/?download=xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == ROW for cell in row))
    at = {cell.value: cell.column for cell in head}
    first = head[0].row + 1
    assert sheet.cell(first, at["Indicator"]).value == "Empty posts"
    sheet.cell(first, at["Value"]).value = 15
    out = io.BytesIO()
    book.save(out)
    page = analyst.post("/catalogue/sheets/targets/", {"sheet": SimpleUploadedFile("targets.xlsx", out.getvalue())})
    assert page.status_code == 302, words(page)
    put_in_force(analyst)
    assert in_force().indicators["empty-posts"].targets[0].value == 15
    assert in_force().indicators["seen-in-time"].targets[0].value == 95


def test_rows_are_added_and_taken_out(analyst: Client) -> None:
    rows = taken(analyst, "targets")
    rows[0][OUT] = "yes"
    rows.append(dict.fromkeys(rows[0], "") | {"Indicator": "Seen in time", "Sort of target": "A stretch, beside the main one", "For": "2000-01..2099-12", "Value": "99"})  # fmt: skip
    assert brought(analyst, "targets", rows).status_code == 302
    put_in_force(analyst)
    assert in_force().indicators["empty-posts"].targets == ()
    assert [(one.type, one.value) for one in in_force().indicators["seen-in-time"].targets] == [("single", 95), ("stretch", 99)]  # fmt: skip


def test_a_row_that_is_not_in_the_sheet_stays(analyst: Client) -> None:
    rows = taken(analyst, "targets")[1:]
    rows[0]["Value"] = "96"
    assert brought(analyst, "targets", rows).status_code == 302
    put_in_force(analyst)
    assert [in_force().indicators[code].targets[0].value for code in ("empty-posts", "seen-in-time")] == [20, 96]


def test_areas_come_by_sheet_and_their_parents_by_name(analyst: Client) -> None:
    rows = taken(analyst, "values-area")
    blank = dict.fromkeys(rows[0], "")
    rows += [blank | {"Name": f"Ward {n}", "Level": "District", "Part of": "The Vale"} for n in range(300)]
    assert brought(analyst, "values-area", rows).status_code == 302
    put_in_force(analyst)
    tree = in_force().dimensions["area"]
    assert len(tree.children("vale")) == 302
    assert tree.members["ward-7"].name == "Ward 7"


def test_what_somebody_changed_meanwhile_is_said_and_not_overwritten(analyst: Client) -> None:
    old = taken(analyst, "targets")
    newer = [dict(row) for row in old]
    newer[1]["Value"] = "97"
    brought(analyst, "targets", newer)
    put_in_force(analyst)

    old[1]["Value"] = "90"
    page = brought(analyst, "targets", old)
    assert page.status_code == 400
    assert "Row 3: somebody changed this after the sheet was taken. Value: is “97”, the sheet says “90”" in words(page)
    assert Change.objects.count() == 1
    assert brought(analyst, "targets", old, over="yes").status_code == 302
    put_in_force(analyst)
    assert in_force().indicators["seen-in-time"].targets[0].value == 90


def test_an_old_sheet_that_agrees_with_what_stands_overtakes_nobody(analyst: Client) -> None:
    """Only the other row was changed meanwhile, and this sheet says of it what stands."""
    old = taken(analyst, "targets")
    newer = [dict(row) for row in old]
    newer[1]["Value"] = "97"
    brought(analyst, "targets", newer)
    put_in_force(analyst)
    old[1]["Value"], old[0]["Value"] = "97", "18"
    assert brought(analyst, "targets", old).status_code == 302


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Value": "many"}, "Row 2, “Value”: “many” is no number"),
        ({"Sort of target": "Guess"}, "Row 2, “Sort of target”: “Guess” cannot be chosen here. There is: One value,"),
        ({"For": ""}, "Row 2, “For”: Something must stand here."),
        ({"For": "nonsense"}, "Row 2, “For”:"),
        ({"Take out": "perhaps"}, "Row 2, “Take out”: “perhaps” is neither yes nor empty."),
        ({ROW: ""}, "Row 2"),
        ({"Agreed on": "31/02/2026"}, "is no day of the calendar"),
        ({"For one place or organisation only": "Area: Nowhere"}, "Row 2, “For one place or organisation only”:"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_kept(
    analyst: Client, changed: dict[str, str], said: str
) -> None:
    rows = taken(analyst, "targets")
    rows[0] |= changed
    if ROW in changed:
        rows[0]["Indicator"] = "Nothing"
    page = brought(analyst, "targets", rows)
    assert page.status_code == 400
    assert said in words(page)
    assert not Change.objects.exists()


def test_a_sheet_of_something_else_is_refused_with_the_reason(analyst: Client) -> None:
    page = brought(analyst, "targets", taken(analyst, "values-area"))
    assert "There is no column “Name” in this list." in words(page)
    page = brought(analyst, "targets", [{"Indicator": "Seen in time", "Value": "5"}])
    assert f"The column “{ROW}” is missing" in words(page)
    page = analyst.post("/catalogue/sheets/targets/", {"sheet": SimpleUploadedFile("x.pdf", b"%PDF-1.7 x")})
    assert "it is a PDF document" in words(page)
    assert "Choose the sheet" in words(analyst.post("/catalogue/sheets/targets/", {}))


def test_a_row_that_stands_twice_is_refused(analyst: Client) -> None:
    rows = taken(analyst, "targets")
    page = brought(analyst, "targets", [*rows, rows[0]])
    assert "This row stands in the sheet twice." in words(page)


def test_bringing_it_back_unchanged_says_so(analyst: Client) -> None:
    assert "there is nothing to change" in words(brought(analyst, "indicators", taken(analyst, "indicators")))


def test_who_may_not_propose_takes_and_brings_nothing(reader: Client) -> None:
    for address in ("/catalogue/sheets/", "/catalogue/sheets/targets/", "/catalogue/sheets/targets/?download=csv"):
        assert reader.get(address).status_code == 403
