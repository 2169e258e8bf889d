"""What somebody owes, of everything, in one list: one's own, with that of those one stands in for, or another person's."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.models import User
from trigpoint.access.people import may_see_owed
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import viewer_of
from trigpoint.judge.numbers import number_in_words, of_them_late
from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Empty
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.owing.duties import debtors_of, duties
from trigpoint.web.owing.duty import Debtor, Duty
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50


class NobodyOfTheName(Mistake):
    """A person in the address whom there is not."""


@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """What the reader owes; `person`: what that person does, for administrators and the manager named."""
    here = visit(request)
    require(here.viewer, "read")
    person = _person(here, request.GET.get("person", ""))
    own = person.pk == here.viewer.user_id
    found = duties(here, debtors_of(here) if own else [Debtor(person, viewer_of(person))])
    table = _table(found, "What I owe" if own else f"What {person} owes", with_whose=own and _for_others(found))
    if file := download_asked(request, {"owed": table}):
        return file
    crumbs = [Crumb("Home", reverse("home")), Crumb("What I owe")]
    if not own:
        crumbs = [
            Crumb("People", reverse("people")), Crumb(str(person), reverse("person", args=[person.username])),
            Crumb("What they owe"),
        ]  # fmt: skip
    context = page(
        here, "home", table.caption, help_page="responsibility", uses=None, headline=_headline(found, own), crumbs=crumbs,
        table=table_view(request, table, id="owed", show_caption=False, cards=True, per_page=PER_PAGE) if found else None,
        empty=Empty("You owe nothing" if own else f"{person} owes nothing", "No action, review, upload or answer waits.", achievement=True),
        only_readable=not own,
    )  # fmt: skip
    return render(request, "web/owed.html", context)


def _person(here: Visit, username: str) -> User:
    if not username:
        return here.request.user
    person = User.objects.filter(username=username).first()
    if person is None:
        if not may(here.viewer, "manage-people"):
            raise NotAllowed("What somebody else owes is seen by their manager and by administrators.")
        raise NobodyOfTheName(f"There is no person “{username[:60]}”.")
    if not may_see_owed(here.viewer, person):
        raise NotAllowed("What somebody else owes is seen by their manager and by administrators.")
    return person


def _for_others(found: Sequence[Duty]) -> bool:
    return any(one.debtor.said for one in found)


def _table(found: Sequence[Duty], caption: str, *, with_whose: bool) -> Table:
    columns = [
        Column("what", "What", "link", wide=True), Column("kind", "Kind"), Column("day", "By", "date"),
        Column("late", "State"),
    ]  # fmt: skip
    if with_whose:
        columns.append(Column("whose", "For"))
    columns.append(Column("act", "Next", "link", sort=False, in_files=False))
    rows: list[dict[str, Cell]] = []
    for one in found:
        row: dict[str, Cell] = {
            "what": Link(one.what, one.href, one.detail[:1].upper() + one.detail[1:]), "kind": one.kind, "day": one.day,
            "late": "Late" if one.late else "To do", "act": Link(one.action, one.href),
        }  # fmt: skip
        if with_whose:
            row["whose"] = one.debtor.said.removeprefix("for ") or "Me"
        rows.append(row)
    return Table(caption, tuple(columns), rows, name="owed")


def _headline(found: Sequence[Duty], own: bool) -> str:
    if not found:
        return "Nothing waits for you." if own else "Nothing waits for them."
    late = sum(one.late for one in found)
    said = f"{number_in_words(len(found), start=True)} {'thing is' if len(found) == 1 else 'things are'} owed"
    return f"{said}{of_them_late(late, len(found))}."
