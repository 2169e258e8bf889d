"""The Vale after some months of use: a person of every role, and what people leave behind on every kind of page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reference import scorecard_workbooks
from reference.vale import PEOPLE, months, supply, waits
from trigpoint.access.invitations import invite
from trigpoint.access.models import User
from trigpoint.access.people import name_manager, save_person
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue.changing import Wanted, draft, propose, put_in_force, say
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.models import Entry, Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.uploads import keep_scorecard, keep_upload
from trigpoint.manage.about import About
from trigpoint.manage.adoption import Look, keep
from trigpoint.manage.attachments import attach
from trigpoint.manage.closing import actions as closing
from trigpoint.manage.closing.year_ahead import Chosen
from trigpoint.manage.commentary import approve_commentary, write_commentary
from trigpoint.manage.deputies import be_away
from trigpoint.manage.forecasts import forecast_outturn
from trigpoint.manage.milestones import add_milestone, reach_milestone
from trigpoint.manage.missing import ask_for
from trigpoint.manage.models import Kind, News, NewsKind, Undertaking
from trigpoint.manage.news.channels import add_channel
from trigpoint.manage.news.handling import snooze
from trigpoint.manage.news.making import make_news
from trigpoint.manage.notes import add_link, add_note
from trigpoint.manage.objectives import update_objective, write_objective
from trigpoint.manage.portfolios import follow, save_view
from trigpoint.manage.risks import Scored
from trigpoint.manage.undertakings import move_on, raise_undertaking
from trigpoint.manage.waits import wait_for
from trigpoint.outbox.models import Message
from trigpoint.publish.composing import add_block, add_report, set_options
from trigpoint.publish.issues.issuing import issue_report
from trigpoint.publish.meetings import decide, hold_meeting
from trigpoint.publish.models import Draft, Issue

MORE_DOCUMENTS = {
    "sides": """
kind: group-set
code: sides
name: Sides of the river
dimension: area
groups:
  - {code: sunrise, name: Sunrise side, members: [east]}
  - {code: sunset, name: Sunset side, members: [west]}
""",
    "old-districts": """
kind: mapping
code: old-districts
name: Districts before 1974
dimension: area
scheme: old-district
codes:
  - {code: E1, member: east}
  - {code: W1, member: west}
""",
    "health-plan": """
kind: framework
code: health-plan
name: Plan of Vale Health
owner: health
roll_up: worst
rule_set: service
nodes:
  - code: doors
    name: Two doors open
    level: Aim
    supports: [{framework: agreement, node: in-time}]
    items: [{indicator: seen-in-time}]
  - code: tidy
    name: Tidy wards
    level: Aim
    items: [{indicator: empty-posts}]
""",
    "whole": """
kind: comparator
code: whole
name: The Vale as a whole
dimension: area
against: {type: member, member: vale}
""",
}
MORE_PEOPLE = {
    "analyst": ("Ana Analyst", [("", "analyst")]),
    "administrator": ("Ada Administrator", [("", "administrator")]),
}
ROLES = {
    "administrator": "administrator",
    "analyst": "analyst",
    "lead": "indicator lead",
    "steward": "data steward",
    "reader": "board member",
    "stranger": "nobody in particular",
}
"""What the person of each user name is."""


def person(username: str) -> Viewer:
    """Somebody of the Vale, as the actions know them."""
    return viewer_of(User.objects.get(username=username))


def live_in(folder: Path) -> Mapping[str, int | str]:
    """Use the Vale; gives the numbers that stand in addresses: of the load that had rejects, and of files that wait."""
    definitions = folder / "vale-more"
    definitions.mkdir()
    for name, text in MORE_DOCUMENTS.items():
        (definitions / f"{name}.yaml").write_text(text.lstrip())
    apply_definitions(OPERATOR, definitions, note="What the first set left out.")
    for username, (name, memberships) in MORE_PEOPLE.items():
        save_person(
            OPERATOR, username, name=name, memberships=memberships, sources=["waits"], password="a long password"
        )
    _write_beside_figures()
    _responsibility()
    restated = _issue()
    month = months(timezone.localdate())[-1]
    supply(folder, "waits-file", f"Month,District,Came,Waited\n{month},east,100,12\n{month},west,=1+1,3\nsoon,west,1,1")
    for username in (*(name for name, (_, roles, _) in PEOPLE.items() if roles), *MORE_PEOPLE):
        follow(person(username), "empty-posts")
        follow(person(username), "seen-in-time")
    numbers: dict[str, int | str] = {
        "load": Load.objects.latest("pk").pk,
        **_changes_of_definitions(),
        **_undertakings(),
        **_meetings(restated),
        **_files_that_wait(month),
        **_years(),
    }
    _tell()
    _use()
    return numbers


def _tell() -> None:
    """News that waits, is put off and is done with; a mail that was given up; a channel."""
    make_news()
    administrator, tomorrow = person("administrator"), timezone.localdate() + timedelta(days=1)
    for piece in News.objects.filter(owner__username="administrator")[:1]:
        snooze(administrator, piece.pk, tomorrow)
        News.objects.create(
            owner_id=piece.owner_id, kind=NewsKind.LATE, indicator=piece.indicator, turned="late", says="Seen in time is late",
            more="Vale Health was due to supply it.", limits=piece.limits, at=timezone.now(),
        )  # fmt: skip
        News.objects.create(
            owner_id=piece.owner_id, kind=NewsKind.BETTER, indicator=piece.indicator, turned="improvement", at=timezone.now(),
            says="Seen in time: a real change for the better", limits=piece.limits, handled=News.Handled.ACKNOWLEDGED,
            handled_at=timezone.now(),
        )  # fmt: skip
    Message.objects.create(
        to="gone@vale.example", subject="Red", text="86%", why="News", message_id="1", made_at=timezone.now(),
        due_at=timezone.now(), given_up_at=timezone.now(), tries=3, reason="The server refuses the address: 550 No such person",
    )  # fmt: skip
    add_channel(
        administrator, in_force(), name="The Board's chat", url="https://chat.example.org/hook", form="slack", organisation="",
        framework="agreement", kinds=["turned"],
    )  # fmt: skip


def invited() -> str:
    """The word in the link of somebody who was invited."""
    user = User.objects.get(username="stranger")
    user.email = "stranger@vale.example"
    user.save(update_fields=["email"])
    invite(person("administrator"), user)
    found = re.search(r"/choose-password/(\S+)/", Message.objects.get(to=user.email).text)
    assert found is not None
    return found[1]


def _write_beside_figures() -> None:
    about = About(indicator="seen-in-time")
    for username in ("reader", "administrator"):
        viewer = person(username)
        add_note(viewer, about, "Two wards were closed for a week.")
        add_link(viewer, about, "https://example.org/plan", "The winter plan")
        attach(viewer, about, "plan.txt", [b"More beds from January."])
        save_view(viewer, "Waits", "/explore/?indicator=seen-in-time", shared=True)
        make_token(viewer, User.objects.get(username=username), "A workbook")
        ask_for(viewer, f"How long people wait for a home, asked by {username}")
    for version, text in enumerate(("It is getting better.", "It is getting worse after all.")):
        write_commentary(person("lead"), about, [("Why", text)], after_version=version)
    _comment(months(timezone.localdate())[-2:])
    year = in_force().calendars.containing(timezone.localdate(), "financial-year").code
    for value, confidence in ((91, "medium"), (89, "high")):
        forecast_outturn(
            person("lead"), About(indicator="seen-in-time", period=year), value=Decimal(value), confidence=confidence,
            reason="The hub opens in May.",
        )  # fmt: skip


def _comment(periods: list[str]) -> None:
    """Of the last two months: one text that is approved and changed since, and one that waits."""
    before, last = (About("seen-in-time", framework="agreement", item="seen-in-time", period=one) for one in periods)
    parts = [
        ("Why", "A ward was closed."),
        ("What we are doing", "It is open again."),
        ("When it will recover", "Now."),
    ]
    approved = write_commentary(person("lead"), before, parts, after_version=0, propose=True)
    approve_commentary(person("administrator"), approved.pk)
    write_commentary(person("lead"), before, [*parts[:2], (parts[2][0], "By June.")], after_version=1)
    write_commentary(person("lead"), last, parts, after_version=0, propose=True)


def _responsibility() -> None:
    """Lena has a manager, objectives of her own, and somebody who stands in; her health board has a plan."""
    lead, today = User.objects.get(username="lead"), timezone.localdate()
    name_manager(OPERATOR, lead, "administrator")
    for title, given in (
        ("Nobody waits longer than four hours", {"indicator": "seen-in-time", "supports": ("agreement", "in-time")}),
        ("Speak at two meetings of the Board", {}),
    ):
        one = write_objective(
            person("lead"), lead, title, first=today - timedelta(days=90), last=today + timedelta(days=270), **given
        )
        update_objective(person("administrator"), one.pk, "Well begun.", after=1)
    be_away(person("lead"), lead, "reader", today, today + timedelta(days=9))


def _years() -> dict[str, str]:
    """A year that is closed, and the one after it of which somebody has seen what closing it would do."""
    calendars = in_force().calendars
    year = calendars.shift(calendars.containing(timezone.localdate(), "financial-year"), -1)
    before = calendars.shift(year, -1)
    closed = closing.close(
        person("analyst"), closing.preview(person("analyst"), before.code, Chosen()).pk, "administrator"
    )
    closing.confirm(person("administrator"), closed.pk)
    closing.preview(person("administrator"), year.code, Chosen(retire=("empty-posts",)))
    return {"year": year.code, "year_closed": before.code}


def _use() -> None:
    """A morning's looks at pages, as the processes that serve them keep them."""
    day = timezone.localdate()
    keep({
        Look(day, "home", "", "board-member", ""): 12, Look(day, "report", "board", "board-member", ""): 3,
        Look(day, "indicator", "seen-in-time", "indicator-lead", "health"): 5,
    })  # fmt: skip


def _changes_of_definitions() -> dict[str, int]:
    """A change of an indicator that partners are asked to agree to, and one of a status rule that is in force."""
    entry = Entry.objects.select_related("document").get(kind="indicator", code="seen-in-time", until=None)
    text = entry.document.text.replace("name: Seen in time", "name: Seen within four hours")
    proposed = draft(
        person("analyst"), [Wanted("indicator", "seen-in-time", text, entry.document_id)],
        title="Indicator: Seen within four hours", note="As the Board asked.",
    )  # fmt: skip
    propose(person("analyst"), proposed.pk, ["health", "council"])
    say(person("lead"), proposed.pk, "health", agrees=False, remark="From arrival, please.")
    entry = Entry.objects.select_related("document").get(kind="rule-set", code="service", until=None)
    text = entry.document.text.replace("amber: 1", "amber: 2")
    done = draft(
        person("analyst"), [Wanted("rule-set", "service", text, entry.document_id)], title="Status rule: Service"
    )
    put_in_force(person("analyst"), done.pk)
    return {"change": proposed.pk, "change_in_force": done.pk}


def _undertakings() -> dict[str, int]:
    """Actions, a project and risks, by whom and in all that they have; their numbers, by kind."""
    about, reader, lead = About(indicator="seen-in-time"), person("reader"), person("lead")
    day = timezone.localdate() + timedelta(days=7)
    figures = ["seen-in-time", "empty-posts"]
    project = raise_undertaking(
        reader, Kind.PROJECT, About(), "A ward that opens at weekends", owner="lead", start=day - timedelta(days=90),
        due=day + timedelta(days=90), details="So that nobody waits for Monday.", figures=figures,
    )  # fmt: skip
    for number in (-60, 5, 40):
        add_milestone(reader, project.pk, f"Milestone {number}", day + timedelta(days=number))
    reach_milestone(lead, project.pk, project.milestones.earliest("due").pk, day - timedelta(days=58))
    action = None
    for title, state in (("Open at weekends", "under-way"), ("A second nurse at the door", "done")):
        action = raise_undertaking(
            reader, Kind.ACTION, about, title, owner="lead", due=day, details="From the first of the month."
        )
        move_on(lead, action.pk, "Two people asked.", state=state, due=day, after=1, project=project.pk)
    first = Undertaking.objects.filter(kind=Kind.ACTION).earliest("pk")
    wait_for(lead, first.pk, project.pk)
    for title, likelihood, impact in (("The ward floods", 2, 5), ("Nurses leave", 4, 4)):
        risk = raise_undertaking(
            reader, Kind.RISK, About(), title, owner="lead", due=day, details="Because of the river, beds are lost.",
            figures=figures, nodes=[("agreement", "in-time")], score=Scored(5, 5, 4, 5, "Pumps.", 6),
        )  # fmt: skip
        move_on(lead, risk.pk, "Reviewed.", after=1, score=Scored(5, 5, likelihood, impact, "Pumps and sandbags.", 6))
    return {"action": first.pk, "project": project.pk, "risk": risk.pk}


def _issue() -> Issue:
    """A pack that goes out before a figure in it is restated, of a report with one of every block."""
    analyst = person("analyst")
    report = add_report(analyst, "Board pack", audience="partnership")
    for kind, options in (
        ("text", {"heading": "Foreword", "text": "For the Board."}),
        ("indicator", {"indicator": "seen-in-time"}),
        ("late", {}),
    ):
        place = add_block(analyst, report.pk, kind)
        if options:
            set_options(analyst, report.pk, place, kind, options)
    return issue_report(analyst, report.pk, "", "Board pack, first")


def _meetings(restated: Issue) -> dict[str, int]:
    """A meeting, and the one before it with a decision whose action is late; the newest pack; and a draft that waits."""
    analyst, today = person("analyst"), timezone.localdate()
    newest = issue_report(analyst, restated.report_id, restated.period, "Board pack, again")
    Draft.objects.create(report=restated.report, period=months(today)[-2], made_at=timezone.now())
    before = hold_meeting(analyst, "The Board", today - timedelta(days=30), pack=restated.pk)
    decide(
        analyst, before.pk, "The ward opens at weekends.", by="All", action="Open it", owner="lead", due=today,
        indicator="seen-in-time",
    )  # fmt: skip
    meeting = hold_meeting(analyst, "The Board", today, pack=newest.pk)
    decide(analyst, meeting.pk, "We note the figures.")
    return {"issue": newest.pk, "restated_issue": restated.pk, "report": restated.report_id, "meeting": meeting.pk}


def _files_that_wait(month: str) -> dict[str, int]:
    """A file of the steward's and of the administrator's to decide about, and one that still needs a source."""
    text = waits(timezone.localdate(), last_waited=40) + f"\n{month},nowhere,100,3\n"
    found = {}
    for username in ("steward", "administrator"):
        for name, how in (("upload", {"source": "waits-file"}), ("proposal", {"data_set": "waits"})):
            sent = SimpleUploadedFile("waits.csv", text.encode())
            found[f"{username}_{name}"] = keep_upload(person(username), sent, **how).pk
    with TemporaryDirectory() as folder:
        for name, draw in (("sheet", scorecard_workbooks.long), ("bad_sheet", scorecard_workbooks.bad)):
            path = draw(Path(folder) / f"{name}.xlsx")
            found[name] = keep_scorecard(person("administrator"), SimpleUploadedFile(path.name, path.read_bytes())).pk
    return found
