"""Composing a report on its page: blocks added, moved, taken out and chosen; previewed, issued, and drafted by a schedule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from reference.forms import form_of
from web.report_world import analyst, browser_of, issued, newest, pack

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.mail_server import read_mail_server
from trigpoint.manage.about import BadText
from trigpoint.outbox.models import Message
from trigpoint.publish.composing import add_block, change_report, composed, composed_report, move_block, set_options
from trigpoint.publish.issues.schedules import draft_due, drafts, due_period
from trigpoint.publish.models import Draft, Issue, Report


def kinds(report: Report) -> list[str]:
    report.refresh_from_db()
    return [block["kind"] for block in report.blocks]


def send(client, report: Report, do: str, **more):
    return client.post(f"/reports/composed/{report.pk}/", {"do": do, **more}, follow=True)


def test_a_report_is_begun_changed_looked_at_and_issued_on_pages_alone(vale):
    client = browser_of(analyst())
    begun = client.post("/reports/new/", {"name": "Board pack", "audience": "partnership:"}, follow=True)
    assert "begins as a board pack" in begun.content.decode()
    report = Report.objects.get()
    before = kinds(report)
    send(client, report, "add", kind="text")
    assert kinds(report) == [*before[:-1], "text", "appendix"], "an appendix stays the last"
    place = len(before) - 1
    shown = send(client, report, f"options:{place}", kind="text", heading="Foreword", text="A word.\n\nAnd another.")
    assert "Foreword" in shown.content.decode()
    send(client, report, f"up:{place}")
    send(client, report, "out:3")
    assert kinds(report)[place - 2] == "text"
    assert "exceptions" not in kinds(report)
    address = f"/reports/composed/{report.pk}/preview/"
    page = client.get(address)
    assert "None of the two indicators needs attention" in page.content.decode()
    sent = client.post(f"{address}?period={newest()}", form_of(page, "title"), follow=True)
    assert "It is issued" in sent.content.decode()
    issue = Issue.objects.get()
    assert (issue.period, issue.title.startswith("Board pack, ")) == (newest(), True)
    assert "Board pack" in client.get("/reports/").content.decode()
    assert issue.title in client.get("/reports/issues/").content.decode()


@pytest.mark.parametrize(
    ("do", "more", "says"),
    [
        ("add", {"kind": "nonsense"}, "Choose a block"),
        ("add", {"kind": "cover"}, "one is enough"),
        ("down:0", {}, "first page"),
        ("up:1", {}, "first page"),
        ("up:2", {}, "at the head"),
        ("up:0", {}, "cannot be moved"),
        ("out:99", {}, "no such block"),
        ("out:-1", {}, "does not know"),
        ("explode", {}, "does not know"),
        ("options:2", {"kind": "risks"}, "Somebody changed"),
        ("options:x", {"kind": "text"}, "Somebody changed"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(vale, do, more, says):
    viewer = analyst()
    report = pack(viewer)
    before = kinds(report)
    assert says in send(browser_of(viewer), report, do, **more).content.decode()
    assert kinds(report) == before


def test_a_scorecard_or_indicator_that_is_none_is_refused(vale):
    viewer = analyst()
    report = pack(viewer)
    with pytest.raises(BadText, match="scorecard"):
        set_options(viewer, report.pk, 2, "summary", {"framework": "nowhere"})
    place = add_block(viewer, report.pk, "indicator")
    with pytest.raises(BadText, match="indicator"):
        set_options(viewer, report.pk, place, "indicator", {"indicator": "nothing"})
    response = browser_of(viewer).post(
        f"/reports/composed/{report.pk}/", {"do": f"options:{place}", "kind": "indicator"}
    )
    assert response.status_code == 400
    assert "Choose an indicator" in response.content.decode()


def test_only_who_may_issue_composes(vale, signed_in):
    report = pack(analyst())
    for username in ("reader", "lead", "steward", "stranger"):
        client = signed_in(username)
        for address in ("/reports/new/", f"/reports/composed/{report.pk}/", f"/reports/composed/{report.pk}/preview/"):
            assert client.get(address).status_code == 403
        assert client.post(f"/reports/composed/{report.pk}/", {"do": "out:0"}).status_code == 403
    assert "Compose a report" not in signed_in("reader").get("/reports/").content.decode()


def test_a_report_for_one_organisation_is_composed_by_its_own(vale):
    health = analyst("health")
    report = pack(health, audience="own-organisation", organisation="health")
    user = save_person(OPERATOR, "other", name="Otto Other", memberships=[("council", "analyst")])
    other = viewer_of(user)
    assert (composed(health), composed(other)) == ([report], [])
    with pytest.raises(BadText):
        composed_report(other, report.pk)
    with pytest.raises(BadText):
        move_block(other, report.pk, 2, 1)
    with pytest.raises(BadText, match="may write for it alone"):
        pack(other, "Theirs", audience="own-organisation", organisation="health")


def test_every_change_is_in_the_trail(vale):
    viewer = analyst()
    report = pack(viewer)
    move_block(viewer, report.pk, 2, 1)
    assert list(AuditEntry.objects.filter(kind="report").values_list("action", flat=True)) == [
        "add-report",
        "change-report",
    ]


def test_the_period_that_is_due_is_the_last_one_over_for_so_many_days():
    calendars = in_force_calendars()
    for every, days, today, code in (
        ("month", 10, date(2026, 11, 9), "2026-09"), ("month", 10, date(2026, 11, 10), "2026-10"),
        ("month", 0, date(2026, 11, 30), "2026-11"), ("quarter", 15, date(2026, 10, 14), "2026-Q1"),
        ("quarter", 15, date(2026, 10, 15), "2026-Q2"),
    ):  # fmt: skip
        assert due_period(calendars, every, days, today).code == code, (every, days, today)


def in_force_calendars():
    from trigpoint.definitions.periods import Calendars

    return Calendars()


def scheduled(viewer, **more) -> Report:
    report = pack(viewer)
    given = {
        "name": "Board pack",
        "audience": "partnership",
        "organisation": "",
        "owner": "analyst",
        "every": "month",
        "days": 0,
    }
    change_report(viewer, report.pk, **(given | more))
    Report.objects.update(scheduled_on=None)
    return report


def test_a_report_that_is_due_waits_as_a_draft_and_nobody_issues_it_but_a_person(vale, settings):
    settings.SITE_URL = "https://vale.example"
    settings.MAIL_SERVER = read_mail_server("smtp://localhost:25", "Vale <vale@vale.example>", settings.SITE_URL)
    viewer = analyst()
    report = scheduled(viewer)
    assert (draft_due(), draft_due()) == (1, 0)
    (draft,) = drafts(viewer)
    assert not Issue.objects.exists()
    (mail,) = Message.objects.all()
    assert mail.to == "ana@vale.example"
    assert "Nothing goes out by itself" in mail.text
    client = browser_of(viewer)
    assert "Waits to be issued" in client.get("/reports/").content.decode()
    draft.period = newest()
    draft.save()
    client.post(f"/reports/composed/{report.pk}/preview/?period={newest()}", {"title": "Issued by a person"})
    assert Issue.objects.get().author_id == viewer.user_id
    assert not Draft.objects.exists()
    assert draft_due(timezone.localdate()) == 1, "another period than the one that was issued"


def test_what_was_due_before_there_was_a_schedule_is_not_asked_for(vale):
    viewer = analyst()
    scheduled(viewer, days=5)
    Report.objects.update(scheduled_on=timezone.localdate() + timedelta(days=40))
    assert draft_due() == 0


def test_without_mail_it_waits_on_the_page_alone(vale, settings):
    settings.MAIL_SERVER = None
    viewer = analyst()
    scheduled(viewer)
    assert draft_due() == 1
    assert not Message.objects.exists()


def test_what_somebody_changed_after_it_was_looked_at_is_not_issued_unseen(vale):
    viewer = analyst()
    report = pack(viewer)
    client = browser_of(viewer)
    address = f"/reports/composed/{report.pk}/preview/?period={newest()}"
    looked_at = form_of(client.get(address), "title")
    add_block(viewer, report.pk, "text")
    refused = client.post(address, looked_at)
    assert refused.status_code == 400
    assert "Somebody changed the report since you opened this page" in refused.content.decode()
    assert not Issue.objects.exists()
    assert client.post(address, form_of(refused, "title")).status_code == 302


def test_who_cannot_issue_does_not_own_a_report(vale):
    with pytest.raises(BadText, match="owner who may issue"):
        scheduled(analyst(), owner="reader")
    with pytest.raises(NotAllowed):
        pack(viewer_of(User.objects.get(username="reader")), "Mine")


def test_an_issue_is_not_touched_by_what_its_report_becomes(vale):
    viewer = analyst()
    one = issued(viewer)
    blocks = list(one.blocks)
    move_block(viewer, one.report_id, 2, 1)
    one.refresh_from_db()
    assert one.blocks == blocks
    assert in_force().calendars.parse(one.period).code == newest()
