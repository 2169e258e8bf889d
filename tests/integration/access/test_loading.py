"""Who may take in what, by whatever door: steward, other steward, administrator of one organisation, stranger.

| data set | who provides it                                                        |
| waits    | the trust, all of it                                                   |
| staff    | each row names its organisation; the trust supplies for the clinic too |
| plans    | no row says: the council the plans, the trust the visits               |
| patrols  | the police, by the part of one of its people                           |
| survey   | nothing says                                                           |
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reference.installations import installation_at

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.ask.door import store
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.models import Upload
from trigpoint.intake.supply import SuppliedFile

ORGANISATIONS = """
kind: partnership
code: all
name: All of us
organisation_dimension: organisation
---
kind: dimension
code: organisation
name: Organisation
plural: Organisations
nature: organisation
levels: [{code: partner, name: Partner, plural: Partners}, {code: team, name: Team, plural: Teams}]
---
kind: members
code: organisations
name: Organisations
dimension: organisation
members:
  - {code: trust, name: The Trust, level: partner}
  - {code: ward, name: Ward 5, level: team, parent: trust}
  - {code: council, name: The Council, level: partner}
  - {code: parks, name: Parks team, level: team, parent: council}
  - {code: clinic, name: The Clinic, level: partner}
  - {code: police, name: The Police, level: partner}
---
kind: responsibilities
code: parts
name: Parts
responsibilities:
  - {person: pat, role: provider, data_set: patrols, organisation: police}
  - {person: pat, role: checker, data_set: waits, organisation: police}
  - {person: pat, role: provider, data_set: waits, organisation: police, to: 2019-12-31}
---
kind: expected-supply
code: staff-expected
name: Staff
data_set: staff
supplies:
  - {provider: trust, members: [trust, clinic], grain: month, due_days: 30}
  - {provider: council, grain: month, due_days: 30}
---
kind: expected-supply
code: plans-expected
name: Plans
data_set: plans
supplies:
  - {provider: council, measures: [plans], grain: month, due_days: 30}
  - {provider: trust, measures: [visits], grain: month, due_days: 30}
"""


def data_set(code: str, who: str, *measures: str, dimension: str = "organisation") -> str:
    items = "\n".join(
        f"  - {{code: {one}, name: {one.title()}, unit: people, over_members: sum, over_time: sum}}" for one in measures
    )
    layout = "long: {measure_column: Item, value_column: Number}"
    if len(measures) == 1:
        layout = f"wide: [{{column: {measures[0]}, measure: {measures[0]}}}]"
    return f"""---
kind: data-set
code: {code}
name: {code.title()}
grain: month
load: upsert
{who}
dimensions: [{{dimension: {dimension}}}]
measures:
{items}
---
kind: source
code: {code}-file
name: The file of {code}
data_set: {code}
period: {{column: Month}}
dimensions: {{{dimension}: {{column: Who}}}}
{layout}
"""


SETS = (
    data_set("waits", "provider: trust", "waits")
    + data_set("staff", "provider_dimension: organisation", "staff")
    + data_set("plans", "", "plans", "visits")
    + data_set("patrols", "", "patrols")
    + data_set("survey", "", "survey")
)

MEMBERSHIPS = {
    "trust steward": [("trust", "data-steward")],
    "trust administrator": [("trust", "administrator")],
    "council steward": [("council", "data-steward")],
    "clinic steward": [("clinic", "data-steward")],
    "police steward": [("police", "data-steward")],
    "steward of the whole": [("", "data-steward")],
    "administrator of the whole": [("", "administrator")],
    "reader of the trust": [("trust", "board-member"), ("council", "indicator-lead")],
    "stranger": [],
}
WHOLE = ("steward of the whole", "administrator of the whole", "command line")


@pytest.fixture
def here(tmp_path: Path, db: None) -> Iterator[Path]:
    """A partnership of four organisations, and nothing taken in yet."""
    folder = tmp_path / "set"
    folder.mkdir()
    for number, text in enumerate((ORGANISATIONS.strip() + "\n" + SETS).split("---\n")):
        if text.strip():
            (folder / f"{number:02}.yaml").write_text(text)
    with installation_at(tmp_path / "home", emptied_after=False):
        apply_definitions(OPERATOR, folder)
        yield tmp_path


def person(who: str) -> User:
    return save_person(OPERATOR, who.replace(" ", "-"), name=who.capitalize(), memberships=MEMBERSHIPS[who])


def viewer(who: str) -> Viewer:
    return OPERATOR if who == "command line" else viewer_of(person(who))


def load(folder: Path, who: str, source: str, text: str) -> str:
    """Take a file in; what is answered to who may not, or ''."""
    path = folder / f"{source}.csv"
    path.write_text(text)
    before = Load.objects.count()
    try:
        outcome = take_in_files(viewer(who), source, [SuppliedFile.at(path)])
    except NotAllowed as refused:
        assert Load.objects.count() == before, "A refused supply left an entry in the ledger."
        assert store().table(in_force().data_sets[source.removesuffix("-file")]).version() == -1
        assert not list((folder / "home" / "files").rglob("*.csv")), "A refused file was kept."
        return str(refused)
    assert outcome.account.rejected == 0
    return ""


ONE_PROVIDER = {"waits": ("trust steward", "trust administrator"), "patrols": ("police steward",), "survey": ()}


@pytest.mark.parametrize("who", [*MEMBERSHIPS, "command line"])
@pytest.mark.parametrize("code", ONE_PROVIDER)
def test_who_provides_it_takes_it_in_and_nobody_else(here: Path, code: str, who: str) -> None:
    refused = load(here, who, f"{code}-file", f"Month,Who,{code}\n2024-01,trust,5\n")
    assert (refused == "") == (who in (*WHOLE, *ONE_PROVIDER[code])), refused


@pytest.mark.parametrize(
    ("who", "rows", "strangers"),
    [
        ("trust steward", ("trust", "ward", "clinic"), ""),
        ("trust administrator", ("trust", "ward"), ""),
        ("trust steward", ("trust", "council"), "The Council"),
        ("trust administrator", ("parks",), "Parks team"),
        ("trust steward", ("trust", "zzz"), "“zzz”, whom nobody knows"),
        ("council steward", ("council", "parks"), ""),
        ("council steward", ("council", "clinic", "ward"), "The Clinic and Ward 5"),
        ("clinic steward", ("clinic",), ""),
        ("clinic steward", ("trust",), "The Trust"),
        ("steward of the whole", ("trust", "council", "zzz"), ""),
        ("administrator of the whole", ("trust", "council"), ""),
        ("command line", ("trust", "council"), ""),
    ],
)
def test_where_rows_name_who_provides_them_each_takes_in_its_own(
    here: Path, who: str, rows: tuple[str, ...], strangers: str
) -> None:
    text = "Month,Who,staff\n" + "".join(f"2024-01,{one},{number}\n" for number, one in enumerate(rows, 1))
    refused = load(here, who, "staff-file", text)
    assert (refused == "") == (strangers == ""), refused
    if strangers:
        assert f"it has rows of {strangers}, and you take in data for " in refused
        assert refused.endswith("Nothing was taken in.")


@pytest.mark.parametrize(
    ("who", "items", "said"),
    [
        ("council steward", "plans", ""),
        ("council steward", "visits", "it has figures of Visits, which others provide"),
        ("trust steward", "visits", ""),
        ("trust steward", "plans", "it has figures of Plans, which others provide"),
        ("police steward", "plans", "it comes from The Council and The Trust, and you take in data for The Police"),
    ],
)
def test_where_data_items_are_shared_out_each_takes_in_its_own(here: Path, who: str, items: str, said: str) -> None:
    refused = load(here, who, "plans-file", f"Month,Who,Item,Number\n2024-01,council,{items},5\n")
    assert (refused == "") == (said == ""), refused
    assert said in refused


def test_a_refusal_says_who_may(here: Path) -> None:
    waits = "Month,Who,waits\n2024-01,trust,5\n"
    assert load(here, "council steward", "waits-file", waits) == (
        "You may not take in Waits: it comes from The Trust, and you take in data for The Council. Ask a data steward "
        "there, or of the whole partnership."
    )
    assert load(here, "trust administrator", "survey-file", "Month,Who,survey\n2024-01,trust,5\n") == (
        "You may not take in Survey: nothing says which organisation provides it. Ask a data steward of the whole "
        "partnership."
    )
    assert "“take in the data that their organisation provides” is for" in load(here, "stranger", "waits-file", waits)


FOREIGN = "Month,Who,staff\n2024-01,council,5\n2024-01,trust,4\n"


def test_the_page_refuses_before_a_preview_and_offers_only_what_may_be_taken_in(here: Path) -> None:
    client = Client()
    client.force_login(person("council steward"))
    page = client.get("/data/upload/").content.decode()
    assert "The file of staff" in page
    assert "The file of plans" in page
    assert "The file of waits" not in page
    assert "The file of survey" not in page
    sent = {"source": "staff-file", "file": SimpleUploadedFile("staff.csv", FOREIGN.encode())}
    kept = client.post("/data/upload/", sent)
    for answer in (client.get(kept["Location"]), client.post(kept["Location"], {"do": "take-in"})):
        assert answer.status_code == 403
        assert "it has rows of The Trust" in answer.content.decode()
    assert not Load.objects.exists()
    assert client.get("/data/upload/?data-set=waits").status_code == 200
    refused = client.post("/data/upload/", {"source": "waits-file", "file": SimpleUploadedFile("w.csv", b"x")})
    assert refused.status_code == 403
    assert "You may not take in Waits" in refused.content.decode()


def test_a_call_is_refused_too_and_the_trail_has_no_load(here: Path) -> None:
    key = make_token(OPERATOR, person("council steward"), "test", may_load=True)
    client = Client(headers={"authorization": f"Bearer {key}"})
    for dry_run in ("true", "false"):
        sent = {"source": "staff-file", "dry_run": dry_run, "files": SimpleUploadedFile("staff.csv", FOREIGN.encode())}
        answer = client.post("/api/loads", sent)
        assert answer.status_code == 403
        assert "it has rows of The Trust" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="load").exists()


def test_an_administrator_of_one_organisation_decides_about_no_file_of_another(here: Path) -> None:
    trust, council = Client(), Client()
    trust.force_login(person("trust steward"))
    council.force_login(save_person(OPERATOR, "cora", name="Cora", memberships=[("council", "administrator")]))
    sent = {"source": "waits-file", "file": SimpleUploadedFile("w.csv", b"Month,Who,waits\n2024-01,trust,5\n")}
    where = trust.post("/data/upload/", sent)["Location"]
    assert council.post(where, {"do": "give-up"}).status_code == 403
    assert Upload.objects.get().given_up_at is None
    assert trust.post(where, {"do": "take-in"}).status_code == 302
    assert Load.objects.get().loaded == 1


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("trust steward", True), ("trust administrator", True), ("council steward", False), ("clinic steward", False),
        ("police steward", False), ("steward of the whole", True), ("stranger", False),
    ],
)  # fmt: skip
def test_rejected_rows_are_shown_where_they_can_be_mended(here: Path, who: str, sees: bool) -> None:
    path = here / "staff.csv"
    path.write_text("Month,Who,staff\n2024-01,trust,5\n2024-01,ward,a-dozen\n")
    loaded = take_in_files(viewer("trust steward"), "staff-file", [SuppliedFile.at(path)]).load
    assert loaded is not None
    client = Client()
    client.force_login(person(who))
    page = client.get(f"/data/loads/{loaded.pk}/")
    assert ("a-dozen" in page.content.decode()) == sees
    key = make_token(OPERATOR, person(who), "test")
    called = Client(headers={"authorization": f"Bearer {key}"}).get(f"/api/loads/{loaded.pk}/rejects.csv")
    assert called.status_code == (200 if sees else 403)


REPLACED = """
kind: data-set
code: beds
name: Beds
grain: month
load: replace
provider_dimension: organisation
dimensions: [{dimension: organisation}]
measures:
  - {code: open, name: Open beds, unit: beds, over_members: sum, over_time: sum}
  - {code: shut, name: Shut beds, unit: beds, over_members: sum, over_time: sum}
---
kind: source
code: beds-file
name: The file of beds
data_set: beds
period: {column: Month}
dimensions: {organisation: {column: Who}}
long: {measure_column: Item, value_column: Number}
---
kind: expected-supply
code: beds-expected
name: Beds
data_set: beds
supplies:
  - {provider: clinic, members: [trust], measures: [open], grain: month, due_days: 30}
  - {provider: clinic, members: [council], measures: [shut], grain: month, due_days: 30}
"""


def test_a_replacement_removes_no_figures_that_are_not_its_suppliers(here: Path) -> None:
    for number, text in enumerate(REPLACED.strip().split("---\n")):
        (here / "set" / f"beds-{number}.yaml").write_text(text)
    apply_definitions(OPERATOR, here / "set")
    beds = here / "beds.csv"
    held = "Month,Who,Item,Number\n2024-01,trust,open,1\n2024-01,trust,shut,2\n2024-01,council,open,3\n2024-01,council,shut,4\n"
    beds.write_text(held)
    take_in_files(OPERATOR, "beds-file", [SuppliedFile.at(beds)])
    version = store().table(in_force().data_sets["beds"]).version()
    # Both rows are the clinic's to supply; a replacement by them covers the two organisations' other beds as well.
    beds.write_text("Month,Who,Item,Number\n2024-01,trust,open,9\n2024-01,council,shut,9\n")
    with pytest.raises(NotAllowed, match="it would remove figures of Open beds and Shut beds, which others provide"):
        take_in_files(viewer("clinic steward"), "beds-file", [SuppliedFile.at(beds)], accept=True)
    assert store().table(in_force().data_sets["beds"]).version() == version
    beds.write_text("Month,Who,Item,Number\n2024-01,trust,open,9\n")
    take_in_files(viewer("clinic steward"), "beds-file", [SuppliedFile.at(beds)], accept=True)
    assert store().table(in_force().data_sets["beds"]).version() == version + 1
