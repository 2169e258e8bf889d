"""Person-level data: what is about a person is changed in memory, before a byte of it is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from broken_files import workbook
from clinic_world import Clinics, measure

from trigpoint.intake import prepare as preparing
from trigpoint.intake.personal import NoSalt, holds_people, pseudonym
from trigpoint.intake.plan import plan_source
from trigpoint.intake.supply import SuppliedFile

SALT = b"a salt of this data set"
DATA: dict[str, Any] = {
    "rows": "events",
    "measures": [measure("visits")],
    "kept": [
        {"code": "person", "name": "Person", "personal": True},
        {"code": "age", "name": "Age band"},
        {"code": "reference", "name": "Reference"},
    ],
}
SOURCE: dict[str, Any] = {
    "wide": [],
    "counts_rows": "visits",
    "other_columns": [
        {"column": "NHS number", "does": "pseudonym", "as": "person"},
        {"column": "Age", "does": "band", "as": "age", "bands": [0, 18, 65]},
        {"column": "Surname", "does": "drop"},
        {"column": "Ref", "does": "keep", "as": "reference"},
    ],
}
FILE = (
    "Month,Clinic,NHS number,Age,Surname,Ref\n"
    "2019-01,A01,943 476 5919,17,Zebulon,r1\n"
    "2019-01,B02,9434765919,18,Zebulon,r2\n"
    "2019-01,C03,9434765870,90,Ozymandias,r3\n"
    "2019-01,nowhere,9434765870,-4,Ozymandias,r4\n"
    "2019-01,A01,9434765870,30,Ozymandias,r5,Quetzalcoatl\n"
)
SECRETS = ("9434765919", "943 476 5919", "9434765870", "Zebulon", "Ozymandias", "Quetzalcoatl")


@pytest.fixture
def people(clinics_with: Callable[..., Clinics]) -> Clinics:
    return clinics_with(data=DATA, **SOURCE)


def test_identifiers_become_keyed_pseudonyms_ages_bands_and_names_nothing(people: Clinics) -> None:
    people.load(FILE, salt=SALT)
    first, second = pseudonym("9434765919", SALT), pseudonym("9434765870", SALT)
    assert people.facts("dim_clinic", "kept_person", "kept_age", "kept_reference") == {
        ("A01", first, "0-17", "r1"),
        ("B02", first, "18-64", "r2"),
        ("C03", second, "65+", "r3"),
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_file_that_is_written_ever_holds_what_was_about_a_person(
    people: Clinics, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    folder = people.root / "work-1"
    seen: list[bytes] = []

    def look_at_everything(*arguments: Any) -> Any:
        staging = arguments[0]
        staging.con.execute("CHECKPOINT")
        seen.extend(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        return original(*arguments)

    original = preparing.gather
    monkeypatch.setattr(preparing, "gather", look_at_everything)
    rows: list[list[object]] = [list(line.split(",")) for line in FILE.splitlines()]
    file = people.file(FILE if form == "csv" else workbook({"Visits": rows}), f"people.{form}")
    prepared = people.prepare(file, salt=SALT)
    seen.extend(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    said = [reject.in_words() for reject in prepared.rejects.every()]
    assert len(seen) > 4
    for secret in SECRETS:
        assert not any(secret.encode() in content for content in seen)
        assert not any(secret in sentence for sentence in said)


def test_rejected_rows_hold_changed_values_and_can_still_be_mended(people: Clinics) -> None:
    prepared = people.prepare(FILE.splitlines(keepends=True)[0] + "2019-01,nowhere,9434765870,70,Smith,r4\n", salt=SALT)
    (path,) = prepared.rejects.files
    assert path is not None
    text = path.read_text("utf-8-sig")
    assert f"2019-01,nowhere,{pseudonym('9434765870', SALT)},65+,,r4," in text
    path.write_text(text.replace("nowhere", "A01"), "utf-8-sig")
    people.load(SuppliedFile.at(path), salt=SALT)
    assert people.facts("kept_person", "kept_age") == {(pseudonym("9434765870", SALT), "65+")}


def test_a_value_outside_all_bands_is_rejected_without_being_shown(people: Clinics) -> None:
    rejects = list(people.prepare(FILE, salt=SALT).rejects.every())
    band = next(reject for reject in rejects if reject.kind == "band")
    assert (band.row, band.letter, band.text, band.expected) == (5, "D", "(not shown)", "a number from 0 up")


def test_columns_that_the_source_does_not_read_are_dropped_too(people: Clinics) -> None:
    head, *rows = FILE.splitlines()[:2]
    prepared = people.prepare(f"{head},Notes\n{rows[0].replace('A01', 'nowhere')},Seen with Zebulon\n", salt=SALT)
    (path,) = prepared.rejects.files
    assert path is not None
    assert "Zebulon" not in path.read_text("utf-8-sig")


def test_without_the_salt_nothing_is_read(people: Clinics) -> None:
    with pytest.raises(NoSalt, match="It may have been destroyed to erase people"):
        people.prepare(FILE)


def test_whether_the_original_may_be_kept_is_known_from_the_source(
    people: Clinics, clinics_with: Callable[..., Clinics]
) -> None:
    assert holds_people(plan_source(people.source, people.data_set))
    plain = clinics_with()
    assert not holds_people(plan_source(plain.source, plain.data_set))
