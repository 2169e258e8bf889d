"""Projects on pages: started, moved on by milestones, drawn on the charts of their figures, and owed on Home."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import months
from undertaking_world import action, day, person, project

from trigpoint.access.models import AuditEntry
from trigpoint.catalogue.models import Snapshot
from trigpoint.manage.milestones import add_milestone, reach_milestone
from trigpoint.manage.models import Kind, Milestone, Undertaking
from trigpoint.manage.standing import standing

NEW = "/projects/new/"


def sent(**more) -> dict[str, object]:
    return {
        "title": "Home first", "details": "Beds are full.", "owner": "lead", "start": day(-5), "due": day(50),
        "figures": ["seen-in-time", "empty-posts"], "node": "agreement:able", "audience": "partnership:",
    } | more  # fmt: skip


def changed(milestone: Milestone, how: str, **more) -> dict[str, object]:
    return {"do": "changed-milestone", "milestone": milestone.pk, "how": how, "day": "", "why": ""} | more


@pytest.fixture
def begun(vale) -> Undertaking:
    one = project()
    add_milestone(person("reader"), one.pk, "One list", day(20))
    return one


def held(one: Undertaking, name: str = "One list") -> Milestone:
    return one.milestones.get(name=name, ended_at__isnull=True)


def test_a_project_is_started_and_stands_with_its_figures(reader: Client) -> None:
    answer = reader.post(NEW, sent())
    one = Undertaking.objects.get(kind=Kind.PROJECT)
    assert answer.url == f"/projects/{one.pk}/"
    page = words(reader.get(answer.url))
    for said in ("Home first", "Beds are full.", "Seen in time", "Empty posts", "To do, ends on", "Lena Lead"):
        assert said in page
    assert "Home first" in words(reader.get("/indicators/empty-posts/"))
    assert "Home first" in words(reader.get("/actions/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Say in a few words what the project is called."),
        ({"due": ""}, "Choose the day on which the project ends."),
        ({"start": ""}, "Choose the day on which the project starts."),
        ({"start": "2089-01-01", "due": "2088-01-01"}, "The project would end before it starts."),
        ({"due": "2019-01-01", "start": "2018-01-01"}, "is over"),
        ({"start": "1066-01-01"}, "too long ago"),
        ({"owner": "nobody"}, "nobody is not one of the available choices"),
        ({"figures": ["no-such"]}, "no-such is not one of the available choices"),
        ({"node": "agreement:no-such"}, "is not one of the available choices"),
    ],
)
def test_a_project_that_cannot_be_is_refused_in_words(reader: Client, wrong: dict[str, object], said: str) -> None:
    page = reader.post(NEW, sent(**wrong))
    assert page.status_code == 400
    assert said in words(page)
    assert not Undertaking.objects.exists()


def test_progress_is_milestones_reached_of_all_and_each_change_is_a_step(lead: Client, begun: Undertaking) -> None:
    address = f"/projects/{begun.pk}/"
    assert lead.post(address, {"do": "milestone", "name": "East", "due": day(40)}).status_code == 302
    lead.post(address, changed(begun.milestones.get(name="One list"), "reached", day=day(-1)))
    page = words(lead.get(address))
    assert "1 of 2 reached: that is its progress." in page
    assert "Milestone reached: One list" in page
    lead.post(address, changed(begun.milestones.get(name="East"), "moved", day=day(50), why="No manager yet."))
    lead.post(address, changed(held(begun, "East"), "dropped", why="Not needed."))
    page = words(lead.get(address))
    assert "1 of 1 reached" in page
    assert page.index("No manager yet.") < page.index("Milestone dropped: East. Not needed.")
    assert begun.steps.count() == 6


@pytest.mark.parametrize(
    ("how", "more", "said"),
    [
        ("reached", {"day": "2098-01-01"}, "is still to come. Say so once it is reached."),
        ("reached", {}, "Choose the day"),
        ("reached", {"day": "1066-01-01"}, "too long ago"),
        ("moved", {"day": "2098-01-01", "why": "Later."}, "The project ends on"),
        ("moved", {"day": "2001-01-01", "why": "Sooner."}, "The project starts on"),
        ("moved", {"day": "NEXT"}, "Say why"),
        ("dropped", {}, "Say why"),
        ("burnt", {}, "burnt is not one of the available choices"),
    ],
)
def test_a_change_of_a_milestone_that_cannot_be_is_refused(
    lead: Client, begun: Undertaking, how: str, more: dict[str, str], said: str
) -> None:
    more = {name: day(30).isoformat() if value == "NEXT" else value for name, value in more.items()}
    page = lead.post(f"/projects/{begun.pk}/", changed(held(begun), how, **more))
    assert page.status_code == 400
    assert said in words(page)
    assert (held(begun).due, held(begun).done) == (day(20), None)


def test_of_two_who_change_a_milestone_at_once_the_second_reads_the_first(
    lead: Client, reader: Client, begun: Undertaking
) -> None:
    seen = held(begun)
    lead.post(f"/projects/{begun.pk}/", changed(seen, "reached", day=day(0)))
    page = reader.post(f"/projects/{begun.pk}/", changed(seen, "dropped", why="Not needed."))
    assert page.status_code == 400
    assert "Somebody changed this milestone since you opened the page" in words(page)
    assert held(begun).done == day(0)


def test_milestones_are_flagged_on_the_chart_of_each_figure(reader: Client, begun: Undertaking) -> None:
    before = date.fromisoformat(f"{months(timezone.localdate())[-1]}-04")
    one = held(begun)
    Milestone.objects.filter(pk=one.pk).update(due=before)
    page = reader.get("/indicators/seen-in-time/").content.decode()
    assert "Milestone, late: One list (Home first)" in page
    reach_milestone(person("lead"), begun.pk, one.pk, before)
    assert "Milestone, reached: One list (Home first)" in reader.get("/indicators/seen-in-time/").content.decode()


def test_a_milestone_that_is_over_makes_the_project_late_and_is_owed_on_home(lead: Client, begun: Undertaking) -> None:
    assert "One list" not in words(lead.get("/"))
    begun.milestones.update(due=day(5))
    assert "milestone of Home first, due by" in words(lead.get("/"))
    begun.milestones.update(due=day(-1))
    assert "milestone of Home first, was due on" in words(lead.get("/"))
    assert "One project is to be done, and it is late." in words(lead.get("/actions/"))
    assert "0 of 1 milestone reached, one late" in words(lead.get("/actions/"))


def test_an_action_becomes_part_of_a_project_and_leaves_it_again(lead: Client, begun: Undertaking) -> None:
    one = action()
    form = {"text": "", "state": "to-do", "due": one.due, "owner": "lead", "after": "1", "project": begun.pk}
    assert lead.post(f"/actions/{one.pk}/", form).status_code == 302
    assert "Project Home first" in words(lead.get(f"/actions/{one.pk}/"))
    assert "Its actions Open at weekends" in words(lead.get(f"/projects/{begun.pk}/"))
    lead.post(f"/actions/{one.pk}/", form | {"after": "2", "project": ""})
    assert "Its actions" not in words(lead.get(f"/projects/{begun.pk}/"))


def test_its_figures_are_chosen_anew_and_the_past_keeps_the_old(lead: Client, begun: Undertaking) -> None:
    Undertaking.objects.update(at=timezone.now() - timedelta(days=9))
    begun.steps.update(at=timezone.now() - timedelta(days=9))
    begun.concerns.update(at=timezone.now() - timedelta(days=9))
    before = timezone.now() - timedelta(days=2)
    lead.post(f"/projects/{begun.pk}/", {"do": "figures", "figures": ["empty-posts"], "node": ""})
    today = timezone.localdate()
    (now,), (then,) = standing(person("lead"), today), standing(person("lead"), today, known_at=before)
    assert (now.figures, then.figures) == (("empty-posts",), ("seen-in-time",))
    assert [one.title for one in standing(person("lead"), today, indicator="seen-in-time")] == []
    assert then.milestones == ()  # the milestone was added today
    page = lead.post(f"/projects/{begun.pk}/", {"do": "figures", "figures": ["empty-posts"], "node": ""})
    assert page.status_code == 400
    assert "Nothing is changed." in words(page)


def test_only_its_leader_who_raised_it_and_administrators_change_a_project(steward: Client, begun: Undertaking) -> None:
    address = f"/projects/{begun.pk}/"
    assert "Add a milestone" not in words(steward.get(address))
    for form in (
        {"do": "milestone", "name": "Mine", "due": day(3)}, changed(held(begun), "dropped", why="No."),
        {"do": "figures", "figures": ["empty-posts"], "node": ""},
    ):  # fmt: skip
        assert steward.post(address, form).status_code == 403
    assert held(begun).name == "One list"


def test_a_project_does_not_end_before_what_is_still_to_be_reached(lead: Client, begun: Undertaking) -> None:
    form = {
        "do": "step",
        "text": "",
        "state": "to-do",
        "start": day(-60),
        "due": day(19),
        "owner": "lead",
        "after": "2",
    }
    page = lead.post(f"/projects/{begun.pk}/", form)
    assert page.status_code == 400
    assert "The milestone “One list” is due on" in words(page)
    assert lead.post(f"/projects/{begun.pk}/", form | {"due": day(20)}).status_code == 302
    page = lead.post(f"/projects/{begun.pk}/", form | {"due": day(20), "start": day(21), "after": "3"})
    assert "The project would end before it starts." in words(page)


def test_who_is_limited_to_a_place_reads_it_and_no_figure_beyond(begun: Undertaking, signed_in) -> None:
    page = words(signed_in("easterner").get(f"/projects/{begun.pk}/"))
    assert "One list" in page
    assert "93.5%" not in page
    assert "93.5%" in words(signed_in("reader").get(f"/projects/{begun.pk}/"))


def test_as_known_on_a_day_it_stands_as_it_stood_and_nothing_is_written(lead: Client, begun: Undertaking) -> None:
    week = timezone.now() - timedelta(days=7)
    Snapshot.objects.update(made_at=week)
    Undertaking.objects.update(at=week)
    for rows in (begun.steps, begun.concerns, begun.milestones):
        rows.update(at=week)
    reach_milestone(person("lead"), begun.pk, held(begun).pk, day(0))
    then = f"/projects/{begun.pk}/?as-at={day(-2)}"
    page = words(lead.get(then))
    assert "0 of 1 reached" in page
    assert "The next step" not in page
    assert "1 of 1 reached" in words(lead.get(f"/projects/{begun.pk}/"))
    refused = lead.post(then, {"do": "milestone", "name": "Then", "due": day(3)})
    assert refused.status_code == 400
    assert "that is over" in words(refused)
    assert lead.get(f"/actions/?view=board&as-at={day(-2)}").status_code == 200


def test_a_project_for_one_organisation_is_told_to_nobody_else(begun: Undertaking, signed_in) -> None:
    project("Talk to the ward", by="lead", audience="own-organisation", organisation="health")
    (own,) = Undertaking.objects.filter(title="Talk to the ward")
    one = action(by="lead")
    outside = signed_in("reader")
    for address in (
        "/actions/",
        "/actions/?view=board",
        "/actions/?view=timeline",
        "/indicators/seen-in-time/",
        f"/actions/{one.pk}/",
    ):
        assert "Talk to the ward" not in outside.get(address).content.decode()
    assert outside.get(f"/projects/{own.pk}/").status_code == 404
    assert outside.post(f"/projects/{own.pk}/", {"do": "milestone", "name": "x", "due": day(3)}).status_code == 404


@pytest.mark.parametrize(
    "what", ["", "nonsense", "step", "milestone", "changed-milestone", "figures", "wait", "stop-waiting"]
)
def test_an_empty_or_unknown_form_is_refused_and_changes_nothing(lead: Client, begun: Undertaking, what: str) -> None:
    page = lead.post(f"/projects/{begun.pk}/", {"do": what, "node": "x"})
    assert page.status_code == 400
    assert begun.steps.count() == 2


def test_a_page_of_another_kind_is_none(reader: Client, begun: Undertaking) -> None:
    assert reader.get(f"/actions/{begun.pk}/").status_code == 404
    assert reader.get(f"/risks/{begun.pk}/").status_code == 404
    assert reader.get("/projects/99999999999999999999/").status_code == 404


def test_every_change_leaves_a_trail(lead: Client, begun: Undertaking) -> None:
    lead.post(f"/projects/{begun.pk}/", changed(held(begun), "reached", day=day(0)))
    found = AuditEntry.objects.filter(kind="project", subject=str(begun.pk)).order_by("pk")
    assert [one.action for one in found] == ["raise-project", "change-milestone", "change-milestone"]


def test_more_projects_with_more_milestones_take_no_more_queries(reader: Client, begun: Undertaking) -> None:
    def queries(address: str) -> int:
        reader.get(address)
        with CaptureQueriesContext(connection) as found:
            assert reader.get(address).status_code == 200
        return len(found)

    addresses = (
        "/actions/",
        "/actions/?view=board",
        "/actions/?view=timeline",
        "/indicators/seen-in-time/",
        "/scorecards/agreement/",
    )
    few = [queries(address) for address in addresses]
    for number in range(4):
        more = project(f"Another {number}", figures=["seen-in-time", "empty-posts"])
        for each in range(3):
            add_milestone(person("reader"), more.pk, f"{number}.{each}", day(each))
    assert [queries(address) for address in addresses] == few
