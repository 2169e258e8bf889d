"""Setting the next year's targets of a scorecard in one go: by a rule for those ticked, seen and overtyped before it is drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.ask.readings import has_figure
from trigpoint.catalogue.changing import LONGEST_NOTE, BadChange
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.targets import Wish, set_targets
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.definitions.periods import Period
from trigpoint.judge.setting import Proposed
from trigpoint.manage.about import require_now
from trigpoint.publish.cells import Cell
from trigpoint.publish.from_answers import said
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.leads import leads
from trigpoint.web.targets.proposing import (
    BACK,
    RULES,
    Rule,
    note_of,
    percent_typed,
    proposals,
    rule_words,
    shaped,
    wish_for,
)
from trigpoint.web.targets.rows import (
    Row,
    aim_cell,
    brief_aim,
    outturn_cell,
    rows_of,
    targets_href,
    year_label,
)
from trigpoint.web.targets.typed import BadFigure, Control, controls, in_controls, read_aim
from trigpoint.web.targets.words import where_said
from trigpoint.web.views.targets import asked_framework, asked_year
from trigpoint.web.visit import Visit, visit


@dataclass(frozen=True)
class Offered:
    """One line of the list to tick. why: why it cannot be ticked, '' where it can."""

    code: str
    name: str
    where: str
    outturn: Cell
    this: Cell
    next: Cell
    ticked: bool
    why: str


@dataclass(frozen=True)
class Line:
    """One line of what is proposed. taken: whether it is to be set. sum: how the figure came about, or why there is none."""

    code: str
    name: str
    where: str
    outturns: tuple[tuple[str, Cell], ...]
    this: Cell
    controls: tuple[Control, ...]
    taken: bool
    sum: str
    given: bool
    profile: str


@require_http_methods(["GET", "HEAD", "POST"])
def set_targets_of(request: HttpRequest) -> HttpResponse:
    """Which and by what rule, then what it gives; by POST, the figures that are drafted as one change."""
    here = visit(request)
    require(here.viewer, "propose-definitions")
    framework = asked_framework(here)
    if framework is None:
        raise Http404("There are no scorecards yet.")
    require_now(here.known_at, "set targets")
    year = asked_year(here)
    asked = request.GET
    rule, problems = _rule(here)
    back = BACK if rule and rule.name == "trend" else 2
    rows = rows_of(here, framework, year, leads(here.definitions, here.today), back=back)
    may_be = {row.code: row for row in rows if row.can_have_one and not row.set_already}
    ticked = [may_be[code] for code in dict.fromkeys(asked.getlist("of")) if code in may_be]
    if rule is not None and not ticked:
        problems.append(Problem("Tick at least one indicator that has no target for that year yet.", "#which"))
    after = here.definitions.calendars.shift(year, 1)
    label = year_label(here.definitions, after)
    lines: list[Line] = []
    if rule is not None and not problems:
        given = proposals(here.viewer, ticked, rule)
        wrong: dict[str, str] = {}
        if request.method == "POST":
            kept = _keep(here, ticked, given, f"Targets of {framework.name} for {label}")
            if isinstance(kept, Change):
                return redirect("change", kept.pk)
            wrong, problems = kept, [Problem(text, f"#{id}" if id else "") for id, text in kept.items()]
        lines = _lines(request, ticked, given, rule, wrong)
    back_href = targets_href(here.context, framework.code, year)
    return render(
        request,
        "web/set_targets.html",
        page(
            here, "scorecards", f"Set targets for {label}", kind=framework.name, help_page="targets", uses=None, problems=problems,
            headline="Nothing is in force by it: first you see what it would change, and may ask partners to agree.",
            lines=lines, rule_said=rule_words(rule) if rule else "", label=label,
            offered=_offered(here, rows, {row.code for row in ticked}, chosen="of" in asked),
            rules=[(code, words, (rule.name if rule else asked.get("rule", "same")) == code) for code, words in RULES.items()],
            percent=asked.get("percent", "2")[:8], profile=asked.get("profile") == "yes",
            comparators=[(code, one.name, code == asked.get("comparator")) for code, one in here.definitions.comparators.items()],
            framework=framework.code, year=year.code, hidden=here.context.parameters(), reason=request.POST.get("reason", "")[:2000],
            otherwise=here.here(framework=framework.code, year=year.code),
            crumbs=[Crumb("Scorecards", here.context.url(reverse("scorecards"))),
                    Crumb(framework.name, here.context.url(reverse("scorecard", args=[framework.code]))),
                    Crumb("Targets", back_href), Crumb(f"Set targets for {label}")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _rule(here: Visit) -> tuple[Rule | None, list[Problem]]:
    """The rule of the address, and what is wrong with it."""
    asked = here.request.GET
    name = asked.get("rule", "")
    if name not in RULES:
        return None, []
    if name == "percent":
        percent = percent_typed(asked.get("percent", ""))
        if percent is None:
            return None, [Problem("Give a percentage above 0, 100 at most.", "#percent")]
        return Rule(name, percent=percent), []
    if name == "places":
        comparator = here.definitions.comparators.get(asked.get("comparator", ""))
        if comparator is None:
            return None, [Problem("Choose the comparator whose places are meant.", "#comparator")]
        return Rule(name, comparator=comparator), []
    return Rule(name), []


def _offered(here: Visit, rows: Sequence[Row], ticked: set[str], *, chosen: bool) -> list[Offered]:
    """The list to tick; before anything is chosen, what has no target for the year is ticked."""
    found = []
    for row in rows:
        why = ""
        if not row.can_have_one:
            why = "cannot be aimed at"
        elif row.set_already:
            why = "has one: revise it on its own page"
        earlier = [year for year in row.outturns.years if year.end <= row.year.start]
        outturn = outturn_cell(here.context, row.outturns, earlier[-1], None) if earlier else None
        found.append(
            Offered(
                row.code, row.outturns.indicator.name, where_said(here.definitions, row.place.where), outturn,
                brief_aim(row.this), aim_cell(row.next, row.can_have_one),
                not why and (row.code in ticked if chosen else row.is_gap), why,
            )
        )  # fmt: skip
    return found


def _is_range(row: Row) -> bool:
    return row.outturns.indicator.polarity == "range"


def _lines(
    request: HttpRequest, rows: Sequence[Row], given: Sequence[Proposed], rule: Rule, wrong: Mapping[str, str]
) -> list[Line]:
    posted = request.method == "POST"
    taken = set(request.POST.getlist("take"))
    found = []
    for n, (row, proposed) in enumerate(zip(rows, given, strict=True)):
        told, terms = row.outturns, row.outturns.terms
        name = f"aim-{n}"
        sent: Mapping[str, str] = request.POST if posted else in_controls(name, proposed, terms)
        years = [year for year in told.years if year.end <= row.after.start][-3:]
        profile = ""
        if request.GET.get("profile") == "yes" and proposed.value is not None:
            profile = shaped(row, proposed.value)[2]
        found.append(
            Line(
                row.code, told.indicator.name, where_said(told.definitions, row.place.where),
                tuple((year_label(told.definitions, year), _outturn_said(row, year)) for year in years),
                brief_aim(row.this),
                controls(name, f"Target of {told.indicator.name}", terms, sent, is_range=_is_range(row), problem=wrong.get(name, "")),
                row.code in taken if posted else (proposed.is_given and not proposed.looser) or rule.name in ("hand", "agree"),
                proposed.sum, proposed.is_given or rule.name in ("hand", "agree"), profile,
            )
        )  # fmt: skip
    return found


def _outturn_said(row: Row, year: Period) -> Cell:
    """A year's outturn without a link: the form is not to be left by it."""
    cell, terms = row.outturns.cell(year), row.outturns.terms
    if cell is None or not has_figure(cell):
        return "no data"
    figure = said(cell, terms) or (terms.say(cell.value) if cell.value is not None else "")
    return figure if row.outturns.is_over(year) else f"{figure} so far"


def _keep(here: Visit, rows: Sequence[Row], given: Sequence[Proposed], title: str) -> Change | dict[str, str]:
    """The change that was drafted, or by the control what is wrong; '' is the whole."""
    sent = here.request.POST
    taken = set(sent.getlist("take"))
    wrong: dict[str, str] = {}
    wishes: list[Wish] = []
    told: list[tuple[Row, str]] = []
    for n, (row, proposed) in enumerate(zip(rows, given, strict=True)):
        if row.code not in taken:
            continue
        name, terms = f"aim-{n}", row.outturns.terms
        try:
            aim = read_aim(name, sent, terms, is_range=_is_range(row))
        except BadFigure as bad:
            wrong[name] = f"{row.outturns.indicator.name}: {bad}"
            continue
        wish, profile = wish_for(row, aim, profile=here.request.GET.get("profile") == "yes")
        wishes.append(wish)
        boxes = in_controls(name, proposed, terms)
        as_proposed = bool(boxes) and all(sent.get(box, "").strip() == text for box, text in boxes.items())
        how = proposed.sum if as_proposed else "typed by hand" if aim.is_given else "to be agreed"
        told.append((row, f"{how}; {profile}" if profile else how))
    if wrong:
        return wrong
    if not wishes:
        return {"": "Tick at least one indicator to set."}
    reason = sent.get("reason", "")
    if len(reason) > LONGEST_NOTE:
        return {"reason": f"The reason has {len(reason):,} characters; {LONGEST_NOTE:,} is the most."}
    try:
        return set_targets(here.viewer, wishes, title=title, note=note_of(told, reason, LONGEST_NOTE))
    except BadDefinitions as bad:
        return {f"fault-{n}": str(fault) for n, fault in enumerate(bad.faults[:8])}
    except BadChange as bad:
        return {"": str(bad)}
