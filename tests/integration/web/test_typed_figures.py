"""Figures typed on a page: a small sheet, checked cell by cell, previewed and taken in like any file.

The Vale's emergency waits: in each district 100 came a month; 3 waited, and 10 in the newest month.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words
from reference.vale import months, supply

from trigpoint.access.models import AuditEntry
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import Load
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake.models import Upload

SHEET = "/data/sets/waits/type/"


def html(response) -> str:
    return response.content.decode()


def boxes(response) -> dict[str, str]:
    """What stands in each box of the sheet, by its label."""
    labels = dict(re.findall(r'<label class="visually-hidden" for="(f-[\d-]+)">([^<]*)</label>', html(response)))
    values = dict(re.findall(r'id="(f-[\d-]+)" name="[^"]*" value="([^"]*)"', html(response)))
    return {labels[name]: value for name, value in values.items()}


def newest() -> str:
    return months(timezone.localdate())[-1]


def of(period: str) -> str:
    return f"{SHEET}?period={period}"


def sent(east: tuple[str, str], west: tuple[str, str]) -> dict[str, str]:
    return {"f-0-0": east[0], "f-0-1": east[1], "f-1-0": west[0], "f-1-1": west[1]}


def test_the_sheet_holds_what_is_held_and_beneath_it_the_period_before(steward: Client) -> None:
    page = steward.get(of(newest()))
    assert boxes(page) == {
        "East Vale, People who came": "100",
        "East Vale, People who waited": "10",
        "West Vale, People who came": "100",
        "West Vale, People who waited": "3",
    }
    assert words(page).count(" 3 ") >= 2


def test_what_is_typed_is_previewed_then_taken_in_and_only_then_changes_anything(
    steward: Client, reader: Client
) -> None:
    loads = Load.objects.count()
    answer = steward.post(of(newest()), sent(("100", "20"), ("100", "3")), follow=True)
    preview = Upload.objects.get()
    assert answer.redirect_chain == [(f"/data/upload/{preview.pk}/", 302)]
    assert "1 corrected" in words(answer) or "corrected 1" in words(answer).lower()
    assert Load.objects.count() == loads
    done = steward.post(f"/data/upload/{preview.pk}/", {"do": "take-in", "note": "Counted again."}, follow=True)
    assert done.status_code == 200
    load = Load.objects.latest("pk")
    assert (load.supplied, load.corrected, load.unchanged, load.rejected) == (1, 1, 0, 0), (
        "the row that nobody changed is not sent"
    )
    # 80 of 100 in the east, 97 of 100 in the west: 177 of 200.
    assert "88.5%" in words(reader.get("/indicators/seen-in-time/"))


def test_a_period_of_which_nothing_is_held_is_typed_as_new(steward: Client) -> None:
    this = f"{timezone.localdate():%Y-%m}"
    assert set(boxes(steward.get(of(this))).values()) == {""}
    steward.post(of(this), sent(("90", "2"), ("", "")))
    steward.post(f"/data/upload/{Upload.objects.get().pk}/", {"do": "take-in"})
    load = Load.objects.latest("pk")
    assert (load.supplied, load.loaded) == (1, 1)
    assert boxes(steward.get(of(this)))["East Vale, People who came"] == "90"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("many", "a number"), ("1,2,3", "was expected"), ("#REF!", "spreadsheet"), ("9" * 30, "below a million million")],
)
def test_what_is_no_figure_is_said_in_its_box_and_nothing_is_kept(steward: Client, typed: str, said: str) -> None:
    page = steward.post(of(newest()), sent(("100", "10"), ("100", typed)))
    assert page.status_code == 400
    assert "There is a problem" in words(page)
    assert f"West Vale, People who waited: “{typed}" in words(page)
    assert said in words(page)
    assert boxes(page)["West Vale, People who waited"] == typed
    assert not Upload.objects.exists()


def test_a_sheet_that_changes_nothing_is_not_sent(steward: Client) -> None:
    page = steward.post(of(newest()), sent(("100", "10"), ("100", "3")))
    assert page.status_code == 400
    assert "Nothing is changed." in words(page)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("who", ["reader", "lead", "stranger"])
def test_only_who_may_load_it_may_type_it(signed_in, who: str) -> None:
    client = signed_in(who)
    assert client.get(SHEET).status_code == 403
    assert client.post(SHEET, sent(("1", "1"), ("1", "1"))).status_code == 403
    assert "Type figures" not in words(client.get("/data/sets/waits/"))
    assert not Upload.objects.exists()


def test_the_way_to_the_sheet_stands_on_the_data_set(steward: Client) -> None:
    assert SHEET in html(steward.get("/data/sets/waits/"))


def test_without_a_period_the_newest_that_is_over_is_shown(steward: Client) -> None:
    over = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert f'<option value="{over:%Y-%m}" selected>' in html(steward.get(SHEET))


@pytest.mark.parametrize("period", ["1999-01", "2198-01", "2025-Q1"])
def test_figures_are_never_typed_into_another_period_than_was_asked_for(steward: Client, period: str) -> None:
    assert steward.get(of(period)).status_code == 400
    page = steward.post(of(period), sent(("1", "1"), ("1", "1")))
    assert page.status_code == 400
    assert "cannot be typed here" in words(page)
    assert not Upload.objects.exists()


def test_a_data_set_whose_files_hold_more_than_figures_is_not_typed(steward: Client) -> None:
    dated = """
kind: source
code: waits-file
name: Waits, dated
data_set: waits
period: {column: Month}
dimensions: {area: {column: District}}
wide: [{column: Came, measure: came}, {column: Waited, measure: waited}]
extract_date_column: Extracted
"""
    apply_documents(OPERATOR, "dated", [read_text(dated, "waits-file.yaml")])
    page = steward.get(SHEET)
    assert page.status_code == 400
    assert "cannot be typed" in words(page)
    assert "Type figures" not in words(steward.get("/data/sets/waits/"))


def test_a_data_set_that_is_not_there(steward: Client) -> None:
    assert steward.get("/data/sets/nowhere/type/").status_code == 404


def test_a_steward_with_a_limit_types_and_sees_the_rows_within_it(vale, steward: Client) -> None:
    user = save_person(
        OPERATOR, "eastern", name="Eve Eastern", memberships=[("health", "data-steward")], scopes={"area": ["east"]}
    )
    eastern = Client()
    eastern.force_login(user)
    assert set(boxes(eastern.get(of(newest())))) == {"East Vale, People who came", "East Vale, People who waited"}
    assert len(boxes(steward.get(of(newest())))) == 4


def test_whoever_supplies_some_of_the_measures_only_uploads_them(vale) -> None:
    some = """
kind: expected-supply
code: waits-expected
name: Emergency waits
data_set: waits
supplies: [{provider: council, grain: month, due_days: 10, measures: [came]}]
"""
    apply_documents(OPERATOR, "some", [read_text(some, "waits-expected.yaml")])
    user = save_person(OPERATOR, "carl", name="Carl Council", memberships=[("council", "data-steward")])
    carl = Client()
    carl.force_login(user)
    assert carl.get("/data/upload/").status_code == 200
    assert "Type figures" not in words(carl.get("/data/sets/waits/"))
    assert "A line of Emergency waits states figures that are not yours, too." in words(carl.get(SHEET))


def test_each_look_at_what_is_held_is_in_the_trail(steward: Client) -> None:
    steward.get(of(newest()))
    look = AuditEntry.objects.filter(action="see-source-rows").latest("pk")
    assert (look.subject, str(look.who), look.detail["period"]) == ("waits", "Stan Steward", newest())


def test_what_stands_under_a_suppliers_own_code_is_not_typed_beside(vale, steward: Client, tmp_path) -> None:
    """An old code means East Vale: a figure typed for East Vale would be added to it, and count twice."""
    old = """
kind: mapping
code: old-districts
name: Districts before 1974
dimension: area
scheme: old-district
codes: [{code: E1, member: east}]
"""
    apply_documents(OPERATOR, "old", [read_text(old, "old-districts.yaml")])
    this = f"{timezone.localdate():%Y-%m}"
    supply(tmp_path, "waits-file", f"Month,District,Came,Waited\n{this},E1,50,1\n")
    for page in (steward.get(of(this)), steward.post(of(this), sent(("60", "1"), ("", "")))):
        assert page.status_code == 400
        assert "under codes of its data provider's own (such as “E1”)" in words(page)
    assert not Upload.objects.exists()


def test_a_figure_far_from_what_came_before_is_asked_about_once(steward: Client, tmp_path) -> None:
    """Three to five waited in each month before; sixty would be a jump, and six would not."""
    lines = [f"{month},east,100,{3 + n % 3}" for n, month in enumerate(months(timezone.localdate())[:-1])]
    supply(tmp_path, "waits-file", "\n".join(["Month,District,Came,Waited", *lines]))
    assert steward.post(of(newest()), sent(("100", "6"), ("100", "3"))).status_code == 302
    page = steward.post(of(newest()), sent(("100", "60"), ("100", "3")))
    assert page.status_code == 400
    assert "60 is far from what came before: the last 12 were between 3 and 5. Is it right?" in words(page)
    assert boxes(page)["East Vale, People who waited"] == "60"
    assert steward.post(of(newest()), sent(("100", "60"), ("100", "3")) | {"sure": "yes"}).status_code == 302


def test_what_somebody_typed_meanwhile_is_not_undone_unawares(steward: Client) -> None:
    (seen,) = re.findall(r'name="seen" value="(\w+)"', html(steward.get(of(newest()))))
    steward.post(of(newest()), sent(("100", "20"), ("100", "3")) | {"seen": seen})
    steward.post(f"/data/upload/{Upload.objects.get().pk}/", {"do": "take-in"})
    old_page = sent(("100", "10"), ("100", "4")) | {"seen": seen}
    refused = steward.post(of(newest()), old_page)
    assert refused.status_code == 400
    assert "Somebody changed this period since you opened the page" in words(refused)
    assert "East Vale, People who waited: Held now: 20. Yours would replace it." in words(refused)
    assert Upload.objects.count() == 1
    (now,) = re.findall(r'name="seen" value="(\w+)"', html(refused))
    assert steward.post(of(newest()), old_page | {"seen": now}).status_code == 302
