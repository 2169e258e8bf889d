"""The calendar of what came and what did not: one engine query a data set, and none once the process is warm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from reference.installations import forget, installation_at
from soundness.conftest import PLACES

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.supplies import supply_calendars
from trigpoint.ask.warming import warm
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.cube.warehouse import Warehouse
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

DEFINITIONS = """
kind: partnership
code: shire
name: The Shire
organisation_dimension: partner
---
kind: data-set
code: staff
name: Staff
grain: month
provider_dimension: partner
dimensions: [{dimension: partner, level: partner}, {dimension: sex, level: sex}]
measures: [{code: staff, name: Staff, unit: people, over_members: sum, over_time: last}]
---
kind: source
code: staff-file
name: The file of staff
data_set: staff
period: {column: Month}
dimensions: {partner: {column: Who}, sex: {column: Sex}}
wide: [{column: Staff, measure: staff}]
---
kind: expected-supply
code: staff-expected
name: Staff
data_set: staff
supplies:
  - {provider: council, grain: month, due_days: 10, from: 2019-01-01}
  - {provider: police, grain: month, due_days: 10, from: 2019-01-01}
---
kind: data-set
code: crime
name: Crime
grain: month
provider: police
dimensions: [{dimension: area, level: ward}]
measures: [{code: crimes, name: Crimes, unit: cases, over_members: sum, over_time: sum}]
---
kind: source
code: crime-file
name: The file of crimes
data_set: crime
period: {column: Month}
dimensions: {area: {column: Ward}}
wide: [{column: Crimes, measure: crimes}]
---
kind: expected-supply
code: crime-expected
name: Crime
data_set: crime
supplies: [{provider: police, grain: month, due_days: 10, from: 2019-01-01}]
"""
FILES = {
    "staff": "Month,Who,Sex,Staff\n2019-01,council,f,5\n2019-01,council,m,6\n2019-01,police,f,7\n2019-02,council,f,5\n",
    "crime": "Month,Ward,Crimes\n2019-02,w1,5\n2019-02,w2,6\n",
}
TODAY = date(2019, 3, 20)


@contextmanager
def shire_with(folder: Path, definitions: str, files: Mapping[str, str], at: datetime) -> Iterator[None]:
    """An installation in which these are defined, and that took these files in, by data set, at an instant."""
    (folder / "set").mkdir()
    for number, text in enumerate(definitions.split("---\n")):
        if text.strip():
            (folder / "set" / f"{number:02}.yaml").write_text(text)
    with installation_at(folder / "home", emptied_after=False):
        apply_definitions(OPERATOR, folder / "set", at=datetime(2019, 1, 1, tzinfo=UTC))
        for code, rows in files.items():
            path = folder / f"{code}.csv"
            path.write_text(rows)
            take_in_files(OPERATOR, f"{code}-file", [SuppliedFile.at(path)], at=at)
        forget()
        yield


@pytest.fixture
def shire(tmp_path: Path, db: None) -> Iterator[None]:
    with shire_with(tmp_path, PLACES + DEFINITIONS, FILES, datetime(2019, 3, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the engine queries that are run."""
    run, found = Warehouse.run, []

    def counted(self, shape, *rest, **more):
        found.append(shape.kind)
        return run(self, shape, *rest, **more)

    monkeypatch.setattr(Warehouse, "run", counted)
    return found


def test_it_says_what_came_from_whom_by_one_query_a_data_set(shire: None, queries: list[str]) -> None:
    (calendar,) = supply_calendars(OPERATOR, TODAY)
    newest = {
        (line.data_set, line.provider): {state.period.code: state.state for state in line.states[-2:]}
        for line in calendar.lines
    }
    assert newest == {
        ("staff", "council"): {"2019-01": "complete", "2019-02": "complete"},
        ("staff", "police"): {"2019-01": "complete", "2019-02": "late"},
        ("crime", "police"): {"2019-01": "late", "2019-02": "complete"},
    }
    assert queries == ["profile", "profile"]
    queries.clear()
    supply_calendars(OPERATOR, TODAY, "crime")
    assert queries == []


def test_a_process_that_was_made_ready_has_it_at_hand(
    shire: None, queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trigpoint.ask.warming.timezone.localdate", lambda: TODAY)
    monkeypatch.setattr("trigpoint.ask.warming.connection.close", lambda: None)
    warm()
    queries.clear()
    assert supply_calendars(OPERATOR, TODAY)
    assert queries == []
