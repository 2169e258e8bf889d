"""`ask` and `explain`: figures with what they were made of, in every format; and what a mistake is answered with."""

import csv
import io
import json

import pyarrow.parquet as parquet
import pytest
from emergency_world import HEADER, file_of


def test_a_ratio_is_said_with_its_status_and_what_it_was_made_of(run, emergency):
    ran = run("ask", "ae-four-hour", "--period", "2019-03")
    assert ran.code == 0
    assert "87.500%" in ran.out
    assert "Attendances 2,000; Breaches of the four-hour standard 250" in ran.out
    assert "Numerator: Attendances − Breaches of the four-hour standard. Denominator: Attendances." in ran.out
    assert ran.err == ""


def test_without_a_period_the_latest_is_answered(run, emergency):
    assert "March 2019" in run("ask", "ae-four-hour").out


def test_json_has_a_cell_for_each_member_and_exact_numbers(run, emergency):
    ran = run("ask", "ae-four-hour", "--period", "2019-03", "--by", "ae-provider", "--where",
              "ae-provider=RX1", "--where", "ae-provider=RQM", "--format", "json")  # fmt: skip
    cells = {cell["members"]["ae-provider"]["code"]: cell for cell in json.loads(ran.out)["cells"]}
    assert {code: cell["value"] for code, cell in cells.items()} == {"RX1": 80, "RQM": 95}
    rx1 = cells["RX1"]
    assert (rx1["numerator"], rx1["denominator"], rx1["status"], rx1["reason"]) == (800, 1000, "off_target", "")
    assert {item["data_item"]: item["value"] for item in rx1["data_items"]} == {"attendances": 1000, "breaches": 200}


def test_csv_and_parquet_hold_the_same(run, emergency, tmp_path):
    words = ("ask", "ae-four-hour", "ae-breaches", "--period", "2019-03", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*words, "csv").out)))
    run(*words, "parquet", "--out", tmp_path / "answer.parquet")
    table = parquet.read_table(tmp_path / "answer.parquet").to_pylist()
    assert [float(row["value"]) for row in rows] == [row["value"] for row in table] == [87.5, 250]


def test_explain_walks_down_to_file_and_line(run, emergency):
    ran = run("explain", "ae-four-hour", "--period", "2019-03", "--where", "ae-provider=RX1")
    assert "100 × (1 − 200 ÷ 1,000)" in ran.out
    (row,) = [line for line in ran.out.splitlines() if line.lstrip().startswith("200 ")]
    assert row.split()[-5] != ""
    assert "march.csv" in row
    assert "command line" in row


def test_as_at_gives_what_was_known_then(run, defined, tmp_path, monkeypatch):
    from trigpoint.catalogue.models import Load, Snapshot

    Snapshot.objects.update(made_at="2026-01-01T12:00Z")
    first = file_of(tmp_path, HEADER + "2019-03-01,RX1,1,1000,200,300\n", "first.csv")
    corrected = file_of(tmp_path, HEADER + "2019-03-01,RX1,1,1000,100,300\n", "corrected.csv")
    run("load", "ae-attendances", first, "--arrived", "2026-01-02")
    assert "1 corrected" in run("load", "ae-attendances", corrected, "--arrived", "2026-02-02").out
    words = ("ask", "ae-four-hour", "--period", "2019-03", "--where", "ae-provider=RX1")
    assert "90.000%" in run(*words).out
    assert "80.000%" in run(*words, "--as-at", "2026-02-01").out
    explained = run("explain", "ae-four-hour", "--period", "2019-03", "--where", "ae-provider=RX1").out
    assert [line.split() for line in explained.splitlines() if line.startswith("March 2019  80")] == [
        ["March", "2019", "80.0%", "90.0%", "2026-02-02", str(Load.objects.latest("pk").pk)]
    ]
    assert "Corrected rows of ae-attendances.breaches: 1." in explained
    (row,) = [line for line in explained.splitlines() if line.split()[:2] == ["200", "100"]]
    assert row.endswith("2026-02-02 12:00  command line")


def test_it_is_said_why_there_is_nothing_to_compare_with(run, emergency):
    words = ("ask", "ae-four-hour", "--period", "2019-03", "--compare", "baseline")
    assert "Baseline: No baseline is set for it." in run(*words).out
    (cell,) = json.loads(run(*words, "--format", "json").out)["cells"]
    assert cell["compared"]["baseline"] is None
    assert cell["not_compared"]["baseline"] == {"nothing": "not-applicable", "reason": "No baseline is set for it."}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ae-four-hor",), "Did you mean 'ae-four-hour'"),
        (("ae-four-hour", "--period", "2019-13"), "not a month"),
        (("ae-four-hour", "--by", "ward"), "There is no breakdown “ward”"),
        (("ae-four-hour", "--where", "ae-provider"), "Write which breakdown, and its code or name: ae-provider=NAME."),
        (("ae-four-hour", "--as-at", "soon"), "not a day"),
        (("ae-four-hour", "--as-at", "2999-01-01"), "still to come"),
        (("ae-four-hour", "--compare", "mars"), "There is no comparator “mars”"),
        (("ae-four-hour", "--grain", "fortnight"), "There is no length of period “fortnight”"),
        (("ae-four-hour", "--format", "xml"), "There is no format “xml”"),
    ],
)
def test_a_mistake_is_one_message_on_stderr_and_exit_code_two(run, emergency, words, said):
    ran = run("ask", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
