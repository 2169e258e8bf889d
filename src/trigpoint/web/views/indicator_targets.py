"""The targets of one indicator: what was agreed by whom and how it was revised, and a form that revises one of them."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import may, require
from trigpoint.ask.answered import terms_of
from trigpoint.catalogue.changing import BadChange
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.targets import revise_target
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.definitions.indicators import Indicator, Target
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Link
from trigpoint.web.components.page import Crumb, Empty, Problem
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day
from trigpoint.web.indicator.targets import targets_table
from trigpoint.web.links import indicator_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.targets.typed import BadFigure, Control, controls, read_aim
from trigpoint.web.targets.words import aim_words, can_be_revised
from trigpoint.web.views.indicator import known_indicator
from trigpoint.web.visit import Visit, visit

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


class RevisionForm(forms.Form):
    """From when, and why; what it is to be stands in controls of the target's own kind."""

    on = a_day("From", "Choose the day from which it holds.")
    reason = forms.CharField(
        label="Why", widget=forms.Textarea({"rows": 3}), max_length=1000,
        help_text="It stands beside the first figure for good.",
        error_messages={"required": "Say why it is revised: whoever reads the first figure beside it will ask."},
    )  # fmt: skip

    def clean_on(self) -> date:
        """A day that can be meant."""
        day: date = self.cleaned_data["on"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("That day is too far away.")
        return day


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_targets(request: HttpRequest, code: str) -> HttpResponse:
    """The list; `revise=` opens the form for one of them by its place, whose POST drafts the revision."""
    here = visit(request)
    require(here.viewer, "read")
    indicator = known_indicator(here.definitions, code)
    may_write = may(here.viewer, "propose-definitions") and here.known_at is None
    table = targets_table(here.definitions, indicator)
    if table is not None and (file := download_asked(request, {"table": table})):
        return file
    chosen = _chosen(here, code) if may_write else None
    problems: list[Problem] = []
    form, boxes = None, ()
    if chosen is not None:
        number, target = chosen
        form = RevisionForm(initial={"on": here.today})
        if request.method == "POST":
            form = RevisionForm(request.POST)
            kept = _keep(here, indicator, number, target, form)
            if isinstance(kept, Change):
                return redirect("change", kept.pk)
            problems = kept
        boxes = _boxes(here.definitions, indicator, target, request, problems)
    elif request.method == "POST":
        require(here.viewer, "propose-definitions")
        raise Http404("There is no such target to revise here.")
    if table is not None and may_write:
        for n, (row, target) in enumerate(zip(table.rows, indicator.targets, strict=True)):
            if can_be_revised(target):
                row["period"] = Link(str(row["period"]), here.here(revise=str(n)) + "#revise", "Revise this target")  # type: ignore[index]
    return render(
        request,
        "web/indicator_targets.html",
        page(
            here, "catalogue", f"Targets of {indicator.name}", kind="Indicator", help_page="targets", uses=("as-at",), problems=problems,
            headline="What was first agreed stays beside every revision of it.",
            table=table_view(request, table, show_caption=False) if table else None,
            empty=Empty("Nothing is aimed at", "Its targets are set on the page of targets of its scorecard."),
            form=form, boxes=boxes, now=aim_words(chosen[1], terms_of(here.definitions, code)) if chosen else "",
            period=chosen[1].period if chosen else "", profiled=bool(chosen and chosen[1].profile),
            places_href=here.context.url(reverse("place-targets", args=[code])) if may_write else "",
            crumbs=[Crumb("Catalogue", here.context.url(reverse("catalogue"))),
                    Crumb(indicator.name, indicator_href(here.context, code)), Crumb("Targets")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _chosen(here: Visit, code: str) -> tuple[int, Target] | None:
    """The target that is to be revised, with its place in the list. Raises Http404 for one that cannot be."""
    text = here.request.GET.get("revise")
    if text is None:
        return None
    number = number_sent(text)
    targets = in_force().indicators[code].targets if code in in_force().indicators else ()
    if number is None or number >= len(targets) or not can_be_revised(targets[number]):
        raise Http404("There is no such target to revise here.")
    return number, targets[number]


def _boxes(
    definitions: Definitions, indicator: Indicator, target: Target, request: HttpRequest, problems: list[Problem]
) -> tuple[Control, ...]:
    terms = terms_of(definitions, indicator.code)
    said = next((problem.text for problem in problems if problem.href in ("#aim", "#aim-low")), "")
    sent = request.POST if request.method == "POST" else {}
    return controls("aim", "What it is to be", terms, sent, is_range=target.type == "range", problem=said)


def _keep(here: Visit, indicator: Indicator, number: int, target: Target, form: RevisionForm) -> Change | list[Problem]:
    """The change that was drafted, or what is wrong."""
    is_range = target.type == "range"
    name = "#aim-low" if is_range else "#aim"
    terms = terms_of(here.definitions, indicator.code)
    problems = []
    try:
        aim = read_aim("aim", here.request.POST, terms, is_range=is_range)
        if not aim.is_given:
            problems.append(Problem("Say what the target is to be from then on.", name))
    except BadFigure as bad:
        problems.append(Problem(str(bad), name))
    if not form.is_valid():
        problems += [Problem(str(errors[0]), f"#id_{field}") for field, errors in form.errors.items()]
    if problems:
        return problems
    try:
        return revise_target(
            here.viewer, indicator.code, number, aim, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
    except BadDefinitions as bad:
        return [Problem(str(fault)) for fault in bad.faults[:8]]
    except BadChange as bad:
        form.add_error("on", str(bad))
        return [Problem(str(bad), "#id_on")]
