"""Figures that are supplied as they run up through a year: compared with a year before, and never called a real change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reference.installations import installation_at
from reference.vale import DOCUMENTS

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.standing import read
from trigpoint.catalogue.definition_sets import Placed, change_documents
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

pytestmark = pytest.mark.django_db

HOMES = """
kind: data-set
code: homes
name: Homes
grain: quarter
dimensions: [{dimension: area, level: county}]
measures:
  - {code: built, name: Homes built since April, unit: homes, over_members: none, over_time: none, cumulative: CUMULATIVE}
"""
SOURCE = """
kind: source
code: homes-file
name: Homes
data_set: homes
period: {column: Quarter}
dimensions: {area: {constant: vale}}
wide: [{column: Built, measure: built}]
"""
INDICATOR = """
kind: indicator
code: homes-built
name: Homes built since April
value_kind: number
unit: homes
decimals: 0
polarity: high
formula: homes.built
grain: quarter
"""
BUILT = {"2023": (40, 80, 120, 180), "2024": (45, 90, 130, 190), "2025": (50, 90)}


def reading(folder: Path, cumulative: str) -> Reading:
    texts = (DOCUMENTS["partnership"], DOCUMENTS["organisation"], DOCUMENTS["organisations"], DOCUMENTS["area"],
             DOCUMENTS["areas"], HOMES.replace("CUMULATIVE", cumulative), SOURCE, INDICATOR)  # fmt: skip
    change_documents(OPERATOR, [Placed("vale", read_text(text.lstrip(), "made.yaml")) for text in texts])
    path = folder / "homes.csv"
    rows = [f"{year}-Q{n},{built}" for year, quarters in BUILT.items() for n, built in enumerate(quarters, 1)]
    path.write_text("\n".join(["Quarter,Built", *rows]))
    take_in_files(OPERATOR, "homes-file", [SuppliedFile.at(path)], accept=True)
    (found,) = read(OPERATOR, in_force(), [Wanted("homes-built")], today=date(2025, 12, 1))
    return found


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with installation_at(tmp_path / "home", emptied_after=False):
        yield tmp_path


def test_what_is_counted_from_the_start_of_the_year_is_compared_with_a_year_before(home: Path) -> None:
    """Ninety by the end of September in both years: nothing has changed, though the quarter before said fifty."""
    found = reading(home, "true")
    assert found.before is not None
    assert found.answered.facts.asked[found.before].code == "2024-Q2"
    assert found.direction.way == "no-change"
    assert found.process.variation is None
    assert "run together" in found.process.reason


def test_without_it_the_same_figures_are_compared_with_the_quarter_before(home: Path) -> None:
    found = reading(home, "false")
    assert found.before is not None
    assert found.answered.facts.asked[found.before].code == "2025-Q1"
    assert found.direction.way == "better"
