"""A small installation for tests of commands and calls: the shipped A&E definitions, over a few made-up rows.

Two hospitals in March 2019: RX1 with 200 of 1,000 attendances over four hours, RQM with 50 of 1,000; so 80%, 95%, and
together 1,750 of 2,000, which is 87.5%.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask import door
from trigpoint.ask.facts_cache import FactsCache
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.installation import Installation, find
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

AE_SET = Path(__file__).parents[1] / "definitions" / "nhs-ae"
HEADER = "period,org_code,type,attendances,breaches,admissions\n"
MARCH = HEADER + "2019-03-01,RX1,1,1000,200,300\n2019-03-01,RQM,1,1000,50,250\n"


def file_of(folder: Path, text: str, name: str = "attendances.csv") -> Path:
    """A file of this text in the folder."""
    path = folder / name
    path.write_text(text)
    return path


@pytest.fixture
def installation(tmp_path: Path, settings, monkeypatch, db) -> Iterator[Installation]:
    """An empty installation of the test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("TRIGPOINT_HOME", str(home))
    made = find(home)
    settings.INSTALLATION = made
    monkeypatch.setattr(door, "_facts", FactsCache())
    monkeypatch.setattr(door, "_spans", {})
    door.store.cache_clear()
    yield made
    door.store.cache_clear()


@pytest.fixture
def defined(installation: Installation) -> Installation:
    """With the A&E definitions in force."""
    apply_definitions(OPERATOR, AE_SET)
    return installation


@pytest.fixture
def emergency(defined: Installation, tmp_path: Path) -> Installation:
    """With March 2019 of two hospitals."""
    take_in_files(OPERATOR, "ae-attendances", [SuppliedFile.at(file_of(tmp_path, MARCH, "march.csv"))])
    return defined
