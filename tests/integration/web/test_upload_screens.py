"""Uploading by page: a preview that changes nothing, a decision, and an account that adds up."""

from __future__ import annotations

import pytest
from data_world import corrected, faulty, newest_month, newest_upload, send, sent, text
from django.conf import settings
from django.utils import timezone
from reference.vale import waits

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import store
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.models import Upload


def version() -> int:
    return store().table(in_force().data_sets["waits"]).version()


def test_the_preview_says_which_figures_and_colours_would_change_and_changes_nothing(steward):
    before, loads = version(), Load.objects.count()

    page = text(steward.get(sent(steward, corrected())))

    # (200 - 10 - 3) / 200 = 93.5% was amber under Board (95, tolerance 5); (200 - 40 - 3) / 200 = 78.5% is red.
    assert "93.5%" in page
    assert "78.5%" in page
    assert "Amber to Red" in page
    assert "1 figure corrected; " in page
    assert version() == before
    assert Load.objects.count() == loads


def test_taking_in_leads_to_an_account_that_adds_up(steward):
    where = sent(steward, faulty())

    answer = steward.post(where, {"do": "take-in", "note": "After audit"}, follow=True)

    load = Load.objects.latest("pk")
    assert (load.supplied, load.corrected, load.rejected, load.note) == (3, 1, 2, "After audit")
    assert answer.redirect_chain[-1][0] == f"/data/loads/{load.pk}/"
    assert "3 rows supplied = 0 loaded + 0 unchanged + 1 corrected + 2 rejected" in text(answer)
    assert not (settings.INSTALLATION.files / newest_upload().kept_as).exists()


def test_a_file_that_is_given_up_is_gone_and_changed_nothing(steward):
    before = version()
    where = sent(steward, corrected())
    kept = settings.INSTALLATION.files / newest_upload().kept_as
    assert kept.exists()

    answer = steward.post(where, {"do": "give-up"}, follow=True)

    assert "was given up. Nothing was changed." in text(answer)
    assert not kept.exists()
    assert version() == before
    assert steward.get(where)["Location"] == "/data/upload/"


def test_a_file_that_is_supplied_twice_changes_nothing(steward):
    before = version()
    page = text(steward.get(sent(steward, waits(timezone.localdate()))))
    assert "Nothing would change: all of it is held already" in page
    assert version() == before


def test_each_fault_is_shown_with_row_column_text_and_what_to_do(steward):
    page = text(steward.get(sent(steward, faulty())))
    assert "row 3, column C (Came)" in page
    assert "=1+1" in page
    assert "row 4, column A (Month)" in page
    assert "Periods that cannot be read" in page


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("waits.csv", b"Month,Came\n2019-01,1\n", "District"),
        ("waits.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("waits.csv", b"%PDF-1.7 not a table", "PDF"),
        ("waits.csv", b"\x00\x01\x02\x03" * 200, ""),
        ("waits.parquet", b"PAR1 but broken", ""),
        ("waits.csv", b"Month,District,Came,Waited\n", ""),
    ],
)
def test_a_bad_file_is_a_page_that_says_so(steward, name, content, says):
    where = sent(steward, content, name=name)
    before = Load.objects.count()
    for answer in (steward.get(where), steward.post(where, {"do": "take-in"}, follow=True)):
        assert answer.status_code in (200, 400)
        assert "Traceback" not in text(answer)
    assert says in text(steward.get(where)) or Load.objects.count() > before


def test_a_picture_is_called_a_picture_and_its_name_is_not_blamed(steward):
    page = text(steward.get(sent(steward, b"\x89PNG\r\n\x1a\n" + bytes(200), name="table.png")))
    assert "table.png: it is a picture. Supply the table itself" in page
    page = text(steward.get(sent(steward, b"\x89PNG\r\n\x1a\n" + bytes(200), name="table.csv")))
    assert "it is a picture, whatever its name says" in page


TOTALS = "Month,District,Came,Waited\n{month},east,100,10\n{month},Grand total,100,10\n{month},west,n/k,3\nTotal of above,west,1,1\n"


def test_rows_of_totals_are_to_be_taken_out_and_nothing_technical_is_said_to_a_steward(steward, signed_in):
    sheet = TOTALS.format(month=newest_month())
    page = text(steward.get(sent(steward, sheet)))
    assert page.count("This looks like a total row: take it out, totals are worked out here.") == 2
    assert "ask an analyst or an administrator" in page
    assert "`nothing`" not in page
    assert "in the source" not in page

    save_person(OPERATOR, "ada", name="Ada Admin", memberships=[("", "administrator")])
    admin = signed_in("ada")
    where = sent(admin, sheet)
    assert "listed in the source under `nothing`" in text(admin.get(where))
    admin.post(where, {"do": "take-in"})
    account = f"/data/loads/{Load.objects.latest('pk').pk}/"
    assert "listed in the source under `nothing`" in text(admin.get(account))
    assert "`nothing`" not in text(steward.get(account))


def test_figures_of_a_month_still_to_come_are_said_before_and_after_they_are_taken_in(steward):
    where = sent(steward, "Month,District,Came,Waited\n2091-01,east,100,10\n2091-01,west,80,4\n")
    said = "2 of its rows are of January 2091, which has not begun."
    assert said in text(steward.get(where))
    account = steward.post(where, {"do": "take-in"}, follow=True)
    assert "Taken in:" in text(account)
    assert said in text(account)
    assert "are not shown as the latest before their time" in text(account)


def test_an_empty_file_and_no_file_are_refused_beside_the_control(steward):
    assert "is empty" in text(send(steward, b""))
    answer = steward.post("/data/upload/", {"source": "waits-file"})
    assert answer.status_code == 400
    assert "Choose a file" in text(answer)
    assert "Choose how the file is to be read" in text(send(steward, "a,b\n", source="no-such-source"))


def test_a_hostile_name_is_shown_as_text_and_never_becomes_a_path(steward):
    page = text(steward.get(sent(steward, corrected(), name="..\\..\\<script>alert(1)<x>.csv")))
    kept = newest_upload()
    assert "<script>alert" not in page
    assert "/" not in kept.name
    assert "\\" not in kept.name
    assert (settings.INSTALLATION.files / kept.kept_as).resolve().is_relative_to(settings.INSTALLATION.files)


def test_a_steward_uploads_for_their_own_organisation_only(steward):
    page = text(steward.get("/data/upload/"))
    assert "Emergency waits, monthly" in page
    assert "Posts, monthly" not in page
    assert "You may not take in Posts" in text(send(steward, "Month,Partner,Empty\n", source="posts-file"))
    assert not Upload.objects.filter(source="posts-file").exists()


def test_nobody_else_sees_or_decides_about_an_upload(steward, reader, stranger, signed_in):
    where = sent(steward, corrected())
    save_person(OPERATOR, "other", name="Olga Other", memberships=[("health", "data-steward")])
    for client in (reader, stranger, signed_in("other")):
        assert client.get(where).status_code == 403
        assert client.post(where, {"do": "take-in"}).status_code == 403
    assert Load.objects.filter(pk=newest_upload().load_id).count() == 0


def test_without_a_source_one_is_proposed_and_agreed_by_who_may_change_definitions(steward, signed_in):
    where = sent(steward, corrected(), source="propose:waits")
    page = text(steward.get(where))
    assert "kind: source" in page
    assert "Only an analyst or an administrator may add a source" in page
    assert steward.post(where, {"do": "agree", "data-set": "waits", "text": "kind: source"}).status_code == 403

    save_person(OPERATOR, "admin", name="Ada Admin", memberships=[("", "administrator")])
    admin = signed_in("admin")
    where = sent(admin, corrected(), source="propose:waits")
    answer = admin.get(where)
    proposed = answer.context["text"]
    sources = set(in_force().sources)
    assert admin.post(where, {"do": "agree", "data-set": "waits", "text": "kind: bored"}).status_code == 400
    answer = admin.post(where, {"do": "agree", "data-set": "waits", "text": proposed}, follow=True)
    assert "78.5%" in text(answer)
    assert set(in_force().sources) == sources | {"waits"}


def test_upload_addresses_edited_by_hand_are_not_found(steward):
    for path in ("/data/upload/999999/", "/data/upload/?mends=999999", "/data/upload/?mends=x"):
        assert steward.get(path).status_code == 404


@pytest.mark.parametrize(
    "row",
    [
        "{month},east,1e400,3", "{month},east,1e999,3", "{month},east," + "7" * 5000 + ",3",
        "2019.." * 600 + "2019,east,100,3", "week of " * 500 + "2019-02-04,east,100,3", "{month}," + "x" * 200_000 + ",100,3",
        "{month}," + "x" * 20_000 + ",100,3",
    ],
    ids=["1e400", "1e999", "5,000 digits", "600 years", "500 weeks", "a longer cell than any", "a long place"],
)  # fmt: skip
def test_one_hostile_cell_is_a_reject_in_words_and_the_rest_is_shown(steward, row):
    content = f"Month,District,Came,Waited\n{newest_month()},west,100,4\n{row.format(month=newest_month())}\n"
    page = steward.get(sent(steward, content))
    assert page.status_code == 200
    assert "1 row rejected" in text(page)
    assert len(page.content) < 100_000
