"""Who may see a figure is decided by today's rules, also where it is asked for as known on a day before they were made."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest
from emergency_world import AE_SET, MARCH, file_of, installation  # noqa: F401

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.ask.door import answer
from trigpoint.ask.reading import read_question
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

AGREED, SUPPLIED = datetime(2019, 4, 1, 12, tzinfo=UTC), datetime(2019, 4, 20, 12, tzinfo=UTC)
BEFORE = date(2019, 5, 1)
SMALL = "small_numbers: {below: 60, measures: [breaches], dimensions: [ae-provider]}"


@pytest.fixture
def rules(installation, tmp_path):  # noqa: F811
    """rules(line…): what the data set says from today, of figures that were open when they came; then asks as a reader."""
    folder = tmp_path / "nhs-ae"
    shutil.copytree(AE_SET, folder)
    apply_definitions(OPERATOR, folder, at=AGREED)
    file = SuppliedFile.at(file_of(tmp_path, MARCH, "march.csv"))
    take_in_files(OPERATOR, "ae-attendances", [file], at=SUPPLIED)
    reader = viewer_of(save_person(OPERATOR, "rae", name="Rae", memberships=[("", "board-member")]))

    def changed(*lines: str) -> list[str | None]:
        path = folder / "ae-attendances.yaml"
        text = path.read_text()
        if any(line.startswith("release") for line in lines):
            text = text.replace("release:\n  audience: public\n", "")
        path.write_text("\n".join([text, *lines, ""]))
        apply_definitions(OPERATOR, folder)
        asked = [
            read_question(in_force(), ["ae-breaches"], where=["ae-provider=RQM"], period="2019-03", as_at=as_at)
            for as_at in (None, BEFORE)
        ]
        return [found.facts.nothing[0] for found in answer(asked, reader)]

    return changed


def test_what_was_open_is_seen_as_known_then(rules):
    assert rules() == [None, None]


def test_figures_that_were_closed_since_are_closed_as_known_before_that(rules):
    assert rules("release: {audience: own-organisation}") == ["not-permitted", "not-permitted"]


def test_small_numbers_that_are_protected_since_are_hidden_as_known_before_that(rules):
    assert rules(SMALL) == ["hidden", "hidden"]
