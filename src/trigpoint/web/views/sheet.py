"""A scorecard kept as a spreadsheet, made one here: bring it, see what would be made of it, then make it or give it up."""

from __future__ import annotations

from typing import Any, get_args

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.models import User
from trigpoint.access.permissions import NotAllowed
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.models import Upload
from trigpoint.intake.readers.table import column_letter
from trigpoint.intake.scorecard_sheets.cells import Sheet
from trigpoint.intake.scorecard_sheets.documents import Wishes, make, problems_of
from trigpoint.intake.scorecard_sheets.elsewhere import has_figures, said_in
from trigpoint.intake.scorecard_sheets.heads import propose
from trigpoint.intake.scorecard_sheets.kinds import LONGEST_UNIT
from trigpoint.intake.scorecard_sheets.plans import Plan, plan_of
from trigpoint.intake.scorecard_sheets.reading import read_workbook
from trigpoint.intake.scorecard_sheets.roles import Role
from trigpoint.intake.uploads import (
    Decided,
    give_up,
    keep_scorecard,
    may_decide,
    require_making,
    scorecards_of,
    supplied,
)
from trigpoint.judge.numbers import listed
from trigpoint.manage.scorecards_made import laid_with, make_scorecard
from trigpoint.mistakes import Mistake
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.sheet_view import (
    GOOD,
    asked,
    asked_units,
    columns_shown,
    figures_table,
    indicators_table,
    left_out_table,
    places,
    sentence,
    would_make,
)
from trigpoint.web.visit import Visit, visit

MOST_PROBLEMS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def bring_sheet(request: HttpRequest) -> HttpResponse:
    """Choose the workbook."""
    here = visit(request)
    require_making(here.viewer)
    problems: list[Problem] = []
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            problems.append(Problem("Choose an Excel workbook (.xlsx).", "#file"))
        else:
            try:
                return redirect("sheet", keep_scorecard(here.viewer, sent).pk)
            except NotAllowed:
                raise
            except Mistake as mistake:
                problems.append(Problem(str(mistake), "#file"))
    return render(
        request,
        "web/bring_sheet.html",
        page(
            here, "data", "Bring a scorecard as a spreadsheet", uses=None, help_page="spreadsheet", problems=problems,
            waiting=scorecards_of(here.viewer), crumbs=[Crumb("Data", reverse("data")), Crumb("Bring a spreadsheet")],
            headline="Its indicators, targets, years of figures and comments, all at once. First you see what would be made.",
        ),
        status=400 if problems else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be made of a kept workbook, with what a person says of it; by POST, made or given up."""
    here = visit(request)
    require_making(here.viewer)
    kept = Upload.objects.filter(pk=pk, scorecard=True).select_related("load").first()
    if kept is None:
        raise Http404("There is no such spreadsheet.")
    if not may_decide(here.viewer, kept):
        raise NotAllowed("Only the person who brought this spreadsheet, or an administrator, may decide about it.")
    if kept.load_id is not None:
        messages.info(request, f"{kept.name} was made a scorecard of. This is the account of its figures.")
        return redirect("load", kept.load_id)
    try:
        path = supplied(kept).path
    except Decided as decided:
        messages.info(request, str(decided))
        return redirect("bring-sheet")
    sent = request.POST
    if sent.get("do") == "give-up":
        give_up(here.viewer, kept)
        messages.success(request, f"{kept.name} was given up. Nothing was made of it.")
        return redirect("bring-sheet")
    try:
        read, others = read_workbook(path, kept.name, sent.get("sheet", ""))
    except Mistake as mistake:
        return _unreadable(here, kept, str(mistake))
    # What is made is laid over what is in force now, whichever day the reader looks at.
    given = in_force()
    same = sent.get("of-sheet") == read.name
    year = sent.get("year", "").strip()[:20] if same else ""
    heads = [(other, propose(other, given.calendars)) for other in others]
    elsewhere = {key: said for other, head in reversed(heads) for key, said in said_in(other, head).items()}
    plan = plan_of(read, given.calendars, _chosen(sent, read), year, elsewhere, _units(sent) if same else {})
    more = [other.name for other, head in heads if has_figures(head)]
    wishes = _wishes(sent, kept, read.name, several=bool(more))
    wrong = problems_of(plan.decided, wishes, given) if not plan.problems else {}
    problems = [Problem(one) for one in plan.problems]
    made = None
    if not plan.problems and not wrong:
        try:
            made = make(plan.decided, wishes, given, kept.name)
            laid_with(made)
            if sent.get("do") == "make":
                make_scorecard(here.viewer, kept, made)
                messages.success(request, f"{wishes.name} is made. {plan.account.in_words() if plan.account else ''}.")
                if more:
                    said = (
                        f"{kept.name} has figures in {listed(more, 5)}, too. For each that is still to be made, bring it "
                        "again and choose its sheet."
                    )
                    messages.info(request, said)
                return redirect("scorecard", made.framework.code)
        except NotAllowed:
            raise
        except Mistake as mistake:
            problems += [Problem(line) for line in str(mistake).splitlines()[:MOST_PROBLEMS] if line.strip()]
            made = None
    # What a page that was only just opened does not know yet is asked, and is no mistake of anybody's.
    shown = wrong if sent.get("do") == "make" else {}
    problems += [Problem(text, f"#{name}") for name, text in list(shown.items())[:MOST_PROBLEMS]]
    return render(
        request,
        "web/sheet.html",
        _page(here, given, kept, read, plan, wishes, shown, problems, ready=made is not None),
        status=400 if problems and sent else 200,
    )


def _unreadable(here: Visit, kept: Upload, why: str) -> HttpResponse:
    context = page(
        here, "data", f"{kept.name} cannot be read", uses=None, help_page="spreadsheet", unreadable=True,
        problems=[Problem(why)], crumbs=_crumbs(kept),
    )  # fmt: skip
    return render(here.request, "web/sheet.html", context, status=400)


def _page(
    here: Visit, definitions: Definitions, kept: Upload, read: Sheet, plan: Plan, wishes: Wishes, wrong: dict[str, str],
    problems: list[Problem], *, ready: bool,
) -> dict[str, Any]:  # fmt: skip
    found = bool(plan.decided and plan.periods and not plan.problems)
    columns = columns_shown(plan.layout, definitions.calendars)
    head = (
        f"row {plan.layout.first}"
        if plan.layout.first == plan.layout.last
        else f"rows {plan.layout.first} and {plan.layout.last}"
    )
    return page(
        here, "data", f"What would be made of {kept.name}", uses=None, help_page="spreadsheet", problems=problems,
        headline=sentence(plan, definitions.calendars), crumbs=_crumbs(kept), sheet_name=read.name,
        sheets=[(name, name == read.name) for name in read.sheets] if len(read.sheets) > 1 else [], head=head,
        columns=[one for one in columns if not one.figures], name=wishes.name, year=plan.layout.year,
        units=asked_units(plan),
        figure_columns=[one for one in columns if one.figures], folded=not plan.problems, wrong=wrong,
        places=places(definitions, wishes.into), asked=asked(plan, wishes, wrong), ready=ready,
        making=would_make(plan, wishes, definitions) if found else [],
        indicators=indicators_table(plan, wishes, definitions) if found else None,
        figures=figures_table(plan, definitions.calendars) if found else None,
        left_out=left_out_table(plan) if plan.left_out else None,
    )  # fmt: skip


def _crumbs(kept: Upload) -> list[Crumb]:
    return [Crumb("Data", reverse("data")), Crumb("Bring a spreadsheet", reverse("bring-sheet")), Crumb(kept.name)]


def _chosen(sent: QueryDict, read: Sheet) -> dict[int, Role]:
    """What is said of the columns; nothing where it was said of another sheet."""
    if sent.get("of-sheet") != read.name:
        return {}
    return {
        number: role
        for number in range(1, read.last_column + 1)
        if (role := sent.get(f"column-{column_letter(number - 1)}")) is not None and role in get_args(Role)
    }


def _usual_name(kept: Upload, sheet: str, several: bool) -> str:
    """What a scorecard is called that nobody gave a name: as its file, and its sheet where several have figures."""
    name = kept.name.rsplit(".", 1)[0].replace("_", " ")
    return f"{name}, {sheet}" if several and sheet not in ("", name) else name


def _units(sent: QueryDict) -> dict[int, str]:
    """What is said of units, by row."""
    return {
        int(name.removeprefix("unit-")): " ".join(value.split())[:LONGEST_UNIT]
        for name, value in sent.items()
        if name.startswith("unit-") and name[5:].isdecimal() and len(name) < 12 and value.strip()
    }


def _wishes(sent: QueryDict, kept: Upload, sheet: str, *, several: bool) -> Wishes:
    usual = _usual_name(kept, sheet, several)
    given = " ".join(sent.get("name", usual).split())
    # The name that was proposed for another sheet is none for this one.
    if given == _usual_name(kept, sent.get("of-sheet", ""), several):
        given = usual
    polarity = {
        int(name.removeprefix("good-")): value
        for name, value in sent.items()
        if name.startswith("good-") and name[5:].isdecimal() and len(name) < 12 and value in GOOD
    }
    people: dict[str, str] = {}
    for name, username in User.objects.filter(is_active=True).values_list("name", "username"):
        people[name] = "" if name in people else username
    # Of two people of one name, nobody can tell which is meant.
    people = {name: username for name, username in people.items() if name and username}
    return Wishes(given, polarity, sent.get("into", ""), people)
