"""What a command writes is the kind of file that its name says."""

import json

import pytest

WAITS = """
kind: framework
code: waits
name: Waits
roll_up: worst
rule_set: ae-four-hour-standard
nodes: [{code: seen, name: People are seen in time, items: [{indicator: ae-four-hour}]}]
"""


@pytest.fixture
def board(run, emergency, tmp_path):
    """What makes the Board report of March 2019."""
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / "waits.yaml").write_text(WAITS)
    assert run("definitions", "apply", tmp_path / "board").code == 0
    return ("report", "board", "--period", "2019-03")


@pytest.mark.parametrize(("ending", "starts"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("odt", b"PK")])
def test_a_report_is_of_the_kind_that_the_name_ends_in(run, board, tmp_path, ending, starts):
    out = tmp_path / f"board.{ending}"
    assert run(*board, "--out", out).code == 0
    assert out.read_bytes().startswith(starts)


def test_a_report_without_a_name_is_a_pdf_by_its_own(run, board, tmp_path):
    assert run(*board, "--out", tmp_path).code == 0
    (made,) = tmp_path.glob("*.pdf")
    assert made.read_bytes().startswith(b"%PDF")


def test_a_name_that_contradicts_the_format_is_refused_and_nothing_written(run, board, tmp_path):
    out = tmp_path / "board.docx"
    ran = run(*board, "--format", "pdf", "--out", out)
    assert ran.code == 2
    assert "ends in .docx, and --format says pdf" in ran.err
    assert not out.exists()


def test_a_report_cannot_be_made_as_what_nobody_can_write(run, board, tmp_path):
    ran = run(*board, "--out", tmp_path / "board.doc")
    assert ran.code == 2
    assert "A report cannot be made as “doc”" in ran.err


def test_an_answer_is_of_the_kind_that_the_name_ends_in(run, emergency, tmp_path):
    out = tmp_path / "waits.json"
    assert run("ask", "ae-four-hour", "--period", "2019-03", "--out", out).code == 0
    assert json.loads(out.read_text())["cells"]


def test_a_table_goes_to_any_other_name(run, emergency, tmp_path):
    out = tmp_path / "waits.txt"
    assert run("ask", "ae-four-hour", "--period", "2019-03", "--out", out).code == 0
    assert "A&E attendances within four hours" in out.read_text()
