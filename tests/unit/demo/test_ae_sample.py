"""The tutorial's made-up file: the layout of the real one, marked on every row, and the same each time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from trigpoint.definitions.datasets import Expected, ExpectedSupply
from trigpoint.demo import ae_sample

DEFINITIONS = Path(__file__).resolve().parents[3] / "definitions" / "nhs-ae"


@pytest.fixture
def supplies() -> ExpectedSupply:
    """Two providers, one of which closed in the middle of 2016."""
    return ExpectedSupply(
        kind="expected-supply",
        code="expected",
        name="Expected",
        data_set="ae-attendances",
        supplies=(
            Expected(provider="england", members=("RX1",), grain="month", due_days=14),
            Expected.model_validate(
                {"to": "2016-06-30", "provider": "england", "members": ["Y01"], "grain": "month", "due_days": 14}
            ),
        ),
    )


def test_it_has_a_row_for_each_provider_and_month_that_is_expected(supplies: ExpectedSupply) -> None:
    rows = list(ae_sample.rows(supplies))
    assert len([row for row in rows if row[1] == "RX1"]) == 36
    assert [row[0] for row in rows if row[1] == "Y01"] == ["2016-04-01", "2016-05-01", "2016-06-01"]


def test_it_is_the_same_each_time_and_another_by_another_seed(supplies: ExpectedSupply) -> None:
    assert list(ae_sample.rows(supplies)) == list(ae_sample.rows(supplies))
    assert list(ae_sample.rows(supplies, seed=1)) != list(ae_sample.rows(supplies))


def test_its_figures_could_be_and_every_row_says_that_they_are_made_up(supplies: ExpectedSupply) -> None:
    for _, _, _, attendances, breaches, admissions, note in ae_sample.rows(supplies):
        assert 0 <= breaches <= attendances
        assert 0 <= admissions <= attendances
        assert "made up" in note


def test_the_file_has_the_columns_that_the_source_reads(tmp_path: Path) -> None:
    count = ae_sample.write(DEFINITIONS, tmp_path / "made-up.csv")
    with (tmp_path / "made-up.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == count > 8_000
    assert set(found[0]) >= {"period", "org_code", "type", "attendances", "breaches", "admissions"}


def test_a_folder_without_expected_supply_is_refused_in_plain_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_ = tmp_path / "set"
    set_.mkdir()
    (set_ / "a.yaml").write_text(
        "kind: dimension\ncode: area\nname: Area\nplural: Areas\nlevels: [{code: ward, name: Ward, plural: Wards}]\n"
    )
    assert ae_sample.main([str(set_), str(tmp_path / "out.csv")]) == 1
    assert "who is expected to supply it" in capsys.readouterr().err
    assert ae_sample.main([]) == 2
