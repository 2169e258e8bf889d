"""What stood in the rows behind a figure before: corrected, taken back and supplied again, by whatever upload."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from reference.installations import installation_at
from soundness.conftest import PLACES, indicator

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.ask.explained import Explained, explain_in_words, explanation_record
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

CRIME = """
kind: data-set
code: crime
name: Crime
grain: month
load: replace
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
"""

MONTHS = (
    (1, "2019-01,w1,5\n2019-01,w2,7\n2019-01,w3,9\n"),
    (2, "2019-01,w1,6\n2019-01,w3,9\n"),
    (3, "2019-01,w1,6\n2019-01,w2,8\n2019-01,w3,20\n"),
)
"""By the month in which it came: Ward 2 is left out of the second file, and comes again in the third."""


@pytest.fixture
def crimes(tmp_path: Path, db: None) -> Iterator[Path]:
    folder = tmp_path / "set"
    folder.mkdir()
    for number, text in enumerate((PLACES + CRIME + indicator("crimes", "crime.crimes")).split("---\n")):
        if text.strip():
            (folder / f"{number:02}.yaml").write_text(text)
    with installation_at(tmp_path / "home", emptied_after=False):
        apply_definitions(OPERATOR, folder, at=datetime(2019, 1, 1, tzinfo=UTC))
        for month, rows in MONTHS:
            path = tmp_path / f"file-{month}.csv"
            path.write_text(f"Month,Ward,Crimes\n{rows}")
            at = datetime(2019, month + 1, 10, 9, tzinfo=UTC)
            take_in_files(OPERATOR, "crime-file", [SuppliedFile.at(path)], at=at, accept=True)
        yield tmp_path


def explained(viewer: Viewer = OPERATOR, **more: Any) -> Explained:
    return explain_in_words(viewer, "crimes", period="2019-01", **more)


def told(found: Explained) -> list[tuple[Any, ...]]:
    """(ward, was, became, month of the upload) of each corrected row."""
    (part,) = found.corrected
    return [
        (
            one.place.codes["area"], one.before and one.before.value, one.after and one.after.value,
            one.load.known_on.month - 1,
        )
        for one in part.shown
    ]  # fmt: skip


def figures(found: Explained) -> list[tuple[Any, ...]]:
    return [(one.before.value, one.after.value, one.changed.month - 1) for one in found.restated]


def test_every_change_is_told_the_newest_upload_first_and_of_each_the_greatest(crimes: Path) -> None:
    found = explained()
    assert told(found) == [("w3", 9, 20, 3), ("w2", None, 8, 3), ("w2", 7, None, 2), ("w1", 5, 6, 2)]
    assert figures(found) == [(15, 34, 3), (21, 15, 2)]


def test_only_what_the_figure_rests_on_is_told(crimes: Path) -> None:
    assert told(explained(where=["area=w3"])) == [("w3", 9, 20, 3)]
    north = explained(where=["area=north"])
    assert told(north) == [("w2", None, 8, 3), ("w2", 7, None, 2), ("w1", 5, 6, 2)]
    assert figures(north) == [(6, 14, 3), (12, 6, 2)]
    assert told(explained(where=["area=w4"])) == []


def test_as_known_on_a_day_nothing_of_later_is_told(crimes: Path) -> None:
    assert told(explained(as_at=date(2019, 3, 20))) == [("w2", 7, None, 2), ("w1", 5, 6, 2)]
    first = explained(as_at=date(2019, 2, 20))
    assert (told(first), figures(first)) == ([], [])


def test_without_the_permission_no_row_is_told_but_what_the_figure_was(crimes: Path) -> None:
    reader = viewer_of(save_person(OPERATOR, "ravi", name="Ravi", memberships=[("", "board-member")]))
    found = explained(reader, where=["area=north"])
    assert found.corrected == ()
    assert figures(found) == [(6, 14, 3), (12, 6, 2)]
    assert explanation_record(found)["corrected_rows"] == []
    seer = viewer_of(save_person(OPERATOR, "sue", name="Sue", memberships=[("", "board-member")], sources=["crime"]))
    assert told(explained(seer, where=["area=w3"])) == [("w3", 9, 20, 3)]


def test_no_more_rows_are_told_than_were_asked_for(crimes: Path) -> None:
    (part,) = explained(rows=2).corrected
    assert (len(part.shown), part.count) == (2, 4)
