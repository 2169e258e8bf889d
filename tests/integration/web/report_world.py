"""What tests of composed reports, issues and meetings start from: somebody who issues, and a board pack of the Vale."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.utils import timezone
from reference.vale import months, supply, waits

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue.changing import Wanted, draft, put_in_force
from trigpoint.catalogue.models import Entry
from trigpoint.publish.composing import add_report
from trigpoint.publish.issues.issuing import issue_report
from trigpoint.publish.models import Issue, Report


def analyst(organisation: str = "") -> Viewer:
    user = save_person(
        OPERATOR, "analyst", name="Ana Analyst", email="ana@vale.example", memberships=[(organisation, "analyst")]
    )  # fmt: skip
    return viewer_of(user)


def browser_of(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=viewer.user_id))
    return client


def pack(viewer: Viewer, name: str = "Board pack", **readers: str) -> Report:
    return add_report(viewer, name, **({"audience": "partnership"} | readers))


def issued(viewer: Viewer, name: str = "Board pack", **readers: str) -> Issue:
    return issue_report(viewer, pack(viewer, name, **readers).pk, "", f"{name}, first issue")


def restate(folder: Path, waited: int) -> None:
    """The newest month of one district is supplied again with another figure."""
    supply(folder, "waits-file", waits(timezone.localdate(), last_waited=waited))


def newest() -> str:
    return months(timezone.localdate())[-1]


def redefine(viewer: Viewer, kind: str, code: str, old: str, new: str) -> None:
    """Change the text of a definition, and put it in force."""
    entry = Entry.objects.select_related("document").get(kind=kind, code=code, until=None)
    assert old in entry.document.text
    wanted = Wanted(kind, code, entry.document.text.replace(old, new), entry.document_id)
    put_in_force(viewer, draft(viewer, [wanted], title=f"{kind} {code}", note="As the Board asked.").pk)
