"""A source proposed from a file: enough to load it, with what was guessed and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clinic_world import GOOD, Clinics, measure

from trigpoint.intake.guesses import NothingToPropose
from trigpoint.intake.proposal import Proposal, propose


def proposed(clinics: Clinics, content: str) -> Proposal:
    file = clinics.file(content)
    return propose(file.path, file.name, clinics.data_set, clinics.definitions)


def test_a_wide_file_is_understood_by_its_names_and_contents(clinics: Clinics) -> None:
    found = proposed(
        clinics, "Report\n\nPeriod,Site,Number seen,Waited,Colour\nJan 2019,Appleby,1,-,red\nFeb 2019,C03,2,3,blue\n"
    )
    assert found.source.period.column == "Period"
    assert found.source.dimensions["clinic"].column == "Site"
    assert [(m.column, m.measure) for m in found.source.wide] == [("Waited", "waited")]
    assert found.source.nothing == {"-": "not-published"}
    assert set(found.source.ignored) == {"Number seen", "Colour"}
    assert any("'-' among the figures" in doubt for doubt in found.doubts)


def test_a_long_file_is_understood(clinics: Clinics) -> None:
    found = proposed(
        clinics, "Month,Clinic,Item,Value,Status\n2019-01,A01,Seen,100,Final\n2019-01,A01,Waited,7,Provisional\n"
    )
    assert found.source.long is not None
    assert (found.source.long.measure_column, found.source.long.value_column) == ("Item", "Value")
    assert found.source.state_column == "Status"


def test_what_is_proposed_loads_the_file_it_was_made_from(clinics: Clinics) -> None:
    clinics.source = proposed(clinics, GOOD).source
    assert clinics.prepare(GOOD).account.loaded == 3


def test_days_of_which_the_order_is_not_plain_are_a_doubt(clinics: Clinics) -> None:
    found = proposed(clinics, "Date,Clinic,Seen,Waited\n01/02/2019,A01,1,1\n01/03/2019,A01,1,1\n")
    assert found.source.period.date_order == "day-first"
    assert any("the day first" in doubt for doubt in found.doubts)


def test_columns_about_people_are_proposed_to_be_dropped(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(data={"measures": [measure("seen")]}, wide=[{"column": "Seen", "measure": "seen"}])
    found = proposed(clinics, "Month,Clinic,Seen,NHS Number,Postcode\n2019-01,A01,1,9434765919,AB1 2CD\n")
    assert {rule.column: rule.does for rule in found.source.other_columns} == {"NHS Number": "drop", "Postcode": "drop"}
    assert found.personal


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Colour,Shape\nred,round\n", "none of its columns ('Colour', 'Shape') seems to say the period"),
        ("Month,Colour\n2019-01,red\n", "neither a column for any data item of Visits ('Seen', 'Waited')"),
    ],
)
def test_a_file_of_something_else_gets_no_proposal(clinics: Clinics, content: str, reason: str) -> None:
    with pytest.raises(NothingToPropose) as refusal:
        proposed(clinics, content)
    assert reason in str(refusal.value)
