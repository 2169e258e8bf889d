"""The Vale after some months of use: a person of every role, and what people leave behind on every kind of page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reference.vale import PEOPLE, months, supply, waits
from trigpoint.access.invitations import invite
from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.uploads import keep_upload
from trigpoint.manage.about import About
from trigpoint.manage.actions import move_action, raise_action
from trigpoint.manage.attachments import attach
from trigpoint.manage.commentary import write_commentary
from trigpoint.manage.missing import ask_for
from trigpoint.manage.models import Action, News, NewsKind
from trigpoint.manage.news.channels import add_channel
from trigpoint.manage.news.handling import snooze
from trigpoint.manage.news.making import make_news
from trigpoint.manage.notes import add_link, add_note
from trigpoint.manage.portfolios import follow, save_view
from trigpoint.outbox.models import Message

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


def live_in(folder: Path) -> Mapping[str, int]:
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
    month = months(timezone.localdate())[-1]
    supply(folder, "waits-file", f"Month,District,Came,Waited\n{month},east,100,12\n{month},west,=1+1,3\nsoon,west,1,1")
    for username in (*PEOPLE, *MORE_PEOPLE):
        follow(person(username), "empty-posts")
        follow(person(username), "seen-in-time")
    _tell()
    return {"load": Load.objects.latest("pk").pk, "action": Action.objects.earliest("pk").pk, **_files_that_wait(month)}


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
    day = timezone.localdate() + timedelta(days=7)
    for title, state in (("Open at weekends", "under-way"), ("A second nurse at the door", "done")):
        action = raise_action(
            person("reader"), about, title, owner="lead", due=day, details="From the first of the month."
        )
        move_action(person("lead"), action.pk, "Two people asked.", state=state, due=day, owner="lead", after=1)
    for version, text in enumerate(("It is getting better.", "It is getting worse after all.")):
        write_commentary(person("lead"), about, text, after_version=version)


def _files_that_wait(month: str) -> dict[str, int]:
    """A file of the steward's and of the administrator's to decide about, and one that still needs a source."""
    text = waits(timezone.localdate(), last_waited=40) + f"\n{month},nowhere,100,3\n"
    found = {}
    for username in ("steward", "administrator"):
        for name, how in (("upload", {"source": "waits-file"}), ("proposal", {"data_set": "waits"})):
            sent = SimpleUploadedFile("waits.csv", text.encode())
            found[f"{username}_{name}"] = keep_upload(person(username), sent, **how).pk
    return found
