"""A ratio of which one half has come and the other is overdue is late, and says whose the other half is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from integration.ask.test_supply_calendars import DEFINITIONS, shire_with
from soundness.conftest import PLACES

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import ask
from trigpoint.ask.reading import read_question
from trigpoint.catalogue.snapshots import in_force

RATE = """
kind: indicator
code: crimes-a-head
name: Crimes for each of the staff
value_kind: number
unit: cases per person
formula: crime.crimes / staff.staff
grain: month
polarity: low
"""
FILES = {
    "staff": "Month,Who,Sex,Staff\n2019-01,council,f,5\n2019-01,police,f,7\n2019-02,council,f,5\n",
    "crime": "Month,Ward,Crimes\n2019-01,w1,5\n2019-02,w1,6\n2019-03,w1,6\n",
}


@pytest.fixture
def shire(tmp_path: Path, db: None) -> Iterator[None]:
    definitions = PLACES + DEFINITIONS + "---" + RATE
    with shire_with(tmp_path, definitions, FILES, datetime(2019, 4, 1, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(("day", "nothing"), [(10, "not-yet-due"), (11, "late")])
def test_the_half_that_is_overdue_makes_it_late(shire: None, day: int, nothing: str) -> None:
    facts = ask(
        read_question(in_force(), ["crimes-a-head"], period="2019-03", as_at=date(2019, 4, day)), OPERATOR
    ).facts
    assert tuple(facts.coverage[0]) == (1, 3)
    assert facts.nothing == [nothing]
    if nothing == "late":
        assert facts.reason == ["Council and Police were due to supply it by 10 April 2019"]


def test_what_one_of_several_has_supplied_is_not_late_as_a_whole(shire: None) -> None:
    facts = ask(read_question(in_force(), ["crimes-a-head"], period="2019-02", as_at=date(2019, 4, 11)), OPERATOR).facts
    assert tuple(facts.coverage[0]) == (2, 3)
    assert facts.nothing != ["late"]
