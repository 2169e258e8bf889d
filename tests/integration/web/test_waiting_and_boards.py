"""Work that waits for other work, work on the board and drawn by month, from a note, and by parts of a scorecard."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words
from undertaking_world import action, day, person, project, risk

from trigpoint.manage.about import About
from trigpoint.manage.models import Kind, Undertaking, Wait
from trigpoint.manage.notes import add_note
from trigpoint.manage.undertakings import move_on
from trigpoint.manage.waits import wait_for

SEEN = "/indicators/seen-in-time/?framework=agreement"


def waits(client: Client, one: Undertaking, other: Undertaking):
    return client.post(f"/{one.kind}s/{one.pk}/", {"do": "wait", "awaited": other.pk})


def test_what_waits_and_what_it_waits_for_say_so_of_each_other(lead: Client, vale) -> None:
    one, other = action("Open at weekends"), project("Hire nurses")
    assert waits(lead, one, other).status_code == 302
    assert "What it waits for Hire nurses" in words(lead.get(f"/actions/{one.pk}/"))
    assert "What waits for it Open at weekends" in words(lead.get(f"/projects/{other.pk}/"))
    assert "Waits for “Hire nurses”" in words(lead.get("/actions/"))
    lead.post(f"/actions/{one.pk}/", {"do": "stop-waiting", "awaited": other.pk})
    assert "Waits for" not in words(lead.get("/actions/"))
    again = lead.post(f"/actions/{one.pk}/", {"do": "stop-waiting", "awaited": other.pk})
    assert again.status_code == 400
    assert "It does not wait for that" in words(again)


def test_what_waits_for_something_late_says_so(lead: Client, vale) -> None:
    one, other = action("Open at weekends"), action("Hire nurses")
    wait_for(person("lead"), one.pk, other.pk)
    assert "is late" not in words(lead.get(f"/actions/{one.pk}/"))
    other.steps.update(due=day(-1))
    assert "It waits for “Hire nurses”, which is late." in words(lead.get(f"/actions/{one.pk}/"))
    assert "Waits for “Hire nurses”, which is late" in words(lead.get("/actions/"))
    move_on(person("lead"), other.pk, "No money.", after=1, state="dropped")
    assert "It waits for “Hire nurses”, which is dropped." in words(lead.get(f"/actions/{one.pk}/"))


def test_a_circle_is_refused_with_the_way_in_words(lead: Client, vale) -> None:
    first, second, third = action("A"), project("B"), action("C")
    wait_for(person("lead"), first.pk, second.pk)
    wait_for(person("lead"), second.pk, third.pk)
    page = waits(lead, third, first)
    assert page.status_code == 400
    assert "That would go in a circle: “A” waits for “B”, which waits for “C”. So “C” cannot wait for “A”." in words(
        page
    )
    assert Wait.objects.count() == 2
    lead.post(f"/projects/{second.pk}/", {"do": "stop-waiting", "awaited": third.pk})
    assert waits(lead, third, first).status_code == 302


def test_a_circle_through_what_is_not_open_to_one_names_it_not(reader: Client, vale) -> None:
    first, third = action("A", owner="reader"), action("C", owner="reader")
    hidden = action("Talk to the ward", by="lead", audience="own-organisation", organisation="health")
    move_on(person("reader"), first.pk, "Yours.", after=1, owner="lead")
    wait_for(person("lead"), first.pk, hidden.pk)
    wait_for(person("lead"), hidden.pk, third.pk)
    page = waits(reader, third, first)
    assert page.status_code == 400
    assert "“A” waits for something that is not open to you, which waits for “C”" in words(page)
    assert "Talk to the ward" not in page.content.decode()


@pytest.mark.parametrize("awaited", ["itself", "risk", "0", "x", "99999999999999999999", ""])
def test_what_cannot_be_waited_for_is_refused(lead: Client, vale, awaited: str) -> None:
    one, other = action(), risk()
    number = {"itself": str(one.pk), "risk": str(other.pk)}.get(awaited, awaited)
    assert lead.post(f"/actions/{one.pk}/", {"do": "wait", "awaited": number}).status_code == 400
    assert not Wait.objects.exists()


def card(client: Client, one: Undertaking, state: str, text: str = "", after: str = "1"):
    form = {"state": state, "text": text, "after": after, "back": "show=mine&view=board"}
    return client.post(f"/actions/{one.pk}/move/", form)


def test_a_card_is_moved_on_the_board_without_script(lead: Client, vale) -> None:
    one = action()
    answer = card(lead, one, "under-way")
    assert answer.url == f"/actions/?show=mine&view=board#card-{one.pk}"
    page = words(lead.get("/actions/?view=board"))
    assert "It is moved: under way." in page
    assert re.search(r"To do 0 None\. Under way 1 Open at weekends", page)


@pytest.mark.parametrize(
    ("state", "text", "after", "said"),
    [
        ("done", "", "1", "Say why"),
        ("burnt", "x", "1", "There is no state “burnt”."),
        ("under-way", "Mine.", "7", "Somebody took a step of this action since you opened it"),
        ("under-way", "Mine.", "x", "You wrote: Mine."),
        ("to-do", "", "1", "Nothing is changed"),
    ],
)
def test_a_card_that_cannot_be_moved_says_why_and_loses_no_words(
    lead: Client, vale, state: str, text: str, after: str, said: str
) -> None:
    one = action()
    assert card(lead, one, state, text, after).status_code == 302
    assert said in words(lead.get("/actions/?view=board"))
    assert one.steps.count() == 1


def test_nobody_moves_a_card_that_is_not_theirs(steward: Client, stranger: Client, vale) -> None:
    one = action()
    assert "Move" not in words(steward.get("/actions/?view=board"))
    assert card(steward, one, "under-way").status_code == 403
    assert card(stranger, one, "under-way").status_code == 403
    assert steward.get(f"/actions/{one.pk}/move/").status_code == 405


def test_the_address_that_a_card_goes_back_to_stays_here(lead: Client, vale) -> None:
    one = action()
    form = {"state": "under-way", "after": "1", "back": "//evil.example/?x=1"}
    assert lead.post(f"/actions/{one.pk}/move/", form).url.startswith("/actions/?")


def test_the_timeline_says_in_words_what_it_draws(lead: Client, vale) -> None:
    one, other = action(), project()
    one.steps.update(due=day(-3))
    page = lead.get("/actions/?view=timeline")
    today = timezone.localdate()
    assert f"{today:%-d %B %Y} to {today:%-d %B %Y}, to do, late" in words(page)
    assert f"{day(-60):%-d %B %Y} to {day(60):%-d %B %Y}, to do" in words(page)
    assert 'class="behind"' in page.content.decode()
    assert other.title in words(page)


def test_an_action_is_raised_from_a_note_with_its_words_and_the_way_back(reader: Client, vale) -> None:
    note = add_note(person("reader"), About("seen-in-time", period="2020-01"), "Two wards closed.\nNobody told us.")
    page = reader.get(SEEN).content.decode()
    link = re.search(rf'href="([^"]*note={note.pk}#write-action)"', page)
    assert link is not None
    form = reader.get(link[1].replace("&amp;", "&")).content.decode()
    assert 'value="Two wards closed. Nobody told us."' in form
    assert f"Nobody told us.\n\nNote of Rita Reader, {timezone.localdate():%-d %B %Y}" in form
    reader.post(SEEN, {
        "do": "action", "period": "", "title": "Tell people", "owner": "lead", "due": day(9), "details": "x",
        "audience": "partnership:", "note": note.pk,
    })  # fmt: skip
    one = Undertaking.objects.get(kind=Kind.ACTION)
    assert (one.note, one.period) == (note, "2020-01")
    page = reader.get(f"/actions/{one.pk}/")
    assert "From a note Two wards closed." in words(page)
    assert f"#note-{note.pk}" in page.content.decode()


def test_a_note_for_one_organisation_is_told_by_no_action(vale, signed_in) -> None:
    note = add_note(
        person("lead"), About("seen-in-time"), "A ward may close.", audience="own-organisation", organisation="health"
    )
    one = action("Talk", by="lead", note=note)
    assert "A ward may close." in words(signed_in("lead").get(f"/actions/{one.pk}/"))
    outside = signed_in("reader")
    assert "A ward may close." not in words(outside.get(f"/actions/{one.pk}/"))
    outside.post(SEEN, {
        "do": "action", "period": "", "title": "Ask", "owner": "lead", "due": day(9), "details": "", "audience": "partnership:",
        "note": note.pk,
    })  # fmt: skip
    assert Undertaking.objects.get(title="Ask").note is None
    assert "A ward may close." not in outside.get(f"{SEEN}&write=action&note={note.pk}").content.decode()


def test_a_part_of_a_scorecard_says_what_is_in_hand_and_leads_to_it(reader: Client, vale) -> None:
    plain = words(reader.get("/scorecards/agreement/"))
    assert "In hand" not in plain
    action("Open at weekends")
    late = action("Hire nurses")
    late.steps.update(due=day(-1))
    project("Fill posts", figures=["empty-posts"])
    risk("The ward floods", nodes=[("agreement", "able")], figures=[])
    page = reader.get("/scorecards/agreement/")
    said = words(page)
    assert "Late: two actions and one project, one late · One risk, one high" in said  # the whole
    assert "Late: two actions, one late" in said
    assert "Under way: one project One risk, one high" in said
    assert "None of this changes a status." in said
    statuses = [one.rstrip() for one in re.findall(r"(Red|Amber|Green), ", said)]
    assert statuses == [one.rstrip() for one in re.findall(r"(Red|Amber|Green), ", plain)]
    listed = words(reader.get("/actions/?framework=agreement&node=in-time"))
    assert "Only what belongs to Help in time, in The Vale agreement" in listed
    assert "Hire nurses" in listed
    assert "Fill posts" not in listed
    assert "The ward floods" in words(reader.get("/risks/?framework=agreement&node=able"))
    assert "No risk is open" in words(reader.get("/risks/?framework=agreement&node=in-time"))


@pytest.mark.parametrize("asked", ["framework=no-such", "framework=agreement&node=no-such"])
@pytest.mark.parametrize("page", ["/actions/", "/risks/"])
def test_a_part_that_there_is_not_is_said_so(reader: Client, page: str, asked: str) -> None:
    assert reader.get(f"{page}?{asked}").status_code == 400
