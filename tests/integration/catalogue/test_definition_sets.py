"""Applying a definition set: all or nothing, exported as it was, with what was in force on any day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from trigpoint.access.models import AuditEntry
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR, Viewer
from trigpoint.catalogue.definition_sets import NoSuchSet, apply_definitions, export_definitions
from trigpoint.catalogue.models import Document, Snapshot
from trigpoint.catalogue.snapshots import NoDefinitions, in_force
from trigpoint.definitions.whole import BadDefinitions
from trigpoint.mistakes import Mistake

pytestmark = pytest.mark.django_db

PLACE = """\
# Where things happen.
kind: dimension
code: place
name: Place
plural: Places
nature: place
levels:
  - {code: county, name: County, plural: Counties}
"""
MEMBERS = """\
kind: members
code: places
name: The places
dimension: place
members:
  - {code: fen, name: Fen, level: county}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "fen-set"
    (folder / "dimensions").mkdir(parents=True)
    (folder / "dimensions" / "place.yaml").write_text(PLACE)
    (folder / "members.yaml").write_text(MEMBERS)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.yaml")}


def test_export_after_apply_gives_the_same_files_back(folder, tmp_path):
    apply_definitions(OPERATOR, folder)
    export_definitions("fen-set", tmp_path / "out")
    assert files_of(tmp_path / "out") == files_of(folder)


def test_export_does_not_overwrite_another_file(folder, tmp_path):
    apply_definitions(OPERATOR, folder)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "members.yaml").write_text("mine")
    with pytest.raises(Mistake, match="exists and differs"):
        export_definitions("fen-set", tmp_path / "out")
    assert files_of(tmp_path / "out") == {"members.yaml": b"mine"}


def test_export_names_the_sets_that_there_are(folder, tmp_path):
    apply_definitions(OPERATOR, folder)
    with pytest.raises(NoSuchSet, match="fen-set"):
        export_definitions("other", tmp_path / "out")


def test_applying_the_same_again_changes_nothing(folder):
    first = apply_definitions(OPERATOR, folder)
    again = apply_definitions(OPERATOR, folder)
    assert (first.nothing, again.nothing) == (False, True)
    assert Snapshot.objects.count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(folder):
    said = apply_definitions(OPERATOR, folder, dry_run=True)
    assert said.in_words()[-1].startswith("2 added")
    assert not Snapshot.objects.exists()
    assert not AuditEntry.objects.exists()


def test_one_fault_and_nothing_is_applied(folder):
    apply_definitions(OPERATOR, folder)
    (folder / "members.yaml").write_text(MEMBERS.replace("level: county", "level: cuonty"))
    (folder / "dimensions" / "place.yaml").write_text(PLACE.replace("name: Place\n", "name: Location\n"))
    with pytest.raises(BadDefinitions, match=r"members\.yaml:6.*cuonty"):
        apply_definitions(OPERATOR, folder)
    assert in_force().dimensions["place"].dimension.name == "Place"


def test_a_comment_that_changed_is_kept(folder, tmp_path):
    apply_definitions(OPERATOR, folder)
    (folder / "dimensions" / "place.yaml").write_text(PLACE.replace("# Where things happen.", "# Where."))
    apply_definitions(OPERATOR, folder)
    export_definitions("fen-set", tmp_path / "out")
    assert files_of(tmp_path / "out") == files_of(folder)


def test_what_the_set_no_longer_holds_is_withdrawn_and_said(folder):
    apply_definitions(OPERATOR, folder)
    (folder / "members.yaml").unlink()
    said = apply_definitions(OPERATOR, folder)
    assert "- members places (The places): withdrawn" in said.in_words()
    assert not in_force().dimensions["place"].members


def test_what_another_set_defined_stays(folder, tmp_path):
    apply_definitions(OPERATOR, folder)
    other = tmp_path / "ages"
    other.mkdir()
    (other / "age.yaml").write_text(PLACE.replace("nature: place", "nature: other").replace("code: place", "code: age"))
    apply_definitions(OPERATOR, other)
    assert set(in_force().dimensions) == {"place", "age"}


def test_definitions_as_they_were_on_a_day(folder):
    long_ago = datetime(2020, 5, 1, tzinfo=UTC)
    apply_definitions(OPERATOR, folder, at=long_ago)
    (folder / "dimensions" / "place.yaml").write_text(PLACE.replace("name: Place\n", "name: Location\n"))
    apply_definitions(OPERATOR, folder)
    assert in_force(datetime(2021, 1, 1, tzinfo=UTC)).dimensions["place"].dimension.name == "Place"
    assert in_force(timezone.now()).dimensions["place"].dimension.name == "Location"
    with pytest.raises(NoDefinitions, match="Nothing was defined yet on 1 January 2019"):
        in_force(datetime(2019, 1, 1, tzinfo=UTC))


def test_only_analysts_and_administrators_change_definitions(folder):
    steward = Viewer(None, "Anna", frozenset({("hospital", "data-steward")}))
    with pytest.raises(NotAllowed, match="administrator or analyst"):
        apply_definitions(steward, folder)
    assert not Document.objects.exists()
