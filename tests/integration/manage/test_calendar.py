"""The calendar that other programs read: whose it is, what stands in it, and on which day across the change of the clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from trigpoint.access.models import User
from trigpoint.manage.about import About
from trigpoint.manage.models import CalendarKey, Kind, Undertaking
from trigpoint.manage.undertakings import move_on, raise_undertaking

DUE = timezone.localdate() + timedelta(days=5)


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def address(username: str) -> str:
    """The path of a calendar that somebody makes."""
    page = client_of(username).post("/news/calendar/", {"does": "make"})
    found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", page.content.decode())
    assert found
    return found[1]


def events(path: str) -> dict[str, date]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(one["summary"]): one.decoded("dtstart") for one in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.fixture
def action(as_person) -> Undertaking:
    return raise_undertaking(
        as_person("reader"), Kind.ACTION, About("seen-in-time"), "Open; at weekends, too", owner="lead", due=DUE
    )


def test_the_days_of_my_actions_and_supplies_stand_in_it(action: Undertaking) -> None:
    assert events(address("lead")) == {"Open; at weekends, too": DUE}
    assert "Supply Emergency waits" in events(address("steward"))
    assert events(address("reader")) == {}


def test_a_day_stays_that_day_when_the_clock_changes(action: Undertaking) -> None:
    path = address("lead")
    for day in (date(2027, 3, 28), date(2027, 10, 31), date(2027, 6, 30)):
        action.steps.update(due=day)
        Undertaking.objects.update(due=day)
        (event,) = Calendar.from_ical(Client().get(path).content).walk("VEVENT")
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (day, day + timedelta(days=1))
        assert b"DTSTART;VALUE=DATE:" in Client().get(path).content


def test_what_is_done_is_there_no_more_and_what_moved_keeps_its_name(as_person, action: Undertaking) -> None:
    path = address("lead")

    def uid() -> str:
        (event,) = Calendar.from_ical(Client().get(path).content).walk("VEVENT")
        return str(event["uid"])

    before = uid()
    later = {"due": DUE + timedelta(days=3), "owner": "lead"}
    move_on(as_person("lead"), action.pk, "Later.", state="under-way", after=1, **later)
    assert uid() == before
    move_on(as_person("lead"), action.pk, "Done.", state="done", after=2, **later)
    assert events(path) == {}


def test_a_secret_is_its_owners_and_ends(vale) -> None:
    first = address("lead")
    second = address("lead")
    assert Client().get(first).status_code == 404
    assert first.split("/")[2].removesuffix(".ics") not in str(list(CalendarKey.objects.values()))
    assert Client().get(second).status_code == 200
    assert Client().post(second).status_code == 405
    client_of("lead").post("/news/calendar/", {"does": "end"})
    assert Client().get(second).status_code == 404


def test_a_closed_account_and_one_without_a_role_have_no_calendar(vale) -> None:
    path = address("lead")
    User.objects.filter(username="lead").update(is_active=False)
    assert Client().get(path).status_code == 404
    User.objects.filter(username="lead").update(is_active=True)
    User.objects.get(username="lead").memberships.all().delete()
    assert Client().get(path).status_code == 404
    assert client_of("stranger").post("/news/calendar/", {"does": "make"}).status_code == 403
    assert Client().get("/calendar/nothing.ics").status_code == 404
