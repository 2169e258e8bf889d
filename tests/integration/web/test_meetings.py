"""Meetings: what was decided, the actions that arose, and what became of last time's; for their readers alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from web.report_world import analyst, browser_of, issued
from web.undertaking_world import day, person

from trigpoint.access.models import AuditEntry
from trigpoint.access.permissions import NotAllowed
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Undertaking
from trigpoint.manage.undertakings import move_on
from trigpoint.publish.meetings import decide, followed, hold_meeting, last_before, lay_before, meeting_of, meetings
from trigpoint.publish.models import Decision, Meeting


def test_a_decision_is_followed_from_one_meeting_to_the_next_on_pages_alone(vale, signed_in):
    viewer = analyst()
    pack = issued(viewer)
    client = browser_of(viewer)
    sent = {"name": "The Board", "day": day(-30).isoformat(), "pack": pack.pk, "audience": "partnership:"}
    first = client.post("/meetings/new/", sent, follow=True)
    assert "The meeting is written down" in words(first)
    assert pack.title in words(first)
    meeting = Meeting.objects.get()
    decided = client.post(
        f"/meetings/{meeting.pk}/",
        {"do": "decide", "text": "Open the ward at weekends.", "by": "All partners", "action": "Open at weekends",
         "owner": "lead", "due": day(10).isoformat(), "indicator": "seen-in-time"},
        follow=True,
    )  # fmt: skip
    assert "It is written down, and its action raised" in words(decided)
    action = Undertaking.objects.get()
    assert "Open the ward at weekends" in action.details
    assert "The Board" in words(client.get(f"/actions/{action.pk}/")), "the action leads back to its meeting"
    client.post("/meetings/new/", sent | {"day": day(0).isoformat()})
    move_on(person("lead"), action.pk, "It has been open for a week.", after=1, state="done")
    second = Meeting.objects.get(day=day(0))
    page = words(signed_in("reader").get(f"/meetings/{second.pk}/"))
    assert "The action that arose last time is no longer open" in page
    assert "Open at weekends : done" in page
    assert "It has been open for a week" in page


def test_the_list_says_how_many_are_still_open_without_a_query_a_meeting(vale):
    viewer = analyst()

    def hold(number: int) -> None:
        meeting = hold_meeting(viewer, f"Meeting {number}", day(-number))
        decide(viewer, meeting.pk, "Do it.", action="It is done", owner="lead", due=day(5))

    hold(1)
    client = browser_of(viewer)
    client.get("/meetings/")
    with CaptureQueriesContext(connection) as one:
        client.get("/meetings/")
    for number in range(2, 6):
        hold(number)
    with CaptureQueriesContext(connection) as five:
        page = client.get("/meetings/")
    assert len(five) == len(one)
    assert words(page).count("Meeting 3") >= 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"text": " "}, "what was decided"),
        ({"text": "x" * 4001}, "4,000"),
        ({"by": "x" * 201}, "200"),
        ({"owner": "lead"}, "what is to be done"),
        ({"action": "Do it", "owner": "lead"}, "day"),
        ({"action": "Do it", "owner": "nobody", "due": day(1)}, "from the list"),
        ({"action": "Do it", "owner": "lead", "due": day(-1)}, "over"),
    ],
)
def test_what_cannot_be_decided_is_refused_whole(vale, more, says):
    viewer = analyst()
    meeting = hold_meeting(viewer, "The Board", day(0))
    with pytest.raises(BadText, match=says):
        decide(viewer, meeting.pk, **({"text": "We agree."} | more))
    assert not Decision.objects.exists()
    assert not Undertaking.objects.exists()


def test_a_meeting_of_one_organisation_is_for_its_own_and_so_are_its_actions(vale, signed_in):
    viewer = analyst("health")
    meeting = hold_meeting(viewer, "Health executive", day(0), audience="own-organisation", organisation="health")
    decide(viewer, meeting.pk, "Quietly.", action="Do it quietly", owner="lead", due=day(5))
    assert signed_in("lead").get(f"/meetings/{meeting.pk}/").status_code == 200
    for username in ("reader", "easterner", "stranger"):
        client = signed_in(username)
        assert client.get(f"/meetings/{meeting.pk}/").status_code in (403, 404)
        assert "Health executive" not in client.get("/meetings/").content.decode()
    assert Undertaking.objects.get().organisation == "health"
    with pytest.raises(BadText, match="does not belong"):
        decide(viewer, meeting.pk, "Loudly.", action="Do it", owner="reader", due=day(5))


def test_a_pack_is_laid_only_before_those_who_may_read_it(vale):
    viewer = analyst("health")
    own = issued(viewer, "Own pack", audience="own-organisation", organisation="health")
    wide = issued(viewer, "Wide pack")
    with pytest.raises(BadText, match="other readers"):
        hold_meeting(viewer, "The Board", day(0), pack=own.pk)
    meeting = hold_meeting(viewer, "Executive", day(0), pack=own.pk, audience="own-organisation", organisation="health")
    lay_before(viewer, meeting.pk, wide.pk)
    lay_before(viewer, meeting.pk, None)
    with pytest.raises(BadText, match="no such issue"):
        lay_before(viewer, meeting.pk, 10**6)


def test_only_who_issues_reports_writes_meetings_down(vale, signed_in):
    meeting = hold_meeting(analyst(), "The Board", day(0))
    with pytest.raises(NotAllowed):
        hold_meeting(person("reader"), "Mine", day(0))
    with pytest.raises(NotAllowed):
        decide(person("lead"), meeting.pk, "I decide.")
    assert signed_in("reader").get("/meetings/new/").status_code == 403
    assert signed_in("reader").post(f"/meetings/{meeting.pk}/", {"do": "decide", "text": "x"}).status_code == 403
    assert "Write one down" not in words(signed_in("reader").get(f"/meetings/{meeting.pk}/"))


def test_the_last_meeting_is_that_of_the_same_name_before(vale):
    viewer = analyst()
    one, other = hold_meeting(viewer, "The Board", day(-60)), hold_meeting(viewer, "Executive", day(-30))
    two = hold_meeting(viewer, "The Board", day(-1))
    assert last_before(viewer, two) == one
    assert last_before(viewer, other) is None
    assert list(meetings(viewer)) == [two, other, one]
    with pytest.raises(BadText, match="already"):
        hold_meeting(viewer, "The Board", day(-1))
    with pytest.raises(BadText, match="no such meeting"):
        meeting_of(viewer, 10**6)
    assert followed(viewer, [one], timezone.localdate() + timedelta(days=1)) == {one.pk: []}


def test_all_of_it_is_in_the_trail(vale):
    viewer = analyst()
    meeting = hold_meeting(viewer, "The Board", day(0))
    decide(viewer, meeting.pk, "We agree.")
    lay_before(viewer, meeting.pk, None)
    found = AuditEntry.objects.filter(kind="meeting", subject=str(meeting.pk)).values_list("action", flat=True)
    assert set(found) == {"hold-meeting", "decide", "lay-before-meeting"}
