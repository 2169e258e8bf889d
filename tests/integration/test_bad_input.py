"""Bad input, one line after another: each is answered in plain English with what, where and what to do.

Nothing is lost, nothing half-done; no traceback, and no HTTP 500. Through the command line, and through the page or the
call where people would meet it there.
"""

from __future__ import annotations

import errno
import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.test import Client
from reference.partnership import FILES, MONTHS, OUT_OF_SCOPE, People, write_definitions

from trigpoint.access.models import AuditEntry
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.ask.door import ask, store
from trigpoint.ask.reading import read_question
from trigpoint.catalogue.models import Load, Snapshot
from trigpoint.catalogue.snapshots import in_force
from trigpoint.cli import main
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake import prepare as preparing
from trigpoint.intake.prepare import prepare
from trigpoint.intake.supply import SuppliedFile
from trigpoint.mistakes import Mistake

pytestmark = pytest.mark.django_db

GOOD = "month,ward,calls,answered\n2025-08,abbey,7,3\n"


def held() -> object:
    """All that a mistake must leave as it was: definitions, loads, versions, figures."""
    definitions = in_force()
    question = read_question(definitions, ["calls"], by=["area:ward", "period"], period=f"{MONTHS[0]}..{MONTHS[-1]}")
    return (
        Snapshot.objects.count(),
        Load.objects.filter(state=Load.State.DONE).count(),
        AuditEntry.objects.filter(action__in=("load", "apply-definitions")).count(),
        {code: store().table(data_set).version() for code, data_set in definitions.data_sets.items()},
        ask(question, OPERATOR).facts.value,
    )


@pytest.fixture
def unharmed(people: People) -> Iterator[None]:
    """Fails a test after which anything is other than before."""
    before = held()
    yield
    assert held() == before, "something was lost or half-done"
    assert not Load.objects.filter(state=Load.State.PENDING).exists(), "a load was left pending"


@pytest.fixture
def say(people: People, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs a command as a shell would, and gives its exit code and what it said."""

    def run(*arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return int(end.value.code or 0), said.err + said.out

    return run


@pytest.fixture
def kay(people: People, client: Client) -> Client:
    """A client as one who may load and see everything that a person may."""
    client.force_login(people.knowing)
    return client


def uploaded(client: Client, content: bytes, name: str, source: str = "calls-file") -> str:
    """What a person reads who uploads the file on the page and looks at its preview."""
    response = client.post("/data/upload/", {"source": source, "file": SimpleUploadedFile(name, content)}, follow=True)
    return text_of(response)


def text_of(response: HttpResponse) -> str:
    assert response.status_code in (200, 400, 403, 404), response.status_code
    text = response.content.decode()
    assert "Traceback" not in text
    return text


def workbook(**sheets: list[list[object]]) -> bytes:
    """An Excel file with these sheets."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return kept.getvalue()


MALFORMED = {
    "an Excel file in name only": ("calls.xlsx", b"PK\x03\x04 and then nothing of the kind"),
    "bytes without sense": ("calls.csv", bytes(range(256)) * 40),
    "an empty file": ("calls.csv", b""),
    "a Parquet file cut short": ("calls.parquet", b"PAR1" + b"\x00" * 40),
    "a page in place of a file": ("calls.csv", b"<!doctype html><html><body>Please sign in</body></html>"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_file(case: str, say: Callable, kay: Client, unharmed: None, tmp_path: Path) -> None:
    name, content = MALFORMED[case]
    (tmp_path / name).write_bytes(content)
    code, said = say("load", "calls-file", tmp_path / name)
    assert code in (1, 2)
    assert name in said, "where"
    shown = uploaded(kay, content, name)
    assert name in shown or "file" in shown


def test_a_mis_encoded_file(say: Callable, kay: Client, unharmed: None, tmp_path: Path) -> None:
    content = b"month,ward,calls,answered\n2025-08,Abbe\xff\xfe\x81y,7,3\n"
    (tmp_path / "calls.csv").write_bytes(content)
    code, said = say("load", "calls-file", tmp_path / "calls.csv", "--dry-run")
    assert code in (1, 2, 3)
    assert "calls.csv" in said or "row 2" in said
    assert "ward" in uploaded(kay, content, "calls.csv").casefold()


def test_a_missing_column(say: Callable, kay: Client, unharmed: None, tmp_path: Path) -> None:
    content = b"month,ward,answered\n2025-08,abbey,3\n"
    (tmp_path / "calls.csv").write_bytes(content)
    code, said = say("load", "calls-file", tmp_path / "calls.csv")
    assert code in (1, 2)
    assert "calls.csv" in said
    assert "“calls”" in said or "'calls'" in said or "calls" in said.replace("calls.csv", "").replace("calls-file", "")
    assert "calls" in uploaded(kay, content, "calls.csv").replace("calls.csv", "")


def test_a_wrong_sheet(say: Callable, kay: Client, unharmed: None, tmp_path: Path) -> None:
    head = [["month", "ward", "calls", "answered"], ["2025-08", "abbey", 7, 3]]
    with_sheet = FILES["calls-file.yaml"].strip() + "\nfile: {sheet: Return}\n"
    path = tmp_path / "calls.xlsx"
    path.write_bytes(workbook(Notes=[["Read me"]], Figures=head))
    definitions = in_force()
    source = read_text(with_sheet, "calls-file.yaml").document
    with pytest.raises(Mistake) as refusal:
        prepare(
            source, definitions.data_sets["calls-data"], definitions, [SuppliedFile.at(path)],
            store().table(definitions.data_sets["calls-data"]), tmp_path / "work", arrival=datetime(2025, 9, 9, tzinfo=UTC),
        )  # fmt: skip
    assert "Return" in str(refusal.value)
    assert "Figures" in str(refusal.value), "which sheets there are"
    (tmp_path / "notes.xlsx").write_bytes(workbook(Notes=[["Read me"], ["and me"]]))
    code, said = say("load", "calls-file", tmp_path / "notes.xlsx")
    assert code in (1, 2)
    assert "notes.xlsx" in said
    assert "Notes" in said or "column" in said
    assert "notes.xlsx" in uploaded(kay, (tmp_path / "notes.xlsx").read_bytes(), "notes.xlsx")


def test_a_code_nobody_knows_in_a_file(say: Callable, kay: Client, unharmed: None, tmp_path: Path) -> None:
    content = b"month,ward,calls,answered\n2025-08,Abbeyy,7,3\n2025-08,birch,1001,500\n"
    (tmp_path / "calls.csv").write_bytes(content)
    rejects = tmp_path / "rejects.csv"
    code, said = say("load", "calls-file", tmp_path / "calls.csv", "--dry-run", "--rejects", rejects)
    assert code == 3
    assert "1 rejected" in said.replace(",", "") or "rejected" in said
    given_back = rejects.read_text()
    assert "Abbeyy" in given_back
    assert "Abbey" in given_back.replace("Abbeyy", ""), "the nearest that there is"
    assert "Abbeyy" in uploaded(kay, content, "calls.csv")


CODES = {
    "an indicator": (("ask", "cals"), "/indicators/cals/", "calls"),
    "a member": (("ask", "calls", "--where", "area=nroth"), "/indicators/calls/?area=nroth", "North"),
    "a breakdown": (("ask", "calls", "--by", "aera"), "/explore/?indicator=calls&by=aera", "area"),
    "a level": (("ask", "calls", "--by", "area:wrad"), "/explore/?indicator=calls&by=area:wrad", "ward"),
    "a comparator": (("ask", "calls", "--compare", "cuonty"), "/indicators/calls/?compare=cuonty", "county"),
    "a framework": (("ask", "calls", "--framework", "scorecrad"), "/scorecards/scorecrad/", "scorecrad"),
    "a source": (("load", "calls-fiel", __file__), None, "calls-file"),
    "a report": (("report", "bored"), "/reports/bored/", "board"),
    "a format": (("ask", "calls", "--format", "jsno"), None, "json"),
}


@pytest.mark.parametrize("case", CODES)
def test_a_code_nobody_knows(case: str, say: Callable, kay: Client, unharmed: None) -> None:
    command, address, hint = CODES[case]
    code, said = say(*command)
    assert code in (1, 2)
    assert hint in said, "what there is instead"
    if address:
        response = kay.get(address)
        assert response.status_code in (400, 404) or hint in text_of(response)
        assert len(text_of(response)) > 200


FORMULAS = {
    "an unknown name": ("calls-data.calls", "calls-data.cals", "calls"),
    "an unknown data set": ("calls-data.calls", "cals-data.calls", "calls-data"),
    "a slip of the pen": ("calls-data.calls", "calls-data.calls * (", "formula"),
    "what is not in the language": ("calls-data.calls", "__import__('os').system('id')", "formula"),
    "adding what has not the same unit": ("calls-data.calls", "calls-data.calls + 100 * calls-data.answered / calls-data.calls", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMULAS)
def test_a_formula_with_a_fault(case: str, say: Callable, unharmed: None, tmp_path: Path) -> None:
    was, spoilt, hint = FORMULAS[case]
    folder = write_definitions(tmp_path / "anyshire")
    text = (folder / "calls.yaml").read_text()
    if spoilt.startswith("__"):
        spoilt = f'"{spoilt}"'
    (folder / "calls.yaml").write_text(text.replace(f"formula: {was}", f"formula: {spoilt}"))
    for command in ("check", "apply"):
        code, said = say("definitions", command, folder)
        assert code in (1, 2), f"{command}: {said}"
        assert "calls.yaml:" in said, "the file and the line"
        assert hint in said


def test_a_formula_of_the_wrong_unit(say: Callable, unharmed: None, tmp_path: Path) -> None:
    folder = write_definitions(tmp_path / "anyshire")
    data = folder / "calls-data.yaml"
    data.write_text(data.read_text().replace("name: Answered, unit: cases", "name: Answered, unit: £"))
    text = (folder / "calls.yaml").read_text()
    (folder / "calls.yaml").write_text(
        text.replace("formula: calls-data.calls", "formula: calls-data.calls + calls-data.answered")
    )
    code, said = say("definitions", "apply", folder)
    assert code in (1, 2)
    assert "calls.yaml:" in said
    assert "£" in said
    assert "cases" in said


def test_a_hierarchy_with_a_loop(say: Callable, unharmed: None, tmp_path: Path) -> None:
    folder = write_definitions(tmp_path / "anyshire")
    text = (folder / "areas.yaml").read_text()
    looped = text.replace(
        "{code: any, name: Anyshire, level: county}", "{code: any, name: Anyshire, level: county, parent: north}"
    )
    assert looped != text
    (folder / "areas.yaml").write_text(looped)
    code, said = say("definitions", "apply", folder)
    assert code in (1, 2)
    assert "areas.yaml:" in said
    assert "north" in said


HALVES = {
    "cut off in the middle of a line": lambda text: text[: len(text) // 2],
    "a colon too many": lambda text: text.replace("name: Calls", "name: Calls: of all kinds"),
    "an unknown key": lambda text: text + "\npolarty: low\n",
    "a key twice": lambda text: text + "\nname: Calls again\n",
    "a tab": lambda text: text + "\n\tunit: x\n",
    "no document at all": lambda text: "",
    "a list in place of a document": lambda text: "- a\n- b\n",
    "bytes that are no text": lambda text: text + "\x00",
}  # fmt: skip


@pytest.mark.parametrize("case", HALVES)
def test_a_definition_set_half_written(case: str, say: Callable, unharmed: None, tmp_path: Path) -> None:
    folder = write_definitions(tmp_path / "anyshire")
    (folder / "calls.yaml").write_text(HALVES[case]((folder / "calls.yaml").read_text()))
    (folder / "county.yaml").write_text((folder / "county.yaml").read_text().replace("name: County", "name: Shire"))
    for command in ("check", "apply"):
        code, said = say("definitions", command, folder)
        assert code in (1, 2)
        assert "calls.yaml" in said
    assert in_force().comparators["county"].name == "County", "nothing of the set is applied, the sound half neither"


def test_a_definition_set_that_is_not_there(say: Callable, unharmed: None, tmp_path: Path) -> None:
    code, said = say("definitions", "apply", tmp_path / "nowhere")
    assert code in (1, 2)
    assert "no such folder" in said.casefold()


FULL = (
    OSError(errno.ENOSPC, "No space left on device"),
    duckdb.IOException('IO Error: Could not write file "staging.duckdb": No space left on device'),
)


@pytest.mark.parametrize("error", FULL, ids=["the system says so", "the engine says so"])
def test_a_full_disk_while_loading(
    error: Exception, say: Callable, kay: Client, unharmed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(preparing, "write_facts", full)
    (tmp_path / "calls.csv").write_text(GOOD)
    code, said = say("load", "calls-file", tmp_path / "calls.csv")
    assert code in (1, 2)
    assert "no room left" in said
    assert "Nothing was taken in" in said
    assert "no room left" in uploaded(kay, GOOD.encode(), "calls.csv")


def test_a_full_disk_while_the_supplied_file_is_kept(
    say: Callable, unharmed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise FULL[0]

    monkeypatch.setattr(shutil, "copyfile", full)
    (tmp_path / "calls.csv").write_text(GOOD)
    code, said = say("load", "calls-file", tmp_path / "calls.csv")
    assert code in (1, 2)
    assert "no room left" in said.casefold() or "no space left" in said.casefold()
    assert Load.objects.latest("pk").state == Load.State.FAILED


def test_a_full_disk_where_an_answer_is_written(say: Callable, unharmed: None) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    code, said = say("ask", "calls", "--out", full)
    assert code == 1
    assert "cannot be written" in said


def test_a_database_that_cannot_be_used(say: Callable, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("trigpoint.cli.session.pending_migrations", broken)
    code, said = say("ask", "calls")
    assert code == 1
    assert "database" in said
    assert "doctor" in said, "what to do"


BAD_PERIODS = (
    "2025-13",
    "2025-Q5",
    "next month",
    "2025-02-30",
    "last:0",
    "last:many",
    "2025-08..2025-04",
    "20255",
    "-1",
)


@pytest.mark.parametrize("period", BAD_PERIODS)
def test_a_period_that_does_not_exist(period: str, say: Callable, people: People, kay: Client) -> None:
    code, said = say("ask", "calls", f"--period={period}")
    assert code == 2
    assert period in said, "what"
    assert "2025" in said or "20" in said or "last:" in said, "what to write instead"
    for page in ("/", "/scorecards/scorecard/", "/indicators/calls/", "/indicators/calls/explain/", "/explore/"):
        if period.startswith("last:") and "explore" not in page:
            continue
        response = kay.get(page, {"period": period, "indicator": "calls"})
        assert response.status_code == 400, page
        assert period in text_of(response).replace("&#x27;", "'")
    key = make_token(viewer_of(people.knowing), people.knowing, "a program")
    answered = Client().get(
        "/api/answer", {"indicator": "calls", "period": period}, headers={"Authorization": f"Bearer {key}"}
    )
    if answered.status_code != 404:  # the programming interface is there
        assert answered.status_code in (400, 422)
        assert period in json.dumps(answered.json(), ensure_ascii=False)


def test_a_period_of_which_nothing_is_held(say: Callable, kay: Client) -> None:
    code, said = say("ask", "calls", "--period", "1987-06")
    assert code == 0
    assert "No data" in said or "no data" in said or "–" in said
    assert OUT_OF_SCOPE not in said.replace(",", "")
    assert kay.get("/indicators/calls/?period=1987-06").status_code == 200


def test_an_address_edited_by_hand(kay: Client) -> None:
    for address, hint in (
        ("/indicators/calls/?area=nroth", "North"),
        ("/indicators/nothing-of-the-kind/", ""),
        ("/nowhere/at/all/", ""),
        ("/data/loads/999999/", ""),
        ("/indicators/calls/?as-at=2999-01-01", "still to come"),
        ("/indicators/calls/?as-at=yesterday", "not a day"),
        ("/catalogue/indicator/nothing/", ""),
    ):
        response = kay.get(address)
        assert response.status_code in (400, 404), address
        text = text_of(response)
        assert hint in text, address
        assert "<main" in text, "a page of ours, with its way back"


def test_errors_of_ours_are_a_page_with_a_number_to_quote(
    people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("trigpoint.web.views.home.visit", broken)
    client = Client(raise_request_exception=False)
    client.force_login(people.reader)
    response = client.get("/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "the secret inside" not in text
    assert "Traceback" not in text
    assert connection.is_usable()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["http://[::1", "https://[not-an-address]/", "//no-scheme", "javascript:alert(1)"])
def test_an_address_of_a_link_that_cannot_be_read(people, client, address):
    client.force_login(people.administrator)
    page = client.post("/indicators/calls/", {"do": "link", "url": address, "title": "t", "audience": "partnership:"})
    assert page.status_code == 400
    assert "That is not a web address" in page.content.decode()
