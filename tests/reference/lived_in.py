"""The Vale after some months of use: a person of every role, and what people leave behind on every kind of page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reference.vale import PEOPLE, months, supply, waits
from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue.changing import Wanted, draft, propose, put_in_force, say
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.models import Entry, Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.intake.uploads import keep_upload
from trigpoint.manage.about import About
from trigpoint.manage.actions import move_action, raise_action
from trigpoint.manage.attachments import attach
from trigpoint.manage.commentary import write_commentary
from trigpoint.manage.forecasts import forecast_outturn
from trigpoint.manage.missing import ask_for
from trigpoint.manage.models import Action
from trigpoint.manage.notes import add_link, add_note
from trigpoint.manage.portfolios import follow, save_view

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
    changes = _changes_of_definitions()
    return {
        "load": Load.objects.latest("pk").pk,
        **changes,
        "action": Action.objects.earliest("pk").pk,
        **_files_that_wait(month),
    }


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
    year = in_force().calendars.containing(timezone.localdate(), "financial-year").code
    for value, confidence in ((91, "medium"), (89, "high")):
        forecast_outturn(
            person("lead"), About(indicator="seen-in-time", period=year), value=Decimal(value), confidence=confidence,
            reason="The hub opens in May.",
        )  # fmt: skip


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


def _files_that_wait(month: str) -> dict[str, int]:
    """A file of the steward's and of the administrator's to decide about, and one that still needs a source."""
    text = waits(timezone.localdate(), last_waited=40) + f"\n{month},nowhere,100,3\n"
    found = {}
    for username in ("steward", "administrator"):
        for name, how in (("upload", {"source": "waits-file"}), ("proposal", {"data_set": "waits"})):
            sent = SimpleUploadedFile("waits.csv", text.encode())
            found[f"{username}_{name}"] = keep_upload(person(username), sent, **how).pk
    return found
