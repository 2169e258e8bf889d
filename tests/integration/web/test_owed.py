"""What I owe: everything in one list, late first; for others by who may see it; and that of those one stands in for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import supply, waits
from responsibility_world import administrator, manager, user
from undertaking_world import action, day, person, project, risk

from trigpoint.access.absences import BadAbsence, end_absence
from trigpoint.access.models import Absence, AuditEntry
from trigpoint.access.people import name_manager, save_person
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.changing import Wanted, draft, propose
from trigpoint.catalogue.models import Entry
from trigpoint.manage.deputies import be_away
from trigpoint.manage.milestones import add_milestone
from trigpoint.manage.models import Undertaking
from trigpoint.manage.undertakings import move_on

__all__ = ["administrator", "manager"]


def away(deputy: str = "reader", *, by: str = "lead", first: int = 0, last: int = 5, who: str = "lead") -> Absence:
    return be_away(person(by), user(who), deputy, day(first), day(last))


def days_ago(absence: Absence, days: int) -> None:
    """Let the absence have been so many days ago."""
    absence.first -= timedelta(days=days)
    absence.last -= timedelta(days=days)
    absence.save()


def proposed() -> None:
    save_person(OPERATOR, "analyst", name="Ana Analyst", memberships=[("", "analyst")])
    entry = Entry.objects.select_related("document").get(kind="rule-set", code="service", until=None)
    text = entry.document.text.replace("amber: 1", "amber: 2")
    change = draft(person("analyst"), [Wanted("rule-set", "service", text, entry.document_id)], title="Amber is wider")
    propose(person("analyst"), change.pk, ["health"])


def titles(response) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>.*?<a href="[^"]*">([^<]+)</a>', response.content.decode())


def test_everything_stands_in_one_list_with_what_is_late_first(lead, tmp_path):
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=40))
    far = action("In half a year", due=180)
    late = action("Open at weekends")
    Undertaking.objects.filter(pk=late.pk).update(due=day(-3))
    late.steps.update(due=day(-3))
    home_first = project()
    add_milestone(person("lead"), home_first.pk, "Tender let", day(20))
    risk()
    proposed()
    page = lead.get("/owed/")
    found = titles(page)
    assert found[0] == "Open at weekends"
    assert {"Tender let", "Home first", "The ward floods", "Commentary on Seen in time", "Amber is wider"} < set(found)
    assert found.index("The ward floods") < found.index("Tender let") < found.index(far.title)
    assert "one of them late" in words(page)
    # Home keeps what is near, and leads to the rest.
    home = words(lead.get("/"))
    assert "In half a year" not in home
    assert f"All {len(found)} in one list" in home


def test_a_steward_owes_data_and_an_upload_that_waits(steward):
    assert "Emergency waits" in words(steward.get("/owed/"))


def test_it_is_downloaded_as_any_table(lead):
    action()
    assert "Open at weekends" in lead.get("/owed/?download-owed=csv").content.decode("utf-8-sig")
    assert lead.get("/owed/?download-owed=xlsx").content[:2] == b"PK"


def test_nothing_owed_is_an_achievement(reader):
    page = reader.get("/owed/")
    assert b"empty-achievement" in page.content
    assert "You owe nothing" in words(page)


def test_another_persons_is_for_their_manager_and_administrators(reader, lead, administrator, manager):
    action()
    for client in (administrator, manager):
        assert "Open at weekends" in words(client.get("/owed/?person=lead"))
    assert reader.get("/owed/?person=lead").status_code == 403
    assert reader.get("/owed/?person=nobody-here").status_code == 403
    assert administrator.get("/owed/?person=nobody-here").status_code == 400
    assert "/owed/?person=lead" in manager.get("/me/").content.decode()
    # A manager of nobody any more.
    name_manager(OPERATOR, user("lead"), "")
    assert manager.get("/owed/?person=lead").status_code == 403
    assert "/owed/?person=lead" not in manager.get("/me/").content.decode()


def test_another_persons_shows_only_what_the_reader_may_read(administrator):
    action("Only for health", by="lead", audience="own-organisation", organisation="health")
    action("For all")
    page = words(administrator.get("/owed/?person=lead"))
    assert "For all" in page
    assert "Only for health" not in page


def test_the_list_does_not_ask_more_often_the_longer_it_is(lead):
    counts = []
    for number in range(2):
        action(f"The first {number}")
        lead.get("/owed/")
        with CaptureQueriesContext(connection) as queries:
            lead.get("/owed/")
        counts.append(len(queries))
        for more in range(3):
            action(f"Another {number} {more}")
    assert counts[0] == counts[1]


def test_a_deputy_sees_what_is_owed_and_takes_the_next_step(lead, reader, signed_in):
    one = action(by="steward")
    assert "Open at weekends" not in words(reader.get("/owed/"))
    answer = lead.post(
        "/people/lead/away/", {"first": day(0), "last": day(5), "deputy": "reader"}, follow=True
    )  # fmt: skip
    assert "Rita Reader stands in" in words(answer)
    said = f"Lena Lead, away until {day(5):%-d %B %Y}"
    assert said in words(reader.get("/owed/"))
    assert f"for {said}" in words(reader.get("/"))
    page = reader.get(f"/actions/{one.pk}/")
    assert "The next step" in words(page)
    assert "Lena Lead is away. You stand in" in words(page)
    move_on(person("reader"), one.pk, "Two people asked.", after=1, state="under-way")
    assert one.steps.last().author == user("reader")
    assert AuditEntry.objects.filter(action="say-away", subject="lead").exists()


def test_a_deputy_does_nothing_after_the_last_day_and_is_told_why(reader):
    one = action(by="steward")
    absence = away()
    days_ago(absence, 6)
    over = f"You stood in for Lena Lead until {day(-1):%-d %B %Y}"
    with pytest.raises(NotAllowed, match=over):
        move_on(person("reader"), one.pk, "Still here.", after=1)
    assert one.steps.count() == 1
    page = words(reader.get(f"/actions/{one.pk}/"))
    assert over in page
    assert "The next step" not in page
    answer = reader.post(f"/actions/{one.pk}/", {"do": "step", "text": "Still here.", "after": 1, "state": "to-do", "due": day(10), "owner": "lead"})  # fmt: skip
    assert answer.status_code == 403
    assert over in words(answer)
    assert reader.post(f"/actions/{one.pk}/move/", {"state": "done", "text": "Done.", "after": 1}).status_code == 403
    assert "Open at weekends" not in words(reader.get("/owed/"))


def test_a_deputy_does_nothing_before_the_first_day(reader):
    one = action(by="steward")
    away(first=2)
    with pytest.raises(NotAllowed, match=f"from {day(2):%-d %B %Y}"):
        move_on(person("reader"), one.pk, "Early.", after=1)


def test_the_last_day_itself_still_counts(reader):
    one = action(by="steward")
    days_ago(away(last=5), 5)
    move_on(person("reader"), one.pk, "On the last day.", after=1)


def test_an_absence_ended_early_ends_the_deputys_right_at_once(lead):
    one = action(by="steward")
    absence = away()
    lead.post("/people/lead/away/", {"end": absence.pk})
    with pytest.raises(NotAllowed):
        move_on(person("reader"), one.pk, "Still here.", after=1)
    with pytest.raises(BadAbsence):
        end_absence(person("lead"), user("lead"), absence.pk)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first": -1}, "is over"),
        ({"last": -1}, "before the first"),
        ({"last": 400}, "longer than a year"),
        ({"deputy": "lead"}, "somebody else"),
        ({"deputy": "nobody"}, "somebody else"),
        ({"deputy": "stranger"}, "has no role"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_with_the_reason(vale, given, said):
    with pytest.raises(BadAbsence, match=said):
        away(**given)
    assert not Absence.objects.exists()


def test_a_deputy_must_be_able_to_read_what_it_is_about(vale):
    action(by="lead", audience="own-organisation", organisation="health")
    with pytest.raises(BadAbsence, match="may not read 1"):
        away("reader")
    away("steward")


def test_nobody_stands_in_twice_or_while_they_are_away_themselves(vale):
    away("reader", who="steward", by="steward")
    with pytest.raises(BadAbsence, match="already"):
        away("lead", who="steward", by="steward", first=3, last=9)
    with pytest.raises(BadAbsence, match="is away"):
        away("steward")


def test_an_administrator_says_it_for_somebody_and_nobody_else_does(reader, administrator):
    sent = {"first": day(1), "last": day(3), "deputy": "steward"}
    assert reader.get("/people/lead/away/").status_code == 403
    assert reader.post("/people/lead/away/", sent).status_code == 403
    administrator.post("/people/lead/away/", sent)
    assert Absence.objects.get().person == user("lead")
    assert "Stan Steward stands in" in words(reader.get("/people/lead/"))


def test_what_a_form_of_absence_cannot_take_is_said_on_it(lead):
    answer = lead.post("/people/lead/away/", {"first": "soon", "last": "", "deputy": "me"})
    assert answer.status_code == 400
    assert "That is no day of the calendar" in words(answer)
    assert lead.post("/people/lead/away/", {"end": "x"}).status_code == 400


def test_an_absence_gives_no_right_to_what_the_deputy_could_not_read(vale):
    away("reader")
    one = action(by="lead", audience="own-organisation", organisation="health")
    with pytest.raises(Exception, match="not open to you"):
        move_on(person("reader"), one.pk, "Not mine.", after=1)


def test_managers_are_named_by_administrators_never_themselves_nor_in_a_circle(administrator, manager, reader):
    assert reader.post("/people/lead/manager/", {"manager": "reader"}).status_code == 403
    assert administrator.post("/people/lead/manager/", {"manager": "administrator"}).status_code == 403
    assert user("lead").manager == user("manager")
    page = administrator.post("/people/manager/manager/", {"manager": "lead"}, follow=True)
    assert "nobody manages themselves" in words(page)
    administrator.post("/people/lead/manager/", {"manager": "steward"})
    assert user("lead").manager == user("steward")
    assert AuditEntry.objects.filter(action="name-manager", subject="lead").exists()
