"""A scorecard kept as a spreadsheet becomes one here: each cell as it was drawn, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reference import scorecard_workbooks as drawn
from reference.forms import form_of
from reference.installations import installation_at
from reference.pages import words

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import answer
from trigpoint.catalogue.models import Load, Snapshot
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.starting import Administrator, NewPartnership, start
from trigpoint.cube.question import Question
from trigpoint.intake.models import Upload
from trigpoint.manage.models import Note
from trigpoint.mistakes import Mistake

pytestmark = pytest.mark.django_db

PARTNERS = ("Vale Council", "Vale Health & Care", "Housing Trust")
QUARTERS = [f"{year}-Q{quarter}" for year in range(2019, 2024) for quarter in range(1, 5)]


@pytest.fixture(autouse=True)
def _new_partnership(tmp_path: Path) -> Iterator[None]:
    with installation_at(tmp_path / "home", emptied_after=False):  # a test takes back what it wrote by itself
        start(
            NewPartnership("Vale Together", PARTNERS),
            Administrator("v.head", "Vera Head", "", "a long enough password"),
        )
        save_person(OPERATOR, "a.archer", name="Ann Archer", email="", memberships=[("vale-council", "indicator-lead")])
        yield


@pytest.fixture
def vera() -> Client:
    return as_person("v.head")


def as_person(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def bring(client: Client, path: Path) -> str:
    """The address of the page of a workbook that was brought."""
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    answered = client.post("/data/sheet/", {"file": sent})
    assert answered.status_code == 302, words(answered)
    return answered.url


def make(client: Client, address: str, **said: str):
    """Fill in the page and press Make it."""
    form = form_of(client.get(address), "name")
    return client.post(address, {**form, **said, "do": "make"}, follow=True)


def asked(prefix: str) -> dict[tuple[str, str], object]:
    """What `ask` answers of all that was made of a sheet, by the indicator's reference and period: a number, a
    stage, or the kind of nothing."""
    given = in_force()
    found: dict[tuple[str, str], object] = {}
    for code, indicator in given.indicators.items():
        if not code.startswith(f"{prefix}-"):
            continue
        periods = given.calendars.parse_span("2019-04..2024-03", indicator.grain)
        (answered,) = answer([Question((code,), indicator.grain, periods)], OPERATOR)
        for cell in answered.cells():
            value = cell.text if cell.value is None else Decimal(str(cell.value))
            said = value if cell.nothing is None else cell.nothing
            found[indicator.references[0].code, cell.period.code] = said
    return found


NOTHING = {"n/a": "not-applicable", "-": "no-data", "<5": "hidden"}
COLOURS = {"R": "Red", "A": "Amber", "G": "Green"}


def number(cell) -> object:
    """A cell as its reader takes it, told by openpyxl alone."""
    if isinstance(cell.value, str):
        text = cell.value
        if text in NOTHING or text in COLOURS:
            return NOTHING.get(text) or COLOURS[text]
        return Decimal(text.removesuffix("%")) if text[0].isdigit() else text
    return Decimal(repr(cell.value)) * (100 if cell.number_format.endswith("%") else 1)


def test_quarters_across_under_merged_years_become_a_scorecard_cell_by_cell(vera: Client, tmp_path: Path) -> None:
    path = drawn.across(tmp_path / "Council plan.xlsx")
    address = bring(vera, path)
    page = vera.get(address)
    said = words(page)
    assert "9 indicators in 4 themes, with 177 figures of quarters, Q1 2019/20 to Q4 2023/24." in said
    assert "200 filled cells of figures = 177 taken + 3 that say there is none + 20 not taken" in said
    assert "A total row: totals and averages are worked out here, never taken." in said
    assert "Nobody here is called B. Nobody and Dev Rao" in said
    assert Snapshot.objects.count() == 1, "nothing is made by looking"
    done = make(vera, address)
    assert done.redirect_chain[-1][0] == "/scorecards/council-plan/", words(done)
    sheet = openpyxl.load_workbook(path)["Scorecard"]
    expected = {
        (sheet.cell(row, 1).value, QUARTERS[quarter]): number(sheet.cell(row, 13 + quarter))
        for row in range(5, 18)
        if sheet.cell(row, 2).value and sheet.cell(row, 1).value
        for quarter in range(20)
    }
    assert len(expected) == 180
    assert asked("council-plan") == expected
    load = Load.objects.get()
    assert (load.supplied, load.loaded, load.rejected) == (180, 180, 0)


def test_what_stands_beside_the_figures_is_made_too(vera: Client, tmp_path: Path) -> None:
    make(vera, bring(vera, drawn.across(tmp_path / "Council plan.xlsx")))
    given = in_force()
    safe = given.indicators["council-plan-sw1"]
    assert (safe.unit, safe.decimals, safe.polarity, safe.owner) == ("%", 1, "high", "vale-council")
    assert [(target.period, target.value) for target in safe.targets][::4] == [
        ("2019-20", Decimal(88)),
        ("2023-24", Decimal(90)),
    ]
    assert [(one.period, one.value) for one in safe.baselines] == [("2018-19", Decimal("87.1"))]
    assert [(one.scheme, one.code) for one in safe.references] == [("Council plan", "SW1")]
    rent = given.indicators["council-plan-hs2"]
    assert (rent.unit, rent.value_kind, rent.polarity, rent.source_note) == (
        "£",
        "money",
        "low",
        "Lead in the sheet: Dev Rao.",
    )
    stage = given.indicators["council-plan-cw3"]
    assert (stage.value_kind, stage.polarity) == ("stage", "high")
    led = [(one.person, one.indicator) for one in given.responsibilities]
    assert led == [("a.archer", f"council-plan-{code}") for code in ("sw1", "sw3", "hs1", "cw3")]
    assert [node.name for node in given.frameworks["council-plan"].nodes] == [
        "Safe and well", "Homes and streets", "A council that works", "A council that works: stages",
    ]  # fmt: skip
    notes = {note.indicator: (note.period, note.text) for note in Note.objects.all()}
    assert len(notes) == 8
    assert notes["council-plan-hs3"] == ("2023-Q4", "From the spreadsheet: Made-up remark on streets found clean.")
    assert all(
        measure.over_time == measure.over_members == "none" for measure in given.data_sets["council-plan"].measures
    )


def test_a_row_for_each_quarter_asks_what_is_good_before_anything_is_made(vera: Client, tmp_path: Path) -> None:
    path = drawn.long(tmp_path / "Return.xlsx")
    address = bring(vera, path)
    assert "It is never guessed" in words(vera.get(address))
    refused = make(vera, address)
    assert refused.status_code == 400
    assert "“Visits to libraries”: say whether high or low is good." in words(refused)
    assert Snapshot.objects.count() == 1
    sheet = openpyxl.load_workbook(path)["Return"]
    good = {f"good-{row}": drawn.LONG_GOOD[sheet.cell(row, 2).value] for row in range(2, 8)}
    assert make(vera, address, **good).redirect_chain[-1][0] == "/scorecards/return/"
    rows = range(2, sheet.max_row + 1)
    expected = {
        (sheet.cell(row, 2).value, f"{sheet.cell(row, 4).value[:4]}-{sheet.cell(row, 5).value}"): number(
            sheet.cell(row, 7)
        )
        for row in rows
    }
    assert len(expected) == 120
    assert asked("return") == expected
    given = in_force()
    assert {code: one.polarity for code, one in given.indicators.items()} == {
        f"return-{ref.lower().replace(' ', '-')}": good for ref, good in drawn.LONG_GOOD.items()
    }
    remarks = {
        (
            f"return-{sheet.cell(row, 2).value.lower().replace(' ', '-')}",
            f"{sheet.cell(row, 4).value[:4]}-{sheet.cell(row, 5).value}",
        )
        for row in rows
        if sheet.cell(row, 9).value
    }
    assert {(note.indicator, note.period) for note in Note.objects.all()} == remarks


def test_pairs_of_rows_give_figures_and_targets_and_leave_the_years_totals_out(vera: Client, tmp_path: Path) -> None:
    path = drawn.pairs(tmp_path / "Monitor.xlsx")
    address = bring(vera, path)
    assert "240 filled cells of figures = 240 taken + 0 that say there is none + 0 not taken" in words(
        vera.get(address)
    )
    assert make(vera, address, name="Safety monitor").redirect_chain[-1][0] == "/scorecards/safety-monitor/"
    sheet = openpyxl.load_workbook(path)["Monthly"]
    columns = [column for column in range(5, sheet.max_column + 1) if hasattr(sheet.cell(2, column).value, "year")]
    expected = {
        (sheet.cell(row, 1).value, f"{sheet.cell(2, column).value:%Y-%m}"): number(sheet.cell(row, column))
        for row in range(3, 11, 2)
        for column in columns
    }
    assert len(expected) == 240
    assert asked("safety-monitor") == expected
    fires = in_force().indicators["safety-monitor-p-1"]
    assert fires.polarity == "low"
    assert [(one.period, one.value) for one in fires.targets][:2] == [
        ("2019-20", Decimal(20)),
        ("2020-21", Decimal(20)),
    ]


def test_bad_sheets_are_refused_with_their_rows_and_cells(vera: Client, tmp_path: Path) -> None:
    page = vera.get(bring(vera, drawn.bad(tmp_path / "Bad.xlsx")))
    said = words(page)
    assert "The reference “B1” stands in rows 2 and 4, which are different indicators." in said
    for place, why in (
        ("D3 #REF!", "The spreadsheet’s error #REF!: mend the formula."),
        ("D5 red", "Only the colour red stands there, and no figure."),
        ("D7 Red", "A colour’s name instead of a figure"),
        ("Row 6 Total", "A total row"),
    ):
        assert f"{place} {why}" in said
    assert "Make it" not in said


def test_columns_are_changed_with_a_choice(vera: Client, tmp_path: Path) -> None:
    address = bring(vera, drawn.across(tmp_path / "Council plan.xlsx"))
    form = form_of(vera.get(address), "name")
    assert "not there any more" in words(vera.post(address, {**form, "into": "no/such", "do": "make"}))
    page = vera.post(address, {**form, "column-M": "", "column-E": "", "do": "look"})
    said = words(page)
    assert "figures of quarters, Q2 2019/20 to Q4 2023/24" in said
    assert "You said so." in said
    assert "What the sheet does not say" in said
    lost = words(vera.post(address, {**form, "column-B": "", "do": "look"}))
    assert "No column is taken for the indicators’ names." in lost
    assert vera.post(address, {**form, "column-M": "hostile", "sheet": "No such", "do": "make"}).status_code == 400


def test_indicators_may_stand_under_a_theme_that_there_is(vera: Client, tmp_path: Path) -> None:
    framework = next(iter(in_force().frameworks.values()))
    before = len(framework.nodes)
    make(
        vera,
        bring(vera, drawn.across(tmp_path / "Council plan.xlsx")),
        into=f"{framework.code}/{framework.nodes[1].code}",
    )
    after = in_force().frameworks[framework.code]
    assert (len(after.nodes), len(after.nodes[1].items)) == (before, 9)
    assert "council-plan" not in in_force().frameworks


def test_nothing_stays_where_the_figures_cannot_be_taken_in(vera: Client, tmp_path: Path, monkeypatch) -> None:
    address = bring(vera, drawn.across(tmp_path / "Council plan.xlsx"))
    before = dict(in_force().by_key)

    def full(*_args, **_more):
        raise Mistake("There is no room left on the disk.")

    monkeypatch.setattr("trigpoint.manage.scorecards_made.take_in_files", full)
    refused = make(vera, address)
    assert "There is no room left on the disk." in words(refused)
    assert dict(in_force().by_key) == before
    assert not Note.objects.exists()
    monkeypatch.undo()
    assert make(vera, address).redirect_chain[-1][0] == "/scorecards/council-plan/", "and it can be made after"


def test_a_name_that_is_taken_is_refused_and_what_was_made_is_not_made_again(vera: Client, tmp_path: Path) -> None:
    address = bring(vera, drawn.across(tmp_path / "Council plan.xlsx"))
    make(vera, address)
    assert vera.get(address, follow=True).redirect_chain[-1][0] == f"/data/loads/{Load.objects.get().pk}/"
    again = make(vera, bring(vera, drawn.across(tmp_path / "Council plan.xlsx")))
    assert "There is a data set “Council plan” already." in words(again)
    assert AuditEntry.objects.filter(action="make-scorecard").count() == 1


def test_only_who_may_do_both_brings_a_spreadsheet(vera: Client, tmp_path: Path) -> None:
    address = bring(vera, drawn.long(tmp_path / "Return.xlsx"))
    save_person(OPERATOR, "an", name="An Analyst", email="", memberships=[("", "analyst")])
    save_person(OPERATOR, "st", name="A Steward", email="", memberships=[("", "data-steward")])
    for who in ("an", "st", "a.archer"):
        assert as_person(who).get("/data/sheet/").status_code == 403
        assert as_person(who).post(address, {"do": "give-up"}).status_code == 403
    assert "/data/sheet/" not in as_person("st").get("/data/").content.decode()
    assert "/data/sheet/" in vera.get("/data/").content.decode()
    assert "/data/sheet/" in vera.get("/catalogue/new/").content.decode()
    assert "/data/sheet/" in vera.get("/").content.decode()
    vera.post(address, {"do": "give-up"})
    assert Upload.objects.get().given_up_at is not None


@pytest.mark.parametrize(
    "content", [b"", b"name,value\n1,2\n", b"PK\x03\x04 nonsense", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"]
)
def test_what_is_no_workbook_is_refused_in_words(vera: Client, content: bytes) -> None:
    answered = vera.post("/data/sheet/", {"file": SimpleUploadedFile("x.xlsx", content)}, follow=True)
    assert answered.status_code == 400
    assert "x.xlsx" in words(answered)
    assert vera.post("/data/sheet/", {}).status_code == 400


def test_next_quarter_is_typed_down_the_page(vera: Client, tmp_path: Path) -> None:
    make(vera, bring(vera, drawn.across(tmp_path / "Council plan.xlsx")))
    assert "/data/sets/council-plan/type/" in vera.get("/data/sets/council-plan/").content.decode()
    old = vera.get("/data/sets/council-plan/type/?period=2023-Q4").content.decode()
    assert old.count('<th scope="row">') == 9
    assert '<th scope="col">Data item</th><th scope="col">Figure</th><th scope="col" class="wide">Comment</th>' in old
    address = "/data/sets/council-plan/type/?period=2024-Q1"
    assert "Council plan, Q1 2024/25." in words(vera.get("/data/sets/council-plan/type/")), "what is to be typed next"
    form = form_of(vera.get(address), "f-0-0")
    wrong = vera.post(address, {**form, "f-0-1": "soon"})
    assert "Days waited for a care assessment: “soon”" in words(wrong)
    preview = vera.post(address, {**form, "f-0-0": "90.5%", "f-0-8": "Green"}, follow=True)
    assert preview.status_code == 200, words(preview)
    vera.post(preview.redirect_chain[-1][0], {"do": "take-in"})
    assert (Load.objects.latest("pk").supplied, Load.objects.latest("pk").loaded) == (2, 2)
    # One is emptied again, and the other stays.
    form = form_of(vera.get(address), "f-0-0")
    assert form["f-0-0"] == ["90.5"]
    preview = vera.post(address, {**form, "f-0-0": "", "f-0-8": "Green"}, follow=True)
    vera.post(preview.redirect_chain[-1][0], {"do": "take-in"})
    last = Load.objects.latest("pk")
    assert (last.supplied, last.corrected, last.unchanged) == (1, 1, 0), "what nobody changed is not sent"
    now = form_of(vera.get(address), "f-0-0")
    assert (now["f-0-0"], now["f-0-8"]) == ([""], ["Green"])


def test_a_comment_is_of_one_figure_and_what_was_typed_waits_for_somebody_else(vera: Client, tmp_path: Path) -> None:
    make(vera, bring(vera, drawn.across(tmp_path / "Council plan.xlsx")))
    address = "/data/sets/council-plan/type/?period=2024-Q1"
    form = form_of(vera.get(address), "f-0-0")
    preview = vera.post(
        address, {**form, "f-0-0": "90.5", "f-0-8": "Green", "c-8": "Seen by the auditor."}, follow=True
    )
    vera.post(preview.redirect_chain[-1][0], {"do": "take-in"})
    now = vera.get(address)
    form = form_of(now, "f-0-0")
    assert (form["c-0"], form["c-8"]) == ([""], ["Seen by the auditor."])
    assert "2 figures of Q1 2024/25 are provisional, taken in by Vera Head. Not yours to approve" in words(now)
    # What is said anew is sent, and nothing beside it.
    preview = vera.post(address, {**form, "c-0": "Counted twice."}, follow=True)
    vera.post(preview.redirect_chain[-1][0], {"do": "take-in"})
    assert Load.objects.latest("pk").supplied == 1
    assert form_of(vera.get(address), "f-0-0")["c-0"] == ["Counted twice."]


def test_every_kind_of_figure_can_be_made_and_asked(vera: Client, tmp_path: Path) -> None:
    rows = (
        ("1.1", "Plan agreed", "Neither", "", "Yes", "No", "Yes"),
        ("1.2", "People of working age", "Contextual", "people", 400, 410, 405),
        ("1.3", "Crimes", "Low", "per 1,000 residents", 6.25, 6.5, 6),
        ("1.4", "Spent", "Low", "£000", 1200, 1250.5, 1300),
        ("1.5", "Waited", "Low", "weeks", 12, 11.5, 12),
        ("1.6", "Moved (net)", "High", "people", -12, "(4)", 0),
        ("1.7", "Nothing yet", "High", "things", "tbc", "tbc", 5),
    )
    book = openpyxl.Workbook()
    heads = ("No.", "Measure", "Polarity", "Unit", "Apr 23", "May 23", "Target")
    for number, texts in enumerate((heads, *rows), 1):
        for column, text in enumerate(texts, 1):
            book.active.cell(number, column, text or None if isinstance(text, str) else text)
    book.save(tmp_path / "2019 to 2024.xlsx")
    done = make(vera, bring(vera, tmp_path / "2019 to 2024.xlsx"))
    assert done.redirect_chain[-1][0] == "/scorecards/2019-to-2024/", words(done)
    found = {key: value for key, value in asked("2019-to-2024").items() if key[1] in ("2023-04", "2023-05")}
    assert found == {
        ("1.1", "2023-04"): 1, ("1.1", "2023-05"): 0,
        ("1.2", "2023-04"): 400, ("1.2", "2023-05"): 410, ("1.3", "2023-04"): Decimal("6.25"), ("1.3", "2023-05"): Decimal("6.5"),
        ("1.4", "2023-04"): 1200, ("1.4", "2023-05"): Decimal("1250.5"), ("1.5", "2023-04"): 12, ("1.5", "2023-05"): Decimal("11.5"),
        ("1.6", "2023-04"): -12, ("1.6", "2023-05"): -4, ("1.7", "2023-04"): "not-published", ("1.7", "2023-05"): "not-published",
    }  # fmt: skip
    for code in in_force().indicators:
        assert vera.get(f"/indicators/{code}/").status_code == 200


def test_a_workbook_of_several_scorecards_is_brought_sheet_by_sheet(vera: Client, tmp_path: Path) -> None:
    """Each with its year in the title only; an empty sheet and a list of definitions are no scorecards."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("Housing", "Fire"):
        sheet = book.create_sheet(name)
        for row in (("Performance 2023/24",), (), ("Ref", "Indicator", "Good", "", "Apr", "May"),
                    (f"{name[0]}1", f"{name} jobs", "Low", "Actual", 5, 6), (f"{name[0]}1", f"{name} jobs", "Low", "Target", 4, 4)):  # fmt: skip
            sheet.append(row)
    book.create_sheet("Empty")
    book.save(tmp_path / "Partners.xlsx")
    first = bring(vera, tmp_path / "Partners.xlsx")
    assert form_of(vera.get(first), "name")["name"] == ["Partners, Housing"]
    made = words(make(vera, first))
    assert (
        "Partners.xlsx has figures in Fire, too. For each that is still to be made, bring it again and choose its sheet."
        in made
    )
    again = bring(vera, tmp_path / "Partners.xlsx")
    # The name that was proposed for the first sheet is none for the second.
    other = vera.post(again, {**form_of(vera.get(again), "name"), "sheet": ["Fire"], "do": "look"})
    assert form_of(other, "name")["name"] == ["Partners, Fire"]
    sent = {**form_of(other, "name"), "sheet": ["Fire"], "do": "make"}
    assert vera.post(again, sent, follow=True).status_code == 200
    assert {one.name for one in in_force().frameworks.values()} >= {"Partners, Housing", "Partners, Fire"}
