"""Actions on pages: raised beside a figure, moved on by whoever does them, owed on Home, and told where none is."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import months

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.viewers import viewer_of
from trigpoint.ask import standing as reading
from trigpoint.ask.door import answer
from trigpoint.manage.about import About
from trigpoint.manage.models import Kind, Undertaking
from trigpoint.manage.standing import standing
from trigpoint.manage.undertakings import raise_undertaking

SEEN = "/indicators/seen-in-time/?framework=agreement"


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def sent(**more: str) -> dict[str, str]:
    period = months(timezone.localdate())[-1]
    return {
        "do": "action", "period": period, "title": "Open at weekends", "owner": "lead", "due": day(10),
        "details": "From the first of the month.", "audience": "partnership:",
    } | more  # fmt: skip


@pytest.fixture
def raised(reader: Client) -> Undertaking:
    assert reader.post(SEEN, sent()).status_code == 302
    return Undertaking.objects.get()


def step(action: Undertaking, **more: str) -> dict[str, str]:
    return {
        "text": "", "state": action.state, "due": action.due.isoformat(), "owner": action.owner.username,
        "after": str(action.steps.count()),
    } | more  # fmt: skip


def test_an_action_is_raised_beside_the_figure_and_flagged_on_its_chart(reader: Client, raised: Undertaking) -> None:
    page = reader.get(SEEN)
    assert "Open at weekends" in words(page)
    assert f"To do, due by {raised.due:%-d %B %Y}" in words(page)
    assert (raised.indicator, raised.framework, raised.item) == ("seen-in-time", "agreement", "seen-in-time")
    assert "Action, to do: Open at weekends" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Say in a few words what is to be done."),
        ({"owner": ""}, "Choose who is to do it."),
        ({"owner": "nobody"}, "nobody is not one of the available choices"),
        ({"due": ""}, "Choose the day by which it is to be done."),
        ({"due": "31-31-2031"}, "That is no day of the calendar."),
        ({"due": "2019-01-01"}, "1 January 2019 is over. Choose a day by which it can be done."),
        ({"due": "9999-12-31"}, "That day is too far away."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(reader: Client, wrong: dict[str, str], said: str) -> None:
    page = reader.post(SEEN, sent(**wrong))
    assert page.status_code == 400
    assert said in words(page)
    assert not Undertaking.objects.exists()


def test_its_owner_moves_it_on_and_each_step_stays(lead: Client, reader: Client, raised: Undertaking) -> None:
    address = f"/actions/{raised.pk}/"
    lead.post(address, step(raised, state="under-way", text="Two people asked."))
    raised.refresh_from_db()
    lead.post(address, step(raised, state="done", text="Open since Saturday."))
    page = words(reader.get(address))
    assert "Done on" in page
    assert page.index("Two people asked.") < page.index("Open since Saturday.")
    assert "From the first of the month." in page
    assert "Open since Saturday." in words(reader.get("/actions/?show=over"))
    assert "Open at weekends" not in words(reader.get("/actions/"))


def test_the_figure_stands_beside_it_as_it_was_and_as_it_is(reader: Client, lead: Client) -> None:
    # 97 of 100 in each district in the month before the last; 90 and 97 of 100 in the last.
    before = months(timezone.localdate())[-2]
    reader.post(SEEN, sent(period=before))
    page = words(reader.get(f"/actions/{Undertaking.objects.get().pk}/"))
    assert re.search(r"Seen in time 97\.0% \S+ \S+ Green 93\.5% \S+ \S+ Amber Worse 3\.5 points", page)


def test_its_figures_as_they_were_and_as_they_are_are_asked_for_in_one_batch(
    reader: Client, raised: Undertaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.post(f"/actions/{raised.pk}/", {"do": "figures", "figures": ["empty-posts"], "node": ""})
    batches = []
    monkeypatch.setattr(reading, "answer", lambda *asked: batches.append(asked) or answer(*asked))
    page = words(reader.get(f"/actions/{raised.pk}/"))
    assert "Empty posts" in page
    assert "Seen in time" in page
    assert len(batches) == 1


def test_what_actions_moved_is_a_question_with_a_page(reader: Client) -> None:
    # 97% in the county in the month before the last, 93.5% in the last.
    before = months(timezone.localdate())[-2]
    reader.post(SEEN, sent(period=before))
    reader.post(SEEN, sent(title="Raised on the newest"))
    reader.post(SEEN, sent(period=before, title="Dropped since"))
    dropped = Undertaking.objects.get(title="Dropped since")
    reader.post(f"/actions/{dropped.pk}/", step(dropped, state="dropped", text="No money."))
    rows = json.loads(reader.get("/actions/?show=moved&download=json").content)["rows"]
    told = {row["action"]: (row["then"], row["now"], row["moved"], row["moved_amount"]) for row in rows}
    assert told == {
        "Open at weekends": (97, 93.5, "Worse", -3.5),
        "Raised on the newest": (93.5, 93.5, "nothing newer yet", None),
    }
    assert "Worse 3.5 points" in words(reader.get("/actions/?show=moved"))


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ({}, "Nothing is changed, and nothing said."),
        ({"state": "done"}, "Say why"),
        ({"state": "dropped"}, "Say why"),
        ({"due": "LATER"}, "Say why"),
        ({"owner": "steward"}, "Say why"),
        ({"due": "2019-01-01", "text": "Sooner."}, "is over"),
        ({"state": "someday"}, "someday is not one of the available choices"),
    ],
)
def test_a_step_that_says_too_little_is_refused(
    lead: Client, raised: Undertaking, move: dict[str, str], said: str
) -> None:
    move = {name: day(40) if value == "LATER" else value for name, value in move.items()}
    page = lead.post(f"/actions/{raised.pk}/", step(raised, **move))
    assert page.status_code == 400
    assert said in words(page)
    assert raised.steps.count() == 1


def test_two_who_take_a_step_at_once_lose_neither(lead: Client, reader: Client, raised: Undertaking) -> None:
    """Reader raised it, lead does it: both have the page open."""
    address, mine = f"/actions/{raised.pk}/", step(raised, text="Mine.")
    lead.post(address, step(raised, text="Theirs."))
    page = reader.post(address, mine)
    assert page.status_code == 400
    assert "Somebody took a step of this action since you opened it" in words(page)
    assert "Theirs." in words(page)
    assert "Mine." in page.content.decode()
    again = re.search(r'name="after" value="(\d+)"', page.content.decode())
    assert again is not None
    assert reader.post(address, mine | {"after": again[1]}).status_code == 302
    assert [one.text for one in raised.steps.all()] == ["", "Theirs.", "Mine."]


def test_only_who_raised_it_does_it_or_administers_may_move_it(steward: Client, raised: Undertaking) -> None:
    page = steward.get(f"/actions/{raised.pk}/")
    assert page.status_code == 200
    assert "The next step" not in words(page)
    refused = steward.post(f"/actions/{raised.pk}/", step(raised, text="I was here."))
    assert refused.status_code == 403
    assert raised.steps.count() == 1


def test_what_is_near_or_late_is_owed_on_home_and_what_is_far_is_not(
    lead: Client, reader: Client, raised: Undertaking
) -> None:
    assert "Open at weekends" in words(lead.get("/"))
    assert "Open at weekends" not in words(reader.get("/"))
    Undertaking.objects.update(due=timezone.localdate() + timedelta(days=60))
    raised.steps.update(due=timezone.localdate() + timedelta(days=60))
    assert "Open at weekends" not in words(lead.get("/"))
    raised.steps.update(due=timezone.localdate() - timedelta(days=1))
    assert "was due on" in words(lead.get("/"))
    assert "One action is to be done, and it is late." in words(lead.get("/actions/"))


def test_an_action_for_one_organisation_is_read_there_only(vale, signed_in) -> None:
    lead = User.objects.get(username="lead")
    (own,) = [one.organisation for one in lead.memberships.all() if one.organisation][:1] or [""]
    assert own, "the lead belongs to an organisation"
    action = raise_undertaking(
        viewer_of(lead), Kind.ACTION, About("seen-in-time"), "Talk to the ward", owner="lead", due=timezone.localdate(),
        audience="own-organisation", organisation=own,
    )  # fmt: skip
    outside = signed_in("reader")
    assert outside.get(f"/actions/{action.pk}/").status_code == 404
    assert "Talk to the ward" not in words(outside.get("/actions/"))
    assert "Talk to the ward" not in words(outside.get("/indicators/seen-in-time/"))
    assert "Talk to the ward" in words(signed_in("lead").get("/actions/"))


def test_as_known_on_a_day_it_stands_as_it_stood_then(vale, lead: Client, raised: Undertaking) -> None:
    week = timezone.now() - timedelta(days=7)
    Undertaking.objects.update(at=week)
    raised.steps.update(at=week)
    lead.post(f"/actions/{raised.pk}/", step(raised, state="done", text="Open."))
    viewer, today = viewer_of(User.objects.get(username="lead")), timezone.localdate()
    (then,) = standing(viewer, today, known_at=timezone.now() - timedelta(days=2))
    (now,) = standing(viewer, today)
    assert (then.state, now.state) == ("To do", "Done")
    assert standing(viewer, today, known_at=week - timedelta(days=1)) == []


def test_every_step_leaves_a_trail(lead: Client, raised: Undertaking) -> None:
    lead.post(f"/actions/{raised.pk}/", step(raised, text="Two people asked."))
    found = AuditEntry.objects.filter(kind="action", subject=str(raised.pk)).order_by("pk")
    assert [(one.action, str(one.who)) for one in found] == [
        ("raise-action", "Rita Reader"), ("move-action", "Lena Lead"),
    ]  # fmt: skip


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999"])
def test_an_action_that_is_not_there_is_said_so(reader: Client, pk: str) -> None:
    assert reader.get(f"/actions/{pk}/").status_code == 404


def test_more_actions_take_no_more_queries(reader: Client) -> None:
    def queries() -> int:
        reader.get("/actions/")  # what was done is said once
        with CaptureQueriesContext(connection) as found:
            assert reader.get("/actions/").status_code == 200
        return len(found)

    reader.post(SEEN, sent())
    few = queries()
    for number in range(8):
        reader.post(SEEN, sent(title=f"Another {number}"))
    assert queries() == few
